<%-- Copyright (c) 2026, the telepresence.tms contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later --%>
<%@ Control Language="C#" %>
<h1>Portal</h1>
<p>This server manages <%= Estate.Stations.Count %> systems.</p>

<%-- Copyright (c) 2026, the telepresence.tms contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later --%>
<%@ WebHandler Language="C#" Class="Control" %>
using System.Web;
using System.Web.Script.Serialization;

/// <summary>
/// For the tests, no part of the site: start anew (?reset=1), choose a way (?way=...), forget all sessions (?end=sessions),
/// and in any case read what was changed.
/// </summary>
public class Control : IHttpHandler
{
    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext context)
    {
        if (context.Request["reset"] != null)
            Estate.Reset();
        if (context.Request["end"] == "sessions")
            Estate.Sessions.Clear();
        foreach (string way in context.Request.QueryString.GetValues("way") ?? new string[0])
            Estate.Ways.Add(way);
        context.Response.ContentType = "application/json";
        context.Response.Write(new JavaScriptSerializer().Serialize(Estate.Changes));
    }
}

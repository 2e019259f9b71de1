# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This document fragment is PRIVATE to the collection; it can change at any time.

from __future__ import annotations


class ModuleDocFragment:
    """The connection options of a module that speaks to no server, and takes them for the sake of module_defaults."""

    DOCUMENTATION = r"""
options:
  url:
    description: Not used. Accepted, as all connection options are, so that C(module_defaults) of the action group can be set.
    type: str
  username:
    description: Not used, see O(url).
    type: str
  password:
    description: Not used, see O(url).
    type: str
  auth:
    description: Not used, see O(url).
    type: str
  allow_basic_over_http:
    description: Not used, see O(url).
    type: bool
  validate_certs:
    description: Not used, see O(url).
    type: bool
  ca_cert:
    description: Not used, see O(url).
    type: str
    aliases: [ca_path]
  timeout:
    description: Not used, see O(url).
    type: int
  concurrency:
    description: Not used, see O(url).
    type: int
  use_proxy:
    description: Not used, see O(url).
    type: bool
  labels:
    description: Not used, see O(url).
    type: dict
  pages:
    description: Not used, see O(url).
    type: dict
"""

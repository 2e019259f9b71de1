# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This document fragment is PRIVATE to the collection; it can change at any time.

from __future__ import annotations


class ModuleDocFragment:
    """What every module promises."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode and return the changed status prediction without modifying the server.
    support: full
    details:
      - In check mode the connection itself refuses every call and every post-back that could change something.
  diff_mode:
    description: Returns what has changed, or would change, when in diff mode.
  action_group:
    description: Use C(group/telepresence.tms.tms) in C(module_defaults) to set the connection options once.
    support: full
    membership:
      - telepresence.tms.tms
  platform:
    description: The modules run where Ansible runs and reach the server over HTTP or HTTPS.
    platforms: posix
    support: full
"""

    CHANGING = r"""
options: {}
attributes:
  diff_mode:
    support: full
  idempotent:
    description: A second run with the same options changes nothing, unless somebody else changed the server in between.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  diff_mode:
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    description: A second run changes nothing.
    support: full
    details:
      - This module changes nothing.
"""

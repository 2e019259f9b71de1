#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: user_info
short_description: Report the users of a Cisco TMS server
version_added: 0.1.0
description:
  - Reports the users that TMS knows (C(GetUsers)), those that it made itself among them, and their groups on request.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
options:
  users:
    description:
      - Report these users only, shell style patterns that the user name must match, with or without its domain and without regard to
        case.
    type: list
    elements: str
    default: []
  gather:
    description:
      - What to report beyond that. V(groups) reads the members of the groups, or the pages of the users where those are fewer.
    type: list
    elements: str
    choices: [groups]
    default: []
seealso:
  - module: telepresence.tms.group_info
  - module: telepresence.tms.service_user
"""

EXAMPLES = r"""
- name: Report the service users with their groups
  telepresence.tms.user_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    users: ["svc-*"]
    gather: [groups]
  register: tms_users
"""

RETURN = r"""
users:
  description: The users.
  returned: success
  type: list
  elements: dict
  contains:
    user_name:
      description: Windows user name with its domain.
      type: str
      returned: always
    first_name:
      description: First name.
      type: str
      returned: always
    last_name:
      description: Last name.
      type: str
      returned: always
    display_name:
      description: Name as TMS shows it.
      type: str
      returned: always
    email:
      description: E-mail address.
      type: str
      returned: always
    time_zone:
      description: Time zone.
      type: str
      returned: always
    is_hidden_user:
      description: C(IsHiddenUser) as TMS sends it; Cisco's guide and the server's own description contradict each other on what it means.
      type: bool
      returned: always
    groups:
      description: Names of the user's groups.
      type: list
      elements: str
      returned: when O(gather) asks for it
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.users import report

OPTIONS = dict(
    users=dict(type="list", elements="str", default=[]),
    gather=dict(type="list", elements="str", choices=["groups"], default=[]),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

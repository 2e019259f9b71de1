#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: group_info
short_description: Report the groups of a Cisco TMS server, and what reaches a user through them
version_added: 0.1.0
description:
  - Reports groups with their permissions, members, and whether new users land in them.
  - Reports, for given users, every permission that reaches them, with the groups it comes from.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
options:
  groups:
    description: Report these groups only, shell style patterns that the whole name must match, without regard to case.
    type: list
    elements: str
    default: []
  gather:
    description:
      - What to read of each group. V(permissions) reads one page a group, V(members) the pages of its list of members. Everybody is in
        C(Users), so the members of that group are not read.
    type: list
    elements: str
    choices: [permissions, members]
    default: [permissions]
  effective_for:
    description: Users whose permissions are wanted, by Windows user name with or without the domain.
    type: list
    elements: str
    default: []
seealso:
  - module: telepresence.tms.group
  - module: telepresence.tms.user_info
"""

EXAMPLES = r"""
- name: Report what the booking groups may do, and who is in them
  telepresence.tms.group_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    groups: ["*booking*"]
    gather: [permissions, members]

- name: Report where the rights of a service user come from
  telepresence.tms.group_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    gather: []
    effective_for: [EXAMPLE\svc-calendar]
  register: tms_rights
"""

RETURN = r"""
groups:
  description: The groups.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the group.
      type: str
      returned: always
    description:
      description: Its description.
      type: str
      returned: always
    is_default:
      description: Whether new users land in it, null where the page C(Default Groups) has no box for it.
      type: bool
      returned: always
    permissions:
      description: Its permissions, in the order of the page C(Set Permissions).
      type: list
      elements: str
      returned: when O(gather) asks for it
      sample: [Booking > Misc > Booking]
    permissions_fixed:
      description: Whether TMS does not let its permissions be edited.
      type: bool
      returned: when O(gather) asks for the permissions
    members:
      description: Windows user names of its members, null for C(Users).
      type: list
      elements: str
      returned: when O(gather) asks for it
effective:
  description: What reaches the users of O(effective_for).
  returned: success
  type: list
  elements: dict
  contains:
    user:
      description: Windows user name.
      type: str
      returned: always
    groups:
      description: The user's groups.
      type: list
      elements: str
      returned: always
    permissions:
      description: Every permission that reaches the user.
      type: list
      elements: dict
      returned: always
      contains:
        permission:
          description: The permission.
          type: str
          returned: always
        groups:
          description: The groups that it comes from.
          type: list
          elements: str
          returned: always
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.groups import report

OPTIONS = dict(
    groups=dict(type="list", elements="str", default=[]),
    gather=dict(type="list", elements="str", choices=["permissions", "members"], default=["permissions"]),
    effective_for=dict(type="list", elements="str", default=[]),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

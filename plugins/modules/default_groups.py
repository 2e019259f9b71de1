#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: default_groups
short_description: Set the groups that a new user of a Cisco TMS server lands in
version_added: 0.1.0
description:
  - Ticks and clears groups under C(Administrative Tools > User Administration > Default Groups).
  - A user that is made at his first sign-in, or because somebody books on his behalf, lands in these groups. After installation
    C(Site Administrator) is one of them.
  - C(Users) always is a default group; groups that come from Active Directory cannot be.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._changing
  - telepresence.tms._attributes
  - telepresence.tms._attributes.changing
options:
  groups:
    description: The default groups, by name without regard to case.
    type: dict
    required: true
    suboptions:
      add:
        description: Groups to add; the rest stays.
        type: list
        elements: str
      remove:
        description: Groups to remove. Those that are not there are no error.
        type: list
        elements: str
      set:
        description: The whole list; what is not in it is removed. Not together with O(groups.add) or O(groups.remove).
        type: list
        elements: str
  assume:
    description:
      - What earlier tasks of the same run make. It counts in check mode alone, where it does not exist yet.
    type: dict
    suboptions:
      groups:
        description:
          - Groups, as the module M(telepresence.tms.group) is given them. One that exists counts with the permissions given here.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name of the group.
            type: str
            required: true
          permissions:
            description: The permissions it will have.
            type: list
            elements: str
seealso:
  - module: telepresence.tms.group_info
"""

EXAMPLES = r"""
- name: Let no new user become an administrator
  telepresence.tms.default_groups:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    groups:
      remove: [Site Administrator]

- name: Let new users land in one group beside Users
  telepresence.tms.default_groups:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    groups:
      set: [Calendar Users]
    assume:
      groups:
        - name: Calendar Users
          permissions: [Booking > Misc > Booking]

- name: Add a default group
  telepresence.tms.default_groups:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    groups:
      add: [Calendar Users]
"""

RETURN = r"""
results:
  description: What became of the default groups.
  returned: when the server could be read
  type: list
  elements: dict
  contains:
    id:
      description: Always V(default_groups).
      type: str
      returned: always
    name:
      description: Name of the object.
      type: str
      returned: always
    action:
      description: What was done, or would be in check mode; V(none) where nothing is to be done, V(skipped) where it was not tried.
      type: str
      returned: always
      sample: set
    changed:
      description: Whether it was changed.
      type: bool
      returned: always
    before:
      description: Names of the default groups before the task.
      type: raw
      returned: always
    after:
      description: The same after the task.
      type: raw
      returned: always
    error:
      description: Why it failed, in one sentence.
      type: str
      returned: always
    assumed:
      description: Why the prediction is not certain.
      type: str
      returned: in check mode, where only TMS can decide
    note:
      description: Why it was skipped.
      type: str
      returned: when it was skipped
before:
  description: State before the task, each entry a valid input of this module.
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"groups": {"set": ["Users", "Site Administrator"]}}]
after:
  description: State after the task, each entry a valid input of this module.
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"groups": {"set": ["Users"]}}]
backup_path:
  description: File that the old values were appended to.
  returned: when something was about to be written and O(backup=true)
  type: str
  sample: /srv/playbooks/backup/tms.example.com_default_groups_2026-11-24@10-30-59-4711.jsonl
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import (
    ASSUME_GROUPS,
    CHANGING,
    LIST_CHANGE,
    TmsModule,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.default_groups import DefaultGroups, wanted

OPTIONS = dict(
    groups=dict(LIST_CHANGE, required=True),
    assume=dict(type="dict", options=ASSUME_GROUPS),
)


def main() -> None:
    TmsModule(OPTIONS | CHANGING).change(DefaultGroups(), wanted, name="default_groups")


if __name__ == "__main__":
    main()

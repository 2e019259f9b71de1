#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: group
short_description: Manage a group of a Cisco TMS server, its permissions and its members
version_added: 0.1.0
description:
  - Makes, changes and removes a group under C(Administrative Tools > User Administration > Groups).
  - All permissions in TMS are set on groups, and a user has the sum of his groups' permissions. TMS starts a new group with every
    permission; a group that this module makes holds exactly what was asked, and gets its members only after that.
  - What is not named is not touched, unless V(set) is used.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._changing
  - telepresence.tms._attributes
  - telepresence.tms._attributes.changing
options:
  name:
    description: Name of the group, without regard to case.
    type: str
    required: true
  state:
    description:
      - V(present) makes the group if it is missing, and changes what was given.
      - V(absent) removes it. The groups that TMS comes with are not removed.
    type: str
    choices: [present, absent]
    default: present
  description:
    description: Description of the group.
    type: str
  permissions:
    description:
      - Permissions as the page C(Set Permissions) shows them, written C(section > block > permission), for example
        V(Booking > Misc > Update). Fewer parts suffice where they are unique.
      - The permissions of some groups that TMS comes with are fixed; a change of those is refused.
    type: dict
    suboptions:
      add:
        description: Permissions to add; the rest stays.
        type: list
        elements: str
      remove:
        description: Permissions to remove. Those that are not there are no error.
        type: list
        elements: str
      set:
        description: The whole list; what is not in it is removed. Not together with O(permissions.add) or O(permissions.remove).
        type: list
        elements: str
  members:
    description:
      - Windows user names of the members, with or without the domain. The users must exist in TMS.
      - Members of C(Users) and of groups that come from Active Directory are not TMS's to edit; they are refused.
      - The last member of C(Site Administrator), and the account that the task signs in with, are never removed from it.
    type: dict
    suboptions:
      add:
        description: Members to add; the rest stays.
        type: list
        elements: str
      remove:
        description: Members to remove. Those that are not there are no error.
        type: list
        elements: str
      set:
        description: The whole list; what is not in it is removed. Not together with O(members.add) or O(members.remove).
        type: list
        elements: str
  assume:
    description:
      - What earlier tasks of the same run make. It counts in check mode alone, where it does not exist yet.
    type: dict
    suboptions:
      users:
        description: User names.
        type: list
        elements: str
seealso:
  - module: telepresence.tms.group_info
  - module: telepresence.tms.service_user
"""

EXAMPLES = r"""
- name: Give an API client's group what it needs, and nothing else
  telepresence.tms.group:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: API Booking
    description: Books on behalf of all users
    permissions:
      set:
        - Booking > Misc > Booking
        - Booking > Misc > Book on behalf of
        - Booking > Misc > Update
        - Booking > Misc > Approve Meeting

- name: Take from everybody what only administrators need
  telepresence.tms.group:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: Users
    permissions:
      set:
        - Booking > Misc > Booking
    backup_options:
      dir_path: /var/backups/tms

- name: Add one member and take another one out
  telepresence.tms.group:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: API Booking
    state: present
    permissions:
      add: [Approve Meeting]
      remove: [Booking > Misc > Update]
    members:
      add: [EXAMPLE\svc-calendar]
      remove: [EXAMPLE\svc-old]
    assume:
      users: [EXAMPLE\svc-calendar]

- name: Make the list of members exactly this
  telepresence.tms.group:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: API Booking
    members:
      set: [EXAMPLE\svc-calendar]

- name: Remove a group
  telepresence.tms.group:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: Old API Booking
    state: absent

- name: Bring back what a task has overwritten
  telepresence.tms.group:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: "{{ item.name }}"
    state: "{{ item.state | default('present') }}"
    description: "{{ item.description | default(omit) }}"
    permissions: "{{ item.permissions | default(omit) }}"
    members: "{{ item.members | default(omit) }}"
  loop: "{{ lookup('ansible.builtin.file', group_backup).splitlines() | map('from_json') | list }}"
"""

RETURN = r"""
results:
  description: What became of each part of the group.
  returned: when the server could be read
  type: list
  elements: dict
  contains:
    id:
      description: What it is about, V(group), V(description), V(permissions), or V(member) with the user name.
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
      description: Value before the task; permissions by section, members and the group itself V(present) or V(absent).
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
  sample: [{"name": "API Booking", "permissions": {"set": ["Booking > Misc > Booking"]}}]
after:
  description: State after the task, each entry a valid input of this module.
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"name": "API Booking", "permissions": {"set": ["Booking > Misc > Booking", "Booking > Misc > Update"]}}]
backup_path:
  description: File that the old values were appended to.
  returned: when something was about to be written and O(backup=true)
  type: str
  sample: /srv/playbooks/backup/tms.example.com_group_2026-11-24@10-30-59-4711.jsonl
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import CHANGING, LIST_CHANGE, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.groups import Groups, wanted

OPTIONS = dict(
    name=dict(type="str", required=True),
    state=dict(type="str", choices=["present", "absent"], default="present"),
    description=dict(type="str"),
    permissions=LIST_CHANGE,
    members=LIST_CHANGE,
    assume=dict(type="dict", options=dict(users=dict(type="list", elements="str"))),
)


def main() -> None:
    TmsModule(OPTIONS | CHANGING).change(Groups(), wanted, name="group")


if __name__ == "__main__":
    main()

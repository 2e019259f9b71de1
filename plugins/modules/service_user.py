#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: service_user
short_description: Manage the TMS user of a booking client on a Cisco TMS server
version_added: 0.1.0
description:
  - Makes the user that a booking client signs in with, with its profile and groups, before its first sign-in.
  - The user's groups must give it what a client needs, C(Booking), C(Update), C(Approve Meeting), and C(Book on behalf of) for
    O(model=on_behalf); a user that would lack one of them is refused.
  - Rights that reach it beyond that, through whatever group, are reported as RV(excess), with a warning. They are never taken away
    here; restrict the groups with M(telepresence.tms.group).
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._changing
  - telepresence.tms._attributes
  - telepresence.tms._attributes.changing
options:
  name:
    description:
      - Windows user name, with or without the domain (V(EXAMPLE\\svc-calendar)); compared without regard to case.
      - With O(windows_account=create) the base of the name; TMS appends a number where it is taken.
    type: str
    required: true
  state:
    description:
      - V(present) makes the user, or changes what was given.
      - V(disabled) takes it out of every group but C(Users).
      - V(absent) deletes the TMS user. Windows accounts are never deleted.
    type: str
    choices: [present, disabled, absent]
    default: present
  model:
    description:
      - V(on_behalf) is a client that books on behalf of all users, V(self) one where every user signs in himself.
    type: str
    choices: [on_behalf, self]
    default: on_behalf
  approve_meetings:
    description: Whether the client's bookings are approved as they are made; V(false) where an administrator approves them by hand.
    type: bool
    default: true
  first_name:
    description: First name, required for a new user with an existing Windows account.
    type: str
  last_name:
    description: Last name, required for a new user with an existing Windows account.
    type: str
  email:
    description: E-mail address, required for a new user.
    type: str
  language:
    description: Language of the web UI, as the user's page offers it.
    type: str
  time_zone:
    description: Time zone, as the user's page offers it.
    type: str
  groups:
    description: Groups of the user, by name without regard to case. Everybody is in C(Users).
    type: dict
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
  require_least:
    description: Fail before anything is written if more rights than needed would reach the user.
    type: bool
    default: false
  windows_account:
    description:
      - V(existing) is an account that Windows knows already, local or of a domain.
      - V(create) lets TMS make one (C(GenerateConferenceAPIUser)). TMS puts it into C(Site Administrator); the module takes it out at
        once, and disables it and fails if that cannot be done. The account that signs in must be Site Administrator and local
        administrator, and O(url) an https address.
      - A user that an earlier run made, of the same name with or without a number and of the same e-mail address, is found and not
        made again. An address or a name that belongs to somebody else is refused.
    type: str
    choices: [existing, create]
    default: existing
  account_password:
    description:
      - Password of the Windows account, required with O(windows_account=create) and with O(prove=true). An account that is made gets
        it; it is never updated.
    type: str
  prove:
    description:
      - After a real run, sign in as the user with O(account_password), and ask TMS whether it may book on behalf of others.
      - A wrong password costs one failed logon of that account.
    type: bool
    default: false
  send_notifications:
    description: Whether the account that TMS makes gets a mail for every booking.
    type: bool
    default: false
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
  - module: telepresence.tms.user_info
  - module: telepresence.tms.group
"""

EXAMPLES = r"""
- name: A client that books on behalf of all, with the account that the domain has for it
  telepresence.tms.service_user:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: EXAMPLE\svc-calendar
    first_name: Calendar
    last_name: Service
    email: svc-calendar@example.com
    language: English
    time_zone: (GMT) London
    groups:
      set: [API Booking]
    require_least: true
    assume:
      groups:
        - name: API Booking
          permissions: [Booking > Misc > Booking, Book on behalf of, Booking > Misc > Update, Approve Meeting]

- name: A user that signs in himself, and whose meetings are approved by hand
  telepresence.tms.service_user:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: EXAMPLE\jane
    state: present
    model: self
    approve_meetings: false
    windows_account: existing
    first_name: Jane
    last_name: Doe
    email: jane@example.com
    groups:
      add: [Bookers]
      remove: [Site Administrator]

- name: Let TMS make the Windows account
  telepresence.tms.service_user:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: svc-calendar
    windows_account: create
    account_password: "{{ tms_client_password }}"
    email: svc-calendar@example.com
    prove: true
    send_notifications: false
    groups:
      add: [API Booking]

- name: Disable the user of a client that is no longer used
  telepresence.tms.service_user:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    name: EXAMPLE\svc-calendar
    state: disabled
"""

RETURN = r"""
results:
  description: What became of each part of the service user.
  returned: when the server could be read
  type: list
  elements: dict
  contains:
    id:
      description: What it is about, V(account), V(administration), or V(user).
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
      sample: create
    changed:
      description: Whether it was changed.
      type: bool
      returned: always
    before:
      description: Profile and groups before the task, null where there was no user.
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
  sample: [{"name": "EXAMPLE\\svc-calendar", "state": "absent"}]
after:
  description: State after the task, each entry a valid input of this module.
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"name": "EXAMPLE\\svc-calendar", "email": "svc-calendar@example.com", "groups": {"set": ["API Booking", "Users"]}}]
backup_path:
  description: File that the old values were appended to.
  returned: when something was about to be written and O(backup=true)
  type: str
  sample: /srv/playbooks/backup/tms.example.com_service_user_2026-11-24@10-30-59-4711.jsonl
excess:
  description: Permissions that reach the user although it does not need them.
  returned: with O(state=present), when the server could be read
  type: list
  elements: dict
  contains:
    permission:
      description: The permission.
      type: str
      returned: always
      sample: Administrative Tools > Configuration > Update
    groups:
      description: The groups that it comes from.
      type: list
      elements: str
      returned: always
proof:
  description: What TMS says of the user once it has signed in.
  returned: with O(prove=true), after a real run that went well
  type: dict
  sample: {"signed_in": true, "books_on_behalf": true}
lacking:
  description: Permissions that the user needs and its groups do not give.
  returned: with O(state=present), when the server could be read
  type: list
  elements: str
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
from ansible_collections.telepresence.tms.plugins.module_utils._resources.service_users import ServiceUsers, wanted

OPTIONS = dict(
    name=dict(type="str", required=True),
    state=dict(type="str", choices=["present", "disabled", "absent"], default="present"),
    model=dict(type="str", choices=["on_behalf", "self"], default="on_behalf"),
    approve_meetings=dict(type="bool", default=True),
    first_name=dict(type="str"),
    last_name=dict(type="str"),
    email=dict(type="str"),
    language=dict(type="str"),
    time_zone=dict(type="str"),
    groups=LIST_CHANGE,
    require_least=dict(type="bool", default=False),
    windows_account=dict(type="str", choices=["existing", "create"], default="existing"),
    account_password=dict(type="str", no_log=True),
    prove=dict(type="bool", default=False),
    send_notifications=dict(type="bool", default=False),
    assume=dict(type="dict", options=ASSUME_GROUPS),
)

REQUIRED = [("windows_account", "create", ["account_password"]), ("prove", True, ["account_password"])]


def main() -> None:
    module = TmsModule(OPTIONS | CHANGING, required_if=REQUIRED)
    resource = ServiceUsers(module.secret("account_password"))
    module.change(resource, wanted, name="service_user", proof=resource.prove)


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: remote_bookings
short_description: Set Allow Remote Bookings on the systems of a Cisco TMS server
version_added: 0.1.0
description:
  - Brings C(Allow Remote Bookings) of any number of systems to the wanted state, in one task.
  - Under per-system licensing, each system at C(Yes) holds one booking seat; seats come in packs of 25 with an option key.
  - Seats are given back before they are claimed, so one task can move seats between systems although none is free.
  - Every change is read back. A save that changes anything else on the system's C(Settings) ends all writing at once.
  - Under an Application Integration Package key the setting is void and hidden; the module then reports V(void), changes nothing,
    and does not fail.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._changing
  - telepresence.tms._attributes
  - telepresence.tms._attributes.changing
options:
  systems:
    description:
      - The systems, each entry by exactly one of O(systems[].id), O(systems[].name), O(systems[].pattern) and O(systems[].folder).
      - An entry by id or name overrides what a pattern or folder says about the same system.
      - Names that are unknown or ambiguous, patterns that match no system, and entries that contradict each other are refused.
    type: list
    elements: dict
    required: true
    suboptions:
      id:
        description: System ID in TMS.
        type: int
      name:
        description: Name of the system, whole, as TMS writes it.
        type: str
      pattern:
        description: Shell style pattern that the whole name must match, without regard to case.
        type: str
      folder:
        description: Folder of the C(Navigator), as its path from the top (V(Europe/Oslo)), or by its last names where that is unique.
        type: str
      recurse:
        description: Whether the subfolders of O(systems[].folder) belong to it.
        type: bool
        default: true
      state:
        description: The state of these systems; the default is O(state).
        type: str
        choices: [enabled, disabled]
  state:
    description:
      - The state of all entries that name none.
    type: str
    choices: [enabled, disabled]
    default: enabled
  exclusive:
    description:
      - Turn off every other system of O(scope).
    type: bool
    default: false
  scope:
    description:
      - The systems that O(exclusive) is about, selected as in O(systems). Required with O(exclusive=true).
    type: list
    elements: dict
    suboptions:
      id:
        description: System ID in TMS.
        type: int
      name:
        description: Name of the system, whole, as TMS writes it.
        type: str
      pattern:
        description: Shell style pattern that the whole name must match, without regard to case.
        type: str
      folder:
        description: Folder of the C(Navigator), as its path from the top (V(Europe/Oslo)), or by its last names where that is unique.
        type: str
      recurse:
        description: Whether the subfolders of O(scope[].folder) belong to it.
        type: bool
        default: true
  allow_empty:
    description:
      - Accept an empty O(systems) with O(exclusive=true), which turns off the whole O(scope).
    type: bool
    default: false
  on_shortage:
    description:
      - What to do if there are fewer free seats than systems to turn on.
      - V(fail) changes nothing at all. V(partial) serves systems with future bookings first, then the others in the order given.
    type: str
    choices: [fail, partial]
    default: fail
  method:
    description:
      - V(web_ui) ticks the box on the page of the system.
      - V(test_booking) lets a first booking through the API claim the seat, as calendar connectors do when a system is added; the
        booking is removed again. It takes a client licence, and only ever turns systems on.
    type: str
    choices: [web_ui, test_booking]
    default: web_ui
  seats_total:
    description:
      - Number of booking seats that are licensed, where TMS does not show it and the list of keys does not tell.
    type: int
  protect_booked:
    description:
      - Refuse to turn off a system that has future bookings; TMS deletes a booking that is edited while one of its systems holds no
        seat.
      - V(false) lifts the protection of the systems named by id or name. Systems selected by a pattern, a folder, or O(exclusive) stay
        protected.
    type: bool
    default: true
  include_unreachable:
    description:
      - Also change systems that TMS shows as not responding.
    type: bool
    default: false
  assume:
    description:
      - What earlier tasks of a run in check mode would have created, so that a whole rollout can be previewed.
      - It is without effect outside of check mode.
    type: dict
    suboptions:
      option_keys:
        description:
          - The C(results) of M(telepresence.tms.option_key). Entries that are not C(changed) do not count.
          - A C(kind) may be given where TMS cannot know it yet.
        type: list
        elements: dict
seealso:
  - module: telepresence.tms.system_info
  - module: telepresence.tms.license_info
"""

EXAMPLES = r"""
- name: Turn two rooms and a whole floor on, and the old boardroom off
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - name: Oslo Reception
      - id: 42
      - folder: Europe/Oslo/Floor 3
        recurse: false
      - pattern: oslo boardroom*
        state: disabled

- name: Let exactly the rooms of the list hold seats in Oslo
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - name: Oslo Reception
      - name: Oslo Boardroom
    state: enabled
    exclusive: true
    scope:
      - folder: Europe/Oslo
        recurse: true
    allow_empty: false
    max_changes: 30

- name: Serve as many systems as there are seats
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - pattern: "*"
    on_shortage: partial
    seats_total: 50
    include_unreachable: true

- name: Claim seats by a first booking, as a calendar connector does
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - folder: Europe/Oslo
    method: test_booking

- name: Free the seat of a system that is going to be replaced, whatever is booked on it
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - name: Oslo Boardroom (old)
    state: disabled
    protect_booked: false

- name: Preview the seats of a rollout whose key an earlier task of the same check-mode run would add
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - folder: Europe
    assume:
      option_keys: "{{ added_keys.results }}"

- name: Undo an earlier task from its backup
  telepresence.tms.remote_bookings:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems: "{{ lookup('ansible.builtin.file', earlier.backup_path) | split('\n') | map('from_json') | list }}"
    backup: true
    backup_options:
      dir_path: /var/backups/tms
      filename: undo.jsonl
    max_failures: 1
"""

RETURN = r"""
results:
  description: What became of each system, in the order given.
  returned: when the server could be read
  type: list
  elements: dict
  contains:
    id:
      description:
        - System ID in TMS. With O(method=test_booking) also V(conference 17) and the like, for a test booking that a killed run left
          behind and this one deletes.
      type: raw
      returned: always
    name:
      description: Name of the system.
      type: str
      returned: always
    action:
      description: What was done, or would be in check mode; V(enable), V(disable), V(none), V(skipped), or V(delete) for a test
        booking left behind.
      type: str
      returned: always
    changed:
      description: Whether the setting was changed.
      type: bool
      returned: always
    before:
      description: State before the task; V(enabled), V(disabled), V(void), or V(not_applicable); null where it could not be read.
      type: str
      returned: always
    after:
      description: State after the task; null where a write was sent and its effect could not be read back.
      type: str
      returned: always
    error:
      description: What went wrong with this system.
      type: str
      returned: always
    note:
      description: Why a system was skipped.
      type: str
      returned: when there is something to say
    assumed:
      description: Why the prediction is not certain.
      type: str
      returned: in check mode, where only TMS can decide
before:
  description: State of each system before the task, in the shape of O(systems).
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"id": 42, "state": "disabled"}]
after:
  description: State of each system after the task, in the shape of O(systems).
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"id": 42, "state": "enabled"}]
seats:
  description: Booking seats, null where the task claims no more than it gives back, so that they were not looked up.
  returned: when the server could be read
  type: dict
  sample: {"total": {"value": 50, "source": "25 for each of 2 option keys listed"}, "used": {"value": 25, "source": "systems whose
      Allow Remote Bookings is Yes"}, "free": 25, "used_after": 35, "free_after": 15}
backup_path:
  description: File that the old values were appended to.
  returned: when something was about to be written and O(backup=true)
  type: str
  sample: /srv/playbooks/backup/tms.example.com_remote_bookings_2026-11-24@10-30-59-4711.jsonl
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import CHANGING, SYSTEM_SELECTOR, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.remote_bookings import RemoteBookings, wanted

STATES = ["enabled", "disabled"]

OPTIONS = dict(
    systems=dict(
        type="list",
        elements="dict",
        required=True,
        options=SYSTEM_SELECTOR | dict(state=dict(type="str", choices=STATES)),
    ),
    state=dict(type="str", choices=STATES, default="enabled"),
    exclusive=dict(type="bool", default=False),
    scope=dict(type="list", elements="dict", options=SYSTEM_SELECTOR),
    allow_empty=dict(type="bool", default=False),
    on_shortage=dict(type="str", choices=["fail", "partial"], default="fail"),
    method=dict(type="str", choices=["web_ui", "test_booking"], default="web_ui"),
    seats_total=dict(type="int"),
    protect_booked=dict(type="bool", default=True),
    include_unreachable=dict(type="bool", default=False),
    assume=dict(type="dict", options=dict(option_keys=dict(type="list", elements="dict", no_log=False))),
)


def main() -> None:
    TmsModule(OPTIONS | CHANGING).change(RemoteBookings(), wanted, name="remote_bookings")


if __name__ == "__main__":
    main()

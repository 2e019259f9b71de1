#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: booking_check
short_description: Prove with a test booking that a client can book systems of a Cisco TMS server
version_added: 0.1.0
description:
  - Books the given systems at a free time, reads the booking back, and deletes it again.
  - The booking is a reservation without a mail. It carries a source and a key of its own; only a booking that carries both and has the
    same owner is ever deleted, and it is read again just before.
  - What a run that was killed has left behind is found and removed by the next one. The key of a test booking tells its run, so that
    runs which go on at the same time leave each other's bookings alone. On the machine of that run it is known at once whether it
    still goes on; elsewhere the next run waits for its end, up to six times O(timeout), which a run takes at most; in check mode it
    only warns.
  - All systems are booked together; if that fails, each by itself, so that the culprit is named.
  - Sign in as the client's own user to prove that user's rights. A booking takes a client licence of TMS for up to 64 minutes.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._systems
attributes:
  diff_mode:
    support: full
    details:
      - There is nothing to show; what differs afterwards is in the result.
  idempotent:
    description: A second run changes nothing; its booking is made and removed again.
    support: full
options:
  systems:
    description:
      - The systems, each entry by exactly one of O(systems[].id), O(systems[].name), O(systems[].pattern) and O(systems[].folder).
      - For O(systems[].folder) the account must be allowed to open the C(Navigator), which a booking client as a rule is not.
    required: true
  owner:
    description:
      - Windows user name to book on behalf of, with or without its domain; by default the account that signs in.
      - TMS makes a user that it does not know, in the default groups; the result names him in RV(users_created).
    type: str
  within_hours:
    description: How far ahead a free time is looked for. It begins an hour from now.
    type: int
    default: 72
  minutes:
    description: Length of the booking.
    type: int
    default: 15
  claim_seat:
    description: Book systems that hold no booking seat, too; TMS then turns C(Allow Remote Bookings) on, and it stays on.
    type: bool
    default: false
  seats_held:
    description:
      - Take for granted that the systems hold their seats, and open no page to see it. For an account that may not open the pages of
        the systems.
    type: bool
    default: false
seealso:
  - module: telepresence.tms.remote_bookings
  - module: telepresence.tms.service_user
"""

EXAMPLES = r"""
- name: Prove that the client can book the rooms of a site
  telepresence.tms.booking_check:
    url: https://tms.example.com
    username: EXAMPLE\svc-calendar
    password: "{{ tms_client_password }}"
    systems:
      - pattern: "Oslo *"
    seats_held: true

- name: Prove that it can book on behalf of somebody
  telepresence.tms.booking_check:
    url: https://tms.example.com
    username: EXAMPLE\svc-calendar
    password: "{{ tms_client_password }}"
    owner: EXAMPLE\jane
    within_hours: 24
    minutes: 30
    systems:
      - name: Oslo Boardroom 1
      - id: 1002
      - pattern: "Bergen *"

- name: Book a new system as a calendar connector does, which claims its seat
  telepresence.tms.booking_check:
    url: https://tms.example.com
    username: EXAMPLE\svc-calendar
    password: "{{ tms_client_password }}"
    systems:
      - id: 1044
    claim_seat: true
"""

RETURN = r"""
results:
  description: What became of each system.
  returned: when a booking was tried, or would be in check mode
  type: list
  elements: dict
  contains:
    id:
      description: System ID in TMS.
      type: int
      returned: always
    name:
      description: Name of the system.
      type: str
      returned: always
    booked:
      description: Whether it was booked; the booking is deleted again.
      type: bool
      returned: always
    conference_id:
      description: ID of the booking that was made and deleted.
      type: int
      returned: always
    start:
      description: The time it was booked for, in check mode the first time that is free, UTC.
      type: str
      returned: always
    error:
      description: Why it could not be booked, in one sentence.
      type: str
      returned: always
owner:
  description: Whom the booking was for.
  returned: when a booking was tried, or would be in check mode
  type: str
leftovers:
  description: Test bookings of runs that were killed; they were removed, or would be in check mode.
  returned: when a booking was tried, or would be in check mode
  type: list
  elements: dict
seats_taken:
  description: Systems that hold a seat because of this booking.
  returned: when a booking was tried, or would be in check mode
  type: list
  elements: dict
users_created:
  description: Users that TMS made because of this booking.
  returned: when a booking was tried, or would be in check mode
  type: list
  elements: str
client_session_used:
  description: Whether a client session, and with it a client licence, was taken.
  returned: when a booking was tried, or would be in check mode
  type: bool
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import SYSTEM_SELECTOR, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.booking_check import check

OPTIONS = dict(
    systems=dict(type="list", elements="dict", required=True, options=SYSTEM_SELECTOR),
    owner=dict(type="str"),
    within_hours=dict(type="int", default=72),
    minutes=dict(type="int", default=15),
    claim_seat=dict(type="bool", default=False),
    seats_held=dict(type="bool", default=False),
)


def main() -> None:
    TmsModule(OPTIONS).perform(check)


if __name__ == "__main__":
    main()

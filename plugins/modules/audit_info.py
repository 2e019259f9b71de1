#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: audit_info
short_description: Compare a Cisco TMS server with what is declared of it
version_added: 0.1.0
description:
  - Reads option keys, booking seats, systems, bookings, groups, users and tickets, and compares them with the declared sites and groups.
    What is not as it should be is returned as RV(findings), each with a stable id; the guide on audits explains all of them.
  - It writes nothing. What could not be looked at is named in RV(checks), with the reason; the rest is compared all the same.
  - Reads one page of each bookable system and of each group.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
options:
  sites:
    description:
      - The sites of the server, all of them, as they share its seats; the value of C(tms_sites) of the roles of this collection.
      - Without any, no system, user or group can be missed or be too many.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: Name of the site.
        type: str
        required: true
      systems:
        description: The systems of the site, each entry by exactly one of the first four.
        type: list
        elements: dict
        default: []
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
            description: Whether the subfolders of O(sites[].systems[].folder) belong to it.
            type: bool
            default: true
          state:
            description: State of these systems, where it differs from O(sites[].remote_bookings).
            type: str
            choices: [enabled, disabled]
      remote_bookings:
        description: Whether the systems of the site hold a booking seat; V(unmanaged) leaves that open.
        type: str
        choices: [enabled, disabled, unmanaged]
        default: enabled
      groups:
        description: Groups that the site needs.
        type: list
        elements: dict
        default: []
        suboptions: &group
          name:
            description: Name of the group.
            type: str
            required: true
          state:
            description: Whether the group shall be there.
            type: str
            choices: [present, absent]
            default: present
          description:
            description: Its description in TMS; not compared.
            type: str
          permissions:
            description: Its permissions, see M(telepresence.tms.group).
            type: dict
            suboptions: &change
              add:
                description: These shall be among them.
                type: list
                elements: str
              remove:
                description: These shall not be among them.
                type: list
                elements: str
              set:
                description: These, and no others.
                type: list
                elements: str
          members:
            description: Its members, by their Windows user names.
            type: dict
            suboptions: *change
      service_user:
        description: The user of the client that books the systems, in the words of M(telepresence.tms.service_user).
        type: dict
        suboptions:
          name:
            description: Windows user name.
            type: str
            required: true
          model:
            description: Whether the client books on behalf of others, or each user books for himself.
            type: str
            choices: [on_behalf, self]
            default: on_behalf
          approve_meetings:
            description: Whether its bookings need no approval by hand.
            type: bool
            default: true
          first_name:
            description: First name; not compared.
            type: str
          last_name:
            description: Last name; not compared.
            type: str
          email:
            description: E-mail address, by which an account that TMS made is found again.
            type: str
          language:
            description: Language of the web UI; not compared.
            type: str
          time_zone:
            description: Time zone; not compared.
            type: str
          groups:
            description: Its groups.
            type: dict
            suboptions: *change
          require_least:
            description: Not used here; excess rights are a finding either way.
            type: bool
            default: false
          windows_account:
            description: Whether the Windows account was there before, or was made by TMS.
            type: str
            choices: [existing, create]
            default: existing
          send_notifications:
            description: Not used here.
            type: bool
            default: false
          prove:
            description: Not used here.
            type: bool
            default: false
      booking_check:
        description: Not used here; an audit makes no test booking.
        type: dict
  groups:
    description: Groups that belong to no site; the value of C(tms_groups).
    type: list
    elements: dict
    default: []
    suboptions: *group
  default_groups:
    description: The groups that a new user lands in; the value of C(tms_default_groups). Not compared by default.
    type: dict
    suboptions: *change
  expiry_days:
    description: An option key that expires within so many days is a finding.
    type: int
    default: 60
  seats_total:
    description: Number of booking seats that are licensed, where TMS does not show it and the list of keys does not tell.
    type: int
seealso:
  - module: telepresence.tms.license_info
  - module: telepresence.tms.group_info
  - module: telepresence.tms.system_info
"""

EXAMPLES = r"""
- name: Compare the server with what is declared
  telepresence.tms.audit_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    sites:
      - name: Oslo
        systems:
          - folder: Europe/Oslo
          - name: Oslo Workshop
            state: disabled
        service_user:
          name: EXAMPLE\svc-calendar
          groups:
            set: [API Booking]
      - name: Bergen
        systems:
          - pattern: "Bergen *"
          - id: 42
        remote_bookings: unmanaged
        service_user:
          name: EXAMPLE\svc-calendar
          groups:
            set: [API Booking]
    groups:
      - name: API Booking
        permissions:
          set:
            - Booking > Misc > Booking
            - Booking > Misc > Book on behalf of
            - Booking > Misc > Update
            - Booking > Misc > Approve Meeting
    default_groups:
      set: [Users]
    expiry_days: 90
    seats_total: 50
  register: audit

- name: Fail where bookings are in danger
  ansible.builtin.assert:
    that: audit.summary.critical == 0
"""

RETURN = r"""
findings:
  description: What is not as it should be, the worst first.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: What is wrong, as a stable word.
      type: str
      returned: always
      sample: system_booked_without_seat
    severity:
      description: How bad it is. V(critical), V(high), V(medium) or V(low).
      type: str
      returned: always
    site:
      description: Name of the declared site it belongs to; null where it belongs to none.
      type: str
      returned: always
    object:
      description:
        - What it is about, with C(type) (V(server), V(option_key), V(system), V(user), V(group) or V(ticket)), C(id) in TMS or null, and
          C(name); option keys are masked.
      type: dict
      returned: always
      sample: {"type": "system", "id": 42, "name": "Oslo Reception"}
    expected:
      description: What was declared, or should be.
      type: str
      returned: always
    found:
      description: What the server shows.
      type: str
      returned: always
    remedy:
      description: What to do.
      type: str
      returned: always
summary:
  description: Number of findings by severity.
  returned: success
  type: dict
  sample: {"critical": 1, "high": 0, "medium": 2, "low": 0}
checks:
  description: Whether everything that a kind of finding needs was looked at, one entry for each id.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Id of the finding.
      type: str
      returned: always
    checked:
      description: Whether all of it was looked at.
      type: bool
      returned: always
    reason:
      description: What was not looked at and why, or why there is nothing to look at; null otherwise.
      type: str
      returned: always
seats:
  description: Booking seats, as M(telepresence.tms.license_info) returns them; null under a Package key, or if they could not be counted.
  returned: success
  type: dict
sites:
  description: The declared sites, each with C(name), the number of its C(systems), and how many of them are C(enabled).
  returned: success
  type: list
  elements: dict
  sample: [{"name": "Oslo", "systems": 12, "enabled": 12}]
systems:
  description: All bookable systems, and others that a site names.
  returned: success
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
    site:
      description: The site that declares it; null where none does.
      type: str
      returned: always
    declared:
      description: The declared state, V(enabled) or V(disabled); null where none is declared.
      type: str
      returned: always
    remote_bookings:
      description: State of C(Allow Remote Bookings), see M(telepresence.tms.system_info); null if it could not be read.
      type: str
      returned: always
    future_bookings:
      description: Number of its bookings to come; null where it was not asked for, as of systems that hold a seat.
      type: int
      returned: always
time:
  description: When the server was audited, in UTC.
  returned: success
  type: str
  sample: "2026-03-01T08:30:00+00:00"
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import LIST_CHANGE, SYSTEM_SELECTOR, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.audit import report

GROUP = dict(
    name=dict(type="str", required=True),
    state=dict(type="str", choices=["present", "absent"], default="present"),
    description=dict(type="str"),
    permissions=LIST_CHANGE,
    members=LIST_CHANGE,
)

SERVICE_USER = dict(
    name=dict(type="str", required=True),
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
    send_notifications=dict(type="bool", default=False),
    prove=dict(type="bool", default=False),
)

SITE = dict(
    name=dict(type="str", required=True),
    systems=dict(
        type="list",
        elements="dict",
        default=[],
        options=SYSTEM_SELECTOR | dict(state=dict(type="str", choices=["enabled", "disabled"])),
    ),
    remote_bookings=dict(type="str", choices=["enabled", "disabled", "unmanaged"], default="enabled"),
    groups=dict(type="list", elements="dict", default=[], options=GROUP),
    service_user=dict(type="dict", options=SERVICE_USER),
    booking_check=dict(type="dict"),
)

OPTIONS = dict(
    sites=dict(type="list", elements="dict", default=[], options=SITE),
    groups=dict(type="list", elements="dict", default=[], options=GROUP),
    default_groups=LIST_CHANGE,
    expiry_days=dict(type="int", default=60),
    seats_total=dict(type="int"),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

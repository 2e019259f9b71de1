#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: system_info
short_description: Report the systems of a Cisco TMS server
version_added: 0.1.0
description:
  - Reports the endpoints and rooms that TMS lists through its API, with their C(Allow Remote Bookings), folder, future bookings or all
    their settings on request.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
  - telepresence.tms._systems
options:
  categories:
    description:
      - Report systems of these categories only, as TMS writes them, without regard to case.
    type: list
    elements: str
    default: []
  statuses:
    description:
      - Report systems of these statuses only, as TMS writes them, without regard to case.
    type: list
    elements: str
    default: []
  gather:
    description:
      - What to report beyond what one call tells of all systems.
      - V(remote_bookings) and V(settings) read one page a system, V(folder) the C(Navigator), V(future_bookings) the bookings.
    type: list
    elements: str
    choices: [remote_bookings, folder, future_bookings, settings]
    default: []
seealso:
  - module: telepresence.tms.remote_bookings
"""

EXAMPLES = r"""
- name: List all systems
  telepresence.tms.system_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"

- name: Read Allow Remote Bookings of the endpoints of one folder, with what is booked on them
  telepresence.tms.system_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - folder: Europe/Oslo
        recurse: true
      - pattern: bergen*
      - name: Trondheim Lobby
      - id: 42
    categories: [Endpoint, Room]
    statuses: [Alive, Idle, InCall]
    gather: [remote_bookings, folder, future_bookings, settings]
"""

RETURN = r"""
systems:
  description: The systems, in the order TMS lists them or O(systems) names them.
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
    type:
      description: Type of the system, as TMS calls it.
      type: str
      returned: always
    category:
      description: Category, for example V(Endpoint), V(Room), V(Equipment) or V(Recording).
      type: str
      returned: always
    status:
      description: Status, for example V(Alive), V(Idle), V(InCall), V(NoResponse) or V(Unknown).
      type: str
      returned: always
    address:
      description: Network address.
      type: str
      returned: always
    manufacturer:
      description: Manufacturer.
      type: str
      returned: always
    description:
      description: Description.
      type: str
      returned: always
    contact:
      description: Contact.
      type: str
      returned: always
    location:
      description: Location.
      type: str
      returned: always
    sip_uri:
      description: SIP URI.
      type: str
      returned: always
    h323_id:
      description: H.323 ID.
      type: str
      returned: always
    e164_alias:
      description: E.164 alias.
      type: str
      returned: always
    time_zone:
      description: Name of the time zone.
      type: str
      returned: always
    remote_bookings:
      description: C(Allow Remote Bookings), V(enabled), V(disabled), V(void) or V(not_applicable); null where it could not be read.
      type: str
      returned: when O(gather) holds V(remote_bookings)
    folder:
      description: Folder path in the C(Navigator), null where it shows the system in none.
      type: str
      returned: when O(gather) holds V(folder)
    future_bookings:
      description: Bookings that have not ended yet.
      type: list
      elements: dict
      returned: when O(gather) holds V(future_bookings)
    settings:
      description: All settings that the page shows, each with pane, label and value.
      type: list
      elements: dict
      returned: when O(gather) holds V(settings)
    error:
      description: Why the page of the system could not be read.
      type: str
      returned: when O(gather) holds V(remote_bookings) or V(settings)
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import SYSTEM_SELECTOR, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.systems import report

OPTIONS = dict(
    systems=dict(type="list", elements="dict", options=SYSTEM_SELECTOR),
    categories=dict(type="list", elements="str", default=[]),
    statuses=dict(type="list", elements="str", default=[]),
    gather=dict(
        type="list",
        elements="str",
        choices=["remote_bookings", "folder", "future_bookings", "settings"],
        default=[],
    ),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

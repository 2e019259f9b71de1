#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: license_info
short_description: Report option keys and booking seats of a Cisco TMS server
version_added: 0.1.0
description:
  - Reports how the server licenses bookings through its API, which option keys it has, and how many booking seats there are, are used,
    and are free, each figure with the place it comes from.
  - The figures of system, Movi and provisioning licences are other licences; they are never counted as booking seats.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
options:
  seats_total:
    description:
      - Number of booking seats that are licensed, where TMS does not show it and the list of keys does not tell.
    type: int
  holders:
    description:
      - List the systems that hold a seat, which reads the C(Settings) of every bookable system once.
      - With V(false) the systems are read only if TMS shows no figure of the seats in use.
    type: bool
    default: true
  forecast:
    description:
      - A wish in the shape of the option O(telepresence.tms.remote_bookings#module:systems) of
        M(telepresence.tms.remote_bookings); reported is whether the seats suffice for it.
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
        description: Whether the subfolders of O(forecast[].folder) belong to it.
        type: bool
        default: true
      state:
        description: The state of these systems.
        type: str
        choices: [enabled, disabled]
        default: enabled
seealso:
  - module: telepresence.tms.option_key
  - module: telepresence.tms.remote_bookings
"""

EXAMPLES = r"""
- name: Report the licence state
  telepresence.tms.license_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"

- name: Ask whether the seats suffice for a whole floor
  telepresence.tms.license_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    seats_total: 50
    holders: false
    forecast:
      - folder: Europe/Oslo/Floor 3
        recurse: true
      - id: 42
        state: disabled
"""

RETURN = r"""
mode:
  description:
    - How bookings are licensed. V(per_system), V(package), V(none), or V(unknown) where the only keys are of unknown kind.
  returned: success
  type: str
  sample: per_system
option_keys:
  description: The keys listed by TMS.
  returned: success
  type: list
  elements: dict
  contains:
    key:
      description: The key, masked but for its product prefix.
      type: str
      returned: always
      sample: 113612A1-**-********
    kind:
      description: Kind of the key, see M(telepresence.tms.option_key).
      type: str
      returned: always
    description:
      description: What TMS calls the key.
      type: str
      returned: always
    expires:
      description: When the key expires, as TMS shows it; null where it shows nothing.
      type: str
      returned: always
    idle:
      description: Whether the key is without effect, as a per-system key beside an Application Integration Package key is.
      type: bool
      returned: always
seats:
  description: Booking seats with their sources, null under a Package key, which needs none. A value that is not known is null.
  returned: success
  type: dict
  sample: {"total": {"value": 50, "source": "25 for each of 2 option keys listed"}, "used": {"value": 25, "source": "systems whose
      Allow Remote Bookings is Yes"}, "free": 25}
holders:
  description:
    - The systems that hold a seat, each with id and name; null under a Package key, with O(holders=false), or if not every system could
      be read.
  returned: success
  type: list
  elements: dict
  sample: [{"id": 42, "name": "Oslo Reception"}]
inconsistencies:
  description: What does not fit together, one sentence each.
  returned: success
  type: list
  elements: str
forecast:
  description: What O(forecast) would come to.
  returned: when O(forecast) is given
  type: dict
  contains:
    fits:
      description: Whether there are seats for all of it; null if that cannot be known.
      type: bool
      returned: always
    claims:
      description: Number of systems to be turned on.
      type: int
      returned: always
    releases:
      description: Number of systems to be turned off.
      type: int
      returned: always
    missing:
      description: Number of seats that are missing; null if that cannot be known.
      type: int
      returned: always
    free_after:
      description: Free seats afterwards; null if that cannot be known.
      type: int
      returned: always
    without_seat:
      description: The systems for which no seat would be left.
      type: list
      elements: dict
      returned: always
    errors:
      description: Systems that could not be read, one sentence each.
      type: list
      elements: str
      returned: always
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import SYSTEM_SELECTOR, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.licences import report

OPTIONS = dict(
    seats_total=dict(type="int"),
    holders=dict(type="bool", default=True),
    forecast=dict(
        type="list",
        elements="dict",
        options=SYSTEM_SELECTOR | dict(state=dict(type="str", choices=["enabled", "disabled"], default="enabled")),
    ),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

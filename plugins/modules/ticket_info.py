#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ticket_info
short_description: Report the open tickets of a Cisco TMS server
version_added: 0.1.0
description:
  - Reports what the C(Ticketing Service) page lists. A booking that was denied because no booking seat was left leaves a ticket there.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
options:
  systems:
    description:
      - Report tickets of these systems only, as shell style patterns that the whole name must match, without regard to case.
    type: list
    elements: str
    default: []
  containing:
    description:
      - Report tickets only that contain this text in any column, without regard to case.
    type: str
"""

EXAMPLES = r"""
- name: List all open tickets
  telepresence.tms.ticket_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"

- name: List the licence tickets of one site
  telepresence.tms.ticket_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    systems:
      - oslo*
    containing: license
"""

RETURN = r"""
tickets:
  description: The tickets, in the order TMS lists them.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Number of the ticket, null where TMS shows none.
      type: str
      returned: always
    system:
      description: Name of the system, null where TMS shows none.
      type: str
      returned: always
    title:
      description: What the ticket is about.
      type: str
      returned: always
    severity:
      description: Severity as TMS shows it, null where it shows none.
      type: str
      returned: always
    created:
      description: Time as TMS shows it, null where it shows none.
      type: str
      returned: always
    columns:
      description: All columns of the list, as shown.
      type: dict
      returned: always
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tickets import report

OPTIONS = dict(
    systems=dict(type="list", elements="str", default=[]),
    containing=dict(type="str"),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

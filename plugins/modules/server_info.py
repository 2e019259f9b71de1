#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: server_info
short_description: Report a Cisco TMS server, the account used, and which labels its pages show
version_added: 0.1.0
description:
  - Reports the API version, the serial number, the sign-in schemes the server offers, and what the account may do.
  - With O(probe=true) it also reads each page that the collection uses, and reports label by label what was found where. That is what
    to look at, or to send along with a bug report, when a server's pages differ.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._attributes
  - telepresence.tms._attributes.info
options:
  probe:
    description:
      - Read the pages that the collection uses, and report for each label whether and where it was found. Nothing is changed.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Report the server
  telepresence.tms.server_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"

- name: Find out which labels this server shows
  telepresence.tms.server_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    probe: true
"""

RETURN = r"""
api_version:
  description: Version of TMSBA that the server announces; null where it announces none.
  returned: success
  type: int
  sample: 15
schemes:
  description: Sign-in schemes that the server offers.
  returned: success
  type: list
  elements: str
  sample: [Negotiate, NTLM]
user:
  description: The TMS user that the account is, and what it may do.
  returned: success
  type: dict
  sample: {"name": "EXAMPLE\\tmsadmin", "first_name": "Tms", "last_name": "Admin", "email": "tms@example.com",
    "site_administrator": true, "book_on_behalf": true, "local_administrator": false}
probe:
  description: One entry a label.
  returned: when O(probe=true)
  type: list
  elements: dict
  contains:
    label:
      description: The label looked for.
      type: str
      returned: always
    page:
      description: The page it was looked for on.
      type: str
      returned: always
    found:
      description: Whether it was found.
      type: bool
      returned: always
    where:
      description: Where it was found.
      type: str
      returned: always
    note:
      description: What else there is to say.
      type: str
      returned: always
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.server import report

OPTIONS = dict(probe=dict(type="bool", default=False))


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

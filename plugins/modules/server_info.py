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
  mask:
    description:
      - Replace the names of hosts, systems, folders, groups and people in the result by stand-ins, and addresses and serial numbers, too,
        so that it can be attached to a bug report.
    type: bool
    default: false
  mask_words:
    description:
      - Further words to be masked, as the name of your company. Also masked are all names that TMS lists.
    type: list
    elements: str
    default: []
  record:
    description:
      - Save the pages that the probe reads in this directory on the controller, so that they can be attached to a bug report or become a
        test of this collection. Needs O(probe=true).
      - Names, addresses, keys, view state and what password fields hold are masked, whatever O(mask) says. Look through the files
        before you send them; RV(recording) names what was left because it cannot be told from a label or a number.
    type: path
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

- name: Save what the probe sees, for a bug report
  telepresence.tms.server_info:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    probe: true
    mask: true
    mask_words:
      - Example Corporation
    record: ~/tms-recording
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
    looked:
      description: Whether it could be looked for; a label that reading does not lead to is told with where a person finds it.
      type: bool
      returned: always
    note:
      description: What else there is to say; for a label that was not found, what the page shows instead.
      type: str
      returned: always
    teach:
      description: For a label that was not found, the option that would teach it.
      type: str
      returned: always
recording:
  description: Where the pages were saved.
  returned: when O(record) is given
  type: dict
  sample: {"path": "/home/user/tms-recording", "pages": 14, "left": ["Rom"]}
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.server import report

OPTIONS = dict(
    probe=dict(type="bool", default=False),
    mask=dict(type="bool", default=False),
    mask_words=dict(type="list", elements="str", default=[]),
    record=dict(type="path"),
)


def main() -> None:
    TmsModule(OPTIONS).inform(report)


if __name__ == "__main__":
    main()

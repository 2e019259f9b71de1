#!/usr/bin/python
# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: option_key
short_description: Add option keys to a Cisco TMS server
version_added: 0.1.0
description:
  - Brings option keys into the list of O(keys) that the pane C(Licenses and Option Keys) of C(General Settings) shows.
  - Keys are only ever added; TMS is not known to be able to remove one.
  - A key is a licence and is treated as a secret; results show its product prefix and nothing else.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - telepresence.tms._connection
  - telepresence.tms._changing
  - telepresence.tms._attributes
  - telepresence.tms._attributes.changing
options:
  keys:
    description:
      - Option keys as Cisco issues them, for the serial number of this server.
    type: list
    elements: str
    required: true
  accept_package:
    description:
      - Add an Application Integration Package key although the server has per-system keys, or systems with C(Allow Remote Bookings)
        at C(Yes).
      - The Package makes that setting void on every system, hides it, and lets the per-system keys idle.
    type: bool
    default: false
seealso:
  - module: telepresence.tms.license_info
"""

EXAMPLES = r"""
- name: Add the second pack of 25 booking seats
  telepresence.tms.option_key:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    keys:
      - "{{ tms_exchange_integration_key }}"

- name: Move from per-system licences to the Application Integration Package
  telepresence.tms.option_key:
    url: https://tms.example.com
    username: EXAMPLE\tmsadmin
    password: "{{ tms_password }}"
    keys:
      - "{{ tms_package_key }}"
    accept_package: true
    backup_options:
      dir_path: /var/backups/tms
      filename: option_keys.jsonl
    max_changes: 1
    max_failures: 1
"""

RETURN = r"""
results:
  description: What became of each key, in the order given.
  returned: when the server could be read
  type: list
  elements: dict
  contains:
    id:
      description: Position of the key in O(keys), starting at 1.
      type: int
      returned: always
    name:
      description: The key, masked but for its product prefix.
      type: str
      returned: always
      sample: 113612A1-**-********
    action:
      description: What was done, or would be in check mode.
      type: str
      returned: always
      sample: add
    changed:
      description: Whether the key was added.
      type: bool
      returned: always
    before:
      description: State before the task, V(present) or V(absent).
      type: str
      returned: always
    after:
      description: State after the task.
      type: str
      returned: always
    error:
      description: Why the key could not be added, with TMS's own words.
      type: str
      returned: always
    assumed:
      description: Why the prediction is not certain.
      type: str
      returned: in check mode, for a key that would be added
    note:
      description:
        - That TMS lists other keys of the same product. On a copy of a server, which has keys of its own, such a key may stand for
          this one.
      type: str
      returned: for a key that is added beside others of its product
    kind:
      description:
        - Kind of the key, V(application_integration_package), V(exchange_integration), V(booking_api), V(other), or V(unknown) until
          TMS names it.
      type: str
      returned: always
    description:
      description: What TMS calls the key.
      type: str
      returned: always
    expires:
      description: When the key expires, as TMS shows it.
      type: str
      returned: always
before:
  description: State of each key before the task.
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"key": "113612A1-**-********", "state": "absent"}]
after:
  description: State of each key after the task.
  returned: when the server could be read
  type: list
  elements: dict
  sample: [{"key": "113612A1-**-********", "state": "present"}]
backup_path:
  description: File that the old values were appended to.
  returned: when something was about to be written and O(backup=true)
  type: str
  sample: /srv/playbooks/backup/tms.example.com_option_key_2026-11-24@10-30-59-4711.jsonl
server:
  description: The server the result is about.
  returned: always
  type: dict
  sample: {"url": "https://tms.example.com/tms", "serial_number": "84000001"}
"""

from ansible_collections.telepresence.tms.plugins.module_utils._module import CHANGING, TmsModule
from ansible_collections.telepresence.tms.plugins.module_utils._resources.option_keys import OptionKeys, wanted

OPTIONS = dict(
    keys=dict(type="list", elements="str", required=True, no_log=True),
    accept_package=dict(type="bool", default=False),
)


def main() -> None:
    TmsModule(OPTIONS | CHANGING).change(OptionKeys(), wanted, name="option_key")


if __name__ == "__main__":
    main()

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model import export

DOCUMENTATION = r"""
name: masked
short_description: Replace the names in what a Cisco TMS server and a declaration tell
version_added: 0.1.0
description:
  - Takes the state of a server as the playbook C(telepresence.tms.export) gathers it, and gives it with stand-ins for the names of
    systems, folders, sites, users, groups, people and hosts, for addresses, e-mail addresses, aliases and free texts.
  - One name has one stand-in, in the state and in what is declared, so that a rollout of the one on the other does the same as the
    original. System IDs, types, time zones, rights, times of bookings and the built-in groups stay.
author:
  - The telepresence.tms contributors (@telepresence)
options:
  _input:
    description: The state of the server.
    type: dict
    required: true
  declared:
    description:
      - Variables such as C(tms_sites), C(tms_groups) and C(tms_default_groups).
      - A pattern tells parts of names, so it becomes the System IDs that it matches now.
    type: dict
    default: {}
seealso:
  - plugin: telepresence.tms.declared
    plugin_type: filter
"""

EXAMPLES = r"""
- name: List the systems
  telepresence.tms.system_info:
    gather: [remote_bookings, folder]
  register: found

- name: Show them to strangers
  ansible.builtin.debug:
    msg: "{{ ({'systems': found.systems} | telepresence.tms.masked(declared={'tms_sites': tms_sites})).state }}"
"""

RETURN = r"""
_value:
  description: Both without the names.
  type: dict
  contains:
    state:
      description: The state of the server.
      type: dict
    declared:
      description: The variables.
      type: dict
    not_masked:
      description: Names that are left as they are, because they are words that TMS itself uses, or have fewer than three letters.
      type: list
      elements: str
"""


def masked(state: Mapping[str, Any], declared: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return export.masked(state, declared or {})


class FilterModule:
    """Filters for what is shown to others."""

    def filters(self) -> dict[str, Any]:
        return {"masked": masked}

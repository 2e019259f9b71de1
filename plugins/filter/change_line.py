# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.overview import change_line

DOCUMENTATION = r"""
name: change_line
short_description: One result of a module as one line for people
version_added: 0.1.0
description:
  - Takes an entry of the C(results) that the modules of this collection return, and says in one line what is done to which object.
author:
  - The telepresence.tms contributors (@telepresence)
options:
  _input:
    description: An entry of C(results).
    type: dict
    required: true
seealso:
  - plugin: telepresence.tms.declared
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Look at what would change
  telepresence.tms.remote_bookings:
    systems:
      - folder: Europe/Oslo
  check_mode: true
  register: preview

- name: Show it
  ansible.builtin.debug:
    msg: "{{ preview.results | selectattr('changed') | map('telepresence.tms.change_line') }}"
"""

RETURN = r"""
_value:
  description: The line.
  type: str
  sample: "enable 'Oslo Reception' (id 1002): disabled -> enabled"
"""


class FilterModule:
    """Filters for overviews."""

    def filters(self) -> dict[str, Any]:
        return {"change_line": change_line}

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import assumed_groups

DOCUMENTATION = r"""
name: assumed_groups
short_description: Rights of groups after tasks of the module group, for the tasks behind them
version_added: 0.1.0
description:
  - Takes the results of M(telepresence.tms.group) and gives the option C(assume.groups) of M(telepresence.tms.service_user) and
    M(telepresence.tms.default_groups), so that a whole play can be previewed in check mode on a server that lacks the groups.
author:
  - The telepresence.tms contributors (@telepresence)
options:
  _input:
    description: The results of one or more tasks.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Make the group of the client
  telepresence.tms.group:
    name: API Booking
    permissions:
      set:
        - Booking > Misc > Booking
        - Booking > Misc > Book on behalf of
        - Booking > Misc > Update
        - Booking > Misc > Approve Meeting
  register: made_group

- name: Make its user
  telepresence.tms.service_user:
    name: EXAMPLE\svc-calendar
    first_name: Calendar
    last_name: Service
    email: calendar@example.com
    groups:
      add:
        - API Booking
    assume:
      groups: "{{ [made_group] | telepresence.tms.assumed_groups }}"
"""

RETURN = r"""
_value:
  description: The groups that exist by then, each with its rights.
  type: list
  elements: dict
  contains:
    name:
      description: Name of the group.
      type: str
    permissions:
      description: All rights it has by then; missing where the task was not about rights.
      type: list
      elements: str
"""


class FilterModule:
    """Filters for previews."""

    def filters(self) -> dict[str, Any]:
        return {"assumed_groups": assumed_groups}

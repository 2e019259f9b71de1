# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import declaration

DOCUMENTATION = r"""
name: declared
short_description: Put together what the sites of a Cisco TMS server declare
version_added: 0.1.0
description:
  - Reads C(tms_sites) as the roles of this collection take it, and gives what the modules take.
  - Groups and service users that several sites share come once; two sites that want different things of one are refused.
author:
  - The telepresence.tms contributors (@telepresence)
options:
  _input:
    description: The sites, see the role P(telepresence.tms.site_rollout#role).
    type: list
    elements: dict
    required: true
  groups:
    description: Groups of the server that belong to no site.
    type: list
    elements: dict
    default: []
  only:
    description:
      - Names of sites; what the others declare is left out, and so are service users that one of the others has, too, and all groups.
      - By default all sites.
    type: list
    elements: str
seealso:
  - plugin: telepresence.tms.assumed_groups
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Let the rooms of all sites be booked
  telepresence.tms.remote_bookings:
    systems: "{{ (tms_sites | telepresence.tms.declared).systems }}"

- name: Give the seats of one site back
  telepresence.tms.remote_bookings:
    systems: "{{ (tms_sites | telepresence.tms.declared(groups=tms_groups, only=['Oslo'])).systems }}"
    state: disabled
"""

RETURN = r"""
_value:
  description: What all sites want together.
  type: dict
  contains:
    systems:
      description: Systems with the state each shall have, as the option O(telepresence.tms.remote_bookings#module:systems).
      type: list
      elements: dict
    groups:
      description: Groups, each with options of M(telepresence.tms.group).
      type: list
      elements: dict
    service_users:
      description: Service users, each with options of M(telepresence.tms.service_user).
      type: list
      elements: dict
    booking_checks:
      description: Acceptance tests, each with its site and options of M(telepresence.tms.booking_check).
      type: list
      elements: dict
"""


def declared(
    sites: Sequence[Mapping[str, Any]], groups: Sequence[Mapping[str, Any]] = (), only: Sequence[str] | None = None
) -> dict[str, Any]:
    """A wrong declaration is an error of the filter, in one sentence."""
    try:
        whole = declaration(sites, groups)
        return (whole if only is None else whole.of(only)).as_result()
    except TmsError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """Filters for the declared state of a TMS server."""

    def filters(self) -> dict[str, Any]:
        return {"declared": declared}

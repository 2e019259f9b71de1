# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This document fragment is PRIVATE to the collection; it can change at any time.

from __future__ import annotations


class ModuleDocFragment:
    """The option that selects systems and says nothing else of them; a module describes what it selects them for.

    An option of another name, or with more in its entries, repeats this: a fragment is merged option by option.
    """

    DOCUMENTATION = r"""
options:
  systems:
    description:
      - These systems only, each entry by exactly one of O(systems[].id), O(systems[].name), O(systems[].pattern) and
        O(systems[].folder). Names that are unknown and patterns that match no system are refused.
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
        description: Whether the subfolders of O(systems[].folder) belong to it.
        type: bool
        default: true
"""

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make build/tree, where the checkout lies under the name that Python and Ansible know it by.

Both want `.../ansible_collections/telepresence/tms`; a link spares the developer to clone into such a path.
"""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
TREE = CHECKOUT / "build" / "tree"


def link_tree() -> Path:
    """Make the tree where it is missing, and return it."""
    link = TREE / "ansible_collections" / "telepresence" / "tms"
    if link.is_symlink() and link.resolve() == CHECKOUT:
        return TREE
    link.parent.mkdir(parents=True, exist_ok=True)
    # Made aside and moved into place: several test workers may start at once.
    aside = link.with_name(f".tms-{os.getpid()}")
    aside.symlink_to(os.path.relpath(CHECKOUT, link.parent), target_is_directory=True)
    aside.replace(link)
    return TREE


if __name__ == "__main__":
    link_tree()

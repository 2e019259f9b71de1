# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tests stand on: the collection under its own name, and an environment that decides nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT / "tests" / "tools"))

from link_tree import link_tree  # noqa: E402

TREE = link_tree()
# The tree makes `ansible_collections.telepresence.tms` importable, the other one `tms_simulator`.
sys.path[:0] = [str(TREE), str(CHECKOUT / "tests" / "simulator")]

# Set for pytest itself and inherited by every ansible-playbook that a test starts.
os.environ["ANSIBLE_CONFIG"] = str(CHECKOUT / "tests" / "ansible.cfg")
os.environ["ANSIBLE_HOME"] = str(CHECKOUT / "build" / "ansible")
os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(TREE)
os.environ["ANSIBLE_NOCOLOR"] = "1"
for variable in [name for name in os.environ if name.startswith("TMS_")]:
    # Each option of the modules has one; what a developer has exported must not reach a test.
    del os.environ[variable]


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "run each module through ansible-playbook, also where its test runs it without Ansible around it"
    parser.addoption("--through-ansible", action="store_true", help=told)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The directory of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def tree() -> Path:
    """A collections path that holds the checkout."""
    return TREE

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ships: what users need, and nothing else."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

import pytest
import yaml
from install_artefact import build
from matrix import CORES
from release_notes import notes

SHIPPED = {
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "COPYING",
    "FILES.json",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
NEEDED = {"CHANGELOG.md", "COPYING", "MANIFEST.json", "README.md", "docs", "meta", "plugins", "requirements.txt"}


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    with tarfile.open(build(tmp_path_factory.mktemp("artefact"))) as archive:
        return archive.getnames()


def test_only_what_users_need_ships(archived: list[str]) -> None:
    top = {name.partition("/")[0] for name in archived}
    assert top - SHIPPED == set()
    assert NEEDED - top == set()
    assert [name for name in archived if "__pycache__" in name or name.endswith((".pyc", ".log"))] == []


def test_an_execution_environment_gets_what_the_modules_need(checkout: Path) -> None:
    assert _packages(checkout / "meta" / "ee-requirements.txt") == _packages(checkout / "requirements.txt")


def test_no_requirement_is_pinned(checkout: Path) -> None:
    for name in ("requirements.txt", "meta/ee-requirements.txt"):
        lines = [line for line in (checkout / name).read_text().splitlines() if not line.startswith("#")]
        assert [line for line in lines if "==" in line or "<" in line or line.startswith("ansible")] == []


def _packages(path: Path) -> set[str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return {re.split(r"[\[<>=~; ]", line)[0] for line in lines}


def test_the_ci_runs_the_matrix_that_the_tool_knows(checkout: Path) -> None:
    workflow = yaml.safe_load((checkout / ".github" / "workflows" / "ci.yml").read_text())
    pairs = workflow["jobs"]["matrix"]["strategy"]["matrix"]["include"]
    assert [(pair["core"], pair["python"]) for pair in pairs] == [(core.name, core.pythons[0]) for core in CORES]


def test_the_lower_bound_is_tested(checkout: Path) -> None:
    runtime = yaml.safe_load((checkout / "meta" / "runtime.yml").read_text())
    assert runtime["requires_ansible"] == f">={CORES[0].name}.0"


def test_the_changelog_has_a_fragment_or_a_release(checkout: Path) -> None:
    version = yaml.safe_load((checkout / "galaxy.yml").read_text())["version"]
    fragments = list((checkout / "changelogs" / "fragments").glob("*.yml"))
    released = checkout / "changelogs" / "changelog.yaml"
    known = yaml.safe_load(released.read_text())["releases"] if released.exists() else {}
    assert fragments or version in known


CHANGELOG = """# telepresence\\.tms Release Notes

<a id="v0-2-0"></a>
## v0\\.2\\.0

<a id="bugfixes"></a>
### Bugfixes

* The newer one\\.

<a id="v0-1-0"></a>
## v0\\.1\\.0

The first one\\.
"""


def test_release_notes_are_those_of_one_version() -> None:
    assert notes(CHANGELOG, "0.2.0") == "### Bugfixes\n\n* The newer one\\."
    assert notes(CHANGELOG, "0.1.0") == "The first one\\."
    with pytest.raises(ValueError, match=r"no heading for 0\.1;"):
        notes(CHANGELOG, "0.1")

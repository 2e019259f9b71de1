# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coverage of plugins/ under unit and playbook tests. Arguments go to pytest.

A module runs in a process of its own, from an archive that Ansible makes; Ansible starts coverage in there when told by two
variables of its environment, and the paths in the archive are mapped back to plugins/ when the data are combined.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT / "build" / "coverage"

CONFIGURATION = """\
[run]
branch = true
parallel = true
relative_files = false
data_file = {data}/data
source_pkgs = ansible_collections.telepresence.tms.plugins
disable_warnings = no-data-collected, module-not-measured, module-not-imported, couldnt-parse
"""

REPORT = """\
[run]
branch = true
data_file = {data}/data
[paths]
plugins =
    {checkout}/plugins
    {checkout}/build/tree/ansible_collections/telepresence/tms/plugins
    {checkout}/build/collections/ansible_collections/telepresence/tms/plugins
    */ansible_collections/telepresence/tms/plugins
[report]
include = {checkout}/plugins/*
omit = {checkout}/plugins/doc_fragments/*
show_missing = true
skip_covered = true
exclude_also =
    if TYPE_CHECKING:
    class .*\\(Protocol
"""


def main(arguments: list[str]) -> int:
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    places = {"data": DATA, "checkout": CHECKOUT}
    (DATA / "run.ini").write_text(CONFIGURATION.format(**places))
    (DATA / "report.ini").write_text(REPORT.format(**places))
    env = {
        **os.environ,
        "_ANSIBLE_COVERAGE_CONFIG": str(DATA / "run.ini"),
        "_ANSIBLE_COVERAGE_OUTPUT": str(DATA / "data.module"),
        "COVERAGE_FILE": str(DATA / "data"),
    }
    coverage = [sys.executable, "-m", "coverage"]
    tests = [sys.executable, "-m", "pytest", "-q", "-n", "auto", f"--cov-config={DATA / 'run.ini'}", "--cov", "--cov-report="]
    failed = subprocess.run([*tests, *arguments], cwd=CHECKOUT, env=env, check=False).returncode
    report = ["--rcfile", str(DATA / "report.ini")]
    subprocess.run([*coverage, "combine", "--quiet", "--append", *report, str(DATA)], cwd=CHECKOUT, check=False)
    subprocess.run([*coverage, "report", *report, "--ignore-errors"], cwd=CHECKOUT, check=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coverage of plugins/ under unit and playbook tests. Arguments go to pytest.

A module runs in a process of its own, from an archive that Ansible makes; Ansible starts coverage in there when told by
variables of its environment (one since 2.19, two before), and the paths in the archive are mapped back to plugins/ in the report.
"""

from __future__ import annotations

import json
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
data_file = {data}/data
include =
    {checkout}/plugins/*
    */ansible_collections/telepresence/tms/plugins/*
disable_warnings = no-data-collected
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
    inside = {"config": str(DATA / "run.ini"), "output": str(DATA / "data.module")}
    env = {
        **os.environ,
        "_ANSIBLE_ANSIBALLZ_COVERAGE_CONFIG": json.dumps(inside),
        "_ANSIBLE_COVERAGE_CONFIG": inside["config"],
        "_ANSIBLE_COVERAGE_OUTPUT": inside["output"],
        "COVERAGE_FILE": str(DATA / "data"),
    }
    tests = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--through-ansible",
        f"--cov-config={DATA / 'run.ini'}",
        "--cov",
        "--cov-report=",
    ]
    failed = subprocess.run([*tests, *arguments], cwd=CHECKOUT, env=env, check=False).returncode
    # pytest-cov has gathered the data of all processes; the report maps their paths.
    report = [sys.executable, "-m", "coverage", "report", "--rcfile", str(DATA / "report.ini"), "--ignore-errors"]
    subprocess.run(report, cwd=CHECKOUT, check=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

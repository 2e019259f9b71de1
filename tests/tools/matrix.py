# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run unit and playbook tests on each ansible-core: `matrix.py [CORE ...] [-- PYTEST ARGUMENT ...]`.

`matrix.py 2.16 2.21 -- tests/integration/test_secrets.py` runs one file on two of them.

A core needs a Python that fits; what is at hand is used, and a core without one is named at the end, not passed over.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pythons

CHECKOUT = Path(__file__).resolve().parents[2]
VENVS = CHECKOUT / "build" / "matrix"
SUITES = ("tests/unit", "tests/integration")


@dataclass(frozen=True)
class Core:
    """A version of ansible-core, as pip is asked for it, and the Pythons that its controller runs on."""

    name: str
    requirement: str
    pythons: tuple[str, ...]


# The newest Python of each that is widely installed comes first. The CI workflow runs the same pairs of core and first Python.
CORES = (
    Core("2.16", "ansible-core>=2.16,<2.17", ("3.12", "3.11", "3.10")),
    Core("2.18", "ansible-core>=2.18,<2.19", ("3.13", "3.12", "3.11")),
    Core("2.19", "ansible-core>=2.19,<2.20", ("3.13", "3.12", "3.11")),
    Core("2.20", "ansible-core>=2.20,<2.21", ("3.13", "3.12", "3.14")),
    Core("2.21", "ansible-core>=2.21,<2.22", ("3.13", "3.12", "3.14")),
    Core("2.22rc", "ansible-core>=2.22.0rc1,<2.23", ("3.13", "3.14", "3.15")),
)


class CouldNotRun(Exception):
    """Why a core was not tested."""


@dataclass(frozen=True)
class Row:
    """A line of the closing table."""

    core: str
    python: str
    verdict: str
    detail: str


def test(core: Core, arguments: list[str]) -> Row:
    try:
        version, python = _environment(core)
    except CouldNotRun as reason:
        return Row(core.name, "-", "could not run", str(reason))
    print(f"\n=== ansible-core {core.name} on Python {version} ===", flush=True)
    began = time.monotonic()
    closing = _pytest(python, arguments)
    seconds = f"{time.monotonic() - began:.0f} s"
    passed = closing.returncode == 0
    return Row(core.name, version, "passed" if passed else "FAILED", f"{_last_line(closing.stdout)} ({seconds})")


def _environment(core: Core) -> tuple[str, Path]:
    """Make the virtual environment of *core*, or bring it up to date; return the Python's version and path."""
    reasons = []
    for version in core.pythons:
        interpreter = pythons.by_version().get(version)
        if not interpreter:
            reasons.append(f"no Python {version}")
            continue
        try:
            return version, _install(core, interpreter, VENVS / f"{core.name}-py{version}")
        except CouldNotRun as reason:
            reasons.append(f"Python {version}: {reason}")
    raise CouldNotRun("; ".join(reasons))


def _install(core: Core, interpreter: Path, venv: Path) -> Path:
    python = venv / "bin" / "python"
    if not python.exists():
        shutil.rmtree(venv, ignore_errors=True)
        _quietly(str(interpreter), "-m", "venv", str(venv))
    requirements = CHECKOUT / "tests" / "unit" / "requirements.txt"
    _quietly(str(python), "-m", "pip", "install", "--quiet", "--upgrade", core.requirement, "-r", str(requirements))
    return python


def _quietly(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise CouldNotRun(_last_line(done.stdout) or f"{command[0]} ended with {done.returncode}")


def _pytest(python: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    # The tests start the ansible-playbook that lies beside their Python.
    env = {**os.environ, "PATH": os.pathsep.join([str(python.parent), os.environ["PATH"]])}
    env["VIRTUAL_ENV"] = str(python.parents[1])
    command = [str(python), "-m", "pytest", "-n", "auto", "-q", "--through-ansible", *(arguments or SUITES)]
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        lines = []
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return subprocess.CompletedProcess(command, process.returncode, "".join(lines))


def _last_line(text: str) -> str:
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).strip("= \n") for line in text.splitlines()]
    return next((line for line in reversed(lines) if line), "")


def main(given: list[str]) -> int:
    separator = given.index("--") if "--" in given else len(given)
    names, arguments = given[:separator], given[separator + 1 :]
    unknown = set(names) - {core.name for core in CORES}
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(core.name for core in CORES)}.")
        return 2
    rows = [test(core, arguments) for core in CORES if not names or core.name in names]
    print(f"\n{'ansible-core':14}{'Python':8}{'verdict':15}")
    for row in rows:
        print(f"{row.core:14}{row.python:8}{row.verdict:15}{row.detail}")
    return int(any(row.verdict == "FAILED" for row in rows) or all(row.verdict == "could not run" for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Pythons of this machine that really run."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path


def directories() -> list[Path]:
    """Where Pythons may lie: PATH, pyenv's versions, and where distributions put them."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    on_path = [Path(each) for each in os.environ.get("PATH", os.defpath).split(os.pathsep) if each]
    others = [*sorted(pyenv.glob("versions/*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]
    return [each for each in dict.fromkeys([*on_path, *others]) if each.is_dir()]


def names_in(directory: Path) -> dict[str, Path]:
    """The names in *directory* that stand for a version of Python, by version."""
    found = {}
    for path in directory.glob("python3.*"):
        match = re.fullmatch(r"python(3\.\d+)", path.name)
        if match:
            found[match.group(1)] = path
    return found


@cache
def interpreter(path: Path) -> Path | None:
    """The interpreter behind *path*, outside of any virtual environment; None for a name that does not run."""
    program = "import os, sys; print(os.path.join(sys.base_prefix, 'bin', 'python%d.%d' % sys.version_info[:2]))"
    done = subprocess.run([path, "-c", program], capture_output=True, text=True, check=False)
    real = Path(done.stdout.strip())
    return real if done.returncode == 0 and real.exists() else None


@cache
def by_version() -> dict[str, Path]:
    """One interpreter of each version that runs."""
    found: dict[str, Path] = {}
    for directory in directories():
        for version, path in names_in(directory).items():
            real = None if version in found else interpreter(path)
            if real:
                found[version] = real
    return found

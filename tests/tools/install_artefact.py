# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the collection and install what was built: `install_artefact.py DIRECTORY`.

What users get is the artefact, so demo, playbook tests, linters and sanity run on it and not on the checkout.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ARTEFACTS = CHECKOUT / "build" / "artefact"


def build(into: Path) -> Path:
    """Build the collection; return the archive."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as fresh:
        _galaxy("build", str(CHECKOUT), "--output-path", fresh)
        (archive,) = Path(fresh).glob("*.tar.gz")
        return archive.replace(into / archive.name)


def install(archive: Path, collections: Path) -> Path:
    """Install *archive* afresh below *collections*; return the directory of the collection."""
    target = collections / "ansible_collections" / "telepresence" / "tms"
    shutil.rmtree(target, ignore_errors=True)
    _galaxy("install", str(archive), "--collections-path", str(collections), "--force", "--no-deps")
    return target


def _galaxy(action: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("ansible-galaxy")), "collection", action, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}")


if __name__ == "__main__":
    print(f"Installed {install(build(ARTEFACTS), Path(sys.argv[1]).resolve()).relative_to(CHECKOUT)}")

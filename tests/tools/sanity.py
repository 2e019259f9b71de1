# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run `ansible-test sanity` on what ships: no containers, no ignore files. Arguments go to ansible-test.

ansible-test asks for more than a plain machine has:
- a directory named .../ansible_collections/telepresence/tms that is a git repository of its own (inside the checkout's it
  would find nothing but ignored files, and call that a success), so the artefact is installed into one;
- Pythons that run: a shim whose Python is not chosen stops it, so directories with such a name leave the PATH, and the
  interpreters themselves come first;
- pip's bootstrap script from a host that not every network reaches. Only where that download fails, a stand-in is put
  where ansible-test looks for it, below a HOME of our own: it takes the pip that Python brings along.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pythons
from install_artefact import ARTEFACTS, CHECKOUT, build, install

ROOT = CHECKOUT / "build" / "sanity"
HOME = ROOT / "home"

STAND_IN = '''\
"""Stands in for pip's bootstrap script, which could not be downloaded."""
import subprocess
import sys

subprocess.check_call([sys.executable, "-m", "ensurepip", "--default-pip"])
wanted = [each for each in sys.argv[1:] if each not in ("--no-setuptools", "--no-wheel")]
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", *wanted]))
'''


def environment() -> dict[str, str]:
    """What ansible-test runs with: our HOME, and a PATH where each Python runs."""
    own = Path(sys.executable).parent
    # Older ones need not be looked for: no supported ansible-core runs the modules on them.
    interpreters = [path.parent for version, path in pythons.by_version().items() if int(version[2:]) >= 10]
    path = [own, Path(sys.base_prefix, "bin"), *interpreters]
    for directory in pythons.directories():
        if all(pythons.interpreter(each) for each in pythons.names_in(directory).values()):
            path.append(directory)
        else:
            print(f"Leaving {directory} out of PATH: not every Python in it runs.")
    _offer_pip_configuration()
    # ansible-test takes the locale it likes; HOME decides where its caches and the stand-in lie.
    return {**os.environ, "HOME": str(HOME), "PATH": os.pathsep.join(dict.fromkeys(map(str, path)))}


def _offer_pip_configuration() -> None:
    """Let pip find the user's configuration in our HOME too; ansible-test hands on no PIP_ variable."""
    HOME.mkdir(parents=True, exist_ok=True)
    theirs = Path.home() / ".config" / "pip"
    ours = HOME / ".config" / "pip"
    if theirs.is_dir() and not ours.exists():
        ours.parent.mkdir(exist_ok=True)
        ours.symlink_to(theirs, target_is_directory=True)
    options = [
        f"{name.removeprefix('PIP_').lower().replace('_', '-')} = {value}"
        for name, value in sorted(os.environ.items())
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE"
    ]
    legacy = HOME / ".pip" / "pip.conf"
    legacy.parent.mkdir(exist_ok=True)
    legacy.write_text("\n".join(["[global]", *options, ""]))
    legacy.chmod(0o600)


def prepare() -> Path:
    """Install the artefact in a place of its own, with what ansible-test reads beside it; return its directory."""
    target = install(build(ARTEFACTS), ROOT / "collections")
    (target / "tests").mkdir()
    shutil.copy(CHECKOUT / "tests" / "config.yml", target / "tests")
    subprocess.run(["git", "init", "--quiet", str(target)], check=True)
    return target


def run(arguments: list[str]) -> int:
    target = prepare()
    command = [str(Path(sys.executable).with_name("ansible-test")), "sanity", "--local", "--color", "no", *arguments]
    env = environment()
    # Once for each version of pip that the Pythons at hand may ask for, and once for the verdict.
    for dummy in range(4):
        status, missing = _run_once(command, target, env)
        if status == 0 or missing is None or missing.exists():
            return status
        print(f"The download failed; {missing.name} gets a stand-in that uses the pip of Python itself.", flush=True)
        missing.parent.mkdir(parents=True, exist_ok=True)
        missing.write_text(STAND_IN)
    return status


def _run_once(command: list[str], target: Path, env: dict[str, str]) -> tuple[int, Path | None]:
    missing = None
    nothing_tested = False
    with subprocess.Popen(
        command, cwd=target, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            match = re.search(r"manually downloaded and saved to: (\S+)", line)
            if match:
                missing = Path(match.group(1))
            nothing_tested = nothing_tested or "All targets skipped" in line
    # An aborted run leaves files that later runs would lint.
    shutil.rmtree(target / "tests" / "output", ignore_errors=True)
    return process.returncode or int(nothing_tested), missing


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

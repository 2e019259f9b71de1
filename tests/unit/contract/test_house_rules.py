# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every file: who may use whom, what is private, what must not be in the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
PLUGINS = CHECKOUT / "plugins"
PREFIX = "ansible_collections.telepresence.tms.plugins."

#: Which rooms a room may use, beside itself. docs/architecture.md tells why.
ARROWS = {
    "modules": {"_module", "_engine", "_resources", "_report", "_model"},
    "action": {"_module", "_engine", "_resources", "_model"},
    "inventory": {"_connect", "_module", "_resources", "_model"},
    "doc_fragments": set(),
    "filter": {"_model"},
    "_connect": {"_resources", "_web", "_http", "_model"},
    "_module": {"_connect", "_engine", "_resources", "_soap", "_web", "_http", "_model"},
    "_resources": {"_engine", "_soap", "_web", "_http", "_model"},
    "_engine": {"_model"},
    "_report": {"_model"},
    "_soap": {"_http", "_model"},
    "_web": {"_http", "_model"},
    "_http": {"_model"},
    "_model": set(),
}
#: The libraries that a room may use beside Python's own. The pure rooms use none.
LIBRARIES = {
    "modules": {"ansible"},
    "action": {"ansible"},
    "filter": {"ansible"},
    "inventory": {"ansible"},
    "_module": {"ansible"},
    "_soap": {"zeep", "lxml", "isodate", "requests"},
    "_web": {"lxml"},
    "_http": {"requests", "urllib3", "spnego", "certifi", "cryptography"},
}
FIRST_LINES = (
    "# Copyright (c) 2026, the telepresence.tms contributors",
    "# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)",
    "# SPDX-License-Identifier: GPL-3.0-or-later",
)
HEADED = {".py", ".yml", ".yaml", ".sh", ".toml", ".ini", ".cfg"}


def python_files(below: Path) -> list[Path]:
    return sorted(path for path in below.rglob("*.py") if "__pycache__" not in path.parts)


def shown(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def kept_files() -> list[Path]:
    """The files that git knows, or would: what a clone holds."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"git cannot list the files of the checkout: {done.stderr}")
    return [path for name in done.stdout.split("\0") if name and (path := CHECKOUT / name).is_file()]


def room_of(path: Path) -> str:
    parts = path.relative_to(PLUGINS).with_suffix("").parts
    return parts[1] if parts[0] == "module_utils" else parts[0]


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of all that a file imports, at its top or later."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, "." * node.level + (node.module or "")
            else:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def wrong_arrows(room: str, source: str) -> list[str]:
    """What *source*, a file of *room*, imports and must not."""
    wrong = []
    for line, name in imported(ast.parse(source)):
        first = name.partition(".")[0]
        if name.startswith("."):
            wrong.append(f"line {line}: relative import of {name}")
        elif name.startswith(PREFIX):
            parts = name.removeprefix(PREFIX).split(".")
            used = parts[1] if parts[0] == "module_utils" else parts[0]
            if used != room and used not in ARROWS[room]:
                wrong.append(f"line {line}: {room} uses {used}")
        elif first not in sys.stdlib_module_names and first not in LIBRARIES.get(room, set()):
            wrong.append(f"line {line}: {room} uses the library {first}")
    return wrong


@pytest.mark.parametrize("path", python_files(PLUGINS), ids=shown)
def test_arrows_run_one_way(path: Path) -> None:
    assert room_of(path) in ARROWS, "a room that docs/architecture.md does not know"
    assert wrong_arrows(room_of(path), path.read_text()) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("_engine", f"from {PREFIX}module_utils._resources.systems import Systems"),
        ("_model", f"from {PREFIX}module_utils._http import Http"),
        ("_model", f"def plan():\n    import {PREFIX}module_utils._web.web"),
        ("_model", "import requests"),
        ("_http", f"from {PREFIX}module_utils import _soap"),
        ("_web", f"from {PREFIX}module_utils._soap.client import Client"),
        ("modules", f"from {PREFIX}module_utils._http import Http"),
        ("_soap", "from . import client"),
    ],
)
def test_a_wrong_arrow_is_seen(room: str, source: str) -> None:
    assert len(wrong_arrows(room, source)) == 1


@pytest.mark.parametrize("path", python_files(PLUGINS), ids=shown)
def test_code_of_plugins_is_quiet(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)], "assert goes away under -O"
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert not [node.lineno for node in calls if node.func.id == "print"], "a module's output is its result"
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    assert not [node.lineno for node in names if node.id == "_"], "an unused name is called dummy"


def test_every_module_util_is_private() -> None:
    public, silent = [], []
    for path in python_files(PLUGINS / "module_utils"):
        room = path.relative_to(PLUGINS / "module_utils").parts[0]
        if not room.startswith("_"):
            public.append(shown(path))
        if path.read_text().strip() and "PRIVATE to the collection" not in path.read_text():
            silent.append(shown(path))
    assert (public, silent) == ([], [])


def test_every_file_names_its_licence() -> None:
    headed = [path for path in kept_files() if path.suffix in HEADED and path.stat().st_size]
    assert [shown(path) for path in headed if not _names_licence(path)] == []


def _names_licence(path: Path) -> bool:
    lines = path.read_text().splitlines()[:6]
    return all(line in lines for line in FIRST_LINES)


def test_python_files_delay_annotations() -> None:
    """Else a type that only a newer Python knows would be evaluated."""
    files = [path for path in kept_files() if path.suffix == ".py" and len(path.read_text().splitlines()) > 4]
    missing = [shown(path) for path in files if "from __future__ import annotations" not in path.read_text()]
    assert missing == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    place = re.compile(r"(?<![\w./-])/(?:work|root|home/(?!user\b)\w+|Users/\w+|tmp/\w+)/[\w.]")
    found = []
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{shown(path)}: {match.group()}" for match in place.finditer(text)]
    assert found == []


def test_links_of_the_readme_are_absolute(checkout: Path) -> None:
    """It is shown on Galaxy, where a relative link leads nowhere."""
    links = re.findall(r"\]\(([^)]+)\)", (checkout / "README.md").read_text())
    assert [link for link in links if not link.startswith("https://")] == []


def test_no_sanity_ignores() -> None:
    assert list((CHECKOUT / "tests").glob("sanity/ignore*")) == []

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small site like TMS, made with ASP.NET WebForms and ASMX, that Mono hosts on the loopback interface.

Run by `make conformance`, for it takes packages of the system. What is missing is said, and all tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))
sys.path.insert(0, str(Path(__file__).parent))

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Orders, Outcome, run
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from mono import PASSWORD, USERNAME, Mono

_ASSEMBLIES = Path("/usr/lib/mono/4.5")


def _missing() -> list[str]:
    """The Debian packages that are not installed."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    programs = {"fastcgi-mono-server4": "mono-fastcgi-server4", "mcs": "mono-mcs", "nginx": "nginx-light"}
    assemblies = {
        "System.Web": "libmono-system-web4.0-cil",
        "System.Web.Services": "libmono-system-web-services4.0-cil",
        "System.Web.Extensions": "libmono-system-web-extensions4.0-cil",
    }
    return [
        *(package for program, package in programs.items() if shutil.which(program, path=path) is None),
        *(package for name, package in assemblies.items() if not (_ASSEMBLIES / f"{name}.dll").exists()),
    ]


@pytest.fixture(scope="session")
def server() -> Iterator[Mono]:
    """The site, started once for all tests."""
    missing = _missing()
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="tms-conformance-") as directory:
        mono = Mono(Path(directory))
        try:
            mono.start()
            yield mono
        finally:
            mono.stop()


@pytest.fixture
def mono(server: Mono) -> Mono:
    """The site as it is at first."""
    server.control("reset=1")
    return server


@pytest.fixture
def connect(mono: Mono) -> Iterator[Callable[..., Tms]]:
    """connect(read_only=..., **options): the server as the resources see it."""
    opened: list[Tms] = []

    def make(*, read_only: bool = False, **options: Any) -> Tms:
        given = {
            "url": mono.url,
            "username": USERNAME,
            "password": PASSWORD,
            "auth": "basic",
            "allow_basic_over_http": True,
            "timeout": 60,
        }
        tms = Tms(Connection(**(given | options)), read_only=read_only)
        opened.append(tms)
        return tms

    yield make
    for tms in opened:
        tms.close()


@pytest.fixture
def tms(connect: Callable[..., Tms]) -> Tms:
    """The server, to be changed."""
    return connect()


class Change(Protocol):
    def __call__(self, resource: Any, wanted: Any, *, check_mode: bool = False, **options: Any) -> Outcome: ...


@pytest.fixture
def change(connect: Callable[..., Tms]) -> Change:
    """change(resource, wanted, check_mode=..., **options): what a module does, over a connection of its own."""

    def run_module(resource: Any, wanted: Any, *, check_mode: bool = False, **options: Any) -> Outcome:
        wish = wanted(options | {"check_mode": check_mode})
        orders = Orders(check_mode=check_mode, backup=None, max_changes=None, max_failures=3)
        return run(resource, connect(read_only=check_mode), wish, orders)

    return run_module

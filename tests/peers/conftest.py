# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of other makes, started on the loopback interface: MIT's KDC, Apache with mod_auth_gssapi and gss-ntlmssp.

Run by `make peers`, for they take packages of the system. What is missing is said, and its tests are skipped.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from apache import MODULES, Apache
from realm import Realm

PASSWORD = "Pa55-w0rd"
NTLM_LIBRARY = Path("/usr/lib/x86_64-linux-gnu/gssntlmssp/gssntlmssp.so")


def _need(*things: tuple[str, bool]) -> None:
    missing = [name for name, there in things if not there]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")


def _program(name: str) -> bool:
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is not None


def _need_apache() -> None:
    _need(("apache2", _program("apache2")), ("libapache2-mod-auth-gssapi", (MODULES / "mod_auth_gssapi.so").exists()))


@pytest.fixture(scope="session")
def open_directory() -> Iterator[Callable[[], Path]]:
    """Makes directories that the account of the web server may enter; pytest's own are closed to all others."""
    with ExitStack() as stack:

        def make() -> Path:
            directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tms-peers-")))
            directory.chmod(0o755)
            return directory

        yield make


@pytest.fixture(scope="session")
def realm(open_directory: Callable[[], Path]) -> Iterator[Realm]:
    """The realm TMS.TEST."""
    _need(
        ("krb5-kdc", _program("krb5kdc")),
        ("krb5-admin-server", _program("kadmin.local")),
        ("krb5-user", _program("kinit")),
    )
    pytest.importorskip("gssapi", reason="not installed here: tests/peers/requirements.txt")
    made = Realm(open_directory())
    made.start(PASSWORD)
    yield made
    made.stop()


@pytest.fixture
def with_realm(realm: Realm, monkeypatch: pytest.MonkeyPatch) -> Iterator[Realm]:
    """The realm, used by the libraries of this process too; no tickets yet."""
    for name, value in realm.environment.items():
        monkeypatch.setenv(name, value)
    realm.forget_tickets()
    yield realm
    realm.forget_tickets()


@pytest.fixture(scope="session")
def kerberos_server(realm: Realm, open_directory: Callable[[], Path]) -> Iterator[Apache]:
    """Offers Negotiate, and takes Kerberos alone."""
    _need_apache()
    server = Apache(
        open_directory(),
        f"""<Location /tms>
 AuthType GSSAPI
 AuthName TMS
 GssapiCredStore keytab:{realm.keytab}
 GssapiAllowedMech krb5
 Require valid-user
</Location>""",
        {"KRB5_CONFIG": realm.environment["KRB5_CONFIG"]},
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def ntlm_server(open_directory: Callable[[], Path]) -> Iterator[Apache]:
    """Offers Negotiate, and takes NTLM alone, which signs in a connection."""
    _need_apache()
    _need(("gss-ntlmssp", NTLM_LIBRARY.exists()))
    directory = open_directory()
    accounts = directory / "accounts"
    accounts.write_text(f"CORP:user:{PASSWORD}\n")
    server = Apache(
        directory,
        """<Location /tms>
 AuthType GSSAPI
 AuthName TMS
 GssapiAllowedMech ntlmssp
 GssapiConnectionBound On
 Require valid-user
</Location>""",
        {"NTLM_USER_FILE": str(accounts)},
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def basic_server(open_directory: Callable[[], Path]) -> Iterator[Apache]:
    """Offers Basic."""
    _need_apache()
    directory = open_directory()
    # As `htpasswd -s` does.
    digest = base64.b64encode(hashlib.sha1(f"{PASSWORD}:ü".encode()).digest()).decode()
    (directory / "accounts").write_text(f"user:{{SHA}}{digest}\n")
    server = Apache(
        directory,
        """<Location /tms>
 AuthType Basic
 AuthName TMS
 AuthUserFile @DIRECTORY@/accounts
 Require valid-user
</Location>""",
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def reach() -> Iterator[Callable[..., Http]]:
    """reach(server, username=..., password=..., auth=...): the sessions of one task."""
    opened: list[Http] = []

    def make(server: Any, **options: Any) -> Http:
        http = Http(Connection(**({"url": server.url, "timeout": 20} | options)), read_only=True)
        opened.append(http)
        return http

    yield make
    for http in opened:
        http.close()

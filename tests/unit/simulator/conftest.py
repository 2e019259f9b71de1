# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's server in this process, and a client that holds one connection and adds nothing of its own."""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import spnego
from lxml import etree
from tms_simulator.auth import Accounts
from tms_simulator.seed import ACCOUNTS, WINDOWS, seed
from tms_simulator.server import Server, Simulator, handler
from tms_simulator.soap import dispatch
from tms_simulator.soap.dispatch import SOAP11
from tms_simulator.soap.operations import LICENSED
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP, Service
from tms_simulator.store import Denied, Store, as_tms_time, now
from tms_simulator.tls import server_context
from tms_simulator.web.ui import WebUI

IS_ALIVE = REMOTE_SETUP.path + "/IsAlive"


@dataclass(frozen=True)
class Answer:
    """What came back. challenges: the schemes of WWW-Authenticate, one a header."""

    status: int
    headers: Mapping[str, str]
    challenges: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def xml(self) -> Any:
        return etree.fromstring(self.body)


class Peer:
    """One connection to a running simulator; signs in only when it is told to."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection

    def ask(
        self,
        path: str = IS_ALIVE,
        *,
        method: str = "GET",
        body: Any = None,
        basic: tuple[str, str] | None = None,
        **headers: str,
    ) -> Answer:
        """One request. basic: name and password to send along; headers: with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if basic:
            named["Authorization"] = "Basic " + base64.b64encode(":".join(basic).encode()).decode()
        self._connection.request(method, path, body, named)
        reply = self._connection.getresponse()
        told = reply.headers
        return Answer(reply.status, dict(told), tuple(told.get_all("WWW-Authenticate", ())), reply.read())

    def sign_in(self, name: str, password: str, scheme: str = "NTLM", path: str = IS_ALIVE) -> Answer:
        """The answer to the last leg of a handshake."""
        context = spnego.client(name, password, protocol="ntlm" if scheme == "NTLM" else "negotiate", hostname="tms")
        token, answer = context.step(), None
        while token:
            answer = self.ask(path, Authorization=f"{scheme} {base64.b64encode(token).decode()}")
            offered = [each.partition(" ")[2] for each in answer.challenges if each.startswith(scheme + " ")]
            token = context.step(base64.b64decode(offered[0])) if answer.status == 401 and offered else None
        assert answer is not None
        return answer

    def close(self) -> None:
        self._connection.close()


class Running:
    """A running simulator. password: of each account by its plain name."""

    def __init__(self, simulator: Simulator, port: int, ca_file: Path | None, stack: ExitStack) -> None:
        self.simulator = simulator
        self.store = simulator.store
        self.ca_file = ca_file
        self.password = {name: password for name, (password, dummy) in ACCOUNTS.items()} | WINDOWS
        self.port = port
        self._stack = stack

    def connect(self, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Peer:
        """A new connection; nobody is signed in on it."""
        made = (
            http.client.HTTPSConnection(host, self.port, timeout=10, context=context)
            if self.ca_file
            else http.client.HTTPConnection(host, self.port, timeout=10)
        )
        peer = Peer(made)
        self._stack.callback(peer.close)
        return peer

    def signed_in(self, name: str = "tmsadmin") -> Peer:
        """A new connection on which that account is signed in by NTLM."""
        peer = self.connect()
        assert peer.sign_in(f"TMS\\{name}", self.password[name]).status == 200
        self.simulator.reset()
        return peer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Thirty endpoints and rooms, 1001 to 1024 hold a seat of 25."""
    made = Store(tmp_path / "tms.sqlite")
    seed(made, systems=30, packs=1, enabled=24)
    yield made
    made.close()


def envelope(operation: str, content: str = "", *, soap: str = SOAP11, version: Any = 15, session: str = "") -> bytes:
    """A request as clients send it; version None leaves the version header out."""
    namespace = _service_of(operation).namespace
    told = f"<ClientVersionIn>{version}</ClientVersionIn>" + (
        f"<ClientSession>{session}</ClientSession>" * bool(session)
    )
    header = f'<ExternalAPIVersionSoapHeader xmlns="{namespace}">{told}</ExternalAPIVersionSoapHeader>'
    return (
        f'<s:Envelope xmlns:s="{soap}"><s:Header>{header * (version is not None)}</s:Header><s:Body>'
        f'<{operation} xmlns="{namespace}">{content}</{operation}></s:Body></s:Envelope>'
    ).encode()


def _service_of(operation: str) -> Service:
    return REMOTE_SETUP if operation in REMOTE_SETUP.operations else BOOKING


@dataclass(frozen=True)
class Told:
    """The answer to a SOAP call, its elements by local name."""

    status: int
    root: Any

    def all(self, name: str) -> list[str]:
        """The texts of the elements of that name."""
        return [each.text or "" for each in self.root.iter("{*}" + name)]

    def one(self, name: str) -> str:
        (text,) = self.all(name)
        return text

    def has(self, name: str) -> bool:
        return bool(self.all(name))

    @property
    def code(self) -> int | None:
        """The errorcode of a fault."""
        return int(self.one("errorcode")) if self.has("errorcode") else None


@pytest.fixture
def call(store: Store) -> Callable[..., Told]:
    """Calls an operation without a server: call("GetSystems"), call("SaveConference", content, user="operator").

    A licensed operation is called in a session as TMS suggests it, unless another is given.
    """

    def made(operation: str, content: str = "", *, user: str = "apiclient", **more: Any) -> Told:
        if operation in LICENSED and store.api_version > 12 and "session" not in more:
            try:
                store.client_session(None)
            except Denied as denied:
                more["session"] = denied.session or ""
        answer = dispatch.handle(
            store,
            store.user(f"TMS\\{user}"),
            "POST",
            _service_of(operation).path,
            "",
            envelope(operation, content, **more),
            "http://tms",
        )
        assert answer is not None
        return Told(answer.status, etree.fromstring(answer.body))

    return made


@pytest.fixture
def conference() -> Callable[..., str]:
    """What SaveConference takes: conference(1001, 1002, hours=24, lasting=1, more="<BillingCode>1</BillingCode>")."""

    def made(*systems: int, hours: float = 24, lasting: float = 1, more: str = "") -> str:
        start = now() + timedelta(hours=hours)
        people = "".join(
            f"<Participant><ParticipantId>{id_}</ParticipantId><ParticipantCallType>TMS</ParticipantCallType></Participant>"
            for id_ in systems
        )
        return (
            f"<Conference><Title>Test</Title><StartTimeUTC>{as_tms_time(start)}</StartTimeUTC>"
            f"<EndTimeUTC>{as_tms_time(start + timedelta(hours=lasting))}</EndTimeUTC>{more}"
            f"<Participants>{people}</Participants></Conference>"
        )

    return made


@pytest.fixture
def enveloped() -> Callable[..., bytes]:
    """The bytes of a request: enveloped("GetSystems", soap=SOAP12)."""
    return envelope


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Running]]:
    """Starts the server: run(), run(schemes=["Basic"], skin="divs", tls=True)."""
    # The acceptor's accounts are named there, for the whole process.
    monkeypatch.setenv("NTLM_USER_FILE", "")
    with ExitStack() as stack:

        def start(
            *, schemes: tuple[str, ...] = ("Negotiate", "NTLM"), skin: str = "classic", tls: bool = False
        ) -> Running:
            accounts = Accounts({row["username"]: row["password"] for row in store.rows("select * from windows")})
            stack.callback(accounts.close)
            store.account_made = accounts.add
            simulator = Simulator(store, accounts, WebUI(store, skin), list(schemes))
            server = Server(("127.0.0.1", 0), handler(simulator))
            stack.callback(server.server_close)
            ca_file = None
            if tls:
                context, ca_file = server_context(tmp_path)
                server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            stack.callback(server.shutdown)
            return Running(simulator, server.server_address[1], ca_file, stack)

        yield start

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small IIS: signs connections in by NTLM, Negotiate or Basic for real, and misbehaves on demand."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import spnego
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from spnego.channel_bindings import GssChannelBindings

USER, PASSWORD = "SITE\\alice", "Correct Horse 7"


@dataclass(frozen=True)
class Seen:
    """One request that carried something, as the application behind the sign-in got it."""

    connection: int
    method: str
    path: str
    body: bytes
    signed_in: bool


@dataclass
class Site:
    """How the server behaves, and what it counted. answers: what the application does for a path, else an empty page."""

    schemes: tuple[str, ...] = ("Negotiate", "NTLM")
    anonymous: tuple[str, ...] = ()
    password: str = PASSWORD
    ticket: str = ""
    binding: bytes | None = None
    sign_off_before: set[int] = field(default_factory=set)
    answers: dict[str, Callable[[Handler], None]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    served: int = 0
    requests: int = 0
    connections: int = 0
    failed_logons: int = 0
    lock: Any = field(default_factory=threading.Lock)
    url: str = ""

    def paths(self, method: str) -> list[str]:
        return [each.path for each in self.seen if each.method == method]


class Handler(BaseHTTPRequestHandler):
    """One instance a connection, so what is kept here is what NTLM has signed in."""

    protocol_version = "HTTP/1.1"
    site: Site

    def setup(self) -> None:
        super().setup()
        with self.site.lock:
            self.site.connections += 1
            self.number = self.site.connections
        self.context: Any = None
        self.signed_in = False

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _serve(self, body: bytes) -> None:
        site = self.site
        with site.lock:
            site.requests += 1
            if site.requests in site.sign_off_before:
                self.signed_in = False
        if self.path not in site.anonymous and not self._authorised():
            with site.lock:
                # An unsigned body is what must never come.
                if body:
                    site.seen.append(Seen(self.number, self.command, self.path, body, False))
            return
        with site.lock:
            site.served += 1
            site.seen.append(Seen(self.number, self.command, self.path, body, True))
        site.answers.get(self.path, Handler.page)(self)

    def page(self, content: bytes = b"<html>", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def cut(self) -> None:
        """End the connection without an answer."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def last_page(self) -> None:
        """Answer, and end the connection as an idle one is ended: without a word."""
        self.page()
        self.close_connection = True

    # -- signing in

    def _authorised(self) -> bool:
        scheme, dummy, token = self.headers.get("Authorization", "").partition(" ")
        if self.site.ticket:
            return token == self.site.ticket or self._challenge(self.site.schemes)
        if self.signed_in and not scheme:
            return True
        if scheme == "Basic" and "Basic" in self.site.schemes:
            if base64.b64decode(token).decode() == f"{USER}:{self.site.password}":
                return True
            self._count_failure()
            return self._challenge(self.site.schemes)
        if scheme in ("NTLM", "Negotiate") and scheme in self.site.schemes:
            return self._step(scheme, base64.b64decode(token))
        return self._challenge(self.site.schemes)

    def _step(self, scheme: str, token: bytes) -> bool:
        if self.context is None:
            bindings = GssChannelBindings(application_data=self.site.binding) if self.site.binding else None
            self.context = spnego.server(protocol=scheme.lower(), channel_bindings=bindings)
        try:
            answer = self.context.step(token)
        except spnego.exceptions.SpnegoError:
            self.context = None
            self._count_failure()
            return self._challenge(self.site.schemes)
        if self.context.complete:
            self.context = None
            self.signed_in = True
            return True
        return self._challenge((f"{scheme} {base64.b64encode(answer).decode()}",))

    def _count_failure(self) -> None:
        with self.site.lock:
            self.site.failed_logons += 1

    def _challenge(self, challenges: tuple[str, ...]) -> bool:
        self.send_response(401)
        for challenge in challenges:
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


@dataclass(frozen=True)
class Certificate:
    pem: Path
    der: bytes
    algorithm: hashes.HashAlgorithm

    @property
    def binding(self) -> bytes:
        """RFC 5929, 4.1: the hash of the certificate by the hash function of its signature."""
        digest = hashes.Hash(self.algorithm)
        digest.update(self.der)
        return b"tls-server-end-point:" + digest.finalize()


def make_certificate(directory: Path, algorithm: hashes.HashAlgorithm) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, algorithm)
    )
    pem = directory / "server.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Certificate(pem, made.public_bytes(serialization.Encoding.DER), algorithm)


@pytest.fixture
def site_of() -> type[Site]:
    """The class, for tests that want a site of another kind."""
    return Site


@pytest.fixture
def certificate(tmp_path: Path, request: pytest.FixtureRequest) -> Certificate:
    return make_certificate(tmp_path, getattr(request, "param", None) or hashes.SHA256())


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Site]]:
    """Starts servers: start(site) or start(site, certificate)."""
    domain, dummy, name = USER.partition("\\")
    accounts = tmp_path / "accounts"
    accounts.write_text(f"{domain}:{name}:{PASSWORD}\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(accounts))
    for variable in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    servers: list[Server] = []

    def started(site: Site | None = None, certificate: Certificate | None = None) -> Site:
        site = site or Site()
        server = Server(("127.0.0.1", 0), type("OwnHandler", (Handler,), {"site": site}))
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.pem)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        site.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return site

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def reach() -> Iterator[Callable[..., Http]]:
    """Makes clients of a site: reach(site, read_only=..., password=..., and what else a Connection takes)."""
    clients: list[Http] = []

    def made(site: Site, *, read_only: bool = False, navigating: tuple[str, ...] = (), **options: Any) -> Http:
        given: dict[str, Any] = {"username": USER, "password": PASSWORD, "timeout": 5, **options}
        clients.append(Http(Connection(site.url, **given), read_only=read_only, navigating=navigating))
        return clients[-1]

    yield made
    for client in clients:
        client.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Waiting costs nothing; the list tells how long would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr(
        "ansible_collections.telepresence.tms.plugins.module_utils._http.line.time",
        type("Clock", (), {"sleep": staticmethod(waited.append), "monotonic": staticmethod(time.monotonic)}),
    )
    return waited

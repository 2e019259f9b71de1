# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: Negotiate, Kerberos and NTLM by pyspnego, or Basic.

This module util is PRIVATE to the collection; it can change at any time.

NTLM and Negotiate sign in a connection, not a request. One library, pyspnego, does all three, so that one rule holds for
all: a refused password is not tried again, by no other scheme.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    MissingLibraryError,
    SignInError,
)

#: auth -> the schemes of WWW-Authenticate it can use, the first offered is taken.
_OFFERS = {
    "negotiate": ("negotiate", "ntlm"),
    "kerberos": ("negotiate", "kerberos"),
    "ntlm": ("ntlm", "negotiate"),
    "basic": ("basic",),
}

#: A handshake has two legs (Kerberos) or three (NTLM); more is a server that plays games.
_MAX_LEGS = 5


def offered(challenges: str) -> tuple[str, ...]:
    """The schemes of a WWW-Authenticate header, as written: "Negotiate, NTLM" or "Basic realm=\\"tms\\"" """
    without_quotes = re.sub(r'"[^"]*"', '""', challenges)
    names = [part.strip().split(" ")[0] for part in without_quotes.split(",")]
    return tuple(name for name in names if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name))


def scheme_for(connection: Connection, schemes: tuple[str, ...]) -> str:
    """The offered scheme to use, as the server writes it."""
    by_name = {scheme.casefold(): scheme for scheme in schemes}
    for name in _OFFERS[connection.auth]:
        if name in by_name:
            return by_name[name]
    raise SignInError(
        f"sign in with auth: {connection.auth}",
        on=connection.url,
        said=f"the server offers {', '.join(schemes) or 'no scheme'}",
        remedy="choose an auth that the server offers, or enable the scheme in IIS",
    )


def basic_header(connection: Connection) -> str:
    plain = f"{connection.username}:{connection.password}".encode()
    return "Basic " + base64.b64encode(plain).decode("ascii")


class Handshake:
    """One sign-in of one connection. send: GETs with the given Authorization header on that connection."""

    def __init__(self, connection: Connection, scheme: str, channel_binding: bytes | None) -> None:
        self._connection = connection
        self._scheme = scheme
        self._binding = channel_binding
        #: How many tokens were sent: one by Kerberos, two by NTLM.
        self.legs = 0

    def first(self) -> str:
        """The Authorization header that begins a sign-in, and with Kerberos is all of it."""
        return self._header(self._step(self._context(), None))

    def _header(self, token: bytes | None) -> str:
        return f"{self._scheme} {base64.b64encode(token or b'').decode('ascii')}"

    def perform(self, send: Callable[[str], Any]) -> Any:
        """The reply that is no challenge any more; its status may still be 401: then the account was refused."""
        context = self._context()
        token, reply = self._step(context, None), None
        for dummy in range(_MAX_LEGS):
            self.legs += 1
            reply = send(self._header(token))
            answer = self._answer(reply)
            if reply.status != 401 or answer is None:
                return reply
            token = self._step(context, answer)
            if not token:
                return reply
        return reply

    def _answer(self, reply: Any) -> bytes | None:
        challenges = reply.headers.get("WWW-Authenticate", "")
        found = re.search(rf"\b{re.escape(self._scheme)}\s+([A-Za-z0-9+/=]+)", challenges, re.IGNORECASE)
        return base64.b64decode(found.group(1)) if found else None

    def _context(self) -> Any:
        try:
            import spnego
            from spnego.channel_bindings import GssChannelBindings
        except ImportError as error:
            raise MissingLibraryError("pyspnego", f"sign in with {self._connection.auth}", str(error)) from error
        binding = GssChannelBindings(application_data=self._binding) if self._binding else None
        protocol = {"kerberos": "kerberos", "ntlm": "ntlm"}.get(self._connection.auth, "negotiate")
        if self._scheme.casefold() == "ntlm":
            protocol = "ntlm"
        try:
            return spnego.client(
                username=self._connection.username,
                password=self._connection.password,
                hostname=urlsplit(self._connection.url).hostname or "",
                service="HTTP",
                channel_bindings=binding,
                protocol=protocol,
            )
        except ImportError as error:
            raise MissingLibraryError("pyspnego[kerberos]", "sign in with Kerberos", str(error)) from error
        except Exception as error:
            raise self._refused(error) from error

    def _step(self, context: Any, token: bytes | None) -> bytes | None:
        try:
            return context.step(token)
        except Exception as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> SignInError:
        return SignInError(
            f"sign in with auth: {self._connection.auth}",
            on=self._connection.url,
            said=str(error).splitlines()[0] if str(error) else type(error).__name__,
            remedy="give username and password, or get a Kerberos ticket for this account first",
        )


def channel_binding(certificate: bytes | None) -> bytes | None:
    """tls-server-end-point of RFC 5929 for a server certificate in DER form."""
    if not certificate:
        return None
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    parsed = x509.load_der_x509_certificate(certificate)
    algorithm = parsed.signature_hash_algorithm
    if algorithm is None or algorithm.name in ("md5", "sha1"):
        algorithm = hashes.SHA256()
    digest = hashes.Hash(algorithm)
    digest.update(certificate)
    return b"tls-server-end-point:" + digest.finalize()

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

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection, how_to_set
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

_TICKET = "give username and password, or get a Kerberos ticket for this account with kinit"
_ACCOUNT = "check username and password; no other scheme was tried, for accounts lock after a few failures"

_WRONG_PASSWORD = "the password is wrong"

#: What the libraries below say -> what it means, and what to do. The words are MIT Kerberos' and pyspnego's own.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (r"decrypt integrity check|preauthentication failed|password incorrect", _WRONG_PASSWORD, _ACCOUNT),
    (
        r"ticket expired|credentials? (?:have |has )?expired",
        "the Kerberos ticket has expired",
        "get a new one with kinit",
    ),
    (
        r"no kerberos credentials|no credentials|can't find client principal|credentials cache (?:file )?.*not found",
        "there is no Kerberos ticket in the credential cache",
        _TICKET,
    ),
    (
        r"clock skew",
        "the clocks of this host and of the domain controller differ by more than Kerberos allows, 5 minutes as a rule",
        "set the clock of this host",
    ),
    (
        r"cannot (?:find|locate|contact) (?:any )?kdc|cannot resolve network address for kdc",
        "no domain controller of the account's realm can be found",
        "check the realm of username, and krb5.conf or the DNS of this host",
    ),
    (
        r"client '?\S* ?not found|client not found",
        "the domain does not know the account",
        "check username; the realm is written in capitals as a rule",
    ),
    (
        r"server \S* ?not found|server not found",
        "the domain knows no service of this host name",
        "give as url the name that the server was joined to the domain with",
    ),
    (r"spnego rejection|logon was denied", "the server refused the account", _ACCOUNT),
)

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
        return self._header(self._begin()[1])

    def _header(self, token: bytes | None) -> str:
        return f"{self._scheme} {base64.b64encode(token or b'').decode('ascii')}"

    def perform(self, send: Callable[[str], Any]) -> Any:
        """The reply that is no challenge any more; its status may still be 401: then the account was refused."""
        (context, token), reply = self._begin(), None
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
        try:
            return base64.b64decode(found.group(1)) if found else None
        except ValueError:
            raise SignInError(
                f"sign in with auth: {self._connection.auth}",
                on=self._connection.url,
                said=f"the server's challenge of {self._scheme} is no token",
                remedy="look at what stands between this host and TMS: a proxy may have changed it",
            ) from None

    def _begin(self) -> tuple[Any, bytes | None]:
        """The context of this sign-in, and its first token."""
        protocol = "ntlm" if self._scheme.casefold() == "ntlm" else self._connection.auth
        if protocol == "negotiate" and self._connection.password is not None:
            return self._kerberos_or_ntlm()
        try:
            context = self._context(protocol)
            return context, self._step(context, None)
        except (MissingLibraryError, SignInError) as error:
            without = self._without_password(error)
            if without is None:
                raise
            raise without from error

    def _without_password(self, error: MissingLibraryError | SignInError) -> SignInError | None:
        """The error that names what is not set, where that is as likely to be the cause as a ticket that is not there."""
        unset = self._connection.unset
        for_kerberos = isinstance(error, MissingLibraryError) and error.library == "pyspnego[kerberos]"
        if "password" not in unset or not (for_kerberos or error.remedy == _TICKET):
            return None
        are, them = ("are", "them") if len(unset) > 1 else ("is", "it")
        return SignInError(
            f"sign in with auth: {self._connection.auth}",
            on=self._connection.url,
            said=f"{' and '.join(unset)} {are} empty or not set, and without {them} only a Kerberos ticket could sign in "
            f"({error.said})",
            remedy=f"give {how_to_set(unset)}, or get a Kerberos ticket for this account with kinit",
        )

    def _kerberos_or_ntlm(self) -> tuple[Any, bytes | None]:
        """As Windows clients choose: Kerberos where a ticket can be had, else NTLM.

        A domain controller that refuses the password has counted a failed logon, and NTLM would be the second: it ends
        the sign-in.
        """
        try:
            context = self._context("kerberos")
            return context, self._step(context, None)
        except MissingLibraryError:
            pass
        except SignInError as error:
            if error.said == _WRONG_PASSWORD:
                raise
        context = self._context("ntlm")
        return context, self._step(context, None)

    def _context(self, protocol: str) -> Any:
        try:
            import spnego
            from spnego.channel_bindings import GssChannelBindings
        except ImportError as error:
            raise MissingLibraryError("pyspnego", f"sign in with {self._connection.auth}", str(error)) from error
        binding = GssChannelBindings(application_data=self._binding) if self._binding else None
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
        said, remedy = meaning(str(error) or type(error).__name__)
        return SignInError(
            f"sign in with auth: {self._connection.auth}", on=self._connection.url, said=said, remedy=remedy
        )


def meaning(text: str) -> tuple[str, str]:
    """What the words of a library mean, and what to do; its own words where that is not known."""
    text = text.splitlines()[0]
    for pattern, said, remedy in _MEANINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return said, remedy
    return re.sub(r"SpnegoError \(-?\d+\): |, Context: .*", "", text), _TICKET


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

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in as IIS does it: Negotiate and NTLM bound to the connection, Basic with every request."""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tms_simulator.store import Store

DOMAIN = "TMS"


@dataclass(frozen=True)
class Challenge:
    """The answer to a request that is not signed in. headers: the values of WWW-Authenticate."""

    headers: Sequence[str]


class Accounts:
    """The Windows accounts of the server: passwords by plain user name."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self.passwords = {name.casefold(): password for name, password in passwords.items()}
        # pyspnego's acceptor reads its accounts from a file; one line for each way a client may write the domain.
        descriptor, path = tempfile.mkstemp(prefix="tms-simulator-", suffix=".accounts")
        os.close(descriptor)
        self._file = Path(path)
        for name, password in passwords.items():
            self._let_in(name, password)
        os.environ["NTLM_USER_FILE"] = path

    def add(self, name: str, password: str) -> None:
        """An account that was made while the server runs."""
        self.passwords[name.casefold()] = password
        self._let_in(name, password)

    def _let_in(self, name: str, password: str) -> None:
        with self._file.open("a") as file:
            for domain in (DOMAIN, ""):
                file.write(f"{domain}:{name}:{password}\n")

    def close(self) -> None:
        self._file.unlink(missing_ok=True)


class SignIn:
    """The sign-in state of one connection."""

    def __init__(self, store: Store, accounts: Accounts, schemes: Sequence[str]) -> None:
        self._store = store
        self._accounts = accounts
        self._schemes = schemes
        self._context: Any = None
        self._user: str | None = None

    def forget(self) -> None:
        self._user, self._context = None, None

    def check(self, authorization: str | None) -> str | Challenge:
        """The plain user name that a request is made by, or the challenge to send."""
        scheme, dummy, value = (authorization or "").partition(" ")
        if scheme.casefold() not in (each.casefold() for each in self._schemes):
            return self._user or Challenge([self._basic(each) for each in self._schemes])
        if scheme.casefold() == "basic":
            return self._by_basic(value)
        return self._by_token(scheme, value)

    @staticmethod
    def _basic(scheme: str) -> str:
        return 'Basic realm="tms"' if scheme == "Basic" else scheme

    def _refused(self) -> Challenge:
        self.forget()
        return Challenge([self._basic(each) for each in self._schemes])

    def _by_basic(self, value: str) -> str | Challenge:
        try:
            name, dummy, password = base64.b64decode(value).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return self._refused()
        plain = name.rpartition("\\")[2].partition("@")[0]
        if self._accounts.passwords.get(plain.casefold()) == password and not self._store.is_locked(plain):
            self._store.logged_on(plain)
            return plain
        self._store.failed_logon(plain)
        return self._refused()

    def _by_token(self, scheme: str, value: str) -> str | Challenge:
        import spnego

        try:
            token = base64.b64decode(value, validate=True)
        except binascii.Error:
            return self._refused()
        if self._context is None:
            protocol = "ntlm" if scheme.casefold() == "ntlm" else "negotiate"
            names = spnego.NegotiateOptions
            options = names.use_ntlm if protocol == "ntlm" else names.use_negotiate
            self._user = None
            self._context = spnego.server(protocol=protocol, options=options)
        try:
            answer = self._context.step(token)
        except Exception:
            # A wrong password is an SpnegoError; what is no token at all can be anything.
            self._store.failed_logon(_name_in(token) or "unknown")
            return self._refused()
        if not self._context.complete:
            return Challenge([f"{scheme} {base64.b64encode(answer or b'').decode()}"])
        plain = str(self._context.client_principal or "").rpartition("\\")[2].partition("@")[0]
        self._context = None
        if self._store.is_locked(plain):
            self._store.failed_logon(plain)
            return self._refused()
        self._store.logged_on(plain)
        self._user = plain
        return plain


def _name_in(raw: bytes) -> str:
    """The user name of an NTLM AUTHENTICATE message, also one wrapped in SPNEGO; empty if there is none."""
    start = raw.find(b"NTLMSSP\0\3\0\0\0")
    if start < 0:
        return ""
    message = raw[start:]
    length = int.from_bytes(message[36:38], "little")
    offset = int.from_bytes(message[40:44], "little")
    return message[offset : offset + length].decode("utf-16-le", errors="ignore")

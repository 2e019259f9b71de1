# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a TMS is and how to reach it, as the user gave it.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit, urlunsplit

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, RefusedError

SCHEMES = ("negotiate", "kerberos", "ntlm", "basic")


@dataclass(frozen=True)
class Connection:
    """The connection options. username and password None: the tickets of the Kerberos credential cache.

    url: with or without the path of TMS at its end; timeout: seconds for the connection and for each answer;
    ca_cert: file, directory, or PEM text.
    """

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    auth: str = "negotiate"
    validate_certs: bool = True
    ca_cert: str | None = None
    timeout: float = 30
    concurrency: int = 4
    use_proxy: bool = True
    allow_basic_over_http: bool = False

    def checked(self) -> Connection:
        """This connection with its url normalised ("https://tms.example.com/tms"), or an InputError."""
        parts = urlsplit(self.url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                "The option url must be an address like https://tms.example.com", said=f"'{self.url}' is none"
            )
        if parts.username or parts.password:
            raise InputError(
                "The option url must hold no user name or password", remedy="give them as username and password"
            )
        if self.concurrency < 1 or self.timeout <= 0:
            raise InputError(
                "The options concurrency and timeout must be positive numbers",
                said=f"they are {self.concurrency} and {self.timeout:g}",
            )
        if self.auth in ("basic", "ntlm") and self.unset:
            raise InputError(
                f"With auth: {self.auth}, username and password must be given",
                said=f"{' and '.join(self.unset)} {'are' if len(self.unset) > 1 else 'is'} empty or not set",
                remedy=f"give {how_to_set(self.unset)}",
            )
        if self.auth == "basic" and parts.scheme == "http" and not self.allow_basic_over_http:
            raise RefusedError(
                "sign in with Basic over plain HTTP",
                on=self.url,
                said="the password would travel readable",
                remedy="use https, another auth, or accept it with allow_basic_over_http: true",
            )
        path = parts.path.rstrip("/")
        if not path.casefold().endswith("/tms"):
            path += "/tms"
        return replace(self, url=urlunsplit((parts.scheme, parts.netloc, path, "", "")))

    @property
    def unset(self) -> tuple[str, ...]:
        """Which of username and password are not given; an empty password is none."""
        given = {"username": self.username, "password": self.password}
        return tuple(option for option, value in given.items() if not value)

    @property
    def origin(self) -> tuple[str, str, int]:
        return origin(self.url)


def how_to_set(options: Sequence[str]) -> str:
    return " and ".join(f"the option {each} or the environment variable TMS_{each.upper()}" for each in options)


def origin(address: str) -> tuple[str, str, int]:
    """Scheme, host and port: where credentials may go."""
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").casefold(), parts.port or (443 if parts.scheme == "https" else 80)


def joined(base: str, address: str) -> str:
    """An address of a page or a header in full, as seen from *base*; empty where it is none: "http://[", "http://host:port/"."""
    try:
        found = urljoin(base, address)
        # A port out of range is told only when it is asked for; half a surrogate can be sent nowhere.
        origin(found)
        found.encode("utf-8")
    except ValueError:
        return ""
    return found

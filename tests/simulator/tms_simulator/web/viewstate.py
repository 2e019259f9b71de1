# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""View state: what a page remembers of itself between two requests, kept by the browser and checked on the way back.

As in ASP.NET it is signed, belongs to one page and one user, and names everything that may be posted: a control, a choice
or an event that was not offered is refused. Nothing of it is kept on the server, so that an old page may be posted again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

FIELD, EVENTS, GENERATOR = "__VIEWSTATE", "__EVENTVALIDATION", "__VIEWSTATEGENERATOR"
TARGET, ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"


class Invalid(Exception):
    """What ASP.NET's error page would say."""


class ViewState:
    """Packs and unpacks view states with the key of one server."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def pack(self, content: Mapping[str, Any], user: str, page: str) -> dict[str, str]:
        """The hidden fields of a page."""
        raw = zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 1)
        text = base64.b64encode(raw + self._signature(raw, user, page)).decode()
        return {FIELD: text, GENERATOR: self._generator(page), EVENTS: self._events(text)}

    def unpack(self, form: Mapping[str, Sequence[str]], user: str, page: str) -> dict[str, Any]:
        """The content that a post-back to *page* carries; raises Invalid."""
        text = _single(form, FIELD, "The state information is invalid for this page and might be corrupted.")
        events = _single(form, EVENTS, "Invalid postback or callback argument.")
        generator = _single(form, GENERATOR, "The state information is invalid for this page and might be corrupted.")
        try:
            packed = base64.b64decode(text, validate=True)
        except ValueError as error:
            raise Invalid("Invalid viewstate.") from error
        raw, signature = packed[:-32], packed[-32:]
        if generator != self._generator(page) or not hmac.compare_digest(signature, self._signature(raw, user, page)):
            raise Invalid("Validation of viewstate MAC failed.")
        if events != self._events(text):
            raise Invalid("Invalid postback or callback argument. Event validation is enabled.")
        content: dict[str, Any] = json.loads(zlib.decompress(raw))
        return content

    def _generator(self, page: str) -> str:
        return self._signature(b"generator", page)[:4].hex().upper()

    def _events(self, text: str) -> str:
        return base64.b64encode(self._signature(text.encode(), "events")).decode()

    def _signature(self, raw: bytes, *about: str) -> bytes:
        return hmac.new(self._key, "\0".join(about).encode() + b"\0" + raw, hashlib.sha256).digest()


def peek(form: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """The content of a view state without any check: for addressing faults, never for acting on it."""
    try:
        raw = base64.b64decode(form[FIELD][0])[:-32]
        content: dict[str, Any] = json.loads(zlib.decompress(raw))
    except (KeyError, ValueError, zlib.error):
        return None
    return content


def _single(form: Mapping[str, Sequence[str]], name: str, otherwise: str) -> str:
    values = form.get(name, ())
    if len(values) != 1:
        raise Invalid(otherwise)
    return values[0]

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of TMSBA, with what to do about the documented ones.

This module util is PRIVATE to the collection; it can change at any time.

Codes: programming guide 15.x, p. 52 and 54, and guide 13 p. 61; the guides lack the middle page of the table.
"""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError

LICENSE = -2147219503
SYSTEM_NOT_ALLOWED_IN_BOOKING = -2147218262
SESSION_EXPIRED = -2147218253
SESSION_BLANK = -2147218247

_REMEDIES = {
    LICENSE: "no booking seat is free: add an option key, or turn Allow Remote Bookings off on another system",
    -2147219500: "the database of TMS does not answer: look at the SQL server of TMS",
    -2147218302: "there is no such conference: it may have been deleted meanwhile",
    -2147218301: "there is no such system in TMS",
    -2147218300: "the system is booked at that time",
    -2147218271: "the conference is deleted",
    -2147218269: "the end time is in the past: check the clocks of both machines",
    -2147218266: "the account may not read all conferences: give its group the right to",
    -2147218265: "the time is outside the booking window of TMS",
    SYSTEM_NOT_ALLOWED_IN_BOOKING: "the account may not book this system, or its Allow Bookings is off",
    -2147218255: "the given user is not known, and TMS could not create one",
    SESSION_EXPIRED: "the client session has expired",
    SESSION_BLANK: "the call needs a client session",
}


#: The first line of a stack, which ASP.NET adds to a message with customErrors off; the word before it is of its language.
_METHOD = r"[\w`<>+\[\],]+\.[\w.`<>+\[\],]+"
_STACK = re.compile(rf"\s+at\s+{_METHOD}\(|\n\s+\w{{1,6}}\s+(?:\(wrapper |{_METHOD} ?\()|\n\s*--- ")
_TYPE = re.compile(r"^(?:\w+\.)*\w*Exception: *")
_WRAPPERS = ("Server was unable to process request", "Server was unable to read request")


def told(message: str) -> str:
    """What a fault says of the matter: without ASP.NET's frame ("... ---> Type: reason"), names of types and stack."""
    parts = [
        " ".join(_TYPE.sub("", each.strip()).split()).rstrip(" .") for each in _before_stack(message).split("--->")
    ]
    said = [each for each in parts if each and each not in _WRAPPERS] or [each for each in parts if each]
    return ": ".join(said)[:500]


def _before_stack(message: str) -> str:
    stack = _STACK.search(message)
    return message[: stack.start()] if stack else message


def fault(operation: str, on: str, message: str, detail: Any) -> FaultError:
    """The error for a SOAP fault; *detail* is its detail element or None. Children are matched by local name."""
    by_name = {}
    for child in detail if detail is not None else ():
        if isinstance(child.tag, str):
            by_name[child.tag.rpartition("}")[2].casefold()] = (child.text or "").strip()
    code = by_name.get("errorcode", "")
    number = int(code) if re.fullmatch(r"-?[0-9]{1,12}", code) else None
    said = told(message)
    return FaultError(
        f"call {operation}",
        on=on,
        said=f"{said}{f' (error {number})' if number is not None else ''}",
        remedy=_REMEDIES.get(number, "") if number is not None else "",
        code=number,
        session=by_name.get("clientsessionid") or None,
    )

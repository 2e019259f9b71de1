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
    LICENSE: "add an option key, or turn Allow Remote Bookings off on another system: no booking seat is free",
    -2147219500: "look at the SQL server of TMS: its database does not answer",
    -2147218302: "run again: the conference may have been deleted meanwhile",
    -2147218301: "look whether the system was deleted in TMS, then run again",
    -2147218300: "choose another time: the system is booked at this one",
    -2147218271: "run again: the conference was deleted meanwhile",
    -2147218269: "check the clocks of this host and of TMS: the end time is in the past there",
    -2147218266: "give a group of the account the right to read all conferences",
    -2147218265: "choose an earlier time, or widen the booking window of TMS",
    SYSTEM_NOT_ALLOWED_IN_BOOKING: "let the account book this system, and look at its Allow Bookings",
    -2147218255: "check the user name, or make the user with the module service_user: TMS could not",
    SESSION_EXPIRED: "run again: the client session has expired",
    SESSION_BLANK: "report this defect of the collection: the call needs a client session",
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

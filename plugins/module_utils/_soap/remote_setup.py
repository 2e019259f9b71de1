# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RemoteSetupService: systems, users, and what the calling account may do. None of its calls needs a licence.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import base64
from functools import cached_property
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    UnexpectedReplyError,
    UnverifiedError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.users import User
from ansible_collections.telepresence.tms.plugins.module_utils._soap.announced import Announced
from ansible_collections.telepresence.tms.plugins.module_utils._soap.client import Service
from ansible_collections.telepresence.tms.plugins.module_utils._soap.description import REMOTE_SETUP


class RemoteSetup:
    """One method an operation."""

    def __init__(self, http: Http, announced: Announced | None = None) -> None:
        self._http = http
        self._announced = announced or Announced()

    @cached_property
    def _service(self) -> Service:
        return Service(self._http, REMOTE_SETUP, self._announced)

    def systems(self) -> list[System]:
        """All endpoints and rooms; no MCUs and no network systems (GetSystems)."""
        return self._systems("GetSystems")

    def systems_for_user(self) -> list[System]:
        """Those that the calling account may book (GetSystemsForUser)."""
        return self._systems("GetSystemsForUser")

    def system(self, system_id: int) -> System:
        """One system; an id that TMS does not know is a FaultError."""
        row = self._service.call("GetSystemById", TMSSystemId=system_id).value
        if row is None:
            raise UnexpectedReplyError(f"read system {system_id}", on=self._http.base, said="the answer is empty")
        return _system(row)

    def users(self) -> list[User]:
        """All users of TMS."""
        rows = self._service.call("GetUsers").value
        return [_user(row) for row in (rows.User if rows is not None else ())]

    def is_alive(self) -> bool:
        return bool(self._service.call("IsAlive").value)

    def is_site_admin(self) -> bool:
        """Whether the calling account is in the group Site Administrator."""
        return bool(self._service.call("IsTMSSiteAdmin").value)

    def is_book_on_behalf_user(self) -> bool:
        """Whether a group of the calling account has Book on behalf of."""
        return bool(self._service.call("IsTMSBookOnBehalfUser").value)

    def is_service_user(self) -> bool:
        """Whether the calling account is marked as Exchange Integration user; Cisco announced the end of this call."""
        return bool(self._service.call("IsTMSServiceUser").value)

    def is_local_admin(self) -> bool:
        """Whether the calling account may create accounts on the server."""
        return bool(self._service.call("IsLocalAdmin").value)

    def generate_user(self, base: str, password: str, email: str, *, send_notifications: bool) -> str:
        """Make a Windows account and its TMS user, a Site Administrator; returns the name TMS gave it, domain\\user.

        The password is encoded, not encrypted, in the request (TMSBA guide 13.0.1 p. 13): over HTTPS only.
        """
        name = self._service.call(
            "GenerateConferenceAPIUser",
            userNameBase=base,
            encPassword=base64.b64encode(password.encode("utf-8")).decode("ascii"),
            emailAddress=email,
            sendNotifications=send_notifications,
        ).value
        if not name:
            raise UnverifiedError(
                "make a Windows account",
                on=f"user '{base}'",
                said="the answer names no account",
                remedy="look among the users of TMS, then run again",
            )
        return str(name)

    def disable_user(self, user_name: str) -> None:
        """Stop a user's e-mails and take it out of every group but Users (TMSBA guide 13.0.1 p. 13)."""
        self._service.call("DisableConferenceAPIUser", userName=user_name)

    def _systems(self, operation: str) -> list[System]:
        rows = self._service.call(operation).value
        return [_system(row) for row in (rows.TMSSystem if rows is not None else ())]


def _system(row: Any) -> System:
    if row.SystemId is None:
        raise UnexpectedReplyError(
            f"read system '{row.SystemName}'", on="the list of systems", said="it comes without its id"
        )
    return System(
        id=int(row.SystemId),
        name=row.SystemName or "",
        type=row.SystemType or "",
        category=(row.SystemCategory.systemCategory or "") if row.SystemCategory else "",
        status=(row.SystemStatus.systemStatus or "") if row.SystemStatus else "",
        address=row.NetworkAddress or "",
        manufacturer=row.Manufacturer or "",
        description=row.Description or "",
        contact=row.Contact or "",
        location=row.Location or "",
        sip_uri=row.SIPUri or "",
        h323_id=row.H323Id or "",
        e164_alias=row.E164Alias or "",
        time_zone=(row.TimeZone.TimezoneName or "") if row.TimeZone else "",
    )


def _user(row: Any) -> User:
    return User(
        user_name=row.UserName or "",
        first_name=row.FirstName or "",
        last_name=row.LastName or "",
        display_name=row.DisplayName or "",
        email=row.EmailAddress or "",
        hidden=bool(row.IsHiddenUser),
        time_zone=(row.TimeZone.TimezoneName or "") if row.TimeZone else "",
    )

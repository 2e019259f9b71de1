# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operations of both services do.

Those that the collection's mission needs act on the store; the others answer as a server without such data would.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from tms_simulator.store import SITE_ADMINISTRATOR, USERS, Denied, Store, as_tms_time, now

#: Operations that need a licence and a client session (guide 12, p. 13).
LICENSED = frozenset(
    {"GetRecordingAliases", "GetTransactionsSince", "SaveConference", "SaveConferenceRecInstance", "SaveConferences"}
)

#: Operations that change something.
WRITING = frozenset(
    {
        "SetPrimarySystem",
        "GenerateConferenceAPIUser",
        "DisableConferenceAPIUser",
        "SaveConference",
        "SaveConferences",
        "SaveConferenceRecInstance",
        "DeleteConferenceById",
        "EndConferenceById",
        "DeleteConferenceRecInstanceById",
    }
)

_BOOKING = "Booking > Misc > Booking"
_ON_BEHALF = "Booking > Misc > Book on behalf of"
_UPDATE = "Booking > Misc > Update"
_APPROVE = "Booking > Misc > Approve Meeting"
_READ_ALL = "Booking > List Conferences - All > Read"

_DEFAULTS = {
    "ConferenceType": "Reservation Only",
    "Bandwidth": "6b/384kbps",
    "PictureMode": "Continuous Presence",
    "Encrypted": "No",
    "DataConference": "No",
    "ShowExtendOption": "Default",
    "ISDNRestrict": False,
}


class Operations:
    """One call by one signed-in user; the method of an operation has its name."""

    def __init__(self, store: Store, user: Any) -> None:
        self._store = store
        self._user = user

    # -- RemoteSetupService

    def IsAlive(self) -> bool:
        return True

    def IsTMSSiteAdmin(self) -> bool:
        return self._store.is_site_administrator(self._user["id"])

    def IsTMSServiceUser(self) -> bool:
        return False

    def IsTMSBookOnBehalfUser(self) -> bool:
        return self._store.may(self._user["id"], _ON_BEHALF)

    def IsLocalAdmin(self) -> bool:
        return bool(self._user["local_admin"])

    def GetUsers(self) -> list[dict[str, Any]]:
        return [
            {
                "DisplayName": f"{row['first_name']} {row['last_name']}".strip(),
                "EmailAddress": row["email"],
                "FirstName": row["first_name"],
                "LastName": row["last_name"],
                "UserName": row["username"],
                "IsHiddenUser": bool(row["hidden"]),
            }
            for row in self._store.rows("select * from users order by id")
        ]

    def GetSystems(self) -> list[dict[str, Any]]:
        return [_system(row) for row in self._store.systems() if row["category"] in ("Endpoint", "Room", "Equipment")]

    def GetSystemsForUser(self) -> list[dict[str, Any]]:
        # The system permission Book, which every group has on every system here (guess), matters to those who may book.
        if not self._store.may(self._user["id"], _BOOKING):
            return []
        return [_system(row) for row in self._store.systems() if row["category"] in ("Endpoint", "Room")]

    def GetSystemById(self, TMSSystemId: int = 0) -> dict[str, Any]:
        row = self._store.system(TMSSystemId)
        if row is None:
            raise Denied(f"The system {TMSSystemId} was not found.")
        return _system(row)

    def SetPrimarySystem(self, primSys: str = "") -> bool:
        return any(row["name"] == primSys for row in self._store.systems())

    def GenerateConferenceAPIUser(
        self, userNameBase: str = "", encPassword: str = "", emailAddress: str = "", sendNotifications: bool = False
    ) -> str:
        self._needs_site_administrator()
        if not self._user["local_admin"]:
            raise Denied("The current user is not a local administrator.")
        name, number = f"TMS\\{userNameBase}", 0
        while self._store.user(name) or self._store.windows_account(name):
            number += 1
            name = f"TMS\\{userNameBase}{number}"
        try:
            password = base64.b64decode(encPassword, validate=True).decode("utf-8")
        except ValueError as error:
            raise Denied("The password is not base64 encoded.") from error
        self._store.add_windows_account(name.rpartition("\\")[2], password)
        user = self._store.add_user(name, userNameBase, "API", emailAddress, hidden=1)
        self._store.join(user["id"], SITE_ADMINISTRATOR)
        return name

    def DisableConferenceAPIUser(self, userName: str = "") -> None:
        self._needs_site_administrator()
        user = self._store.user(userName)
        if user is None:
            raise Denied("The user was not found.", -2147218255)
        self._store.write("delete from members where user_id = ? and group_name != ?", user["id"], USERS)

    # -- BookingService

    def GetDefaultConference(self) -> dict[str, Any]:
        start = now()
        return {
            **_DEFAULTS,
            "ConferenceId": -1,
            "Title": "Scheduled Meeting",
            "StartTimeUTC": as_tms_time(start),
            "EndTimeUTC": as_tms_time(start + timedelta(minutes=60)),
            **self._owner(self._user),
            "Participants": [],
        }

    def GetConferenceById(self, ConferenceId: int = 0) -> dict[str, Any]:
        row = self._booking(ConferenceId)
        if row["owner_id"] != self._user["id"] and not self._store.may(self._user["id"], _READ_ALL):
            raise Denied("The user does not have access to the conference.", -2147218266)
        return self._conference(row, bare=False)

    GetRecurrentConferenceById = GetConferenceById

    def GetConferencesForSystems(
        self,
        StartTime: str = "",
        EndTime: str = "",
        ConferenceStatus: str = "All",
        SystemIds: list[int] | None = None,
    ) -> list[dict[str, Any]]:
        start, end = _parsed(StartTime, datetime.min), _parsed(EndTime, datetime.max)
        rows = self._store.bookings(start, end, ConferenceStatus, SystemIds or ())
        return [self._conference(row, bare=True) for row in rows]

    def GetConferencesForUser(
        self, UserName: str = "", StartTime: str = "", EndTime: str = "", ConferenceStatus: str = "All"
    ) -> list[dict[str, Any]]:
        user = self._store.user(UserName)
        if user is None:
            raise Denied("The user was not found.", -2147218255)
        start, end = _parsed(StartTime, datetime.min), _parsed(EndTime, datetime.max)
        return [
            self._conference(row, bare=True)
            for row in self._store.bookings(start, end, ConferenceStatus, (), user["id"])
        ]

    def SaveConference(self, Conference: Mapping[str, Any] | None = None) -> dict[str, Any]:
        data = dict(Conference or {})
        if not self._store.may(self._user["id"], _BOOKING):
            raise Denied("The user does not have permission to book conferences.")
        owner = self._owner_of(data)
        systems = [
            int(each.get("ParticipantId") or 0)
            for each in data.get("Participants") or ()
            if each and each.get("ParticipantCallType") == "TMS"
        ]
        if int(data.get("ConferenceId") or 0) > 0 and not self._store.may(self._user["id"], _UPDATE):
            raise Denied("The user does not have permission to update conferences.")
        approved = self._store.may(self._user["id"], _APPROVE)
        id_ = self._store.save_booking(data, systems, owner["id"], self._user["id"], approved=approved)
        return self._conference(self._booking(id_), bare=False)

    def SaveConferences(self, Conferences: list[Any] | None = None, oneTransaction: bool = True) -> list[Any]:
        with self._store.transaction():
            return [self.SaveConference(each) for each in Conferences or ()]

    def SaveConferenceRecInstance(self, Conference: Mapping[str, Any] | None = None) -> dict[str, Any]:
        row = self._series_to_change(int((Conference or {}).get("ConferenceId") or 0))
        return self._conference(row, bare=False)

    def DeleteConferenceById(self, ConferenceId: int = 0) -> None:
        self._to_change(ConferenceId)
        self._store.delete_booking(ConferenceId, self._user["id"])

    def EndConferenceById(self, ConferenceId: int = 0) -> None:
        if self._store.row("select id from bookings where id = ? and status = 'Deleted'", ConferenceId):
            raise Denied("The conference is deleted.", -2147218271)
        self._to_change(ConferenceId)
        self._store.end_booking(ConferenceId, self._user["id"])

    def DeleteConferenceRecInstanceById(self, ConferenceId: int = 0) -> None:
        self._series_to_change(ConferenceId)

    def GetConferenceIdByExternalId(
        self, ExternalSourceId: str = "", ExternalConferenceId: str = "", RecurrenceIdUTC: str = ""
    ) -> int:
        for row in self._store.rows("select * from bookings where status != 'Deleted'"):
            data = json.loads(row["data"])
            own = [data.get(name) or "" for name in ("ExternalSourceId", "ExternalPrimaryKey")]
            if own == [ExternalSourceId, ExternalConferenceId]:
                return int(row["id"])
        raise Denied("The conference does not exist.", -2147218302)

    def GetTransactionsSince(self, CurrentTransactionId: int = 0) -> list[dict[str, Any]]:
        return [
            {
                "TransactionId": row["id"],
                "ConferenceId": row["booking_id"],
                "TransType": row["kind"],
                "PerformedByUserId": row["user_id"],
                "ParticipantIds": ",".join(str(each) for each in self._store.booked_systems(row["booking_id"])),
            }
            for row in self._store.rows("select * from transactions where id > ? order by id", CurrentTransactionId)
        ]

    def GetRecordingAliases(self, UserName: str = "") -> list[dict[str, Any]]:
        return []

    # -- what several need

    def _needs_site_administrator(self) -> None:
        if not self.IsTMSSiteAdmin():
            raise Denied("The current user is not a TMS Site Administrator.")

    def _booking(self, id_: int) -> Any:
        row = self._store.row("select * from bookings where id = ? and status != 'Deleted'", id_)
        if row is None:
            raise Denied("The conference does not exist.", -2147218302)
        return row

    def _to_change(self, id_: int) -> Any:
        row = self._booking(id_)
        if row["owner_id"] != self._user["id"] and not self._store.may(self._user["id"], _ON_BEHALF):
            raise Denied("The user does not have access to the conference.", -2147218266)
        return row

    def _series_to_change(self, id_: int) -> Any:
        """The series whose single meeting is meant. Single meetings are not kept apart: what is done to one has no effect."""
        row = self._to_change(id_)
        if not json.loads(row["data"]).get("RecurrencePattern"):
            raise Denied("The conference instance was not found within the recurrence pattern.", -2147218252)
        return row

    def _owner_of(self, data: Mapping[str, Any]) -> Any:
        """The owner named in the conference, who is made in the default groups if TMS does not know him."""
        name = data.get("OwnerUserName") or ""
        named = self._store.user(name) if name else None
        if not name and data.get("OwnerId"):
            named = self._store.row("select * from users where id = ?", data["OwnerId"])
        owner = named or self._user
        if (name and named is None) or owner["id"] != self._user["id"]:
            if not self._store.may(self._user["id"], _ON_BEHALF):
                raise Denied("The user does not have permission to book on behalf of others.")
            if named is None:
                owner = self._store.add_user(name)
        return owner

    @staticmethod
    def _owner(user: Any) -> dict[str, Any]:
        return {
            "OwnerId": user["id"],
            "OwnerUserName": user["username"],
            "OwnerFirstName": user["first_name"],
            "OwnerLastName": user["last_name"],
            "OwnerEmailAddress": user["email"],
        }

    def _conference(self, row: Any, *, bare: bool) -> dict[str, Any]:
        """A conference; those of lists are bare: no participants, no WebEx, no recording URIs, no info text."""
        data = {**_DEFAULTS, **json.loads(row["data"])}
        owner = self._store.row("select * from users where id = ?", row["owner_id"])
        data |= {
            "ConferenceId": row["id"],
            "Title": row["title"],
            "StartTimeUTC": row["start"],
            "EndTimeUTC": row["end"],
        }
        data |= self._owner(owner) if owner is not None else {"OwnerId": row["owner_id"]}
        data["Participants"] = [
            {"ParticipantId": id_, "NameOrNumber": system["name"] if system else "", "ParticipantCallType": "TMS"}
            for id_ in self._store.booked_systems(row["id"])
            for system in (self._store.system(id_),)
        ]
        if bare:
            for name in (
                "Participants",
                "ExternalConference",
                "RecordedConferenceUri",
                "ConferenceInfoText",
                "ConferenceInfoHtml",
            ):
                data.pop(name, None)
        return data


def _system(row: Any) -> dict[str, Any]:
    settings = json.loads(row["settings"])
    return {
        "SystemId": row["id"],
        "SystemName": row["name"],
        "Contact": settings.get("Contact", ""),
        "Manufacturer": "TANDBERG",
        "Description": settings.get("Description", ""),
        "SystemType": row["type"],
        "NetworkAddress": row["address"],
        "Location": "",
        "SIPUri": settings.get("SIP URI", ""),
        "H323Id": settings.get("H.323 ID", ""),
        "E164Alias": settings.get("E.164 Alias", ""),
        "TimeZone": {"TimezoneName": settings.get("Time Zone", ""), "GMTOffset": "60"},
        "SystemCategory": {"systemCategory": row["category"]},
        "SystemStatus": {"systemStatus": row["status"]},
    }


def _parsed(text: str, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        found = otherwise
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)

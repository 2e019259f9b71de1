# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""BookingService: who we are in TMS, and what is booked on systems. Only calls that need no licence.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import (
    Booking,
    Participant,
    by_system,
    parsed_time,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError, UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import SOURCE, TITLE, Wish
from ansible_collections.telepresence.tms.plugins.module_utils._soap.announced import Announced
from ansible_collections.telepresence.tms.plugins.module_utils._soap.client import Result, Service
from ansible_collections.telepresence.tms.plugins.module_utils._soap.description import BOOKING
from ansible_collections.telepresence.tms.plugins.module_utils._soap.faults import SESSION_BLANK, SESSION_EXPIRED

#: Nothing can be booked farther ahead: the booking window of TMS is a number of days, and a series ends within it.
HORIZON = timedelta(days=3650)


@dataclass(frozen=True)
class DefaultConference:
    """What GetDefaultConference tells of the caller and of the server; api_version None where it is not announced."""

    owner_user_name: str
    owner_first_name: str
    owner_last_name: str
    owner_email: str
    api_version: int | None


class BookingService:
    """One method an operation."""

    def __init__(self, http: Http, announced: Announced | None = None) -> None:
        self._http = http
        self._announced = announced or Announced()
        #: The client session of the task, once TMS has suggested one.
        self._session: str | None = None

    @cached_property
    def _service(self) -> Service:
        return Service(self._http, BOOKING, self._announced)

    def default_conference(self) -> DefaultConference:
        """Its owner is the calling account as a TMS user (inferred from public clients)."""
        result = self._service.call("GetDefaultConference")
        conference = result.value
        return DefaultConference(
            owner_user_name=getattr(conference, "OwnerUserName", None) or "",
            owner_first_name=getattr(conference, "OwnerFirstName", None) or "",
            owner_last_name=getattr(conference, "OwnerLastName", None) or "",
            owner_email=getattr(conference, "OwnerEmailAddress", None) or "",
            api_version=result.api_version,
        )

    def future_bookings(self, ids: Sequence[int], enough: int | None = None) -> dict[int, tuple[Booking, ...]]:
        """Bookings that have not ended yet, requests that wait for approval among them, by system id.

        One GetConferencesForSystems for all; only if something comes back is it narrowed down, until *enough* booked
        systems are known, if that is given.
        """
        now = datetime.now(timezone.utc)
        return by_system(lambda some: self._conferences(some, now), list(ids), enough)

    def conference(self, conference_id: int) -> Booking:
        """One conference with its participants; an id that TMS does not know is a FaultError."""
        row = self._service.call("GetConferenceById", ConferenceId=conference_id).value
        if row is None:
            raise UnexpectedReplyError(
                f"read conference {conference_id}", on=self._http.base, said="the answer is empty"
            )
        return _booking(row)

    def save(self, wish: Wish) -> Booking:
        """Make a test booking: Reservation Only, and no mail, as the ContextHeader that asks for one is not sent.

        Takes a client licence for up to 64 minutes (TMSBA guide 15 p. 19).
        """
        conference = {
            "ConferenceId": -1,
            "Title": TITLE,
            "StartTimeUTC": wish.start.strftime("%Y-%m-%d %H:%M:%SZ"),
            "EndTimeUTC": wish.end.strftime("%Y-%m-%d %H:%M:%SZ"),
            "OwnerId": 0,
            "OwnerUserName": wish.owner,
            "ConferenceType": "Reservation Only",
            **dict.fromkeys(("Bandwidth", "PictureMode", "Encrypted", "DataConference", "ShowExtendOption"), "Default"),
            "ISDNRestrict": False,
            "ExternalSourceId": SOURCE,
            "ExternalPrimaryKey": wish.key,
            "Participants": {
                "Participant": [{"ParticipantId": id_, "ParticipantCallType": "TMS"} for id_ in wish.system_ids]
            },
        }
        row = self._licensed("SaveConference", Conference=conference).value
        if row is None:
            raise UnexpectedReplyError("save a test booking", on=self._http.base, said="the answer is empty")
        return _booking(row)

    def delete(self, conference_id: int) -> None:
        """Delete a conference, the whole series of one; needs no licence."""
        self._service.call("DeleteConferenceById", ConferenceId=conference_id)

    @property
    def client_session_used(self) -> bool:
        return self._session is not None

    def _licensed(self, operation: str, **arguments: Any) -> Result:
        """A call that takes a client licence: with one session for the whole task, as TMS suggests it.

        The fault that suggests a session says that nothing was done, so the call is made again, once.
        """
        try:
            return self._service.call(operation, session=self._session, **arguments)
        except FaultError as error:
            if error.code not in (SESSION_BLANK, SESSION_EXPIRED) or not error.session:
                raise
            self._session = error.session
        return self._service.call(operation, session=self._session, **arguments)

    def conferences_between(self, ids: Sequence[int], start: datetime, end: datetime) -> list[Booking]:
        """What is booked on any of the systems within a time, without participants."""
        return self._listed("GetConferencesForSystems", start, end, SystemIds=list(ids))

    def meeting_requests(self, ids: Sequence[int], start: datetime, end: datetime) -> list[Booking]:
        """What only waits for approval on any of the systems: a conference tells no status, so lists are asked by it."""
        return self._listed("GetConferencesForSystems", start, end, "MeetingRequest", SystemIds=list(ids))

    def conferences_for_user(self, user_name: str, start: datetime, end: datetime) -> list[Booking]:
        """What a user owns within a time, without participants."""
        return self._listed("GetConferencesForUser", start, end, UserName=user_name)

    def _conferences(self, ids: Sequence[int], now: datetime) -> list[Booking]:
        bookings = self._listed("GetConferencesForSystems", now, now + HORIZON, SystemIds=list(ids))
        # A series tells the end of its first meeting, which may be long over; an unreadable time counts as booked.
        return [each for each in bookings if each.is_series or each.end is None or each.end > now]

    def _listed(
        self, operation: str, start: datetime, end: datetime, status: str = "AllExceptDeleted", **whose: Any
    ) -> list[Booking]:
        rows = self._service.call(
            operation,
            **whose,
            StartTime=start.replace(microsecond=0),
            EndTime=end.replace(microsecond=0),
            ConferenceStatus=status,
        ).value
        return [_booking(row) for row in (rows.Conference if rows is not None else ())]


def _booking(row: Any) -> Booking:
    if row.ConferenceId is None:
        raise UnexpectedReplyError(
            f"read conference '{row.Title}'", on="the list of conferences", said="it comes without its id"
        )
    people = row.Participants.Participant if row.Participants is not None else ()
    return Booking(
        id=int(row.ConferenceId),
        title=row.Title or "",
        start=parsed_time(row.StartTimeUTC),
        end=parsed_time(row.EndTimeUTC),
        owner=row.OwnerUserName or "",
        is_series=row.RecurrencePattern is not None,
        participants=tuple(
            Participant(int(each.ParticipantId), each.NameOrNumber or "", each.ParticipantCallType or "")
            for each in people
        ),
        source=row.ExternalSourceId or "",
        key=row.ExternalPrimaryKey or "",
    )

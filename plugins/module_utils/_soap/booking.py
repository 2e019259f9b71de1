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

from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking, by_system, parsed_time
from ansible_collections.telepresence.tms.plugins.module_utils._soap.client import Service
from ansible_collections.telepresence.tms.plugins.module_utils._soap.description import BOOKING

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

    def __init__(self, http: Http) -> None:
        self._http = http

    @cached_property
    def _service(self) -> Service:
        return Service(self._http, BOOKING)

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

    def future_bookings(self, ids: Sequence[int]) -> dict[int, tuple[Booking, ...]]:
        """Bookings that have not ended yet, requests that wait for approval among them, by system id.

        One GetConferencesForSystems for all; only if something comes back is it narrowed down.
        """
        now = datetime.now(timezone.utc)
        return by_system(lambda some: self._conferences(some, now), list(ids))

    def _conferences(self, ids: Sequence[int], now: datetime) -> list[Booking]:
        rows = self._service.call(
            "GetConferencesForSystems",
            SystemIds=list(ids),
            StartTime=now.replace(microsecond=0),
            EndTime=(now + HORIZON).replace(microsecond=0),
            ConferenceStatus="AllExceptDeleted",
        ).value
        bookings = [
            Booking(
                id=int(row.ConferenceId),
                title=row.Title or "",
                start=parsed_time(row.StartTimeUTC),
                end=parsed_time(row.EndTimeUTC),
                owner=row.OwnerUserName or "",
                is_series=row.RecurrencePattern is not None,
            )
            for row in (rows.Conference if rows is not None else ())
            if row is not None
        ]
        # A series tells the end of its first meeting, which may be long over; an unreadable time counts as booked.
        return [each for each in bookings if each.is_series or each.end is None or each.end > now]

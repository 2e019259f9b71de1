# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the client does on a server whose replies are spoiled, and what must hold whatever comes back."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Orders, Outcome, run
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System, SystemSettings
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import Wish
from ansible_collections.telepresence.tms.plugins.module_utils._resources import remote_bookings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web import probe
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    groups,
    navigator,
    system_settings,
    tickets,
    users,
)
from memory import peak, reset_peak
from mutators import FORGED, MIB, MUTATIONS, TELLING, Answer
from spoiled import BASE, Server, reached
from taught_labels import TAUGHT

#: Seconds of processor time, and of all time, that one task may take; far more than any takes that is alone.
CPU, WALL = 30.0, 180.0
#: What a module may need, with Python and all libraries.
MEMORY = 200

SETTING, OTHER = 1003, 1004


class TooLong(BaseException):
    """A task did not end."""


def _system(tms: Tms, id_: int = SETTING) -> System:
    found = [each for each in tms.systems if each.id == id_]
    return found[0] if found else System(id_, "not listed any more")


def _set(tms: Tms) -> SystemSettings | None:
    system = _system(tms)
    return system_settings.set_remote_bookings(tms.web, system, True, system_settings.view(tms.web, system))


def _folders(tms: Tms) -> Any:
    return dict(navigator.folders_of(tms.web, tms.systems))


def _users(tms: Tms) -> Any:
    names = [entry.spelled for entry in groups.entries(tms.web)]
    listed = [entry.spelled for entry in users.entries(tms.web)]
    read = users.opened(tms.web, listed[0], names) if listed else None
    return (
        names,
        listed,
        read and (read.name, dict(read.profile), {name: box.ticked for name, box in read.groups.items()}),
    )


def _permissions(tms: Tms) -> Any:
    entry = groups.entries(tms.web)[0]
    edit = groups.edit_page(tms.web, entry)
    return groups.read_permissions(tms.web, entry, edit), [
        each.spelled for each in groups.members(tms.web, entry, edit)
    ]


def _soap(tms: Tms) -> Any:
    """Every operation that reads."""
    setup, booking = tms.remote_setup, tms.booking
    begin = datetime(2026, 1, 1, tzinfo=timezone.utc)
    end = begin + timedelta(days=365)
    ids = [system.id for system in setup.systems()]
    return (
        ids,
        setup.systems_for_user(),
        setup.system(1001),
        setup.users(),
        [
            setup.is_alive(),
            setup.is_site_admin(),
            setup.is_book_on_behalf_user(),
            setup.is_service_user(),
            setup.is_local_admin(),
        ],
        booking.default_conference(),
        sorted(booking.future_bookings(ids)),
        [each.id for each in booking.conferences_between(ids, begin, end)],
        [each.id for each in booking.meeting_requests(ids, begin, end)],
        [each.id for each in booking.conferences_for_user(tms.me, begin, end)],
    )


def _booked(tms: Tms) -> Any:
    """Every operation that writes, and what they need."""
    start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=2)
    made = tms.booking.save(Wish("key", tms.me, (1001,), start, start + timedelta(minutes=5)))
    read = tms.booking.conference(made.id)
    tms.booking.delete(made.id)
    name = tms.remote_setup.generate_user("made", "Secret-1234567", "a@corp.example", send_notifications=False)
    tms.remote_setup.disable_user(name)
    return read.title, name


def _switched(tms: Tms) -> Outcome:
    """The whole engine: one system off, two on."""
    wish = {
        "systems": [
            {"id": 1001, "state": "disabled"}, {"id": SETTING, "state": "enabled"}, {"id": OTHER, "state": "enabled"},
        ],
        "state": "enabled", "exclusive": False, "scope": None, "allow_empty": False, "on_shortage": "fail", "method": "web_ui",
        "seats_total": None, "protect_booked": True, "include_unreachable": True, "assume": None, "check_mode": False,
    }  # fmt: skip
    return run(remote_bookings.RemoteBookings(), tms, remote_bookings.wanted(wish), Orders(check_mode=False))


@dataclass(frozen=True)
class Task:
    """writes: which systems it may change, and to what; weight: how often it is taken; requests: which replies to spoil."""

    work: Callable[[Tms], Any]
    weight: int = 1
    writes: dict[int, bool] = field(default_factory=dict)
    operations: frozenset[str] = frozenset()


TASKS = {
    "option keys": Task(lambda tms: general_settings.read(tms.web), 3),
    "navigator": Task(_folders, 2),
    "view settings": Task(lambda tms: system_settings.view(tms.web, _system(tms)), 2),
    "edit settings": Task(_set, 4, {SETTING: True}),
    "groups": Task(_permissions, 2),
    "users": Task(_users, 1),
    "default groups": Task(lambda tms: {name: box.ticked for name, box in groups.read_default_groups(
        tms.web, [entry.spelled for entry in groups.entries(tms.web)]).items()}, 1),
    "tickets": Task(lambda tms: tickets.read(tms.web), 2),
    "probe": Task(lambda tms: probe.run(tms.web, _system(tms)), 1),
    "soap": Task(_soap, 4),
    "bookings and accounts": Task(
        _booked, 2, {1001: True},
        frozenset({"SaveConference", "DeleteConferenceById", "GenerateConferenceAPIUser", "DisableConferenceAPIUser"}),
    ),
    "remote_bookings": Task(_switched, 3, {1001: False, SETTING: True, OTHER: True}),
}  # fmt: skip


def _shows(answer: Answer, name: str) -> bool:
    charset = answer.content_type.rpartition("charset=")[2]
    return escape(name) in answer.body.decode("cp932" if charset == "shift_jis" else "utf-8", errors="replace")


@contextmanager
def _bounded() -> Iterator[None]:
    def ended(*dummy: Any) -> None:
        raise TooLong

    before = {number: signal.signal(number, ended) for number in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, CPU)
    signal.setitimer(signal.ITIMER_REAL, WALL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


class Trial:
    """The tasks on the simulator with one skin."""

    def __init__(self, path: Path, skin: str) -> None:
        self.server = Server(path, skin)
        self.skin = skin
        self._refused = False
        self._clean: dict[str, tuple[Any, list[Answer], list[Any], list[Answer]]] = {}

    def close(self) -> None:
        self.server.close()

    def _worked(self, task: Task, auth: str = "ntlm") -> Any:
        connection = Connection(BASE, "TMS\\tmsadmin", "secret", auth=auth, concurrency=1, use_proxy=False)
        labels = Labels(TAUGHT.get(self.skin))
        tms = Tms(connection, read_only=not (task.writes or task.operations), labels=labels)
        try:
            return task.work(tms)
        finally:
            tms.close()

    def clean(self, name: str) -> tuple[Any, list[Answer], list[Any], list[Answer]]:
        """The task on a server that nothing comes between: its value, all replies, all writes, and the replies from the first on."""
        if name not in self._clean:
            self.server.begin()
            with reached(self.server):
                value = self._worked(TASKS[name])
            answers, written = self.server.answers, self.server.first_write
            self._clean[name] = (value, answers, self.server.writes, [] if written is None else answers[written:])
        return self._clean[name]

    def case(self, chance: int) -> tuple[str, list[str]]:
        """One task with one or more spoiled replies: what was done, and all that must not be."""
        random = Random(chance)
        name = random.choices(list(TASKS), [task.weight for task in TASKS.values()])[0]
        kind = random.choice(list(MUTATIONS))
        task = TASKS[name]
        value, answers, writes, after_writes = self.clean(name)
        first = random.randrange(len(answers))
        # One of three servers stays broken once it is; huge replies without end measure the harness alone.
        last = first if kind == "huge" or random.random() < 0.67 else len(answers) * 3

        largest = 0
        replayed: list[Answer] = []

        def spoil(number: int, answer: Answer) -> Answer:
            nonlocal largest
            if not first <= number <= last:
                return answer
            spoiled = MUTATIONS[kind](random, answer, answers)
            # Who is told that the account was refused may sign in and send again: nothing was carried out, that means.
            self._refused = self._refused or spoiled.status == 401
            if kind == "other_reply" and last != first and spoiled in after_writes:
                replayed.append(spoiled)
            if kind == "huge":
                # What the harness needs to make it is not the client's; nor is the reply while it is on its way.
                largest = len(spoiled.body) // MIB
                reset_peak()
            return spoiled

        self._refused = False
        self.server.begin(spoil)
        before = self.server.enabled()
        said: list[str] = []
        result: Any = None
        reset_peak()
        try:
            with reached(self.server), _bounded():
                result = self._worked(task, "basic" if chance % 3 == 0 else "ntlm")
        except TmsError as error:
            result = error
            if "\n" in str(error) or len(str(error)) > 5000:
                said.append(f"no sentence: {str(error)[:300]!r}")
        except TooLong:
            said.append(f"more than {CPU:g} s\n{traceback.format_exc()[-1500:]}")
        except Exception:
            said.append(traceback.format_exc()[-3000:])
        needed = max(self.server.needed, peak()) - largest
        if needed > MEMORY:
            said.append(f"{needed} MiB")
        # Where a 401 came after all, an operation that makes something was carried out twice, and the value is the second's.
        is_told = result is None or isinstance(result, (TmsError, Outcome)) or name == "probe"
        is_told = is_told or (self._refused and bool(task.operations))
        # What a proxy puts in the place of a frame, with status 200, looks like a frame with nothing in it.
        is_told = is_told or (kind == "proxy_page" and self.skin == "frames")
        if kind in TELLING and not is_told and result != value and not said:
            said.append(f"the value is {str(result)[:500]} instead of {str(value)[:500]}")
        # An edit form that was forged cannot be told from another one before it is saved, but the result must tell it.
        if kind not in FORGED or (isinstance(result, Outcome) and result.failure is None):
            said += self._posted(writes)
        said += self._changed(task, before)
        if isinstance(result, Outcome):
            said += self._told(result, kind, replayed)
        what = type(result).__name__ if isinstance(result, TmsError) else "value"
        return (
            f"{name}, {kind}, {self.skin}, reply {first}{'' if last == first else ' and on'}: {what}, {needed} MiB",
            said,
        )

    def _posted(self, writes: list[Any]) -> Iterator[str]:
        """Only what the task posts without a spoiled reply is posted, and nothing twice."""
        for number, write in enumerate(self.server.writes):
            if write not in writes:
                differs = min((set(write[1]) ^ set(each[1]) for each in writes), key=len, default=set(write[1]))
                yield f"posted to {write[0]} what is not on the page: {differs}"
            elif write in self.server.writes[:number] and not self._refused:
                yield f"posted twice to {write[0]}"

    def _changed(self, task: Task, before: dict[int, bool]) -> Iterator[str]:
        """Whatever came back: a task that reads posts nothing, and one that writes changes no other system, or to another state."""
        if self.server.writes and not task.writes:
            yield f"a task that reads posted to {self.server.writes[0][0]}"
        for id_, state in self.server.enabled().items():
            if state != before[id_] and task.writes.get(id_) != state:
                yield f"system {id_} became {state}"
        for operation, times in self.server.operations.items():
            if operation not in task.operations or (times > 1 and not self._refused):
                yield f"{operation} {times} times"

    def _told(self, outcome: Outcome, kind: str, replayed: Sequence[Answer]) -> Iterator[str]:
        """What a result says of a system is so, or it says that it does not know.

        replayed: replies that came in place of all others, from after a write that was made without spoiled replies: of a
        system that they show no client can tell that this write was not made now.
        """
        now = self.server.enabled()
        for item in outcome.items:
            if item.error and "defect of the collection" in item.error:
                yield item.error
            # A request that is answered with 401 was not carried out, HTTP says.
            was_refused = self._refused and item.error and not item.changed
            if (
                kind not in FORGED
                and not was_refused
                and not any(_shows(answer, item.name) for answer in replayed)
                and item.after in ("enabled", "disabled")
                and (item.after == "enabled") != now[int(item.id)]
            ):
                yield f"system {item.id} is said to be {item.after}, and is not: {item}"

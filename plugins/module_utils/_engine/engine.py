# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, plan, apply, verify: once, for every module that changes something.

This module util is PRIVATE to the collection; it can change at any time.

The engine knows no resource; the module passes one in. It decides when to stop: the first change of a task is made alone
and verified, a difference where nothing should differ ends all writing, and so do failures in a row.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from ansible_collections.telepresence.tms.plugins.module_utils._engine.backup import Backup
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    RefusedError,
    TmsError,
    UnverifiedError,
    VerificationError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.progress import Listener, Meter, ignore

T = TypeVar("T")
R = TypeVar("R")
Wanted_contra = TypeVar("Wanted_contra", contravariant=True)
State = TypeVar("State")


@dataclass(frozen=True)
class Applied:
    """What the reply to a write shows. after: the object's new value, None where the reply does not show it.

    facts: what only TMS could tell (names and ids it gave); they become keys of the object's result.
    """

    after: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Server(Protocol):
    """What the engine needs of a TMS: to do one piece of work for many objects over a few connections."""

    def each(self, work: Callable[[T], R], objects: Iterable[T]) -> Iterator[tuple[T, R | TmsError]]:
        """The result of *work*, or the TmsError it raised, for each object, as they complete."""


Tms_contra = TypeVar("Tms_contra", bound=Server, contravariant=True)


class Resource(Protocol, Generic[Tms_contra, Wanted_contra, State]):
    """One managed thing."""

    #: What its objects are called in messages: "systems".
    objects: str

    def read(self, tms: Tms_contra, wanted: Wanted_contra) -> State:
        """All that the plan depends on; writes nothing."""

    def plan(self, state: State, wanted: Wanted_contra) -> Plan:
        """Pure: the same state and wish give the same plan."""

    def apply(self, tms: Tms_contra, action: Action) -> Applied:
        """Carry one action out; one write."""

    def read_back(self, tms: Tms_contra, action: Action) -> Applied:
        """Read the object of an action anew; raises if it differs from before in anything but what the action changes."""

    def mismatch(self, action: Action, after: Any) -> TmsError:
        """The error for an object that was read back as *after* although the action wanted something else."""

    def as_input(self, item: Item, value: Any) -> Mapping[str, Any] | None:
        """An object's value in the shape of the module's input; None where it cannot be given as input."""


@dataclass(frozen=True)
class Orders:
    """How a task is to be carried out. max_failures: so many in a row end all writing; max_changes: None is no limit."""

    check_mode: bool
    backup: Backup | None = None
    max_changes: int | None = None
    max_failures: int = 3
    listener: Listener = ignore


@dataclass(frozen=True)
class Outcome:
    """What a task did, or in check mode would do. failure: the sentence it fails with, None where all went well."""

    items: tuple[Item, ...]
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    warnings: tuple[str, ...]
    failure: str | None = None

    @property
    def changed(self) -> bool:
        return any(item.changed for item in self.items)

    def diff(self, server: str) -> dict[str, str]:
        """Before and after of what changes, a line an object, as --diff shows it."""
        changed = [item for item in self.items if item.changed]
        return {
            "before_header": server,
            "after_header": server,
            "before": "".join(_lines(f"{item.name} ({item.id})", item.before) for item in changed),
            "after": "".join(_lines(f"{item.name} ({item.id})", item.after) for item in changed),
        }


def _lines(title: str, value: Any, indent: str = "") -> str:
    """A value as a person compares it: a mapping key by key, a list entry by entry, all else in one line."""
    if isinstance(value, Mapping):
        return f"{indent}{title}:\n" + "".join(_lines(key, each, indent + "  ") for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return f"{indent}{title}:\n" + "".join(f"{indent}  - {each}\n" for each in value)
    return f"{indent}{title}: {value}\n"


def run(
    resource: Resource[Tms_contra, Wanted_contra, State], tms: Tms_contra, wanted: Wanted_contra, orders: Orders
) -> Outcome:
    """Bring about what is wanted, or with orders.check_mode predict it from the same plan.

    Errors of reading are raised: nothing was written then. Errors of writing are in the outcome.
    """
    plan = resource.plan(resource.read(tms, wanted), wanted)
    refusal = plan.refusal or _too_many(plan, orders, resource.objects)
    if refusal is not None:
        items = [action.skipped("nothing was changed, see the message of the task") for action in plan.actions]
        return _outcome(resource, plan, items, failure=str(refusal))
    if orders.check_mode:
        return _outcome(resource, plan, [action.item(assumed=action.assumed) for action in plan.actions])
    return _outcome(resource, plan, _Writing(resource, tms, plan, orders).carry_out())


def _too_many(plan: Plan, orders: Orders, objects: str) -> TmsError | None:
    if orders.max_changes is None or len(plan.actions) <= orders.max_changes:
        return None
    return RefusedError(
        f"change {len(plan.actions)} {objects}",
        said=f"max_changes allows {orders.max_changes}",
        remedy="look at the plan with --check --diff, and raise max_changes if it is right",
    )


def _outcome(
    resource: Resource[Any, Any, Any], plan: Plan, done: Sequence[Item], *, failure: str | None = None
) -> Outcome:
    place = {id_: number for number, id_ in enumerate(plan.order)}
    items = tuple(sorted((*plan.items, *done), key=lambda item: place.get(item.id, len(place))))
    return Outcome(
        items=items,
        before=_inputs(resource, ((item, item.before) for item in items)),
        after=_inputs(resource, ((item, item.after) for item in items if not _is_unknown(item))),
        facts=plan.facts,
        warnings=plan.warnings,
        failure=failure or _failure(items, resource.objects),
    )


def _inputs(resource: Resource[Any, Any, Any], values: Iterable[tuple[Item, Any]]) -> tuple[Mapping[str, Any], ...]:
    shaped = (resource.as_input(item, value) for item, value in values)
    return tuple(entry for entry in shaped if entry is not None)


def _is_unknown(item: Item) -> bool:
    """Whether something was sent, and nobody knows what came of it."""
    return item.changed and item.error is not None and item.after is None


#: So many failures are told in full; the results name them all.
_TOLD = 10


def _failure(items: Sequence[Item], objects: str) -> str | None:
    failed = [item for item in items if item.error]
    if not failed:
        return None
    changed = sum(item.changed for item in items)
    told = " ".join(str(item.error) for item in failed[:_TOLD])
    more = f" And {len(failed) - _TOLD} more, see results." if len(failed) > _TOLD else ""
    return f"{len(failed)} of {len(items)} {objects} failed, {changed} changed: {told}{more}"


class _Writing:
    """The writing part of one task."""

    def __init__(self, resource: Resource[Tms_contra, Any, Any], tms: Tms_contra, plan: Plan, orders: Orders) -> None:
        self._resource = resource
        self._tms = tms
        self._plan = plan
        self._orders = orders
        self._meter = Meter(f"changing {resource.objects}", len(plan.actions), orders.listener)
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._stopped: str | None = None
        self._no_seat_left = False
        #: Whether a change of this task was seen to have taken effect.
        self._is_verified = False

    def carry_out(self) -> list[Item]:
        items: list[Item] = []
        for phase in self._plan.phases:
            granted, struck = self._grant(phase, items)
            rest = list(granted)
            # Until a change is verified each is made alone: what is wrong with the server shows on one object.
            while rest and not self._is_verified:
                items.append(self._count(self._carry_out(rest.pop(0))))
            for action, result in self._tms.each(self._carry_out, rest):
                items.append(self._count(result if isinstance(result, Item) else self._failed(action, result)))
            items += [self._count(action.skipped("a seat that should have been released was not")) for action in struck]
            if self._plan.stepwise and any(item.error for item in items):
                self._stopped = self._stopped or "a step before it failed"
        return items

    def _grant(self, phase: Sequence[Action], done: Sequence[Item]) -> tuple[Sequence[Action], Sequence[Action]]:
        """The actions for which the releases made so far leave seats, and those that are struck: the last ones."""
        claims = [action for action in phase if action.seats < 0]
        if not claims or self._plan.until_no_seat:
            return phase, ()
        released_ids = {action.id for action in self._plan.actions if action.seats > 0}
        released = sum(item.changed for item in done if item.id in released_ids)
        seats = (self._plan.seats_free or 0) + released
        return phase[:seats], phase[seats:]

    def _carry_out(self, action: Action) -> Item:
        """One write with its verification; never raises."""
        with self._lock:
            if self._stopped:
                return action.skipped(f"not tried: {self._stopped}")
            if self._no_seat_left and action.seats < 0:
                return action.skipped("no seat is left for it")
        try:
            return self._written(action)
        except TmsError as error:
            return self._failed(action, error)
        except Exception as error:
            # A defect of the collection must not hide what was already written: it becomes the result of its object.
            place = traceback.extract_tb(error.__traceback__)[-1]
            return self._failed(
                action,
                # It may have come after the write was sent.
                UnverifiedError(
                    f"{action.verb} and verify",
                    on=f"{self._resource.objects} {action.title}",
                    said=f"{type(error).__name__}: {error} ({place.name}, line {place.lineno})",
                    remedy="this is a defect of the collection, please report it",
                ),
                stop=True,
            )

    def _written(self, action: Action) -> Item:
        if self._orders.backup is not None and action.restores:
            self._orders.backup.record(action.restores)
        try:
            applied = self._resource.apply(self._tms, action)
        except TmsError as error:
            if not error.outcome_unknown:
                raise
            return self._after_silence(action, error)
        if applied.after is None:
            applied = self._read_back(action, "the reply does not show the result")
        if applied.after == action.after:
            return self._succeeded(action, applied)
        if self._plan.partial and action.seats < 0 and applied.after == action.before:
            with self._lock:
                self._no_seat_left = True
            return action.skipped("no seat was left for it: TMS did not accept the change")
        mismatch = self._resource.mismatch(action, applied.after)
        mismatch.after = applied.after
        return self._failed(action, mismatch)

    def _after_silence(self, action: Action, error: TmsError) -> Item:
        """The write may or may not have been carried out: only reading back tells; it is never sent again."""
        applied = self._read_back(action, error.said)
        if applied.after == action.after:
            return self._succeeded(action, applied)
        raise VerificationError(
            error.tried,
            on=error.on or action.title,
            said=f"{error.said}; read back, the change had not taken effect",
            remedy=error.remedy or "run again",
        ) from error

    def _read_back(self, action: Action, why: str) -> Applied:
        try:
            return self._resource.read_back(self._tms, action)
        except VerificationError:
            raise
        except TmsError as unreadable:
            unverified = UnverifiedError(
                "verify the change",
                on=action.title,
                said=f"{why}, and it cannot be read back ({unreadable.said or unreadable})",
                remedy="look at it in TMS, then run again",
            )
            unverified.stops_everything = unreadable.stops_everything
            raise unverified from unreadable

    def _succeeded(self, action: Action, applied: Applied) -> Item:
        with self._lock:
            self._in_a_row = 0
            self._is_verified = True
        return action.item(after=applied.after, facts=dict(action.facts) | dict(applied.facts))

    def _failed(self, action: Action, error: TmsError, *, stop: bool = False) -> Item:
        # What was refused or ignored is known to be as it was before.
        is_doubtful = isinstance(error, UnverifiedError) or error.after not in (None, action.before)
        with self._lock:
            self._in_a_row += 1
            if stop or error.stops_everything:
                self._stopped = self._stopped or f"all writing ended after {action.title}"
            elif is_doubtful and not self._is_verified:
                self._stopped = self._stopped or f"the first change, of {action.title}, could not be verified"
            elif self._in_a_row >= self._orders.max_failures:
                self._stopped = self._stopped or f"{self._in_a_row} failures in a row (max_failures)"
        if isinstance(error, UnverifiedError):
            # Something was sent: whoever reads the result must not take the old value for the present one.
            return action.item(after=None, error=str(error))
        after = action.before if error.after is None else error.after
        return action.item(changed=after != action.before, after=after, error=str(error))

    def _count(self, item: Item) -> Item:
        self._meter.count(changed=item.changed, failed=bool(item.error))
        return item

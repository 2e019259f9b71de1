# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service users: read, plan, apply.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Applied
from ansible_collections.telepresence.tms.plugins.module_utils._model import service_users as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import (
    change,
    checked_email,
    find_account,
    same_account,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError, VerificationError
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    SITE_ADMINISTRATOR,
    folded,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.service_users import (
    ABSENT,
    ACCOUNT,
    ADMINISTRATION,
    CREATE,
    PRESENT,
    Found,
    Saving,
    Situation,
    Wish,
    already_made,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.groups import (
    answered,
    found_in,
    group_names,
    groups_by_members,
    member_names,
    own_groups,
    permissions_of,
    set_membership,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, users


def wanted(params: Mapping[str, Any]) -> Wish:
    """The wish in the words of the module's options."""
    profile = {name: params[name] for name in users.PROFILE if params[name] is not None}
    if "email" in profile:
        checked_email(profile["email"])
    assumed = (params["assume"] or {}).get("groups") or () if params["check_mode"] else ()
    return Wish(
        name=params["name"].strip(),
        state=params["state"],
        profile=profile,
        groups=change(params["groups"], "groups"),
        model=params["model"],
        approves=params["approve_meetings"],
        require_least=params["require_least"],
        windows_account=params["windows_account"],
        send_notifications=params["send_notifications"],
        assumed_groups={entry["name"]: tuple(entry.get("permissions") or ()) for entry in assumed},
    )


class ServiceUsers:
    """The resource: one user; its objects are its Windows account, its place among the administrators, and its page.

    password: of a Windows account that is to be made; used once, and kept nowhere else.
    """

    objects = "parts of the service user"

    def __init__(self, password: str | None = None) -> None:
        self._password = password
        #: The name that TMS gave to an account it made.
        self._made: str | None = None
        #: What TMS said to the last write: the reason if it took no effect.
        self._answer = ""

    def read(self, tms: Tms, wanted: Wish) -> Situation:
        entries = groups.entries(tms.web)
        names = tuple(entry.spelled for entry in entries)
        user = self._found(tms, wanted, names)
        counted = {
            folded(name) for name in (*(user.groups if user else ()), *(wanted.groups.all if wanted.groups else ()))
        }
        asked = [entry for entry in entries if folded(entry.spelled) in counted | {folded(EVERYBODY)}]
        administrators = found_in(entries, SITE_ADMINISTRATOR)
        creates = wanted.windows_account == CREATE and user is None and wanted.state == PRESENT
        return Situation(
            user=user,
            groups=names,
            permissions=permissions_of(tms, asked or entries[:1]) if wanted.state == PRESENT else {},
            administrators=member_names(tms, administrators) if administrators else (),
            me=tms.me,
            secure=tms.http.base.startswith("https://"),
            may_create=not creates or tms.remote_setup.is_local_admin(),
        )

    def _found(self, tms: Tms, wanted: Wish, names: tuple[str, ...]) -> Found | None:
        known = tms.remote_setup.users()
        name: str | None = wanted.name
        if wanted.windows_account == CREATE:
            name = already_made(wanted, known)
        if name is None:
            return None
        page = users.opened(tms.web, name, names)
        if page is not None:
            return Found(page.name, page.profile, tuple(own_groups(page)))
        hidden = find_account(name, [user.user_name for user in known])
        if hidden is None:
            return None
        told = next(user for user in known if user.user_name == hidden)
        profile = {"first_name": told.first_name, "last_name": told.last_name, "email": told.email}
        return Found(hidden, profile, groups_by_members(tms, hidden), listed=False)

    def plan(self, state: Situation, wanted: Wish) -> Plan:
        return rules.plan(state, wanted)

    def apply(self, tms: Tms, action: Action) -> Applied:
        if action.id == ACCOUNT:
            return self._make_account(tms, action)
        if action.id == ADMINISTRATION:
            self._leave_administration(tms, action)
            return Applied(after=ABSENT)
        if action.after is None:
            # Rows move when one is deleted: the one to be ticked is read anew, and so is the list afterwards.
            users.forget(tms.web)
            entry = users.find(tms.web, action.name)
            users.forget(tms.web)
            if entry is not None:
                self._answer = users.delete(tms.web, entry)
            return Applied()
        self._save(tms, action)
        return Applied()

    def _make_account(self, tms: Tms, action: Action) -> Applied:
        wish: Wish = action.detail
        if self._password is None:
            raise TmsError(
                "make a Windows account",
                on=f"user '{wish.name}'",
                said="a new account needs a password",
                remedy="give account_password",
            )
        self._made = tms.remote_setup.generate_user(
            wish.name, self._password, wish.profile["email"], send_notifications=wish.send_notifications
        )
        return Applied(after=PRESENT, facts={"user_name": self._made})

    def _name(self, action: Action) -> str:
        return self._made or action.name

    def _leave_administration(self, tms: Tms, action: Action) -> None:
        """Take an account that TMS made out of Site Administrator; disable it at once if that cannot be done."""
        name = self._name(action)
        try:
            set_membership(tms, SITE_ADMINISTRATOR, name, member=False)
            if not self._administers(tms, name):
                return
            said = "TMS still lists it as a member"
        except TmsError as error:
            said = error.said or str(error)
        raise self._disabled(tms, name, said)

    @staticmethod
    def _administers(tms: Tms, name: str) -> bool:
        """Whether an account is a member of Site Administrator, read anew."""
        administrators = found_in(groups.entries(tms.web), SITE_ADMINISTRATOR)
        return administrators is not None and find_account(name, member_names(tms, administrators)) is not None

    @staticmethod
    def _disabled(tms: Tms, name: str, said: str) -> TmsError:
        tried = f"take the new account out of group '{SITE_ADMINISTRATOR}'"
        try:
            tms.remote_setup.disable_user(name)
        except TmsError as error:
            return VerificationError(
                tried,
                on=f"user '{name}'",
                said=f"{said}; and it could not be disabled ({error.said or error})",
                remedy="disable it on the server at once: it may do everything in TMS",
            )
        return VerificationError(
            tried,
            on=f"user '{name}'",
            said=f"{said}; it was disabled",
            remedy="look at the group in TMS, then run again",
        )

    def _save(self, tms: Tms, action: Action) -> None:
        detail: Saving = action.detail
        names = group_names(tms)
        if detail.new:
            users.forget(tms.web)
            page = users.new_page(tms.web, names)
            boxes = {**users.unwanted(page, action.after["groups"]), **detail.groups}
            self._answer = users.save(tms.web, page, action.name, detail.profile, boxes)
            return
        name = self._name(action)
        found = users.opened(tms.web, name, names) if detail.listed else None
        if found is not None:
            boxes = dict(self._boxes(own_groups(found), action))
            self._answer = users.save(tms.web, found, found.name, detail.profile, boxes)
        elif action.verb == "disable":
            tms.remote_setup.disable_user(name)
        else:
            for group, member in self._boxes(groups_by_members(tms, name), action).items():
                self._answer = set_membership(tms, group, name, member=member)
            stuck = ", ".join(option for option in detail.profile if option != "email" or self._made is None)
            if stuck:
                raise TmsError(
                    "set the profile",
                    on=f"user '{name}'",
                    said=f"TMS lists no page for it, as for accounts that it made itself, so {stuck} cannot be set",
                    remedy=f"leave {stuck} out",
                )

    def _boxes(self, before: Sequence[str], action: Action) -> Mapping[str, bool]:
        """The boxes to change. A user that TMS has just made landed in its default groups, which no plan could know."""
        if self._made is None:
            boxes: Mapping[str, bool] = action.detail.groups
            return boxes
        return rules.boxes(before, action.after["groups"], generated=True)

    def read_back(self, tms: Tms, action: Action) -> Applied:
        name = self._name(action)
        if action.id == ACCOUNT:
            known = find_account(name, [user.user_name for user in tms.remote_setup.users()])
            return Applied(PRESENT if known else ABSENT)
        if action.id == ADMINISTRATION:
            return Applied(PRESENT if self._administers(tms, name) else ABSENT)
        page = users.opened(tms.web, name, group_names(tms))
        keys = [key for key in action.after or action.before or () if key != "groups"]
        if page is not None:
            profile = {key: page.profile.get(key, "") for key in keys}
            of: tuple[str, ...] = tuple(own_groups(page))
        else:
            told = next((user for user in tms.remote_setup.users() if same_account(name, user.user_name)), None)
            if told is None or action.after is None:
                return Applied(None)
            profile = {key: getattr(told, key, "") for key in keys}
            of = groups_by_members(tms, name)
        return Applied({**profile, "groups": sorted(of, key=folded)})

    def prove(self, tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
        """Sign in as the user, and ask TMS what it thinks of him; what the module adds to its result."""
        if not params["prove"] or params["state"] != PRESENT:
            return {}
        name = self._made or params["name"]
        other = tms.signed_in_as(name, params["account_password"])
        try:
            alive, on_behalf = other.remote_setup.is_alive(), other.remote_setup.is_book_on_behalf_user()
        except TmsError as error:
            raise VerificationError(
                "sign in as the service user", on=f"user '{name}'", said=error.said or str(error), remedy=error.remedy
            ) from error
        finally:
            other.close()
        if params["model"] == rules.ON_BEHALF and not on_behalf:
            raise VerificationError(
                "prove the rights of the service user",
                on=f"user '{name}'",
                said="TMS says that he may not book on behalf of others (IsTMSBookOnBehalfUser)",
                remedy="look at the user's groups with the module group_info (effective_for)",
            )
        return {"proof": {"signed_in": alive, "books_on_behalf": on_behalf}}

    def mismatch(self, action: Action, after: Any) -> TmsError:
        said = answered(self._answer, _differing(after, action))
        return VerificationError(
            f"{action.verb} the user", on=f"user '{action.name}'", said=said, remedy="look at the user in TMS"
        )

    def as_input(self, item: Item, value: Any) -> Mapping[str, Any] | None:
        return rules.as_input(str(item.id), item.name, value)


def _differing(after: Any, action: Action) -> str:
    if action.after is None:
        return "TMS still lists the user"
    if not isinstance(after, Mapping) or not isinstance(action.after, Mapping):
        return "TMS does not list the user afterwards" if after is None else f"read back it is {after}"
    differing = [
        f"{key} is {after.get(key)!r}, not {value!r}" for key, value in action.after.items() if after.get(key) != value
    ]
    return f"read back {', '.join(differing)}"

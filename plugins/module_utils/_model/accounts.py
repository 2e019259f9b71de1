# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of Windows accounts and groups, and the wish to add to, remove from, or set a list of them.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def account(name: str) -> tuple[str, str]:
    """Domain (empty if none is given) and user name, without regard to case: DOMAIN\\user, user@domain or user."""
    text = name.strip().casefold()
    if "\\" in text:
        domain, dummy, user = text.rpartition("\\")
        return domain, user
    user, dummy, realm = text.partition("@")
    return realm.partition(".")[0], user


def same_account(one: str, other: str) -> bool:
    """Whether two names mean one Windows account: without case, and with or without the domain."""
    (domain, user), (other_domain, other_user) = account(one), account(other)
    return user == other_user and (not domain or not other_domain or domain == other_domain)


def find_account(name: str, names: Iterable[str]) -> str | None:
    """The one of *names* that means the account *name*; two of other domains, where none was given, are refused."""
    found = [each for each in names if same_account(name, each)]
    exact = [each for each in found if account(each) == account(name)]
    if len(exact or found) > 1:
        raise InputError(
            "The user name is ambiguous",
            on=f"'{name}'",
            said=f"TMS has {', '.join(sorted(exact or found))}",
            remedy="give the domain before it",
        )
    return next(iter(exact or found), None)


def checked_email(text: str) -> str:
    """An e-mail address of the form TMS asks for, xxx@yyy.zz (administrator guide 14.1 p. 25)."""
    if not _EMAIL.fullmatch(text):
        raise InputError("An e-mail address has the form name@example.com", on=f"'{text}'")
    return text


def made_from(base: str, user_name: str) -> bool:
    """Whether TMS may have made *user_name* from *base*: it appends a number where a name is taken."""
    return re.fullmatch(re.escape(account(base)[1]) + r"\d*", account(user_name)[1]) is not None


@dataclass(frozen=True)
class Change:
    """add, remove: single entries, the rest stays; exactly: the whole list, None where it was not given."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    exactly: tuple[str, ...] | None = None

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.add, *self.remove, *(self.exactly or ()))


def change(option: Mapping[str, Any] | None, of: str) -> Change | None:
    """The wish in one of the options permissions, members, groups; None where the option was not given."""
    if option is None:
        return None
    add, remove, exactly = option.get("add"), option.get("remove"), option.get("set")
    if exactly is not None and (add or remove):
        raise InputError(f"The option {of} takes set alone, or add and remove")
    both = {each.casefold() for each in add or ()} & {each.casefold() for each in remove or ()}
    if both:
        raise InputError(
            f"The option {of} adds and removes the same", on=", ".join(sorted(both)), remedy="name it in one of the two"
        )
    return Change(tuple(add or ()), tuple(remove or ()), None if exactly is None else tuple(exactly))

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of Windows accounts."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import (
    change,
    checked_email,
    find_account,
    made_from,
    same_account,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("EXAMPLE\\svc", "example\\SVC", True),
        ("svc", "EXAMPLE\\svc", True),
        ("svc@example.com", "EXAMPLE\\svc", True),
        ("OTHER\\svc", "EXAMPLE\\svc", False),
        ("svc2", "EXAMPLE\\svc", False),
    ],
)
def test_accounts_compare_without_case_and_with_or_without_domain(one, other, same):
    assert same_account(one, other) is same
    assert same_account(other, one) is same


def test_a_name_in_two_domains_is_refused_without_its_domain():
    names = ["ONE\\svc", "TWO\\svc"]
    with pytest.raises(InputError, match="ambiguous"):
        find_account("svc", names)
    assert find_account("two\\SVC", names) == "TWO\\svc"
    assert find_account("other", names) is None


@pytest.mark.parametrize(
    "text", ["", "jane", "jane@", "jane@host", "ja ne@example.com", "jane@example..com", "@example.com"]
)
def test_an_address_of_a_wrong_form_is_refused(text):
    with pytest.raises(InputError, match=r"name@example\.com"):
        checked_email(text)


def test_an_address_of_the_right_form_passes():
    assert checked_email("jane.doe@mail.example.com") == "jane.doe@mail.example.com"


@pytest.mark.parametrize(
    ("name", "made"), [("TMS\\svc", True), ("TMS\\SVC12", True), ("TMS\\svcx", False), ("TMS\\asvc", False)]
)
def test_the_accounts_that_tms_may_have_made_from_a_base_name(name, made):
    assert made_from("svc", name) is made


def test_a_change_is_either_whole_or_in_parts():
    assert change(None, "members") is None
    with pytest.raises(InputError, match="set alone"):
        change({"set": [], "add": ["a"], "remove": None}, "members")
    with pytest.raises(InputError, match="adds and removes"):
        change({"add": ["A"], "remove": ["a"], "set": None}, "members")
    whole = change({"set": [], "add": None, "remove": None}, "members")
    assert whole is not None and whole.exactly == ()

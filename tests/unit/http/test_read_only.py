# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a read-only connection lets through."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import READING_OPERATIONS, Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import ReadOnlyError

NAVIGATING = ("View Settings", "Edit Settings", "Cancel")
#: The operations of both services that change something or take a licence.
WRITING_OPERATIONS = [
    "SetPrimarySystem",
    "GenerateConferenceAPIUser",
    "DisableConferenceAPIUser",
    "SaveConference",
    "SaveConferences",
    "SaveConferenceRecInstance",
    "SaveConferenceWithMode",
    "DeleteConferenceById",
    "EndConferenceById",
    "DeleteConferenceRecInstanceById",
    "GetTransactionsSince",
    "GetRecordingAliases",
    "OfATmsThatIsNotBuiltYet",
]


@pytest.mark.parametrize("operation", WRITING_OPERATIONS)
def test_an_operation_that_is_not_known_to_read_is_not_sent(start, reach, operation):
    site = start()
    with pytest.raises(ReadOnlyError, match=f"call {operation}"):
        reach(site, read_only=True).soap("s.asmx", b"<x/>", operation=operation, headers={})
    assert site.connections == 0


@pytest.mark.parametrize("operation", sorted(READING_OPERATIONS))
def test_an_operation_that_reads_is_sent(start, reach, operation):
    site = start()
    reach(site, read_only=True).soap("s.asmx", b"<x/>", operation=operation, headers={})
    assert site.paths("POST") == ["/tms/s.asmx"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Save", "button"),
        ("Next", "button"),
        ("View", "link"),
        ("Add Option Key", "link"),
        ("Add Option Key", "menu"),
        ("Delete", "row"),
        ("New Folder", "tree"),
        ("Add Systems", "tree"),
        ("Move to...", "row"),
        ("  REMOVE\xa0this ", "row"),
        ("Update", "tab"),
        ("Restart", "tab"),
        ("Purge Log", "menu"),
        ("Ordner löschen", "tree"),
        ("新規フォルダー", "tree"),
        ("システムを削除する", "row"),
        ("Enregistrer", "tab"),
        ("Purge", "pager"),
        ("Delete all", "pager"),
        ("Save", "something else"),
    ],
)
def test_a_click_that_may_write_is_not_sent(start, reach, label, kind):
    site = start()
    http = reach(site, read_only=True, navigating=NAVIGATING)
    with pytest.raises(ReadOnlyError, match="the connection is read-only"):
        http.post_back("form", [("x", "1")], trigger=Trigger(label, kind))
    with pytest.raises(ReadOnlyError):
        http.get("page", trigger=Trigger(label, kind))
    assert site.connections == 0


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("View Settings", "button"),
        ("edit\xa0settings:", "link"),
        ("2", "pager"),
        ("Page 2", "pager"),
        ("Next", "pager"),
        ("next page", "pager"),
        ("...", "pager"),
        (">>", "pager"),
        ("Systems", "menu"),
        ("Booking", "menu"),
        ("Settings", "tab"),
        ("New York", "tree"),
        ("New York Boardroom", "row"),
        ("Set Design Studio", "row"),
        ("Deleted Systems", "tree"),
        ("Neue Mainzer Straße", "tree"),
        ("移動会議室", "row"),
        ("登録ユーザー", "row"),
        ("２", "pager"),
    ],
)
def test_a_click_that_only_shows_something_is_sent(start, reach, label, kind):
    site = start()
    http = reach(site, read_only=True, navigating=NAVIGATING)
    http.post_back("form", [("x", "1")], trigger=Trigger(label, kind))
    http.get("page", trigger=Trigger(label, kind))
    assert site.paths("POST") == ["/tms/form"]


def test_a_connection_that_may_write_refuses_nothing(start, reach):
    site = start()
    http = reach(site, navigating=NAVIGATING)
    http.post_back("form", [("x", "1")], trigger=Trigger("Save", "button"))
    http.soap("s.asmx", b"<x/>", operation="SaveConference", headers={})
    assert site.paths("POST") == ["/tms/form", "/tms/s.asmx"]

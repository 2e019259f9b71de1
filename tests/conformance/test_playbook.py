# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook on a genuine ASP.NET: a key, the seats of a folder, what is then reported, and nothing a second time."""

from __future__ import annotations

from pathlib import Path

from mono import PASSWORD, USERNAME, Mono
from playbook import Playbook
from test_web_ui import FOLDERS, NEW_KEY, changed_to

TASKS = [
    {"telepresence.tms.option_key": {"keys": [NEW_KEY]}},
    {
        "telepresence.tms.remote_bookings": {
            "systems": [{"folder": "Norway", "recurse": True}],
            "include_unreachable": True,
        }
    },
]


def test_a_playbook(mono: Mono, tmp_path: Path, tree: Path) -> None:
    connection = {
        "url": mono.url,
        "username": USERNAME,
        "password": PASSWORD,
        "auth": "basic",
        "allow_basic_over_http": True,
    }
    reports = [
        {"telepresence.tms.license_info": {}},
        {"telepresence.tms.system_info": {"gather": ["remote_bookings", "folder"]}},
    ]
    run = Playbook(tmp_path, tree).run([*TASKS, *TASKS, *reports], connection)
    assert run.returncode == 0, run.output
    key, bookings, key_again, bookings_again, licences, systems = (task["result"] for task in run.tasks)
    assert [each["changed"] for each in (key, bookings, key_again, bookings_again)] == [True, True, False, False]
    keys, boxes = mono.control()[:1], mono.control()[1:]
    assert keys == [["option keys", "30000001", "", "Exchange Integration Option (25 systems)"]]
    assert sorted(boxes) == sorted(changed_to("Yes", 44, 45, 46, 47, 48, 52)), "nothing else was touched"
    assert licences["server"] == {"url": mono.url, "serial_number": "84000001"}
    assert {name: licences["seats"][name]["value"] for name in ("total", "used")} == {"total": 50, "used": 9}
    shown = {each["id"]: (each["folder"], each["remote_bookings"]) for each in systems["systems"]}
    assert shown == {
        id_: ("/".join(path), "enabled" if path[0] == "Norway" else "disabled") for id_, path in FOLDERS.items()
    }
    assert NEW_KEY not in run.output and PASSWORD not in run.output

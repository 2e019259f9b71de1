# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that make a Windows account and are killed: the next run makes no second one, and leaves no administrator behind."""

from __future__ import annotations

from contextlib import closing

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Orders, run
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._resources.service_users import ServiceUsers, wanted
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from knife import Killed, Knife
from taught_labels import TAUGHT
from tms_simulator.launch import Simulator

WISH = {
    "state": "present",
    "first_name": None,
    "last_name": None,
    "language": None,
    "time_zone": None,
    "groups": {"add": ["API Bookers"], "remove": None, "set": None},
    "model": "on_behalf",
    "approve_meetings": True,
    "require_least": False,
    "windows_account": "create",
    "send_notifications": False,
    "assume": None,
    "check_mode": False,
}


def test_an_account_is_made_once_whenever_the_run_is_killed(skin, monkeypatch):
    with Simulator(systems=3, skin=skin, tls=True) as simulator:
        knife = Knife(monkeypatch)
        account = simulator.accounts["tmsadmin"]

        def work(name):
            connection = Connection(simulator.url, account["username"], account["password"], ca_cert=simulator.ca_file)
            with closing(Tms(connection, read_only=False, labels=Labels(TAUGHT.get(skin)))) as tms:
                params = WISH | {"name": name, "email": f"{name}@example.com"}
                outcome = run(ServiceUsers("S3cret-0f-svc"), tms, wanted(params), Orders(check_mode=False))
                assert outcome.failure is None, outcome.failure
                return outcome.changed

        def reserve(name):
            # Another account of such a name, of another client.
            simulator.change(
                "sql",
                statement="insert into users (username, first_name, last_name, email, hidden) values (?, '', '', ?, 1)",
                values=[f"TMS\\{name}1", "other@example.com"],
            )

        def groups_of(name):
            dumped = simulator.dump()
            made = [each["user_name"] for each in dumped["users"] if each["email"] == f"{name}@example.com"]
            return [sorted(group["name"] for group in dumped["groups"] if user in group["members"]) for user in made]

        reserve("whole")
        assert work("whole")
        assert groups_of("whole") == [["API Bookers", "Users"]]
        asked = list(knife.asked)
        assert not work("whole")
        knife.asked = asked
        first, last = knife.first(b"GenerateConferenceAPIUser"), len(knife.asked)
        administered = 0
        for number in range(first, last + 1):
            name = f"svc{number}x"
            if number % 2:
                reserve(name)
            knife.sharpen(number)
            with pytest.raises(Killed):
                work(name)
            administered += any("Site Administrator" in of for of in groups_of(name))
            knife.sharpen(None)
            work(name)
            assert groups_of(name) == [["API Bookers", "Users"]]
        # Some were killed while the new account still was an administrator.
        assert administered > 0

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventories of docs/examples, rolled out on a simulated server."""

from __future__ import annotations

from declared import connection


def test_one_room_is_rolled_out(site, checkout):
    tms = site(systems=6)
    run = tms.playbook.with_inventory("site_rollout", inventory(checkout, "one_room"), connection(tms.simulator))
    assert run.returncode == 0, run.output
    enabled = [each["name"] for each in tms.simulator.dump()["systems"] if each["remote_bookings"] == "enabled"]
    assert enabled == ["Oslo Boardroom 1"]


def test_two_sites_are_previewed(site, checkout):
    tms = site(systems=12, packs=0, fresh=True)
    extra = connection(tms.simulator) | {"tms_option_keys": tms.simulator.keys["packs"][:1]}
    run = tms.playbook.with_inventory("site_rollout", inventory(checkout, "two_sites"), extra, "--check")
    assert run.returncode == 0, run.output
    changes = run.shown()[0]["changes"]
    assert "create 'EXAMPLE\\svc-calendar' (user)" in changes
    assert "enable 'Bergen Boardroom 1' (id 1002): disabled -> enabled" in changes
    assert not [line for line in changes if "Oslo Lobby 1" in line], "named as disabled, which overrides its folder"


def inventory(checkout, name):
    return checkout / "docs" / "examples" / name / "inventory.yml"

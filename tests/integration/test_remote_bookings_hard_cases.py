# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Allow Remote Bookings where something stands in the way: seats, bookings, a Package key, a server that misbehaves."""

from __future__ import annotations

import json

import pytest

#: Seeded systems have the ids 1001, 1002, ...
FIRST = 1001
LASTING = {"times": None}


def ids(start, count, **more):
    return [{"id": FIRST + start + number, **more} for number in range(count)]


def numbers(start, count):
    return set(range(FIRST + start, FIRST + start + count))


def of_save(system=None, **more):
    """A fault's matching: the Save of Edit Settings, of one system or of any."""
    return {"matching": {"trigger": "Save"} | ({} if system is None else {"system": system}), **more}


def writes(tms):
    counters = tms.simulator.counters()
    return counters["writes"] + counters["refused_writes"]


def unchanged(tms, former, result):
    """That a task was refused as a whole: nothing was posted, nothing differs, and no item says otherwise."""
    assert result["failed"]
    assert not result["changed"]
    assert writes(tms) == 0
    assert tms.enabled() == former


# -- seats


def test_one_seat_too_few_changes_nothing_and_names_the_system(site, skin):
    tms = site(skin=skin, systems=40, enabled=20)
    former = tms.enabled()
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=ids(20, 6))
        unchanged(tms, former, result)
        assert "(id 1026)" in result["msg"]
        assert "(id 1025)" not in result["msg"]
        assert "1 booking seat is missing (5 free of 25" in result["msg"]
        assert {item["action"] for item in result["results"]} == {"skipped"}
    assert not tms.apply("remote_bookings", systems=ids(20, 5))["failed"]


def test_releases_count_towards_a_shortage(site):
    tms = site(systems=40, enabled=25)
    former = tms.enabled()
    result = tms.apply("remote_bookings", systems=[*ids(25, 4), *ids(0, 2, state="disabled")])
    unchanged(tms, former, result)
    assert "2 booking seats are missing (0 free of 25" in result["msg"]
    assert "(id 1028)" in result["msg"]
    assert "(id 1029)" in result["msg"]
    assert "(id 1027)" not in result["msg"]


def test_partial_serves_booked_systems_first_then_the_order_given(site, skin, named):
    tms = site(skin=skin, systems=40, enabled=22)
    for system in (1032, 1035):
        tms.simulator.change("add_booking", systems=[system], Title="Board")
    # The order given: from the last to the first.
    wish = {"systems": list(reversed(ids(30, 8))), "on_shortage": "partial"}
    predicted = tms.check("remote_bookings", **wish)
    assert writes(tms) == 0
    done = tms.apply("remote_bookings", **wish)
    assert not done["failed"]
    assert tms.enabled() == numbers(0, 22) | {1032, 1035, 1038}
    assert [item["id"] for item in done["results"]] == list(range(1038, 1030, -1))
    left = [item for item in done["results"] if item["action"] == "skipped"]
    assert {item["id"] for item in left} == {1031, 1033, 1034, 1036, 1037}
    assert all("no seat is left" in item["note"] and not item["changed"] for item in left)
    assert done["results"] == predicted["results"]
    assert done["seats"]["free_after"] == 0


def test_an_unknown_number_of_seats_is_refused_and_asks_for_seats_total(site):
    tms = site(systems=40, enabled=20)
    tms.simulator.change("hide_products")
    former = tms.enabled()
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=ids(20, 3))
        unchanged(tms, former, result)
        assert "seats_total" in result["msg"]
        assert "on_shortage: partial" in result["msg"]
    assert not tms.apply("remote_bookings", systems=ids(20, 3), seats_total=25)["failed"]
    result = tms.apply("remote_bookings", systems=ids(23, 3), seats_total=25)
    assert "1 booking seat is missing" in result["msg"]
    assert tms.enabled() == numbers(0, 23)


def test_partial_with_an_unknown_number_goes_on_until_a_box_is_left_at_no(site, skin, named):
    tms = site(skin=skin, systems=40, enabled=20)
    tms.simulator.change("hide_products")
    wish = {"systems": ids(20, 12), "on_shortage": "partial", "concurrency": 1}
    predicted = tms.check("remote_bookings", **wish)
    assert all("not known" in item["assumed"] for item in predicted["results"])
    tms.simulator.reset()
    done = tms.apply("remote_bookings", **wish)
    assert not done["failed"]
    assert tms.enabled() == numbers(0, 25)
    # Five that took, and one that showed there are no more.
    assert tms.simulator.counters()["writes"] == 6
    assert [item["action"] for item in done["results"]] == ["enable"] * 5 + ["skipped"] * 7
    assert not tms.apply("remote_bookings", systems=ids(20, 5)).get("changed")


def test_a_release_that_fails_strikes_one_claim_and_not_the_run(site, skin, named):
    tms = site(skin=skin, systems=40, enabled=25)
    tms.simulator.faults({"kind": "offline_device", **of_save(1003, **LASTING)})
    result = tms.apply("remote_bookings", systems=[*ids(0, 5, state="disabled"), *ids(30, 5)])
    items = named(result)
    assert result["failed"]
    assert "(id 1003)" in result["msg"]
    assert [id_ for id_, item in items.items() if item["error"]] == [1003]
    assert items[1035]["action"] == "skipped"
    assert "not" in items[1035]["note"]
    assert tms.enabled() == (numbers(5, 20) | {1003} | numbers(30, 4))


# -- bookings


SERIES = {"RecurrencePattern": {"FrequencyType": "Weekly", "Interval": 1, "PatternEndDateUTC": "2099-01-01 00:00:00Z"}}


@pytest.mark.parametrize(("hours", "more", "shown"), [(24, {}, "'Board' 2"), (-48, SERIES, "series 'Board'")])
def test_a_booked_system_is_not_turned_off(site, skin, hours, more, shown):
    tms = site(skin=skin, systems=20, enabled=10)
    tms.simulator.change("add_booking", systems=[1004], Title="Board", hours=hours, **more)
    former = tms.enabled()
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=ids(0, 8), state="disabled")
        unchanged(tms, former, result)
        assert "(id 1004)" in result["msg"]
        assert "(id 1003)" not in result["msg"]
        assert shown in result["msg"]
        assert "deletes a booking" in result["msg"]
        assert "protect_booked: false" in result["msg"]
    done = tms.apply("remote_bookings", systems=[{"id": 1004}], state="disabled", protect_booked=False)
    assert done["changed"]
    assert tms.enabled() == former - {1004}


def test_a_booking_of_the_past_protects_nothing(site):
    tms = site(systems=10, enabled=5)
    tms.simulator.change("add_booking", systems=[1002], Title="Over", hours=-30)
    assert tms.apply("remote_bookings", systems=ids(1, 1), state="disabled")["changed"]
    assert 1002 not in tms.enabled()


def test_a_system_that_only_a_pattern_selects_stays_protected(site):
    tms = site(systems=20, enabled=10)
    tms.simulator.change("add_booking", systems=[1004], Title="Board")
    former = tms.enabled()
    (name,) = (each["name"] for each in tms.simulator.dump()["systems"] if each["id"] == 1004)
    result = tms.apply("remote_bookings", systems=[{"pattern": "*"}], state="disabled", protect_booked=False)
    unchanged(tms, former, result)
    assert f"'{name}' (id 1004)" in result["msg"]
    wish = [{"pattern": "*"}, {"name": name}]
    assert tms.apply("remote_bookings", systems=wish, state="disabled", protect_booked=False)["changed"]
    assert tms.enabled() == set()


def test_if_bookings_cannot_be_read_nothing_is_turned_off(site):
    tms = site(systems=20, enabled=10)
    former = tms.enabled()
    tms.simulator.faults({"kind": "500", "matching": {"operation": "GetConferencesForSystems"}, **LASTING})
    wish = [*ids(0, 3, state="disabled"), *ids(12, 2)]
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=wish)
        unchanged(tms, former, result)
        assert "whether they have future bookings cannot be known" in result["msg"]
        for id_ in (1001, 1002, 1003):
            assert f"(id {id_})" in result["msg"]
    assert not tms.apply("remote_bookings", systems=wish, protect_booked=False)["failed"]
    assert tms.enabled() == numbers(3, 7) | numbers(12, 2)


# -- a Package key, and labels


def test_under_a_package_key_the_setting_is_void_and_nothing_is_changed(site, skin):
    tms = site(skin=skin, systems=20, enabled=5, package=True)
    before = tms.simulator.dump()
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=[*ids(0, 3, state="disabled"), *ids(8, 3)])
        assert not result["failed"]
        assert not result["changed"]
        assert [(item["before"], item["after"], item["action"]) for item in result["results"]] == [
            ("void", "void", "none")
        ] * 6
    assert writes(tms) == 0
    assert tms.simulator.dump() == before
    info = tms.apply("license_info")
    assert info["mode"] == "package"
    assert {key["kind"]: key["idle"] for key in info["option_keys"]} == {
        "other": False,
        "exchange_integration": True,
        "application_integration_package": False,
    }
    assert any("idle" in sentence and "7E51EC25" in sentence for sentence in info["inconsistencies"])


@pytest.mark.parametrize(
    ("package", "label", "text"),
    [
        (False, "Allow Remote Bookings", "Permit API Reservations"),
        # A server that shows the setting beside its Package key, under words of its own.
        (True, "Allow Bookings", "Permit Remote Bookings"),
        # In words that have nothing in common with it.
        (True, "Allow Outgoing H.323 Dialing", "Open to calendar clients"),
        (True, "TMS Scheduling Settings", "Scheduling Options"),
    ],
)
def test_a_renamed_label_is_an_error_that_names_it_and_never_void(site, skin, package, label, text):
    tms = site(skin=skin, systems=12, enabled=5, package=package)
    tms.simulator.faults({"kind": "renamed_label", "label": label, "text": text, **LASTING})
    result = tms.apply("remote_bookings", systems=ids(2, 2))
    assert result["failed"]
    assert not result["changed"]
    pane = label == "TMS Scheduling Settings"
    assert ("'TMS Scheduling Settings'" if pane else "'Allow Remote Bookings'") in result["msg"]
    assert pane or f"'{text}' may be it under another name" in result["msg"]
    assert "server_info" in result["msg"]
    assert "void" not in {item["after"] for item in result.get("results", ())}
    assert writes(tms) == 0


def test_the_label_a_server_shows_instead_can_be_given(site, skin):
    tms = site(skin=skin, systems=12, enabled=5)
    tms.simulator.faults(
        {"kind": "renamed_label", "label": "Allow Remote Bookings", "text": "Permit API Reservations", **LASTING}
    )
    labels = tms.connection.get("labels", {}) | {"Allow Remote Bookings": "Permit API Reservations"}
    done = tms.apply("remote_bookings", systems=ids(6, 2), labels=labels)
    assert not done["failed"]
    assert tms.enabled() == numbers(0, 5) | numbers(6, 2)


def test_a_key_list_that_cannot_be_found_proves_no_package(site):
    tms = site(systems=12, package=True)
    tms.simulator.faults(
        {"kind": "renamed_label", "label": "Licenses and Option Keys", "text": "Entitlements", **LASTING}
    )
    result = tms.apply("remote_bookings", systems=ids(0, 2))
    assert result["failed"]
    assert "'Licenses and Option Keys'" in result["msg"]
    assert "void" not in {item["after"] for item in result.get("results", ())}


# -- a server that does something else than it should


def test_a_save_that_changes_another_field_stops_after_the_first_system(site, skin, named):
    tms = site(skin=skin, systems=30, enabled=5)
    tms.simulator.faults({"kind": "other_field", **of_save(**LASTING)})
    result = tms.apply("remote_bookings", systems=ids(10, 8))
    items = named(result)
    assert result["failed"]
    assert tms.simulator.counters()["writes"] == 1
    assert tms.enabled() == numbers(0, 5) | {1011}
    assert tms.shown("Contact") in result["msg"]
    assert "changed by the save" in result["msg"]
    # What was done is told, also where it went wrong.
    assert (items[1011]["changed"], items[1011]["after"]) == (True, "enabled")
    assert all(items[id_]["action"] == "skipped" and not items[id_]["changed"] for id_ in range(1012, 1019))


def test_a_save_that_changes_another_field_later_stops_the_rest(site, named):
    tms = site(systems=30, enabled=5)
    tms.simulator.faults({"kind": "other_field", **of_save(1014, **LASTING)})
    result = tms.apply("remote_bookings", systems=ids(10, 8), concurrency=1)
    assert [id_ for id_, item in named(result).items() if item["error"]] == [1014]
    assert tms.enabled() == numbers(0, 5) | numbers(10, 4)


def test_a_system_deleted_between_plan_and_write_fails_alone(site, skin, named):
    tms = site(skin=skin, systems=30, enabled=5)
    tms.simulator.faults({"kind": "delete_system", "id": 1015, **of_save()})
    result = tms.apply("remote_bookings", systems=ids(10, 8))
    items = named(result)
    assert result["failed"]
    assert [id_ for id_, item in items.items() if item["error"]] == [1015]
    assert "(id 1015)" in items[1015]["error"]
    assert (items[1015]["changed"], items[1015]["after"]) == (False, "disabled")
    assert tms.enabled() == numbers(0, 5) | numbers(10, 8) - {1015}


def test_a_system_deleted_while_its_form_is_open_fails_alone(site, skin, named):
    tms = site(skin=skin, systems=30, enabled=5)
    tms.simulator.faults({"kind": "delete_system", "id": 1012, **of_save(1012)})
    result = tms.apply("remote_bookings", systems=ids(10, 8))
    items = named(result)
    assert [id_ for id_, item in items.items() if item["error"]] == [1012]
    assert "(id 1012)" in items[1012]["error"]
    # The save was sent, and nothing is left to tell what became of it.
    assert items[1012]["after"] is None
    assert "cannot be read back" in items[1012]["error"]
    assert "it was deleted meanwhile" in items[1012]["error"]
    assert tms.enabled() == numbers(0, 5) | numbers(10, 8) - {1012}


@pytest.mark.parametrize("on_shortage", ["fail", "partial"])
def test_a_seat_lost_to_a_booking_meanwhile_is_reported_for_its_system(site, skin, named, on_shortage):
    tms = site(skin=skin, systems=40, enabled=20)
    tms.simulator.faults({"kind": "book_system", "id": 1040, **of_save()})
    result = tms.apply("remote_bookings", systems=ids(20, 5), on_shortage=on_shortage, concurrency=1)
    items = named(result)
    assert tms.enabled() == numbers(0, 24) | {1040}
    assert [id_ for id_, item in items.items() if item["after"] != "enabled"] == [1025]
    assert not items[1025]["changed"]
    if on_shortage == "fail":
        assert result["failed"]
        assert "left the box at No" in items[1025]["error"]
    else:
        assert not result["failed"]
        assert items[1025]["action"] == "skipped"


def test_a_booking_that_turns_a_wanted_system_on_meanwhile_is_no_failure(site, skin, named):
    tms = site(skin=skin, systems=30, enabled=5)
    tms.simulator.faults({"kind": "book_system", "id": 1013, **of_save()})
    result = tms.apply("remote_bookings", systems=ids(10, 5))
    assert not result["failed"]
    assert named(result)[1013]["after"] == "enabled"
    assert tms.enabled() == numbers(0, 5) | numbers(10, 5)


# -- exclusive, and the other brakes


def test_exclusive_turns_off_the_rest_of_its_scope_alone(site, skin, named):
    tms = site(skin=skin, systems=30, enabled=12)
    folder_of = {each["id"]: each["folder"] for each in tms.simulator.dump()["systems"]}
    oslo = {id_ for id_, folder in folder_of.items() if folder == "Europe/Oslo" and id_ < 9000}
    keep = sorted(oslo)[:2]
    wish = {"systems": [{"id": id_} for id_ in keep], "exclusive": True, "scope": [{"folder": "Europe/Oslo"}]}
    predicted = tms.check("remote_bookings", **wish)
    done = tms.apply("remote_bookings", **wish)
    assert predicted["results"] == done["results"]
    assert set(named(done)) == oslo
    assert tms.enabled() == (numbers(0, 12) - oslo) | set(keep)
    assert not tms.apply("remote_bookings", **wish)["changed"]


def test_an_empty_exclusive_list_must_be_allowed(site):
    tms = site(systems=12, enabled=6)
    former = tms.enabled()
    wish = {"systems": [], "exclusive": True, "scope": [{"pattern": "oslo*"}]}
    result = tms.apply("remote_bookings", **wish)
    assert result["failed"]
    assert "allow_empty: true" in result["msg"]
    assert (writes(tms), tms.enabled()) == (0, former)
    assert tms.apply("remote_bookings", **wish, allow_empty=True)["changed"]
    names = {each["id"]: each["name"] for each in tms.simulator.dump()["systems"]}
    assert tms.enabled() == {id_ for id_ in former if not names[id_].startswith("Oslo")}


def test_systems_that_do_not_respond_are_written_only_if_allowed(site, named):
    tms = site(systems=12, enabled=2)
    tms.simulator.change("set_status", id=1006, status="NoResponse")
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=ids(4, 3))
        assert result["failed"]
        assert [id_ for id_, item in named(result).items() if item["error"]] == [1006]
        assert "NoResponse" in result["msg"]
        assert "include_unreachable: true" in result["msg"]
    assert tms.enabled() == numbers(0, 2) | {1005, 1007}
    assert not tms.apply("remote_bookings", systems=ids(4, 3), include_unreachable=True)["failed"]
    assert tms.enabled() == numbers(0, 2) | numbers(4, 3)


def test_a_larger_plan_than_max_changes_is_refused(site):
    tms = site(systems=12, enabled=2)
    former = tms.enabled()
    for run in (tms.check, tms.apply):
        result = run("remote_bookings", systems=ids(0, 8), max_changes=5)
        unchanged(tms, former, result)
        assert "change 6 systems" in result["msg"]
        assert "max_changes allows 5" in result["msg"]
    assert not tms.apply("remote_bookings", systems=ids(0, 8), max_changes=6)["failed"]


def test_max_failures_in_a_row_end_the_writing(site, skin, named):
    tms = site(skin=skin, systems=20)
    tms.simulator.faults({"kind": "offline_device", **of_save(**LASTING)})
    result = tms.apply("remote_bookings", systems=ids(0, 12), concurrency=1)
    items = named(result)
    assert [id_ for id_, item in items.items() if item["error"]] == [1001, 1002, 1003]
    assert tms.simulator.counters()["refused_writes"] == 3
    assert all("max_failures" in items[id_]["note"] for id_ in range(1004, 1013))
    assert "3 of 12 systems failed, 0 changed" in result["msg"]


# -- connections


@pytest.mark.parametrize("kind", ["cut_after", "cut_before"])
def test_a_write_whose_reply_is_lost_is_read_back_and_never_sent_again(site, skin, named, kind):
    tms = site(skin=skin, systems=20)
    tms.simulator.faults({"kind": kind, **of_save(1003)})
    result = tms.apply("remote_bookings", systems=ids(0, 6))
    items = named(result)
    saves = [each["system"] for each in tms.simulator.journal() if each.get("trigger") == "Save"]
    assert sorted(saves) == sorted(numbers(0, 6))
    if kind == "cut_after":
        assert not result["failed"]
        assert items[1003]["after"] == "enabled"
        assert tms.enabled() == numbers(0, 6)
    else:
        assert result["failed"]
        assert [id_ for id_, item in items.items() if item["error"]] == [1003]
        assert (items[1003]["changed"], items[1003]["after"]) == (False, "disabled")
        assert tms.enabled() == numbers(0, 6) - {1003}


@pytest.mark.parametrize("kind", ["503", "401", "lost_session", "view_state", "login_page"])
def test_what_befalls_one_save_costs_no_more_than_its_system(site, skin, named, kind):
    tms = site(skin=skin, systems=20)
    tms.simulator.faults({"kind": kind, **of_save(1003)})
    result = tms.apply("remote_bookings", systems=ids(0, 6))
    items = named(result)
    enabled = tms.enabled()
    assert numbers(0, 6) - {1003} <= enabled <= numbers(0, 6)
    # Whatever the result says of the system is true.
    assert (items[1003]["after"] == "enabled") == (1003 in enabled)
    assert bool(items[1003]["error"]) == (1003 not in enabled)
    assert bool(result["failed"]) == (1003 not in enabled)


@pytest.mark.parametrize("kind", ["503", "401", "cut_before", "cut_after"])
def test_a_read_that_fails_once_is_repeated(site, kind):
    tms = site(systems=20)
    tms.simulator.faults({"kind": kind, "matching": {"method": "GET"}, "skip": 6})
    result = tms.apply("remote_bookings", systems=ids(0, 6))
    assert not result["failed"], result["msg"]
    assert tms.enabled() == numbers(0, 6)


def test_a_slow_save_is_read_back(site, named):
    tms = site(systems=20)
    tms.simulator.faults({"kind": "slow", "seconds": 4, **of_save(1003)})
    result = tms.apply("remote_bookings", systems=ids(0, 4), timeout=2)
    item = named(result)[1003]
    saves = [each for each in tms.simulator.journal() if each.get("trigger") == "Save" and each["system"] == 1003]
    assert len(saves) <= 1
    assert item["error"] or item["after"] == "enabled"
    assert {1001, 1002, 1004} <= tms.enabled()


# -- names


def test_twins_are_refused_by_name_and_found_by_id(site, skin, named):
    tms = site(skin=skin, systems=30, twins=True)
    systems = {each["id"]: each["name"] for each in tms.simulator.dump()["systems"]}
    assert systems[1029] == systems[1030]
    result = tms.apply("remote_bookings", systems=[{"name": systems[1030]}])
    assert result["failed"]
    assert "1029, 1030" in result["msg"]
    assert "name it by id" in result["msg"]
    assert writes(tms) == 0
    done = tms.apply("remote_bookings", systems=[{"id": 1030}])
    assert not done["failed"], done["msg"]
    assert tms.enabled() == {1030}
    done = tms.apply("remote_bookings", systems=[{"id": 1029}, {"id": 1030, "state": "disabled"}])
    assert not done["failed"], done["msg"]
    assert tms.enabled() == {1029}


def test_all_wrong_entries_are_told_at_once(site):
    tms = site(systems=30)
    wish = [{"name": "Oslo Bordroom 1"}, {"id": 4711}, {"pattern": "zz*"}, {"folder": "Europe/Atlantis"}]
    result = tms.apply(
        "remote_bookings", systems=[*wish, {"id": 1001}, {"name": "Oslo Boardroom 1", "state": "disabled"}]
    )
    assert result["failed"]
    for part in (
        "systems[0]: name 'Oslo Bordroom 1' is no endpoint or room",
        "nearest: 'Oslo Boardroom 1'",
        "systems[1]: id '4711' is no endpoint or room",
        "systems[2]: pattern 'zz*' matches the name of none of the 31 systems",
        "systems[3]: folder 'Europe/Atlantis' is no folder",
        "systems[4]: id '1001' wants system 'Oslo Boardroom 1' (id 1001) enabled",
    ):
        assert part in result["msg"]
    assert writes(tms) == 0


def test_a_system_renamed_meanwhile_is_not_written(site, skin, named):
    tms = site(skin=skin, systems=12)
    # SOAP told one name; by the time of its save the system has another.
    tms.simulator.faults({"kind": "rename_system", "id": 1003, "name": "Somebody Else's", **of_save()})
    result = tms.apply("remote_bookings", systems=ids(0, 4))
    items = named(result)
    assert [id_ for id_, item in items.items() if item["error"]] == [1003]
    assert "(id 1003)" in items[1003]["error"]
    assert "renamed" in items[1003]["error"]
    assert tms.enabled() == {1001, 1002, 1004}


# -- accounts


@pytest.mark.parametrize("account", ["operator", "apiclient"])
def test_an_account_without_rights_is_told_so(site, account):
    tms = site(systems=12, enabled=3)
    tms.account = account
    result = tms.apply("remote_bookings", systems=ids(5, 2))
    assert result["failed"]
    assert writes(tms) == 0
    sentence = result["msg"] + " ".join(str(item["error"]) for item in result.get("results", ()))
    assert "Access denied" in sentence
    assert "use an account in the TMS group Site Administrator" in sentence


def test_a_video_unit_administrator_is_told_what_it_cannot_read(site, skin):
    tms = site(skin=skin, systems=12, enabled=3)
    tms.account = "videoadmin"
    result = tms.apply("remote_bookings", systems=ids(5, 2))
    # Edit Settings is open to this account; the keys that tell the seats are on General Settings, which is not.
    assert result["failed"]
    assert "Could not read the option keys" in result["msg"]
    assert "use an account in the TMS group Site Administrator" in result["msg"]
    assert writes(tms) == 0
    # Giving seats back needs no General Settings.
    assert not tms.apply("remote_bookings", systems=ids(0, 2), state="disabled")["failed"]
    assert tms.enabled() == {1003}


# -- what is read


def pages_read(tms):
    return [each["system"] for each in tms.simulator.journal() if each.get("system")]


@pytest.mark.parametrize("case", ["converged", "released", "balanced"])
def test_a_task_reads_the_named_systems_and_no_other(site, skin, case):
    tms = site(skin=skin, systems=120, enabled=20)
    wish = {
        "converged": ids(10, 10),
        "released": ids(10, 10, state="disabled"),
        "balanced": [*ids(15, 5, state="disabled"), *ids(20, 5)],
    }[case]
    tms.simulator.reset()
    tms.check("remote_bookings", systems=wish)
    assert set(pages_read(tms)) == {entry["id"] for entry in wish}
    if skin == "divs":
        # Where the view has an address, it is read by it, once.
        assert len(pages_read(tms)) <= len(wish) + 2
    done = tms.apply("remote_bookings", systems=wish)
    assert not done["failed"]
    assert done["seats"] is None
    assert set(pages_read(tms)) == {entry["id"] for entry in wish}


def test_a_net_claim_reads_the_others_once_and_says_so(site, skin):
    tms = site(skin=skin, systems=40, enabled=10)
    tms.simulator.reset()
    run = tms.play([{"telepresence.tms.remote_bookings": {"systems": ids(20, 5)}}], "--check")
    assert set(pages_read(tms)) == numbers(0, 40)
    # Older releases of ansible-core break a warning into lines.
    assert "35 further systems were read to count them" in " ".join(run.output.split())
    views = [each for each in tms.simulator.journal() if each.get("system") and each.get("trigger") != "Settings"]
    read = [each["system"] for each in views]
    assert max(read.count(id_) for id_ in set(read)) <= 3


def test_figures_on_general_settings_spare_reading_the_others(site, skin):
    tms = site(skin=skin, systems=40, enabled=10, figures=True)
    tms.simulator.reset()
    result = tms.check("remote_bookings", systems=ids(20, 5))
    assert set(pages_read(tms)) == numbers(20, 5)
    assert result["seats"]["free"] == 15
    assert tms.shown("Total Exchange Integration Licenses") in result["seats"]["total"]["source"]


# -- the backup


def test_the_backup_is_named_also_when_the_task_fails(site):
    tms = site(systems=20, enabled=4)
    tms.simulator.faults({"kind": "offline_device", **of_save(1002, **LASTING)})
    result = tms.apply("remote_bookings", systems=ids(0, 4, state="disabled"))
    assert result["failed"]
    with open(result["backup_path"], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    assert {line["id"] for line in lines} == numbers(0, 4)
    assert {line["state"] for line in lines} == {"enabled"}

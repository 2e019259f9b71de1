# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe tells all that a user needs to teach the labels of a server in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web import probe
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import DEFAULTS, Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.sought import Found
from tms_simulator.launch import Simulator

LABELS = Path(__file__).parents[2] / "labels"

Probe = Callable[[Mapping[str, Any]], Sequence[Found]]


@pytest.fixture
def probing() -> Iterator[Callable[..., Probe]]:
    """Starts a server, and probes it with the labels given: probing(skin="deutsch")({"Navigator": "Navigation"})."""
    started: list[Simulator] = []

    def start(**options: Any) -> Probe:
        simulator = Simulator(systems=30, enabled=2, figures=True, **options)
        simulator.start()
        started.append(simulator)
        simulator.change("sql", statement="update option_keys set expires = '2027-01-31'")
        ticket = (
            "insert into tickets (created, system_id, title, severity, description) values (?, 1001, ?, 'Critical', '')"
        )
        for number in range(30):
            title = "License limit reached" if number else "Low battery"
            simulator.change("sql", statement=ticket, values=["2026-01-02 03:04:05Z", title])

        def look(labels: Mapping[str, Any]) -> Sequence[Found]:
            account = simulator.accounts["tmsadmin"]
            connection = Connection(simulator.url, username=account["username"], password=account["password"])
            tms = Tms(connection, read_only=True, labels=Labels(labels))
            try:
                sample = next(system for system in tms.systems if system.bookable and system.responds)
                return probe.run(tms.web, sample)
            finally:
                tms.close()

        return look

    yield start
    for simulator in started:
        assert simulator.counters()["writes"] == 0
        simulator.stop()


def not_found(found: Sequence[Found]) -> dict[str, list[Found]]:
    """What was looked for in vain, by label."""
    missing: dict[str, list[Found]] = {}
    for each in found:
        if not each.found and each.looked:
            missing.setdefault(each.label, []).append(each)
    return missing


@pytest.mark.parametrize("skin", sorted(path.stem for path in LABELS.glob("*.yml")))
def test_who_follows_the_probe_ends_with_everything_found(probing: Callable[..., Probe], skin: str) -> None:
    """Round by round the user gives what the probe names and he recognises, and knows nothing else."""
    recognised = yaml.safe_load((LABELS / f"{skin}.yml").read_text("utf-8"))
    look = probing(skin=skin)
    taught: dict[str, Any] = {}
    for dummy in range(12):
        missing = not_found(look(taught))
        if not missing:
            break
        news: dict[str, Any] = {}
        for label, entries in missing.items():
            meant = recognised.get(label, ())
            named = normalised(" ".join(each.note for each in entries))
            given = [each for each in ([meant] if isinstance(meant, str) else meant) if normalised(each) in named]
            assert all(f'labels: {{"{label}": ' in each.teach for each in entries)
            if given and given != taught.get(label):
                news[label] = given
        assert news, {label: [each.note for each in entries] for label, entries in missing.items()}
        taught |= news
    last = look(taught)
    assert not_found(last) == {}
    assert set(taught) <= set(recognised)
    # The rest is called so in this language, too, is not needed, or stands where the probe does not look, and it says where.
    assert {label for label in recognised if label not in taught} <= {
        each.label for each in last if each.note or each.found
    }


@pytest.mark.parametrize("skin", ["classic", "postback"])
@pytest.mark.parametrize("package", [False, True])
def test_every_label_that_the_client_knows_is_probed(probing: Callable[..., Probe], skin: str, package: bool) -> None:
    found = probing(skin=skin, package=package)({})
    told = {each.label for each in found}
    assert set(DEFAULTS) - told == set()
    # Under a Package key the setting is hidden.
    assert set(not_found(found)) == ({"Allow Remote Bookings"} if package else set())


def test_every_label_in_use_is_known_and_no_other(checkout: Path) -> None:
    """A label that the pages use is one of DEFAULTS, or the client would fail; one of those that none uses is a leftover."""
    room = checkout / "plugins" / "module_utils" / "_web"
    text = "\n".join(
        path.read_text("utf-8") for path in room.rglob("*.py") if path.name not in ("labels.py", "probe.py")
    )
    model = (checkout / "plugins" / "module_utils" / "_model" / "rights.py").read_text("utf-8")
    assert [label for label in DEFAULTS if f'"{label}"' not in text + model] == []

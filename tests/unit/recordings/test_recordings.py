# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording holds what the client needs and no name, and whatever was recorded is still read as it was then."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.masking import Mask
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web import probe
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import DEFAULTS
from ansible_collections.telepresence.tms.plugins.module_utils._web.recording import Recorder, files
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web
from tms_simulator.web.skins import SKINS

#: Recordings of real servers, which users have sent; see the README there.
SENT = sorted(path.parent for path in (Path(__file__).parents[2] / "recordings").glob("*/index.json"))


@dataclass(frozen=True)
class Recording:
    """A recording as it was made. seen: what the probe saw when it was; pages: the pages as they were."""

    directory: Path
    seen: list[probe.Found]
    names: Mapping[str, list[str]]
    pages: list[str]


@pytest.fixture(params=sorted(SKINS))
def recording(request: pytest.FixtureRequest, simulated: Callable[..., Any], tmp_path: Path) -> Recording:
    """Of a simulated server, in each skin."""
    pages = simulated(request.param)
    recorder = Recorder(pages)
    web = Web(recorder, pages.labels)
    rows = pages.store.rows("select id, name, settings from systems where category in ('Endpoint', 'Room') order by id")
    systems = [System(row["id"], row["name"]) for row in rows]
    web.know(systems)
    found = probe.run(web, systems[9])
    names = {
        "System": [system.name for system in systems],
        "detail": [json.loads(row["settings"])["H.323 ID"] for row in rows],
        "Folder": ["Oslo", "Bergen", "Tōkyō 東京"],
        "user": ["operator"],
    }
    mask = Mask(
        names, keep=[*DEFAULTS, *(each for spellings in pages.labels.taught.values() for each in spellings), "TMS"]
    )
    directory = tmp_path / "recording"
    directory.mkdir()
    for name, text in files(recorder, mask, found, systems[9], systems, pages.labels).items():
        (directory / name).write_text(text, encoding="utf-8")
    return Recording(directory, found, names, [each.reply.text for each in recorder.exchanges])


def test_a_recording_is_read_as_the_server_was(recording: Recording, replayed: Callable[[Path], Any]) -> None:
    pages = replayed(recording.directory)
    again = probe.run(pages.web(), pages.sample)
    missing = [each for each in recording.seen if each.looked and not each.found]
    assert missing == []
    assert [(each.page, each.label, each.found) for each in again] == [
        (each.page, each.label, each.found) for each in recording.seen
    ]
    assert [each.as_result() for each in again] == pages.index["probe"]


def test_no_name_is_in_a_recording(recording: Recording) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in recording.directory.iterdir()}
    assert any("Tōkyō" in page for page in recording.pages), "the pages show names"
    for name in (name for several in recording.names.values() for name in several):
        plain = name.partition(" <")[0].partition(" &")[0]
        assert [file for file, text in kept.items() if plain.casefold() in text.casefold()] == []


def test_no_key_serial_number_or_view_state_is_in_a_recording(recording: Recording) -> None:
    kept = "".join(path.read_text(encoding="utf-8") for path in recording.directory.iterdir())
    assert "84000001" not in kept
    assert re.search(r"S/N(?:: |：)8000", kept)
    states = {
        each for page in recording.pages for each in re.findall(r'name="?__VIEWSTATE"?[^>]*value="([^"]+)"', page)
    }
    assert states
    assert not [each for each in states if each in kept]


@pytest.mark.parametrize("directory", [*SENT, None], ids=lambda path: path.name if path else "those that were sent")
def test_what_was_sent_is_still_read(directory: Path | None, replayed: Callable[[Path], Any]) -> None:
    """Each recording in tests/recordings; the last entry sees that each directory there holds one."""
    if directory is None:
        there = [path for path in (Path(__file__).parents[2] / "recordings").iterdir() if path.is_dir()]
        assert sorted(there) == SENT
        return
    pages = replayed(directory)
    again = probe.run(pages.web(), pages.sample)
    was = {(each["page"], each["label"]): each["found"] for each in pages.index["probe"]}
    assert [each for each in again if was[each.page, each.label] and not each.found] == []

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages from two sources: the simulator's web UI without a server, and a recording that is replayed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Reply
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy, Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web
from stand_in import HTML, Fields, StandIn
from taught_labels import TAUGHT
from tms_simulator.http_types import Request, Response
from tms_simulator.seed import seed
from tms_simulator.store import Store
from tms_simulator.web.ui import WebUI

BASE = "https://tms.corp.example/tms"


@dataclass
class SimulatedPages(StandIn):
    """The simulator's pages, asked without a server, by the Site Administrator."""

    ui: WebUI
    store: Store
    user: Any
    labels: Labels
    base: str = BASE

    def answered(self, method: str, address: str, fields: Fields, trigger: Trigger | None) -> Reply:
        if trigger is not None:
            ReadOnlyPolicy(self.labels.navigating).check_trigger(trigger)
        form, redirects = list(fields or ()), 0
        while True:
            parts = urlsplit(address)
            answer: Response = self.ui.handle(
                Request(method, parts.path.rstrip("/"), parse_qsl(parts.query), form, self.user, {})
            )
            if answer.status != 302:
                url = f"https://{urlsplit(self.base).netloc}{parts.path}?{parts.query}"
                body = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
                return Reply(answer.status, url, body, HTML, redirects)
            method, address, form, redirects = "GET", answer.location, [], redirects + 1


@dataclass
class ReplayedPages(StandIn):
    """The pages of a recording: the same answers to the same addresses and clicks, in the order in which they came."""

    directory: Path
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.index = json.loads((self.directory / "index.json").read_text(encoding="utf-8"))
        self._answers: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for exchange in self.index["exchanges"]:
            self._answers[self._key(exchange["method"], exchange["address"], exchange["label"])].append(exchange)

    @property
    def base(self) -> str:
        return str(self.index["base"])

    @property
    def systems(self) -> list[System]:
        return [System(each["id"], each["name"]) for each in self.index["systems"]]

    @property
    def sample(self) -> System | None:
        return next((system for system in self.systems if system.id == self.index["sample"]), None)

    def web(self, **addresses: str) -> Web:
        web = Web(self, Labels(self.index.get("labels")), addresses)
        web.know(self.systems)
        return web

    @staticmethod
    def _key(method: str, address: str, label: str) -> tuple[str, str, str]:
        parts = urlsplit(address)
        return method, f"{parts.path}?{parts.query}", label

    def answered(self, method: str, address: str, fields: Fields, trigger: Trigger | None) -> Reply:
        key = self._key(method, address, trigger.label if trigger else "")
        self.asked.append(" ".join(key))
        answers = self._answers.get(key)
        if not answers:
            raise UnexpectedReplyError("replay a page", on=address, said=f"the recording holds no answer to {key}")
        # The last answer stands for all that are asked for later: the probe that made the recording asked no more often.
        exchange = answers.pop(0) if len(answers) > 1 else answers[0]
        page = (self.directory / exchange["file"]).read_bytes()
        server = self.base[: self.base.index("/", self.base.index("//") + 2)]
        return Reply(200, server + exchange["url"], page, HTML, exchange["redirects"])


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[Callable[..., SimulatedPages]]:
    """simulated("divs"): a server of 12 systems whose names hold markup, quotes and letters from elsewhere."""
    store = Store(tmp_path / "tms.sqlite")
    seed(store, systems=12, packs=1, enabled=2)
    yield lambda skin: SimulatedPages(
        WebUI(store, skin), store, store.signed_in("TMS\\tmsadmin"), Labels(TAUGHT.get(skin))
    )
    store.close()


@pytest.fixture
def replayed() -> Callable[[Path], ReplayedPages]:
    return ReplayedPages

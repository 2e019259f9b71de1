# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording the pages that are read, to be replayed elsewhere.

This module util is PRIVATE to the collection; it can change at any time.

A recording is a directory of one HTML file a page and an index that says by which address or click each was reached.
tests/recordings/README.md describes it for those who want to contribute one.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.masking import Mask
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.sought import Found
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Pages

#: The form of a recording; a later one that reads differently gets another number.
VERSION = 1


@dataclass(frozen=True)
class Exchange:
    """One page and how it was reached: by its address, or by a click. label: what was clicked, empty for an address."""

    method: str
    address: str
    label: str
    reply: Any


class Recorder:
    """Stands between the pages and the server, and keeps what comes back."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._lock = threading.Lock()
        self.exchanges: list[Exchange] = []

    @property
    def base(self) -> str:
        return self._pages.base

    def get(self, address: str, *, trigger: Trigger | None = None) -> Any:
        return self._kept("GET", address, trigger, self._pages.get(address, trigger=trigger))

    def post_back(
        self,
        address: str,
        fields: Sequence[tuple[str, str]],
        *,
        trigger: Trigger,
        encoding: str = "utf-8",
        multipart: bool = False,
    ) -> Any:
        reply = self._pages.post_back(address, fields, trigger=trigger, encoding=encoding, multipart=multipart)
        return self._kept("POST", address, trigger, reply)

    def _kept(self, method: str, address: str, trigger: Trigger | None, reply: Any) -> Any:
        with self._lock:
            self.exchanges.append(Exchange(method, address, trigger.label if trigger else "", reply))
        return reply


def files(
    recorder: Recorder,
    mask: Mask,
    found: Iterable[Found],
    sample: System | None,
    systems: Iterable[System],
    labels: Labels,
) -> dict[str, str]:
    """The files of a recording by name, masked.

    found: what the probe said of the pages, sample: the system it looked at, systems: all that SOAP lists; who replays the
    recording needs to know those that the pages show, and what the user told of this server's labels.
    """
    made: dict[str, str] = {}
    exchanges = []
    for number, each in enumerate(recorder.exchanges, 1):
        words = re.sub(r"[^a-z0-9]+", "-", mask.text(each.label).casefold()).strip("-") or "page"
        name = f"{number:03d}-{words[:40]}.html"
        made[name] = mask.page(each.reply.text)
        exchanges.append(
            {
                "method": each.method,
                "address": mask.text(_below(recorder.base, each.address)),
                "label": mask.text(each.label),
                "url": mask.text(_below(recorder.base, each.reply.url)),
                "redirects": each.reply.redirects,
                "content_type": each.reply.content_type,
                "file": name,
            }
        )
    pages = "".join(made.values())
    known = [(system.id, mask.text(system.name)) for system in systems]
    index = {
        "version": VERSION,
        "base": mask.text(recorder.base),
        "sample": sample.id if sample else None,
        "systems": [{"id": id_, "name": name} for id_, name in known if name in pages],
        "labels": {label: list(spellings) for label, spellings in labels.taught.items()},
        "exchanges": exchanges,
        "probe": [mask.value(each.as_result()) for each in found],
    }
    made["index.json"] = json.dumps(index, indent=2, ensure_ascii=False) + "\n"
    return made


def _below(base: str, address: str) -> str:
    """An address without scheme and host where they are the server's own."""
    server = base[: base.index("/", base.index("//") + 2)]
    return address.removeprefix(server)

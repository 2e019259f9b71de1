# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module tells while it runs goes to the log of its host: while it reads as well as while it writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils import _module
from ansible_collections.telepresence.tms.plugins.module_utils._model import progress


class Module:
    """As much of AnsibleModule as a run needs."""

    check_mode = False

    def __init__(self, **dummy: Any) -> None:
        self.params = {"url": "https://tms", "backup": False, "max_changes": None, "max_failures": 3, "password": None}
        self.logged: list[str] = []

    def log(self, line: str) -> None:
        self.logged.append(line)

    def exit_json(self, **dummy: Any) -> None:
        """The end of the run."""


def test_a_long_task_says_in_the_log_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST", 0)
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setattr(_module, "AnsibleModule", Module)

    def opened(option: Any, *, read_only: bool, listener: progress.Listener) -> Any:
        progress.Meter("reading systems", 3, listener).count()
        return SimpleNamespace(server=lambda: {"url": "", "serial_number": None}, close=lambda: None)

    def run(resource: Any, tms: Any, wanted: Any, orders: Any) -> Any:
        progress.Meter("changing systems", 2, orders.listener).count(changed=True)
        return SimpleNamespace(
            changed=True, items=(), before=(), after=(), warnings=(), facts={}, failure=None, diff=str
        )

    monkeypatch.setattr(_module, "opened", opened)
    monkeypatch.setattr(_module, "run", run)
    monkeypatch.setattr(_module.TmsModule, "_collect_garbage_seldom", lambda self: None)
    module = _module.TmsModule({})
    module.change(SimpleNamespace(), dict, name="x")  # type: ignore[arg-type]
    assert [line.partition(",")[0] for line in module._ansible.logged] == [
        "reading systems: 1 of 3",
        "changing systems: 1 of 2",
    ]

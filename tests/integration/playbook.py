# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tasks through ansible-playbook for real, and gives back what each task returned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """What came of one playbook. output: all that was printed; tasks: the results by task, in order."""

    returncode: int
    output: str
    tasks: Sequence[Mapping[str, Any]]

    @property
    def result(self) -> Mapping[str, Any]:
        """The result of the last task, with `failed` always in it: not every ansible-core leaves it there for callbacks."""
        return self.tasks[-1]["result"] | {"failed": self.failed}

    @property
    def failed(self) -> bool:
        return self.tasks[-1]["outcome"] == "failed"


class Playbook:
    """Runs tasks on one inventory host, a TMS server, with the connection options as module defaults of the group."""

    def __init__(self, directory: Path, collections: Path) -> None:
        self._directory = directory
        self._collections = collections
        self._runs = 0

    def command(self, tasks: Sequence[Mapping[str, Any]], connection: Mapping[str, Any], *arguments: str) -> list[str]:
        """The command line; for tests that start it themselves, to kill it."""
        self._runs += 1
        play = {
            "name": "Test",
            "hosts": "all",
            "gather_facts": False,
            "module_defaults": {"group/telepresence.tms.tms": dict(connection)},
            "tasks": list(tasks),
        }
        path = self._directory / f"play{self._runs}.yml"
        path.write_text(yaml.safe_dump([play], sort_keys=False, allow_unicode=True), encoding="utf-8")
        return [
            str(Path(sys.executable).parent / "ansible-playbook"),
            "-i",
            "tms,",
            "-e",
            json.dumps({"ansible_connection": "local", "ansible_python_interpreter": sys.executable}),
            str(path),
            *arguments,
        ]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a run: nothing of the developer's own Ansible or TMS settings."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "TMS_"))}
        return (
            own
            | {
                "ANSIBLE_COLLECTIONS_PATH": str(self._collections),
                "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
                "ANSIBLE_CALLBACKS_ENABLED": "record",
                "ANSIBLE_LOCAL_TEMP": str(self._directory / "tmp"),
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_RETRY_FILES_ENABLED": "0",
                "ANSIBLE_CONFIG": str(HERE.parent / "ansible.cfg"),
                "TMS_TEST_RECORD": str(self._record),
            }
            | more
        )

    @property
    def _record(self) -> Path:
        return self._directory / f"record{self._runs}.jsonl"

    def run(
        self, tasks: Sequence[Mapping[str, Any]], connection: Mapping[str, Any], *arguments: str, **more: str
    ) -> Run:
        command = self.command(tasks, connection, *arguments)
        done = subprocess.run(
            command, env=self.environment(**more), cwd=self._directory, capture_output=True, text=True, timeout=300
        )
        record = self._record
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return Run(done.returncode, done.stdout + done.stderr, [json.loads(line) for line in lines])

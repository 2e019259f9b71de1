# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tasks through ansible-playbook for real, and gives back what each task returned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
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

    def fact(self, name: str) -> Any:
        """The last value that a task gave a fact."""
        facts = [task["result"].get("ansible_facts") or {} for task in self.tasks]
        return next(each[name] for each in reversed(facts) if name in each)

    def shown(self) -> list[Any]:
        """What the tasks showed to the person at the terminal."""
        return [task["result"]["msg"] for task in self.tasks if task["action"] == "ansible.builtin.debug"]


def _kill_with_children(process: psutil.Process) -> None:
    """Stopped first, from the top: who stands still starts no further process."""
    family = [process]
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.suspend()
            family += member.children()
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()


class Playbook:
    """Runs tasks on one inventory host, a TMS server, with the connection options as module defaults of the group."""

    def __init__(self, directory: Path, collections: Path) -> None:
        self.directory = directory
        self._collections = collections
        self._runs = 0
        self._ansible = str(Path(sys.executable).parent / "ansible-playbook")

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
        path = self.directory / f"play{self._runs}.yml"
        path.write_text(yaml.safe_dump([play], sort_keys=False, allow_unicode=True), encoding="utf-8")
        return [
            self._ansible,
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
                "ANSIBLE_LOCAL_TEMP": str(self.directory / "tmp"),
                "ANSIBLE_NOCOLOR": "1",
                "PWD": str(self.directory),
                "ANSIBLE_RETRY_FILES_ENABLED": "0",
                "ANSIBLE_CONFIG": str(HERE.parent / "ansible.cfg"),
                "TMS_TEST_RECORD": str(self._record),
            }
            | more
        )

    def kill(self, command: Sequence[str], when: Callable[[], bool]) -> None:
        """Start a command, and kill -9 all of it as soon as it is time; it may also end before.

        All of it: ansible-core from 2.19 on puts each worker into a session of its own, so that no signal to the group of
        the first process reaches the module.
        """
        process = psutil.Popen(
            command,
            env=self.environment(),
            cwd=self.directory,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if when():
                _kill_with_children(process)
                break
            time.sleep(0.005)
        process.wait(60)

    def by_name(
        self, playbook: str, hosts: Mapping[str, Mapping[str, Any]], *arguments: str, **environment: str
    ) -> Run:
        """A playbook of the collection on TMS servers with these variables, as users type it."""
        return self._run(self.command_by_name(playbook, hosts, *arguments), environment)

    def with_inventory(self, playbook: str, inventory: Path, extra: Mapping[str, Any], *arguments: str) -> Run:
        """A playbook of the collection on an inventory that exists, with some of its variables replaced."""
        self._runs += 1
        own = ["-e", json.dumps(dict(extra)), *arguments]
        return self._run([self._ansible, "-i", str(inventory), f"telepresence.tms.{playbook}", *own], {})

    def command_by_name(self, playbook: str, hosts: Mapping[str, Mapping[str, Any]], *arguments: str) -> list[str]:
        """The command line of it."""
        self._runs += 1
        inventory = self.directory / f"inventory{self._runs}.yml"
        inventory.write_text(
            yaml.safe_dump({"tms_servers": {"hosts": {name: dict(each) for name, each in hosts.items()}}}),
            encoding="utf-8",
        )
        return [self._ansible, "-i", str(inventory), f"telepresence.tms.{playbook}", *arguments]

    @property
    def _record(self) -> Path:
        return self.directory / f"record{self._runs}.jsonl"

    def run(
        self, tasks: Sequence[Mapping[str, Any]], connection: Mapping[str, Any], *arguments: str, **more: str
    ) -> Run:
        return self._run(self.command(tasks, connection, *arguments), more)

    def _run(self, command: Sequence[str], environment: Mapping[str, str]) -> Run:
        done = subprocess.run(
            command,
            env=self.environment(**environment),
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=300,
        )
        record = self._record
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return Run(done.returncode, done.stdout + done.stderr, [json.loads(line) for line in lines])

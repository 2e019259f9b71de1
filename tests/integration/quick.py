# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules and simulators, each in a process of its own that has everything imported when it starts.

Nine tenths of what a playbook of one task costs are the same each time: Ansible starts and packs the module, a fresh Python unpacks,
compiles and imports it. Here a server has imported all of it, and forks: the child runs the module's own main() with its
arguments as Ansible hands them over, and its result is taken from its output as Ansible takes it. What is left out is the controller:
module defaults, templates, packing, and what is shown at the terminal. tests/integration/test_check_mode.py compares the two for
every module, and with --through-ansible all of it goes through ansible-playbook.

In the same way a server of its own starts simulators.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from playbook import Run
from tms_simulator.launch import Simulator

PACKAGE = "ansible_collections.telepresence.tms.plugins"
SIMULATOR = Path(__file__).resolve().parents[1] / "simulator"
#: A run that takes longer is ended by a signal.
SECONDS = 300
#: What modules import, sooner or later, and what a simulator does.
IN_STOCK = {
    "modules": (
        "ansible.module_utils.basic",
        "lxml.html",
        "requests",
        "spnego",
        "zeep",
        f"{PACKAGE}.module_utils._module",
        f"{PACKAGE}.module_utils._resources.audit",
        f"{PACKAGE}.module_utils._resources.booking_check",
        f"{PACKAGE}.module_utils._resources.default_groups",
        f"{PACKAGE}.module_utils._resources.licences",
        f"{PACKAGE}.module_utils._resources.option_keys",
        f"{PACKAGE}.module_utils._resources.remote_bookings",
        f"{PACKAGE}.module_utils._resources.server",
        f"{PACKAGE}.module_utils._resources.service_users",
        f"{PACKAGE}.module_utils._soap.booking",
        f"{PACKAGE}.module_utils._soap.remote_setup",
    ),
    "simulators": ("tms_simulator.server", "tms_simulator.tls", "tms_simulator.transfer", "tms_simulator.web.ui"),
}


class Server:
    """A server, from the side of the tests."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def order(self, **order: Any) -> Any:
        print(json.dumps(order), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the server has ended")
        return json.loads(line)


@contextmanager
def started(what: str, *path: Path) -> Iterator[Server]:
    """A server of modules or simulators, which are imported from *path*."""
    command = [sys.executable, __file__, what]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(SIMULATOR), *map(str, path)])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Server(process)


def run(
    server: Server,
    module: str,
    options: Mapping[str, Any],
    *,
    check_mode: bool,
    directory: Path,
    environment: Mapping[str, str],
    kill_at: int | None = None,
) -> Run:
    """One run of a module, as a playbook of this one task would give it back.

    kill_at: kill -9 the process when TMS has carried out the request of this number; there is no result then.
    """
    arguments = dict(options) | {
        "_ansible_check_mode": check_mode,
        "_ansible_diff": True,
        "_ansible_module_name": f"telepresence.tms.{module}",
    }
    status, out, err = server.order(
        module=f"{PACKAGE}.modules.{module}",
        arguments={"ANSIBLE_MODULE_ARGS": arguments},
        directory=str(directory),
        environment=dict(environment),
        kill_at=kill_at,
    )
    try:
        result = json.loads(out)
    except ValueError:
        result = {"failed": True, "msg": f"The module ended with {status} and no result: {out}{err}"}
    # The controller adds what a module leaves out, keeps what is for itself, such as the secrets that ansible-core 2.22 masks
    # there, and since ansible-core 2.19 makes texts of warnings.
    result = {"changed": False} | {name: value for name, value in result.items() if not name.startswith("_ansible_")}
    if "warnings" in result:
        result["warnings"] = [each if isinstance(each, str) else each["event"]["msg"] for each in result["warnings"]]
    outcome = "failed" if result.get("failed") else "ok"
    return Run(status, out + err, [{"task": module, "action": module, "outcome": outcome, "result": result}])


@dataclass(frozen=True)
class Process:
    """A simulator that a server has started."""

    pid: int
    server: Server

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float) -> int:
        return int(self.server.order(ended=self.pid))


class QuickSimulator(Simulator):
    """A simulator that a server starts."""

    def __init__(self, server: Server, **options: Any) -> None:
        super().__init__(**options)
        self._server = server

    def spawn(self, arguments: Sequence[str]) -> tuple[Process, str]:
        pid, line = self._server.order(arguments=list(arguments))
        return Process(pid, self._server), line


# -- the servers themselves


def _serve(what: str, orders: IO[str], replies: IO[str]) -> None:
    for name in IN_STOCK[what]:
        importlib.import_module(name)
    carry_out = {"modules": _module, "simulators": _simulator}[what]
    for line in orders:
        reply = carry_out(json.loads(line))
        if reply is None:
            # This is a child, and has done its work.
            return
        print(json.dumps(reply), file=replies, flush=True)


def _module(order: Mapping[str, Any]) -> list[Any] | None:
    """Run a module; the status of its process, and what it wrote."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child:
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            return [status, *(file.read().decode("utf-8") for file in (out, err) if not file.seek(0))]
        signal.alarm(SECONDS)
        # It reads its arguments from standard input, as one that is run by hand.
        given.write(json.dumps(order["arguments"]).encode("utf-8"))
        given.seek(0)
        for number, file in enumerate((given, out, err)):
            os.dup2(file.fileno(), number)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["directory"])
        if order["kill_at"]:
            _kill_at(order["kill_at"])
        sys.argv = [order["module"]]
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
        return None


def _kill_at(number: int) -> None:
    line = importlib.import_module(f"{PACKAGE}.module_utils._http.line").Line
    plain, carried_out = line.exchange, iter(range(1, number))

    def exchange(*arguments: Any) -> Any:
        reply = plain(*arguments)
        if next(carried_out, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return reply

    line.exchange = exchange


def _simulator(order: Mapping[str, Any]) -> Any:
    """Start a simulator, its process and what it tells; or wait until one has ended."""
    if "ended" in order:
        return os.waitstatus_to_exitcode(os.waitpid(order["ended"], 0)[1])
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as told:
            return [child, told.readline()]
    os.dup2(write, 1)
    sys.argv = ["simulator", *order["arguments"]]
    runpy.run_path(str(SIMULATOR), run_name="__main__")
    return None


if __name__ == "__main__":
    # What a child prints goes elsewhere, and nothing that is imported may read the orders.
    _serve(sys.argv[1], os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w"))

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module as a host does, each time in a process of its own, without ansible-playbook around it.

Nine tenths of what a playbook of one task costs are the same each time: Ansible starts and packs the module, a fresh Python unpacks,
compiles and imports it. Here a server has everything imported, and each run is a fork of it: the module's own main() with its
arguments as Ansible hands them over, its result as Ansible takes it from the output. What is left out is the controller: module
defaults, templates, packing, and what is shown at the terminal. tests/integration/test_check_mode.py compares the two for every
module, and with --through-ansible all of it goes through ansible-playbook.
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
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from playbook import Run

PACKAGE = "ansible_collections.telepresence.tms.plugins"
#: A run that takes longer is ended by a signal.
SECONDS = 300
#: What every module imports, sooner or later.
IN_STOCK = (
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
)


class Quick:
    """The server, from the side of the tests."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(
        self,
        module: str,
        options: Mapping[str, Any],
        *,
        check_mode: bool,
        directory: Path,
        environment: Mapping[str, str],
        kill_at: int | None = None,
    ) -> Run:
        """One run, as a playbook of this one task would give it back.

        kill_at: kill -9 the process when TMS has carried out the request of this number; there is no result then.
        """
        arguments = dict(options) | {
            "_ansible_check_mode": check_mode,
            "_ansible_diff": True,
            "_ansible_module_name": f"telepresence.tms.{module}",
        }
        order = {
            "module": f"{PACKAGE}.modules.{module}",
            "arguments": {"ANSIBLE_MODULE_ARGS": arguments},
            "directory": str(directory),
            "environment": dict(environment),
            "kill_at": kill_at,
        }
        print(json.dumps(order), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the server of modules has ended")
        status, out, err = json.loads(line)
        try:
            result = json.loads(out)
        except ValueError:
            return Run(status, out + err, [])
        # The controller adds what a module leaves out, and since ansible-core 2.19 makes texts of warnings.
        result = {"changed": False} | result
        if "warnings" in result:
            result["warnings"] = [
                each if isinstance(each, str) else each["event"]["msg"] for each in result["warnings"]
            ]
        outcome = "failed" if result.get("failed") else "ok"
        return Run(status, out + err, [{"task": module, "action": module, "outcome": outcome, "result": result}])


@contextmanager
def quick(collections: Path) -> Iterator[Quick]:
    """Start the server of the modules of a collections path."""
    environment = os.environ | {"PYTHONPATH": str(collections)}
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Quick(process)


# -- the server


def _serve(orders: IO[str], replies: IO[str]) -> None:
    for name in IN_STOCK:
        importlib.import_module(name)
    for line in orders:
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if not child:
                _module(json.loads(line), given, out, err)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            texts = [file.read().decode("utf-8") for file in (out, err) if not file.seek(0)]
        print(json.dumps([status, *texts]), file=replies, flush=True)


def _module(order: Mapping[str, Any], given: IO[bytes], out: IO[bytes], err: IO[bytes]) -> None:
    """Become a module, which reads its arguments from standard input, as one that is run by hand; does not return."""
    signal.alarm(SECONDS)
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
    status: Any = 0
    try:
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status or 0)


def _kill_at(number: int) -> None:
    line = importlib.import_module(f"{PACKAGE}.module_utils._http.line").Line
    plain, carried_out = line.exchange, iter(range(1, number))

    def exchange(*arguments: Any) -> Any:
        reply = plain(*arguments)
        if next(carried_out, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return reply

    line.exchange = exchange


if __name__ == "__main__":
    # What a module prints goes elsewhere, and nothing that is imported may read the orders.
    _serve(os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w"))

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start a simulator from Python: a process of its own, ready when this returns, and stopped at the end of the block."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parents[1]


class Simulator:
    """options are those of `serve`, with underscores: systems=60, skin="divs", tls=True.

    url, accounts, ca_file, serial_number and keys are as `serve` prints them.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._directory = tempfile.TemporaryDirectory(prefix="tms-simulator-")
        self._process: Any = None
        self._told: dict[str, Any] = {}

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(self, *dummy: object) -> None:
        self.stop()
        self._directory.cleanup()

    def start(self) -> None:
        """Start it; the state of an earlier start is still there, and so are its ports."""
        arguments = ["serve", "--database", str(Path(self._directory.name) / "tms.sqlite")]
        for name, value in self._options.items():
            flag = "--" + name.replace("_", "-")
            if isinstance(value, bool):
                arguments += [flag] if value else []
            else:
                arguments += [flag, str(value)]
        if self._told:
            arguments += ["--port", str(self._told["port"]), "--control-port", str(self._told["control_port"])]
        self._process, line = self.spawn(arguments)
        if not line:
            raise RuntimeError("the simulator did not start")
        self._told = json.loads(line)

    def spawn(self, arguments: Sequence[str]) -> tuple[Any, str]:
        """A process with this command line, and the line that it prints."""
        process = subprocess.Popen([sys.executable, str(_HERE), *arguments], stdout=subprocess.PIPE, text=True)
        return process, process.stdout.readline() if process.stdout else ""

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        """kill -9: nothing is tidied up."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_told"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    # -- control

    def _control(self, path: str, given: Any = None, *, method: str = "POST") -> Any:
        request = urllib.request.Request(
            f"{self.control_url}/{path}", data=json.dumps(given).encode() if method == "POST" else None, method=method
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as reply:
            return json.loads(reply.read())

    def counters(self) -> dict[str, Any]:
        return dict(self._control("counters", method="GET"))

    def journal(self) -> list[dict[str, Any]]:
        return list(self._control("journal", method="GET"))

    def dump(self) -> dict[str, Any]:
        return dict(self._control("dump", method="GET"))

    def load(self, state: Any) -> None:
        self._control("load", state)

    def reset(self) -> None:
        """Set the counters to zero and forget the journal."""
        self._control("reset")

    def faults(self, *faults: dict[str, Any]) -> None:
        """Replace the faults in force; without any, all goes well again."""
        self._control("faults", list(faults))

    def latency(self, milliseconds: float) -> None:
        self._control("latency", milliseconds)

    def change(self, kind: str, **options: Any) -> Any:
        """Change the state as somebody else would."""
        return self._control("change", {"kind": kind, **options})

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, step by step: two sites of a simulated TMS brought to their declared licensing state.

Uses the built artefact below build/collections, as a user's installation would, and a simulator of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
sys.path.insert(0, str(CHECKOUT / "tests" / "simulator"))

from tms_simulator.launch import Simulator  # noqa: E402

#: Two sites of 20 rooms each are declared; 60 systems are there, 20 of them in neither site; one pack of 25 is installed.
SYSTEMS = 60
REPORT = CHECKOUT / "build" / "demo" / "tms.html"


class Demo:
    """Runs the playbooks of this directory against one simulator."""

    def __init__(self, simulator: Simulator, work: Path) -> None:
        self._work = work
        self._results = work / "results.json"
        admin = simulator.accounts["tmsadmin"]
        self._environment = os.environ | {
            "ANSIBLE_COLLECTIONS_PATH": str(CHECKOUT / "build" / "collections"),
            "ANSIBLE_CONFIG": str(HERE / "ansible.cfg"),
            "DEMO_URL": simulator.url,
            "DEMO_USERNAME": admin["username"],
            "DEMO_PASSWORD": admin["password"],
            "DEMO_CLIENT": simulator.accounts["calendar"]["username"],
            "DEMO_CLIENT_PASSWORD": simulator.accounts["calendar"]["password"],
            "DEMO_KEY": simulator.keys["packs"][0],
            "DEMO_BACKUP": str(work / "backup"),
        }

    def play(
        self, playbook: str, *arguments: str, may_fail: bool = False, **extra: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run one playbook as a user would, its output on the terminal."""
        extra_vars = {"demo_results": str(self._results), **extra}
        command = [
            str(Path(sys.executable).parent / "ansible-playbook"),
            "-i",
            str(HERE / "inventory.yml"),
            str(HERE / playbook),
            *arguments,
        ]
        print(f"$ ansible-playbook {playbook} {' '.join(arguments)}".rstrip(), flush=True)
        done = subprocess.run(
            [*command, "-e", json.dumps(extra_vars)], env=self._environment, cwd=self._work, text=True, check=False
        )
        if (done.returncode != 0) != may_fail:
            raise SystemExit(f"the demo expected {playbook} to {'fail' if may_fail else 'succeed'}, and it did not")
        return done

    def results(self) -> Mapping[str, Any]:
        """What the last playbook wrote down."""
        return json.loads(self._results.read_text(encoding="utf-8"))

    def licence_state(self) -> Mapping[str, Any]:
        self.play("licence_state.yml")
        return self.results()


def headline(text: str) -> None:
    print(f"\n== {text} {'=' * max(0, 96 - len(text))}", flush=True)


def table(rows: Sequence[Sequence[Any]]) -> None:
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print("  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))


def changed(rollout: Mapping[str, Any]) -> bool:
    kinds = ("option_keys", "groups", "default_groups", "service_users", "systems")
    return any(item["changed"] for kind in kinds for item in rollout[kind])


def licence_row(moment: str, state: Mapping[str, Any]) -> list[Any]:
    seats = state["seats"]
    keys = [f"{key['key']} ({key['description']})" for key in state["option_keys"] if key["kind"] != "other"]
    return [moment, len(keys), seats["total"]["value"], seats["used"]["value"], seats["free"], len(state["holders"])]


def main() -> None:
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="tms-demo-") as directory,
        Simulator(systems=SYSTEMS, number=7, fresh=True) as simulator,
    ):
        demo = Demo(simulator, Path(directory))
        headline("The licence state before")
        before = demo.licence_state()
        headline("1. Preview: what the whole rollout would change (--check --diff)")
        demo.play("rollout.yml", "--check", "--diff", demo_add_key=True)
        headline("2. Without the key of the missing pack it is refused, and nothing is changed")
        demo.play("rollout.yml", may_fail=True)
        headline("3. With the key, the sites converge, and the booking client proves that it can book")
        demo.play("rollout.yml", demo_add_key=True)
        first = demo.results()
        headline("4. A second run changes nothing")
        demo.play("rollout.yml", demo_add_key=True)
        if changed(demo.results()):
            raise SystemExit("the second run changed something")
        after = demo.licence_state()
        headline("5. One system is restored from the backup")
        demo.play("restore.yml", "--diff", demo_backup=first["backups"]["remote_bookings"][0])
        restored = demo.licence_state()
        headline("6. The audit sees it, and writes a report")
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        demo.play("audit.yml", demo_report=str(REPORT))
        headline("Licence state")
        table(
            [
                ["", "keys", "seats", "used", "free", "systems at Yes"],
                licence_row("before", before),
                licence_row("after the rollout", after),
                licence_row("after the restore", restored),
            ]
        )
        counters = simulator.counters()
        print(f"\n  The simulator counted {counters['reads']} reads, {counters['writes']} writes.")
    print(
        f"""
What was done, in {time.monotonic() - begun:.0f} seconds: two sites were previewed, refused for want of one pack of seats, given the
key, and brought to their declared state: groups, default groups, the seats of 40 rooms, and a booking client with the rights it
needs and no more, which proved with a booking that it can book. A second run changed nothing, one system was put back from the
backup, and an audit found that. Its report, to be opened in a browser:

  {REPORT}

Where to read on: README.md (modules, roles and installation), docs/docsite/rst/guide_rollout.rst (your own server, step by step),
docs/examples (inventories), docs/architecture.md (how it is built), docs/guesses.md (what is guessed about the real web UI),
tests/demo (these playbooks and their inventory)."""
    )


if __name__ == "__main__":
    main()

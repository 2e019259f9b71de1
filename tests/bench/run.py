# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules cost: requests counted by the simulator, and times as ratios taken in one run.

Compared are, on one machine and one server, a module run through ansible-playbook, a bare `requests` script that makes the
same requests over as many connections, and a loop of ansible.builtin.uri over the same reads. They take turns, so that what
slows the machine down slows down both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT / "tests" / "simulator"), str(CHECKOUT / "tests" / "integration")]

from playbook import Playbook  # noqa: E402
from tms_simulator.launch import Simulator  # noqa: E402
from tms_simulator.web.skins import EVERYDAY  # noqa: E402

CONNECTIONS = 4
#: So many users are brought into a group by one task.
MEMBERS = 200
BARE = Path(__file__).with_name("bare.py")


class Bench:
    """One simulator with what is measured against it."""

    def __init__(self, simulator: Simulator, work: Path) -> None:
        self.simulator = simulator
        self._playbook = Playbook(work, CHECKOUT / "build" / "collections")
        self._work = work
        account = simulator.accounts["tmsadmin"]
        self.connection = {
            "url": simulator.url,
            "username": account["username"],
            "password": account["password"],
            "concurrency": CONNECTIONS,
        }

    def module(
        self, module: str, *arguments: str, **options: Any
    ) -> tuple[float, dict[str, Any], list[dict[str, Any]]]:
        """Seconds, result and journal of one module run."""
        self.simulator.reset()
        begun = time.monotonic()
        run = self._playbook.run([{"name": module, f"telepresence.tms.{module}": options}], self.connection, *arguments)
        seconds = time.monotonic() - begun
        if run.failed:
            raise SystemExit(f"{module} failed: {run.result.get('msg')}")
        # Legs of a sign-in are in the journal as empty entries.
        return seconds, dict(run.result), [entry for entry in self.simulator.journal() if entry]

    def bare(self, journal: list[dict[str, Any]]) -> float:
        """Seconds of a bare script that reads the same addresses over as many connections."""
        addresses = [entry["path"] for entry in journal if entry["method"] == "GET"]
        task = {**self.connection, "addresses": addresses}
        begun = time.monotonic()
        subprocess.run([sys.executable, str(BARE)], input=json.dumps(task), text=True, check=True)
        return time.monotonic() - begun

    def uri_loop(self, addresses: list[str]) -> float:
        """Seconds of a loop of ansible.builtin.uri over the same reads."""
        task = {
            "name": "Read each page",
            "ansible.builtin.uri": {
                "url": self.simulator.url + "{{ item }}",
                "url_username": self.connection["username"],
                "url_password": self.connection["password"],
                "force_basic_auth": True,
            },
            "loop": addresses,
        }
        begun = time.monotonic()
        run = self._playbook.run([task], {"url": self.simulator.url})
        if run.returncode:
            raise SystemExit(f"the loop failed: {run.output[-500:]}")
        return time.monotonic() - begun


def paths(journal: list[dict[str, Any]]) -> str:
    """The path taken, as counts of what was requested."""
    counted: Counter[str] = Counter()
    for entry in journal:
        if entry.get("operation"):
            counted[f"SOAP {entry['operation']}"] += 1
        elif entry["method"] == "POST":
            label = entry["trigger"]
            named = label in ("Settings", "View Settings", "Edit Settings", "Save", "Next")
            counted[f"click '{label if named else 'a system or folder'}'"] += 1
        else:
            counted["page by address"] += 1
    return ", ".join(f"{number} x {what}" for what, number in counted.most_common())


def seed(systems: int) -> dict[str, Any]:
    return {"systems": systems, "packs": systems // 25 + 1}


def over_skins(systems: int, latency: float, turns: int) -> None:
    """remote_bookings and license_info over many systems, on each skin."""
    print(
        f"\nremote_bookings and license_info over {systems} systems, {CONNECTIONS} connections, {latency:g} ms latency; "
        f"times: medians of {turns}"
    )
    changed = systems // 10
    for skin in EVERYDAY:
        with (
            tempfile.TemporaryDirectory() as work,
            Simulator(skin=skin, enabled=systems - changed, **seed(systems)) as simulator,
        ):
            simulator.latency(latency)
            bench = Bench(simulator, Path(work))
            every = [{"pattern": "*"}]
            dummy, dummy, journal = bench.module("remote_bookings", "--check", systems=every)
            print(f"\n  {skin}: preview of {changed} changes: {len(journal)} requests: {paths(journal)}")
            dummy, result, journal = bench.module("remote_bookings", systems=every, backup_options={"dir_path": work})
            made = sum(item["changed"] for item in result["results"])
            print(f"  {skin}: {made} changes: {len(journal)} requests: {paths(journal)}")
            for module, options in (("remote_bookings", {"systems": every}), ("license_info", {})):
                seconds, bare = [], []
                for dummy in range(turns):
                    taken, result, journal = bench.module(module, **options)
                    seconds.append(taken)
                    if all(entry["method"] == "GET" or entry.get("operation") for entry in journal):
                        bare.append(bench.bare(journal))
                took = median(seconds)
                print(f"  {skin}: converged {module}: {len(journal)} requests in {took:.2f} s: {paths(journal)}")
                if bare:
                    other = median(bare)
                    print(f"  {skin}: the same reads by a bare script: {other:.2f} s; ratio {took / other:.2f}")


def ten_of_many(systems: int) -> None:
    """A task that names ten systems of thousands."""
    print(f"\nremote_bookings naming 10 of {systems} systems")
    with tempfile.TemporaryDirectory() as work, Simulator(enabled=5, **seed(systems)) as simulator:
        bench = Bench(simulator, Path(work))
        ten = [{"id": 1001 + number, "state": "enabled" if number < 5 else "disabled"} for number in range(10)]
        swapped = [{**each, "state": "disabled" if each["state"] == "enabled" else "enabled"} for each in ten]
        for what, wish in (("converged", ten), ("balanced", swapped)):
            seconds, dummy, journal = bench.module("remote_bookings", systems=wish, backup_options={"dir_path": work})
            print(f"  {what}: {len(journal)} requests in {seconds:.2f} s: {paths(journal)}")
        claims = [{"id": 1001 + number} for number in range(20, 30)]
        seconds, dummy, journal = bench.module("remote_bookings", systems=claims, backup_options={"dir_path": work})
        print(f"  net claim of 10: {len(journal)} requests in {seconds:.2f} s: {paths(journal)}")


def against_uri(systems: int, turns: int) -> None:
    """One task against a loop of ansible.builtin.uri."""
    print(f"\nreading {systems} systems: one task against a loop of ansible.builtin.uri")
    with (
        tempfile.TemporaryDirectory() as work,
        Simulator(enabled=systems, schemes="Negotiate,NTLM,Basic", **seed(systems)) as simulator,
    ):
        bench = Bench(simulator, Path(work))
        # Both sign in with Basic: uri has no NTLM.
        bench.connection |= {"auth": "basic", "allow_basic_over_http": True}
        seconds, loops = [], []
        for dummy in range(turns):
            taken, dummy, journal = bench.module("remote_bookings", systems=[{"pattern": "*"}])
            reads = [entry["path"] for entry in journal if entry["method"] == "GET"]
            seconds.append(taken)
            loops.append(bench.uri_loop(reads))
        took, loop = median(seconds), median(loops)
        print(f"  one task: {took:.2f} s; loop over the same {len(reads)} reads: {loop:.2f} s; ratio {loop / took:.1f}")
        alone = loop * systems / len(reads)
        print(f"  counting the {systems} pages of systems alone, without the way to them: ratio {alone / took:.1f}")


def groups_of_many(groups: int, users: int) -> None:
    """What it takes to tell who may do what."""
    print(f"\ngroup_info and user_info over {groups} groups and {users} users")
    for skin in EVERYDAY:
        with (
            tempfile.TemporaryDirectory() as work,
            Simulator(skin=skin, systems=5, groups=groups, users=users) as simulator,
        ):
            bench = Bench(simulator, Path(work))
            for module, gather in (("group_info", ["permissions", "members"]), ("user_info", ["groups"])):
                seconds, dummy, journal = bench.module(module, gather=gather)
                print(f"  {skin}: {module}: {len(journal)} requests in {seconds:.2f} s: {paths(journal)}")
            names = [
                each["user_name"] for each in simulator.dump()["users"] if each["user_name"].startswith("TMS\\user")
            ]
            members = {"add": names[:MEMBERS]}
            seconds, dummy, journal = bench.module("group", name="API Bookers", members=members, max_failures=1)
            print(f"  {skin}: group with {MEMBERS} new members: {len(journal)} requests in {seconds:.2f} s")


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "skins": lambda given: over_skins(given.systems, given.latency, given.turns),
    "ten": lambda given: ten_of_many(given.many),
    "groups": lambda dummy: groups_of_many(50, 2000),
    "uri": lambda given: against_uri(100, given.turns),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--systems", type=int, default=500)
    arguments.add_argument("--many", type=int, default=5000)
    arguments.add_argument("--latency", type=float, default=50, help="ms added to each request of the first part")
    arguments.add_argument(
        "--turns", type=int, default=3, help="times that what is compared is run, one after the other"
    )
    arguments.add_argument("--part", choices=PARTS, help="measure this alone")
    given = arguments.parse_args()
    if not (CHECKOUT / "build" / "collections").is_dir():
        arguments.error("the collection is not built yet: run 'make build' first, or 'make bench'")
    os.environ["ANSIBLE_HOME"] = str(CHECKOUT / "build" / "ansible")
    for name, part in PARTS.items():
        if given.part in (None, name):
            part(given)


if __name__ == "__main__":
    main()

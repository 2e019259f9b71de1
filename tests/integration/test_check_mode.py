# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under check mode no module writes, on any skin."""

from __future__ import annotations

from every_module import EVERY_MODULE
from skins import every_skin


@every_skin
def test_no_module_writes_under_check_mode(site, look):
    tms = site(systems=5, skin=look, tls=True)
    before = tms.simulator.dump()
    tasks = [{"name": name, f"telepresence.tms.{name}": options} for name, options in EVERY_MODULE.items()]
    secrets = {"secret_keys": [tms.simulator.keys["packs"][0]], "secret_account": "N3w&Acc0unt-Secret"}
    tasks.insert(0, {"name": "secrets", "ansible.builtin.set_fact": secrets})
    tms.simulator.reset()
    run = tms.play(tasks, "--check", "--diff")
    results = {task["task"]: task["result"] for task in run.tasks[1:]}
    assert set(results) == set(EVERY_MODULE), run.output
    # Each of the others would have something to write.
    reading = {name for name in EVERY_MODULE if name.endswith("_info")}
    assert {name for name, result in results.items() if not result["changed"]} == reading
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    assert tms.simulator.dump() == before

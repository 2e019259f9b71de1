# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under check mode no module writes, on any skin; and a module alone tells what it tells through ansible-playbook."""

from __future__ import annotations

from every_module import EVERY_MODULE
from skins import every_skin

#: Each of the others would have something to write.
READING = {name for name in EVERY_MODULE if name.endswith("_info")}


@every_skin
def test_no_module_writes_under_check_mode(site, look):
    tms = site(systems=5, skin=look, tls=True)
    before = tms.simulator.dump()
    tms.simulator.reset()
    results = alone(tms)
    assert {name for name, result in results.items() if not result["changed"]} == READING
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    assert tms.simulator.dump() == before


def test_through_ansible_no_module_writes_and_each_tells_what_it_tells_alone(site):
    tms = site(systems=5, tls=True)
    before = tms.simulator.dump()
    tasks = [{"name": name, f"telepresence.tms.{name}": options} for name, options in EVERY_MODULE.items()]
    tasks.insert(0, {"name": "secrets", "ansible.builtin.set_fact": secrets(tms)})
    tms.simulator.reset()
    run = tms.play(tasks, "--check", "--diff")
    results = {task["task"]: task["result"] for task in run.tasks[1:]}
    assert set(results) == set(EVERY_MODULE), run.output
    assert {name for name, result in results.items() if not result["changed"]} == READING
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    assert tms.simulator.dump() == before
    for name, result in alone(tms).items():
        assert comparable(result) == comparable(results[name])


def secrets(tms):
    return {"secret_keys": [tms.simulator.keys["packs"][0]], "secret_account": "N3w&Acc0unt-Secret"}


def alone(tms):
    """What each module tells in check mode, run without Ansible around it."""
    templates = {f"{{{{ {name} }}}}": value for name, value in secrets(tms).items()}
    results = {}
    for name, options in EVERY_MODULE.items():
        filled = {key: templates.get(str(value), value) for key, value in options.items()}
        results[name] = tms.alone(name, check_mode=True, **filled).result
    return results


def comparable(result):
    """Without what Ansible adds or takes away itself, and without when it was."""
    return {
        key: value for key, value in result.items() if key not in ("failed", "invocation", "time") and key[0] != "_"
    }

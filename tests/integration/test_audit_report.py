# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""audit_report through ansible-playbook, as its own example uses it: no server is there, and none is asked for."""

from __future__ import annotations

import json

import example_audits
import pytest
import yaml
from ansible_collections.telepresence.tms.plugins.modules.audit_report import EXAMPLES
from playbook import Playbook

CONNECTION = {"url": "https://tms.example.com", "username": "EXAMPLE\\tmsadmin", "password": "a secret", "timeout": 5}
FORMATS = {"json": "tms.json", "junit": "tms.xml", "csv": "tms.csv", "html": "tms.html"}


@pytest.fixture
def playbook(tmp_path, tree):
    return Playbook(tmp_path, tree)


def test_files_are_written_before_the_task_fails(playbook, tmp_path):
    audits = example_audits.audits(2, 12)
    dest = {name: f"reports/{path}" for name, path in FORMATS.items()}
    (tmp_path / "accepted.yml").write_text("- id: system_without_seat\n  object: x\n  reason: y\n  expires: soon\n")
    options = {"audits": "{{ audits }}", "dest": dest}

    def task(**more):
        keywords = {key: more.pop(key) for key in ("check_mode", "diff") if key in more}
        return {"name": "Report", "telepresence.tms.audit_report": options | more, "ignore_errors": True} | keywords

    tasks = [
        task(check_mode=True, diff=True),
        task(),
        task(),
        task(threshold="never"),
        task(baseline="accepted.yml", compare_with="reports/tms.json"),
    ]
    (tmp_path / "audits.json").write_text(json.dumps({"audits": audits}))
    run = playbook.run(tasks, CONNECTION, "-e", "@audits.json")
    previewed, written, again, never, refused = (task["result"] for task in run.tasks)
    assert [task["outcome"] for task in run.tasks] == ["failed", "failed", "failed", "ok", "failed"]
    assert previewed["changed"]
    assert "system_booked_without_seat" in previewed["diff"]["after"]
    assert written["changed"]
    assert written["msg"].startswith("The audit failed: ")
    assert written["msg"].endswith(f"The whole is in {tmp_path}/reports/tms.html.")
    assert {name: each["changed"] for name, each in written["files"].items()} == dict.fromkeys(FORMATS, True)
    assert not again["changed"]
    # The verdict is part of some files, and the threshold part of the verdict.
    assert never["files"]["html"]["changed"]
    assert not never["files"]["csv"]["changed"]
    assert "'expires' of entry 1 must be a day as YYYY-MM-DD" in refused["msg"]
    assert "secret" not in run.output
    assert "Traceback" not in run.output
    for path in FORMATS.values():
        assert (tmp_path / "reports" / path).stat().st_mode & 0o777 == 0o644
    assert json.loads((tmp_path / "reports/tms.json").read_text())["verdict"]["threshold"] == "never"


def test_the_example_reports_on_all_servers_at_once(playbook, tmp_path):
    (play, dummy) = yaml.safe_load(EXAMPLES)
    (tmp_path / "accepted.yml").write_text("")
    for audit, host in zip(example_audits.audits(2, 12), ("tms", "tms-oslo"), strict=True):
        del audit["host"]
        variables = tmp_path / "host_vars" / f"{host}.json"
        variables.parent.mkdir(exist_ok=True)
        variables.write_text(json.dumps({"audit": audit}))
    (tmp_path / "host_vars" / "tms-lima.json").write_text(json.dumps({"audit": {"failed": True, "msg": "no route"}}))
    tasks = [task for task in play["tasks"] if "telepresence.tms.audit_info" not in task]
    run = playbook.run(tasks, CONNECTION, "-i", "tms-oslo,", "-i", "tms-lima,")
    assert "1 server could not be audited" in run.result["msg"]
    assert "There is no earlier report" in run.output
    written = json.loads((tmp_path / "reports/tms.json").read_text())
    assert [server["host"] for server in written["servers"]] == ["tms", "tms-oslo"]
    assert written["unreachable"] == [{"host": "tms-lima", "msg": "no result of the audit"}]
    assert set(FORMATS.values()) == {path.name for path in (tmp_path / "reports").iterdir()}

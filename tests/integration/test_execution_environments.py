# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As controllers with remote nodes work: the execution environment, a run that is sent away, and an inventory in slices."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLES = CHECKOUT / "docs" / "execution_environment"
BUILT = CHECKOUT / "build" / "collections"


@pytest.fixture
def run(tmp_path):
    """Runs a program that lies beside Python, with a HOME of its own where nothing may be written."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o500)

    def start(program, *arguments, given=None, **environment):
        own = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "TMS_"))}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return subprocess.run(
            [str(Path(sys.executable).with_name(program)), *map(str, arguments)],
            env=own | {"HOME": str(home), "PATH": path, "ANSIBLE_HOME": str(tmp_path / "ansible")} | environment,
            input=given,
            capture_output=True,
            cwd=tmp_path,
            timeout=300,
            check=False,
        )

    return start


def test_the_builder_accepts_the_example_and_finds_what_the_collection_needs(run, tmp_path):
    done = run("ansible-builder", "create", "-f", EXAMPLES / "execution-environment.yml", "-c", tmp_path / "context")
    assert done.returncode == 0, done.stderr
    asked = yaml.safe_load((tmp_path / "context" / "_build" / "requirements.yml").read_text())
    assert asked == {"collections": [{"name": "telepresence.tms"}]}
    # What the builder does within the image, once the collection is there.
    done = run("ansible-builder", "introspect", BUILT)
    assert done.returncode == 0, done.stderr
    found = yaml.safe_load(done.stdout)
    names = {kind: {line.split()[0] for line in lines} for kind, lines in found.items()}
    assert names["python"] == {"lxml", "pyspnego[kerberos]", "requests", "zeep"}
    assert {"krb5-libs", "krb5-workstation", "krb5-user"} <= names["system"]


PLAY = [{"name": "Rollout", "import_playbook": "telepresence.tms.site_rollout"}]


def test_a_rollout_runs_on_a_remote_node_and_leaves_no_secret_there(site, run, tmp_path):
    tms = site(systems=12, packs=0)
    password, key = tms.options()["password"], tms.simulator.keys["packs"][0]
    server = {
        "tms_url": tms.options()["url"],
        "tms_username": tms.options()["username"],
        "tms_password": "{{ oslo_tms_password }}",
        "tms_sites": [{"name": "Oslo", "systems": [{"folder": "Europe/Oslo"}]}],
        "tms_backup_dir": str(tmp_path / "backup"),
    }
    files = {
        "env/extravars": json.dumps({"oslo_tms_password": password, "tms_option_keys": [key]}),
        "env/cmdline": "-v --limit oslo",
        "inventory/hosts.yml": yaml.safe_dump({"tms_servers": {"hosts": {"oslo": server, "bergen": {}}}}),
        "project/rollout.yml": yaml.safe_dump(PLAY),
    }
    job = tmp_path / "job"
    for name, text in files.items():
        (job / name).parent.mkdir(parents=True, exist_ok=True)
        (job / name).write_text(text, encoding="utf-8")
    shutil.copytree(BUILT, job / "project" / "collections")
    # The controller sends a job, a node works it off with nothing but what it was sent, the controller takes the outcome.
    sent = run("ansible-runner", "transmit", job, "-p", "rollout.yml", "--ident", "one")
    assert sent.returncode == 0, sent.stderr
    node, controller = tmp_path / "node", job.rename(tmp_path / "controller")
    worked = run("ansible-runner", "worker", "--private-data-dir", node, "--delete", given=sent.stdout)
    assert worked.returncode == 0, worked.stderr
    processed = run("ansible-runner", "process", controller, "--ident", "one", given=worked.stdout)
    assert processed.returncode == 0, processed.stderr
    artifacts = controller / "artifacts" / "one"
    assert (artifacts / "status").read_text() == "successful", (artifacts / "stdout").read_text()
    events = [json.loads(path.read_text()) for path in (artifacts / "job_events").glob("*.json")]
    results = [event["event_data"]["res"] for event in events if event["event"] == "runner_on_ok"]
    facts = [result["ansible_facts"] for result in results if "ansible_facts" in result]
    (outcome,) = [each["site_rollout_result"] for each in facts if "site_rollout_result" in each]
    enabled = {each["id"] for each in outcome["systems"] if each["after"] == "enabled"}
    assert enabled == tms.enabled() == {1001, 1004, 1007, 1010}
    assert [each["changed"] for each in outcome["option_keys"]] == [True]
    # The node keeps nothing, the artifacts hold no secret, and nobody's home was written to.
    assert not node.exists()
    for secret in (password, key):
        assert secret.encode() not in worked.stdout
        assert [path for path in artifacts.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()] == []
    assert list((tmp_path / "home").iterdir()) == []


def test_slices_hold_each_server_once_and_stay(run, tmp_path):
    def sliced(*arguments, inventory=EXAMPLES / "inventory"):
        done = run("ansible-inventory", "-i", inventory, "--list", *arguments)
        assert done.returncode == 0, done.stderr
        listing = json.loads(done.stdout)
        return {name: set(of["hosts"]) for name, of in listing.items() if name.startswith("slice_")}

    four = sliced()
    assert set(four) == {"slice_0", "slice_1", "slice_2", "slice_3"}
    assert sorted(host for hosts in four.values() for host in hosts) == [
        f"tms{number:02d}.example.com" for number in range(1, 21)
    ]
    assert set(sliced("-e", "tms_slices=2")) == {"slice_0", "slice_1"}
    shutil.copytree(EXAMPLES / "inventory", tmp_path / "grown")
    (tmp_path / "grown" / "more.yml").write_text("tms_servers: {hosts: {'oslo.example.com': }}", encoding="utf-8")
    grown = sliced(inventory=tmp_path / "grown")
    assert {name: hosts - {"oslo.example.com"} for name, hosts in grown.items()} == four

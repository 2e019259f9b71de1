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


@pytest.fixture
def job(tmp_path):
    """A private data directory as a controller makes it: job(tms) -> its path and the secrets in it."""

    def make(tms, hosts, cmdline="", **extravars):
        directory = tmp_path / "job"
        files = {
            "env/settings": yaml.safe_dump({"suppress_env_files": True}),
            "env/envvars": yaml.safe_dump({"TMS_PASSWORD": tms.options()["password"]}),
            "env/extravars": json.dumps(extravars),
            "env/cmdline": cmdline,
            "inventory/hosts.yml": yaml.safe_dump({"tms_servers": {"hosts": hosts}}),
            "inventory/slices.yml": (EXAMPLES / "inventory" / "slices.yml").read_text(),
            "project/rollout.yml": yaml.safe_dump(PLAY),
        }
        for name, text in files.items():
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            (directory / name).write_text(text, encoding="utf-8")
        shutil.copytree(BUILT, directory / "project" / "collections")
        return directory

    return make


PLAY = [
    {
        "name": "Rollout",
        "hosts": "tms_servers",
        "gather_facts": False,
        "connection": "local",
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "module_defaults": {
            "group/telepresence.tms.tms": {"url": "{{ tms_url }}", "username": "{{ tms_username }}", "backup": False}
        },
        "tasks": [
            {
                "name": "Install the keys",
                "telepresence.tms.option_key": {"keys": "{{ vault_keys }}"},
            },
            {
                "name": "Let the rooms be booked",
                "telepresence.tms.remote_bookings": {"systems": [{"folder": "Europe/Oslo"}]},
                "register": "rooms",
            },
            {
                "name": "Hand the outcome on to the next step of a workflow",
                "ansible.builtin.set_stats": {"data": {"systems": "{{ rooms.results | length }}"}},
            },
        ],
    }
]


def test_a_rollout_runs_on_a_remote_node_and_leaves_no_secret_there(site, run, job, tmp_path):
    tms = site(systems=12)
    options = tms.options()
    key = tms.simulator.keys["packs"][0]
    hosts = {name: {"tms_url": options["url"], "tms_username": options["username"]} for name in ("tms1", "tms2")}
    directory = job(tms, hosts, "-v --limit tms1", vault_keys=[key])
    sent = run("ansible-runner", "transmit", directory, "-p", "rollout.yml", "--ident", "one")
    assert sent.returncode == 0, sent.stderr
    shutil.move(directory, tmp_path / "kept")
    node = tmp_path / "node"
    worked = run("ansible-runner", "worker", "--private-data-dir", node, "--delete", given=sent.stdout)
    assert worked.returncode == 0, worked.stderr
    controller = tmp_path / "controller"
    controller.mkdir()
    processed = run("ansible-runner", "process", controller, "--ident", "one", given=worked.stdout)
    assert processed.returncode == 0, processed.stderr
    artifacts = controller / "artifacts" / "one"
    assert (artifacts / "status").read_text() == "successful", (artifacts / "stdout").read_text()
    events = [json.loads(path.read_text()) for path in (artifacts / "job_events").glob("*.json")]
    results = {
        event["event_data"]["task"]: event["event_data"]["res"] for event in events if event["event"] == "runner_on_ok"
    }
    assert results["Install the keys"]["changed"] is True
    rooms = results["Let the rooms be booked"]["results"]
    assert {each["id"] for each in rooms if each["after"] == "enabled"} == tms.enabled() == {1001, 1004, 1007, 1010}
    assert any(event["event_data"].get("artifact_data") == {"systems": len(rooms)} for event in events)
    # The node keeps nothing, the controller no secret, and nobody's home was written to.
    assert not node.exists()
    for secret in (options["password"], key):
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

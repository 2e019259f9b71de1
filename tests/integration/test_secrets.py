# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords and option keys appear nowhere: not in any output at -vvvv, not in results, diffs or backups."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from declared import connection, two_sites
from every_module import EVERY_MODULE, WITHOUT_SERVER


def test_every_module_is_run():
    modules = {path.stem for path in (Path(__file__).resolve().parents[2] / "plugins" / "modules").glob("*.py")}
    assert set(EVERY_MODULE) | WITHOUT_SERVER == modules


def test_secrets_at_full_verbosity(site, tmp_path):
    """Every module as it succeeds, a key that TMS refuses, and every module as it fails for a wrong password."""
    tms = site(systems=5, tls=True)
    secrets = {
        "secret_keys": [tms.simulator.keys["packs"][0]],
        "foreign_keys": ["7E51EC25-64-5EC2E7AB"],
        "secret_account": "N3w&Acc0unt-Secret",
        "right_password": tms.simulator.accounts["tmsadmin"]["password"],
        "wrong_password": "Wr0ng&Secret!",
    }
    (tmp_path / "secrets.json").write_text(json.dumps(secrets))
    tms.connection = {"password": "{{ right_password }}"}
    succeeding = [_task(name, **options) for name, options in EVERY_MODULE.items()]
    refused = _task("option_key", keys="{{ foreign_keys }}")
    failing = [_task(name, **options, password="{{ wrong_password }}") for name, options in EVERY_MODULE.items()]
    run = tms.play([*succeeding, refused, *failing], "-vvvv", "--diff", "-e", f"@{tmp_path / 'secrets.json'}")
    outcomes = [task["outcome"] for task in run.tasks]
    assert outcomes == ["ok"] * len(succeeding) + ["failed"] * (1 + len(failing)), run.output
    # With the right password the key reaches TMS, which refuses it in its own words.
    said = [task["result"]["msg"] for task in run.tasks[len(succeeding) :]]
    assert "not valid for this server" in said[0]
    assert [each for each in said[1:] if not each.startswith("Could not sign in")] == []
    written = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.jsonl")]
    everything = "\n".join([run.output, *written])
    for secret in (text for value in secrets.values() for text in ([value] if isinstance(value, str) else value)):
        assert secret not in everything
        assert base64.b64encode(secret.encode()).decode() not in everything


def _task(module, **options):
    return {"name": module, f"telepresence.tms.{module}": options, "ignore_errors": True}


def test_secrets_of_a_rollout_at_full_verbosity(site, tmp_path):
    """Rolled out, refused for a key that TMS does not take, and failing for secrets of a wrong form: in no way they are shown."""
    tms = site(systems=5, packs=0, fresh=True, tls=True)
    right = connection(tms.simulator) | two_sites(tms.simulator)
    wrong = "S3cret-0f-nobody"
    foreign, malformed = "7E51EC25-64-5EC2E7AB", "7E51EC25-64-5EC2E7AB-T00-L0NG"
    hosts = {
        "tms1": right,
        "tms2": right | {"tms_option_keys": [foreign]},
        "tms3": right | {"tms_option_keys": malformed, "tms_passwords": {"TMS\\calendar": [wrong]}},
        "tms4": right | {"tms_passwords": wrong},
        "tms5": right | {"tms_password": [wrong], "tms_username": {"not": "a text"}},
    }
    run = tms.playbook.by_name("site_rollout", hosts, "-vvvv", "--diff", "-f", "1")
    summary = run.shown()[-1]
    assert (summary["succeeded"], set(summary["failed"])) == (["tms1"], {"tms2", "tms3", "tms4", "tms5"}), run.output
    written = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.jsonl") if "backup" in path.parts]
    everything = "\n".join([run.output, *written])
    secrets = [
        right["tms_password"],
        *right["tms_passwords"].values(),
        *right["tms_option_keys"],
        wrong,
        foreign,
        malformed,
    ]
    assert [secret for secret in secrets if secret in everything] == []

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write docs/tms_sites.schema.json, with which an editor completes and checks the variables of a TMS server.

It is made from the argument spec of the role site_rollout and the documented connection options, so that nothing is written down
twice. `--check` writes nothing and fails where the file is not what would be written.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
TARGET = CHECKOUT / "docs" / "tms_sites.schema.json"
ADDRESS = "https://raw.githubusercontent.com/telepresence/telepresence.tms/main/docs/tms_sites.schema.json"

Schema = dict[str, Any]
Spec = Mapping[str, Any]

#: What a variable may be instead of a value.
TEMPLATE: Schema = {"type": "string", "pattern": r"\{[{%]"}
NAMING = ("id", "name", "pattern", "folder")
TYPES = {"str": "string", "int": "integer", "bool": "boolean", "path": "string", "dict": "object"}

#: Secrets stand in no argument spec, for Ansible would show them where they are wrong.
SECRETS: Schema = {
    "tms_option_keys": {
        "description": "Option keys to install, from a vault.",
        "type": "array",
        "items": {"type": "string"},
    },
    "tms_passwords": {
        "description": "Passwords by Windows user name, from a vault: of service users that are made or prove themselves, and of those who "
        "make a test booking.",
        "type": "object",
        "additionalProperties": {"type": "string"},
    },
}


def schema() -> Schema:
    """The whole schema."""
    role = yaml.safe_load((CHECKOUT / "roles/site_rollout/meta/argument_specs.yml").read_text(encoding="utf-8"))
    variables = {
        name: option
        for part in ("licensing", "booking_rights", "remote_bookings", "audit")
        for name, option in yaml.safe_load(
            (CHECKOUT / "roles" / part / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
        )["argument_specs"]["main"]["options"].items()
        if name.startswith(part)
    } | role["argument_specs"]["main"]["options"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ADDRESS,
        "title": "Variables of a Cisco TMS server, for the roles and playbooks of telepresence.tms",
        "type": "object",
        "properties": _connection() | {name: value(option) for name, option in sorted(variables.items())} | secrets(),
    }


def secrets() -> Schema:
    return {name: _or_template(each) for name, each in SECRETS.items()}


def _connection() -> Schema:
    """The variables that say which server it is and as whom: the options of every module, with tms_ before them."""
    text = (CHECKOUT / "plugins" / "doc_fragments" / "_connection.py").read_text(encoding="utf-8")
    options = yaml.safe_load(text.partition('r"""')[2].partition('"""')[0])["options"]
    backup = {
        "description": "Directory on the controller for the backups, by default backup where Ansible was started.",
        "type": "str",
    }
    for option in options.values():
        # The playbooks give each of them; what the environment has counts for single modules alone.
        told = option["description"]
        option["description"] = [each for each in [told] if isinstance(told, str)] or [
            each for each in told if not each.startswith("If not set, the value of the environment")
        ]
    return {f"tms_{name}": value(option) for name, option in sorted(options.items())} | {
        "tms_backup_dir": value(backup)
    }


def value(option: Spec) -> Schema:
    """What an option of an argument spec may be."""
    kind = option.get("type", "str")
    if kind == "list":
        inner = {"type": option.get("elements", "str"), "options": option.get("options")}
        made: Schema = {"type": "array", "items": value(inner)}
    elif kind == "dict" and option.get("options"):
        made = _mapping(option["options"])
    elif option.get("choices"):
        made = {"enum": list(option["choices"])}
    else:
        made = {"type": TYPES.get(kind, "string")}
    told = _plain(option.get("description", ""))
    if option.get("default") not in (None, [], {}):
        made["default"] = option["default"]
    return _or_template(({"description": told} if told else {}) | made)


def _mapping(options: Mapping[str, Spec]) -> Schema:
    made: Schema = {"type": "object", "properties": {name: value(each) for name, each in options.items()}}
    made["additionalProperties"] = False
    required = [name for name, each in options.items() if each.get("required")]
    if required:
        made["required"] = required
    if set(NAMING) <= set(options):
        made["oneOf"] = [{"required": [name]} for name in NAMING]
    if set(options) == {"add", "remove", "set"}:
        made["not"] = {"required": ["set"], "anyOf": [{"required": ["add"]}, {"required": ["remove"]}]}
    return made


def _or_template(made: Schema) -> Schema:
    if made.get("type") == "string":
        return made
    told = {key: made[key] for key in ("description", "default") if key in made}
    return told | {"anyOf": [{key: each for key, each in made.items() if key not in told}, TEMPLATE]}


def _plain(description: str | list[str]) -> str:
    """A description without Ansible's markup."""
    text = description if isinstance(description, str) else " ".join(description)
    text = re.sub(r"\b[COVME]\(([^)]*)\)", lambda found: found.group(1).replace("\\\\", "\\"), text)
    text = re.sub(r"\bP\([\w.]*\.(\w+)#\w+\)", r"\1", text)
    return " ".join(text.split())


def main() -> int:
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET.relative_to(CHECKOUT)} is out of date: run python tests/tools/make_schema.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

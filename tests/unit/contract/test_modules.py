# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every module: in the action group, documented as it behaves, examples that could run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.dataloader import DataLoader
from ansible_collections.telepresence.tms.plugins.module_utils._module import CONNECTION

FQCN = "telepresence.tms"
Spec = dict[str, Any]

#: Modules that speak to no server: they take the connection options for the sake of module_defaults, and use none.
LOCAL = {"audit_report"}


def test_the_action_group_holds_every_module(checkout: Path) -> None:
    runtime = yaml.safe_load((checkout / "meta" / "runtime.yml").read_text())
    modules = sorted(path.stem for path in (checkout / "plugins" / "modules").glob("[a-z]*.py"))
    assert runtime["action_groups"]["tms"] == modules


def test_the_readme_names_every_module(checkout: Path, module_name: str) -> None:
    assert f"| `{module_name}` |" in (checkout / "README.md").read_text()


def test_a_guide_names_every_module(checkout: Path, module_name: str) -> None:
    pages = [path.read_text() for path in (checkout / "docs").rglob("*") if path.suffix in (".md", ".rst")]
    assert any(f"{FQCN}.{module_name}" in page for page in pages)


def test_a_module_is_fully_documented(documentation: dict[str, Any], module_name: str) -> None:
    entry = documentation[module_name]
    assert entry["doc"]["module"] == module_name
    assert entry["doc"]["version_added"]
    assert entry["doc"]["author"]
    assert entry["examples"]
    assert module_name in LOCAL or entry["return"]["server"], "every result says which server it is about"


def test_no_result_has_a_word_that_ansible_understands_otherwise(
    documentation: dict[str, Any], module_name: str
) -> None:
    assert {"failed", "unreachable", "skipped", "ansible_facts"} & set(documentation[module_name]["return"]) == set()


def test_a_module_keeps_the_promises_of_all(documentation: dict[str, Any], module_name: str) -> None:
    attributes = documentation[module_name]["doc"]["attributes"]
    assert attributes["check_mode"]["support"] == "full"
    assert attributes["action_group"]["membership"] == [f"{FQCN}.tms"]
    informs = module_name.endswith("_info")
    # The files of a report are large; its difference shows the findings.
    assert attributes["diff_mode"]["support"] == ("N/A" if informs else "partial" if module_name in LOCAL else "full")
    assert attributes["idempotent"]["support"] == "full"


def test_check_mode_is_supported(given: Callable[[str], Any], module_name: str) -> None:
    assert given(module_name).rules["supports_check_mode"] is True


def test_the_connection_comes_from_the_environment_too(given: Callable[[str], Any], module_name: str) -> None:
    options = given(module_name).options
    if module_name in LOCAL:
        # What is not used must neither be asked for nor be taken from the environment.
        assert set(CONNECTION) <= set(options)
        assert [name for name in CONNECTION if set(options[name]) & {"required", "fallback", "default"}] == []
        assert options["password"]["no_log"] is True
        return
    assert {"url", "username", "password", "auth", "validate_certs", "ca_cert"} <= set(options)
    for name in ("url", "username", "password", "auth", "validate_certs", "ca_cert", "timeout", "concurrency"):
        assert options[name]["fallback"][1] == [f"TMS_{name.upper()}"]
    assert options["password"]["no_log"] is True
    assert "default" not in options["url"]


def test_the_documentation_tells_the_argument_spec(
    given: Callable[[str], Any], documentation: dict[str, Any], module_name: str
) -> None:
    documented = documentation[module_name]["doc"]["options"]
    assert list(_differences(given(module_name).options, documented)) == []


def _differences(spec: Spec, documented: Spec, path: str = "") -> Iterator[str]:
    for name in sorted(set(spec) | set(documented)):
        here = f"{path}{name}"
        if name not in documented or name not in spec:
            yield f"{here} is only {'in the spec' if name in spec else 'documented'}"
            continue
        option, doc = spec[name], documented[name]
        for key, absent in (
            ("type", "str"),
            ("elements", None),
            ("choices", None),
            ("required", False),
            ("default", None),
        ):
            if option.get(key, absent) != doc.get(key, absent):
                yield f"{here}: {key} is {option.get(key, absent)!r}, documented as {doc.get(key, absent)!r}"
        if sorted(option.get("aliases", [])) != sorted(doc.get("aliases", [])):
            yield f"{here}: aliases differ"
        yield from _differences(option.get("options") or {}, doc.get("suboptions") or {}, f"{here}.")


def test_the_examples_could_run(
    given: Callable[[str], Any],
    documentation: dict[str, Any],
    module_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMS_URL", "https://tms.example.com")
    tasks = list(_tasks(DataLoader().load(documentation[module_name]["examples"])))
    mine = [task for task in tasks if f"{FQCN}.{module_name}" in task]
    assert mine, "no example shows the module"
    for task in tasks:
        assert task.get("name"), "a task without a name"
        for action in [key for key in task if key.startswith(f"{FQCN}.")]:
            given_options = given(action.rpartition(".")[2])
            arguments = _without_templates(task[action] or {}, given_options.options)
            rules = {key: value for key, value in given_options.rules.items() if key in VALIDATED}
            faults = ArgumentSpecValidator(given_options.options, **rules).validate(arguments).error_messages
            assert faults == [], f"example {task['name']!r}"


VALIDATED = ("mutually_exclusive", "required_together", "required_one_of", "required_if", "required_by")


def _tasks(examples: Any) -> Iterator[dict[str, Any]]:
    """The tasks in *examples*, which are tasks or whole plays."""
    for entry in examples:
        nested = [
            entry[key] for key in ("tasks", "block", "rescue", "always", "pre_tasks", "post_tasks") if key in entry
        ]
        for tasks in nested:
            yield from _tasks(tasks)
        if not nested:
            yield entry


STAND_INS = {"list": [], "dict": {}, "int": 1, "float": 1.0, "bool": True}


def _without_templates(value: Any, options: Spec) -> Any:
    """*value* with what only a run could know replaced by a value of the right type."""
    replaced = {}
    for name, each in value.items():
        option = next((spec for key, spec in options.items() if name in (key, *spec.get("aliases", ()))), {})
        if isinstance(each, str) and "{{" in each:
            stand_in = (option.get("choices") or [STAND_INS.get(option.get("type", "str"), each)])[0]
            replaced[name] = stand_in if option.get("choices") else STAND_INS.get(option.get("type", "str"), str(each))
        elif isinstance(each, dict) and option.get("options"):
            replaced[name] = _without_templates(each, option["options"])
        elif isinstance(each, list) and option.get("options"):
            replaced[name] = [
                _without_templates(item, option["options"]) if isinstance(item, dict) else item for item in each
            ]
        else:
            replaced[name] = each
    return replaced

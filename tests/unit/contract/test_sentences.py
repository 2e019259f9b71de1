# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error tells what was tried, on what, what the server said, and what to do, in words that the options have, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model import errors

PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
TYPES = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.TmsError) and kind is not errors.MissingLibraryError
}
#: An InputError that states the rule itself tells what to do.
RULE = re.compile(r"\b(must|needs?|takes|has the form|go together|exactly one of|in two ways)\b")
MODULES = {path.stem for path in (PLUGINS / "modules").glob("[a-z]*.py")}


def raised() -> Iterator[Any]:
    """Every error that the code makes, by its place."""
    for path in sorted(PLUGINS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TYPES:
                yield pytest.param(node, id=f"{path.relative_to(PLUGINS)}:{node.lineno}")


def literals(node: ast.AST | None) -> list[str]:
    """The words of a text that stand in the code, each run of them by itself."""
    if node is None:
        return []
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def given(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


@pytest.mark.parametrize("call", list(raised()))
def test_an_error_tells_what_to_do(call: ast.Call) -> None:
    kind = TYPES[call.func.id]  # type: ignore[attr-defined]
    usual = kind.usual_remedy or issubclass(kind, errors.LabelError)
    states_a_rule = issubclass(kind, errors.InputError) and any(map(RULE.search, literals(call.args[0])))
    assert given(call, "remedy") is not None or usual or states_a_rule


@pytest.mark.parametrize("call", list(raised()))
def test_an_error_tells_on_what_and_why(call: ast.Call) -> None:
    kind = TYPES[call.func.id]  # type: ignore[attr-defined]
    names = {each.arg for each in call.keywords}
    has_object = bool(names & {"on", "label", None}) or isinstance(
        call.args[0], (ast.JoinedStr, ast.Name, ast.Attribute)
    )
    states_a_rule = issubclass(kind, errors.InputError)
    # A refusal may be its own object: "remove the last administrator".
    assert has_object or (states_a_rule and names & {"said", "remedy"}) or {"said", "remedy"} <= names


@pytest.mark.parametrize("call", list(raised()))
def test_the_parts_of_an_error_make_one_sentence(call: ast.Call) -> None:
    kind = TYPES[call.func.id]  # type: ignore[attr-defined]
    first = call.args[0]
    if isinstance(first, ast.Constant):
        begins_as_it_should = str.isupper if issubclass(kind, errors.InputError) else str.islower
        assert begins_as_it_should(first.value[0]), first.value
    for part in (first, given(call, "said"), given(call, "remedy")):
        for text in literals(part):
            assert not re.search(r"[.!]\s*$|\n|\.\s+[A-Z]", text), text


@pytest.mark.parametrize("call", list(raised()))
def test_a_remedy_names_modules_and_options_as_they_are_called(
    call: ast.Call, words_of_options: frozenset[str]
) -> None:
    for text in literals(given(call, "remedy")):
        for word in re.findall(r"(?<![\w.'(])[a-z]+(?:_[a-z]+)+", text):
            if word in MODULES:
                assert f"the module {word}" in text, text
            else:
                assert word in words_of_options, f"{word} in '{text}'"
        assert not re.search(r"(?<!module )\bgroup first\b|\b(with|by|see|use) group\b", text), text
        for option in re.findall(r"\b([a-z_]+): (?:true|false)\b", text):
            assert option in words_of_options, f"{option} in '{text}'"


@pytest.fixture(scope="session")
def words_of_options(documentation: dict[str, dict[str, Any]]) -> frozenset[str]:
    def names(options: dict[str, Any]) -> Iterator[str]:
        for name, option in options.items():
            yield name
            yield from option.get("aliases", ())
            yield from (str(choice) for choice in option.get("choices") or ())
            yield from names(option.get("suboptions") or {})

    return frozenset(word for entry in documentation.values() for word in names(entry["doc"]["options"]))

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a script of a page comes to, as far as it can be told without running it.

This module util is PRIVATE to the collection; it can change at any time.

Addresses are often put together: "window.open('edit.aspx?id=' + 3)", or "openDialog(3)" with a function of the page that does
that. Calls of the page's own functions with plain arguments are written out, plain variables are filled in, and strings are
joined. What remains is searched for what it opens or posts back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

STRING = r"""(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")"""

#: A string or a number, as it stands in a script.
_QUOTED = r"""(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")"""
_PLAIN = rf"(?:{_QUOTED}|-?\d+(?:\.\d+)?)"
_FUNCTION = re.compile(r"(?<![\w$])(?:function\s+([\w$]+)|([\w$]+)\s*=\s*function)\s*\(([^()]*)\)\s*\{")
_VARIABLE = re.compile(
    rf"(?:\b(?:var|let|const)\s+|[;{{}}]\s*|^\s*)([A-Za-z_$][\w$]*)\s*=\s*({_PLAIN})\s*(?=[;,}}\n]|$)"
)
_ASSIGNED = re.compile(r"(?<![\w$.])([\w$]+)\s*\+?=(?!=)")
_ENCODED = re.compile(rf"\b(?:encodeURIComponent|encodeURI|escape|String)\(\s*({_PLAIN})\s*\)")
#: What tells one request from the next, so that no answer is taken from a cache; any number will do.
_FRESH = re.compile(
    r"\bMath\.random\(\)|\bDate\.now\(\)|(?:\(\s*new\s+Date(?:\(\))?\s*\)|\bnew\s+Date\(\))(?:\.(?:getTime|valueOf)\(\))?"
)
_ROUNDED = re.compile(
    r"\bMath\.(?:round|floor|ceil)\(\s*(-?\d+(?:\.\d+)?)(?:\s*[*/]\s*\d+)?\s*\)|\bparseInt\(\s*(-?\d+(?:\.\d+)?)(?:\s*[*/]\s*\d+)?\s*\)"
)
#: What may not stand between a variable and what is put to its end.
_FORK = re.compile(r"[{}?]|\b(?:if|else|for|while|switch|case)\b")
_JOINED = re.compile(rf"({_QUOTED})\s*\+\s*({_PLAIN})|({_PLAIN})\s*\+\s*({_QUOTED})")
_NAME = re.compile(r"[\w$]+")
_BRACE = re.compile(rf"{_PLAIN}|[{{}}]")
_TOKEN = re.compile(rf"{_PLAIN}|[\w$]+|.", re.DOTALL)

#: ASP.NET's own, which are understood by their names.
_KNOWN = ("__doPostBack", "WebForm_")
#: A function that calls others that call others: no deeper.
_DEPTH = 3
#: An address is put together of no more parts, each in a line of its own.
_MOST_ENDS = 20
#: A script that is longer after writing out is none that opens a dialog.
_LONGEST = 20_000


@lru_cache(maxsize=16)
def _functions(scripts: str) -> Mapping[str, tuple[tuple[str, ...], int]]:
    """The functions that the scripts of a page define: name -> names of the arguments, and where its body begins."""
    found = {}
    for match in _FUNCTION.finditer(scripts):
        name = match.group(1) or match.group(2)
        if not name.startswith(_KNOWN):
            found[name] = (tuple(each.strip() for each in match.group(3).split(",") if each.strip()), match.end())
    return found


def written_out(script: str, scripts: str) -> str:
    """*script* with calls, variables and joined strings written out, as far as they are plain; scripts: those of its page."""
    if len(script) > _LONGEST:
        return script
    known = _functions(scripts)
    for dummy in range(_DEPTH):
        before = script
        for name in sorted({name for name in _NAME.findall(script) if name in known}):
            arguments, start = known[name]
            script = _with_calls(script, name, arguments, _block(scripts, start))
        if script == before or len(script) > _LONGEST:
            break
    if len(script) > _LONGEST:
        return script
    return _folded(_with_variables(_replaced(_with_variables(script), _variables(scripts), but_assigned=True)))


@lru_cache(maxsize=16)
def _variables(scripts: str) -> Mapping[str, str]:
    """The variables of a page that are given one plain value, once in all of its scripts."""
    if len(scripts) > _LONGEST * 10:
        return {}
    return _given_once(scripts)


def _with_calls(script: str, name: str, arguments: Sequence[str], body: str) -> str:
    call = re.compile(rf"(?<![\w$.]){re.escape(name)}\(([^()]*)\)")

    def instead(match: re.Match[str]) -> str:
        given = [each.strip() for each in re.findall(rf"(?:{_PLAIN}|[^,])+", match.group(1)) if each.strip()]
        return f"{{{_replaced(body, dict(zip(arguments, given, strict=False)))}}}"

    return call.sub(instead, script)


def _with_variables(script: str) -> str:
    """Variables that are given one plain value filled in where they are used."""
    for dummy in range(_DEPTH):
        script = _with_ends(_folded(script))
        values = _given_once(script)
        filled = _VARIABLE.sub("", _replaced(script, values, but_assigned=True)) if values else script
        if filled == script:
            break
        script = filled
    return script


def _given_once(script: str) -> dict[str, str]:
    """The variables that are given one plain value and no other."""
    times = Counter(_ASSIGNED.findall(script))
    return {name: value for name, value in _VARIABLE.findall(script) if times[name] == 1}


def _with_ends(script: str) -> str:
    """What is put to the end of a variable after it was given a value, in that value: u = 'a'; u += 'b'."""
    for dummy in range(_MOST_ENDS):
        shorter = next((each for match in _VARIABLE.finditer(script) if (each := _with_end(script, match))), None)
        if shorter is None:
            break
        script = shorter
    return script


def _with_end(script: str, given: re.Match[str]) -> str | None:
    """The script with the first end of one variable in its value; None where there is none, or it depends on something."""
    name, value = given.groups()
    end = re.compile(rf"(?<![\w$.]){re.escape(name)}\s*\+=\s*({_PLAIN})\s*(?:;|$)").search(script, given.end())
    if end is None:
        return None
    between = script[given.end() : end.start()]
    if _FORK.search(between) or re.search(rf"(?<![\w$.]){re.escape(name)}(?![\w$])", between):
        return None
    whole = _string(_text(value) + _text(end.group(1)))
    return script[: given.start(2)] + whole + script[given.end(2) : end.start()] + script[end.end() :]


def _replaced(script: str, values: Mapping[str, str], *, but_assigned: bool = False) -> str:
    """The script with names replaced, but not those in strings, of members, or that are assigned to."""
    tokens = _TOKEN.findall(script)
    replaced = []
    for number, token in enumerate(tokens):
        is_member = number > 0 and tokens[number - 1] == "."
        rest = "".join(tokens[number + 1 : number + 4]).lstrip()
        is_assigned = but_assigned and rest.startswith("=") and not rest.startswith("==")
        replaced.append(token if is_member or is_assigned else values.get(token, token))
    return "".join(replaced)


def _folded(script: str) -> str:
    """Strings and numbers that are joined, in one string."""
    script = _ROUNDED.sub(lambda match: match.group(1) or match.group(2), _FRESH.sub("1", script))
    script = _ENCODED.sub(lambda match: f"'{quote(_text(match.group(1)), safe='')}'", script)
    while True:
        folded = _JOINED.sub(
            lambda match: _string("".join(_text(each) for each in match.groups() if each)), script, count=1
        )
        if folded == script or len(folded) > _LONGEST:
            return script
        script = folded


def _text(plain: str) -> str:
    return plain[1:-1] if plain[0] in "'\"" else plain


def _string(text: str) -> str:
    """A string that holds the text of one or two others, escapes and all."""
    quoted = re.sub(r"\\.|'", lambda match: match.group(0) if match.group(0) != "'" else "\\'", text)
    return f"'{quoted}'"


def _block(scripts: str, start: int) -> str:
    """What stands between the brace before *start* and its counterpart."""
    depth = 1
    for match in _BRACE.finditer(scripts, start, start + _LONGEST):
        depth += {"{": 1, "}": -1}.get(match.group(0), 0)
        if depth == 0:
            return scripts[start : match.start()]
    return ""

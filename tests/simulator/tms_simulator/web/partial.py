# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ASP.NET's partial post-backs: a script posts the form and is answered with what changed alone, as pieces
`length|type|id|content|`. Lengths count as JavaScript does, a character outside of the basic plane twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MANAGER = "ctl00$ScriptManager"
FIELD = "__ASYNCPOST"

Piece = tuple[str, str, str]


def is_asked_for(headers: Mapping[str, str], form: Sequence[tuple[str, str]]) -> bool:
    """By its header, or by a field where a firewall took the header away."""
    asked = next((value for name, value in headers.items() if name.casefold() == "x-microsoftajax"), "")
    return "delta=true" in asked.casefold() or (FIELD, "true") in form


def plain(form: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The form as a browser without scripts would post it."""
    return [(name, value) for name, value in form if name not in (MANAGER, FIELD)]


def written(pieces: Sequence[Piece]) -> str:
    return "".join(f"{_length(content)}|{kind}|{id_}|{content}|" for kind, id_, content in pieces)


def page(title: str, panels: Mapping[str, str], fields: Mapping[str, str], action: str) -> str:
    """The answer that changes a page: its update panels by client id, its hidden fields, where it posts next."""
    names = ",".join(f"t{id_.replace('_', '$')}" for id_ in panels)
    return written(
        [
            *(("updatePanel", id_, html) for id_, html in panels.items()),
            *(("hiddenField", name, value) for name, value in fields.items()),
            ("asyncPostBackControlIDs", "", ""),
            ("postBackControlIDs", "", ""),
            ("updatePanelIDs", "", names),
            ("childUpdatePanelIDs", "", ""),
            ("panelsToRefreshIDs", "", names.replace(",t", ",").removeprefix("t")),
            ("asyncPostBackTimeout", "", "90"),
            ("formAction", "", action),
            ("pageTitle", "", title),
        ]
    )


def error(text: str) -> str:
    return written([("error", "500", text)])


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page says after a click, that the pages before it did not say.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import unescaped
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.scripts import STRING
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

#: So much of what TMS says is passed on.
LONGEST = 300

#: Signs of languages that write several words without a blank.
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def answer(web: Web, before: Page, after: Page, tried: str) -> str:
    """What TMS says to a write; a page that came instead of an answer is an error."""
    error = web.foreign(after, tried)
    if error is not None:
        raise error
    return message(after, (before,))[:LONGEST]


_ALERT = re.compile(r"\balert\(\s*" + STRING + r"\s*\)")


def _alerts(document: Document) -> list[str]:
    """What the scripts of a page say in a box of the browser's own."""
    return [
        shown(unescaped(single or double)) for single, double in _ALERT.findall(document.scripts) if single or double
    ]


def message(after: Page, before: Sequence[Page], leave_out: Callable[[str], bool] = lambda chunk: False) -> str:
    """First what is marked as a message, else every new text of more than two words that *leave_out* lets through."""
    said: list[str] = []
    for document in after.documents:
        for element in document.root.iter():
            if isinstance(element.tag, str) and element.get("role") in ("alert", "status", "alertdialog"):
                said.append(document.value_of(element))
    if not any(said):
        # Some servers have a script say it as the page comes.
        said = [text for document in after.documents for text in _alerts(document)]
        told = {text for page in before for document in page.documents for text in _alerts(document)}
        said = [text for text in said if text not in told]
    if not any(said):
        known = {chunk for page in before for document in page.documents for chunk in document.chunks}
        said = [chunk for document in after.documents for chunk in document.chunks if chunk not in known]
        said = [chunk for chunk in said if _is_sentence(chunk) and not leave_out(chunk)]
    return shown(" ".join(said))


def _is_sentence(chunk: str) -> bool:
    return len(chunk.split()) > 2 or len(_UNPARTED.findall(chunk)) > 5

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML as text, made into elements.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import Element

#: What begins or ends something in which tags are no tags.
_LIMIT = re.compile(r"<!--|-->|<script\b|</script|<textarea\b|</textarea", re.IGNORECASE)
_ENDS = {"<!--": "-->", "<script": "</script", "<textarea": "</textarea"}

#: The first libxml2 that reads line ends and text areas as HTML 5 has them.
_READS_HTML_5 = (2, 14)


def parsed(text: str, parser_class: Any) -> Element:
    """The root of an HTML document; raises what lxml raises for what is none."""
    import lxml.etree
    import lxml.html

    if lxml.etree.LIBXML_VERSION < _READS_HTML_5:
        text = escaped(text)
    parser = parser_class(encoding="utf-8", no_network=True, huge_tree=False)
    # What lxml.html knows of forms is not asked for; one class for all is chosen without a call for each element.
    parser.set_element_class_lookup(
        lxml.etree.ElementDefaultClassLookup(
            element=lxml.html.HtmlElement,
            comment=lxml.html.HtmlComment,
            pi=lxml.html.HtmlProcessingInstruction,
            entity=lxml.html.HtmlEntity,
        )
    )
    return lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)


def weight(root: Element) -> int:
    """The characters of a document, each counted once for every element around it."""
    import lxml.etree

    total, depth = 0, 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            total += depth * len(element.text or "")
        else:
            depth -= 1
            total += depth * len(element.tail or "")
    return total


def escaped(text: str) -> str:
    """The text as newer parsers read it: line ends are one character, and a "<" within a text area is no tag."""
    text = re.sub(r"\r\n?", "\n", text)
    made: list[str] = []
    done, begun, within = 0, 0, ""
    for match in _LIMIT.finditer(text):
        limit = match.group(0).casefold()
        if not within and limit in _ENDS:
            within, begun = _ENDS[limit], match.end()
        elif limit == within:
            within = ""
            if limit == "</textarea":
                made += (text[done:begun], text[begun : match.start()].replace("<", "&lt;"))
                done = match.start()
    return "".join((*made, text[done:]))

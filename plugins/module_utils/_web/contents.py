# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the controls of a page hold, and whether they can be used: as a browser holds them before anybody types.

This module util is PRIVATE to the collection; it can change at any time.

WHATWG HTML, sections "The input element", "The select element" and "Form control infrastructure".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

#: lxml's elements, which have no types of their own here.
Element = Any

_CHOSEN = frozenset({"checkbox", "radio"})
_NO_TEXT = _CHOSEN | {"hidden", "file", "color", "range", "submit", "button", "reset", "image"}
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
#: HTML's white space; a non-breaking space is none.
_SPACE = " \t\n\f\r"


def type_of(control: Element) -> str:
    """The type of an input, in lower case; "text" for one that has none."""
    return (control.get("type") or "text").casefold()


def disabled(control: Element) -> bool:
    """Whether a control, button or option can be used neither by itself nor for what is around it."""
    if "disabled" in control.attrib:
        return True
    for ancestor in control.iterancestors("fieldset"):
        if "disabled" in ancestor.attrib:
            legend = ancestor.find("legend")
            if legend is None or legend not in control.iterancestors():
                return True
    if control.tag == "option":
        return any("disabled" in ancestor.attrib for ancestor in control.iterancestors("optgroup"))
    return next(control.iterancestors("datalist"), None) is not None


def fillable(control: Element) -> bool:
    return not disabled(control) and "readonly" not in control.attrib


def takes_text(control: Element) -> bool:
    """Whether a person could write into it."""
    if not fillable(control) or control.tag == "select":
        return False
    return control.tag == "textarea" or type_of(control) not in _NO_TEXT


def selected(select: Element) -> list[Element]:
    """The options of a select that a browser holds selected: a single choice without one holds the first that can be."""
    options = list(select.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if "multiple" in select.attrib:
        return chosen
    if chosen:
        return chosen[-1:]
    size = select.get("size") or ""
    if size.isdecimal() and int(size[:9]) > 1:
        return []
    return [option for option in options if not disabled(option)][:1]


def option_text(option: Element) -> str:
    """The text of an option, which is its value where it has no other."""
    return " ".join(part for part in re.split(f"[{_SPACE}]+", option.text_content()) if part)


def checked(control: Element) -> bool:
    """Whether a box is ticked; of radio buttons of one name in one form the last that is marked so."""
    if "checked" not in control.attrib:
        return False
    if type_of(control) != "radio" or not control.get("name"):
        return True
    group = [each for each in radio_group(control) if "checked" in each.attrib]
    return group[-1] is control


def radio_group(radio: Element) -> list[Element]:
    """The radio buttons that exclude each other with *radio*, itself among them, in page order."""
    form = _form_of(radio)
    return [
        each
        for each in radio.getroottree().iter("input")
        if type_of(each) == "radio" and each.get("name") == radio.get("name") and _form_of(each) == form
    ]


def _form_of(control: Element) -> Element | str | None:
    owner = control.get("form")
    around = next(control.iterancestors("form"), None)
    if owner is None:
        return around
    return around if around is not None and around.get("id") == owner else owner


def held(control: Element) -> str:
    """The text that an input or a text area holds."""
    if control.tag == "textarea":
        # A browser drops one line end right after the start tag.
        return re.sub(r"\r\n|\r", "\n", re.sub(r"^(\r\n|\r|\n)", "", control.text_content()))
    type_ = type_of(control)
    value = control.get("value")
    if type_ in _CHOSEN:
        return "on" if value is None else value
    if type_ == "file":
        return ""
    return _VALID.get(type_, _one_line)(value or "", control)


def as_typed(control: Element, text: str) -> str:
    """What an input or a text area holds after *text* was put into it."""
    return text if control.tag == "textarea" else _VALID.get(type_of(control), _one_line)(text, control)


def _as_it_is(value: str, control: Element) -> str:
    return value


def _one_line(value: str, control: Element) -> str:
    return re.sub(r"[\r\n]", "", value)


def _address(value: str, control: Element) -> str:
    value = _one_line(value, control)
    if "multiple" in control.attrib:
        return ",".join(part.strip(_SPACE) for part in value.split(","))
    return value.strip(_SPACE)


def _number(value: str, control: Element) -> str:
    return value if _NUMBER.fullmatch(value) else ""


def _range(value: str, control: Element) -> str:
    """A number between min and max, half way between them where there is none."""

    def limit(name: str, default: float) -> float:
        return float(control.get(name)) if _NUMBER.fullmatch(control.get(name) or "") else default

    least, most = limit("min", 0), limit("max", 100)
    most = max(most, least)
    number = float(value) if _NUMBER.fullmatch(value) else least + (most - least) / 2
    return f"{min(max(number, least), most):g}"


def _color(value: str, control: Element) -> str:
    return value.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", value) else "#000000"


def _time_of(*formats: str) -> Callable[[str, Element], str]:
    """Empty for what is none of the formats."""

    def valid(value: str, control: Element) -> str:
        for each in formats:
            try:
                # %V needs a day of the week beside it.
                datetime.strptime(f"{value}-1" if "%V" in each else value, each)
            except ValueError:
                continue
            return value if re.fullmatch(r"[0-9TW:.-]+", value) and re.match(r"\d\d:|\d{4}-(?:\d\d|W)", value) else ""
        return ""

    return valid


_DATE_AND_TIME = _time_of("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")

_VALID: Mapping[str, Callable[[str, Element], str]] = {
    "hidden": _as_it_is,
    "email": _address,
    "url": _address,
    "number": _number,
    "range": _range,
    "color": _color,
    "date": _time_of("%Y-%m-%d"),
    "time": _time_of("%H:%M", "%H:%M:%S"),
    "datetime-local": lambda value, control: _DATE_AND_TIME(value.replace(" ", "T"), control),
    "month": _time_of("%Y-%m"),
    "week": _time_of("%G-W%V-%u"),
}

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small browser: windows, frames, and as much JavaScript as the pages of the simulator need."""

from __future__ import annotations

import copy
import re
import unicodedata
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import lxml.html
from tms_simulator.http_types import Request, Response
from tms_simulator.store import Store
from tms_simulator.web import partial
from tms_simulator.web.ui import WebUI
from tms_simulator.web.viewstate import peek

Form = list[tuple[str, str]]


class Browser:
    """One user's browser: windows with frames in them.

    page: the document that was last loaded or filled in; last: the last answer; requests: how many were made.
    """

    def __init__(self, web: WebUI, store: Store, user: str = "TMS\\tmsadmin") -> None:
        self._web = web
        self._user = store.signed_in(user)
        self.faults: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self.last = Response(0)
        self.windows = [Frame("_top")]
        self.here = self.windows[0]
        #: What a window said that closed itself.
        self.said = ""
        self.get("/tms")

    @property
    def page(self) -> Any:
        return self.here.page

    @page.setter
    def page(self, page: Any) -> None:
        self.here.page = page

    @property
    def address(self) -> str:
        return self.here.address

    def get(self, address: str) -> Response:
        """Type an address into the address bar."""
        self.windows = self.windows[:1]
        return self._asked("GET", address, [], self.windows[0])

    def post(self, form: Form, address: str | None = None) -> Response:
        return self._asked("POST", address or self.action, form, self.here)

    def _asked(self, method: str, address: str, form: Form, frame: Frame) -> Response:
        address = urljoin(frame.address or "http://tms/tms/", address)
        parts = urlsplit(address)
        query = parse_qsl(parts.query, keep_blank_values=True)
        headers = {}
        if (
            method == "POST"
            and frame.page is not None
            and partial.MANAGER in lxml.html.tostring(frame.page, encoding="unicode")
        ):
            headers = {"X-MicrosoftAjax": "Delta=true"}
            form = [(partial.MANAGER, "ctl00$uxContentPanel|"), *form, (partial.FIELD, "true")]
        self.requests += 1
        self.last = self._web.handle(Request(method, parts.path, query, form, self._user, self.faults, headers))
        if self.last.status == 302 and self.last.location:
            return self._asked("GET", self.last.location, [], frame)
        if self.last.content_type.startswith("text/plain"):
            self._updated(frame)
            return self.last
        frame.show(address, self.last.body)
        self.here = frame
        self._load_frames(frame)
        self._close(frame)
        return self.last

    def _load_frames(self, frame: Frame) -> None:
        answer = self.last
        for each in frame.page.iter("frame", "iframe"):
            frame.frames.append(Frame(each.get("name"), frame))
            self._asked("GET", each.get("src"), [], frame.frames[-1])
        if frame.frames:
            self.last = answer
            content = [each for each in frame.frames if each.name == "content"]
            self.here = content[0] if content else frame

    def _updated(self, frame: Frame) -> None:
        """Bring the panels and the hidden fields of a page up to date, as ASP.NET's script does."""
        frame.page = copy.deepcopy(frame.page)
        for kind, id_, content in pieces_of(self.last.body):
            if kind == "updatePanel":
                panel = frame.page.get_element_by_id(id_)
                for child in list(panel):
                    panel.remove(child)
                panel.text = None
                panel.append(lxml.html.fragment_fromstring(content, create_parent="div"))
            elif kind == "hiddenField":
                frame.page.get_element_by_id(id_).set("value", content)
            elif kind == "formAction":
                frame.page.forms[0].set("action", urljoin(frame.address, content))
            elif kind == "error":
                self.last = replace(self.last, status=int(id_))
                frame.show(frame.address, f"<html><body>Server Error in '/tms' Application. {content}</body></html>")
        self.here = frame

    def _close(self, frame: Frame) -> None:
        """What a window does that closes itself: the one that opened it is loaded again."""
        scripts = "".join(frame.page.xpath("//head/script/text()"))
        if "\nwindow.close();" not in scripts or frame not in self.windows:
            return
        answer, self.said = self.last, frame.text
        self.windows.remove(frame)
        assert frame.opener is not None
        self._asked("GET", frame.opener.address, [], frame.opener)
        self.last = answer

    @property
    def action(self) -> str:
        return str(self.page.forms[0].get("action"))

    @property
    def text(self) -> str:
        """All text on the screen, with single blanks."""
        return " ".join([*(each.text for window in self.windows for each in window.all()), self.said]).strip()

    def form(self) -> Form:
        """What a browser posts besides the button."""
        form: Form = []
        for control in self.page.forms[0].iter("input", "select", "textarea"):
            name, kind = control.get("name"), control.get("type", "text")
            if not name or "disabled" in control.attrib or kind in ("submit", "button"):
                continue
            if control.tag == "select":
                chosen = [each for each in control.iter("option") if "selected" in each.attrib]
                if not chosen and "multiple" not in control.attrib:
                    chosen = list(control.iter("option"))[:1]
                form += [(name, each.get("value", each.text_content())) for each in chosen]
            elif control.tag == "textarea":
                text = (control.text or "").removeprefix("\n")
                form.append((name, text.replace("\r\n", "\n").replace("\n", "\r\n")))
            elif kind not in ("checkbox", "radio") or "checked" in control.attrib:
                form.append((name, control.get("value", "on")))
        return form

    def name(self, field: str) -> str:
        """The post name of a field, as the view state knows it; its document is the one that is filled in."""
        for frame in [self.here, *self.windows[-1].all()]:
            if frame.page is None or not frame.page.forms:
                continue
            self.here, before = frame, self.here
            content = peek({name: [value] for name, value in self.form()}) or {"c": {}}
            for name, (each, *dummy) in content["c"].items():
                if each == field:
                    return str(name)
            self.here = before
        raise LookupError(field)

    def filled(self, field: str, *values: str) -> Form:
        """The form with other values in one field; without any, an unticked box."""
        name = self.name(field)
        return [pair for pair in self.form() if pair[0] != name] + [(name, value) for value in values]

    def clickables(self, label: str) -> list[Any]:
        """What can be clicked in the window in front."""
        return [element for dummy, element in self._found(self.windows[-1], label)]

    @staticmethod
    def _found(window: Frame, label: str) -> list[tuple[Frame, Any]]:
        found = []
        for frame in window.all():
            for each in frame.page.iter("a", "button", "input"):
                shown = each.get("value", "") if each.tag == "input" else each.text_content()
                clickable = each.get("href", "#") != "#" or each.get("onclick") or each.get("type") == "submit"
                # In usual signs; the marks of a pager aside.
                if clickable and unicodedata.normalize("NFKC", shown).strip(" <>") in (label, label.strip(" <>")):
                    found.append((frame, each))
        return found

    def click(self, label: str, form: Form | None = None, *, which: int = 0) -> Response:
        """Follow a link or press a button with that text, in the window in front, or in one behind it."""
        for window in reversed(self.windows):
            found = self._found(window, label)
            if found:
                self.windows = self.windows[: self.windows.index(window) + 1]
                return self.press(found[which][1], form)
        raise LookupError(label)

    def press(self, element: Any, form: Form | None = None) -> Response:
        self.here = next(frame for window in self.windows for frame in window.all() if frame.holds(element))
        form = self.form() if form is None and self.page.forms else form or []
        if element.get("type") == "submit":
            return self.post([*form, (element.get("name"), element.get("value"))])
        call = element.get("onclick") if element.get("href", "#") == "#" else element.get("href")
        if "__doPostBack" in call or "WebForm_DoPostBackWithOptions" in call:
            quote = "'" if "'" in call else '"'
            return self.post(with_event(form, *(part.replace("\\\\", "\\") for part in call.split(quote)[1:4:2])))
        how, address, target = (
            led(call, self.page) if call.startswith("javascript:") or element.get("onclick") else ("", call, "")
        )
        if how == "open":
            self.windows.append(Frame("_blank", opener=self.here))
            return self._asked("GET", urljoin(self.address, address), [], self.windows[-1])
        base = self.page.xpath("string(//base/@target)")
        return self._asked(
            "GET", urljoin(self.address, address), [], self._frame(target or element.get("target") or base)
        )

    def _frame(self, name: str) -> Frame:
        every = [frame for window in self.windows for frame in window.all()]
        return next((frame for frame in every if name and frame.name == name), self.here)


class Frame:
    """A window or a frame in one. opener: the frame whose script opened the window."""

    def __init__(self, name: str, parent: Frame | None = None, *, opener: Frame | None = None) -> None:
        self.name = name
        self.opener = opener
        self.address = parent.address if parent is not None else opener.address if opener is not None else ""
        self.page: Any = None
        self.frames: list[Frame] = []

    def show(self, address: str, body: str) -> None:
        self.address, self.frames = address, []
        self.page = lxml.html.document_fromstring(body)
        for form in self.page.forms:
            form.set("action", urljoin(address, form.get("action")))

    def all(self) -> list[Frame]:
        return [self, *(below for frame in self.frames for below in frame.all())]

    def holds(self, element: Any) -> bool:
        return self.page is not None and element.getroottree().getroot() is self.page.getroottree().getroot()

    @property
    def text(self) -> str:
        """With what read-only controls, titles and ARIA's labels say where they stand."""
        page = copy.deepcopy(self.page)
        for each in page.xpath("//script | //style | //noframes"):
            each.drop_tree()
        for each in page.xpath("//*[@aria-label]"):
            each.addprevious(_said(each.get("aria-label")))
        for each in page.xpath("//input[@readonly] | //select[@title]"):
            each.tail = f"{each.get('title') or each.get('value')} {each.tail or ''}"
        return " ".join(unicodedata.normalize("NFKC", page.text_content()).split())


def _said(text: str) -> Any:
    element = lxml.html.Element("span")
    element.text = f" {text} "
    return element


def pieces_of(answer: str) -> list[tuple[str, str, str]]:
    """Type, id and content of each piece of the answer to a partial post-back."""
    pieces, rest = [], answer
    while rest:
        length, kind, id_, rest = rest.split("|", 3)
        # As JavaScript counts.
        units = rest.encode("utf-16-le")
        content, rest = units[: int(length) * 2].decode("utf-16-le"), units[int(length) * 2 :].decode("utf-16-le")
        assert rest[0] == "|", rest[:40]
        pieces.append((kind, id_, content))
        rest = rest[1:]
    return pieces


def with_event(form: Form, target: str, argument: str = "") -> Form:
    """A form with its event fields set."""
    events = {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    return [(name, events.get(name, value)) for name, value in form]


def led(call: str, page: Any) -> tuple[str, str, str]:
    """("open" or "go", address, frame) of what a script does."""
    functions = {
        name: (parameters, body)
        for name, parameters, body in re.findall(
            r"^function (\w+)\(([^)]*)\) \{(.*?)\}$", "".join(page.xpath("//script/text()")), re.DOTALL | re.MULTILINE
        )
    }
    known = dict(re.findall(r"^var (\w+) = ('[^']*');", "".join(page.xpath("//script/text()")), re.MULTILINE))
    code = call.removeprefix("javascript:")
    called = re.match(r"(\w+)\((.*?)\)", code)
    if called and called[1] in functions:
        parameters, code = functions[called[1]]
        known |= dict(zip(re.split(r", ?", parameters), re.split(r", ?", called[2]), strict=False))
    for name, plus, value in re.findall(r"(?:var )?(\w+) (\+?)= ([^;]*);", code):
        known[name] = f"{known[name]} + {value}" if plus else value
    opened = re.search(r"(?:window\.open|showModalDialog)\((.*?)(?:, |\);)", code)
    if opened:
        return "open", text(opened[1], known), ""
    went = re.search(r"(?:frames\[\"(\w+)\"\]\.)?location\.href = ([^;]*);", code)
    assert went, call
    return "go", text(went[2], known), went[1] or ""


def text(expression: str, known: dict[str, str]) -> str:
    """The value of strings, numbers and variables that are joined."""
    made = ""
    for term in re.split(r" ?\+ ?", expression):
        escaped = re.fullmatch(r"escape\((\w+)\)", term)
        if escaped:
            made += quote(text(known[escaped[1]], known))
        elif term in known:
            made += text(known[term], known)
        elif term in ("Math.random()", "new Date().getTime()"):
            made += "0.25"
        else:
            made += term.strip("'\"").replace("\\'", "'")
    return made

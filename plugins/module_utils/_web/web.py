# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web UI of one TMS: opening pages, clicking, the menu, and what to say when a page is not the one it should be.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlsplit

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import joined, origin
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    LabelError,
    LostSessionError,
    MissingLibraryError,
    NotAllowedError,
    NotTmsError,
    TmsError,
    UnexpectedReplyError,
    shorten,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import named, normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web import delta, forms
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import (
    Clickable,
    clickables,
    labelled,
    tabs_labelled,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable, takes_text, type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import (
    CONTROLS,
    Document,
    Field,
    resolved,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.markup import parsed, weight

#: A list of 5,000 systems on one page is about half of it.
_LONGEST = 8 * 1024 * 1024
_MOST_TAGS = 150_000
#: Characters, each counted once for every element around it: what reading the text of all elements costs. A list of 5,000
#: systems on one page is a tenth of it; a page below the second figure is not measured at all.
_HEAVIEST = 32 * 1024 * 1024
_LIGHT = 512 * 1024
#: Name, domain, password, and a language or a code: a login page has no more to fill in.
_MOST_OF_A_SIGN_IN = 4
#: A page made of more frames than this is not a page of TMS.
_MAX_FRAMES = 6
#: The start page may say why it comes back, and the time of the day.
_MOST_NEW_TEXTS = 2
#: What an access-denied page says, in words of IIS and ASP.NET; how TMS itself puts it is not known (guess).
_DENIED = (
    r"access (?:is |was )?denied|not authori[sz]ed|do(?:es)? not have (?:the )?(?:permission|access|sufficient|necessary)"
    r"|insufficient (?:rights|permissions|privileges)|no access to this page"
)
#: Some of these are on the start page of every TMS.
_ENTRIES = ("Systems", "Navigator", "Administrative Tools", "General Settings")


@dataclass(frozen=True)
class Page:
    """A page with the documents of its frames. by_get: it was fetched by its address, and can be again."""

    documents: tuple[Document, ...]
    by_get: bool

    @property
    def url(self) -> str:
        return self.documents[0].url

    def clickables(self, spellings: Sequence[str]) -> list[tuple[Document, Clickable]]:
        """What can be clicked under the first of *spellings* that is found at all."""
        for spelling in spellings:
            found = [(document, each) for document in self.documents for each in labelled(document, spelling)]
            if found:
                return found
        for spelling in spellings:
            found = [(document, each) for document in self.documents for each in tabs_labelled(document, spelling)]
            if found:
                return found
        return []

    def all_clickables(self) -> Iterator[tuple[Document, Clickable]]:
        for document in self.documents:
            for each in clickables(document):
                yield document, each

    def fields(self, spellings: Sequence[str]) -> list[tuple[Document, Field]]:
        """The fields under the first of *spellings* that is found at all."""
        for spelling in spellings:
            found = [(document, each) for document in self.documents for each in document.fields_labelled([spelling])]
            if found:
                return found
        return []

    def pane(self, spellings: Sequence[str]) -> str | None:
        """The title of the pane under one of *spellings*, as the page writes it."""
        wanted = {normalised(each) for each in spellings}
        return next(
            (title for document in self.documents for title in document.titles if normalised(title) in wanted), None
        )

    @property
    def text(self) -> str:
        return " ".join(document.text for document in self.documents)


class Pages(Protocol):
    """Where pages come from: the signed-in sessions of _http, or what stands before them."""

    @property
    def base(self) -> str:
        """The address of TMS without a slash at its end."""

    def get(self, address: str, *, trigger: Trigger | None = None) -> Any:
        """Read a page; *trigger* is the link that was clicked."""

    def post_back(
        self,
        address: str,
        fields: Sequence[tuple[str, str]],
        *,
        trigger: Trigger,
        encoding: str = "utf-8",
        multipart: bool = False,
    ) -> Any:
        """Post a form back, as a click on *trigger* does."""


class Web:
    """Shared by all threads of a task; pages are values, and each thread clicks on its own.

    addresses: label of a menu entry -> its address, where the user gave it because a script builds the menu.
    know() tells it what SOAP lists, for recognising systems by their names.
    """

    def __init__(self, http: Pages, labels: Labels, addresses: Mapping[str, str] | None = None) -> None:
        try:
            import lxml.html
        except ImportError as error:
            raise MissingLibraryError("lxml", "read the pages of the web UI", str(error)) from error
        self._parser_class = lxml.html.HTMLParser
        self._http = http
        self._lock = threading.RLock()
        self._kept: dict[Any, Any] = {}
        self._menu: dict[str, tuple[Document, Clickable]] = {}
        self.labels = labels
        self._addresses = _checked(addresses or {}, http.base)
        self._systems: tuple[System, ...] = ()
        self._times_named: Counter[str] = Counter()

    # -- systems

    def know(self, systems: Iterable[System]) -> None:
        self._systems = tuple(systems)
        self._times_named = Counter(named(system.name) for system in self._systems)

    @property
    def systems(self) -> tuple[System, ...]:
        return self._systems

    def shares_its_name(self, system: System) -> bool:
        return self._times_named[named(system.name)] > 1

    # -- pages

    def open(self, address: str) -> Page:
        """A page whose address was seen on this server."""
        return self._page(self._http.get(address), by_get=True)

    def click(self, document: Document, clicked: Clickable, kind: str, changes: forms.Changes | None = None) -> Page:
        """What comes of a click; kind: what is clicked, see Trigger. *changes* are made in the form before it is posted."""
        if clicked.panel is not None:
            return Page((document.showing(clicked.panel, clicked.instead_of),), by_get=False)
        trigger = Trigger(clicked.label, kind)
        if clicked.address is not None:
            return self._page(self._http.get(clicked.address, trigger=trigger), by_get=True)
        post = forms.post(document, clicked, changes or {})
        if document.lossy and kind == "button" and any("\ufffd" in value for dummy, value in post.fields):
            raise UnexpectedReplyError(
                f"click '{clicked.label}'",
                on=document.url,
                said=f"the page is not in {document.encoding}, as it says, so that its fields would not be posted back as they are",
                remedy="look at what stands between this host and TMS: a proxy may have changed the page",
            )
        if post.by_get:
            return self._page(self._http.get(post.address, trigger=trigger), by_get=True)
        reply = self._http.post_back(
            post.address, post.fields, trigger=trigger, encoding=post.encoding, multipart=post.multipart
        )
        changed = delta.parts(reply.text) if reply.content_type == "text/plain" else None
        if changed is None:
            return self._page(reply, by_get=reply.redirects > 0)
        address = delta.redirect(changed)
        if address is not None:
            return self.open(resolved(document, address))
        return self._framed(delta.applied(document, changed, f"click '{clicked.label}'"), by_get=False)

    def _page(self, reply: Any, *, by_get: bool) -> Page:
        return self._framed(self._document(reply), by_get=by_get)

    def _framed(self, document: Document, *, by_get: bool) -> Page:
        """A document with those of its frames."""
        documents = [document]
        known = {document.url}
        # The frames of a document go behind it, and theirs behind them.
        left = self._frames(document)
        while left and len(documents) <= _MAX_FRAMES:
            address = left.pop(0)
            if address not in known:
                known.add(address)
                documents.append(self._document(self._http.get(address)))
                left += self._frames(documents[-1])
        return Page(tuple(documents), by_get)

    def _document(self, reply: Any) -> Document:
        import lxml.etree

        if reply.content_type not in ("text/html", "application/xhtml+xml", ""):
            raise UnexpectedReplyError(
                "read the page",
                on=reply.url,
                said=f"it is {reply.content_type}, not HTML",
                remedy="check that url is the address of TMS itself",
            )
        text = reply.text
        _check_whole(reply.url, text)
        try:
            root = parsed(text, self._parser_class)
        except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
            raise UnexpectedReplyError("read the page", on=reply.url, said="it is empty or no HTML") from error
        if len(text) > _LIGHT and weight(root) > _HEAVIEST:
            raise UnexpectedReplyError(
                "read the page", on=reply.url, said="its text is nested deeper than that of any page of TMS"
            )
        return Document(root, reply.url, reply.charset, lossy="\ufffd" in text and reply.lossy)

    def is_ours(self, address: str) -> bool:
        """Whether an address is one of this server; no other is ever asked."""
        return urlsplit(address).scheme in ("http", "https") and origin(address) == origin(self._http.base)

    def _frames(self, document: Document) -> list[str]:
        found = []
        for frame in document.root.iter("frame", "iframe"):
            address = joined(document.url, (frame.get("src") or "").strip())
            hidden = "display:none" in (frame.get("style") or "").replace(" ", "").casefold()
            if frame.get("src") and not hidden and self.is_ours(address) and address != document.url:
                found.append(address)
        return found

    # -- the start page and its menu

    @property
    def start(self) -> Page:
        """The start page, read once a task."""
        return self.once("start", self._read_start)

    @property
    def front(self) -> Page:
        """What the address of TMS shows, whether it is the start page or not; read once a task."""
        return self.once("front", lambda: self.open(self._http.base + "/"))

    def may_be_start(self, page: Page) -> bool:
        """Whether a page could be the start page in words that are not known: there is something to click, and no password."""
        return not self._asks_for_password(page) and next(page.all_clickables(), None) is not None

    def _read_start(self) -> Page:
        page = self.front
        if any(page.clickables(self.labels.all(label)) for label in _ENTRIES):
            return page
        has_serial = self.serial_on(page) is not None
        if self._addresses and has_serial:
            return page
        if has_serial:
            raise LabelError(
                "read the menu",
                label=self.labels.first("Systems"),
                where=f"the start page {page.url}",
                said=f"none of {', '.join(self.labels.first(label) for label in _ENTRIES)} can be clicked there",
                remedy="set the Language of the account to English in TMS, or give the labels this server shows as labels, "
                "or, where a script builds the menu, the addresses of the pages as pages",
            )
        if self._asks_for_password(page):
            raise NotTmsError(
                "read the start page",
                on=page.url,
                said="it is a login page",
                remedy="check that url is the address of the TMS server itself, not of a portal before it",
            )
        title = shorten(page.documents[0].page_title)
        raise NotTmsError(
            "read the start page",
            on=page.url,
            said=f"it shows neither the menu nor the serial number of a TMS (its title is '{title}')",
            remedy="check that url is the address of a TMS server",
        )

    @cached_property
    def serial(self) -> str | None:
        """The serial number in the footer ("S/N: 84000001 (tms)"), None where there is none."""
        return self.serial_on(self.start)

    def serial_on(self, page: Page) -> str | None:
        found = self._serial.search(page.text)
        return found.group(1) if found else None

    @cached_property
    def _serial(self) -> re.Pattern[str]:
        """The serial number behind its label, in wide signs, too."""
        spellings = "|".join(re.escape(each) for each in self.labels.all("S/N"))
        return re.compile(rf"(?:{spellings})\s*[:：]\s*([^\s(（]+)", re.IGNORECASE)

    def _asks_for_password(self, page: Page) -> bool:
        """A login page: a password to fill in, on a page without a serial number in its footer and without the menu."""
        if self.serial_on(page) is not None:
            return False
        if not any(asks_who(document) for document in page.documents):
            return False
        return not any(page.clickables(self.labels.all(label)) for label in _ENTRIES)

    @cached_property
    def chrome(self) -> frozenset[str]:
        """The labels of all that can be clicked on the start page: menu, footer, and the like, the same on every page."""
        return frozenset(normalised(each.label) for dummy, each in self.start.all_clickables())

    @cached_property
    def chrome_fields(self) -> frozenset[tuple[str, str]]:
        """Label and value of all that reads like a field on the start page: menu titles and footers do on some pages."""
        return frozenset((field.label, field.value) for document in self.start.documents for field in document.fields)

    def menu(self, *path: str) -> Page:
        """The page behind a menu entry, named by its path from the top; the last name suffices where it is unique."""
        given = self._addresses.get(normalised(path[-1]))
        if given is not None:
            page = self.open(given)
            foreign = self.foreign(page, f"open {path[-1]} by the address given in pages")
            if foreign is not None:
                raise foreign
            return page
        with self._lock:
            entry = self._menu.get(path[-1])
            if entry is None:
                entry = self._menu[path[-1]] = self._menu_entry(path)
        return self.click(*entry, "menu")

    def _menu_entry(self, path: Sequence[str]) -> tuple[Document, Clickable]:
        found = self._way_down(self.start, path, -1)
        if found is None:
            raise self.missing(self.start, path[-1], "open a page", f"the menu of {self.start.url}")
        return found

    def _way_down(self, page: Page, path: Sequence[str], opened: int) -> tuple[Document, Clickable] | None:
        """The last entry of *path*: on *page*, or on what the deepest entry there is opens, which should show those below it.

        opened: the place in *path* of the entry that *page* was opened by.
        """
        for depth in range(len(path) - 1, opened, -1):
            found = page.clickables(self.labels.all(path[depth]))
            if found:
                entry = self._under(found, path[: depth + 1])
                if depth == len(path) - 1:
                    return entry
                below = self._way_down(self.click(*entry, "menu"), path, depth)
                if below is not None:
                    return below
        return None

    def _under(self, found: Sequence[tuple[Document, Clickable]], path: Sequence[str]) -> tuple[Document, Clickable]:
        """Of several entries of one name, the one that stands under the names above it, or else beside its neighbours.

        The menus that open under the pointer stand apart from the entry that they belong to on some pages.
        """
        if len(found) == 1:
            return found[0]
        beside = next((group for group in _NEIGHBOURS if path[-1] in group), ())
        near: list[tuple[str, ...]] = [(name,) for name in reversed(path[:-1])]
        near.append(tuple(name for name in beside if name != path[-1]))

        def farness(entry: tuple[Document, Clickable]) -> list[int]:
            return [_part_with(entry[1].element, self._spelled(names)) for names in near]

        return min(found, key=farness)

    def _spelled(self, names: Sequence[str]) -> frozenset[str]:
        return frozenset(normalised(spelling) for name in names for spelling in self.labels.all(name))

    # -- what threads share

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What *make* makes, made by the first thread that asks and kept for all."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            return self._kept[key]

    def forget(self, key: Any) -> None:
        """Let what once() kept be made anew by the next that asks."""
        with self._lock:
            self._kept.pop(key, None)

    @property
    def lock(self) -> threading.RLock:
        return self._lock

    # -- errors

    def missing(self, page: Page, label: str, tried: str, where: str) -> TmsError:
        """The error for a label that is not where it should be: the label's, unless the page is another one altogether."""
        return self.foreign(page, tried) or LabelError(tried, label=self.labels.first(label), where=where)

    @cached_property
    def _denied(self) -> re.Pattern[str]:
        """What an access-denied page says: in words of IIS and ASP.NET, and in those that the user gave."""
        taught = self.labels.all("Access Denied") if self.labels.is_taught("Access Denied") else ()
        return re.compile("|".join([_DENIED, *(re.escape(each) for each in taught)]), re.IGNORECASE)

    def foreign(self, page: Page, tried: str) -> TmsError | None:
        """The error for a page that came instead of the one asked for: a login page, a refusal, the start page."""
        return self._at_login(page, tried) or self._at_refusal(page, tried) or self._at_start(page, tried)

    def lost(self, page: Page, tried: str) -> TmsError | None:
        """The error for what a server shows that has forgotten the session: a login page, the start page."""
        return self._at_login(page, tried) or self._at_start(page, tried)

    def _at_login(self, page: Page, tried: str) -> TmsError | None:
        if not self._asks_for_password(page):
            return None
        return LostSessionError(
            tried, on=page.url, said="a login page came back", remedy="check the account, and run again"
        )

    def _at_refusal(self, page: Page, tried: str) -> TmsError | None:
        denied = self._denied.search(page.text)
        if denied is None:
            return None
        return NotAllowedError(
            tried,
            on=page.url,
            said=f"the page says '{shown(denied.group(0))}'",
            remedy="use an account in the TMS group Site Administrator",
        )

    def _at_start(self, page: Page, tried: str) -> TmsError | None:
        if not self._is_start_again(page):
            return None
        return LostSessionError(
            tried,
            on=page.url,
            said="the start page came back instead of the page",
            remedy="run again: the session was lost",
        )

    @staticmethod
    def bare(page: Page, tried: str) -> TmsError | None:
        """The error for a page that is perhaps none of TMS, which shows a menu, a list, or at least a button: a proxy's, say."""
        if next(page.all_clickables(), None) is not None:
            return None
        return UnexpectedReplyError(tried, on=page.url, said="there is nothing to click on the page that came back")

    def check_frames(self, page: Page, tried: str) -> None:
        """For a page without the list that may be empty: a login page in a frame would hide one that is not."""
        for framed in page.documents[1:]:
            if asks_who(framed):
                raise LostSessionError(
                    tried,
                    on=framed.url,
                    said="a login page came back in a frame",
                    remedy="check the account, and run again",
                )

    def _is_start_again(self, page: Page) -> bool:
        """Whether a page is the start page in place of another: by its address, and where that may be shared, by its text."""
        start: Page | None = self._kept.get("start")
        if start is None or page is start:
            return False
        is_base = page.url.rstrip("/") == self._http.base
        if is_base and page.by_get:
            return True
        if not (is_base or page.by_get) or _home(page.url) not in (_home(self._http.base), _home(start.url)):
            return False
        known = {chunk for document in start.documents for chunk in document.chunks}
        told = {chunk for document in page.documents for chunk in document.chunks}
        return len(told - known) <= _MOST_NEW_TEXTS and len(known & told) * 2 >= len(known)


def _home(address: str) -> str:
    """An address without the name of a default document at its end: /tms/default.aspx is /tms/."""
    split = urlsplit(address)
    path = re.sub(r"/(?:default|index)\.\w+$", "", split.path, flags=re.IGNORECASE)
    return split._replace(path=path.rstrip("/"), fragment="").geturl()


def _check_whole(url: str, text: str) -> None:
    """Refuse a page that ends in the middle, has more in it than a person could look at, or declares entities, as no HTML does."""
    if len(text) > _LONGEST or text.count("<") > _MOST_TAGS:
        raise UnexpectedReplyError(
            "read the page",
            on=url,
            said=f"it has {len(text):,} characters and {text.count('<'):,} tags, and no page of TMS has so many",
            remedy="check that url is the address of TMS itself",
        )
    lower = text.casefold()
    if "<!entity" in lower:
        raise UnexpectedReplyError("read the page", on=url, said="it declares entities, and no page of TMS does")
    if "</html" not in lower and lower.rfind("<form") > lower.rfind("</form"):
        raise UnexpectedReplyError(
            "read the page", on=url, said="it was cut: it ends within its form", remedy="run again"
        )


#: Menu entries that stand together under one entry, as the guides name them.
_NEIGHBOURS = (("Navigator", "Ticketing Service"), ("Users", "Groups", "Default Groups"))


def _part_with(element: Any, names: frozenset[str]) -> int:
    """How much stands in the smallest part of the page that holds *element* and one of *names*; more than any if none does."""
    for around in element.iterancestors():
        for each in around.iter("*"):
            said = (each.text, *(child.tail for child in each))
            if any(normalised(text) in names for text in said if text) and each not in element.iter():
                return sum(1 for dummy in around.iter())
    return _MOST_TAGS


#: The menu entries whose address can be given.
MENU_ENTRIES = ("General Settings", "Navigator", "Ticketing Service", "Users", "Groups", "Default Groups")


def _checked(addresses: Mapping[str, str], base: str) -> dict[str, str]:
    """Menu entry -> address, or an InputError."""
    known = {normalised(entry): entry for entry in MENU_ENTRIES}
    made = {}
    for entry, address in addresses.items():
        if normalised(entry) not in known:
            raise InputError(
                "The option pages knows no such page",
                on=entry,
                said=f"the pages are {', '.join(MENU_ENTRIES)}",
                remedy="write one of these",
            )
        if not isinstance(address, str) or not address.strip():
            raise InputError(
                "The option pages must give an address",
                on=entry,
                remedy="give the one that a browser shows for this page",
            )
        absolute = joined(base + "/", address.strip())
        if not absolute or origin(absolute) != origin(base):
            raise InputError(
                "The option pages must give addresses of the server itself",
                on=entry,
                said=f"'{address}' is none of {base}",
            )
        made[normalised(entry)] = absolute
    return made


def asks_who(document: Document) -> bool:
    """Whether a document asks for a password and for little else: one field of many, as a device's, is no sign-in."""
    passwords = [each for each in document.root.iter("input") if type_of(each) == "password"]
    for password in passwords:
        form = forms.form_of(document, password)
        around = form if form is not None else document.root
        choices = [each for each in around.iter("select") if fillable(each)]
        if len([each for each in around.iter(*CONTROLS) if takes_text(each)]) + len(choices) <= _MOST_OF_A_SIGN_IN:
            return True
    return False

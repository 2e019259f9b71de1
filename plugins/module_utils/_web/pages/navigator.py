# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Systems > Navigator: folders, the systems in them, and the way to one system's page.

This module util is PRIVATE to the collection; it can change at any time.

How the tree looks is not known. A system is a link that carries the name SOAP knows; any other link of the page that is
not part of the menu may be a folder. Where a system's link carries its id, the addresses of all systems follow from it;
each page reached so is still checked for the system's name.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ansible_collections.telepresence.tms.plugins.module_utils._http.writing import is_writing_word
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    TmsError,
    UnexpectedReplyError,
    WrongObjectError,
    shorten,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import named, normalised, shown, unmarked
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import pages, turns_pages
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import message
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

MENU = ("Systems", "Navigator")

#: So many links of a system's name may lead elsewhere, say to a folder that is called the same.
_MAX_MISTAKES = 3

Entry = tuple[Document, Clickable]

#: Where a link leads, without what differs from one folder or system to the next.
Shape = tuple[str, ...]

#: The tabs of a system's page, and what its Settings offer (manualshive 67408 p. 40).
_TABS = ("Summary", "Call Status", "Phone Book", "Connection", "Permissions", "Logs", "Compare Settings")
#: A page with so many of them is about a system.
_MANY_TABS = 3

_ROWS = frozenset({"tr", "li"})
#: A title or a toolbar may stand in a row above the headers of a list.
_MOST_ABOVE_HEADERS = 2

#: What a link does: address, target and argument of a post-back, and the label of the latter: a list that is shown anew
#: has its first row's link under the same target again.
_Identity = tuple["str | None", ...]


@dataclass(frozen=True)
class Pattern:
    """An address of one system in which its id stands exactly once: the addresses of all."""

    before: str
    after: str

    def address(self, system: System) -> str:
        return f"{self.before}{system.id}{self.after}"


def pattern_in(address: str | None, system: System) -> Pattern | None:
    """The pattern that *address* shows, None where the id stands in it never or more than once."""
    if not address:
        return None
    start = address.find("/", address.find("//") + 2)
    places = [place for place in _places_of(system.id, address) if place > start]
    if len(places) != 1:
        return None
    return Pattern(address[: places[0]], address[places[0] + len(str(system.id)) :])


#: GUIDs and the like, in which an id stands by chance alone.
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[0-9a-z]{16,}", re.IGNORECASE)


def _places_of(id_: int, text: str) -> list[int]:
    """Where a number stands in a text as a whole."""
    blanked = _RANDOM.sub(lambda match: "." * len(match.group(0)), text)
    return [match.start() for match in re.finditer(rf"(?<!\d){id_}(?!\d)", blanked)]


@dataclass(frozen=True)
class _Folder:
    """A link that may open a folder. before: how often each system is shown on the page that the link stands on.

    links, texts: the links of that page and of those above it, and their texts as hashes.
    """

    document: Document
    link: Clickable
    path: tuple[str, ...]
    before: Mapping[int, int]
    links: frozenset[_Identity]
    texts: frozenset[int]


class Directory:
    """What is known of the Navigator so far. One a task, explored under the lock of Web, no farther than is needed."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._by_name: dict[str, list[System]] = {}
        for system in web.systems:
            self._by_name.setdefault(named(system.name), []).append(system)
        self.entries: dict[int, Entry] = {}
        self.paths: dict[int, tuple[str, ...]] = {}
        #: Of all that may be a folder, as far as it was met.
        self.folder_names: set[str] = set()
        self._folders: deque[_Folder] = deque()
        #: Links that only unfold a branch of the tree: tried once nothing else is left.
        self._folded: deque[_Folder] = deque()
        self._known_links: set[_Identity] = set()
        #: Post-backs that were met, each with the folder that its page is of.
        self._met: set[tuple[_Identity, tuple[str, ...]]] = set()
        #: How links that may open folders look, numbers aside; and the systems whose link was followed to make sure.
        self._shapes: set[Shape] = set()
        self._sure: set[int] = set()
        #: Where the link to each system was met, and the further links of its name, each with the folder it was met in.
        self._met_in: dict[int, tuple[str, ...]] = {}
        self._others: dict[int, list[tuple[Entry, tuple[str, ...]]]] = {}
        #: How links to systems look, numbers aside, and how many look so.
        self._looks: Counter[Shape] = Counter()
        #: Links that are called as several systems are, by name, where nothing beside them tells which they lead to.
        self._namesakes: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
        #: What stands on the first page, so that it tells nothing of the others.
        self._always: frozenset[str] = frozenset()
        self._at_first: Mapping[int, int] = {}
        #: The list that is being read, page by page, and the folder it is of.
        self._list: tuple[Iterator[Page], _Folder | None] | None = None
        self._begun = False
        self.pattern: Pattern | None = None
        self._refuted: set[Pattern] = set()
        #: Why a folder could not be read. What is no folder may fail; a system that is then missing may be in it.
        self.failure: TmsError | None = None

    def find(self, system: System) -> Entry | None:
        """The link to *system*, exploring until it is found; None if it is nowhere."""
        while (system.id not in self.entries or self._is_doubtful(system.id)) and self._explore_next():
            pass
        return self.entries.get(system.id)

    def learn_pattern(self) -> Pattern | None:
        """The pattern of the systems' addresses, exploring until a first system is found."""
        while self.pattern is None and not self.entries and self._explore_next():
            pass
        return self.pattern

    def refute(self, pattern: Pattern) -> None:
        """A page reached by *pattern* was not that of the system."""
        self._refuted.add(pattern)
        if self.pattern == pattern:
            self.pattern = None

    def mistaken(self, system: System, page: Page) -> None:
        """What was taken for the link to *system* led to *page*, which is of another thing: perhaps of a folder."""
        document, link = self._without(system.id)
        path = (*_longer(branches(document, link.element), self.paths.pop(system.id, ())), shown(link.label))
        if not self._is_known(link):
            self._known_links.add(_identity(link))
            if not self._is_of_a_system(page):
                self._take_in(page, _Folder(document, link, path, self._at_first, frozenset(), frozenset()))

    def _without(self, id_: int) -> Entry:
        entry = self.entries.pop(id_)
        self._looks[_shape(entry[1])] -= 1
        return entry

    def explore_all(self) -> None:
        while self._explore_next():
            pass

    def _explore_next(self) -> bool:
        """Read one page more; False if there is none."""
        if self._list is not None:
            pages_of, folder = self._list
            page = next(pages_of, None)
            if page is not None:
                self._take_in(page, folder)
                return True
            self._list = None
        if not self._begun:
            self._begin()
            return True
        if self._folders:
            self._open(self._folders.popleft())
            return True
        if self._folded and len(self.entries) < len(self._web.systems):
            self._open(self._folded.popleft())
            return True
        # Without a folder that looks as a link to a system does there is nothing to doubt.
        if not self._shapes.isdisjoint(self._looks):
            doubtful = next((id_ for id_ in self.entries if self._is_doubtful(id_)), None)
            if doubtful is not None:
                self._make_sure(doubtful)
                return True
        if self._namesakes:
            self._tell_apart(*self._namesakes.popitem())
            return True
        return False

    def _is_doubtful(self, id_: int) -> bool:
        """Whether the link to a system looks as those of folders do, and not as those of the other systems: a folder of its name."""
        if id_ in self._sure or len(self.entries) < 3:
            return False
        own = _shape(self.entries[id_][1])
        return own in self._shapes and self._looks[own] * 2 < len(self.entries)

    def _make_sure(self, id_: int) -> None:
        """Open what is called as a system is; if it is no page of a system, it is the folder of that name."""
        self._sure.add(id_)
        document, link = self.entries[id_]
        page = self._web.click(document, link, "row")
        if self._is_of_a_system(page):
            return
        path = (*_longer(branches(document, link.element), self._met_in[id_]), shown(link.label))
        self._without(id_)
        self._known_links.add(_identity(link))
        self.paths.pop(id_, None)
        others = [other for other in self._others.pop(id_, []) if _identity(other[0][1]) != _identity(link)]
        if others:
            self._keep_entry(id_, *others[0])
            self.paths[id_] = others[0][1]
        self._list = (pages(self._web, page), _Folder(document, link, path, self._at_first, frozenset(), frozenset()))

    def _tell_apart(self, name: str, links: Sequence[tuple[Entry, tuple[str, ...]]]) -> None:
        """Open what is called as several systems are, and see in its settings which of them it is."""
        for entry, path in links:
            left = [system for system in self._by_name[name] if system.id not in self.entries]
            if not left:
                return
            system = self._shown_by(self._web.click(*entry, "row"), left)
            if system is not None:
                self._sure.add(system.id)
                self._keep_entry(system.id, entry, path)
                self.paths[system.id] = path

    def _shown_by(self, page: Page, candidates: Sequence[System]) -> System | None:
        for label in ("", "Settings", "View Settings"):
            found = page.clickables(self._web.labels.all(label)) if label else []
            if label and not found:
                continue
            page = self._web.click(*found[0], "tab") if found else page
            matching = [system for system in candidates if shows(self._web, page, system)]
            if len(matching) == 1:
                return matching[0]
        return None

    def _is_of_a_system(self, page: Page) -> bool:
        """Whether a page is about one system, also one that SOAP does not list: by its tabs. What it offers is no folder."""
        tabs = {normalised(tab) for tab in _TABS} - self._always
        return len(tabs & _words_on(page)) >= _MANY_TABS

    def _begin(self) -> None:
        first = self._web.menu(*MENU)
        self._always = _words_on(first)
        self._list = (pages(self._web, first), None)
        self._explore_next()
        self._begun = True
        if not self.entries and not self._folders and not self._folded:
            tried = "find the systems"
            raise self._web.foreign(first, tried) or LabelError(
                tried,
                label=self._web.labels.first("Navigator"),
                where="the page Navigator",
                said="it shows neither a folder nor a system that could be clicked",
            )

    def _open(self, folder: _Folder) -> None:
        try:
            page = self._web.click(folder.document, folder.link, "tree")
            tried = f"open the folder '{folder.path[-1]}'"
            foreign = self._web.foreign(page, tried) or self._web.bare(page, tried)
        except UnexpectedReplyError as error:
            self.failure = self.failure or error
            return
        if foreign is not None and page.url != self._web.start.url:
            # A link that leads home is no folder; a login page or a proxy's in place of a folder hides what is in it.
            self.failure = self.failure or foreign
            return
        if self._is_of_a_system(page):
            return
        self._list = (pages(self._web, page), folder)

    def _take_in(self, page: Page, folder: _Folder | None) -> None:
        text = hash(page.text)
        if folder is not None and text in folder.texts:
            # It led back to a page above.
            return
        links = list(page.all_clickables())
        systems = [(system, *entry) for entry in links if (system := self._system_behind(entry[1])) is not None]
        # A tree goes on showing what it showed before: that is not in the folder that was opened.
        stays = folder is not None and any(_identity(each) == _identity(folder.link) for dummy, each in links)
        path = folder.path if folder is not None else ()

        def branches_of(document: Document, each: Clickable) -> tuple[str, ...]:
            found = branches(document, each.element)
            # What stands before a list that is shown anew, its way up say, is no branch of it.
            return found if stays or not path or path[-1] in found else ()

        folders = [
            (document, each)
            for document, each in links
            if not self._has_name_of_system(each) and self._may_be_folder(document, each)
        ]
        self._shapes.update(_shape(each) for dummy, each in folders)
        looks = Counter(_shape(found[2]) for found in systems)
        # The links of most systems go first, so that a folder that is called as a system is is not taken for its link.
        systems.sort(key=lambda found: -looks[_shape(found[2])])
        nested: dict[int, tuple[str, ...]] = {}
        likely: dict[int, _Identity] = {}
        for system, document, each in systems:
            # Beside the tree the same link may stand among those viewed recently.
            if likely.setdefault(system.id, _identity(each)) == _identity(each):
                nested[system.id] = max(nested.get(system.id, ()), branches_of(document, each), key=len)
        here = Counter(found[0].id for found in systems)
        if not self._begun and not self._at_first:
            self._at_first = here
        likeliest = [found for found in systems if looks[_shape(found[2])] == max(looks.values())]
        is_tree = any(nested[found[0].id] for found in likeliest)
        for system, document, each in systems:
            # Beside a tree there may be the list of the folder that was opened.
            of_tree = is_tree and (bool(nested[system.id]) or folder is None)
            is_new = self._take_entry(system, document, each, nested[system.id] if of_tree else path)
            if of_tree:
                self.paths[system.id] = max(nested[system.id], self.paths.get(system.id, ()), key=len)
            elif is_new or not (stays and folder is not None and here[system.id] <= folder.before.get(system.id, 0)):
                self.paths[system.id] = max(path, self.paths.get(system.id, ()), key=len)
        self._take_namesakes(links, folder)
        labels = {normalised(each.label) for dummy, each in links}
        links_above = folder.links if folder is not None else frozenset()
        texts = (folder.texts if folder is not None else frozenset()) | {text}
        known = links_above | {_identity(each) for dummy, each in links}
        for document, each in folders:
            identity = _identity(each)
            if each.address is not None or stays:
                is_new = identity not in self._known_links
            else:
                # A list shown anew: under the same target may be another folder than in the folder beside.
                is_new = identity not in links_above and (identity, path) not in self._met
            if is_new:
                self._known_links.add(identity)
                self._met.add((identity, path))
                found = _Folder(document, each, path, here, known, texts)
                self._take_folder(found, branches_of(document, each), labels)

    def _take_folder(self, found: _Folder, above: tuple[str, ...], labels: set[str]) -> None:
        label, unfolds = _unfolded(found.link.label)
        self.folder_names.update((*above, label))
        is_twin = unfolds and normalised(label) in labels
        known = replace(found, path=(*_longer(above, found.path), label))
        (self._folded if is_twin else self._folders).append(known)

    def _take_namesakes(self, links: Sequence[Entry], folder: _Folder | None) -> None:
        for document, each in links:
            if self._has_name_of_system(each) and self._system_behind(each) is None:
                known = self._namesakes.setdefault(named(each.label), [])
                above = branches(document, each.element)
                if _identity(each) not in (_identity(entry[1]) for entry, dummy in known):
                    known.append(((document, each), above or (folder.path if folder is not None else ())))

    def _take_entry(self, system: System, document: Document, each: Clickable, path: tuple[str, ...]) -> bool:
        """Whether this is the first link to the system. path: of the folder that shows it."""
        known = self.entries.get(system.id)
        if known is None:
            self._keep_entry(system.id, (document, each), path)
        elif _identity(known[1]) != _identity(each):
            self._others.setdefault(system.id, []).append(((document, each), path))
        pattern = pattern_in(each.address, system)
        if self.pattern is None and pattern is not None and pattern not in self._refuted:
            self.pattern = pattern
        return known is None

    def _keep_entry(self, id_: int, entry: Entry, path: tuple[str, ...]) -> None:
        self.entries[id_] = entry
        self._met_in[id_] = path
        self._looks[_shape(entry[1])] += 1

    def _system_behind(self, each: Clickable) -> System | None:
        """The system that a link leads to: by its name, and by the id in the link where several share the name."""
        candidates = self._by_name.get(named(each.label), [])
        if not candidates or self._is_known(each):
            return None
        if len(candidates) == 1:
            return candidates[0]
        told = f"{(each.address or '').partition('//')[2].partition('/')[2]} {each.argument}"
        matching = [system for system in candidates if _places_of(system.id, told)]
        if not matching:
            beside = _words_beside(each.element)
            matching = [system for system in candidates if system.address and system.address in beside]
        return matching[0] if len(matching) == 1 else None

    def _has_name_of_system(self, each: Clickable) -> bool:
        """Whether a link is called as a system is, though perhaps it cannot be told which of several."""
        return named(each.label) in self._by_name and not self._is_known(each)

    def _is_known(self, each: Clickable) -> bool:
        """Whether a link was explored, or waits for it, as one to a folder."""
        return _identity(each) in self._known_links

    def _may_be_folder(self, document: Document, each: Clickable) -> bool:
        label = normalised(each.label)
        return (
            each.is_link
            and (each.address is None or self._web.is_ours(each.address))
            and label not in self._web.chrome
            and not is_writing_word(label)
            and not re.fullmatch(r"expand|collapse|\W*", label)
            and not turns_pages(self._web, label)
            and not any(
                self._web.labels.matches(name, label) for name in ("Settings", "View Settings", "Edit Settings")
            )
            and not self._is_heading_of_a_column(document, each)
        )

    @staticmethod
    def _is_heading_of_a_column(document: Document, each: Clickable) -> bool:
        """A link that sorts a list; where no cell is marked as a header, it stands in a row that looks like none below it."""
        if any(above.tag in ("th", "thead") for above in each.element.iterancestors()):
            return True
        line = next(each.element.iterancestors("tr"), None)
        if (
            line is None
            or len(list(islice(line.itersiblings(preceding=True), _MOST_ABOVE_HEADERS + 1))) > _MOST_ABOVE_HEADERS
        ):
            return False
        table = next(line.iterancestors("table"), None)
        return table is not None and document.header_of(table) is line


#: What a span is a block by: a TreeView may put the tables of the nodes below a node into one.
_BLOCKS = frozenset({"table", "div", "ul", "ol", "dl"})


def branches(document: Document, link: Element) -> tuple[str, ...]:
    """The titles of the branches of a tree that *link* stands in, from the top.

    The nodes below a node stand right behind it, in an element of another look: a list behind a link, a block behind a
    table. Two elements of one look are neighbours. In a list within a list the node may be plain text.
    """
    found = []
    for branch in link.iterancestors("ul", "ol", "div", "dd", "details", "span"):
        if branch.tag == "span" and not any(each.tag in _BLOCKS for each in branch):
            continue
        is_details = branch.tag == "details"
        title = shown(branch.findtext("summary")) if is_details else _title_of(document, branch)
        if title:
            found.append(title)
    return tuple(reversed(found))


def _title_of(document: Document, branch: Element) -> str:
    look = (branch.tag, branch.get("class"))
    before = [each for each in branch.itersiblings(preceding=True) if (each.tag, each.get("class")) != look]
    links = [] if not before else [each for each in before[0].iter("a") if shown(each.text_content())]
    titles = {shown(each.text_content()) for each in links}
    parent = branch.getparent()
    if not titles and parent is not None and parent.tag == "li":
        # Beside the link of a node there may be its icon, and how many are below it.
        titles = {shown(each.text_content()) for place in before for each in place.iter("a")} - {""}
    if len(titles) == 1:
        return titles.pop()
    if titles or parent is None or parent.tag != "li":
        return ""
    texts = [parent.text, *(text for each in reversed(before) for text in (document.value_of(each), each.tail))]
    return shown(" ".join(text for text in texts if text))


def _longer(above: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
    """Where a link to a folder stands: in these branches, or on the page of that folder, whichever tells more."""
    return above if len(above) >= len(path) else path


def _words_beside(link: Element) -> frozenset[str]:
    """What stands in the row or list item of a link."""
    around = next((above for above in link.iterancestors() if above.tag in _ROWS or above.get("role") == "row"), link)
    return frozenset(re.split(r"[\s,;()]+", " ".join(around.itertext())))


def _identity(each: Clickable) -> _Identity:
    if each.address is not None:
        return (each.address,)
    return (None, each.target, each.argument, normalised(_unfolded(each.label)[0]))


def _unfolded(label: str) -> tuple[str, bool]:
    """The label of a branch without Expand or Collapse before it, and whether it has one."""
    label = shown(label)
    unfolds = re.match(r"(expand|collapse)\s+(?=\S)", label, re.IGNORECASE)
    return (label[unfolds.end() :], True) if unfolds is not None else (label, False)


def _words_on(page: Page) -> frozenset[str]:
    """Each text of a page for itself, and what can be clicked."""
    texts = {normalised(text) for document in page.documents for text in document.root.itertext("*")}
    return frozenset(texts | {normalised(each.label) for dummy, each in page.all_clickables()})


def _shape(each: Clickable) -> Shape:
    told = (each.address or "", each.target or "", each.argument)
    return tuple(re.sub(r"[#\W_]*#[#\W_]*", "#", re.sub(r"\d+", "#", _RANDOM.sub("#", part))) for part in told)


def directory(web: Web) -> Directory:
    return web.once("directory", lambda: Directory(web))


def folders_of(web: Web, systems: Sequence[System]) -> Mapping[int, tuple[str, ...]]:
    """The folder path of each system that the Navigator shows; reads all of its lists once."""
    known = directory(web)
    with web.lock:
        known.explore_all()
    wanted = {system.id for system in systems}
    if known.failure is not None and not wanted <= set(known.paths):
        raise known.failure
    return {id_: path for id_, path in known.paths.items() if id_ in wanted}


def open_system(web: Web, system: System) -> Page:
    """The page of one system, by its address where addresses are known, else by clicking.

    It shows the system's name. Whether it is the right one of several systems of that name is for the Settings to tell,
    which show its address too.
    """
    called_so: Page | None = None
    page: Page | None = None
    for page in _ways(web, system):
        if names(web, page, system):
            if _is_about_a_system(web, page):
                return page
            # It shows nothing of a system: perhaps it is of a folder that is called the same.
            called_so = called_so or page
            continue
        error = web.foreign(page, f"open the page of {system.title}")
        if error is not None:
            raise error
    if called_so is not None:
        return called_so
    if web.shares_its_name(system):
        raise WrongObjectError(
            "use the page of a system",
            on=system.title,
            said="others have the same name, and neither the Navigator's lists nor the settings tell which of them it is",
            remedy="give the systems different names in TMS",
        )
    failure = directory(web).failure
    if page is None and failure is not None:
        # It may be in the folder that could not be read.
        raise failure
    raise WrongObjectError(
        "use the page of a system",
        on=system.title,
        said=f"no page that the Navigator leads to shows this name{_but(page)}",
        remedy="look whether the system was renamed, moved or deleted in TMS",
    )


def _but(page: Page | None) -> str:
    """What a page without the name says, where it is not about a thing of TMS: an error, say."""
    if page is None or any(document.fields for document in page.documents):
        return ""
    said = message(page, ())
    return f", but one says '{shorten(said)}'" if said else ""


def _ways(web: Web, system: System) -> Iterator[Page]:
    known = directory(web)
    with web.lock:
        pattern = known.learn_pattern()
    if pattern is not None:
        page = opened(web, pattern.address(system))
        if page is not None:
            yield page
            if not _is_about_a_system(web, page):
                known.refute(pattern)
    for dummy in range(_MAX_MISTAKES):
        with web.lock:
            entry = known.find(system)
        if entry is None or (pattern is not None and entry[1].address == pattern.address(system)):
            return
        if pattern is not None:
            known.refute(pattern)
        page = web.click(*entry, "row")
        yield page
        if _is_about_a_system(web, page):
            return
        with web.lock:
            if known.entries.get(system.id) == entry:
                known.mistaken(system, page)


def opened(web: Web, address: str) -> Page | None:
    """A page by a formed address; None where the server does not know it, as for a system that was deleted."""
    try:
        return web.open(address)
    except (UnexpectedReplyError, TmsError) as error:
        if error.stops_everything or not isinstance(error, UnexpectedReplyError):
            raise
        return None


def _is_about_a_system(web: Web, page: Page) -> bool:
    """Whether the page is of a system at all; if not of the one it should be, that one was renamed meanwhile."""
    tabs = ("Settings", "View Settings", "Edit Settings")
    has_pane = page.pane(web.labels.all("TMS Scheduling Settings")) is not None
    return (
        has_pane
        or bool(page.fields([web.labels.first("System Name")]))
        or any(page.clickables(web.labels.all(tab)) for tab in tabs)
    )


def shows(web: Web, page: Page, system: System) -> bool:
    """Whether *page* is that of *system*: it shows the name as SOAP knows it, and for a shared name a second match."""
    if not names(web, page, system):
        return False
    if not web.shares_its_name(system):
        return True
    addresses = (
        {field.value for dummy, field in page.fields(web.labels.all("Network Address")) if field.value}
        if system.address
        else set()
    )
    if addresses:
        return system.address in addresses
    if pattern_in(page.url, system) is not None:
        return True
    return bool(system.address) and any(
        system.address in (chunk, *re.split(r"[\s,;()]+", chunk))
        for document in page.documents
        for chunk in (*document.chunks, *(field.value for field in document.fields))
    )


def names(web: Web, page: Page, system: System) -> bool:
    return any(_names(web, document, system) for document in page.documents)


def _names(web: Web, document: Document, system: System) -> bool:
    """Whether a document says that it is about *system*: by its field for the name where it has one, else by its texts.

    Links do not count: a tree beside the page names many systems.
    """
    name = named(system.name)
    own = document.fields_labelled([web.labels.first("System Name")])
    if own:
        return any(named(field.value) == name for field in own)
    told = (document.page_title, *document.chunks)
    if any(name in (named(text), named(unmarked(text))) for text in told):
        return True
    plain = shown(system.name).casefold()
    holding = [text.casefold() for text in told if plain in text.casefold()]
    around = rf"(?:^|[:>»|/–—-]\s|[：＞｜／－]\s?){re.escape(plain)}(?:$|\s[|/–—(<«-]|\s?[｜／（＜－])"
    return any(re.search(around, text) for text in holding)

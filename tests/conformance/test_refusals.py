# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a genuine ASP.NET refuses of a post-back, and what the user is told then; and its partial replies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LostSessionError,
    TmsError,
    UnexpectedReplyError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web import delta, forms
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    navigator,
    system_settings,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page
from mono import PASSWORD, USERNAME, Mono
from test_web_ui import REFUSED


def control(document: Document, name: str) -> Any:
    """The control whose name ends so."""
    return next(
        each for each in document.root.iter("input", "select", "textarea") if each.get("name", "").endswith(name)
    )


def add_option_key(tms: Tms) -> tuple[Document, Clickable]:
    """The button Add Option Key on the page General Settings."""
    return tms.web.menu(*general_settings.MENU).clickables(["Add Option Key"])[0]


def altered(document: Document, name: str) -> forms.Changes:
    """A hidden field with its beginning replaced."""
    field = control(document, name)
    return {field: "AAAAAAAA" + field.get("value")[8:]}


ALTERED: dict[str, tuple[Callable[[Document], forms.Changes], str]] = {
    "view state": (lambda document: altered(document, "__VIEWSTATE"), "Unable to validate data"),
    "event validation": (lambda document: altered(document, "__EVENTVALIDATION"), "Unable to validate data"),
    "no event validation": (
        lambda document: {control(document, "__EVENTVALIDATION"): ""},
        "Invalid postback or callback argument",
    ),
    "script": (
        lambda document: {control(document, "uxReleaseKey"): "<script>Secret"},
        "A potentially dangerous Request.Form value was detected from the client (ctl00$uxContent$ctl00$uxReleaseKey)",
    ),
}


@pytest.mark.parametrize(("change", "said"), ALTERED.values(), ids=ALTERED.keys())
def test_what_is_altered_is_refused_and_told(
    mono: Mono, connect: Callable[..., Tms], change: Callable[[Document], forms.Changes], said: str
) -> None:
    """With customErrors off in the server's words; with customErrors on there are none."""
    for url, words in (
        (mono.open_url, said),
        (mono.url, "HTTP 500 'Runtime Error: A runtime error has occurred'; look at the log of the TMS server"),
    ):
        tms = connect(url=url)
        document, button = add_option_key(tms)
        with pytest.raises(UnexpectedReplyError, match=re.escape(words)) as raised:
            tms.web.click(document, button, "button", change(document))
        assert str(raised.value).startswith(
            f"Could not click 'Add Option Key' on {url}/default.aspx?pageId=35: HTTP 500 "
        )
        assert "Secret" not in str(raised.value) and "  at " not in str(raised.value)
        assert tms.web.click(document, button, "button").fields(["Input the option key string"]), (
            "unaltered it is taken"
        )


def test_an_error_page_of_the_site_is_no_answer(mono: Mono, connect: Callable[..., Tms]) -> None:
    tms = connect(url=mono.polite_url)
    document, button = add_option_key(tms)
    said = "the server's error page came back: HTTP 200 'An error has occurred'; look at the log of the TMS server"
    with pytest.raises(UnexpectedReplyError, match=said):
        tms.web.click(document, button, "button", altered(document, "__VIEWSTATE"))


def test_an_option_and_an_event_that_were_not_offered_are_refused(tms: Tms) -> None:
    """So a client has to take them from the page; what it invents is no use."""
    document, button = add_option_key(tms)
    select = control(document, "uxAuditing")
    select[0].set("value", "Perhaps")
    for clicked in (button, Clickable("77", document.root, True, target=control(document, "uxAuditing").get("name"))):
        with pytest.raises(UnexpectedReplyError, match="HTTP 500"):
            tms.web.click(document, clicked, "button", {select: [select[0]]} if clicked is button else {})


def test_text_that_aspnet_takes_for_an_attack_is_named(mono: Mono, tms: Tms) -> None:
    """It stands in TMS already, and no browser could save that form either."""
    system = next(each for each in tms.systems if each.id == REFUSED)
    with pytest.raises(
        UnexpectedReplyError, match=r"log of the TMS server; the field '\S+uxDescription' of the form"
    ) as raised:
        system_settings.set_remote_bookings(tms.web, system, True, system_settings.view(tms.web, system))
    assert "<script" not in str(raised.value)
    assert mono.control() == []


def test_a_session_that_has_ended(mono: Mono, tms: Tms) -> None:
    """The site then shows its start page in place of the page."""
    document, button = add_option_key(tms)
    mono.control("end=sessions")
    page = tms.web.click(document, button, "button")
    with pytest.raises(LostSessionError, match="the start page came back instead of the page; run again"):
        raise tms.web.foreign(page, "add an option key") or AssertionError("it is the page")


def test_another_page_than_that_of_a_system(tms: Tms) -> None:
    """A system that is not there any more: its page says so, and nothing is taken for its settings."""
    page = tms.web.open(f"{tms.http.base}/default.aspx?pageId=62&systemId=99")
    system = tms.systems[0]
    assert "The system does not exist." in page.text
    assert not navigator.shows(tms.web, page, system)


def partially(
    mono: Mono, document: Document, clicked: Clickable, panel: str, changes: forms.Changes | None = None
) -> list[delta.Part]:
    """What a click is answered with where ASP.NET's script posts the form."""
    post = forms.post(document, clicked, changes or {})
    name = clicked.target or clicked.element.get("name")
    with requests.Session() as session:
        session.trust_env = False
        reply = session.post(
            post.address,
            [*post.fields, ("ctl00$uxScripts", f"{panel}|{name}"), ("__ASYNCPOST", "true")],
            headers={"X-MicrosoftAjax": "Delta=true"},
            auth=(USERNAME, PASSWORD),
            cookies=session.get(mono.url + "/default.aspx", auth=(USERNAME, PASSWORD), timeout=60).cookies,
            timeout=60,
        )
    parts = delta.parts(reply.content.decode())
    assert parts is not None, reply.text[:300]
    return parts


PANEL = "ctl00$uxContent$ctl00$ctl00"


def test_a_partial_reply_that_is_an_error(mono: Mono, tms: Tms) -> None:
    document, clicked = add_option_key(tms)
    parts = partially(mono, document, clicked, PANEL, altered(document, "__VIEWSTATE"))
    with pytest.raises(
        UnexpectedReplyError, match=r"Could not click on \S+: error 500 'Exception of type .+; look at the log"
    ):
        delta.applied(document, parts, "click")
    assert delta.redirect(parts) is None


def test_a_partial_reply_that_leads_elsewhere(mono: Mono, tms: Tms) -> None:
    """A system's link in the Navigator, which the server answers by a redirect."""
    page = tms.web.menu(*navigator.MENU)
    document, clicked = tms.web.click(*page.clickables(["東京"])[0], "tree").clickables(['会議室 "3" & more'])[0]
    address = delta.redirect(partially(mono, document, clicked, PANEL))
    assert address is not None and address.endswith("/default.aspx?pageId=62&systemId=50")


@pytest.mark.parametrize(
    ("menu", "label", "panel"),
    [
        (general_settings.MENU, "Add Option Key", PANEL),
        (general_settings.MENU, "2", PANEL),
        (navigator.MENU, "東京", PANEL),
    ],
)
def test_a_partial_reply_makes_the_same_page_as_a_whole_one(
    mono: Mono, tms: Tms, menu: tuple[str, ...], label: str, panel: str
) -> None:
    """What ASP.NET's script asks for and puts into the page: the parts in an UpdatePanel and the hidden fields."""
    document, clicked = tms.web.menu(*menu).clickables([label])[0]
    partial = Page((delta.applied(document, partially(mono, document, clicked, panel), "click"),), by_get=False)
    whole = tms.web.click(document, clicked, "button")
    assert partial.text == whole.text != document.text
    again = [(each.label, each.target, each.argument) for dummy, each in partial.all_clickables()]
    assert again == [(each.label, each.target, each.argument) for dummy, each in whole.all_clickables()]
    # And the page so made can be posted back: its hidden fields are the new ones.
    button = next(each for each in partial.all_clickables() if each[1].label in ("Save", "東京"))
    try:
        assert tms.web.click(*button, "button").text
    except TmsError as error:
        pytest.fail(str(error))

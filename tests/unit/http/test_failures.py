# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be repeated, and what a failure in the middle means: a write is sent once and never again."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
import tracemalloc

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http import line
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    BusyError,
    ConnectionLostError,
    LostSessionError,
    NotAllowedError,
    NotTmsError,
    TmsError,
    UnexpectedReplyError,
    UnreachableError,
)

SAVE = Trigger("Save", "button")
NEXT = Trigger("Next", "pager")
READING = {"operation": "GetSystems", "headers": {"Content-Type": "text/xml"}}
WRITING = {"operation": "SaveConference", "headers": {"Content-Type": "text/xml"}}


def once(first, then=lambda handler: handler.page()):
    """An application that behaves otherwise the first time."""
    left = [first]
    return lambda handler: (left.pop() if left else then)(handler)


def cut_post(handler):
    handler.cut() if handler.command == "POST" else handler.page()


def test_a_read_that_was_cut_is_sent_once_more(start, reach):
    site = start()
    site.answers["/tms/a"] = once(lambda handler: handler.cut())
    http = reach(site)
    assert http.get("a").status == 200
    site.answers["/tms/b"] = once(lambda handler: handler.cut())
    assert http.post_back("b", [("x", "1")], trigger=NEXT).status == 200
    site.answers["/tms/s.asmx"] = once(lambda handler: handler.cut())
    assert http.soap("s.asmx", b"<x/>", **READING).status == 200
    assert site.paths("POST") == ["/tms/b", "/tms/b", "/tms/s.asmx", "/tms/s.asmx"]


def test_a_read_that_is_cut_always_is_unreachable(start, reach):
    site = start()
    site.answers["/tms/a"] = lambda handler: handler.cut()
    with pytest.raises(UnreachableError, match="the connection was cut") as caught:
        reach(site).get("a")
    assert not caught.value.outcome_unknown
    assert site.paths("GET") == ["/tms/a"] * 2


def test_a_write_that_was_cut_is_not_sent_again(start, reach):
    site = start()
    site.answers["/tms/form"] = site.answers["/tms/s.asmx"] = cut_post
    http = reach(site)
    with pytest.raises(ConnectionLostError) as caught:
        http.post_back("form", [("x", "1")], trigger=SAVE)
    assert caught.value.outcome_unknown
    with pytest.raises(ConnectionLostError):
        http.soap("s.asmx", b"<x/>", **WRITING)
    assert site.paths("POST") == ["/tms/form", "/tms/s.asmx"]
    assert http.get("a").status == 200


def test_a_write_is_not_sent_again_when_half_of_its_answer_came(start, reach):
    site = start()

    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<html>")
        handler.close_connection = True

    site.answers["/tms/form"] = half
    with pytest.raises(ConnectionLostError):
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert site.paths("POST") == ["/tms/form"]


def test_a_cut_before_the_write_was_sent_leaves_nothing_unknown(start, reach):
    site = start()
    site.answers["/tms/"] = lambda handler: handler.cut()
    with pytest.raises(UnreachableError) as caught:
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert not caught.value.outcome_unknown
    assert site.paths("POST") == []


def test_a_time_out_of_a_write_is_unknown_and_of_a_read_busy(start, reach):
    site = start()
    ended = threading.Event()
    site.answers["/tms/form"] = site.answers["/tms/a"] = lambda handler: ended.wait(20)
    http = reach(site, timeout=1)
    with pytest.raises(ConnectionLostError, match="no answer within 1 seconds"):
        http.post_back("form", [("x", "1")], trigger=SAVE)
    with pytest.raises(BusyError, match="no answer within 1 seconds"):
        http.get("a")
    ended.set()
    assert site.paths("POST") == ["/tms/form"]
    assert site.paths("GET").count("/tms/a") == 1, "a server that is too slow is not asked twice"
    assert http.get("b").status == 200


def dripping(start_of_reply):
    """An application that goes on with its reply, a byte now and then, as long as anybody listens."""

    def dripped(handler):
        with contextlib.suppress(OSError):
            handler.wfile.write(start_of_reply)
            for dummy in range(200):
                handler.wfile.write(b"x")
                time.sleep(0.02)

    return dripped


@pytest.mark.parametrize("under_tls", [False, True])
@pytest.mark.parametrize(
    "start_of_reply",
    [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"],
)
def test_a_reply_that_drips_without_end_is_ended(start, reach, certificate, monkeypatch, start_of_reply, under_tls):
    monkeypatch.setattr(line, "PATIENCE", 0.5)
    site = start(None, certificate if under_tls else None)
    site.answers["/tms/form"] = site.answers["/tms/a"] = dripping(start_of_reply)
    http = reach(site, timeout=1, **({"ca_cert": str(certificate.pem)} if under_tls else {}))
    http.get("b")
    began = time.monotonic()
    with pytest.raises(BusyError, match=r"the answer had not ended after 0\.5 seconds"):
        http.get("a")
    with pytest.raises(ConnectionLostError, match="the answer had not ended") as caught:
        http.post_back("form", [("x", "1")], trigger=SAVE)
    assert caught.value.outcome_unknown
    assert time.monotonic() - began < 5
    assert site.paths("POST") == ["/tms/form"]
    assert http.get("b").status == 200


@pytest.mark.parametrize(("asked", "waited"), [("2", 2), ("600", 5), ("Wed, 21 Oct 2026 07:28:00 GMT", 1)])
def test_a_busy_server_is_asked_once_more_after_a_wait(start, reach, quick, asked, waited):
    site = start()
    site.answers["/tms/a"] = once(lambda handler: handler.page(status=503, Retry_After=asked))
    assert reach(site).get("a").status == 200
    assert quick == [waited]


def test_a_busy_server_gets_no_write_again(start, reach, quick):
    site = start()
    site.answers["/tms/form"] = lambda handler: handler.page(status=503)
    with pytest.raises(BusyError, match="HTTP 503"):
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert site.paths("POST") == ["/tms/form"]


@pytest.mark.parametrize("status", [403, 404, 418, 500])
def test_a_write_that_was_answered_by_an_error_may_have_taken_effect(start, reach, status):
    """A proxy may have put its own page in place of the server's answer: only reading back tells."""
    site = start()
    site.answers["/tms/form"] = site.answers["/tms/a"] = lambda handler: handler.page(status=status)
    with pytest.raises(TmsError) as write:
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert write.value.outcome_unknown
    with pytest.raises(TmsError) as read:
        reach(site).get("a")
    assert read.value.outcome_unknown == (status in (418, 500)), "of a read nothing is unknown but by its kind"


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (403, NotAllowedError, "HTTP 403 'No way'; use an account"),
        (404, NotTmsError, "HTTP 404, there is no such page; check that url"),
        (500, UnexpectedReplyError, "HTTP 500 'No way'; look at the log"),
        (418, UnexpectedReplyError, "HTTP 418 'No way'"),
    ],
)
def test_other_statuses_are_one_sentence(start, reach, status, error, said):
    site = start()
    site.answers["/tms/a"] = lambda handler: handler.page(b"<html><title>No\n way</title>", status=status)
    with pytest.raises(error, match=said) as caught:
        reach(site).get("a")
    assert not isinstance(caught.value, LostSessionError)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "<title>Error 500</title><h1>System.Web.HttpException</h1><h2 class=x>Unable to validate data.</h2>",
            "HTTP 500 'Error 500: Unable to validate data.'",
        ),
        (
            "<title>Validation of viewstate MAC failed.</title><h1>Server Error in '/TMS' Application.<hr></h1>"
            "<h2> <i>Validation of viewstate MAC failed.</i> </h2>",
            "HTTP 500 'Validation of viewstate MAC failed.'",
        ),
        ("<h2>Runtime&#32;<i>Error</i></h2>", "HTTP 500 'Runtime Error'"),
        (
            '<title>A potentially dangerous Request.Form value was detected (uxKey="&lt;Secret&gt;").</title>',
            r"HTTP 500 'A potentially dangerous Request.Form value was detected \(uxKey\).'",
        ),
        ("<title>Value (uxKey=&quot;&lt;Secret</title>", r"HTTP 500 'Value \(uxKey'"),
    ],
)
def test_an_error_page_tells_what_it_says_and_never_what_was_posted(start, reach, page, said):
    site = start()
    site.answers["/tms/a"] = lambda handler: handler.page(f"<html>{page}</html>".encode(), status=500)
    with pytest.raises(UnexpectedReplyError, match=said) as caught:
        reach(site).get("a")
    assert "Secret" not in str(caught.value)


def test_an_error_page_by_a_redirect_is_no_answer(start, reach):
    """As customErrors with a defaultRedirect has it: the page behind it is answered by 200."""
    site = start()
    place = "/tms/error.htm?aspxerrorpath=/tms/form"
    site.answers["/tms/form"] = lambda handler: handler.page(status=302, Location=place)
    site.answers[place] = lambda handler: handler.page(b"<html><title>Sorry</title></html>")
    said = (
        r"Could not click 'Save' on \S+/tms/form: the server's error page came back: HTTP 200 'Sorry'; look at the log"
    )
    with pytest.raises(UnexpectedReplyError, match=said) as caught:
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("value", ["<script>", "a</b", "<!--", "<?x", "&#39;"])
def test_a_refused_form_names_the_field_that_aspnet_takes_for_an_attack(start, reach, value):
    site = start()
    site.answers["/tms/form"] = lambda handler: handler.page(b"<title>Runtime Error</title>", status=500)
    http = reach(site)
    for other in ("fine", "a < b", "<3", "R&D"):
        fields = [("uxName", other), ("uxText", value)]
        with pytest.raises(
            UnexpectedReplyError, match=r"log of the TMS server; the field 'uxText' of the form"
        ) as caught:
            http.post_back("form", fields, trigger=SAVE)
        assert value not in str(caught.value)
    with pytest.raises(UnexpectedReplyError, match=r"log of the TMS server\.$"):
        http.post_back("form", fields[:1], trigger=SAVE)


def test_faults_of_soap_are_replies(start, reach):
    site = start()
    site.answers["/tms/s.asmx"] = lambda handler: handler.page(b"<fault/>", status=500)
    assert reach(site).soap("s.asmx", b"<x/>", **READING).content == b"<fault/>"


def test_a_reply_has_its_limit(start, reach, monkeypatch):
    monkeypatch.setattr(line, "MAX_BYTES", 1 << 20)
    site = start()
    site.answers["/tms/a"] = lambda handler: handler.page(b"x" * (1 << 20))
    site.answers["/tms/b"] = lambda handler: handler.page(b"x" * ((1 << 20) + 1))
    http = reach(site)
    assert len(http.get("a").content) == 1 << 20
    with pytest.raises(UnexpectedReplyError, match="larger than 1 MiB"):
        http.get("b")


def test_a_redirect_has_the_limit_of_a_reply(start, reach, monkeypatch):
    """It is counted as it comes, packed or not, where a library might take all of it to see where it leads."""
    monkeypatch.setattr(line, "MAX_BYTES", 1 << 20)
    site = start()
    bomb = gzip.compress(b"x" * (64 << 20), 1)
    site.answers["/tms/a"] = lambda handler: handler.page(bomb, status=302, Location="/tms/b", Content_Encoding="gzip")
    http = reach(site)
    http.get("b")
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedReplyError, match="larger than 1 MiB"):
            http.get("a")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("content_type", "content", "text"),
    [
        ("text/html; charset=windows-1252", "Café".encode("cp1252"), "Café"),
        ("text/html", '<meta charset="iso-8859-1">é'.encode("latin-1"), '<meta charset="iso-8859-1">é'),
        ("text/html", "東京".encode(), "東京"),
        ("text/html; charset=nonsense", "東京".encode(), "東京"),
    ],
)
def test_text_is_read_in_the_charset_it_was_written_in(start, reach, content_type, content, text):
    site = start()
    site.answers["/tms/a"] = lambda handler: handler.page(content, Content_Type=content_type)
    assert reach(site).get("a").text == text


def test_a_form_is_posted_in_its_own_charset(start, reach):
    site = start()
    http = reach(site)
    fields = [("a", "é &=+ 東"), ("a", "line\r\nend")]
    http.post_back("form", fields, trigger=SAVE, encoding="windows-1252")
    assert site.seen[-1].body == b"a=%E9+%26%3D%2B+%26%2326481%3B&a=line%0D%0Aend"

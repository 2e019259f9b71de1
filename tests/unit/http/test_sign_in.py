# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: once a connection, one failed logon for a wrong password, and no body over an unsigned connection."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Line
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._http.sign_in import Handshake, meaning, offered
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    MissingLibraryError,
    RefusedError,
    SignInError,
    TmsError,
    UnreachableError,
)
from cryptography.hazmat.primitives import hashes

SAVE = Trigger("Save", "button")


@pytest.mark.parametrize(
    ("challenges", "schemes"),
    [
        ("Negotiate, NTLM", ("Negotiate", "NTLM")),
        ('Basic realm="a, b", charset="UTF-8", NTLM', ("Basic", "NTLM")),
        ("", ()),
    ],
)
def test_schemes_of_a_challenge(challenges, schemes):
    assert offered(challenges) == schemes


@pytest.mark.parametrize("auth", ["negotiate", "ntlm"])
@pytest.mark.parametrize("schemes", [("Negotiate",), ("NTLM",), ("Negotiate", "NTLM")])
def test_ntlm_signs_a_connection_in_once(start, reach, site_of, auth, schemes):
    site = start(site_of(schemes=schemes))
    http = reach(site, auth=auth)
    for path in ("a", "b", "c"):
        assert http.get(path).status == 200
    assert (site.connections, site.requests, site.failed_logons) == (1, 5, 0)
    assert http.schemes_offered == schemes


def test_basic_signs_each_request_after_the_first_challenge(start, reach, site_of):
    site = start(site_of(schemes=("Basic",)))
    http = reach(site, auth="basic", allow_basic_over_http=True)
    http.get("a")
    http.post_back("b", [("x", "1")], trigger=SAVE)
    assert (site.requests, site.paths("GET"), site.paths("POST")) == (3, ["/tms/a"], ["/tms/b"])


@pytest.mark.parametrize("auth", ["negotiate", "ntlm", "basic"])
def test_sixteen_threads_with_a_wrong_password_cost_one_failed_logon(start, reach, site_of, auth):
    site = start(site_of(schemes=("Basic",) if auth == "basic" else ("Negotiate", "NTLM", "Basic")))
    http = reach(site, auth=auth, password="wrong", concurrency=16, allow_basic_over_http=True)
    together = threading.Barrier(16)

    def work(number):
        together.wait(10)
        return http.get(f"page{number}")

    results = [result for dummy, result in http.map(work, range(16))]
    assert [type(result) for result in results] == [SignInError] * 16
    assert (site.failed_logons, site.served) == (1, 0)
    with pytest.raises(SignInError, match=r"refused the account 'SITE.alice'"):
        http.get("again")
    assert site.failed_logons == 1


@pytest.mark.parametrize("dropped", [False, True])
def test_a_password_that_stops_working_costs_one_failed_logon(start, reach, dropped):
    """Eight connections lose their sign-in at once, or are ended at once, after the password was changed."""
    site = start()
    if dropped:
        site.answers["/tms/first"] = lambda handler: handler.last_page()
    http = reach(site, concurrency=8)
    together = threading.Barrier(8)

    def work(page):
        together.wait(10)
        return http.get(page)

    assert [result.status for dummy, result in http.map(work, ["first"] * 8)] == [200] * 8
    Path(os.environ["NTLM_USER_FILE"]).write_text("SITE:alice:another password\n")
    site.sign_off_before.update(range(site.requests, site.requests + 1000))
    results = [result for dummy, result in http.map(work, ["second"] * 8)]
    assert [type(result) for result in results] == [SignInError] * 8
    assert site.failed_logons == 1


def test_basic_that_stops_working_is_not_tried_again(start, reach, site_of):
    site = start(site_of(schemes=("Basic",)))
    http = reach(site, auth="basic", allow_basic_over_http=True)
    http.get("a")
    site.password = "another password"
    for dummy in range(3):
        with pytest.raises(SignInError, match="refused the account"):
            http.post_back("b", [("x", "1")], trigger=SAVE)
    assert site.failed_logons == 1


def test_a_page_for_everybody_does_not_open_the_gate(start, reach, site_of):
    """Sixteen connections that begin at such a page must not all try the wrong password afterwards."""
    site = start(site_of(anonymous=("/tms/welcome",)))
    http = reach(site, password="wrong", concurrency=16)
    together = threading.Barrier(16)

    def work(number):
        http.get("welcome")
        together.wait(10)
        return http.get(f"page{number}")

    assert all(isinstance(result, SignInError) for dummy, result in http.map(work, range(16)))
    assert site.failed_logons == 1


def test_the_password_is_in_no_message(start, reach):
    http = reach(start(), password="Wrong Horse 8")
    with pytest.raises(SignInError) as caught:
        http.get("a")
    assert "Wrong Horse" not in f"{caught.value}{caught.value!r}{caught.value.__cause__!r}{http._connection!r}"


def test_a_scheme_that_is_not_offered_is_named(start, reach, site_of):
    site = start(site_of(schemes=("Basic",)))
    with pytest.raises(SignInError, match="the server offers Basic; choose an auth that the server offers"):
        reach(site).get("a")
    assert (site.requests, site.failed_logons) == (1, 0)


@pytest.mark.parametrize("schemes", [("NTLM",), ("Basic",)])
def test_a_body_waits_until_its_connection_is_signed_in(start, reach, site_of, schemes):
    site = start(site_of(schemes=schemes))
    options = {"auth": "basic", "allow_basic_over_http": True} if schemes == ("Basic",) else {}
    reach(site, **options).post_back("form", [("x", "1")], trigger=SAVE)
    posts = [each for each in site.seen if each.method == "POST"]
    assert [(each.path, each.body, each.signed_in) for each in posts] == [("/tms/form", b"x=1", True)]


def test_a_body_follows_over_a_new_connection_signed_in_first(start, reach):
    """The server ended the idle connection: the next write signs a new one in by a GET, and is sent once."""
    site = start()
    site.answers["/tms/a"] = lambda handler: handler.last_page()
    http = reach(site)
    http.get("a")
    http.post_back("form", [("x", "1")], trigger=SAVE)
    assert site.connections == 2
    assert [(each.method, each.path, each.signed_in) for each in site.seen] == [
        ("GET", "/tms/a", True),
        ("GET", "/tms/", True),
        ("POST", "/tms/form", True),
    ]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_lost_sign_in_is_renewed_once(start, reach, site_of, method):
    """A 401 in mid-run carried nothing out, so that even a write follows after the new sign-in."""
    site = start(site_of(sign_off_before={4}))
    http = reach(site)
    http.get("a")
    reply = http.get("b") if method == "GET" else http.post_back("b", [("x", "1")], trigger=SAVE)
    assert reply.status == 200
    assert [each.path for each in site.seen if each.signed_in and each.path.endswith("b")] == ["/tms/b"]


def test_a_sign_in_lost_again_and_again_ends(start, reach, site_of):
    site = start(site_of(sign_off_before=set(range(4, 50))))
    http = reach(site)
    http.get("a")
    with pytest.raises(SignInError):
        http.post_back("b", [("x", "1")], trigger=SAVE)
    assert site.requests < 12
    with pytest.raises(SignInError):
        http.get("c")


def test_a_server_that_keeps_no_connection_is_told_apart_from_a_wrong_password(start, reach):
    site = start()
    site.answers["/tms/"] = lambda handler: handler.last_page()
    with pytest.raises(UnreachableError, match="ends each connection, so that no sign-in lasts") as caught:
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert not caught.value.outcome_unknown
    assert site.paths("POST") == []


def test_a_ticket_goes_with_the_post_where_the_server_keeps_no_connection(start, reach, site_of, monkeypatch):
    class Ticket:
        def step(self, token):
            return b"ticket"

    monkeypatch.setattr(Handshake, "_context", lambda self, protocol: Ticket())
    site = start(site_of(schemes=("Negotiate",), ticket="dGlja2V0"))
    site.answers["/tms/"] = site.answers["/tms/form"] = lambda handler: handler.last_page()
    http = reach(site, auth="kerberos", username=None, password=None)
    for dummy in range(2):
        http.post_back("form", [("x", "1")], trigger=SAVE)
    assert site.paths("POST") == ["/tms/form"] * 2


def test_kerberos_that_is_wanted_anew_with_each_request_is_sent_along(start, reach, site_of, monkeypatch):
    """IIS with authPersistNonNTLM off: after the first 401 each request carries its ticket, and no further 401 comes."""

    class Ticket:
        def step(self, token):
            return b"ticket"

    monkeypatch.setattr(Handshake, "_context", lambda self, protocol: Ticket())
    site = start(site_of(schemes=("Negotiate",), ticket="dGlja2V0"))
    http = reach(site, auth="kerberos", username=None, password=None)
    for path in ("a", "b", "c"):
        http.get(path)
    before = site.requests
    http.post_back("form", [("x", "1")], trigger=SAVE)
    http.get("d")
    assert site.requests == before + 2
    assert site.paths("POST") == ["/tms/form"]


@pytest.mark.parametrize("certificate", [hashes.SHA256(), hashes.SHA384()], indirect=True, ids=["sha256", "sha384"])
def test_the_sign_in_is_bound_to_the_tls_connection(start, reach, site_of, certificate):
    site = start(site_of(binding=certificate.binding), certificate)
    assert reach(site, ca_cert=str(certificate.pem)).get("a").status == 200


def test_a_sign_in_relayed_over_another_tls_connection_fails(start, reach, site_of, certificate):
    site = start(site_of(binding=b"tls-server-end-point:another"), certificate)
    with pytest.raises(SignInError):
        reach(site, ca_cert=str(certificate.pem)).get("a")


def test_basic_over_plain_http_is_refused_unless_accepted(reach, site_of):
    with pytest.raises(RefusedError, match="the password would travel readable"):
        reach(site_of(url="http://tms.example.com"), auth="basic")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"auth": "basic", "username": None},
            "With auth: basic, username and password must be given: username is empty or not set; give the option username or "
            "the environment variable TMS_USERNAME",
        ),
        ({"auth": "ntlm", "password": None}, "password is empty or not set; .* variable TMS_PASSWORD"),
        ({"concurrency": 0}, "must be positive"),
    ],
)
def test_options_that_cannot_be(reach, site_of, options, said):
    with pytest.raises(InputError, match=said):
        reach(site_of(url="https://tms.example.com"), **options)


def test_no_ticket_in_the_cache_is_one_sentence(start, reach, monkeypatch, tmp_path):
    monkeypatch.setenv("KRB5CCNAME", str(tmp_path / "none"))
    with pytest.raises(TmsError) as caught:
        reach(start(), auth="kerberos", username=None, password=None).get("a")
    assert str(caught.value).count("\n") == 0
    assert str(caught.value).startswith("Could not sign in with")


@pytest.mark.parametrize("library", [True, False], ids=["with Kerberos", "without its library"])
@pytest.mark.parametrize("auth", ["negotiate", "kerberos"])
def test_a_password_that_is_not_set_is_told_before_the_ticket(start, reach, monkeypatch, tmp_path, library, auth):
    monkeypatch.setenv("KRB5CCNAME", str(tmp_path / "none"))
    if not library:
        monkeypatch.setattr(Handshake, "_context", without_the_library)
    with pytest.raises(SignInError) as caught:
        reach(start(), auth=auth, username="jane", password=None).get("a")
    assert ": password is empty or not set, and without it only a Kerberos ticket could sign in (" in str(caught.value)
    assert str(caught.value).endswith(
        "; give the option password or the environment variable TMS_PASSWORD, or get a Kerberos ticket for this account with kinit."
    )


def without_the_library(*dummy):
    raise MissingLibraryError("pyspnego[kerberos]", "sign in with Kerberos")


def test_a_ticket_that_has_expired_is_told_as_it_is(start, reach, monkeypatch):
    def expired(*dummy):
        raise SignInError("sign in", said="the Kerberos ticket has expired", remedy="get a new one with kinit")

    monkeypatch.setattr(Handshake, "_context", expired)
    with pytest.raises(SignInError, match="ticket has expired; get a new one with kinit"):
        reach(start(), auth="kerberos", username="jane", password=None).get("a")


def test_a_connection_that_ends_between_the_legs_is_no_failed_logon(start, reach, monkeypatch):
    """The answer to a challenge belongs to the connection it came over."""
    site = start()
    ended = []
    legs = Line._leg

    def leg(line, get, value):
        reply = legs(line, get, value)
        if not ended:
            ended.append(True)
            line._session.close()
        return reply

    monkeypatch.setattr(Line, "_leg", leg)
    assert reach(site).get("a").status == 200
    assert (site.connections, site.failed_logons) == (2, 0)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        # As MIT Kerberos 1.20 and pyspnego write them.
        ("Decrypt integrity check failed -1765328353", "the password is wrong"),
        ("Preauthentication failed", "the password is wrong"),
        (
            "SpnegoError (4294967295): Major (851968): Unspecified GSS failure.  Minor code may provide more information, Minor "
            "(2529638944): Ticket expired, Context: Processing security token",
            "the Kerberos ticket has expired",
        ),
        (
            "SpnegoError (7): Major (458752): No credentials were supplied, or the credentials were unavailable or inaccessible, Minor "
            "(2529639053): No Kerberos credentials available (default cache: FILE:/nowhere), Context: Processing security token",
            "there is no Kerberos ticket in the credential cache",
        ),
        ("Clock skew too great -1765328347", "the clocks of this host and of the domain controller differ"),
        (
            'Cannot find KDC for realm "ELSEWHERE.TEST" -1765328230',
            "no domain controller of the account's realm can be found",
        ),
        ("Client 'nobody@TMS.TEST' not found in Kerberos database -1765328378", "the domain does not know the account"),
        (
            "Minor (2529638919): Server HTTP/other@TMS.TEST not found in Kerberos database",
            "the domain knows no service of this host name",
        ),
        ("SpnegoError (16): Something new, Context: Somewhere", "Something new"),
    ],
)
def test_what_libraries_say_is_told_in_words_of_the_field(text, means):
    said, remedy = meaning(text)
    assert said.startswith(means)
    assert remedy
    assert "Spnego" not in said

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where credentials go: to the configured origin, over TLS the user trusts, by the proxy the user has."""

from __future__ import annotations

import os
import socket

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    NotTmsError,
    RefusedError,
    TlsError,
    UnexpectedReplyError,
    UnreachableError,
)

SAVE = Trigger("Save", "button")


def leads_to(address, status=302):
    return lambda handler: handler.page(status=status, Location=address)


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://tms.example.com", "https://tms.example.com/tms"),
        ("https://tms.example.com/", "https://tms.example.com/tms"),
        ("https://tms.example.com/TMS/", "https://tms.example.com/TMS"),
        ("https://proxy.example.com:8443/x/tms?a=b#c", "https://proxy.example.com:8443/x/tms"),
        ("http://[::1]:8080", "http://[::1]:8080/tms"),
    ],
)
def test_addresses_are_normalised(given, base):
    assert Connection(given).checked().url == base


@pytest.mark.parametrize("given", ["tms.example.com", "ftp://tms.example.com", "https://", "", "https://u:p@h"])
def test_what_is_no_address_is_refused(given):
    with pytest.raises(InputError, match="The option url"):
        Connection(given).checked()


def test_redirects_are_followed_and_counted(start, reach):
    site = start()
    site.answers["/tms/form"] = leads_to("/tms/one")
    site.answers["/tms/one"] = leads_to("two", 301)
    reply = reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert (reply.url, reply.redirects) == (f"{site.url}/tms/two", 2)
    assert [(each.method, each.path) for each in site.seen][1:] == [
        ("POST", "/tms/form"),
        ("GET", "/tms/one"),
        ("GET", "/tms/two"),
    ]


def test_redirects_end(start, reach):
    site = start()
    site.answers["/tms/a"] = leads_to("/tms/a")
    with pytest.raises(UnexpectedReplyError, match="redirects on and on") as caught:
        reach(site).get("a")
    assert not caught.value.outcome_unknown or site.paths("POST") == []
    assert len(site.paths("GET")) == 6


@pytest.mark.parametrize("status", [302, 307])
def test_another_origin_gets_neither_request_nor_credentials(start, reach, status):
    elsewhere, site = start(), start()
    site.answers["/tms/a"] = site.answers["/tms/form"] = leads_to(f"{elsewhere.url}/tms/a", status)
    http = reach(site)
    with pytest.raises(UnexpectedReplyError, match=f"the server leads to {elsewhere.url}/tms/a"):
        http.get("a")
    with pytest.raises(UnexpectedReplyError) as caught:
        http.post_back("form", [("x", "1")], trigger=SAVE)
    assert caught.value.outcome_unknown
    assert elsewhere.requests == 0


def test_a_link_to_another_origin_is_not_followed(start, reach):
    elsewhere, site = start(), start()
    http = reach(site)
    with pytest.raises(RefusedError, match=f"credentials are sent to {site.url}/tms only"):
        http.get(f"{elsewhere.url}/tms/a")
    with pytest.raises(RefusedError):
        http.post_back(f"{elsewhere.url}/tms/a", [("x", "1")], trigger=SAVE)
    assert elsewhere.connections == 0


@pytest.mark.parametrize("method", ["get", "soap"])
def test_a_server_that_wants_https_is_told_by_the_first_request(start, reach, site_of, method):
    site = start(site_of(anonymous=("/tms/a",)))
    site.answers["/tms/a"] = leads_to(site.url.replace("http:", "https:") + "/tms/a", 301)
    http = reach(site)
    with pytest.raises(UnexpectedReplyError, match="give the https address as url"):
        http.get("a") if method == "get" else http.soap("a", b"<x/>", operation="GetSystems", headers={})
    assert site.paths("POST") == []


def test_a_write_is_not_sent_again_to_another_address(start, reach):
    site = start()
    site.answers["/tms/form"] = leads_to("/tms/other", 307)
    with pytest.raises(UnexpectedReplyError, match="wants the request sent again") as caught:
        reach(site).post_back("form", [("x", "1")], trigger=SAVE)
    assert caught.value.outcome_unknown
    assert site.paths("POST") == ["/tms/form"]


def test_the_certificate_must_be_trusted(start, reach, certificate):
    site = start(certificate=certificate)
    with pytest.raises(TlsError, match="give the certificate authority as ca_cert"):
        reach(site).get("a")
    assert site.requests == 0


@pytest.mark.parametrize("form", ["file", "directory", "text"])
def test_an_authority_is_a_file_a_directory_or_text(start, reach, certificate, form):
    site = start(certificate=certificate)
    given = {"file": certificate.pem, "directory": certificate.pem.parent, "text": certificate.pem.read_text()}[form]
    http = reach(site, ca_cert=str(given))
    assert http.get("a").status == 200
    made = http._trust.verify
    http.close()
    assert os.path.exists(made) == (form == "file")


def test_an_authority_that_is_none_is_named(reach, site_of, tmp_path):
    (tmp_path / "empty").mkdir()
    for given in ("/no/such/file", str(tmp_path / "empty")):
        with pytest.raises(InputError, match="The option ca_cert must be"):
            reach(site_of(url="https://tms.example.com"), ca_cert=given)


def test_the_environment_does_not_override_the_users_authority(start, reach, certificate, tmp_path, monkeypatch):
    other = tmp_path / "other.pem"
    other.write_text("")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    site = start(certificate=certificate)
    assert reach(site, ca_cert=str(certificate.pem)).get("a").status == 200
    assert reach(site, validate_certs=False).get("a").status == 200


def test_the_environment_does_not_add_trust_to_the_users_authority(start, reach, certificate, tmp_path, monkeypatch):
    import certifi

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.pem))
    with pytest.raises(TlsError):
        reach(start(certificate=certificate), ca_cert=certifi.where()).get("a")


def test_without_a_choice_the_environment_decides(start, reach, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.pem))
    assert reach(start(certificate=certificate)).get("a").status == 200


def test_the_proxy_of_the_environment_is_used_only_if_wanted(start, reach, monkeypatch):
    site = start()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed.getsockname()[1]}")
    assert reach(site, use_proxy=False).get("a").status == 200
    with pytest.raises(UnreachableError, match="reach the proxy"):
        reach(site).get("a")


def test_no_such_host(reach, site_of):
    with pytest.raises(UnreachableError, match=r"Could not connect on https://tms\.invalid/tms/a: .*check that url"):
        reach(site_of(url="https://tms.invalid")).get("a")


def test_connection_refused(reach, site_of):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(UnreachableError, match="Connection refused; check that url"):
        reach(site_of(url=f"http://127.0.0.1:{port}")).get("a")


def test_https_to_a_port_that_speaks_no_tls(start, reach, site_of):
    site = start()
    with pytest.raises(TlsError, match="check whether the port is one for https"):
        reach(site_of(url=site.url.replace("http:", "https:"))).get("a")


def test_what_does_not_speak_http_is_no_tms(reach, site_of):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        import threading

        def greet():
            while True:
                try:
                    peer, dummy = listening.accept()
                except OSError:
                    return
                with peer:
                    peer.sendall(b"220 mail.example.com ESMTP\r\n")
                    peer.recv(4096)

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(NotTmsError, match="does not speak HTTP"):
            reach(site_of(url=f"http://127.0.0.1:{listening.getsockname()[1]}")).get("a")

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in at servers of other makes."""

from __future__ import annotations

import hashlib
import re
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import SignInError
from apache import Apache
from conftest import PASSWORD
from realm import REALM, Realm
from tms_simulator.tls import server_context

Reach = Callable[..., Http]


def _read(http: Http, times: int = 1) -> None:
    for dummy in range(times):
        assert "Who asks is known" in http.get("/tms/").text


def _since(server: Apache, start: int) -> list[list[str]]:
    """The requests since; the log is written behind the reply."""
    time.sleep(0.2)
    return server.requests()[start:]


# -- Kerberos


@pytest.mark.parametrize("auth", ["kerberos", "negotiate"])
def test_a_ticket_of_the_cache_signs_in(with_realm: Realm, kerberos_server: Apache, reach: Reach, auth: str) -> None:
    with_realm.get_ticket(PASSWORD)
    start = len(kerberos_server.requests())
    _read(reach(kerberos_server, auth=auth), 3)
    seen = _since(kerberos_server, start)
    assert {entry[3] for entry in seen if entry[2] == "200"} == {f"user@{REALM}"}


@pytest.mark.parametrize("auth", ["kerberos", "negotiate"])
def test_a_password_gets_a_ticket(with_realm: Realm, kerberos_server: Apache, reach: Reach, auth: str) -> None:
    _read(reach(kerberos_server, username=f"user@{REALM}", password=PASSWORD, auth=auth))


def test_several_connections_each_sign_in(with_realm: Realm, kerberos_server: Apache, reach: Reach) -> None:
    http = reach(kerberos_server, username=f"user@{REALM}", password=PASSWORD, auth="kerberos", concurrency=4)
    replies = [reply for dummy, reply in http.map(lambda dummy: http.get("/tms/"), range(40))]
    assert all(getattr(reply, "status", reply) == 200 for reply in replies), replies


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        (f"user@{REALM}", "wrong", "the password is wrong; check username and password"),
        (f"nobody@{REALM}", PASSWORD, "the domain does not know the account"),
        ("user@ELSEWHERE.TEST", PASSWORD, "no domain controller of the account's realm can be found"),
        (
            None,
            None,
            r"username and password are empty .*\(there is no Kerberos ticket in the credential cache\); .*TMS_PASSWORD.*kinit",
        ),
    ],
)
def test_what_kerberos_refuses_is_said(
    with_realm: Realm, kerberos_server: Apache, reach: Reach, username: Any, password: Any, said: str
) -> None:
    start = len(kerberos_server.requests())
    with pytest.raises(SignInError, match=said) as raised:
        _read(reach(kerberos_server, username=username, password=password, auth="kerberos"))
    assert not re.search(r"[Ss]pnego|Minor|-\d{6}", str(raised.value)), "no words of the libraries"
    assert [entry[2] for entry in _since(kerberos_server, start)] == ["401"], "nothing but the challenge was asked"


def test_an_expired_ticket_is_told(with_realm: Realm, kerberos_server: Apache, reach: Reach) -> None:
    with_realm.get_ticket(PASSWORD, "-l", "1s")
    time.sleep(2.1)
    with pytest.raises(SignInError, match="the Kerberos ticket has expired; get a new one with kinit"):
        _read(reach(kerberos_server, auth="kerberos"))


def test_a_wrong_password_is_not_tried_by_another_scheme(
    with_realm: Realm, kerberos_server: Apache, reach: Reach
) -> None:
    """A domain controller that refuses it has counted a failed logon; NTLM would be the second."""
    start = len(kerberos_server.requests())
    with pytest.raises(SignInError, match="the password is wrong"):
        _read(reach(kerberos_server, username=f"user@{REALM}", password="wrong", auth="negotiate"))
    assert [entry[2] for entry in _since(kerberos_server, start)] == ["401"]


# -- NTLM


@pytest.mark.parametrize("auth", ["ntlm", "negotiate"])
def test_ntlm_signs_in_a_connection(ntlm_server: Apache, reach: Reach, auth: str) -> None:
    start = len(ntlm_server.requests())
    _read(reach(ntlm_server, username="CORP\\user", password=PASSWORD, auth=auth), 5)
    seen = _since(ntlm_server, start)
    assert [entry[2] for entry in seen if entry[2] == "200"] == ["200"] * 5
    assert len({entry[4] for entry in seen}) == 1, "all over one connection"
    assert len(seen) <= 7, "signed in once"


@pytest.mark.parametrize("auth", ["ntlm", "negotiate"])
@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_wrong_password_is_tried_once(ntlm_server: Apache, reach: Reach, auth: str, concurrency: int) -> None:
    start = len(ntlm_server.requests())
    http = reach(ntlm_server, username="CORP\\user", password="wrong", auth=auth, concurrency=concurrency)
    results = [result for dummy, result in http.map(lambda dummy: http.get("/tms/"), range(16))]
    assert all(isinstance(result, SignInError) for result in results)
    # The challenge, the first leg, and the one that was refused.
    assert len([entry for entry in _since(ntlm_server, start)]) <= 3


def test_negotiate_falls_back_to_ntlm_where_no_ticket_can_be_had(
    with_realm: Realm, ntlm_server: Apache, reach: Reach
) -> None:
    """As Windows clients do: the realm is there, but knows no such account."""
    _read(reach(ntlm_server, username="CORP\\user", password=PASSWORD, auth="negotiate"))


# -- Basic


def test_basic_with_letters_and_colons_in_the_password(basic_server: Apache, reach: Reach) -> None:
    http = reach(basic_server, username="user", password=f"{PASSWORD}:ü", auth="basic", allow_basic_over_http=True)
    start = len(basic_server.requests())
    _read(http, 3)
    assert [entry[2] for entry in _since(basic_server, start)].count("200") == 3


def test_a_scheme_that_is_not_offered_is_told(basic_server: Apache, reach: Reach) -> None:
    with pytest.raises(SignInError, match="the server offers Basic"):
        _read(reach(basic_server, username="user", password=PASSWORD, auth="ntlm"))


# -- extended protection


@pytest.fixture
def protected(with_realm: Realm, tmp_path: Path) -> Callable[..., Any]:
    """protected(relayed=False): a server with extended protection, and the file of the authority to trust."""

    def make(*, relayed: bool) -> tuple[Any, Path]:
        from gss_server import Server

        context, ca_file = server_context(tmp_path)
        pattern = r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"
        pem = re.findall(pattern, (tmp_path / "server.pem").read_text(), re.DOTALL)[0]
        certificate = b"another" if relayed else ssl.PEM_cert_to_DER_cert(pem)
        end_point = b"tls-server-end-point:" + hashlib.sha256(certificate).digest()
        return Server(context, end_point, {"keytab": str(with_realm.keytab)}), ca_file

    return make


def test_the_sign_in_is_bound_to_the_tls_connection(protected: Callable[..., Any], reach: Reach) -> None:
    server, ca_file = protected(relayed=False)
    _read(reach(server, username=f"user@{REALM}", password=PASSWORD, auth="kerberos", ca_cert=str(ca_file)))
    assert server.refused == 0


def test_a_sign_in_that_was_relayed_is_refused(protected: Callable[..., Any], reach: Reach) -> None:
    server, ca_file = protected(relayed=True)
    with pytest.raises(SignInError, match="refused"):
        _read(reach(server, username=f"user@{REALM}", password=PASSWORD, auth="kerberos", ca_cert=str(ca_file)))
    assert server.refused == 1

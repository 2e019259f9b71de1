# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows sign-in as IIS does it: what is offered, what it is bound to, when an account locks, and TLS."""

from __future__ import annotations

import socket
import ssl
import stat

import pytest
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP

ADMIN = "TMS\\tmsadmin"
WSDL = BOOKING.path + "?wsdl"


def test_a_request_that_is_not_signed_in_is_told_the_schemes(run):
    answer = run().connect().ask()
    assert answer.status == 401
    assert answer.challenges == ("Negotiate", "NTLM")
    # A page of IIS, not a fault of SOAP.
    assert answer.headers["Content-Type"] == "text/html"
    assert b"Fault" not in answer.body


@pytest.mark.parametrize("path", ["/tms/", "/elsewhere", WSDL])
def test_nothing_is_shown_to_those_who_are_not_signed_in(run, path):
    assert run().connect().ask(path).status == 401


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
@pytest.mark.parametrize("name", [ADMIN, "tms\\TMSADMIN", "tmsadmin"])
def test_a_sign_in_lasts_as_long_as_its_connection(run, scheme, name):
    server = run()
    peer = server.connect()
    assert peer.sign_in(name, server.password["tmsadmin"], scheme).status == 200
    assert peer.ask().status == 200
    assert peer.ask("/tms/").status == 200
    assert server.connect().ask().status == 401
    assert server.simulator.counters()["failed_logons_total"] == 0


def test_two_connections_are_signed_in_as_two_users(run):
    server = run()
    peers = {name: server.signed_in(name) for name in ("tmsadmin", "operator")}
    told = {name: peer.ask(REMOTE_SETUP.path + "/IsTMSSiteAdmin").text for name, peer in peers.items()}
    assert ">true<" in told["tmsadmin"]
    assert ">false<" in told["operator"]


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
def test_a_wrong_password_is_one_failed_logon_and_signs_nobody_in(run, scheme):
    server = run()
    peer = server.connect()
    answer = peer.sign_in(ADMIN, "not the password", scheme)
    assert answer.status == 401
    assert answer.challenges == ("Negotiate", "NTLM")
    assert server.simulator.counters()["failed_logons"] == {"tmsadmin": 1}
    assert peer.ask().status == 401
    assert server.simulator.counters()["failed_logons_total"] == 1


def test_a_failed_sign_in_ends_the_one_before(run):
    server = run()
    peer = server.signed_in()
    assert peer.sign_in(ADMIN, "not the password").status == 401
    assert peer.ask().status == 401


def test_an_unknown_account_is_counted_under_its_name(run):
    server = run()
    assert server.connect().sign_in("TMS\\nobody", "x").status == 401
    assert server.simulator.counters()["failed_logons"] == {"nobody": 1}


@pytest.mark.parametrize("token", ["", "AAAA", "not base64", "TlRMTVNTUAADAAAA"])
def test_a_token_that_is_none_is_refused(run, token):
    server = run()
    assert server.connect().ask(Authorization=f"NTLM {token}").status == 401
    assert server.signed_in().ask().status == 200


def test_basic_signs_in_each_request_by_itself(run):
    server = run(schemes=("Basic",))
    peer = server.connect()
    assert peer.ask().challenges == ('Basic realm="tms"',)
    assert peer.ask(basic=(ADMIN, server.password["tmsadmin"])).status == 200
    assert peer.ask().status == 401
    assert peer.ask(basic=(ADMIN, "not the password")).status == 401
    assert peer.ask(Authorization="Basic not-base64").status == 401
    assert server.simulator.counters()["failed_logons"] == {"tmsadmin": 1}


def test_a_scheme_that_is_not_offered_is_passed_over(run):
    server = run()
    peer = server.connect()
    assert peer.ask(basic=(ADMIN, server.password["tmsadmin"])).status == 401
    assert peer.sign_in(ADMIN, server.password["tmsadmin"]).status == 200
    assert server.simulator.counters()["failed_logons_total"] == 0


@pytest.mark.parametrize("scheme", ["NTLM", "Basic"])
def test_five_failures_lock_an_account(run, scheme):
    server = run(schemes=("NTLM", "Basic"))

    def status(password, name="tmsadmin"):
        if scheme == "Basic":
            return server.connect().ask(basic=(f"TMS\\{name}", password)).status
        return server.connect().sign_in(f"TMS\\{name}", password).status

    # A success in between begins the count anew, as Windows does.
    for dummy in range(2):
        assert [status("wrong") for dummy in range(4)] == [401] * 4
        assert status(server.password["tmsadmin"]) == 200
    assert [status("wrong") for dummy in range(5)] == [401] * 5
    assert status(server.password["tmsadmin"]) == 401
    assert status(server.password["operator"], "operator") == 200
    assert server.simulator.counters()["failed_logons"] == {"tmsadmin": 14}
    # The counters are for tests; the lock is the server's.
    server.simulator.reset()
    assert status(server.password["tmsadmin"]) == 401


def test_an_account_made_over_soap_can_sign_in_at_once(run):
    server = run()
    server.store.add_windows_account("newcomer", "N3w-here!")
    assert server.connect().sign_in("TMS\\newcomer", "N3w-here!").status == 200


def test_the_first_access_makes_a_user_in_the_default_groups(run):
    server = run()
    assert server.store.user("calendar") is None
    server.connect().sign_in("TMS\\calendar", server.password["calendar"])
    assert server.store.groups_of(server.store.user("calendar")["id"]) == ["Users"]


# -- TLS


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_tls_is_trusted_by_its_own_ca(run, host):
    server = run(tls=True)
    peer = server.connect(host, ssl.create_default_context(cafile=str(server.ca_file)))
    assert peer.sign_in(ADMIN, server.password["tmsadmin"]).status == 200
    wsdl = peer.ask(WSDL).text
    assert f'location="https://{host}:' in wsdl


def test_tls_is_trusted_by_nothing_else(run, tmp_path):
    server = run(tls=True)
    with pytest.raises(ssl.SSLCertVerificationError):
        server.connect("localhost", ssl.create_default_context()).ask()
    assert stat.S_IMODE((tmp_path / "server.pem").stat().st_mode) == 0o600


def test_a_client_that_never_speaks_keeps_no_other_waiting(run):
    server = run(tls=True)
    with socket.create_connection(("127.0.0.1", server.port), 5):
        peer = server.connect("localhost", ssl.create_default_context(cafile=str(server.ca_file)))
        assert peer.ask().status == 401

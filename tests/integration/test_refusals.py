# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input and wrong servers: one clear sentence each, and nothing changed."""

from __future__ import annotations

import http.server
import threading

import pytest

ROOM = [{"id": 1001}]


def sentence(run):
    """The message of a failed run: one sentence, no traceback anywhere."""
    assert run.failed, run.output
    assert "Traceback" not in run.output
    assert "Traceback" not in str(run.result)
    message = run.result["msg"]
    assert message.endswith(".")
    assert "\n" not in message
    return message


def refused(tms, *, module="remote_bookings", connection=None, **options):
    """The message of a task that fails, after a check that it changed nothing."""
    before = tms.simulator.dump()
    labels = {name: value for name, value in tms.connection.items() if name == "labels"}
    tms.connection = labels | (connection or {})
    message = sentence(tms.run(module, **options))
    assert tms.simulator.dump() == before
    return message


@pytest.mark.parametrize("concurrency", [1, 16])
def test_wrong_password_costs_one_failed_logon(site, concurrency):
    tms = site(systems=30)
    connection = {"password": "not the password", "concurrency": concurrency}
    message = refused(tms, connection=connection, systems=[{"pattern": "*"}])
    assert "Could not sign in with auth: negotiate" in message
    assert "TMS\\tmsadmin" in message
    assert tms.simulator.counters()["failed_logons_total"] == 1


def test_scheme_that_is_not_offered(site):
    message = refused(site(systems=3), connection={"auth": "basic", "allow_basic_over_http": True}, systems=ROOM)
    assert "the server offers Negotiate, NTLM" in message


def test_basic_over_plain_http_needs_consent(site):
    tms = site(systems=3, schemes="Basic")
    assert "allow_basic_over_http" in refused(tms, connection={"auth": "basic"}, systems=ROOM)
    tms.connection = {"auth": "basic", "allow_basic_over_http": True}
    assert not tms.run("system_info").failed


def test_no_such_host(site):
    message = refused(site(systems=3), connection={"url": "http://no-such-host.invalid"}, systems=ROOM)
    assert "no-such-host.invalid" in message
    assert "check that url" in message


def test_nobody_listens(site):
    assert "refused" in refused(site(systems=3), connection={"url": "http://127.0.0.1:9"}, systems=ROOM).casefold()


def test_untrusted_certificate(site):
    tms = site(systems=3, tls=True)
    message = refused(tms, connection={"ca_cert": ""}, systems=ROOM)
    assert "ca_cert" in message
    for trusted in ({}, {"ca_cert": "", "validate_certs": False}):
        tms.connection = trusted
        assert not tms.run("system_info").failed


def test_another_ca_in_the_environment_does_not_override_the_choice(site, tmp_path):
    tms = site(systems=3, tls=True)
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("")
    run = tms.play([{"name": "x", "telepresence.tms.system_info": {}}], REQUESTS_CA_BUNDLE=str(wrong))
    assert not run.failed, run.output


@pytest.fixture
def other_server():
    """A web server that is no TMS."""

    class Handler(http.server.BaseHTTPRequestHandler):
        body = b"<html><head><title>Welcome to nginx!</title></head><body>It works</body></html>"

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(self.body)))
            self.end_headers()
            self.wfile.write(self.body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def test_not_a_tms(site, other_server):
    message = refused(site(systems=3), connection={"url": other_server}, systems=ROOM)
    assert "Welcome to nginx!" in message
    assert "check that url is the address of a TMS server" in message


@pytest.mark.parametrize("module", ["option_key", "license_info"])
def test_an_account_without_the_rights(site, module):
    tms = site(systems=3)
    tms.account = "operator"
    options = {"keys": [tms.simulator.keys["packs"][0]]} if module == "option_key" else {}
    message = refused(tms, module=module, **options)
    assert "Site Administrator" in message


def test_a_server_in_another_language(site, skin):
    tms = site(systems=3, skin=skin)
    tms.simulator.faults({"kind": "german", "times": None})
    message = refused(tms, connection={"labels": {}}, systems=ROOM)
    assert "Language" in message
    assert "labels" in message


def test_labels_teach_another_language(site):
    tms = site(systems=3)
    tms.simulator.faults({"kind": "german", "times": None})
    tms.connection = {
        "labels": {
            "Navigator": "Navigation",
            "General Settings": "Allgemeine Einstellungen",
            "Licenses and Option Keys": "Lizenzen und Optionsschlüssel",
            "Settings": "Einstellungen",
            "View Settings": "Einstellungen anzeigen",
            "Edit Settings": ["Einstellungen bearbeiten"],
            "TMS Scheduling Settings": "TMS-Planungseinstellungen",
            "Allow Remote Bookings": "Externe Buchungen zulassen",
            "System Name": "Systemname",
            "Save": "Speichern",
            "Yes": "Ja",
            "No": "Nein",
            "Next": "Weiter",
        }
    }
    assert tms.apply("remote_bookings", systems=ROOM)["changed"]
    assert tms.enabled() == {1001}


def test_a_page_without_the_label_names_it(site, skin):
    tms = site(systems=3, skin=skin)
    renamed = {"kind": "renamed_label", "times": None, "label": "Allow Remote Bookings", "text": "Something Else"}
    tms.simulator.faults(renamed)
    assert "'Allow Remote Bookings'" in refused(tms, systems=ROOM)


@pytest.mark.parametrize(
    ("systems", "told"),
    [
        ([{"name": "Nowhere"}], "name 'Nowhere' is no endpoint or room"),
        ([{"id": 4711}], "id '4711' is no endpoint or room"),
        ([{"pattern": "zzz*"}], "pattern 'zzz*' matches the name of none"),
        ([{"folder": "Europa"}], "nearest: 'Europe'"),
        ([{"id": 1001}, {"id": 1001, "state": "disabled"}], "wants it disabled"),
        ([{"id": 1001, "name": "x"}], "exactly one of id, name, pattern, folder"),
        ([{"id": 9004}], "is no endpoint or room"),
    ],
)
def test_wishes_that_cannot_be_understood(site, systems, told):
    assert told in refused(site(systems=5), systems=systems)


def test_two_systems_of_one_name(site, skin):
    tms = site(systems=10, skin=skin, twins=True)
    name = tms.simulator.dump()["systems"][9]["name"]
    assert "is the name of 2 systems (ids 1009, 1010)" in refused(tms, systems=[{"name": name}])
    assert not tms.apply("remote_bookings", systems=[{"id": 1010}])["failed"]
    assert tms.enabled() == {1010}


def test_exclusive_needs_a_scope_and_systems(site):
    tms = site(systems=5, enabled=3)
    assert "go together" in refused(tms, systems=ROOM, exclusive=True)
    assert "allow_empty" in refused(tms, systems=[], exclusive=True, scope=[{"pattern": "*"}])
    done = tms.apply("remote_bookings", systems=[], exclusive=True, scope=[{"pattern": "*"}], allow_empty=True)
    assert not done["failed"]
    assert tms.enabled() == set()


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["not-a-key"], "has the form XXXXXXXX-XX-XXXXXXXX"),
        (["113612A1-AB-12345678", "113612a1-ab-12345678"], "is given twice"),
        (["7E51EC25-AB-12345678"], "The option key is not valid for this server."),
    ],
)
def test_keys_that_cannot_be_added(site, skin, keys, told):
    tms = site(systems=3, skin=skin)
    message = refused(tms, module="option_key", keys=keys)
    assert tms.shown(told).rstrip("。") in message
    assert not any(key in message for key in keys if key != "not-a-key")

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes over the wire, and what is made of replies, faults and things that are no SOAP."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    FaultError,
    NotAllowedError,
    NotTmsError,
    UnexpectedReplyError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.users import User
from ansible_collections.telepresence.tms.plugins.module_utils._soap import client
from ansible_collections.telepresence.tms.plugins.module_utils._soap.booking import BookingService
from ansible_collections.telepresence.tms.plugins.module_utils._soap.remote_setup import RemoteSetup

SETUP = "http://tandberg.net/2004/02/tms/external/booking/remotesetup/"
BOOKING = "http://tandberg.net/2004/02/tms/external/booking/"

SYSTEM = """<TMSSystem><SystemId>66</SystemId><SystemName>Café &lt;A&amp;B&gt;</SystemName><Contact>c</Contact>
<Manufacturer>Cisco</Manufacturer><Description>d</Description><SystemType>SX80</SystemType>
<NetworkAddress>192.0.2.7</NetworkAddress><Location>l</Location><ISDNNumber/><WebInterfaceURL>http://192.0.2.7</WebInterfaceURL>
<SIPUri>a@example.com</SIPUri><H323Id>h</H323Id><E164Alias>123</E164Alias>
<TimeZone><TimezoneName>W. Europe Standard Time</TimezoneName><GMTOffset>60</GMTOffset></TimeZone>
<SystemCategory><systemCategory>Endpoint</systemCategory></SystemCategory>
<SystemStatus><systemStatus>Idle</systemStatus></SystemStatus></TMSSystem>"""


def test_a_call_as_the_real_wsdl_wants_it(tms):
    server = tms("")
    RemoteSetup(server).systems()
    (asked,) = server.asked
    assert asked.path == "external/booking/remotesetup/remotesetupservice.asmx"
    assert asked.headers == {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{SETUP}GetSystems"'}
    assert asked.root.tag == "{http://schemas.xmlsoap.org/soap/envelope/}Envelope"
    (header,) = asked.root.find("{*}Header")
    assert header.tag == f"{{{SETUP}}}ExternalAPIVersionSoapHeader"
    assert [(child.tag, child.text) for child in header] == [(f"{{{SETUP}}}ClientVersionIn", "15")]
    assert (asked.body.tag, len(asked.body)) == (f"{{{SETUP}}}GetSystems", 0)


def test_each_service_has_its_own_namespace_and_address(tms):
    server = tms("", namespace=BOOKING)
    BookingService(server).default_conference()
    (asked,) = server.asked
    assert asked.path == "external/booking/bookingservice.asmx"
    assert asked.headers["SOAPAction"] == f'"{BOOKING}GetDefaultConference"'
    assert asked.root.find("{*}Header")[0].tag == f"{{{BOOKING}}}ExternalAPIVersionSoapHeader"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_systems(tms, version):
    (system,) = RemoteSetup(tms(SYSTEM, version=version)).systems()
    assert (system.id, system.name, system.type, system.address) == (66, "Café <A&B>", "SX80", "192.0.2.7")
    assert (system.category, system.status, system.time_zone) == ("Endpoint", "Idle", "W. Europe Standard Time")
    assert (system.manufacturer, system.description, system.contact) == ("Cisco", "d", "c")
    assert (system.location, system.sip_uri, system.h323_id, system.e164_alias) == ("l", "a@example.com", "h", "123")


@pytest.mark.parametrize("result", ["", "<!-- nothing -->"])
def test_a_list_without_entries(tms, result):
    assert RemoteSetup(tms(result)).systems() == []
    assert RemoteSetup(tms(result)).users() == []


def test_a_list_that_is_left_out(answering):
    body = f'<GetSystemsResponse xmlns="{SETUP}"/>'
    text = f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>'
    assert RemoteSetup(answering(lambda asked: (200, "text/xml", text.encode()))).systems() == []


@pytest.mark.parametrize(
    "entry", ["<TMSSystem/>", "<TMSSystem> </TMSSystem>", "<TMSSystem><Unheard>1</Unheard></TMSSystem>"]
)
def test_an_entry_that_says_nothing_is_refused(tms, entry):
    with pytest.raises(UnexpectedReplyError, match="an entry TMSSystem of a list in the answer says nothing"):
        RemoteSetup(tms(SYSTEM + entry)).systems()


def test_entries_that_are_nil_are_left_out(tms):
    nil = '<TMSSystem xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    assert [system.id for system in RemoteSetup(tms(nil + SYSTEM + nil)).systems()] == [66]


def test_what_a_newer_server_adds_is_passed_over(tms):
    """New elements at any place and new words of an enumeration; the words stay as they are."""
    newer = (
        SYSTEM.replace("<SystemName>", "<Uuid>1-2</Uuid><SystemName>")
        .replace("<GMTOffset>", "<Rules><Rule>1</Rule></Rules><GMTOffset>")
        .replace("</TMSSystem>", '<Extra a="1"><SystemName>not this</SystemName></Extra></TMSSystem>')
        .replace(">Endpoint<", ">Hologram<")
        .replace(">Idle<", ">Dreaming<")
    )
    (system,) = RemoteSetup(tms(newer)).systems()
    assert (system.name, system.category, system.status) == ("Café <A&B>", "Hologram", "Dreaming")
    assert system.time_zone == "W. Europe Standard Time"


def test_what_is_passed_over_takes_no_room(tms):
    """Hundreds of thousands of elements fit in a reply; objects of all of them at once would need a hundred MiB."""
    setup = RemoteSetup(tms(SYSTEM + "<Unknown/>" * 100_000))
    tracemalloc.start()
    assert len(setup.systems()) == 1
    needed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert needed < 10 * 1024 * 1024


def test_a_list_longer_than_any_of_a_tms_is_refused(tms, monkeypatch):
    monkeypatch.setattr(client, "MOST_ENTRIES", 30)
    assert len(RemoteSetup(tms(SYSTEM * 30)).systems()) == 30
    with pytest.raises(UnexpectedReplyError, match="a list in the answer has more than 30 entries"):
        RemoteSetup(tms(SYSTEM * 31)).systems()


def test_another_order_is_read_as_well(tms):
    (system,) = RemoteSetup(tms("<TMSSystem><SystemName>A</SystemName><SystemId>7</SystemId></TMSSystem>")).systems()
    assert (system.id, system.name) == (7, "A")


def test_what_a_server_leaves_out_is_empty(tms):
    (system,) = RemoteSetup(tms("<TMSSystem><SystemId>7</SystemId></TMSSystem>")).systems()
    assert (system.id, system.name, system.category, system.status, system.address) == (7, "", "", "", "")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            "<TMSSystem><SystemName>Oslo</SystemName></TMSSystem>",
            "read system 'Oslo' on the list of systems: it comes without its id",
        ),
        (
            "<TMSSystem><SystemId>twelve</SystemId><SystemName>A</SystemName></TMSSystem>",
            "read system 'A' on the list of systems: it comes without its id",
        ),
    ],
)
def test_a_system_that_cannot_be_read_is_one_sentence(tms, result, said):
    with pytest.raises(UnexpectedReplyError, match=said):
        RemoteSetup(tms(result)).systems()


def test_one_system_is_asked_for_by_its_id(tms):
    server = tms(SYSTEM.removeprefix("<TMSSystem>").removesuffix("</TMSSystem>"))
    assert RemoteSetup(server).system(66).name == "Café <A&B>"
    assert server.asked[0].values("TMSSystemId") == ["66"]


def test_users(tms):
    user = (
        "<User><DisplayName>Alice A</DisplayName><EmailAddress>a@example.com</EmailAddress><FirstName>Alice</FirstName>"
        "<LastName>A</LastName><UserName>SITE\\alice</UserName><IsHiddenUser>true</IsHiddenUser></User>"
    )
    assert RemoteSetup(tms(user)).users() == [User("SITE\\alice", "Alice", "A", "Alice A", "a@example.com", True, "")]


@pytest.mark.parametrize(
    ("method", "operation"),
    [
        ("is_alive", "IsAlive"),
        ("is_site_admin", "IsTMSSiteAdmin"),
        ("is_book_on_behalf_user", "IsTMSBookOnBehalfUser"),
        ("is_service_user", "IsTMSServiceUser"),
        ("is_local_admin", "IsLocalAdmin"),
    ],
)
def test_self_checks(tms, method, operation):
    for told, expected in (("true", True), ("1", True), ("false", False), ("0", False)):
        server = tms(told)
        assert getattr(RemoteSetup(server), method)() is expected
        assert server.asked[0].operation == operation


VERSION = f'<VersionSoapHeader xmlns="{BOOKING}"><ConfAPIVersion>%s</ConfAPIVersion></VersionSoapHeader>'
DEFAULT = "<ConferenceId>-1</ConferenceId><OwnerId>4</OwnerId><OwnerUserName>SITE\\a</OwnerUserName>"


@pytest.mark.parametrize(("header", "version"), [(VERSION % 13, 13), ("", None), (VERSION % "new", None)])
def test_default_conference_tells_caller_and_version(tms, header, version):
    told = BookingService(tms(DEFAULT, namespace=BOOKING, header=header)).default_conference()
    assert (told.owner_user_name, told.owner_email, told.api_version) == ("SITE\\a", "", version)


@pytest.mark.parametrize(("servers", "announced"), [(9, "9"), (15, "15"), (22, "15")])
def test_no_version_above_the_servers_own_is_announced_once_it_is_known(tms, servers, announced):
    server = tms(DEFAULT, namespace=BOOKING, header=VERSION % servers)
    service = BookingService(server)
    service.default_conference()
    service.default_conference()
    assert [asked.values("ClientVersionIn") for asked in server.asked] == [["15"], [announced]]


def test_a_fault_tells_message_code_and_session(faulty):
    server = faulty(
        "<faultcode>soap:Server</faultcode><faultstring>System.Web.Services.Protocols.SoapException: The session\n has "
        "expired. ---&gt; at Tandberg.TMS.X()</faultstring><detail><errorcode>-2147218253</errorcode>"
        '<clientsessionid xmlns="x">GUID-1</clientsessionid></detail>'
    )
    with pytest.raises(FaultError) as caught:
        RemoteSetup(server).systems()
    assert (caught.value.code, caught.value.session) == (-2147218253, "GUID-1")
    assert "The session has expired" in str(caught.value)
    assert "Tandberg" not in str(caught.value)
    assert "SoapException" not in str(caught.value)


def test_a_fault_of_soap_1_2(faulty):
    server = faulty(
        "<soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text>No such system.</soap:Text>"
        "</soap:Reason><detail><errorcode>-2147218301</errorcode></detail>",
        status=400,
        version="1.2",
    )
    with pytest.raises(
        FaultError,
        match=r"No such system \(error -2147218301\); look whether the system was deleted in TMS, then run again",
    ) as caught:
        RemoteSetup(server).system(9)
    assert caught.value.code == -2147218301


STACK = """
   at RemoteSetup.RemoteSetupService.GetSystemById(Int64 TMSSystemId) in d:\\Builds\\RemoteSetup.asmx.cs:line 22
   --- End of inner exception stack trace ---
   at System.Web.Services.Protocols.LogicalMethodInfo.Invoke(Object target, Object[] values)"""
STACK_OF_MONO = """
  at RemoteSetup.RemoteSetupService.GetSystemById (System.Int64 TMSSystemId) [0x00022] in &lt;2198c6c9a5ca4971b9a26d774f4d8098&gt;:0
  at (wrapper managed-to-native) System.Reflection.RuntimeMethodInfo.InternalInvoke(System.Reflection.RuntimeMethodInfo)
   --- End of inner exception stack trace ---"""
FRAME, FRAME_OF_READING = (
    "Server was unable to process request. ---&gt; ",
    "Server was unable to read request. ---&gt; ",
)
SOAP = "System.Web.Services.Protocols.SoapException: "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # customErrors on: messages alone; off: types and stack too.
        (f"{FRAME}No system has the id 99.", "No system has the id 99"),
        (f"{SOAP}{FRAME}System.ApplicationException: No system has the id 99.{STACK}", "No system has the id 99"),
        (
            f"{SOAP}{FRAME}System.ApplicationException: No system has the id 99.{STACK_OF_MONO}",
            "No system has the id 99",
        ),
        (f"{SOAP}The conference does not exist.{STACK_OF_MONO}", "The conference does not exist"),
        (f"{SOAP}Die Konferenz fehlt.\n   bei Booking.Service.ById(Int32 id)\n   bei X.Y()", "Die Konferenz fehlt"),
        (
            f"{SOAP}{FRAME_OF_READING}System.InvalidOperationException: There is an error in XML document (1, 7). ---&gt; "
            f"System.FormatException: Input string was not in a correct format.{STACK}",
            r"There is an error in XML document \(1, 7\): Input string was not in a correct format",
        ),
        ("Server was unable to process request.", "Server was unable to process request"),
        ("Not at Oslo (or at tms.test (x)).\n In 2.Room", r"Not at Oslo \(or at tms\.test \(x\)\)\. In 2\.Room"),
    ],
)
def test_a_fault_tells_its_reason_without_what_is_around_it(faulty, text, said):
    with pytest.raises(FaultError, match=rf"Could not call GetSystemById on \S+: {said}\.$"):
        RemoteSetup(faulty(f"<faultcode>soap:Server</faultcode><faultstring>{text}</faultstring><detail/>")).system(99)


@pytest.mark.parametrize(
    "fault", ["<faultstring>Broken</faultstring>", "<faultstring>Broken</faultstring><detail/>", ""]
)
def test_a_fault_without_code(faulty, fault):
    with pytest.raises(FaultError) as caught:
        RemoteSetup(faulty(fault)).systems()
    assert (caught.value.code, caught.value.session) == (None, None)


def test_a_fault_of_comments_is_read_at_once(faulty):
    """A reply may hold hundreds of thousands, and walking through them takes the square of their number: more than a minute."""
    begun = time.process_time()
    with pytest.raises(FaultError, match="the room is gone"):
        RemoteSetup(faulty(f"<faultstring>the room {'<!-- -->' * 600_000}is gone</faultstring>")).users()
    assert time.process_time() - begun < 10


def test_a_fault_that_denies_access(faulty):
    with pytest.raises(NotAllowedError, match="Access denied; use an account"):
        RemoteSetup(faulty("<faultstring>Access denied.</faultstring>")).users()


@pytest.mark.parametrize(
    ("status", "content_type", "content", "error", "said"),
    [
        (200, "text/html", b"<html><title>Log in</title></html>", NotTmsError, "a web page came back instead of SOAP"),
        (500, "text/html", b"<html><p>Server Error", UnexpectedReplyError, "HTTP 500, the answer is no"),
        (400, "", b"", UnexpectedReplyError, "HTTP 400, the answer is no XML"),
        (200, "text/xml", b"<other/>", UnexpectedReplyError, "no SOAP envelope"),
        (
            200,
            "text/xml",
            b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>",
            UnexpectedReplyError,
            "empty",
        ),
        (
            200,
            "text/xml",
            b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Bo",
            UnexpectedReplyError,
            "no XML",
        ),
    ],
)
def test_what_is_no_soap(answering, status, content_type, content, error, said):
    with pytest.raises(error, match=said):
        RemoteSetup(answering(lambda asked: (status, content_type, content))).systems()


def test_an_answer_to_something_else(answering):
    text = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<IsAliveResponse xmlns="{SETUP}"/></s:Body></s:Envelope>'
    )
    with pytest.raises(UnexpectedReplyError, match="IsAliveResponse"):
        RemoteSetup(answering(lambda asked: (200, "text/xml", text.encode()))).systems()


@pytest.mark.parametrize("filler", ["", f"<!-- {'x' * 5000} -->"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_is_accepted(answering, tmp_path, filler, encoding):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{filler}<!DOCTYPE s [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        "<s:Fault><faultstring>&e;</faultstring></s:Fault></s:Body></s:Envelope>"
    )
    with pytest.raises(UnexpectedReplyError) as caught:
        RemoteSetup(answering(lambda asked: (500, "text/xml", text.encode(encoding)))).systems()
    assert "SECRET" not in str(caught.value)


def test_zeep_is_loaded_only_where_soap_is_spoken():
    program = (
        "import sys\n"
        "from ansible_collections.telepresence.tms.plugins.module_utils._soap import booking, remote_setup\n"
        "remote_setup.RemoteSetup(None); booking.BookingService(None)\n"
        "print([name for name in ('zeep', 'requests', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")

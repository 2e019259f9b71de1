# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both services on the wire: bindings, routing, headers, versions, and the liberties that public clients take."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree
from tms_simulator.soap.dispatch import SOAP11, SOAP12
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP
from tms_simulator.store import now

TEXT, SOAP = "text/xml; charset=utf-8", "application/soap+xml; charset=utf-8"


@pytest.fixture
def peer(run):
    """A connection of the Site Administrator."""
    return run().signed_in()


def action(operation, service=REMOTE_SETUP):
    return f'"{service.namespace}{operation}"'


# -- SOAP over HTTP


@pytest.mark.parametrize(
    "address", [REMOTE_SETUP.path, REMOTE_SETUP.path + "?wsdl", REMOTE_SETUP.path.upper() + "?WSDL"]
)
@pytest.mark.parametrize(
    ("soap", "headers", "answered"),
    [
        (SOAP11, {"Content_Type": TEXT, "SOAPAction": action("GetSystemById")}, TEXT),
        # PY22 and PY11: no SOAPAction.
        (SOAP11, {"Content_Type": "text/xml"}, TEXT),
        (SOAP11, {"Content_Type": TEXT, "SOAPAction": '""'}, TEXT),
        (SOAP12, {"Content_Type": f"{SOAP}; action={action('GetSystemById')}"}, SOAP),
        (SOAP12, {"Content_Type": SOAP}, SOAP),
        # PS: the envelope decides, not the Content-Type.
        (SOAP12, {"Content_Type": "text/xml"}, SOAP),
    ],
)
def test_a_call_is_answered_in_the_version_of_its_envelope(peer, enveloped, address, soap, headers, answered):
    body = enveloped("GetSystemById", "<TMSSystemId>1003</TMSSystemId>", soap=soap)
    answer = peer.ask(address, method="POST", body=body, **headers)
    assert (answer.status, answer.headers["Content-Type"]) == (200, answered)
    assert answer.xml.tag == f"{{{soap}}}Envelope"
    (system,) = answer.xml.iterfind(f"{{{soap}}}Body/{{*}}GetSystemByIdResponse/{{*}}GetSystemByIdResult")
    assert etree.QName(system).namespace == REMOTE_SETUP.namespace
    assert system.findtext("{*}SystemId") == "1003"
    assert system.findtext("{*}SystemStatus/{*}systemStatus") == "Idle"


@pytest.mark.parametrize("service", [BOOKING, REMOTE_SETUP])
def test_the_wsdl_is_served_under_any_spelling(peer, service):
    for address in (service.path + "?wsdl", service.path.replace("booking", "Booking") + "?WSDL"):
        answer = peer.ask(address)
        assert (answer.status, answer.headers["Content-Type"]) == (200, TEXT)
        names = {each.get("name") for each in answer.xml.iterfind("{*}portType/{*}operation")}
        assert names == set(service.operations)
    assert service.name in peer.ask(service.path).text


def test_other_addresses_below_are_not_there(peer):
    assert peer.ask("/tms/external/booking/otherservice.asmx").status == 404
    assert peer.ask("/tms/external/").status == 404


@pytest.mark.parametrize("body", [b"", b"no xml", b"<x/>", b"<a><b></a>", b"\xff\xfe"])
def test_what_is_no_soap_is_a_bare_400(peer, body):
    answer = peer.ask(REMOTE_SETUP.path, method="POST", body=body, Content_Type="text/xml")
    assert (answer.status, answer.body) == (400, b"")


def test_an_envelope_without_content_is_a_bare_400(peer):
    body = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body><!-- nothing --></s:Body></s:Envelope>'
    assert peer.ask(REMOTE_SETUP.path, method="POST", body=body).status == 400


@pytest.mark.parametrize(("soap", "status", "code"), [(SOAP11, 500, "soap:Client"), (SOAP12, 400, "soap:Sender")])
@pytest.mark.parametrize("wrong", ["operation", "namespace", "value"])
def test_what_the_caller_did_wrong_is_his_fault(call, enveloped, peer, soap, status, code, wrong):
    body = enveloped("GetSystemById", "<TMSSystemId>1003</TMSSystemId>", soap=soap)
    old, new = {
        "operation": (b"GetSystemById", b"GetSystemByName"),
        "namespace": (b"remotesetup/", b"elsewhere/"),
        "value": (b">1003<", b">ten<"),
    }[wrong]
    answer = peer.ask(REMOTE_SETUP.path, method="POST", body=body.replace(old, new), Content_Type="text/xml")
    assert answer.status == status
    told = answer.xml.findtext(".//faultcode") if soap == SOAP11 else answer.xml.findtext(f".//{{{SOAP12}}}Value")
    assert told == code


@pytest.mark.parametrize("soap", [SOAP11, SOAP12])
def test_a_fault_has_the_form_of_asp_net(call, soap):
    told = call("GetConferenceById", "<ConferenceId>4711</ConferenceId>", soap=soap)
    assert told.status == 500
    fault = told.root.find(f"{{{soap}}}Body/{{{soap}}}Fault")
    # detail and its children are unprefixed, also in SOAP 1.2.
    assert fault.findtext("detail/errorcode") == "-2147218302"
    if soap == SOAP11:
        assert [each.tag for each in fault] == ["faultcode", "faultstring", "detail"]
        assert fault.findtext("faultcode") == "soap:Server"
        text = fault.findtext("faultstring")
    else:
        assert [etree.QName(each).localname for each in fault] == ["Code", "Reason", "detail"]
        assert fault.findtext("{*}Code/{*}Value") == "soap:Receiver"
        text = fault.findtext("{*}Reason/{*}Text")
    assert "The conference does not exist." in text


def test_an_error_of_the_servers_own_is_a_fault_and_no_dropped_connection(peer, run, enveloped, monkeypatch):
    monkeypatch.setattr("tms_simulator.soap.operations.Operations.IsAlive", lambda self: 1 / 0)
    answer = peer.ask(REMOTE_SETUP.path, method="POST", body=enveloped("IsAlive"), Content_Type="text/xml")
    assert answer.status == 500
    assert "Server was unable to process request." in answer.xml.findtext(".//faultstring")


# -- what public clients send (and get away with)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_unknown_elements_attributes_and_comments_are_passed_over(call, prefix):
    declared = ' xmlns:x="urn:x"' if prefix else ""
    told = call(
        "GetSystemById",
        f"<!-- c --><{prefix}Later{declared} a='1'><b/></{prefix}Later><TMSSystemId a='2'> 1004 </TMSSystemId><Even/>",
    )
    assert told.one("SystemId") == "1004"


def test_unknown_parts_of_a_conference_are_passed_over(call, store, conference):
    content = conference(1001).replace(
        "<Title>", "<EmailTo>a@example.com</EmailTo><Invitees><I>1</I></Invitees><Title>"
    )
    assert call("SaveConference", content).one("Title") == "Test"


def test_missing_elements_have_their_defaults(call, store):
    """The PHP client sends a status alone, and takes the reply for all there is."""
    store.plant_booking([1001], 1, now() + timedelta(days=1))
    status = "<ConferenceStatus>All</ConferenceStatus>"
    assert call("GetConferencesForSystems", status, soap=SOAP12).all("Title") == ["Meeting"]
    assert call("GetConferencesForSystems").all("Title") == ["Meeting"]
    assert call("GetSystemById").status == 500


def test_a_misspelt_id_creates_a_conference(call, store, conference):
    """The PowerShell client sends ConferenceID, which is ignored; an id of 0 creates."""
    for id_ in (
        "",
        "<ConferenceID>5</ConferenceID>",
        "<ConferenceId>0</ConferenceId>",
        "<ConferenceId>-1</ConferenceId>",
    ):
        content = conference(1001).replace("<Title>", f"{id_}<Title>")
        first = call("SaveConference", content)
        assert int(first.one("ConferenceId")) > 0
        call("DeleteConferenceById", f"<ConferenceId>{first.one('ConferenceId')}</ConferenceId>")


@pytest.mark.parametrize("true", ["1", "true"])
def test_one_and_true_are_the_same(call, conference, true):
    told = call("SaveConference", conference(1001).replace("<Title>", f"<ISDNRestrict>{true}</ISDNRestrict><Title>"))
    assert told.one("ISDNRestrict") == "true"


def test_nil_is_absent(call, conference):
    nil = '<BillingCode xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    assert not call("SaveConference", conference(1001).replace("<Title>", f"{nil}<Title>")).has("BillingCode")


# -- headers


def header_of(told, soap=SOAP11):
    (header,) = told.root.iterfind(f"{{{soap}}}Header/{{*}}ExternalAPIVersionSoapHeader")
    return header


@pytest.mark.parametrize(("operation", "service"), [("GetDefaultConference", BOOKING), ("IsAlive", REMOTE_SETUP)])
def test_the_version_header_is_echoed_in_the_services_own_namespace(call, operation, service):
    header = header_of(call(operation, session="s2", version=22))
    assert etree.QName(header).namespace == service.namespace
    assert [(etree.QName(each).localname, each.text) for each in header] == [
        ("ClientVersionIn", "22"),
        ("ClientSession", "s2"),
    ]


def test_the_header_of_the_other_service_is_taken_too(peer, enveloped):
    body = enveloped("IsAlive").replace(
        f'<ExternalAPIVersionSoapHeader xmlns="{REMOTE_SETUP.namespace}">'.encode(),
        f'<ExternalAPIVersionSoapHeader xmlns="{BOOKING.namespace}">'.encode(),
    )
    answer = peer.ask(REMOTE_SETUP.path, method="POST", body=body)
    assert answer.xml.findtext(".//{*}ClientVersionIn") == "15"


def test_the_servers_own_version_is_told_with_the_default_conference_alone(call, store):
    store.set_meta("api_version", "22")
    assert call("GetDefaultConference", version=1).one("ConfAPIVersion") == "22"
    assert call("GetDefaultConference", version=None).one("ConfAPIVersion") == "22"
    assert not call("GetUsers").has("ConfAPIVersion")


# -- versions


@pytest.mark.parametrize(
    ("announced", "own", "served"),
    [
        (None, 15, set()),
        (0, 15, set()),
        (11, 15, set()),
        (12, 15, {"ConferenceLanguage"}),
        (14, 15, {"ConferenceLanguage", "Version"}),
        (22, 15, {"ConferenceLanguage", "Version"}),
        # More than the server knows it cannot serve.
        (22, 11, set()),
        ("x", 15, set()),
    ],
)
def test_the_announced_version_decides_what_is_served(call, store, conference, announced, own, served):
    saved = call("SaveConference", conference(1001, more="<ConferenceLanguage>nb-NO</ConferenceLanguage>"))
    id_ = saved.one("ConferenceId")
    store.set_meta("api_version", str(own))
    told = call("GetConferenceById", f"<ConferenceId>{id_}</ConferenceId>", version=announced)
    assert told.status == 200
    assert {name for name in ("ConferenceLanguage", "Version") if told.has(name)} == served


def test_values_that_are_not_known_come_in_and_go_out_as_default(call, conference):
    content = conference(1001).replace(
        "<Title>", "<ConferenceType>No Connect</ConferenceType><Bandwidth>9b</Bandwidth><Title>"
    )
    told = call("SaveConference", content)
    assert (told.one("ConferenceType"), told.one("Bandwidth")) == ("Default", "Default")


@pytest.mark.parametrize(("own", "needed"), [(9, False), (12, False), (13, True), (15, True)])
def test_client_sessions_came_with_version_13(call, store, own, needed):
    store.set_meta("api_version", str(own))
    told = call("GetTransactionsSince", "<CurrentTransactionId>0</CurrentTransactionId>", session="")
    assert (told.status == 500) == needed
    assert told.has("clientsessionid") == needed


# -- plain HTTP


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("operation", "arguments", "root"),
    [
        ("IsAlive", "", "boolean"),
        ("IsTMSSiteAdmin", "", "boolean"),
        ("GetUsers", "", "ArrayOfUser"),
        ("GetSystems", "", "ArrayOfTMSSystem"),
        ("GetSystemsForUser", "", "ArrayOfTMSSystem"),
        ("GetSystemById", "TMSSystemId=1003", "TMSSystem"),
        ("SetPrimarySystem", "primSys=Oslo+Boardroom+1", "boolean"),
        (
            "GenerateConferenceAPIUser",
            "userNameBase=b&encPassword=eA%3D%3D&emailAddress=&sendNotifications=true",
            "string",
        ),
    ],
)
def test_get_and_post_answer_with_the_bare_result(peer, operation, arguments, root):
    for answer in (
        peer.ask(f"{REMOTE_SETUP.path}/{operation}?{arguments}"),
        peer.ask(f"{REMOTE_SETUP.path}/{operation.upper()}", method="POST", body=arguments, Content_Type=FORM),
    ):
        assert (answer.status, answer.headers["Content-Type"]) == (200, TEXT)
        assert answer.xml.tag == f"{{{REMOTE_SETUP.namespace}}}{root}"
        assert answer.xml.text or len(answer.xml)


def test_systems_come_whole_over_plain_http(peer):
    systems = peer.ask(REMOTE_SETUP.path + "/GetSystems").xml
    one = peer.ask(REMOTE_SETUP.path + "/GetSystemById?TMSSystemId=1017").xml
    named = {each.findtext("{*}SystemId"): each.findtext("{*}SystemName") for each in systems}
    assert named["1017"] == one.findtext("{*}SystemName") == "Bergen 会議室 1"
    assert {etree.QName(each).localname for each in systems} == {"TMSSystem"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("GetSystemById", "Missing parameter: TMSSystemId."),
        ("GetSystemById?TMSSystemId=ten", "Cannot convert ten to long."),
        ("GetSystemById?TMSSystemId=4711", "was not found"),
        (
            "GenerateConferenceAPIUser?userNameBase=b&encPassword=eA==&emailAddress=&sendNotifications=perhaps",
            "Cannot convert perhaps",
        ),
        ("NoSuchOperation", "Request format is unrecognized"),
    ],
)
def test_plain_http_says_what_is_wrong(peer, asked, said):
    answer = peer.ask(f"{REMOTE_SETUP.path}/{asked}")
    assert answer.status == 500
    assert said in answer.text


def test_an_operation_without_result_answers_with_nothing(peer, store):
    store.add_user("TMS\\gone")
    answer = peer.ask(f"{REMOTE_SETUP.path}/DisableConferenceAPIUser?userName=TMS%5Cgone")
    assert (answer.status, answer.body) == (200, b"")


def test_bookings_are_not_offered_by_plain_http(peer):
    assert peer.ask(BOOKING.path + "/GetDefaultConference").status == 500

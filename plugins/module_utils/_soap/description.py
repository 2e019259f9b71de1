# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two services of TMSBA as far as the collection calls them, equal on the wire to Cisco's own descriptions.

This module util is PRIVATE to the collection; it can change at any time.

Written down as tables and turned into WSDL in memory, because a module carries Python files only. Types, order and
occurrence are those of the WSDLs of TMS 13.2 to 14.1, of the operations that are called, with one field of later guides:
ClientSession in the version header (API 13). `tests/tools/check_description.py` compares them with WSDLs of a server.
A newer server adds elements; the client drops what it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: name, type, minOccurs, maxOccurs ("unbounded" written as None).
Element = tuple[str, str, int, "int | None"]


@dataclass(frozen=True)
class Description:
    """One service. types and enumerations by name; operations: request and result elements by operation name.

    version: operations that answer with the VersionSoapHeader.
    """

    service: str
    namespace: str
    path: str
    types: Mapping[str, Sequence[Element]]
    enumerations: Mapping[str, Sequence[str]]
    operations: Mapping[str, tuple[Sequence[Element], Element | None]]
    version: frozenset[str] = field(default_factory=frozenset)


def _optional(names: str, type_: str = "string") -> list[Element]:
    return [(name, type_, 0, 1) for name in names.split()]


def _one(name: str, type_: str) -> Element:
    return (name, type_, 1, 1)


def _array(name: str, type_: str) -> list[Element]:
    return [(name, type_, 0, None)]


REMOTE_SETUP = Description(
    service="RemoteSetupService",
    namespace="http://tandberg.net/2004/02/tms/external/booking/remotesetup/",
    path="external/booking/remotesetup/remotesetupservice.asmx",
    types={
        "TimeZone": _optional("TimezoneName StartTimeDTS EndTimeDTS GMTOffset"),
        "SystemCategoryOverride": [_one("systemCategory", "tns:SystemCategory")],
        "SystemStatusOverride": [_one("systemStatus", "tns:SystemStatus")],
        "TMSSystem": [
            _one("SystemId", "long"),
            *_optional(
                "SystemName Contact Manufacturer Description SystemType NetworkAddress Location ISDNNumber QNumber "
                "WebInterfaceURL SIPUri H323Id E164Alias"
            ),
            ("TimeZone", "tns:TimeZone", 0, 1),
            ("SystemCategory", "tns:SystemCategoryOverride", 0, 1),
            ("SystemStatus", "tns:SystemStatusOverride", 0, 1),
        ],
        "ArrayOfTMSSystem": _array("TMSSystem", "tns:TMSSystem"),
        "User": [
            *_optional("DisplayName EmailAddress FirstName LastName UserName"),
            _one("IsHiddenUser", "boolean"),
            ("TimeZone", "tns:TimeZone", 0, 1),
        ],
        "ArrayOfUser": _array("User", "tns:User"),
    },
    enumerations={
        "SystemCategory": ("Endpoint", "Equipment", "Room", "Recording"),
        "SystemStatus": ("Alive", "Idle", "InCall", "NoResponse", "Unknown"),
    },
    operations={
        "GetUsers": ([], ("GetUsersResult", "tns:ArrayOfUser", 0, 1)),
        "GetSystems": ([], ("GetSystemsResult", "tns:ArrayOfTMSSystem", 0, 1)),
        "GetSystemsForUser": ([], ("GetSystemsForUserResult", "tns:ArrayOfTMSSystem", 0, 1)),
        "GetSystemById": ([_one("TMSSystemId", "long")], ("GetSystemByIdResult", "tns:TMSSystem", 0, 1)),
        "GenerateConferenceAPIUser": (
            [*_optional("userNameBase encPassword emailAddress"), _one("sendNotifications", "boolean")],
            ("GenerateConferenceAPIUserResult", "string", 0, 1),
        ),
        "DisableConferenceAPIUser": (_optional("userName"), None),
        **{
            name: ([], _one(f"{name}Result", "boolean"))
            for name in ("IsAlive", "IsTMSSiteAdmin", "IsTMSServiceUser", "IsTMSBookOnBehalfUser", "IsLocalAdmin")
        },
    },
)

BOOKING = Description(
    service="BookingService",
    namespace="http://tandberg.net/2004/02/tms/external/booking/",
    path="external/booking/bookingservice.asmx",
    types={
        "Participant": [
            _one("ParticipantId", "int"),
            ("NameOrNumber", "string", 0, 1),
            _one("ParticipantCallType", "tns:ParticipantType"),
        ],
        "ArrayOfParticipant": _array("Participant", "tns:Participant"),
        "ArrayOfDayOfWeek": _array("DayOfWeek", "tns:DayOfWeek"),
        "RecurrencePattern": [
            _one("FrequencyType", "tns:RecurringFrequency"),
            _one("Interval", "int"),
            ("DaysOfWeek", "tns:ArrayOfDayOfWeek", 0, 1),
            _one("FirstDayOfWeek", "tns:DayOfWeek"),
            _one("BySetPosition", "int"),
            _one("PatternEndType", "tns:RecurrenceEndType"),
            *_optional("PatternEndDateUTC FirstOccurrenceRecInstanceIdUTC"),
            _one("PatternInstances", "int"),
            ("Exceptions", "tns:ArrayOfRecurrenceException", 0, 1),
        ],
        "RecurrenceException": [
            _one("ExceptionType", "tns:ExceptionType"),
            ("RecurrenceIdUTC", "string", 0, 1),
            _one("RecurrenceIdRange", "tns:ExceptionIdRange"),
            _one("ModifiedMask", "int"),
            ("ModifiedData", "tns:Conference", 0, 1),
        ],
        "ArrayOfRecurrenceException": _array("RecurrenceException", "tns:RecurrenceException"),
        "WebExError": _optional("ErrorCode ErrorDescription"),
        "ArrayOfWebExError": _array("WebExError", "tns:WebExError"),
        "WebExTelephony": _optional(
            "LocalCallInTollNumber LocalCallInTollFreeNumber GlobalCallInNumberUrl DtmfSequence"
        ),
        "WebEx": [
            *[
                _one(name, "string")
                for name in ("MeetingKey", "SipUrl", "MeetingPassword", "JoinMeetingUrl", "HostMeetingUrl")
            ],
            *_optional("HostKey JoinBeforeHostTime"),
            ("Telephony", "tns:WebExTelephony", 0, 1),
            ("Errors", "tns:ArrayOfWebExError", 0, 1),
        ],
        "ExternalConference": _optional("WebEx", "tns:WebEx"),
        "BandwidthOverride": [_one("Bandwidth", "tns:Bandwidth")],
        "Conference": [
            _one("ConferenceId", "int"),
            *_optional(
                "Title StartTimeUTC EndTimeUTC RecurrenceInstanceIdUTC RecurrenceInstanceType FirstOccurrenceRecInstanceIdUTC"
            ),
            ("RecurrencePattern", "tns:RecurrencePattern", 0, 1),
            _one("OwnerId", "long"),
            *_optional("OwnerUserName OwnerFirstName OwnerLastName OwnerEmailAddress"),
            _one("ConferenceType", "tns:ConferenceType"),
            _one("Bandwidth", "tns:Bandwidth"),
            _one("PictureMode", "tns:PictureMode"),
            _one("Encrypted", "tns:EncryptionRequested"),
            _one("DataConference", "tns:DataConferenceMode"),
            _one("ShowExtendOption", "tns:ExtendOptionRequested"),
            *_optional("Password BillingCode"),
            _one("ISDNRestrict", "boolean"),
            ("ExternalConference", "tns:ExternalConference", 0, 1),
            *_optional("ConferenceInfoText ConferenceInfoHtml UserMessageText ExternalSourceId ExternalPrimaryKey"),
            ("Participants", "tns:ArrayOfParticipant", 0, 1),
            *_optional("RecordedConferenceUri WebConferencePresenterUri WebConferenceAttendeeUri"),
            ("ISDNBandwidth", "tns:BandwidthOverride", 0, 1),
            ("IPBandwidth", "tns:BandwidthOverride", 0, 1),
        ],
        "ArrayOfConference": _array("Conference", "tns:Conference"),
    },
    enumerations={
        # Finished stands twice in Cisco's own list; once is enough for a client.
        "ConferenceStatus": (
            "All",
            "AllExceptDeleted",
            "Pending",
            "Ongoing",
            "Finished",
            "PendingAndOngoing",
            "MeetingRequest",
            "Rejected",
            "Deleted",
        ),
        "RecurringFrequency": (
            "Daily",
            "DailyWeekday",
            "Weekly",
            "Monthly",
            "Yearly",
            "Secondly",
            "Minutely",
            "Hourly",
            "Default",
        ),
        "DayOfWeek": ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
        "RecurrenceEndType": ("EndByDate", "EndByInstances", "EndNever", "Default"),
        "ExceptionType": ("ADD", "MODIFY", "DELETE"),
        "ExceptionIdRange": ("None", "ThisAndFuture", "ThisAndPrior", "Default"),
        "ConferenceType": (
            "Reservation Only",
            "Automatic Call Launch",
            "Manual Call Launch",
            "Default",
            "Ad-Hoc conference",
            "One Button To Push",
        ),
        "Bandwidth": (
            "1b/64kbps",
            "2b/128kbps",
            "3b/192kbps",
            "4b/256kbps",
            "5b/320kbps",
            "6b/384kbps",
            "8b/512kbps",
            "12b/768kbps",
            "18b/1152kbps",
            "23b/1472kbps",
            "30b/1920kbps",
            "32b/2048kbps",
            "48b/3072kbps",
            "64b/4096kbps",
            "Max",
            "Default",
        ),
        "PictureMode": ("Continuous Presence", "Enhanced CP", "Voice Switched", "Default"),
        "EncryptionRequested": ("Yes", "No", "If Possible", "Default"),
        "DataConferenceMode": ("Yes", "No", "If Possible", "Default"),
        "ExtendOptionRequested": ("Yes", "No", "Default", "AutomaticBestEffort"),
        "ParticipantType": (
            "TMS",
            "IP Video <-",
            "IP Tel <-",
            "ISDN Video <-",
            "Telephone <-",
            "IP Video ->",
            "IP Tel ->",
            "ISDN Video ->",
            "Telephone ->",
            "Directory",
            "User",
            "SIP <-",
            "SIP ->",
            "3G <-",
            "3G ->",
            "TMS Master Participant",
        ),
    },
    operations={
        "GetConferencesForSystems": (
            [
                ("SystemIds", "int", 0, None),
                _one("StartTime", "dateTime"),
                _one("EndTime", "dateTime"),
                _one("ConferenceStatus", "tns:ConferenceStatus"),
            ],
            ("GetConferencesForSystemsResult", "tns:ArrayOfConference", 0, 1),
        ),
        "SaveConference": (
            [("Conference", "tns:Conference", 0, 1)],
            ("SaveConferenceResult", "tns:Conference", 0, 1),
        ),
        "DeleteConferenceById": ([_one("ConferenceId", "int")], None),
        "GetConferenceById": ([_one("ConferenceId", "int")], ("GetConferenceByIdResult", "tns:Conference", 0, 1)),
        "GetConferencesForUser": (
            [
                ("UserName", "string", 0, 1),
                _one("StartTime", "dateTime"),
                _one("EndTime", "dateTime"),
                _one("ConferenceStatus", "tns:ConferenceStatus"),
            ],
            ("GetConferencesForUserResult", "tns:ArrayOfConference", 0, 1),
        ),
        "GetDefaultConference": ([], ("GetDefaultConferenceResult", "tns:Conference", 0, 1)),
    },
    version=frozenset({"GetDefaultConference"}),
)

#: The header of both services, each in its own namespace; ClientSession is of API 13 and later.
_VERSION_HEADER: list[Element] = [
    _one("ClientVersionIn", "int"),
    *_optional("ClientIdentifierIn ClientLatestNamespaceIn NewServiceURL ClientSession"),
]


def wsdl(description: Description, address: str) -> bytes:
    """The WSDL of *description* for the SOAP 1.1 binding, served at *address*."""
    parts = [_types(description)]
    for operation in description.operations:
        parts.append(_messages(operation, operation in description.version))
    parts.append(f'<wsdl:portType name="{description.service}Soap">')
    for operation in description.operations:
        parts.append(
            f'<wsdl:operation name="{operation}"><wsdl:input message="tns:{operation}SoapIn"/>'
            f'<wsdl:output message="tns:{operation}SoapOut"/></wsdl:operation>'
        )
    parts.append(
        f'</wsdl:portType><wsdl:binding name="{description.service}Soap" type="tns:{description.service}Soap">'
    )
    parts.append('<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>')
    for operation in description.operations:
        parts.append(_bound(description, operation))
    parts.append(
        f'</wsdl:binding><wsdl:service name="{description.service}">'
        f'<wsdl:port name="{description.service}Soap" binding="tns:{description.service}Soap">'
        f'<soap:address location="{_escaped(address)}"/></wsdl:port></wsdl:service>'
    )
    return (
        f'<wsdl:definitions xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="{description.namespace}" '
        'xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" '
        f'targetNamespace="{description.namespace}">{"".join(parts)}</wsdl:definitions>'
    ).encode()


def _types(description: Description) -> str:
    parts = [
        f'<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="{description.namespace}">',
        _complex("ExternalAPIVersionSoapHeader", _VERSION_HEADER, any_attribute=True),
        '<s:element name="ExternalAPIVersionSoapHeader" type="tns:ExternalAPIVersionSoapHeader"/>',
    ]
    if description.version:
        parts += [
            _complex("VersionSoapHeader", [_one("ConfAPIVersion", "int")], any_element=True, any_attribute=True),
            '<s:element name="VersionSoapHeader" type="tns:VersionSoapHeader"/>',
        ]
    for name, elements in description.types.items():
        parts.append(_complex(name, elements))
    for name, values in description.enumerations.items():
        listed = "".join(f'<s:enumeration value="{_escaped(value)}"/>' for value in values)
        parts.append(
            f'<s:simpleType name="{name}"><s:restriction base="s:string">{listed}</s:restriction></s:simpleType>'
        )
    for operation, (request, result) in description.operations.items():
        for name, elements in ((operation, request), (f"{operation}Response", [result] if result else [])):
            parts.append(f'<s:element name="{name}"><s:complexType>{_sequence(elements)}</s:complexType></s:element>')
    parts.append("</s:schema></wsdl:types>")
    return "".join(parts)


def _complex(name: str, elements: Sequence[Element], *, any_element: bool = False, any_attribute: bool = False) -> str:
    attribute = "<s:anyAttribute/>" if any_attribute else ""
    return f'<s:complexType name="{name}">{_sequence(elements, any_element)}{attribute}</s:complexType>'


def _sequence(elements: Sequence[Element], any_element: bool = False) -> str:
    listed = []
    for name, type_, least, most in elements:
        qualified = type_ if ":" in type_ else f"s:{type_}"
        occurs = f'minOccurs="{least}" maxOccurs="{"unbounded" if most is None else most}"'
        listed_objects = most is None and type_.startswith("tns:") and name != "DayOfWeek"
        # A string that must be there may be nil, else it could not be empty.
        nillable = ' nillable="true"' if listed_objects or (least == 1 and type_ == "string") else ""
        listed.append(f'<s:element {occurs} name="{name}"{nillable} type="{qualified}"/>')
    if any_element:
        listed.append('<s:any minOccurs="0" maxOccurs="unbounded"/>')
    return f"<s:sequence>{''.join(listed)}</s:sequence>"


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _messages(operation: str, with_version: bool) -> str:
    def message(name: str, part: str, element: str) -> str:
        return f'<wsdl:message name="{name}"><wsdl:part name="{part}" element="tns:{element}"/></wsdl:message>'

    header = "ExternalAPIVersionSoapHeader"
    text = (
        message(f"{operation}SoapIn", "parameters", operation)
        + message(f"{operation}SoapOut", "parameters", f"{operation}Response")
        + message(f"{operation}{header}", header, header)
    )
    return text + (
        message(f"{operation}VersionSoapHeader", "VersionSoapHeader", "VersionSoapHeader") if with_version else ""
    )


def _bound(description: Description, operation: str) -> str:
    def header(name: str) -> str:
        return f'<soap:header message="tns:{operation}{name}" part="{name}" use="literal"/>'

    both = header("ExternalAPIVersionSoapHeader")
    out = both + (header("VersionSoapHeader") if operation in description.version else "")
    return (
        f'<wsdl:operation name="{operation}">'
        f'<soap:operation soapAction="{description.namespace}{operation}" style="document"/>'
        f'<wsdl:input><soap:body use="literal"/>{both}</wsdl:input>'
        f'<wsdl:output><soap:body use="literal"/>{out}</wsdl:output></wsdl:operation>'
    )

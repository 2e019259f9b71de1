# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables turned into types, WSDL, and XML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tms_simulator.soap import tables

_MEMBER = re.compile(r"(?P<name>\w+)(?P<optional>[?*]?)(?P<nillable>!?)(?::(?P<type>@?\w+))?")

#: What later versions of the API add to the end of the version header (guide 13; place seen in a server's own sample).
HEADER_ADDITION = "ClientSession?:string"
#: Version of the API from which a Conference has these elements, after the one named (a server's own sample, API 22).
CONFERENCE_ADDITIONS = ((12, "IPBandwidth", "ConferenceLanguage?:string"), (14, "IPBandwidth", "Version?:int"))


@dataclass(frozen=True)
class Member:
    """One element of a type. type begins with @ for a type of the service."""

    name: str
    type: str
    least: int
    many: bool
    nillable: bool


def members(text: str) -> list[Member]:
    """The members that a table's notation names; "any" is left out."""
    found = []
    for match in _MEMBER.finditer(text):
        if match.group("type"):
            optional = match.group("optional")
            found.append(
                Member(
                    match.group("name"),
                    match.group("type"),
                    0 if optional else 1,
                    optional == "*",
                    bool(match.group("nillable")),
                )
            )
    return found


@dataclass(frozen=True)
class Service:
    """One of the two services. http: also offered by plain GET and POST, as the RemoteSetupService is."""

    name: str
    namespace: str
    path: str
    types: Mapping[str, str]
    enumerations: Mapping[str, Sequence[str]]
    operations: Mapping[str, tuple[str, str]]
    http: bool = False

    @cached_property
    def members(self) -> dict[str, list[Member]]:
        return {name: members(text) for name, text in self.types.items()}

    def arguments(self, operation: str) -> list[Member]:
        return members(self.operations[operation][0])

    def result(self, operation: str) -> Member | None:
        found = members(self.operations[operation][1])
        return found[0] if found else None

    def xml(self, member: Member, value: Any, version: int) -> str:
        """An element with its content; dicts become complex types in the order of the schema."""
        if member.many:
            return "".join(self._single(member, each, version) for each in value or ())
        return "" if value is None and not member.least else self._single(member, value, version)

    def _single(self, member: Member, value: Any, version: int) -> str:
        name = member.name
        if value is None:
            return f'<{name} xsi:nil="true"/>' if member.nillable else f"<{name}/>"
        if not member.type.startswith("@"):
            text = ("true" if value else "false") if isinstance(value, bool) else str(value)
            return f"<{name}>{escape(text)}</{name}>"
        type_ = member.type[1:]
        if type_ in self.enumerations:
            # What the announced version does not know goes out as Default (guide 9, p. 10).
            known = self.enumerations[type_]
            text = str(value) if str(value) in known or "Default" not in known else "Default"
            return f"<{name}>{escape(text)}</{name}>"
        inner = []
        for each in self.members[type_]:
            inner.append(self.xml(each, value.get(each.name), version))
            if type_ == "Conference":
                inner += [
                    self.xml(members(text)[0], value.get(members(text)[0].name), version)
                    for since, after, text in CONFERENCE_ADDITIONS
                    if version >= since and after == each.name
                ]
        return f"<{name}>{''.join(inner)}</{name}>"

    def value(self, element: Any, type_: str) -> Any:
        """The content of a received element; unknown elements are passed over, missing ones are absent."""
        if type_ == "@ArrayOfParticipant" or type_.startswith("@ArrayOf"):
            inner = self.members[type_[1:]][0]
            return [self.value(each, inner.type) for each in element if _local(each) == inner.name]
        if type_.startswith("@") and type_[1:] in self.members:
            known = self.members[type_[1:]]
            if type_ == "@Conference":
                known = [*known, *(members(text)[0] for dummy, dummy, text in CONFERENCE_ADDITIONS)]
            by_name = {member.name: member for member in known}
            return {
                _local(each): self.value(each, by_name[_local(each)].type)
                for each in element
                if _local(each) in by_name and not _nil(each)
            }
        text = (element.text or "").strip() if type_ != "string" else (element.text or "")
        if type_ in ("int", "long"):
            return int(text or 0)
        return text in ("true", "1") if type_ == "boolean" else text

    def wsdl(self, address: str) -> str:
        """The WSDL as the server of that address serves it."""
        parts = [self._schema()]
        ports = [("Soap", "soap"), ("Soap12", "soap12")]
        for operation in self.operations:
            parts.append(self._soap_messages(operation))
        if self.http:
            parts += [self._http_messages(verb) for verb in ("Get", "Post")]
        parts.append(self._port_type(f"{self.name}Soap", "Soap"))
        if self.http:
            parts += [self._port_type(f"{self.name}Http{verb}", f"Http{verb}") for verb in ("Get", "Post")]
        parts += [self._soap_binding(suffix, prefix) for suffix, prefix in ports]
        listed = [(f"{self.name}{suffix}", prefix) for suffix, prefix in ports]
        if self.http:
            parts += [self._http_binding(verb) for verb in ("Get", "Post")]
            listed += [(f"{self.name}Http{verb}", "http") for verb in ("Get", "Post")]
        served = "".join(
            f'<wsdl:port name="{port}" binding="tns:{port}"><{prefix}:address location={quoteattr(address)}/></wsdl:port>'
            for port, prefix in listed
        )
        parts.append(f'<wsdl:service name="{self.name}">{served}</wsdl:service>')
        return (
            '<?xml version="1.0" encoding="utf-8"?><wsdl:definitions xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" '
            'xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" '
            'xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:s="http://www.w3.org/2001/XMLSchema" '
            f'xmlns:tns="{self.namespace}" targetNamespace="{self.namespace}" '
            f'xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">{"".join(parts)}</wsdl:definitions>'
        )

    def _schema(self) -> str:
        parts = []
        for operation, (arguments, result) in self.operations.items():
            for name, text in ((operation, arguments), (f"{operation}Response", result)):
                parts.append(
                    f'<s:element name="{name}"><s:complexType>{self._sequence(text)}</s:complexType></s:element>'
                )
        for name, text in self.types.items():
            attribute = "<s:anyAttribute/>" if name.endswith("SoapHeader") else ""
            body = self._sequence(text) if text else ""
            parts.append(f'<s:complexType name="{name}">{body}{attribute}</s:complexType>')
            if name.endswith("SoapHeader"):
                parts.append(f'<s:element name="{name}" type="tns:{name}"/>')
        for name, values in self.enumerations.items():
            listed = "".join(f"<s:enumeration value={quoteattr(value)}/>" for value in values)
            parts.append(
                f'<s:simpleType name="{name}"><s:restriction base="s:string">{listed}</s:restriction></s:simpleType>'
            )
        if self.http:
            parts.append(
                '<s:element name="boolean" type="s:boolean"/><s:element name="string" nillable="true" type="s:string"/>'
            )
            for name in ("ArrayOfUser", "ArrayOfTMSSystem", "TMSSystem"):
                parts.append(f'<s:element name="{name}" nillable="true" type="tns:{name}"/>')
        return (
            f'<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="{self.namespace}">'
            f"{''.join(parts)}</s:schema></wsdl:types>"
        )

    @staticmethod
    def _sequence(text: str) -> str:
        if not text:
            return ""
        listed = []
        for member in members(text):
            type_ = f"tns:{member.type[1:]}" if member.type.startswith("@") else f"s:{member.type}"
            nillable = ' nillable="true"' if member.nillable else ""
            most = "unbounded" if member.many else "1"
            listed.append(
                f'<s:element minOccurs="{member.least}" maxOccurs="{most}" name="{member.name}"{nillable} type="{type_}"/>'
            )
        if text.endswith("any*"):
            listed.append('<s:any minOccurs="0" maxOccurs="unbounded"/>')
        return f"<s:sequence>{''.join(listed)}</s:sequence>"

    def _headers(self, operation: str) -> list[str]:
        out = ["VersionSoapHeader"] if operation == "GetDefaultConference" else []
        return ["ExternalAPIVersionSoapHeader", *out]

    def _soap_messages(self, operation: str) -> str:
        def message(name: str, part: str, element: str) -> str:
            return f'<wsdl:message name="{name}"><wsdl:part name="{part}" element="tns:{element}"/></wsdl:message>'

        return (
            message(f"{operation}SoapIn", "parameters", operation)
            + message(f"{operation}SoapOut", "parameters", f"{operation}Response")
            + "".join(message(f"{operation}{header}", header, header) for header in self._headers(operation))
        )

    def _http_messages(self, verb: str) -> str:
        parts = []
        for operation in self.operations:
            listed = "".join(f'<wsdl:part name="{each.name}" type="s:string"/>' for each in self.arguments(operation))
            parts.append(f'<wsdl:message name="{operation}Http{verb}In">{listed}</wsdl:message>')
            result = self.result(operation)
            body = "" if result is None else f'<wsdl:part name="Body" element="tns:{result.type.lstrip("@")}"/>'
            parts.append(f'<wsdl:message name="{operation}Http{verb}Out">{body}</wsdl:message>')
        return "".join(parts)

    def _port_type(self, name: str, kind: str) -> str:
        listed = "".join(
            f'<wsdl:operation name="{operation}"><wsdl:input message="tns:{operation}{kind}In"/>'
            f'<wsdl:output message="tns:{operation}{kind}Out"/></wsdl:operation>'
            for operation in self.operations
        )
        return f'<wsdl:portType name="{name}">{listed}</wsdl:portType>'

    def _soap_binding(self, suffix: str, prefix: str) -> str:
        listed = []
        for operation in self.operations:
            headers = [
                f'<{prefix}:header message="tns:{operation}{header}" part="{header}" use="literal"/>'
                for header in self._headers(operation)
            ]
            listed.append(
                f'<wsdl:operation name="{operation}"><{prefix}:operation soapAction="{self.namespace}{operation}" '
                f'style="document"/><wsdl:input><{prefix}:body use="literal"/>{headers[0]}</wsdl:input>'
                f'<wsdl:output><{prefix}:body use="literal"/>{"".join(headers)}</wsdl:output></wsdl:operation>'
            )
        return (
            f'<wsdl:binding name="{self.name}{suffix}" type="tns:{self.name}Soap">'
            f'<{prefix}:binding transport="http://schemas.xmlsoap.org/soap/http"/>{"".join(listed)}</wsdl:binding>'
        )

    def _http_binding(self, verb: str) -> str:
        form = "<http:urlEncoded/>" if verb == "Get" else '<mime:content type="application/x-www-form-urlencoded"/>'
        listed = []
        for operation in self.operations:
            out = '<mime:mimeXml part="Body"/>' if self.result(operation) else ""
            listed.append(
                f'<wsdl:operation name="{operation}"><http:operation location="/{operation}"/>'
                f"<wsdl:input>{form}</wsdl:input><wsdl:output>{out}</wsdl:output></wsdl:operation>"
            )
        return (
            f'<wsdl:binding name="{self.name}Http{verb}" type="tns:{self.name}Http{verb}">'
            f'<http:binding verb="{verb.upper()}"/>{"".join(listed)}</wsdl:binding>'
        )


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _nil(element: Any) -> bool:
    return element.get("{http://www.w3.org/2001/XMLSchema-instance}nil") in ("true", "1")


BOOKING = Service(
    "BookingService",
    "http://tandberg.net/2004/02/tms/external/booking/",
    "/tms/external/booking/bookingservice.asmx",
    tables.BOOKING_TYPES,
    tables.BOOKING_ENUMERATIONS,
    tables.BOOKING_OPERATIONS,
)
REMOTE_SETUP = Service(
    "RemoteSetupService",
    "http://tandberg.net/2004/02/tms/external/booking/remotesetup/",
    "/tms/external/booking/remotesetup/remotesetupservice.asmx",
    tables.REMOTE_SETUP_TYPES,
    tables.REMOTE_SETUP_ENUMERATIONS,
    tables.REMOTE_SETUP_OPERATIONS,
    http=True,
)

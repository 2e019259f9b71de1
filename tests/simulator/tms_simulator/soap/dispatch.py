# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SOAP over HTTP as ASP.NET's .asmx does it: 1.1 and 1.2, routing, faults, and the plain HTTP GET and POST of one service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from lxml import etree
from tms_simulator.soap.operations import LICENSED, WRITING, Operations
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP, Service
from tms_simulator.store import Denied, Store

SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
_BY_PATH = {service.path: service for service in (BOOKING, REMOTE_SETUP)}


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; operation: what was called, empty for a page or a WSDL; wrote: whether the state changed."""

    status: int
    content_type: str
    body: bytes
    operation: str = ""
    wrote: bool = False


class _Unreadable(Exception):
    """The request is no SOAP."""


#: With customErrors off, ASP.NET writes types before its messages, each after the one that it caused, and the stack behind.
_INNER = " ---> "
_STACK = """
   at Tandberg.TMS.External.Booking.{operation}()
   at System.Web.Services.Protocols.LogicalMethodInfo.Invoke(Object target, Object[] values)"""
_END_OF_INNER = "\n   --- End of inner exception stack trace ---"

#: ASP.NET answers a body that is no SOAP with 400 and nothing in it.
_UNREADABLE = Answer(400, "text/xml; charset=utf-8", b"")


def handle(store: Store, user: Any, method: str, path: str, query: str, body: bytes, address: str) -> Answer | None:
    """The answer to a request below one of the services' paths, None for any other path."""
    lower = path.casefold()
    service = next(
        (each for each_path, each in _BY_PATH.items() if lower == each_path or lower.startswith(each_path + "/")), None
    )
    if service is None:
        return None
    if method == "GET" and lower == service.path:
        if query.casefold() == "wsdl":
            return Answer(200, "text/xml; charset=utf-8", service.wsdl(address).encode())
        return Answer(
            200, "text/html; charset=utf-8", f"<html><title>{service.name} Web Service</title></html>".encode()
        )
    rest = path[len(service.path) :].strip("/")
    if rest:
        return _plain(store, user, service, rest, query if method == "GET" else body.decode(errors="replace"))
    return _soap(store, user, service, body)


def _soap(store: Store, user: Any, service: Service, body: bytes) -> Answer:
    try:
        root, soap, request = _read(body)
    except _Unreadable:
        return _UNREADABLE
    operation = etree.QName(request).localname
    header = _version_header(root, soap)
    if operation not in service.operations or etree.QName(request).namespace != service.namespace:
        return _fault(
            soap, "Server did not recognize the value of HTTP Header SOAPAction.", None, operation, sender=True
        )
    by_name = {member.name: member for member in service.arguments(operation)}
    arguments: dict[str, Any] = {}
    for element in request:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name not in by_name:
            continue
        try:
            value = service.value(element, by_name[name].type)
        except ValueError:
            said = (
                "Server was unable to read request.",
                "System.InvalidOperationException: There is an error in XML document (1, 1).",
                "System.FormatException: Input string was not in a correct format.",
            )
            return _fault(soap, _INNER.join(said), None, operation, sender=True)
        if by_name[name].many:
            arguments.setdefault(name, []).append(value)
        else:
            arguments[name] = value
    try:
        if operation in LICENSED:
            store.client_session(header.get("ClientSession"), user["username"])
        result = getattr(Operations(store, user), operation)(**arguments)
    except Denied as denied:
        return _fault(soap, str(denied), denied, operation)
    except Exception as error:
        # As ASP.NET reports what its code did not expect.
        said = f"Server was unable to process request.{_INNER}System.{type(error).__name__}Exception: {error}"
        return _fault(soap, said, None, operation)
    return _reply(store, service, soap, operation, header, result)


def refused(body: bytes, denied: Denied) -> Answer:
    """The fault for a request that is not even looked at."""
    try:
        dummy, soap, request = _read(body)
    except _Unreadable:
        return _UNREADABLE
    return _fault(soap, str(denied), denied, etree.QName(request).localname)


def _read(body: bytes) -> tuple[Any, str, Any]:
    """The envelope, its namespace, and the first element in its body."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _Unreadable from error
    soap = etree.QName(root).namespace
    request = root.find(f"{{{soap}}}Body/*")
    if soap not in (SOAP11, SOAP12) or request is None:
        raise _Unreadable
    return root, str(soap), request


def _version_header(root: Any, soap: str) -> dict[str, str]:
    """The version header as sent, whatever its namespace: public clients mix the two up."""
    for element in root.iterfind(f"{{{soap}}}Header/*"):
        if isinstance(element.tag, str) and etree.QName(element).localname == "ExternalAPIVersionSoapHeader":
            return {etree.QName(each).localname: each.text or "" for each in element if isinstance(each.tag, str)}
    return {}


def _reply(store: Store, service: Service, soap: str, operation: str, header: Mapping[str, str], result: Any) -> Answer:
    announced = header.get("ClientVersionIn", "0")
    version = min(int(announced) if announced.isdigit() else 0, store.api_version)
    echoed = "".join(
        f"<{name}>{escape(header[name])}</{name}>"
        for name in (
            "ClientVersionIn",
            "ClientIdentifierIn",
            "ClientLatestNamespaceIn",
            "NewServiceURL",
            "ClientSession",
        )
        # What a server of an older API does not know it does not send back.
        if name in header and (name != "ClientSession" or store.api_version >= 13)
    )
    headers = f'<ExternalAPIVersionSoapHeader xmlns="{service.namespace}">{echoed}</ExternalAPIVersionSoapHeader>'
    if operation == "GetDefaultConference":
        headers += (
            f'<VersionSoapHeader xmlns="{service.namespace}"><ConfAPIVersion>{store.api_version}</ConfAPIVersion>'
            "</VersionSoapHeader>"
        )
    member = service.result(operation)
    content = ""
    if member is not None:
        value = _wrapped(service, member.type, result)
        content = service.xml(member, value, version)
    body = f'<{operation}Response xmlns="{service.namespace}">{content}</{operation}Response>'
    kind = "text/xml" if soap == SOAP11 else "application/soap+xml"
    return Answer(200, f"{kind}; charset=utf-8", _envelope(soap, headers, body), operation, operation in WRITING)


def _wrapped(service: Service, type_: str, value: Any) -> Any:
    """A list as its ArrayOf type, which is a type with one member."""
    if type_.startswith("@ArrayOf"):
        return _arrays(service, type_, value)
    if type_.startswith("@") and isinstance(value, dict):
        return _inner(service, type_[1:], value)
    return value


def _arrays(service: Service, type_: str, value: Any) -> Any:
    member = service.members[type_[1:]][0]
    return {
        member.name: [
            _inner(service, member.type[1:], each) if isinstance(each, dict) else each for each in value or ()
        ]
    }


def _inner(service: Service, type_: str, value: dict[str, Any]) -> dict[str, Any]:
    by_name = {member.name: member for member in service.members[type_]}
    return {
        name: _wrapped(service, by_name[name].type, each) if name in by_name and each is not None else each
        for name, each in value.items()
    }


def _fault(soap: str, message: str, denied: Denied | None, operation: str, *, sender: bool = False) -> Answer:
    detail = ""
    if denied is not None and denied.code is not None:
        detail = f'<errorcode xmlns="">{denied.code}</errorcode>'
    if denied is not None and denied.session is not None:
        detail += f'<clientsessionid xmlns="">{denied.session}</clientsessionid>'
    text = f"System.Web.Services.Protocols.SoapException: {message}{_STACK.format(operation=operation)}"
    if _INNER in message:
        text += _END_OF_INNER
    if soap == SOAP11:
        code = "Client" if sender else "Server"
        body = (
            f"<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{escape(text)}</faultstring>"
            f"<detail>{detail}</detail></soap:Fault>"
        )
        return Answer(500, "text/xml; charset=utf-8", _envelope(soap, "", body), operation)
    code = "Sender" if sender else "Receiver"
    # The detail of the application is written as it made it.
    own = f"<detail>{detail}</detail>" if detail else "<soap:Detail />"
    body = (
        f'<soap:Fault><soap:Code><soap:Value>soap:{code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">'
        f"{escape(text)}</soap:Text></soap:Reason>{own}</soap:Fault>"
    )
    return Answer(400 if sender else 500, "application/soap+xml; charset=utf-8", _envelope(soap, "", body), operation)


def _envelope(soap: str, headers: str, body: str) -> bytes:
    header = f"<soap:Header>{headers}</soap:Header>" if headers else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{soap}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{header}<soap:Body>{body}</soap:Body></soap:Envelope>'
    ).encode()


def _plain_value(text: str, type_: str) -> Any:
    if type_ in ("int", "long"):
        return int(text)
    if type_ != "boolean":
        return text
    if text.casefold() not in ("true", "false"):
        raise ValueError(text)
    return text.casefold() == "true"


def _plain(store: Store, user: Any, service: Service, operation: str, encoded: str) -> Answer:
    """HTTP GET or POST of the RemoteSetupService: arguments as a form, the bare result as XML."""
    name = next((each for each in service.operations if each.casefold() == operation.casefold()), None)
    if not service.http or name is None:
        return Answer(
            500, "text/plain", b"Request format is unrecognized for URL unexpectedly ending in the operation."
        )
    given = dict(parse_qsl(encoded, keep_blank_values=True))
    arguments = {}
    for member in service.arguments(name):
        # Other than in SOAP, each argument must be there.
        if member.name not in given:
            return Answer(500, "text/plain; charset=utf-8", f"Missing parameter: {member.name}.".encode(), name)
        try:
            arguments[member.name] = _plain_value(given[member.name], member.type)
        except ValueError:
            said = f"Cannot convert {given[member.name]} to {member.type}."
            return Answer(500, "text/plain; charset=utf-8", said.encode(), name)
    try:
        result = getattr(Operations(store, user), name)(**arguments)
    except Denied as denied:
        return Answer(
            500, "text/plain; charset=utf-8", f"System.Web.Services.Protocols.SoapException: {denied}".encode(), name
        )
    member = service.result(name)
    if member is None:
        return Answer(200, "text/xml", b"", name, name in WRITING)
    root = type(member)(member.type.lstrip("@"), member.type, 1, False, True)
    text = service.xml(root, _wrapped(service, member.type, result), store.api_version)
    xml = text.replace(f"<{root.name}>", f'<{root.name} xmlns="{service.namespace}">', 1)
    return Answer(
        200, "text/xml; charset=utf-8", f'<?xml version="1.0" encoding="utf-8"?>{xml}'.encode(), name, name in WRITING
    )

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A SOAP service of TMSBA: typed messages by zeep, over the task's own connections.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    MissingLibraryError,
    NotAllowedError,
    NotTmsError,
    TmsError,
    UnexpectedReplyError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._soap.announced import Announced
from ansible_collections.telepresence.tms.plugins.module_utils._soap.description import Description, wsdl
from ansible_collections.telepresence.tms.plugins.module_utils._soap.faults import fault

#: No list of a TMS is longer: each entry takes several KiB once it is read.
MOST_ENTRIES = 50_000

_ENVELOPE_ROOTS = (
    "{http://schemas.xmlsoap.org/soap/envelope/}Envelope",
    "{http://www.w3.org/2003/05/soap-envelope}Envelope",
)

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Result:
    """value: the result element, typed by the description, None where it is empty; api_version: where the reply tells it."""

    value: Any
    api_version: int | None = None


class Service:
    """Calls operations of one service; not safe to use from two threads at once."""

    def __init__(self, http: Http, description: Description, announced: Announced) -> None:
        try:
            import lxml.etree
            import zeep
            from zeep.settings import Settings
        except ImportError as error:
            raise MissingLibraryError("zeep", "speak SOAP with TMS", str(error)) from error
        # What zeep cannot read it logs with a traceback, on a module's standard error if nobody listens.
        logging.getLogger("zeep").addHandler(logging.NullHandler())
        self._http = http
        self._description = description
        self._announced = announced
        self._parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        description_file = io.BytesIO(wsdl(description, f"{http.base}/{description.path}"))
        self._client = zeep.Client(description_file, settings=Settings(strict=False, xml_huge_tree=False))

    def call(self, operation: str, *, session: str | None = None, **arguments: Any) -> Result:
        """One operation; a fault is a FaultError, anything that is no SOAP an UnexpectedReplyError.

        session: the client session, on calls that take a client licence.
        """
        import lxml.etree

        tag = f"{{{self._description.namespace}}}ExternalAPIVersionSoapHeader"
        header = self._client.get_element(tag)(
            ClientVersionIn=self._announced.version, **({"ClientSession": session} if session else {})
        )
        message = self._client.create_message(self._client.service, operation, _soapheaders=[header], **arguments)
        reply = self._http.soap(
            self._description.path,
            lxml.etree.tostring(message, xml_declaration=True, encoding="utf-8"),
            operation=operation,
            headers={
                "Content-Type": "text/xml; charset=utf-8",
                "SOAPAction": f'"{self._description.namespace}{operation}"',
            },
        )
        envelope = self._envelope(operation, reply)
        result = self._result(operation, envelope)
        self._announced.learn(result.api_version)
        return result

    def _envelope(self, operation: str, reply: Any) -> Any:
        import lxml.etree

        try:
            root = lxml.etree.fromstring(reply.content, self._parser)
        except (lxml.etree.XMLSyntaxError, ValueError) as error:
            raise self._no_soap(operation, reply, "the answer is no XML") from error
        document: Any = root.getroottree()
        if document.docinfo.doctype or root.tag not in _ENVELOPE_ROOTS:
            raise self._no_soap(operation, reply, "the answer is no SOAP envelope")
        return root

    def _no_soap(self, operation: str, reply: Any, said: str) -> TmsError:
        place = {"on": reply.url}
        if reply.status == 200 and "html" in reply.content_type:
            return NotTmsError(
                f"call {operation}",
                **place,
                said="a web page came back instead of SOAP",
                remedy="check that url is the address of the TMS server itself, not of a portal or login page before it",
            )
        return UnexpectedReplyError(
            f"call {operation}",
            **place,
            said=f"HTTP {reply.status}, {said}",
            remedy="look at the log of the TMS server",
        )

    def _result(self, operation: str, envelope: Any) -> Result:
        namespace = envelope.tag.rpartition("}")[0] + "}"
        body = envelope.find(f"{namespace}Body")
        answer = next((child for child in body if isinstance(child.tag, str)), None) if body is not None else None
        if answer is None:
            raise UnexpectedReplyError(f"call {operation}", on=self._http.base, said="the SOAP body is empty")
        if answer.tag == f"{namespace}Fault":
            raise self._fault(operation, answer)
        element = self._client.get_element(f"{{{self._description.namespace}}}{operation}Response")
        if answer.tag.rpartition("}")[2] != f"{operation}Response":
            raise UnexpectedReplyError(f"call {operation}", on=self._http.base, said=f"the answer is <{answer.tag}>")
        try:
            _make_fit(answer, element.type)
        except ValueError as error:
            raise UnexpectedReplyError(f"call {operation}", on=self._http.base, said=str(error)) from error
        parsed = element.parse(answer, self._client.wsdl.types)
        return Result(getattr(parsed, f"{operation}Result", None), _api_version(envelope))

    def _fault(self, operation: str, element: Any) -> TmsError:
        import lxml.etree

        by_name = {child.tag.rpartition("}")[2].casefold(): child for child in element if isinstance(child.tag, str)}
        reason = by_name.get("faultstring", by_name.get("reason"))
        message = "a fault without a text"
        if reason is not None:
            # itertext() takes a minute over the comments that a large answer can have.
            message = lxml.etree.tostring(reason, method="text", encoding="unicode", with_tail=False).strip()
        error = fault(operation, self._http.base, message, by_name.get("detail"))
        if error.code is None and "denied" in message.casefold():
            return NotAllowedError(
                error.tried, on=error.on, said=error.said, remedy="use an account that TMS allows this"
            )
        return error


def _api_version(envelope: Any) -> int | None:
    """ConfAPIVersion of the out header VersionSoapHeader, the only place where the server tells its API version."""
    for node in envelope.iter("{*}ConfAPIVersion"):
        text = (node.text or "").strip()
        return int(text) if text.isdecimal() and len(text) < 10 else None
    return None


def _make_fit(node: Any, type_: Any) -> None:
    """Remove what the description does not know, and put the rest in its order.

    A newer TMS adds elements, also between those that were there before. What is nil goes too: zeep would make an object
    of it that holds nothing. A list longer than any of a TMS, and an entry of one without anything in it, is a ValueError.
    """
    known = dict(getattr(type_, "elements", ()))
    places = {name: place for place, name in enumerate(known)}
    reached = 0
    in_order = True
    # One child at a time: a list of all would take more room than the reply does.
    following = next(iter(node), None)
    kept = 0
    while following is not None:
        child, following = following, following.getnext()
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else None
        if name not in known or child.get(_NIL) in ("true", "1"):
            node.remove(child)
            continue
        kept += 1
        if kept > MOST_ENTRIES:
            raise ValueError(f"a list in the answer has more than {MOST_ENTRIES:,} entries")
        in_order = in_order and places[name] >= reached
        reached = places[name]
        if hasattr(known[name].type, "elements"):
            _make_fit(child, known[name].type)
            if not len(child) and known[name].accepts_multiple:
                raise ValueError(f"an entry {name} of a list in the answer says nothing")
    if not in_order:
        node[:] = sorted(node, key=lambda child: places[child.tag.rpartition("}")[2]])

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the collection's own description of TMSBA with WSDLs of a server: check_description.py DIR

DIR holds them as *.wsdl, as a server gives them under ...asmx?wsdl. What is called must be equal on the wire: operations,
SOAPActions, headers, elements, types, order, occurrence and enumerations. Exit status 1 on a difference.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import lxml.etree

sys.path.insert(0, str(Path(__file__).resolve().parent))

from link_tree import link_tree

sys.path.insert(0, str(link_tree()))

from ansible_collections.telepresence.tms.plugins.module_utils._soap.description import (
    BOOKING,
    REMOTE_SETUP,
    Description,
    wsdl,
)

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
XSD = "{http://www.w3.org/2001/XMLSchema}"

#: Of later guides than the oldest servers: a server without them is no difference.
LATER = {("type ExternalAPIVersionSoapHeader", "ClientSession")}

Facts = dict[str, Any]


def qualified(node: Any, name: str) -> str:
    prefix, dummy, local = name.rpartition(":")
    return f"{{{node.nsmap.get(prefix or None)}}}{local}"


def content(node: Any) -> list[tuple[str, ...]]:
    """The children of a complex type in their order."""
    found: list[tuple[str, ...]] = []
    for child in node.iter(f"{XSD}element", f"{XSD}any", f"{XSD}anyAttribute"):
        if child is node:
            continue
        found.append(
            (
                child.get("name") or lxml.etree.QName(child).localname,
                qualified(child, child.get("type")) if child.get("type") else "",
                child.get("minOccurs", "1"),
                child.get("maxOccurs", "1"),
                child.get("nillable", "false"),
            )
        )
    return found


def facts(document: Any) -> Facts:
    """All that decides what goes over the wire, by what it is about."""
    told: Facts = {}
    schema = document.find(f"{WSDL}types/{XSD}schema")
    told["schema"] = (schema.get("targetNamespace"), schema.get("elementFormDefault"))
    for node in schema:
        name = node.get("name")
        if node.tag == f"{XSD}element":
            told[f"element {name}"] = qualified(node, node.get("type")) if node.get("type") else content(node)
        elif node.tag == f"{XSD}complexType":
            told[f"type {name}"] = content(node)
        elif node.tag == f"{XSD}simpleType":
            # The real list of ConferenceStatus names Finished twice.
            told[f"enumeration {name}"] = list(
                dict.fromkeys(each.get("value") for each in node.iter(f"{XSD}enumeration"))
            )
    messages = {
        message.get("name"): {part.get("name"): qualified(part, part.get("element", "")) for part in message}
        for message in document.findall(f"{WSDL}message")
    }
    ports = {
        operation.get("name"): operation
        for port in document.findall(f"{WSDL}portType")
        for operation in port
        if port.get("name").endswith("Soap")
    }
    for binding in document.findall(f"{WSDL}binding"):
        if binding.find(f"{SOAP}binding") is not None:
            for operation in binding.findall(f"{WSDL}operation"):
                name = operation.get("name")
                told[f"operation {name}"] = bound(operation, ports[name], messages)
    return told


def bound(operation: Any, port: Any, messages: dict[str, dict[str, str]]) -> Facts:
    own = operation.find(f"{SOAP}operation")
    told: Facts = {"action": own.get("soapAction"), "style": own.get("style")}
    for way in ("input", "output"):
        message = port.find(f"{WSDL}{way}").get("message").rpartition(":")[2]
        told[way] = (messages[message], operation.find(f"{WSDL}{way}/{SOAP}body").get("use"))
        told[f"{way} headers"] = {
            messages[header.get("message").rpartition(":")[2]][header.get("part")]
            for header in operation.findall(f"{WSDL}{way}/{SOAP}header")
        }
    return told


def differences(ours: Facts, theirs: Facts) -> list[str]:
    found = []
    for about, told in ours.items():
        if about not in theirs:
            found.append(f"{about}: unknown to the server")
            continue
        if about.startswith("type "):
            later = {name for place, name in LATER if place == about} - {each[0] for each in theirs[about]}
            told = [each for each in told if each[0] not in later]
        if told != theirs[about]:
            found.append(f"{about}:\n  ours   {told}\n  server {theirs[about]}")
    return found


def compared(description: Description, files: list[Path]) -> list[str]:
    ours = lxml.etree.fromstring(wsdl(description, "http://localhost/"))
    for file in files:
        document = lxml.etree.parse(file).getroot()
        if document.get("targetNamespace") == description.namespace:
            found = differences(facts(ours), facts(document))
            print(f"{description.service}: {len(description.operations)} operations, {len(found)} differences ({file})")
            return found
    return [f"{description.service}: no WSDL of it"]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    files = sorted(Path(arguments[0]).glob("*.wsdl"))
    found = [line for description in (REMOTE_SETUP, BOOKING) for line in compared(description, files)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

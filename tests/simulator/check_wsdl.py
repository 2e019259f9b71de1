# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the WSDLs that the simulator serves with those of a real TMS: check_wsdl.py DIRECTORY.

The directory holds bookingservice*.wsdl and remotesetupservice*.wsdl. Texts for people and the order of definitions do not
count; everything that goes over the wire does. Exit code 1 if anything differs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lxml import etree
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP

#: What a real file holds that tells where it was fetched, not what the service is.
_PLACES = {"location"}
_TEXTS = "{http://schemas.xmlsoap.org/wsdl/}documentation"


def facts(root: Any) -> dict[str, Any]:
    """Every named definition with all that is in it, prefixes resolved."""
    found = {}
    for element in root.iter():
        if not isinstance(element.tag, str) or element.get("name") is None:
            continue
        above = [each.get("name") for each in element.iterancestors() if each.get("name")]
        where = "/".join([*reversed(above), element.get("name")])
        found[f"{etree.QName(element).localname} {where}"] = _content(element)
    return found


def _content(element: Any) -> Any:
    attributes = sorted(
        (name, _resolved(element, value)) for name, value in element.attrib.items() if name not in _PLACES
    )
    children = [_content(child) for child in element if isinstance(child.tag, str) and child.tag != _TEXTS]
    if element.tag.endswith(("}schema", "}definitions", "}portType", "}service")) or element.tag.endswith("}binding"):
        children.sort(key=repr)
    return (element.tag, attributes, children)


def _resolved(element: Any, value: str) -> str:
    prefix, colon, name = value.partition(":")
    namespace = element.nsmap.get(prefix) if colon else None
    return f"{{{namespace}}}{name}" if namespace else value


def differences(served: str, real: bytes) -> list[str]:
    """What the two say differently, one line each."""
    ours, theirs = facts(etree.fromstring(served.encode())), facts(etree.fromstring(real))
    told = [f"missing: {name}" for name in sorted(theirs.keys() - ours.keys())]
    told += [f"not in the real one: {name}" for name in sorted(ours.keys() - theirs.keys())]
    told += [
        f"differs: {name}\n  real:   {theirs[name]}\n  served: {ours[name]}"
        for name in sorted(ours.keys() & theirs.keys())
        if ours[name] != theirs[name]
    ]
    return told


def main() -> int:
    """Compare both services."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    result = 0
    for service, pattern in ((BOOKING, "bookingservice*.wsdl"), (REMOTE_SETUP, "remotesetupservice*.wsdl")):
        files = sorted(Path(sys.argv[1]).glob(pattern))
        if not files:
            print(f"{service.name}: no file {pattern} in {sys.argv[1]}")
            result = 1
        for file in files:
            told = differences(service.wsdl("http://localhost" + service.path), file.read_bytes())
            print(f"{service.name}: {len(service.operations)} operations, {len(told)} differences to {file.name}")
            for line in told:
                print(f"  {line}"[:600])
            result = result or int(bool(told))
    return result


if __name__ == "__main__":
    sys.exit(main())

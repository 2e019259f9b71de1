# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A TMS that answers SOAP with what a test wrote down, and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.etree
import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Reply

SETUP = "http://tandberg.net/2004/02/tms/external/booking/remotesetup/"
BOOKING = "http://tandberg.net/2004/02/tms/external/booking/"
ENVELOPES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}


class Asked:
    """One call as it went over the wire."""

    def __init__(self, path: str, envelope: bytes, operation: str, headers: dict[str, str]) -> None:
        self.path, self.operation, self.headers = path, operation, headers
        self.root = lxml.etree.fromstring(envelope)

    def values(self, name: str) -> list[str]:
        return [each.text for each in self.root.iter(f"{{*}}{name}")]

    @property
    def body(self) -> Any:
        return self.root.find("{*}Body")[0]


class Answering:
    """Stands where Http does. answer: from what was asked to (status, content type, content)."""

    base = "https://tms.example.com/tms"

    def __init__(self, answer: Callable[[Asked], tuple[int, str, bytes]]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []

    def soap(self, path: str, envelope: bytes, *, operation: str, headers: dict[str, str]) -> Reply:
        self.asked.append(Asked(path, envelope, operation, headers))
        status, content_type, content = self.answer(self.asked[-1])
        return Reply(status, f"{self.base}/{path}", content, {"Content-Type": content_type})


def enveloped(body: str, header: str = "", version: str = "1.1") -> bytes:
    namespace = ENVELOPES[version]
    text = f'<soap:Envelope xmlns:soap="{namespace}"><soap:Header>{header}</soap:Header><soap:Body>{body}</soap:Body>'
    return f'<?xml version="1.0" encoding="utf-8"?>{text}</soap:Envelope>'.encode()


@pytest.fixture
def tms() -> Callable[..., Answering]:
    """tms(result): answers every call with the inside of its result element; result may depend on what was asked."""

    def made(
        result: str | Callable[[Asked], str], *, namespace: str = SETUP, header: str = "", version: str = "1.1"
    ) -> Answering:
        def answer(asked: Asked) -> tuple[int, str, bytes]:
            inside = result if isinstance(result, str) else result(asked)
            name = asked.operation
            body = f'<{name}Response xmlns="{namespace}"><{name}Result>{inside}</{name}Result></{name}Response>'
            return 200, "text/xml; charset=utf-8", enveloped(body, header, version)

        return Answering(answer)

    return made


@pytest.fixture
def faulty() -> Callable[..., Answering]:
    """faulty(fault): answers every call with a Fault of that content."""

    def made(fault: str, *, status: int = 500, version: str = "1.1") -> Answering:
        content = enveloped(f"<soap:Fault>{fault}</soap:Fault>", version=version)
        return Answering(lambda asked: (status, "text/xml; charset=utf-8", content))

    return made


@pytest.fixture
def answering() -> type[Answering]:
    return Answering

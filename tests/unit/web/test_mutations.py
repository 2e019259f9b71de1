# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks on a server whose replies are spoiled end in a value or a sentence, and write nothing that was not meant; `make mutations`
does it ten thousand times. What it once found is kept below by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "generated"))

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.body import codec
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    SignInError,
    TmsError,
    UnexpectedReplyError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import general_settings, users
from mutators import LOGIN, Answer
from spoiled import BASE, Server, reached
from trials import Trial
from tms_simulator.web.skins import SKINS

CASES = 8

Asked = Callable[[Callable[[Answer], Answer], Callable[[Tms], Any]], Any]


@pytest.mark.parametrize("skin", sorted(SKINS))
def test_spoiled_replies_end_in_a_value_or_a_sentence(skin: str, tmp_path: Path) -> None:
    trial = Trial(tmp_path / "tms.sqlite", skin)
    # A case is its number's alone; those of `make mutations` begin at 1.
    mistakes = [entry for entry in (trial.case(900_000 + number) for number in range(CASES)) if entry[1]]
    trial.close()
    assert mistakes == []


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """asked(spoil, work): *work* with every reply spoiled."""
    server = Server(tmp_path / "tms.sqlite", "classic")

    def made(spoil: Callable[[Answer], Answer], work: Callable[[Tms], Any]) -> Any:
        server.begin(lambda dummy, answer: spoil(answer))
        tms = Tms(
            Connection(BASE, "TMS\\tmsadmin", "secret", auth="ntlm", concurrency=1, use_proxy=False), read_only=True
        )
        try:
            with reached(server):
                return work(tms)
        finally:
            tms.close()

    yield made
    server.close()


def _read(tms: Tms) -> Any:
    return general_settings.read(tms.web)


def test_a_link_that_is_no_address_is_no_link(asked: Asked) -> None:
    def spoil(answer: Answer) -> Answer:
        links = b"<body><a href='http://[x'>General Settings</a><a href='http://h:port/'>Systems</a><iframe src='http://['></iframe>"
        return replace(answer, body=answer.body.replace(b"<body>", links))

    assert asked(spoil, _read).keys


@pytest.mark.parametrize("place", ["http://[", "https://tms.corp.example:port/", "https://tms.corp.example:99999/"])
def test_a_redirect_to_no_address_is_a_sentence(asked: Asked, place: str) -> None:
    with pytest.raises(UnexpectedReplyError, match=r"no address|cannot be read"):
        asked(lambda answer: replace(answer, status=302, headers={"Location": place}), _read)


def test_a_challenge_that_is_no_token_is_a_sentence(asked: Asked) -> None:
    with pytest.raises(SignInError, match="is no token"):
        asked(lambda answer: replace(answer, status=401, headers={"WWW-Authenticate": "NTLM AAA"}), _read)


@pytest.mark.parametrize("version", ["²", "9" * 5000])
def test_a_version_that_is_no_number_is_none(asked: Asked, version: str) -> None:
    def spoil(answer: Answer) -> Answer:
        body = answer.body.replace(b"<ConfAPIVersion>15<", b"<ConfAPIVersion>" + version.encode() + b"<")
        return replace(
            answer, body=body.replace(b">15</ConfAPIVersion>", b">" + version.encode() + b"</ConfAPIVersion>")
        )

    assert asked(spoil, lambda tms: tms.booking.default_conference().owner_user_name)


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "utf-7", "rot13", "cp037", "undefined"])
def test_an_encoding_that_no_browser_knows_is_none(name: str) -> None:
    assert codec(name) is None


def test_a_page_cut_within_its_form_is_not_read(asked: Asked) -> None:
    def spoil(answer: Answer) -> Answer:
        form = answer.body.rfind(b"</form")
        return answer if form < 0 else replace(answer, body=answer.body[: form - 20])

    with pytest.raises(UnexpectedReplyError, match=r"it was cut"):
        asked(spoil, _read)


def test_a_reply_shorter_than_announced_was_cut(asked: Asked) -> None:
    with pytest.raises(TmsError, match="the connection was cut"):
        asked(lambda answer: replace(answer, body=answer.body[:-1], cut=True), _read)


@pytest.mark.parametrize("filling", [b"<b></b>", b"x" * 64])
def test_more_than_a_page_can_hold_is_refused(asked: Asked, filling: bytes) -> None:
    many = filling * (9 * 1024 * 1024 // len(filling))
    with pytest.raises(UnexpectedReplyError, match=r"no page of TMS has so many|tags"):
        asked(lambda answer: replace(answer, body=answer.body + many), _read)


def test_a_login_page_is_no_empty_list_of_users(asked: Asked) -> None:
    def spoil(answer: Answer) -> Answer:
        return replace(answer, body=LOGIN) if b"Windows Username" in answer.body else answer

    with pytest.raises(TmsError, match="login page"):
        asked(spoil, lambda tms: users.find(tms.web, "TMS\\nobody"))


def test_a_label_of_any_length_makes_no_longer_message() -> None:
    assert len(str(TmsError("open '" + "x" * 100_000 + "'", on="y" * 100_000, said="no"))) < 1000

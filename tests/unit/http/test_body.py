# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies byte by byte as Chromium writes them; `make oracle` compares many more."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.body import NoFile, codec, encoded

PAIRS = {
    "blanks and signs": ([("a b", "x~*-._y!'()")], "utf-8", b"a+b=x%7E*-._y%21%27%28%29"),
    "line ends": ([("t", "a\nb\rc\r\nd")], "utf-8", b"t=a%0D%0Ab%0D%0Ac%0D%0Ad"),
    "utf-8": ([("t", "\u00e4\u6771")], "utf-8", b"t=%C3%A4%E6%9D%B1"),
    "what the encoding lacks": ([("t", "\u00e4\u6771")], "cp1252", b"t=%E4%26%2326481%3B"),
    "no file": ([("f", NoFile())], "utf-8", b"f="),
}


@pytest.mark.parametrize(("fields", "encoding", "expected"), PAIRS.values(), ids=PAIRS.keys())
def test_pairs(fields: list[tuple[str, str]], encoding: str, expected: bytes) -> None:
    assert encoded(fields, encoding) == (expected, "application/x-www-form-urlencoded")


def test_parts() -> None:
    body, content_type = encoded([('a"b', "x\ny"), ("f", NoFile()), ("t", "\u00e4")], "utf-8", multipart=True)
    boundary = content_type.removeprefix("multipart/form-data; boundary=").encode()
    assert body.split(b"--" + boundary) == [
        b"",
        b'\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\nx\r\ny\r\n',
        b'\r\nContent-Disposition: form-data; name="f"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n',
        b'\r\nContent-Disposition: form-data; name="t"\r\n\r\n\xc3\xa4\r\n',
        b"--\r\n",
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("Shift_JIS", "cp932"),
        ("UTF-8", "utf-8"),
        ("rot13", None),
        ("x", None),
    ],
)
def test_names_of_encodings(name: str, meant: str | None) -> None:
    assert codec(name) == meant

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom to trust and which proxy to use: the user's choice, given with every request.

This module util is PRIVATE to the collection; it can change at any time.

requests lets REQUESTS_CA_BUNDLE override what is set on a session; only what is given with the request wins.
"""

from __future__ import annotations

import glob
import os
import tempfile

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError


class Trust:
    """verify and proxies for requests; a PEM text or a directory becomes one file for the time of the task."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._made: str | None = None
        self.verify = self._verify()
        self.proxies = self._proxies()

    def _verify(self) -> bool | str:
        if not self._connection.validate_certs:
            return False
        given = self._connection.ca_cert
        if not given:
            # Nothing chosen: what the environment trusts, as every other tool on this host does.
            return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
        if "-----BEGIN" in given:
            return self._bundle([given])
        path = os.path.expanduser(given)
        if os.path.isdir(path):
            texts = [_pem(file) for file in sorted(glob.glob(os.path.join(path, "*"))) if os.path.isfile(file)]
            return self._bundle(
                [text for text in texts if text] or self._unusable("the directory holds no certificate in PEM form")
            )
        if not os.path.isfile(path):
            self._unusable("there is no such file or directory")
        return path

    def _unusable(self, said: str) -> list[str]:
        raise InputError(
            "The option ca_cert must be a file, a directory or PEM text", on=str(self._connection.ca_cert), said=said
        )

    def _bundle(self, texts: list[str]) -> str:
        descriptor, path = tempfile.mkstemp(prefix="tms-ca-", suffix=".pem")
        with os.fdopen(descriptor, "w", encoding="ascii", errors="ignore") as bundle:
            bundle.write("\n".join(texts))
        self._made = path
        return path

    def _proxies(self) -> dict[str, str]:
        if not self._connection.use_proxy:
            return {}
        from requests.utils import get_environ_proxies

        return dict(get_environ_proxies(self._connection.url))

    def close(self) -> None:
        if self._made:
            os.unlink(self._made)
            self._made = None


def _pem(path: str) -> str:
    with open(path, encoding="ascii", errors="ignore") as file:
        text = file.read()
    return text if "-----BEGIN CERTIFICATE" in text else ""

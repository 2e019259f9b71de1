# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with extended protection: the sign-in must be bound to the TLS connection. MIT's library decides, not ours."""

from __future__ import annotations

import base64
import ssl
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import gssapi


class Server(ThreadingHTTPServer):
    """binding: what the client must have bound its sign-in to; refused: how many sign-ins were not."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, binding: bytes, store: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.binding = binding
        self.credentials = gssapi.Credentials(usage="accept", store=dict(store))
        self.refused = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *dummy: Any) -> None:
        pass

    def do_GET(self) -> None:
        dummy, dummy, token = self.headers.get("Authorization", "").partition(" ")
        if token:
            bindings = gssapi.raw.ChannelBindings(application_data=self.server.binding)
            context = gssapi.SecurityContext(usage="accept", creds=self.server.credentials, channel_bindings=bindings)
            if self._bound(context, base64.b64decode(token)):
                return self._answer(200)
            self.server.refused += 1
        return self._answer(401)

    @staticmethod
    def _bound(context: gssapi.SecurityContext, token: bytes) -> bool:
        """Whether the token is good, and bound to this connection: the library accepts who binds to nothing."""
        try:
            context.step(token)
            return context.complete and gssapi.RequirementFlag.channel_bound in context.actual_flags
        except (gssapi.exceptions.GSSError, AttributeError):
            # An error of a step is raised by the next use; what was refused has no flags.
            return False

    def _answer(self, status: int) -> None:
        body = b"<html><body>Who asks is known. S/N: 84000001 (tms)</body></html>"
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if status == 401:
            self.send_header("WWW-Authenticate", "Negotiate")
        self.end_headers()
        self.wfile.write(body)

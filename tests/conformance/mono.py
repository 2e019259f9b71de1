# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A genuine ASP.NET on the loopback interface: Mono's FastCGI server runs the site, nginx before it signs in by Basic."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

SITE = Path(__file__).parent / "site"
USERNAME = "tmsadmin"
PASSWORD = "Pa55-w0rd"

#: What an error tells: nothing of it, all, or a page of the site's own. Each is a copy of the site: directory -> web.config.
_ERRORS = {
    "closed": '<customErrors mode="On" />',
    "open": '<customErrors mode="Off" />',
    "polite": '<customErrors mode="On" defaultRedirect="error.htm" />',
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mono:
    """The site at url; with customErrors off at open_url, and with an error page of its own at polite_url."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._port, self._behind = _free_port(), _free_port()
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        return f"http://localhost:{self._port}/tms"

    @property
    def open_url(self) -> str:
        return f"http://localhost:{self._port}/open/tms"

    @property
    def polite_url(self) -> str:
        return f"http://localhost:{self._port}/polite/tms"

    def start(self) -> None:
        cache = self._directory / "cache"
        cache.mkdir()
        for name, errors in _ERRORS.items():
            copy = self._directory / name
            shutil.copytree(SITE, copy)
            settings = (copy / "web.config").read_text()
            (copy / "web.config").write_text(settings.replace(_ERRORS["closed"], errors))
        closed, opened, polite = (self._directory / name for name in _ERRORS)
        with (self._directory / "mono.log").open("wb") as log:
            self._started.append(
                subprocess.Popen(
                    [
                        "fastcgi-mono-server4",
                        f"/applications=/tms:{closed},/open/tms:{opened},/polite/tms:{polite}",
                        f"/socket=tcp:127.0.0.1:{self._behind}",
                    ],
                    # What it compiles goes below TMPDIR.
                    env=os.environ | {"TMPDIR": str(cache), "MONO_REGISTRY_PATH": str(cache), "HOME": str(cache)},
                    stdout=log,
                    stderr=log,
                )
            )
        self._started.append(subprocess.Popen([_nginx(), "-p", str(self._directory), "-c", str(self._configured())]))
        self._wait()

    def stop(self) -> None:
        for process in reversed(self._started):
            process.terminate()
        for process in self._started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)

    def control(self, query: str = "") -> list[list[str]]:
        """What was changed so far: of what, label, old and new value. query: see control.ashx."""
        with self._opened(f"{self.url}/control.ashx?{query}") as reply:
            changes: list[list[str]] = json.load(reply)
        return changes

    def requests(self) -> list[tuple[str, str, int]]:
        """Method, address and status of each request so far."""
        log = (self._directory / "access.log").read_text().splitlines()
        return [(method, address, int(status)) for method, address, status in map(str.split, log)]

    @property
    def log(self) -> str:
        """What Mono says, for a failure to be explained by."""
        return (self._directory / "mono.log").read_text(errors="replace")

    def _wait(self) -> None:
        """The first request compiles the site."""
        deadline = time.monotonic() + 60
        while True:
            try:
                with self._opened(f"{self.url}/control.ashx"):
                    return
            except OSError as error:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"Mono does not answer ({error}): {self.log}") from error
                time.sleep(0.1)

    @staticmethod
    def _opened(address: str) -> Any:
        credentials = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(address, headers={"Authorization": f"Basic {credentials}"})
        return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60)

    def _configured(self) -> Path:
        # As `htpasswd -s` does.
        digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
        (self._directory / "accounts").write_text(f"{USERNAME}:{{SHA}}{digest}\n")
        own = self._directory
        temporary = "".join(
            f" {kind}_temp_path {own}/{kind};\n" for kind in ("client_body", "fastcgi", "proxy", "uwsgi", "scgi")
        )
        parameters = {
            "REQUEST_METHOD": "$request_method",
            "QUERY_STRING": "$query_string",
            "CONTENT_TYPE": "$content_type",
            "CONTENT_LENGTH": "$content_length",
            "SCRIPT_NAME": "$fastcgi_script_name",
            "REQUEST_URI": "$request_uri",
            "DOCUMENT_ROOT": str(own),
            "SCRIPT_FILENAME": f"{own}$fastcgi_script_name",
            "PATH_INFO": '""',
            "SERVER_PROTOCOL": "$server_protocol",
            "SERVER_NAME": "$server_name",
            "SERVER_PORT": "$server_port",
            "SERVER_ADDR": "$server_addr",
            "REMOTE_ADDR": "192.0.2.1",
            "REMOTE_PORT": "$remote_port",
            "REMOTE_USER": "$remote_user",
            "AUTH_USER": "$remote_user",
            "HTTP_HOST": "$http_host",
        }
        passed = "".join(f"  fastcgi_param {name} {value};\n" for name, value in parameters.items())
        path = own / "nginx.conf"
        path.write_text(
            f"""daemon off;
{"user root root;" if os.geteuid() == 0 else ""}
pid {own}/nginx.pid;
error_log {own}/nginx.log;
worker_processes 1;
events {{ worker_connections 64; }}
http {{
 log_format short "$request_method $request_uri $status";
 access_log {own}/access.log short;
{temporary}
 server {{
  listen 127.0.0.1:{self._port};
  server_name localhost;
  auth_basic TMS;
  auth_basic_user_file {own}/accounts;
  fastcgi_index default.aspx;
  fastcgi_read_timeout 60;
{passed}
  location / {{ fastcgi_pass 127.0.0.1:{self._behind}; }}
 }}
}}
"""
        )
        return path


def _nginx() -> str:
    return shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/sbin") or "nginx"

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apache in front of a page: Kerberos by mod_auth_gssapi, NTLM by gss-ntlmssp, Basic, or a proxy before another server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from realm import free_port, wait_for

MODULES = Path("/usr/lib/apache2/modules")
_LOADED = (
    "mpm_event authn_core authn_file authz_core authz_user auth_basic auth_gssapi alias dir mime env headers proxy proxy_http "
    "rewrite deflate filter ssl socache_shmcb"
)


class Apache:
    """site: directives of the server beside those that every one has. Its log of requests is read by requests()."""

    def __init__(self, directory: Path, site: str, environment: Mapping[str, str] | None = None) -> None:
        self.directory = directory
        self._environment = dict(environment or {})
        self._server: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        directory.mkdir(parents=True, exist_ok=True)
        pages = directory / "pages" / "tms"
        pages.mkdir(parents=True, exist_ok=True)
        (pages / "index.html").write_text("<html><body>Who asks is known. S/N: 84000001 (tms)</body></html>")
        loaded = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in _LOADED.split()]
        account = ["User www-data", "Group www-data"] if os.geteuid() == 0 else []
        passed = [f"PassEnv {name}" for name in self._environment]
        (directory / "apache.conf").write_text(
            "\n".join(
                [
                    *loaded,
                    *account,
                    *passed,
                    f"ServerRoot {directory}",
                    f"PidFile {directory}/apache.pid",
                    f"ErrorLog {directory}/error.log",
                    "LogLevel warn",
                    'LogFormat "%m %U %s %u %{remote}p" short',
                    f"CustomLog {directory}/access.log short",
                    f"Listen 127.0.0.1:{self.port}",
                    "ServerName localhost",
                    f"DocumentRoot {directory}/pages",
                    "StartServers 1",
                    "ThreadsPerChild 8",
                    "MaxRequestWorkers 64",
                    "KeepAliveTimeout 60",
                    "DirectoryIndex index.html",
                    "TypesConfig /dev/null",
                    "AddType text/html .html",
                    "EnableMMAP Off",
                    "<Directory />\n Require all granted\n</Directory>",
                    site.replace("@DIRECTORY@", str(directory)).replace("@PORT@", str(self.port)),
                ]
            )
        )
        if os.geteuid() == 0:
            for place in (directory, *directory.rglob("*")):
                place.chmod(place.stat().st_mode | 0o055 if place.is_dir() else 0o644)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self._server = subprocess.Popen(
            ["/usr/sbin/apache2", "-DFOREGROUND", "-f", str(self.directory / "apache.conf")],
            env=os.environ | self._environment,
        )
        wait_for(self.port, f"Apache ({self.directory}/error.log)")

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(20)

    def requests(self) -> list[list[str]]:
        """Method, path, status, user and the client's port of each request so far."""
        log = self.directory / "access.log"
        return [line.split() for line in log.read_text().splitlines()] if log.exists() else []

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Kerberos realm of its own on the loopback interface, made by MIT's KDC for the time of a test run."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

REALM = "TMS.TEST"
SERVICE = f"HTTP/localhost@{REALM}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, what: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{what} did not start on port {port}")


class Realm:
    """One principal `user` with a password, and the keytab of the web server. environment: what makes libraries use it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.keytab = directory / "http.keytab"
        self._port = free_port()
        self._kdc: subprocess.Popen[bytes] | None = None
        (directory / "krb5.conf").write_text(
            f"""[libdefaults]
 default_realm = {REALM}
 dns_lookup_realm = false
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
 kdc_timesync = 0
[realms]
 {REALM} = {{
  kdc = 127.0.0.1:{self._port}
 }}
[domain_realm]
 localhost = {REALM}
"""
        )
        (directory / "kdc.conf").write_text(
            f"""[kdcdefaults]
 kdc_ports = {self._port}
 kdc_tcp_ports = {self._port}
[realms]
 {REALM} = {{
  database_name = {directory}/principal
  key_stash_file = {directory}/stash
  acl_file = {directory}/kadm5.acl
  max_life = 1h
 }}
"""
        )
        self.environment = {
            "KRB5_CONFIG": str(directory / "krb5.conf"),
            "KRB5_KDC_PROFILE": str(directory / "kdc.conf"),
            "KRB5CCNAME": f"FILE:{directory}/ccache",
        }

    def start(self, password: str) -> None:
        self._run("kdb5_util", "create", "-s", "-r", REALM, "-P", "master")
        self._run("kadmin.local", "-q", f"addprinc -pw {password} user")
        self._run("kadmin.local", "-q", f"addprinc -randkey {SERVICE}")
        self._run("kadmin.local", "-q", f"ktadd -k {self.keytab} {SERVICE}")
        # The web server reads it under another account where the tests run as root.
        self.keytab.chmod(0o644)
        self._kdc = subprocess.Popen(["krb5kdc", "-n"], env=self._environment(), stderr=subprocess.DEVNULL)
        wait_for(self._port, "the KDC")

    def stop(self) -> None:
        if self._kdc is not None:
            self._kdc.terminate()
            self._kdc.wait(10)

    def get_ticket(self, password: str, *arguments: str) -> None:
        """kinit: a ticket in the credential cache."""
        self._run("kinit", *arguments, "user", given=f"{password}\n")

    def forget_tickets(self) -> None:
        subprocess.run(["kdestroy", "-q"], env=self._environment(), check=False)

    def _environment(self) -> dict[str, str]:
        return os.environ | self.environment | {"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}

    def _run(self, *command: str, given: str = "") -> None:
        done = subprocess.run(
            command, env=self._environment(), input=given, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[:2])}: {done.stderr or done.stdout}")

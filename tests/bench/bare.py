# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person would write who only wants the pages: sessions with NTLM, a thread each, and nothing done with the replies.

Reads a JSON task from standard input: url, username, password, concurrency, addresses.
"""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import requests
from requests_ntlm import HttpNtlmAuth

task = json.load(sys.stdin)
local = threading.local()


def read(address: str) -> int:
    """One page."""
    if not hasattr(local, "session"):
        local.session = requests.Session()
        local.session.trust_env = False
        local.session.auth = HttpNtlmAuth(task["username"], task["password"])
    reply = local.session.get(task["url"] + address, timeout=30)
    reply.raise_for_status()
    return len(reply.content)


with ThreadPoolExecutor(task["concurrency"]) as pool:
    read_bytes = sum(pool.map(read, task["addresses"]))
sys.exit(0 if read_bytes else "nothing was read")

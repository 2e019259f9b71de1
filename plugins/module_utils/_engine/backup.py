# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backup: the old value of everything a task is about to write, on disk before the write is sent.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError


class Backup:
    """A file of JSON lines, each one entry of the same module's input that brings an old value back.

    The file is made when the first line is due, readable by its owner alone, and every line is synced to the disk before
    the write it belongs to is sent: what a killed task had overwritten is always in it.
    """

    def __init__(self, directory: str, filename: str) -> None:
        self.path = os.path.abspath(os.path.join(os.path.expanduser(directory), filename))
        self.written = False
        self._lock = threading.Lock()

    def record(self, restores: Mapping[str, Any]) -> None:
        line = json.dumps(dict(restores), ensure_ascii=False, sort_keys=True) + "\n"
        with self._lock:
            try:
                self._append(line.encode("utf-8"))
            except OSError as error:
                raise TmsError(
                    "write the backup",
                    on=f"file '{self.path}'",
                    said=str(error.strerror or error),
                    remedy="give a writable directory as backup_options.dir_path; nothing is written to TMS without a backup",
                ) from error
            self.written = True

    def _append(self, line: bytes) -> None:
        # Opened anew for each line: a file that was moved away or a disk that filled up is noticed before the write.
        directory = os.path.dirname(self.path)
        os.makedirs(directory, mode=0o700, exist_ok=True)
        new = not os.path.exists(self.path)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            while line:
                line = line[os.write(descriptor, line) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if new:
            self._sync_directory(directory)

    @staticmethod
    def _sync_directory(directory: str) -> None:
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def default_filename(host: str, module: str) -> str:
    """host, module and time, as network modules name their backups: "tms.example.com_remote_bookings_2026-11-24@10-30-59.jsonl"."""
    safe_host = "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in host)
    return f"{safe_host}_{module}_{time.strftime('%Y-%m-%d@%H-%M-%S')}-{os.getpid()}.jsonl"

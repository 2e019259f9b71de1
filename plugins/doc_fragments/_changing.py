# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This document fragment is PRIVATE to the collection; it can change at any time.

from __future__ import annotations


class ModuleDocFragment:
    """The options of every module that changes something."""

    DOCUMENTATION = r"""
options:
  backup:
    description:
      - Append the old value of everything that is about to be written to a file, synced to the disk before each write is sent.
      - Each line is a JSON dictionary, an entry of this module's input that brings the old value back.
    type: bool
    default: true
  backup_options:
    description:
      - Where the backup goes.
    type: dict
    suboptions:
      dir_path:
        description:
          - Directory of the backup; it is made if it is missing. A relative path starts at the directory of the playbook.
        type: path
        default: backup
      filename:
        description:
          - Name of the file. An existing file is appended to.
          - By default the name is made of the host, the module and the time.
        type: str
  max_changes:
    description:
      - Refuse to write anything if more objects than this would change.
    type: int
  max_failures:
    description:
      - So many failures in a row end all further writing of the task.
      - A first change of which nobody knows what became of it ends it at once.
    type: int
    default: 3
"""

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the whole run, as kill -9 does, once so many modules of the collection have run outside of check mode."""

from __future__ import annotations

import os
from contextlib import suppress

import psutil
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: kill_after
type: aggregate
short_description: Kill a run at a boundary between tasks
description:
  - Kills ansible-playbook and its workers after the number of modules in E(TMS_TEST_KILL_AFTER); items of a loop count one by one.
options: {}
"""


class CallbackModule(CallbackBase):
    """Counts the results of modules that may have written."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "kill_after"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._left = int(os.environ["TMS_TEST_KILL_AFTER"])

    def _count(self, result):
        if not result._task.action.startswith("telepresence.tms.") or result._task.check_mode:
            return
        self._left -= 1
        if self._left == 0:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    child.kill()
            psutil.Process().kill()

    def v2_runner_on_ok(self, result):
        if not result._task.loop:
            self._count(result)

    def v2_runner_item_on_ok(self, result):
        self._count(result)

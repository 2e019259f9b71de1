# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The skins by name."""

from __future__ import annotations

from tms_simulator.web.skin import Skin
from tms_simulator.web.skins.classic import Classic
from tms_simulator.web.skins.deutsch import Deutsch
from tms_simulator.web.skins.divs import Divs
from tms_simulator.web.skins.frames import Frames
from tms_simulator.web.skins.japanese import Japanese
from tms_simulator.web.skins.postback import Postback

SKINS: dict[str, type[Skin]] = {skin.name: skin for skin in (Classic, Postback, Divs, Deutsch, Frames, Japanese)}

#: Those that playbooks are run on by default, so that a run of all tests stays short; the others tell the same in units.
EVERYDAY = ("classic", "divs", "postback")

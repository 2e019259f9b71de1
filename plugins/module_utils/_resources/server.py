# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What server_info reports: who answers, as whom we are signed in, and which labels were found where.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web import probe


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result: a handful of unlicensed SOAP calls, and with probe a read of each page we know."""
    default = tms.booking.default_conference()
    result: dict[str, Any] = {
        "api_version": default.api_version,
        "schemes": list(tms.http.schemes_offered),
        "user": {
            "name": default.owner_user_name,
            "first_name": default.owner_first_name,
            "last_name": default.owner_last_name,
            "email": default.owner_email,
            "site_administrator": tms.remote_setup.is_site_admin(),
            "book_on_behalf": tms.remote_setup.is_book_on_behalf_user(),
            "local_administrator": tms.remote_setup.is_local_admin(),
        },
    }
    if params["probe"]:
        sample = next((system for system in tms.systems if system.bookable and system.responds), None)
        result["probe"] = [found.as_result() for found in probe.run(tms.web, sample)]
    return result

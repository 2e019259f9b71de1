# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What server_info reports: who answers, as whom we are signed in, and which labels were found where.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.masking import Mask
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import SECTIONS
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web import probe
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import DEFAULTS
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, navigator
from ansible_collections.telepresence.tms.plugins.module_utils._web.recording import Recorder, files
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web

#: Names that every TMS has: they tell nothing of this one.
_EVERYWHERE = ("Cisco TelePresence Management Suite", "TMS", "Site Administrator", "Video Unit Administrator", "Users")


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result: a handful of unlicensed SOAP calls, and with probe a read of each page we know."""
    if params["record"] and not params["probe"]:
        raise InputError("The option record saves the pages that the probe reads", remedy="set probe: true, too")
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
        "server": tms.server(),
    }
    web = tms.web
    if params["probe"]:
        recorder = Recorder(tms.http)
        web = tms.web_through(recorder)
        sample = next((system for system in tms.systems if system.bookable and system.responds), None)
        found = probe.run(web, sample)
        result["probe"] = [each.as_result() for each in found]
    if not (params["mask"] or params["record"]):
        return result
    # One mask for both, so that a name has the same stand-in in the result and in the recording.
    mask = _mask(tms, web, params)
    if params["record"]:
        made = files(recorder, mask, found, sample, tms.systems, web.labels)
        result["recording"] = _saved(made, params["record"]) | {"left": list(mask.left)}
    return dict(mask.value(result)) if params["mask"] else result


def _saved(made: Mapping[str, str], path: str) -> dict[str, Any]:
    """Write a recording, readable by its owner alone: it is masked, but nobody has looked at it yet."""
    directory = os.path.abspath(os.path.expanduser(path))
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        for name, text in made.items():
            descriptor = os.open(os.path.join(directory, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise TmsError(
            "save the pages", on=directory, said=error.strerror or str(error), remedy="give another directory as record"
        ) from error
    return {"path": directory, "pages": len(made) - 1}


def _mask(tms: Tms, web: Web, params: Mapping[str, Any]) -> Mask:
    """Stand-ins for all names that this server is known to hold."""
    systems, users = tms.systems, tms.remote_setup.users()
    # The account that asks is in no list of a client that may not read it.
    accounts = [*(user.user_name for user in users), params["username"] or "", tms.me]
    names: dict[str, list[str]] = {
        "word": list(params["mask_words"]),
        "serial": [tms.web.serial or ""],
        "host": [urlsplit(tms.http.base).hostname or ""],
        "System": [system.name for system in systems],
        "detail": [
            each
            for system in systems
            for each in (
                *(system.contact, system.sip_uri, system.h323_id, system.e164_alias, system.location),
                *system.description.splitlines(),
            )
        ],
        "address": [system.address for system in systems if not system.address.replace(".", "").isdigit()],
        "Folder": sorted(navigator.directory(web).folder_names),
        "Group": [name for name in _group_names(web) if name not in _EVERYWHERE],
        "Person": [
            name
            for user in users
            for name in (user.display_name, f"{user.first_name} {user.last_name}", user.first_name, user.last_name)
        ],
        "user": [account(name)[1] for name in accounts],
        "DOMAIN": [account(name)[0] for name in accounts],
    }
    spellings = {each for label, others in DEFAULTS.items() for each in (label, *others, *web.labels.all(label))}
    return Mask(names, keep=(*spellings, *SECTIONS, *_EVERYWHERE))


def _group_names(web: Web) -> list[str]:
    try:
        return [entry.spelled for entry in groups.entries(web)]
    except TmsError:
        # An account that may not see the groups cannot have read their names on any page.
        return []

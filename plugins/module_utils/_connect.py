# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the connection options to a server, and what its answers must not repeat: for modules and plugins alike.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import base64
import traceback
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.progress import Listener, ignore

if TYPE_CHECKING:
    from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms

#: Gives the value of an option by its name: a look into a module's parameters, or a plugin's get_option.
Option = Callable[[str], Any]


def connection(option: Option) -> Connection:
    """The connection that the options describe; not checked yet, so that whoever opens it tells what is wrong."""

    def text(name: str) -> str | None:
        # A plugin's option may be text of a vault, which is no str before it is asked for.
        value = option(name)
        return None if value is None else str(value)

    return Connection(
        url=text("url") or "",
        # An empty text keeps the environment from stepping in, and is no name and no password.
        username=text("username") or None,
        password=text("password") or None,
        auth=str(option("auth")),
        validate_certs=option("validate_certs"),
        ca_cert=text("ca_cert"),
        timeout=option("timeout"),
        concurrency=option("concurrency"),
        use_proxy=option("use_proxy"),
        allow_basic_over_http=option("allow_basic_over_http"),
    )


def opened(option: Option, *, read_only: bool, listener: Listener = ignore) -> Tms:
    """The server that the options describe; to be closed by whoever asks for it."""
    # Nine tenths of the collection hang on these, and a module that speaks to no server needs none of it.
    from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
    from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels

    return Tms(
        connection(option),
        read_only=read_only,
        labels=Labels(option("labels")),
        addresses=option("pages"),
        listener=listener,
    )


def defect(error: Exception, what: str) -> str:
    """One sentence for an exception that is no TmsError. what: that it ended, "task"."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"A defect of the collection ended the {what}: {type(error).__name__}: {error} (in {place.name}, line "
        f"{place.lineno} of {place.filename.rpartition('/')[2]}); please report it."
    )


def scrubbed(value: Any, secrets: Collection[str]) -> Any:
    """*value* without the *secrets*: a server may repeat in an answer what it was sent."""
    if isinstance(value, Mapping):
        return {key: scrubbed(each, secrets) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [scrubbed(each, secrets) for each in value]
    if isinstance(value, str):
        for secret in secrets:
            # TMSBA sends the password of a new account in base64; a fault might repeat it so.
            for spelling in (secret, base64.b64encode(secret.encode("utf-8")).decode("ascii")):
                if len(spelling) >= 4:
                    value = value.replace(spelling, "********")
    return value

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and the collection: argument specs, the connection, and the way out, once for every module.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ansible.module_utils.basic import AnsibleModule, env_fallback
from ansible_collections.telepresence.tms.plugins.module_utils._connect import defect, opened, scrubbed
from ansible_collections.telepresence.tms.plugins.module_utils._engine.backup import Backup, default_filename
from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Orders, Outcome, Resource, run
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import MissingLibraryError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.progress import paced

if TYPE_CHECKING:
    from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms


def _option(variable: str, **spec: Any) -> dict[str, Any]:
    return spec | {"fallback": (env_fallback, [variable])}


#: Options of every module: which server, as whom, how. Documented in the fragment _connection.
CONNECTION: dict[str, dict[str, Any]] = {
    "url": _option("TMS_URL", type="str", required=True),
    "username": _option("TMS_USERNAME", type="str"),
    "password": _option("TMS_PASSWORD", type="str", no_log=True),
    "auth": _option("TMS_AUTH", type="str", default="negotiate", choices=["negotiate", "kerberos", "ntlm", "basic"]),
    "allow_basic_over_http": _option("TMS_ALLOW_BASIC_OVER_HTTP", type="bool", default=False),
    "validate_certs": _option("TMS_VALIDATE_CERTS", type="bool", default=True),
    "ca_cert": _option("TMS_CA_CERT", type="str", aliases=["ca_path"]),
    "timeout": _option("TMS_TIMEOUT", type="int", default=30),
    "concurrency": _option("TMS_CONCURRENCY", type="int", default=4),
    "use_proxy": _option("TMS_USE_PROXY", type="bool", default=True),
    "labels": _option("TMS_LABELS", type="dict", default={}),
    "pages": _option("TMS_PAGES", type="dict", default={}),
}

#: The same options for a module that speaks to no server: module_defaults of the action group reach it too, so it takes them,
#: wants none and uses none. Documented in the fragment _unused_connection.
UNUSED_CONNECTION: dict[str, dict[str, Any]] = {
    name: {key: value for key, value in spec.items() if key in ("type", "no_log", "aliases")}
    for name, spec in CONNECTION.items()
}

#: Options of every module that changes something. Documented in the fragment _changing.
CHANGING: dict[str, dict[str, Any]] = {
    "backup": {"type": "bool", "default": True},
    "backup_options": {
        "type": "dict",
        "options": {"dir_path": {"type": "path", "default": "backup"}, "filename": {"type": "str"}},
    },
    "max_changes": {"type": "int"},
    "max_failures": {"type": "int", "default": 3},
}

#: One entry of a list of systems; exactly one of the first four (checked by the model, which tells all faults at once).
SYSTEM_SELECTOR: dict[str, dict[str, Any]] = {
    "id": {"type": "int"},
    "name": {"type": "str"},
    "pattern": {"type": "str"},
    "folder": {"type": "str"},
    "recurse": {"type": "bool", "default": True},
}

#: A list of which single entries are added or removed, or the whole is set.
LIST_CHANGE: dict[str, Any] = {
    "type": "dict",
    "options": {name: {"type": "list", "elements": "str"} for name in ("add", "remove", "set")},
}

#: Groups that earlier tasks of the same run make, which in check mode do not exist yet.
ASSUME_GROUPS: dict[str, dict[str, Any]] = {
    "groups": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "permissions": {"type": "list", "elements": "str"},
        },
    },
}

Params = Mapping[str, Any]


def _failed(error: Exception) -> dict[str, Any]:
    """The result of a task that *error* ended."""
    return {"failed": True, "msg": str(error) if isinstance(error, TmsError) else defect(error, "task")}


class LocalModule:
    """One run of a module that works on files where it runs and speaks to no server."""

    def __init__(self, options: Mapping[str, Mapping[str, Any]], **rules: Any) -> None:
        self._ansible = AnsibleModule(
            argument_spec=UNUSED_CONNECTION | dict(options), supports_check_mode=True, **rules
        )
        self.check_mode: bool = self._ansible.check_mode

    def move(self, source: str, target: str) -> None:
        """Put *source* in the place of *target* in one step, as Ansible does it: modes and SELinux contexts stay."""
        try:
            self._ansible.atomic_move(source, target)
        except Exception as error:
            # Newer releases of ansible-core raise a plain Exception.
            raise OSError(str(error)) from None

    def load_yaml(self, text: str) -> Any:
        """What a YAML text says; ValueError if it is none."""
        # Loaded where it is asked for, because most tasks are spared it.
        from ansible.module_utils.common.yaml import yaml_load

        if yaml_load is None:
            raise MissingLibraryError("yaml", "read YAML")
        try:
            return yaml_load(text)
        except Exception as error:
            # The library's own type of error cannot be named where the library is missing.
            raise ValueError(" ".join(str(error).split())) from None

    def perform(self, work: Callable[[Params, LocalModule], dict[str, Any]]) -> None:
        # Left by one door, outside of every except block, as below.
        try:
            result = work(self._ansible.params, self)
        except Exception as error:
            result = _failed(error)
        for warning in result.pop("warnings", ()):
            self._ansible.warn(warning)
        if result.pop("failed", False):
            self._ansible.fail_json(**result)
        self._ansible.exit_json(**result)


class TmsModule:
    """One run of one module."""

    def __init__(self, options: Mapping[str, Mapping[str, Any]], **rules: Any) -> None:
        self._ansible = AnsibleModule(argument_spec=dict(CONNECTION) | dict(options), supports_check_mode=True, **rules)
        self._params: dict[str, Any] = self._ansible.params
        self._server: dict[str, Any] = {"url": self._params["url"], "serial_number": None}
        # A module cannot print while it runs; what it has is the log of the host that it runs on.
        self._listener = paced(self._ansible.log)

    def secret(self, option: str) -> str | None:
        """The value of a secret option; nothing that a module returns will hold it."""
        value = self._params[option]
        return None if value is None else str(value)

    def inform(self, report: Callable[[Tms, Params], dict[str, Any]]) -> None:
        """Run an info module: *report* makes its result; the connection lets no write through."""

        def work(tms: Tms) -> dict[str, Any]:
            return {"changed": False} | report(tms, self._params)

        self._run(work, read_only=True)

    def perform(self, work: Callable[[Tms, Params], dict[str, Any]]) -> None:
        """Run a module that acts on the server without a state of it to bring about; in check mode nothing is let through."""
        check_mode = self._ansible.check_mode
        self._run(lambda tms: work(tms, self._params | {"check_mode": check_mode}), read_only=check_mode)

    def change(
        self,
        resource: Resource[Tms, Any, Any],
        wanted: Callable[[Params], Any],
        *,
        name: str,
        proof: Callable[[Tms, Params], dict[str, Any]] | None = None,
    ) -> None:
        """Run a module that brings *wanted* about; in check mode the connection lets no write through.

        proof: asked after a real run that went well, adds to the result.
        """
        check_mode = self._ansible.check_mode

        def work(tms: Tms) -> dict[str, Any]:
            backup = None if check_mode or not self._params["backup"] else self._backup(tms, name)
            orders = Orders(
                check_mode=check_mode,
                backup=backup,
                max_changes=self._params["max_changes"],
                max_failures=self._params["max_failures"],
                listener=self._listener,
            )
            outcome = run(resource, tms, wanted(self._params | {"check_mode": check_mode}), orders)
            result = self._result(outcome, backup)
            if proof is not None and not check_mode and outcome.failure is None:
                try:
                    result |= proof(tms, self._params)
                except TmsError as error:
                    # What was changed before is told all the same.
                    result |= {"failed": True, "msg": str(error)}
            return result

        self._run(work, read_only=check_mode)

    def _backup(self, tms: Tms, name: str) -> Backup:
        options = self._params["backup_options"] or {"dir_path": "backup", "filename": None}
        host = urlsplit(tms.http.base).hostname or "tms"
        return Backup(options["dir_path"], options["filename"] or default_filename(host, name))

    def _result(self, outcome: Outcome, backup: Backup | None) -> dict[str, Any]:
        result: dict[str, Any] = {
            "changed": outcome.changed,
            "results": [item.as_result() for item in outcome.items],
            "before": list(outcome.before),
            "after": list(outcome.after),
            "warnings": list(outcome.warnings),
            "diff": outcome.diff(f"{self._server['url']} (serial number {self._server['serial_number']})"),
        } | dict(outcome.facts)
        if backup is not None and backup.written:
            result["backup_path"] = backup.path
        if outcome.failure:
            result |= {"failed": True, "msg": outcome.failure}
        return result

    @staticmethod
    def _collect_garbage_seldom() -> None:
        # Pages are trees without cycles and freed as they are done with; looking for cycles among thousands of their nodes
        # time and again costs a quarter of the time that reading them takes.
        gc.freeze()
        gc.set_threshold(100_000)

    def _run(self, work: Callable[[Tms], dict[str, Any]], *, read_only: bool) -> None:
        # Left by one door, outside of every except block: Ansible adds a traceback to what fails inside one.
        self._collect_garbage_seldom()
        result = self._worked(work, read_only)
        # A masked result brings its own.
        result.setdefault("server", self._server)
        for warning in result.pop("warnings", ()):
            self._ansible.warn(self._scrubbed(warning))
        result = self._scrubbed(result)
        if result.pop("failed", False):
            self._ansible.fail_json(**result)
        self._ansible.exit_json(**result)

    def _worked(self, work: Callable[[Tms], dict[str, Any]], read_only: bool) -> dict[str, Any]:
        tms = None
        try:
            tms = opened(self._params.__getitem__, read_only=read_only, listener=self._listener)
            self._server = tms.server()
            return work(tms)
        except Exception as error:
            return _failed(error)
        finally:
            if tms is not None:
                tms.close()

    def _scrubbed(self, value: Any) -> Any:
        return scrubbed(value, self._secrets())

    def _secrets(self) -> list[str]:
        passwords = [self._params["password"], self._params.get("account_password")]
        return [secret for secret in (*passwords, *(self._params.get("keys") or ())) if secret]

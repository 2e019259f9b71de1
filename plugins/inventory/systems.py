# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: systems
short_description: Inventory of the systems of a Cisco TMS server
version_added: 0.1.0
description:
  - The hosts are the endpoints and rooms that one TMS server lists through its API. It only reads.
  - The file of an inventory source ends in C(tms.yml) or C(tms.yaml) and describes one server. Several servers are several files.
  - A host has what TMS tells of its system as variables whose names begin with C(tms_), such as C(tms_id), C(tms_name), C(tms_type),
    C(tms_category), C(tms_status), C(tms_address) and C(tms_time_zone); see the notes. C(ansible_host) is not set, as what TMS lists as
    address is a text that anybody who may edit a system can write; O(compose) sets it where you want it.
author:
  - The telepresence.tms contributors (@telepresence)
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - telepresence.tms._connection
  - telepresence.tms._connection.plugin
  - telepresence.tms._systems
options:
  plugin:
    description: Always V(telepresence.tms.systems).
    type: str
    required: true
    choices: [telepresence.tms.systems]
  labels:
    description:
      - What this server's pages call a thing, where it differs from the English labels of Cisco's guides.
      - The keys are the guides' labels, the values what is shown instead, a text or a list of texts.
  pages:
    description:
      - Addresses of pages, for a server on which a script builds the menu, so that no entry of it can be clicked; see
        O(telepresence.tms.server_info#module:pages).
  categories:
    description: Systems of these categories only, as TMS writes them, without regard to case.
    type: list
    elements: str
    default: []
  statuses:
    description: Systems of these statuses only, as TMS writes them, without regard to case.
    type: list
    elements: str
    default: []
  gather:
    description:
      - What to tell of each host beyond what one call tells of all systems.
      - V(folder) reads the C(Navigator) and adds C(tms_folder), the path from the top, null where the system is in none.
      - V(remote_bookings) reads one page a system and adds C(tms_remote_bookings), as M(telepresence.tms.system_info) reports it, and
        C(tms_error), the reason where it could not be read.
    type: list
    elements: str
    choices: [folder, remote_bookings]
    default: []
  hostname:
    description:
      - What the hosts are called.
      - V(name) is the name of the system. Letters of all scripts, digits, and the signs C(_), C(.) and C(-) are kept, what else there
        is becomes C(_). Systems that would share a name all get their ID behind it, as V(Lobby_1042), and so does a system whose name
        means something to Ansible, such as V(localhost). C(tms_name) is the name as TMS writes it.
      - V(id) is the System ID, as V(system_1042), which no rename changes.
      - V(name_and_id) is both, as V(Lobby_1042).
    type: str
    choices: [name, id, name_and_id]
    default: name
  hostname_prefix:
    description:
      - Put before each host name; needed where two servers have systems of one name, which is refused otherwise.
    type: str
    default: ''
notes:
  - Further variables of a host are C(tms_manufacturer), C(tms_description), C(tms_contact), C(tms_location), C(tms_sip_uri),
    C(tms_h323_id), C(tms_e164_alias), and C(tms_server), the address of the server.
  - What TMS tells is never templated, whatever it looks like. Only the expressions of your own file are, and templates that you write as
    O(url), O(username), O(password) and O(ca_cert).
  - The cache holds what TMS told of the systems, and no password. It is not used after a change of the options that decide what it holds.
  - Groups of O(keyed_groups) keep the letters of all scripts.
seealso:
  - module: telepresence.tms.system_info
  - module: telepresence.tms.remote_bookings
"""

EXAMPLES = r"""
# oslo.tms.yml: every system of one server. The password may also come from TMS_PASSWORD, or be text of Ansible Vault.
plugin: telepresence.tms.systems
url: https://tms.example.com
username: EXAMPLE\tmsreader
password: "{{ lookup('ansible.builtin.env', 'OSLO_TMS_PASSWORD') }}"
---
# Endpoints and rooms of one folder, grouped by what they are, and those that hold a seat; cached for an hour.
plugin: telepresence.tms.systems
url: https://tms.example.com
username: EXAMPLE\tmsreader
systems:
  - folder: Europe/Oslo
    recurse: true
  - pattern: bergen*
  - name: Trondheim Lobby
  - id: 42
categories: [Endpoint, Room]
statuses: [Alive, Idle, InCall]
gather: [folder, remote_bookings]
hostname: name_and_id
hostname_prefix: norway_
keyed_groups:
  - key: tms_category
    prefix: category
  - key: tms_folder
    prefix: folder
groups:
  bookable: tms_remote_bookings == 'enabled'
  silent: tms_status == 'NoResponse'
compose:
  ansible_host: tms_address
  site: (tms_folder or 'nowhere').split('/') | last
strict: true
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: .cache/inventory
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible_collections.telepresence.tms.plugins.module_utils._connect import connection, defect, opened, scrubbed
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.host_names import WAYS, host_names
from ansible_collections.telepresence.tms.plugins.module_utils._module import SYSTEM_SELECTOR
from ansible_collections.telepresence.tms.plugins.module_utils._resources.systems import report

try:
    # From ansible-core 2.19 on a text is a template only if somebody says so.
    from ansible.template import trust_as_template as _dummy  # noqa: F401

    def _data(value: Any) -> Any:
        return value

except ImportError:
    from ansible.utils.unsafe_proxy import wrap_var as _data

#: Which systems, and what of them: what the cache depends on.
SELECTION = {
    "systems": {"type": "list", "elements": "dict", "options": SYSTEM_SELECTOR},
    "categories": {"type": "list", "elements": "str", "default": []},
    "statuses": {"type": "list", "elements": "str", "default": []},
    "gather": {"type": "list", "elements": "str", "choices": ["folder", "remote_bookings"], "default": []},
    "hostname": {"type": "str", "choices": list(WAYS), "default": "name"},
    "hostname_prefix": {"type": "str", "default": ""},
}

#: Options of the connection that may be written as templates.
TEMPLATED = ("url", "username", "password", "ca_cert")

#: The shape of what is cached, raised when it changes.
SHAPE = 1


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The systems of one server as hosts."""

    NAME = "telepresence.tms.systems"

    # Ansible's own would turn the folders of two Japanese cities into one group.
    _sanitize_group_name = staticmethod(lambda name: re.sub(r"^(?=\d)|[^\w]", "_", str(name)))

    def verify_file(self, path: str) -> bool:
        return bool(super().verify_file(path)) and path.endswith(("tms.yml", "tms.yaml"))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        complaint = self._populated(config, path, cache)
        # Raised outside of every except block: Ansible shows what an error was raised from.
        if complaint is not None:
            raise AnsibleParserError(complaint)

    def _populated(self, config: Mapping[str, Any], path: str, cache: bool) -> str | None:
        """Add the hosts; the sentence that tells why not, if so."""
        try:
            self._template(config)
            server = connection(self.get_option).checked().url
            hosts = self._hosts(server, self._selection(config), self.get_cache_key(path), cache)
            self._refuse_hosts_of_another_server(hosts, server)
        except TmsError as error:
            return str(scrubbed(str(error), self._secrets()))
        except AnsibleParserError as error:
            return str(error)
        except Exception as error:
            return str(scrubbed(defect(error, "inventory"), self._secrets()))
        for name, variables in hosts.items():
            self._add(name, _data(variables))
        return None

    # -- options

    def _template(self, config: Mapping[str, Any]) -> None:
        """Resolve templates in the options that may be some; what the environment gives is no template."""
        for name in TEMPLATED:
            value = config.get(name)
            if isinstance(value, str) and "{{" in value:
                self.templar.available_variables = dict(self._vars or {})
                self.set_option(name, self.templar.template(value))

    def _selection(self, config: Mapping[str, Any]) -> dict[str, Any]:
        unknown = sorted(set(config) - set(self.get_options()) - {"plugin", "ca_path"})
        if unknown:
            raise AnsibleParserError(f"The inventory source has options that nobody knows: {', '.join(unknown)}.")
        given = {name: self.get_option(name) for name in SELECTION}
        checked = ArgumentSpecValidator(SELECTION).validate(given)
        if checked.error_messages:
            raise AnsibleParserError(
                f"The inventory source cannot be used: {'; '.join(checked.error_messages).rstrip('.')}."
            )
        return dict(checked.validated_parameters)

    def _secrets(self) -> list[str]:
        password = self.get_option("password")
        return [str(password)] if password else []

    # -- hosts

    def _hosts(self, server: str, selection: Mapping[str, Any], key: str, cache: bool) -> dict[str, dict[str, Any]]:
        """The variables of each host by its name, from the cache or from the server."""
        cached = bool(self.get_option("cache"))
        mark = self._mark(server, selection)
        if cached and cache:
            held = self.cache.get(key) if key in self.cache else None
            if isinstance(held, Mapping) and held.get("mark") == mark:
                return {name: dict(variables) for name, variables in held["hosts"]}
        hosts = self._read(server, selection)
        if cached:
            # A list: some cache plugins sort what has keys, and the hosts keep the order in which TMS lists them.
            self.cache[key] = {"mark": mark, "hosts": [[name, variables] for name, variables in hosts.items()]}
        return hosts

    def _mark(self, server: str, selection: Mapping[str, Any]) -> str:
        """Tells a cache that was filled under other options. As who may see what differs, the account is one; the password is not."""
        decides = [SHAPE, server, self.get_option("username"), selection]
        return hashlib.sha256(json.dumps(decides, sort_keys=True, default=str).encode("utf-8")).hexdigest()

    def _read(self, server: str, selection: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        tms = opened(self.get_option, read_only=True)
        try:
            found = report(tms, selection)
            names = host_names(tms.systems, selection["hostname"], selection["hostname_prefix"])
        finally:
            tms.close()
        for warning in found["warnings"]:
            self.display.warning(scrubbed(warning, self._secrets()))
        return {
            names[system["id"]]: {"tms_server": server} | {f"tms_{name}": value for name, value in system.items()}
            for system in found["systems"]
        }

    def _refuse_hosts_of_another_server(self, hosts: Mapping[str, Any], server: str) -> None:
        for name in hosts:
            known = self.inventory.get_host(name)
            of = known.vars.get("tms_server") if known else None
            if of not in (None, server):
                raise AnsibleParserError(
                    f"The server {server} has a system that would be the host '{name}', which is one of {of} already; give "
                    "one of the two inventory sources a hostname_prefix."
                )

    def _add(self, name: str, variables: Mapping[str, Any]) -> None:
        strict = self.get_option("strict")
        self.inventory.add_host(name)
        for variable, value in variables.items():
            self.inventory.set_variable(name, variable, value)
        # Expressions see the host's name and what other sources gave it, too.
        known = {**self.inventory.get_host(name).get_vars(), **variables}
        self._set_composite_vars(self.get_option("compose"), known, name, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), known, name, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), known, name, strict=strict)

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This document fragment is PRIVATE to the collection; it can change at any time.

from __future__ import annotations


class ModuleDocFragment:
    """The options of every module and plugin: which server, as whom, how. A plugin adds the part plugin."""

    DOCUMENTATION = r"""
options:
  url:
    description:
      - Address of the TMS server, with or without C(/tms) at its end, for example V(https://tms.example.com).
      - There is no default, and the name of the inventory host is never used instead.
      - If not set, the value of the environment variable E(TMS_URL) is used.
    type: str
    required: true
  username:
    description:
      - Windows account to sign in with, as V(DOMAIN\\user), V(user@realm), or the name of a local account.
      - Adding option keys and changing systems needs a member of the Site Administrator group.
      - With O(auth=kerberos) or O(auth=negotiate) and without O(password), the tickets of the credential cache are used.
      - If not set, the value of the environment variable E(TMS_USERNAME) is used. An empty text counts as no name, and the variable is
        not used then.
    type: str
  password:
    description:
      - Password of the account. It is sent to the host of O(url) only.
      - A wrong password costs one failed logon a task; it is not tried by another scheme.
      - If not set, the value of the environment variable E(TMS_PASSWORD) is used. An empty text counts as no password, and the variable
        is not used then.
    type: str
  auth:
    description:
      - How to sign in.
      - V(negotiate) uses Kerberos where a ticket can be had, and NTLM otherwise.
      - V(basic) must be enabled in IIS by hand, and is refused over plain HTTP unless O(allow_basic_over_http=true).
      - If not set, the value of the environment variable E(TMS_AUTH) is used.
    type: str
    choices: [negotiate, kerberos, ntlm, basic]
    default: negotiate
  allow_basic_over_http:
    description:
      - Accept that O(auth=basic) sends the password readable over plain HTTP.
      - If not set, the value of the environment variable E(TMS_ALLOW_BASIC_OVER_HTTP) is used.
    type: bool
    default: false
  validate_certs:
    description:
      - Whether the server's certificate must be trusted.
      - If not set, the value of the environment variable E(TMS_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_cert:
    description:
      - File, directory, or PEM text of the certificate authorities to trust instead of the usual ones.
      - This choice also holds where E(REQUESTS_CA_BUNDLE) is set.
      - If not set, the value of the environment variable E(TMS_CA_CERT) is used.
    type: str
    aliases: [ca_path]
  timeout:
    description:
      - Seconds to wait for a connection and for each answer.
      - An answer that has begun may take ten times as long, but never be silent longer than this.
      - If not set, the value of the environment variable E(TMS_TIMEOUT) is used.
    type: int
    default: 30
  concurrency:
    description:
      - Number of connections to use at once where many systems are read or changed. The task halves it by itself when the server
        is busy.
      - If not set, the value of the environment variable E(TMS_CONCURRENCY) is used.
    type: int
    default: 4
  use_proxy:
    description:
      - Whether the proxy of the environment variables E(HTTP_PROXY), E(HTTPS_PROXY) and E(NO_PROXY) is used.
      - If not set, the value of the environment variable E(TMS_USE_PROXY) is used.
    type: bool
    default: true
  labels:
    description:
      - What this server's pages call a thing, where it differs from the English labels of Cisco's guides.
      - The keys are the guides' labels, the values what is shown instead, a text or a list of texts.
      - The key C(Other Scheduling Settings) adds what the pane C(TMS Scheduling Settings) shows as Yes or No and what is not
        C(Allow Remote Bookings) in other words.
      - M(telepresence.tms.server_info) with O(telepresence.tms.server_info#module:probe=true) reports which labels were found.
      - If not set, the value of the environment variable E(TMS_LABELS) is used, a JSON dictionary.
    type: dict
    default: {}
  pages:
    description:
      - Addresses of pages, for a server on which a script builds the menu, so that no entry of it can be clicked.
      - The keys are V(General Settings), V(Navigator), V(Ticketing Service), V(Users), V(Groups) and V(Default Groups), the values the
        addresses that a browser shows for them, with or without the host. Only addresses of the server itself are taken.
      - If not set, the value of the environment variable E(TMS_PAGES) is used, a JSON dictionary.
    type: dict
    default: {}
requirements:
  - requests
  - zeep
  - lxml
  - pyspnego
  - pyspnego[kerberos] for O(auth=kerberos), and for Kerberos with O(auth=negotiate)
notes:
  - Modules run where Ansible runs. Give the hosts of a play C(ansible_connection=local) and
    C(ansible_python_interpreter="{{ ansible_playbook_python }}"), or delegate to localhost.
  - Systems, bookings and accounts are read over SOAP (TMSBA); option keys and Allow Remote Bookings are reached through the pages of
    the web UI, which are read by their labels. What is guessed about those pages is listed in the collection's documentation.
"""

    #: The environment variables that modules know as fallbacks, and what a configuration file may hold beside them.
    PLUGIN = r"""
options:
  url:
    env:
      - name: TMS_URL
    ini:
      - section: telepresence_tms
        key: url
  username:
    env:
      - name: TMS_USERNAME
    ini:
      - section: telepresence_tms
        key: username
  password:
    secret: true
    env:
      - name: TMS_PASSWORD
  auth:
    env:
      - name: TMS_AUTH
    ini:
      - section: telepresence_tms
        key: auth
  allow_basic_over_http:
    env:
      - name: TMS_ALLOW_BASIC_OVER_HTTP
    ini:
      - section: telepresence_tms
        key: allow_basic_over_http
  validate_certs:
    env:
      - name: TMS_VALIDATE_CERTS
    ini:
      - section: telepresence_tms
        key: validate_certs
  ca_cert:
    env:
      - name: TMS_CA_CERT
    ini:
      - section: telepresence_tms
        key: ca_cert
  timeout:
    env:
      - name: TMS_TIMEOUT
    ini:
      - section: telepresence_tms
        key: timeout
  concurrency:
    env:
      - name: TMS_CONCURRENCY
    ini:
      - section: telepresence_tms
        key: concurrency
  use_proxy:
    env:
      - name: TMS_USE_PROXY
    ini:
      - section: telepresence_tms
        key: use_proxy
"""

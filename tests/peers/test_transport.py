# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands between a client and TMS: Apache as reverse proxy, load balancer and forward proxy before simulated servers.

The same small job is done each time: systems over SOAP, keys off the pages, and one setting changed and read back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import system_settings
from apache import Apache
from conftest import _need_apache
from tms_simulator.launch import Simulator

Before = Callable[..., Apache]


@pytest.fixture(scope="session")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Simulator]]:
    """Two nodes of one TMS, over one database."""
    database = str(tmp_path_factory.mktemp("nodes") / "tms.sqlite")
    with ExitStack() as stack:
        yield [
            stack.enter_context(Simulator(systems=12, schemes="Basic", database=database)),
            stack.enter_context(Simulator(systems=12, schemes="Basic", database=database)),
        ]


@pytest.fixture
def before(open_directory: Callable[[], Path], nodes: list[Simulator]) -> Iterator[Before]:
    """before(site): an Apache before the nodes, whose hosts and ports its directives name as @NODE0@ and @NODE1@."""
    _need_apache()
    started: list[Apache] = []

    def make(site: str) -> Apache:
        for number, node in enumerate(nodes):
            site = site.replace(f"@NODE{number}@", node.url.partition("//")[2].partition("/")[0])
        server = Apache(open_directory(), site)
        started.append(server)
        server.start()
        return server

    yield make
    for server in started:
        server.stop()


@pytest.fixture
def does_its_job(nodes: list[Simulator]) -> Callable[..., None]:
    """does_its_job(url): through whatever url leads to."""

    def job(url: str, **options: Any) -> None:
        account = nodes[0].accounts["tmsadmin"]
        given = {"username": account["username"], "password": account["password"], "auth": "basic", "timeout": 30}
        tms = Tms(Connection(url=url, allow_basic_over_http=True, **(given | options)), read_only=False)
        try:
            system = tms.systems[2]
            assert [key.description for key in tms.general_settings().keys][-1] == "Exchange Integration Option"
            was = system_settings.view(tms.web, system).remote_bookings
            for wanted in (not was, was):
                system_settings.set_remote_bookings(
                    tms.web, system, bool(wanted), system_settings.view(tms.web, system)
                )
                assert system_settings.view(tms.web, system).remote_bookings is bool(wanted)
            views = [
                view for dummy, view in tms.each(lambda each: system_settings.view(tms.web, each), tms.systems[:8])
            ]
            assert all(view.scheduling_pane for view in views)
        finally:
            tms.close()

    return job


def test_a_reverse_proxy_with_a_prefix(before: Before, does_its_job: Callable[..., None]) -> None:
    """As it must be set up for browsers, too: links and redirects are rewritten on their way out."""
    proxy = before(
        """LoadModule substitute_module /usr/lib/apache2/modules/mod_substitute.so
ProxyPass /video/tms http://@NODE0@/tms
ProxyPassReverse /video/tms http://@NODE0@/tms
<Location /video/tms>
 RequestHeader unset Accept-Encoding
 AddOutputFilterByType SUBSTITUTE text/html
 Substitute "s|/tms/|/video/tms/|nq"
 SubstituteMaxLineLength 10m
</Location>"""
    )
    does_its_job(f"{proxy.url}/video/tms")


def test_a_load_balancer_that_keeps_a_client_at_its_node_by_a_cookie(
    before: Before, nodes: list[Simulator], does_its_job: Callable[..., None]
) -> None:
    balancer = before(
        """LoadModule proxy_balancer_module /usr/lib/apache2/modules/mod_proxy_balancer.so
LoadModule slotmem_shm_module /usr/lib/apache2/modules/mod_slotmem_shm.so
LoadModule lbmethod_byrequests_module /usr/lib/apache2/modules/mod_lbmethod_byrequests.so
Header add Set-Cookie "ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/" env=BALANCER_ROUTE_CHANGED
<Proxy balancer://tms>
 BalancerMember http://@NODE0@ route=one
 BalancerMember http://@NODE1@ route=two
 ProxySet stickysession=ROUTEID
</Proxy>
LogFormat "%{BALANCER_WORKER_ROUTE}e %{ROUTEID}C" route
CustomLog @DIRECTORY@/routes.log route
ProxyPass /tms balancer://tms/tms
ProxyPassReverse /tms balancer://tms/tms"""
    )
    does_its_job(f"{balancer.url}/tms", concurrency=4)
    log = next(balancer.directory.glob("routes.log")).read_text().splitlines()
    strayed = [line for line in log if line.split()[1] not in ("-", f".{line.split()[0]}")]
    assert {line.split()[0] for line in log} == {"one", "two"}, "both nodes were in use, by other connections"
    assert strayed == [], "a connection that was given a node stayed with it"


def test_a_server_that_packs_its_replies_and_sends_them_in_chunks(
    before: Before, does_its_job: Callable[..., None]
) -> None:
    does_its_job(
        before(
            """ProxyPass /tms http://@NODE0@/tms
SetOutputFilter DEFLATE"""
        ).url
    )


def test_a_server_that_ends_each_connection(before: Before, does_its_job: Callable[..., None]) -> None:
    """HTTP/1.0 without keep-alive; with Basic each request signs itself in."""
    does_its_job(
        before(
            """SetEnv downgrade-1.0 1
SetEnv force-response-1.0 1
SetEnv nokeepalive 1
KeepAlive Off
ProxyPass /tms http://@NODE0@/tms"""
        ).url
    )


def test_a_forward_proxy_of_the_environment(
    before: Before, nodes: list[Simulator], does_its_job: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = before(
        "ProxyRequests On\nAllowCONNECT 1-65535\nLoadModule proxy_connect_module /usr/lib/apache2/modules/mod_proxy_connect.so"
    )
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    does_its_job(nodes[0].url)
    assert proxy.requests(), "the requests went through the proxy"
    seen = len(proxy.requests())
    does_its_job(nodes[0].url, use_proxy=False)
    assert len(proxy.requests()) == seen


def test_tls_ended_by_a_proxy_through_a_forward_proxy(
    before: Before, does_its_job: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An authority of one's own as file, directory and text, while REQUESTS_CA_BUNDLE names another."""
    with Simulator(systems=12, schemes="Basic,NTLM", tls=True) as tls:
        proxy = before(
            "ProxyRequests On\nAllowCONNECT 1-65535\nLoadModule proxy_connect_module /usr/lib/apache2/modules/mod_proxy_connect.so"
        )
        (tmp_path / "other.pem").write_text("")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "other.pem"))
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        account = tls.accounts["tmsadmin"]
        directory = tmp_path / "authorities"
        directory.mkdir()
        (directory / "ca.pem").write_text(Path(tls.ca_file).read_text())
        for ca_cert in (tls.ca_file, str(directory), Path(tls.ca_file).read_text()):
            given = {"username": account["username"], "password": account["password"], "ca_cert": ca_cert}
            does_its_job(tls.url, **given)
            # NTLM within the tunnel: the connection to the server is the client's own, and bound to its certificate.
            does_its_job(tls.url, auth="ntlm", **given)
        assert all(entry[0] == "CONNECT" for entry in proxy.requests())


def test_ipv6(does_its_job: Callable[..., None]) -> None:
    if not os.path.exists("/proc/net/if_inet6"):
        pytest.skip("this machine has no IPv6")
    with Simulator(systems=12, schemes="Basic", host="::1") as simulator:
        account = simulator.accounts["tmsadmin"]
        does_its_job(simulator.url, username=account["username"], password=account["password"])

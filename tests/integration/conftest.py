# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated TMS and two ways to run tasks against it: through ansible-playbook, and a module alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages.permissions import NAMED_IN_LABELS
from tms_simulator.launch import Simulator
from tms_simulator.web.language import translator
from tms_simulator.web.skins import EVERYDAY, SKINS

sys.path.insert(0, str(Path(__file__).parent))

from playbook import Playbook, Run
from quick import QuickSimulator, Server, run, started
from taught_labels import TAUGHT

WHOLE_JOB = "test_check_predicts_apply_item_by_item_and_a_second_run_changes_nothing"


class Site:
    """One simulated server with the playbooks that run against it.

    play runs tasks through ansible-playbook. run, check and apply run one module with the options given, without Ansible around
    it unless told otherwise; the latter two return the module's result, with failed in it as Ansible sees it.
    """

    def __init__(
        self,
        simulator: Simulator,
        playbook: Playbook,
        modules: Server,
        *,
        skin: str = "",
        through_ansible: bool = False,
    ) -> None:
        self.simulator = simulator
        self.playbook = playbook
        self.account = "tmsadmin"
        self._modules = modules
        self._through_ansible = through_ansible
        #: What TMS says, from Cisco's English to what this skin shows.
        self.shown = translator(SKINS[skin].words if skin else {})
        #: In a skin of another language, what its user would give as labels.
        self.connection: dict[str, Any] = {"labels": TAUGHT[skin]} if skin in TAUGHT else {}

    def right(self, name: str) -> str:
        """A right as the modules report it: sections and the rights of a client by the guide's words, the rest as shown."""
        return " > ".join(part if part in NAMED_IN_LABELS else self.shown(part) for part in name.split(" > "))

    def options(self, **more: Any) -> dict[str, Any]:
        """The connection options for this server."""
        account = self.simulator.accounts[self.account]
        own = {"url": self.simulator.url, "username": account["username"], "password": account["password"]}
        if self.simulator.ca_file:
            own["ca_cert"] = self.simulator.ca_file
        return own | self.connection | more

    def play(self, tasks: Sequence[Mapping[str, Any]], *arguments: str, **environment: str) -> Run:
        return self.playbook.run(tasks, self.options(), *arguments, **environment)

    def run(self, module: str, *, check_mode: bool = False, **options: Any) -> Run:
        """One module."""
        if self._through_ansible:
            task = {"name": module, f"telepresence.tms.{module}": options, "check_mode": check_mode, "diff": True}
            return self.play([task])
        return self.alone(module, check_mode=check_mode, **options)

    def alone(self, module: str, *, check_mode: bool = False, kill_at: int | None = None, **options: Any) -> Run:
        """One module without Ansible around it. kill_at: kill -9 it when TMS has carried out the request of this number."""
        return run(
            self._modules,
            module,
            self.options(**options),
            check_mode=check_mode,
            kill_at=kill_at,
            directory=self.playbook.directory,
            environment=self.playbook.environment(),
        )

    def check(self, module: str, **options: Any) -> Mapping[str, Any]:
        return self.run(module, check_mode=True, **options).result

    def apply(self, module: str, **options: Any) -> Mapping[str, Any]:
        return self.run(module, **options).result

    def enabled(self) -> set[int]:
        """The ids of the systems that hold a seat, from the simulator itself."""
        return {each["id"] for each in self.simulator.dump()["systems"] if each["remote_bookings"] == "enabled"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-skin", action="store_true", help="run each hard case on every skin, not on one of them")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_skin: runs on each skin of every day, with --every-skin on all of them")
    config.addinivalue_line("markers", "through_ansible: each module runs through ansible-playbook")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The main job is done on every skin; a hard case on one, another one for each, so that a run stays short.

    On one of its skins the main job is done through ansible-playbook. One run of it is done on the skins that are not for
    every day, and all else with --every-skin alone.
    """
    every = metafunc.config.getoption("--every-skin")
    if metafunc.definition.get_closest_marker("every_skin") is not None:
        metafunc.parametrize("look", sorted(SKINS if every else EVERYDAY))
    if "skin" not in metafunc.fixturenames:
        return
    skins = sorted(SKINS if every or metafunc.function.__name__ == WHOLE_JOB else EVERYDAY)
    main_job = metafunc.module.__name__.rpartition(".")[2] == "test_remote_bookings"
    if not main_job and not every:
        skins = [skins[crc32(metafunc.function.__name__.encode()) % len(skins)]]
    through = [pytest.mark.through_ansible] if main_job else []
    metafunc.parametrize(
        "skin", [pytest.param(skin, marks=[] if place else through) for place, skin in enumerate(skins)]
    )


@pytest.fixture(scope="session")
def module_server(tree: Path) -> Iterator[Server]:
    """Starts modules without Ansible around them."""
    with started("modules", tree) as server:
        yield server


@pytest.fixture(scope="session")
def simulator_server() -> Iterator[Server]:
    """Starts simulators."""
    with started("simulators") as server:
        yield server


@pytest.fixture
def site(
    request: pytest.FixtureRequest, tmp_path: Path, tree: Path, module_server: Server, simulator_server: Server
) -> Iterator[Callable[..., Site]]:
    """Starts a simulator with the options of `serve`: site(skin="divs", systems=40, enabled=25)."""
    through_ansible = request.config.getoption("--through-ansible") or request.node.get_closest_marker(
        "through_ansible"
    )
    with ExitStack() as stack:
        yield lambda **options: Site(
            stack.enter_context(QuickSimulator(simulator_server, **options)),
            Playbook(tmp_path, tree),
            module_server,
            skin=options.get("skin", ""),
            through_ansible=bool(through_ansible),
        )


@pytest.fixture
def named() -> Callable[..., dict[int, dict[str, Any]]]:
    """The items of a result by system id: named(result)."""
    return lambda result: {item["id"]: item for item in result["results"]}

# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated Cisco TMS: python tests/simulator serve | seed | load | dump."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from tms_simulator.auth import Accounts
from tms_simulator.seed import FOLDERS, seed
from tms_simulator.server import Server, Simulator, control_handler, handler
from tms_simulator.store import EXCHANGE, PACKAGE, WEBEX, Store, make_key
from tms_simulator.tls import server_context
from tms_simulator.transfer import dump, load
from tms_simulator.web.skins import SKINS
from tms_simulator.web.ui import WebUI


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="simulator", description="A stand-in for Cisco TMS, for tests and rehearsals.")
    commands = top.add_subparsers(dest="command", required=True)
    serve = commands.add_parser(
        "serve", help="start a server, print its address and accounts as one JSON line, and go on"
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback only)")
    serve.add_argument("--port", type=int, default=0, help="port (default: any free one)")
    serve.add_argument("--control-port", type=int, default=0, help="port of the control interface, on loopback")
    serve.add_argument("--skin", default="classic", choices=sorted(SKINS))
    serve.add_argument(
        "--schemes", default="Negotiate,NTLM", help="sign-in schemes to offer, of Negotiate, NTLM, Basic"
    )
    serve.add_argument("--tls", action="store_true", help="HTTPS with a CA made for this run")
    serve.add_argument("--figures", action="store_true", help="show seat figures on General Settings")
    serve.add_argument("--english", action="store_true", help="English labels, also in a skin of another language")
    serve.add_argument("--load", help="start with the state of this JSON file")
    for command in (serve, commands.add_parser("seed", help="make a database with a made-up site")):
        command.add_argument(
            "--database", help="SQLite file (serve: a temporary one by default)", required=command is not serve
        )
        command.add_argument("--systems", type=int, default=60)
        command.add_argument("--number", "--seed", type=int, default=1, help="the same number makes the same site")
        command.add_argument("--packs", type=int, default=1, help="packs of 25 seats that are installed")
        command.add_argument("--enabled", type=int, default=0, help="so many systems hold a seat")
        command.add_argument("--booked", type=int, default=0, help="so many systems have a future booking")
        command.add_argument(
            "--package", action="store_true", help="an Application Integration Package key is installed"
        )
        command.add_argument("--twins", action="store_true", help="two systems share a name")
        command.add_argument(
            "--fresh", action="store_true", help="groups as after an installation: each may do everything"
        )
        command.add_argument("--groups", type=int, default=0, help="so many more groups")
        command.add_argument("--users", type=int, default=0, help="so many more users")
        command.add_argument("--api-version", type=int, default=15)
        command.add_argument("--serial", default="84000001")
    for name in ("load", "dump"):
        command = commands.add_parser(name, help=f"{name} the state of a database as JSON")
        command.add_argument("--database", required=True)
        command.add_argument("file", nargs="?", help="JSON file (default: standard input or output)")
    return top


def seeded(arguments: argparse.Namespace, path: str) -> Store:
    """The store at *path*, seeded if it is new."""
    store = Store(path)
    if not store.meta("serial"):
        seed(
            store,
            systems=arguments.systems,
            number=arguments.number,
            packs=arguments.packs,
            enabled=arguments.enabled,
            booked=arguments.booked,
            package=arguments.package,
            twins=arguments.twins,
            folders=FOLDERS,
            fresh=arguments.fresh,
            groups=arguments.groups,
            users=arguments.users,
            serial=arguments.serial,
            api_version=arguments.api_version,
        )
    return store


def _host(arguments: argparse.Namespace) -> str:
    """As it stands in an address; the certificate of --tls is made for localhost."""
    if arguments.tls:
        return "localhost"
    return f"[{arguments.host}]" if ":" in arguments.host else str(arguments.host)


def serve(arguments: argparse.Namespace) -> None:
    """Serve until terminated."""
    with tempfile.TemporaryDirectory(prefix="tms-simulator-") as directory:
        store = seeded(arguments, arguments.database or str(Path(directory) / "tms.sqlite"))
        if arguments.load:
            load(store, json.loads(Path(arguments.load).read_text(encoding="utf-8")))
        accounts = Accounts({row["username"]: row["password"] for row in store.rows("select * from windows")})
        store.account_made = accounts.add
        web = WebUI(store, arguments.skin, figures=arguments.figures, english=arguments.english)
        simulator = Simulator(store, accounts, web, arguments.schemes.split(","))
        server = Server((arguments.host, arguments.port), handler(simulator))
        control = Server(("127.0.0.1", arguments.control_port), control_handler(simulator))
        ca_file = None
        if arguments.tls:
            context, ca_file = server_context(Path(directory))
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=control.serve_forever, daemon=True).start()
        port, control_port = server.server_address[1], control.server_address[1]
        passwords = {row["username"]: row["password"] for row in store.rows("select * from windows")}
        told = {
            "url": f"{'https' if arguments.tls else 'http'}://{_host(arguments)}:{port}",
            "control_url": f"http://127.0.0.1:{control_port}",
            "port": port,
            "control_port": control_port,
            "ca_file": str(ca_file) if ca_file else None,
            "skin": arguments.skin,
            "serial_number": store.serial,
            "accounts": {
                name: {"username": f"TMS\\{name}", "password": password} for name, password in passwords.items()
            },
            # Keys that this server takes: spare seat packs, a Package, and one of another product.
            "keys": {
                "packs": [make_key(store.serial, EXCHANGE, number) for number in range(100, 110)],
                "package": make_key(store.serial, PACKAGE, 100),
                "other": make_key(store.serial, WEBEX, 100),
            },
        }
        print(json.dumps(told), flush=True)
        signal.signal(signal.SIGTERM, lambda *dummy: threading.Thread(target=server.shutdown).start())
        try:
            server.serve_forever(poll_interval=0.05)
        except KeyboardInterrupt:
            pass
        finally:
            accounts.close()
            store.close()


def main() -> None:
    """Run one command."""
    arguments = parser().parse_args()
    if arguments.command == "serve":
        serve(arguments)
    elif arguments.command == "seed":
        seeded(arguments, arguments.database).close()
    elif arguments.command == "load":
        text = Path(arguments.file).read_text(encoding="utf-8") if arguments.file else sys.stdin.read()
        store = Store(arguments.database)
        load(store, json.loads(text))
        store.close()
    else:
        store = Store(arguments.database)
        text = json.dumps(dump(store), ensure_ascii=False, indent=1)
        store.close()
        if arguments.file:
            Path(arguments.file).write_text(text, encoding="utf-8")
        else:
            print(text)


if __name__ == "__main__":
    main()

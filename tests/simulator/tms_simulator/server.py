# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP server: connections, sign-in, routing, counting, faults, and the control port."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import ssl
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tms_simulator.auth import Accounts, Challenge, SignIn
from tms_simulator.faults import UNHANDLED, Faults
from tms_simulator.http_types import Request, Response
from tms_simulator.soap import dispatch
from tms_simulator.soap.operations import WRITING
from tms_simulator.store import Denied, Store
from tms_simulator.transfer import dump, load
from tms_simulator.web.ui import WebUI

_ERROR_PAGE = (
    "<html><head><title>{title}</title></head><body><h1>Server Error in '/tms' Application.</h1>"
    "<h2><i>{title}</i></h2></body></html>"
)
_LOGIN_PAGE = (
    "<html><head><title>Sign in</title></head><body><form method='post' action='/login'>User name <input name='u'> "
    "Password <input type='password' name='p'><input type='submit' value='Sign in'></form></body></html>"
)


class Simulator:
    """One simulated TMS server: its store, accounts, pages, counters and faults."""

    def __init__(self, store: Store, accounts: Accounts, web: WebUI, schemes: list[str]) -> None:
        self.store = store
        self.accounts = accounts
        self.web = web
        self.schemes = schemes
        self.faults = Faults()
        self.latency = 0.0
        self.journal: deque[dict[str, Any]] = deque(maxlen=20000)
        self._counts: Counter[str] = Counter()
        self._by_user: dict[str, Counter[str]] = {}
        self._lock = threading.Lock()

    def counters(self) -> dict[str, Any]:
        """reads and writes since the last reset (sign-in legs apart), by kind and by user, and failed logons by user."""
        with self._lock:
            counts = dict(self._counts)
            by_user = {user: dict(kinds) for user, kinds in self._by_user.items()}
        failed = {
            row["user"]: row["number"] for row in self.store.rows("select * from counters where kind = 'failed logon'")
        }
        return {
            "reads": counts.pop("reads", 0),
            "writes": counts.pop("writes", 0),
            "refused_writes": counts.pop("refused_writes", 0),
            "sign_in_legs": counts.pop("sign_in_legs", 0),
            "by_kind": counts,
            "by_user": by_user,
            "failed_logons": failed,
            "failed_logons_total": sum(failed.values()),
        }

    def reset(self) -> None:
        with self._lock:
            self._counts.clear()
            self._by_user.clear()
            self.journal.clear()
        self.store.write("delete from counters")

    def record(self, kind: str, entry: Mapping[str, Any]) -> None:
        with self._lock:
            self._counts[kind] += 1
            if entry.get("what"):
                self._counts[str(entry["what"])] += 1
            if entry.get("user"):
                self._by_user.setdefault(str(entry["user"]), Counter())[kind] += 1
            self.journal.append(dict(entry))

    def note(self, entry: Mapping[str, Any]) -> None:
        """Keep a request that met a fault before it was handled: in the journal, and in no counter."""
        with self._lock:
            self.journal.append(dict(entry))


def handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    """A request handler class: one instance a connection, which is what NTLM signs in."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Microsoft-IIS/8.5"
        sys_version = ""
        # Head and body of an answer leave together: two small packets would wait for each other's acknowledgement.
        wbufsize = 1 << 16
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            self.sign_in = SignIn(simulator.store, simulator.accounts, simulator.schemes)

        def log_message(self, *arguments: Any) -> None:
            """Nothing: the journal has it."""

        def do_GET(self) -> None:
            self._handle(b"")

        def do_POST(self) -> None:
            self._handle(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _handle(self, body: bytes) -> None:
            who = self.sign_in.check(self.headers.get("Authorization"))
            if isinstance(who, Challenge):
                simulator.record("sign_in_legs", {})
                self._answer(401, "text/html", "<html><title>401 - Unauthorized</title></html>", challenges=who.headers)
                return
            if simulator.latency:
                time.sleep(simulator.latency)
            parts = urlsplit(self.path)
            form = parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True)
            is_soap = parts.path.casefold().startswith("/tms/external/")
            described = {
                "method": self.command,
                "path": self.path,
                "trigger": "" if is_soap else simulator.web.trigger_of(form),
                "operation": _operation(body) if is_soap else "",
                "system": None
                if is_soap
                else simulator.web.system_of(self.command, parts.path, dict(parse_qsl(parts.query)), form),
            }
            faults = {fault.kind: fault.options for fault in simulator.faults.due(described)}
            self._respond(who, parts, form, body, is_soap, described, faults)

        def _respond(
            self, who: str, parts: Any, form: Any, body: bytes, is_soap: bool, described: Any, faults: Any
        ) -> None:
            if "slow" in faults:
                time.sleep(float(faults["slow"].get("seconds", 1)))
            kind = next((each for each in UNHANDLED if each in faults), None)
            if kind is not None:
                simulator.note({**described, "user": who, "fault": kind})
                self._unhandled(kind, faults[kind], body if is_soap else None)
                return
            for kind in ("delete_system", "rename_system", "book_system"):
                if kind in faults:
                    act(simulator, kind, faults[kind])
            user = simulator.store.signed_in(who)
            if is_soap:
                self._soap(user, parts, body, faults)
            else:
                self._page(user, parts, form, faults, described)

        def _unhandled(self, kind: str, options: Mapping[str, Any], envelope: bytes | None) -> None:
            """Answer as a fault wants it, with nothing done. envelope: what was sent, of a SOAP request."""
            if kind == "401":
                self.sign_in.forget()
                challenge = self.sign_in.check(None)
                self._answer(401, "text/html", "", challenges=getattr(challenge, "headers", ()))
            elif kind == "503":
                headers = {"Retry-After": str(options["retry_after"])} if "retry_after" in options else {}
                self._answer(503, "text/html", _ERROR_PAGE.format(title="Service Unavailable"), headers=headers)
            elif kind == "cut_before":
                self._cut()
            elif kind == "database_down" and envelope is not None:
                answer = dispatch.refused(envelope, Denied("There is a problem with the database.", -2147219500))
                self._answer(answer.status, answer.content_type, answer.body)
            elif kind in ("500", "database_down"):
                self._answer(500, "text/html", _ERROR_PAGE.format(title="Object reference not set to an instance"))
            elif kind == "view_state":
                self._answer(500, "text/html", _ERROR_PAGE.format(title="Validation of viewstate MAC failed."))
            elif kind == "login_page":
                self._answer(200, "text/html", _LOGIN_PAGE)
            else:
                self._answer(302, "text/html", "", headers={"Location": "/tms/"})

        def _soap(self, user: Any, parts: Any, body: bytes, faults: Any) -> None:
            scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
            address = f"{scheme}://{self.headers.get('Host')}{parts.path}"
            answer = dispatch.handle(simulator.store, user, self.command, parts.path, parts.query, body, address)
            if answer is None:
                self._answer(404, "text/html", _ERROR_PAGE.format(title="The resource cannot be found."))
                return
            kind = "writes" if answer.wrote else "refused_writes" if answer.operation in WRITING else "reads"
            entry = {"user": user["username"], "method": self.command, "path": parts.path, "status": answer.status}
            entry |= {"operation": answer.operation, "announced": _announced(body)}
            simulator.record(kind, {**entry, "what": f"soap {answer.operation}"})
            if "cut_after" in faults:
                self._cut()
                return
            self._answer(answer.status, answer.content_type, answer.body)

        def _page(self, user: Any, parts: Any, form: Any, faults: Any, described: Any) -> None:
            if parts.path.rstrip("/").casefold() not in ("/tms",) and not parts.path.casefold().startswith("/tms/"):
                self._answer(404, "text/html", _ERROR_PAGE.format(title="The resource cannot be found."))
                return
            query = parse_qsl(parts.query, keep_blank_values=True)
            headers = {name: self.headers[name] for name in ("X-MicrosoftAjax",) if name in self.headers}
            request = Request(self.command, parts.path, query, form, user, faults, headers)
            response: Response = simulator.web.handle(request)
            kind = "writes" if response.wrote else "refused_writes" if response.tried else "reads"
            what = "post-back" if self.command == "POST" else "page"
            simulator.record(
                kind,
                {
                    "user": user["username"],
                    "method": self.command,
                    "path": self.path,
                    "trigger": response.trigger or described["trigger"],
                    "system": described["system"],
                    "status": response.status,
                    "what": what,
                    "wrote": response.wrote,
                },
            )
            if "cut_after" in faults:
                self._cut()
                return
            answered = {"Location": response.location} if response.location else {}
            # What is called Shift_JIS on Windows is its code page 932.
            codec = {"shift_jis": "cp932"}.get(response.charset, response.charset)
            body = response.body.encode(codec, "xmlcharrefreplace")
            self._answer(
                response.status, f"{response.content_type}; charset={response.charset}", body, headers=answered
            )

        def _cut(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(2)

        def _answer(
            self, status: int, content_type: str, body: str | bytes, *, headers: Any = None, challenges: Any = ()
        ) -> None:
            raw = body.encode("utf-8") if isinstance(body, str) else body
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(raw)))
            for value in challenges:
                self.send_header("WWW-Authenticate", value)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(raw)
                self.wfile.flush()

    return Handler


def _announced(body: bytes) -> int | None:
    """The API version that a SOAP request announces."""
    found = re.search(rb"ClientVersionIn>\s*(\d+)", body)
    return int(found.group(1)) if found else None


def _operation(body: bytes) -> str:
    """The operation of a SOAP request, near enough to address a fault."""
    text = body.decode("utf-8", errors="replace")
    start = text.find("Body>")
    return (
        text[start + 5 :].lstrip().lstrip("<").split(">")[0].split(" ")[0].rstrip("/").rpartition(":")[2]
        if start > 0
        else ""
    )


def act(simulator: Simulator, kind: str, options: Mapping[str, Any]) -> Any:
    """Change the state directly, as somebody else would meanwhile. Used by faults and by the control port."""
    store = simulator.store
    if kind == "delete_system":
        with store.transaction():
            store.write("delete from systems where id = ?", options["id"])
    elif kind == "book_system":
        with contextlib.suppress(Denied), store.transaction():
            store.claim_seats([int(options["id"])])
    elif kind == "set_remote_bookings":
        store.write("update systems set remote_bookings = ? where id = ?", int(options["value"]), options["id"])
    elif kind == "rename_system":
        with store.transaction():
            row = store.system(options["id"])
            settings = {**json.loads(row["settings"]), "System Name": options["name"]} if row else {}
            store.write(
                "update systems set name = ?, settings = ? where id = ?",
                options["name"],
                json.dumps(settings),
                options["id"],
            )
    elif kind == "set_status":
        store.write("update systems set status = ? where id = ?", options["status"], options["id"])
    elif kind == "add_key":
        return store.add_key(options["key"], "control")
    elif kind == "clear_keys":
        store.write("delete from option_keys")
    elif kind == "hide_products":
        store.set_meta("products hidden", "yes")
    elif kind == "sql":
        store.write(options["statement"], *options.get("values", ()))
    elif kind == "add_booking":
        from datetime import timedelta

        from tms_simulator.store import now

        data = {name: value for name, value in options.items() if name not in ("systems", "hours")}
        owner = store.rows("select id from users order by id limit 1")[0]["id"]
        return store.plant_booking(
            options["systems"], owner, now() + timedelta(hours=float(options.get("hours", 24))), **data
        )
    else:
        raise ValueError(f"unknown change {kind}")
    return None


def control_handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    """The control port: JSON in, JSON out; not part of TMS."""

    class Control(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments: Any) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            path = urlsplit(self.path).path.strip("/")
            answers = {
                "counters": simulator.counters,
                "journal": lambda: list(simulator.journal),
                "dump": lambda: dump(simulator.store),
            }
            self._json(answers[path]() if path in answers else None, 200 if path in answers else 404)

        def do_POST(self) -> None:
            path = urlsplit(self.path).path.strip("/")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            given = json.loads(body or b"null")
            try:
                self._json(self._done(path, given))
            except (ValueError, KeyError, Denied) as error:
                self._json({"error": str(error)}, 400)

        @staticmethod
        def _done(path: str, given: Any) -> Any:
            if path == "reset":
                simulator.reset()
            elif path == "faults":
                simulator.faults.set(given)
            elif path == "latency":
                simulator.latency = float(given) / 1000
            elif path == "load":
                load(simulator.store, given)
            elif path == "change":
                return act(simulator, given["kind"], given)
            else:
                raise ValueError(f"unknown control {path}")
            return None

        def _json(self, value: Any, status: int = 200) -> None:
            raw = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    return Control


class Server(ThreadingHTTPServer):
    """Many connections at once; none outlives the server."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler_class: Any) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler_class)

    def handle_error(self, *arguments: Any) -> None:
        """A client that goes away is nothing to report."""

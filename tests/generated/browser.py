# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium as the judge of a page: what its controls hold, and what is sent when one of them is clicked.

No driver is needed: a page of ours in the browser loads each page to be judged into a frame, looks at it, and clicks. The
server that hands the pages out takes down what comes back, byte by byte.
"""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")

#: Controls and buttons carry this attribute with a number, so that both sides speak of the same one.
MARK = "data-mark"

#: So long Chromium may take to begin, and for one page.
_PATIENCE = 60

_HARNESS = """<!DOCTYPE html><meta charset=utf-8><iframe id=frame name=frame></iframe><script>
const frame = document.getElementById('frame');
function loaded(address) {
  return new Promise(done => { frame.onload = () => done(true); if (address) frame.src = address; });
}
function held(control) {
  if (control.type === 'checkbox' || control.type === 'radio') return control.checked ? 'Yes' : 'No';
  if (control.tagName === 'SELECT') return [...control.selectedOptions].map(each => each.label);
  return control.value;
}
function tell(what, about) { return fetch('/tell/' + what, {method: 'POST', body: JSON.stringify(about)}); }
(async () => {
  for (;;) {
    const task = await (await fetch('/task')).json();
    if (!task.address) continue;
    await loaded(task.address);
    const shown = frame.contentWindow, values = {};
    for (const each of shown.document.querySelectorAll('input, select, textarea'))
      if (each.dataset.mark) values[each.dataset.mark] = held(each);
    await tell('values', values);
    shown.confirm = () => true;
    // What a script opens is told and not opened; a link's script runs only after the click.
    const opened = new Promise(done => {
      shown.open = shown.showModalDialog = shown.showModelessDialog = address => {
        done(new URL(address, shown.document.baseURI).href); return null; }; });
    const wanted = shown.document.querySelector('[data-mark="' + task.clicked + '"]');
    const answered = Promise.race([opened, loaded(null), new Promise(done => setTimeout(done, task.wait, false))]);
    if (wanted) wanted.click();
    const came = wanted && await answered;
    if (typeof came === 'string') await tell('opened', came);
    else if (!came) await tell('nothing', '');
  }
})();
</script>"""


@dataclass(frozen=True)
class Sent:
    """What a click sends. body: None for a page that was opened by its address."""

    address: str
    content_type: str
    body: bytes | None


@dataclass(frozen=True)
class Seen:
    """values: mark -> what the control holds, a list for the chosen options of a select; sent: None where nothing was."""

    values: dict[str, Any]
    sent: Sent | None


def find() -> str | None:
    """The program, None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One Chromium and the server it looks at; a context manager."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._tasks: queue.Queue[dict[str, Any]] = queue.Queue()
        self._told: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._pages: dict[str, tuple[bytes, str]] = {}
        self._number = 0

    def __enter__(self) -> Browser:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.browser = self
        self._origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._profile = tempfile.TemporaryDirectory(prefix="oracle", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [
                self._program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                f"--user-data-dir={self._profile.name}",
                "--remote-debugging-port=0",
                f"{self._origin}/harness",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE)
        self._server.shutdown()
        self._server.server_close()
        self._profile.cleanup()

    def next_address(self) -> str:
        """Where the next page will stand; its form may be posted to addresses beside it."""
        return f"{self._origin}/page{self._number + 1}/view.aspx?x=1"

    def look(self, html: bytes, content_type: str, clicked: int, wait: float = 3) -> Seen:
        """Show a page, read its controls, and click what carries the mark *clicked*."""
        address = self.next_address()
        self._number += 1
        self._pages[address.removeprefix(self._origin)] = (html, content_type)
        self._tasks.put({"address": address, "clicked": str(clicked), "wait": wait * 1000})
        values = self._next("values")
        sent = self._next("sent", "opened", "nothing")
        return Seen(values, sent)

    def _next(self, *wanted: str) -> Any:
        while True:
            what, about = self._told.get(timeout=_PATIENCE)
            if what in wanted:
                if what == "opened":
                    return Sent(about, "", None)
                return None if what == "nothing" else about


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    browser: Browser


class _Handler(BaseHTTPRequestHandler):
    """Tasks and pages to the browser; what it tells and what it sends, back."""

    protocol_version = "HTTP/1.1"
    # Many small answers, each waited for.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        browser = self.server.browser
        if self.path == "/harness":
            self._answer(_HARNESS.encode(), "text/html; charset=utf-8")
        elif self.path == "/task":
            try:
                task = browser._tasks.get(timeout=5)
            except queue.Empty:
                task = {}
            self._answer(json.dumps(task).encode(), "application/json")
        elif self.path in browser._pages:
            self._answer(*browser._pages.pop(self.path))
        elif self.path.startswith("/page"):
            self._took_down(None)
        else:
            self._answer(b"", "image/gif")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/tell/"):
            self.server.browser._told.put((self.path.removeprefix("/tell/"), json.loads(body)))
            self._answer(b"", "text/plain")
        else:
            self._took_down(body)

    def _took_down(self, body: bytes | None) -> None:
        if body is None and self.path.endswith((".gif", ".ico")):
            self._answer(b"", "image/gif")
            return
        browser = self.server.browser
        sent = Sent(f"{browser._origin}{self.path}", self.headers.get("Content-Type", ""), body)
        self._answer(b"<!DOCTYPE html>", "text/html")
        browser._told.put(("sent", sent))

    def _answer(self, content: bytes, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the oracle's own words are what counts."""

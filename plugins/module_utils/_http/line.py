# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One signed-in connection: a requests session with a single connection, used by a single thread.

This module util is PRIVATE to the collection; it can change at any time.

NTLM signs in the connection itself, so this room watches when one is opened: a POST is never sent over a connection that
has not been signed in by a GET, and so never has to be sent again.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.body import codec
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection, joined, origin
from ansible_collections.telepresence.tms.plugins.module_utils._http.deadline import Deadline
from ansible_collections.telepresence.tms.plugins.module_utils._http.sign_in import (
    Handshake,
    basic_header,
    channel_binding,
    offered,
    scheme_for,
)
from ansible_collections.telepresence.tms.plugins.module_utils._http.trust import Trust
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    BusyError,
    ConnectionLostError,
    MissingLibraryError,
    NotTmsError,
    SignInError,
    TlsError,
    TmsError,
    UnexpectedReplyError,
    UnreachableError,
)

#: No page or reply of a TMS is larger; GetSystems of 5,000 systems is about 8 MiB.
MAX_BYTES = 24 * 1024 * 1024
#: Nor has any as many tags; GetSystems of 5,000 systems has a quarter million. Each takes room while it is read.
MAX_TAGS = 700_000
#: A reply as a whole may take as many time-outs; each silence in it may take one.
PATIENCE = 10
#: A server that asks to wait longer than this is not waited for.
MAX_WAIT = 5.0
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Request:
    """One request. writes: whether it may change something on the server; tried: for messages.

    answers: the statuses that are answers of the application, not failures; sign_in_at: where a POST's connection is
    signed in by a GET, if not at the address itself; remedy: what to do about an HTTP 500 or an error page.
    """

    method: str
    address: str
    body: bytes | None
    headers: Mapping[str, str]
    writes: bool
    tried: str
    answers: frozenset[int] = frozenset({200})
    sign_in_at: str = ""
    remedy: str = "look at the log of the TMS server"


@dataclass(frozen=True)
class Reply:
    """A reply after all redirects. url: where it came from in the end."""

    status: int
    url: str
    content: bytes
    headers: Mapping[str, str]
    redirects: int = 0

    @property
    def charset(self) -> str:
        """As the header says it, else as the document does, else UTF-8, which is what ASP.NET writes."""
        declared = re.search(r"charset=[\"']?([\w.:-]+)", str(self.headers.get("Content-Type", "")), re.IGNORECASE)
        if declared is None:
            start = self.content[:2048].decode("ascii", errors="ignore")
            declared = re.search(r"<meta[^>]+charset=[\"']?([\w.:-]+)", start, re.IGNORECASE)
        return (codec(declared.group(1)) if declared else None) or "utf-8"

    @property
    def text(self) -> str:
        # Of the Unicode encodings some raise even so.
        try:
            return self.content.decode(self.charset, errors="replace")
        except ValueError:
            return self.content.decode("utf-8", errors="replace")

    @property
    def lossy(self) -> bool:
        """Whether some of its bytes are no text in its encoding: what stands in their places is not what was meant."""
        try:
            self.content.decode(self.charset)
        except ValueError:
            return True
        return False

    @property
    def content_type(self) -> str:
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip().casefold()


def title(reply: Reply) -> str:
    """What an error page calls itself and, below that, says (h2, as ASP.NET has it), for messages.

    What it quotes of a field that was posted is left out: it may be a secret.
    """
    said = [_inside(tag, reply.text[:10000]) for tag in ("title", "h2")]
    if said[1] in said[0]:
        said.pop()
    text = ": ".join(each for each in said if each)
    return f"'{text[:300]}'" if text else ""


def _inside(tag: str, page: str) -> str:
    """The text of the first such element of a page, empty without one."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.IGNORECASE | re.DOTALL)
    text = unescape(re.sub(r"<[^>]*>", " ", found.group(1))) if found else ""
    return without_values(" ".join(text.split()))


def without_values(text: str) -> str:
    """What a server says of a field that was posted, without the value it quotes: (uxKey="<...") is (uxKey)."""
    return re.sub(r'="[^"]*("|$)', "", text)


def redirect_target(connection: Connection, request: Request, reply: Reply) -> str:
    """Where a redirect leads; to another origin none is followed, for it would get the credentials."""
    said = str(reply.headers.get("Location", ""))
    target = joined(reply.url, said)
    if not target:
        raise UnexpectedReplyError(
            request.tried, on=reply.url, said=f"the server leads to '{said[:200]}', which is no address"
        )
    if origin(target) == connection.origin:
        return target
    secured = target.startswith("https:") and connection.url.startswith("http:")
    raise UnexpectedReplyError(
        request.tried,
        on=reply.url,
        said=f"the server leads to {target}, and credentials are sent to the configured address only",
        remedy=f"give the {'https address' if secured else 'address it leads to'} as url{'' if secured else ', if it is right'}",
    )


class TurnedAwayError(BusyError):
    """HTTP 503, told apart from a time-out: a server that turned a request away may be asked again soon."""


class Gate:
    """Shared by all connections of a task: one signs in first, the others only after it succeeded; one at a time signs in again.

    So a wrong password costs one failed logon at any number of connections, also one that stops working in mid-run.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.opened = False
        self.refused: SignInError | None = None
        self.schemes: tuple[str, ...] = ()


class _MustSignIn(Exception):
    """A new connection was about to be opened for a request that needs a signed-in one; nothing was sent."""


class Line:
    """exchange() is all there is to it."""

    def __init__(self, connection: Connection, trust: Trust, gate: Gate) -> None:
        try:
            import urllib3

            self._session = _session()
        except ImportError as error:
            raise MissingLibraryError("requests", "reach the server", str(error)) from error
        self._connection = connection
        self._trust = trust
        self._gate = gate
        self._signed_in = False
        #: Whether the account was ever accepted, by how many legs, and what follows from that.
        self._proved = False
        self._one_leg = False
        self._each_request = False
        self._scheme = ""
        self._may_open = True
        self._certificate: bytes | None = None
        self._deadline = Deadline(connection.timeout * PATIENCE)
        if not connection.validate_certs:
            # The user has chosen it; a module has nobody to warn.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "telepresence.tms"
        adapter = _watching_adapter(self)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def exchange(self, request: Request) -> Reply:
        """Send *request* signed in. A read that met a dropped connection is sent once more; a write never is."""
        for last in (False, True):
            reply = None
            try:
                if not self._signed_in:
                    shown = self._sign_in(request)
                    if shown is not None:
                        return shown
                self._may_open = self._signs_requests or request.method == "GET"
                reply = self._sent(request, self._headers())
            except _MustSignIn:
                # A ticket can go with the request itself, so that a server which ends each connection can be posted to.
                self._signed_in = False
                self._each_request = self._one_leg
                continue
            except ConnectionLostError as error:
                self._signed_in = False
                if request.writes and error.outcome_unknown:
                    raise
                if last:
                    raise UnreachableError(error.tried, on=error.on, said=error.said) from error
                continue
            if reply.status != 401:
                return reply
            if self._connection.auth == "basic":
                # The password was in this very request.
                raise self._refused(f"the server refused the account{self._as_whom()}")
            # Nothing was carried out. The connection was replaced, or the server forgot its sign-in, or it is an IIS
            # that wants a new Kerberos ticket with each request (authPersistNonNTLM off).
            self._signed_in = False
            self._each_request = self._one_leg
        if reply is None:
            raise UnreachableError(
                request.tried, on=request.address, said="the server ends each connection, so that no sign-in lasts"
            )
        raise self._refused("the server asks for a sign-in again and again")

    def close(self) -> None:
        self._session.close()
        self._deadline.close()

    # -- signing in

    def _sign_in(self, request: Request) -> Reply | None:
        """Sign this connection in by a GET; the reply to *request* where that was the GET, else None."""
        # A connection that was signed in before signs in again alone: the password may have changed meanwhile.
        if not self._gate.opened or self._proved:
            with self._gate.lock:
                if self._gate.refused is not None:
                    raise self._gate.refused
                if not self._gate.opened or self._proved:
                    return self._sign_in_alone(request)
        return self._handshake(request)

    def _sign_in_alone(self, request: Request) -> Reply | None:
        try:
            shown = self._handshake(request)
        except SignInError as error:
            self._gate.refused = error
            raise
        # A page that anybody may read proves nothing about the account.
        self._gate.opened = self._proved
        return shown

    def _handshake(self, request: Request) -> Reply | None:
        """Sign in by *request* itself if it is a GET, else by another GET, which writes nothing."""
        if request.method == "GET":
            return self._signed(request)
        get = Request("GET", request.sign_in_at or request.address, None, {}, False, "sign in")
        try:
            for dummy in range(MAX_REDIRECTS):
                reply = self._signed(get)
                if self._signed_in or reply.status not in REDIRECTS:
                    break
                get = replace(get, address=redirect_target(self._connection, get, reply))
        except TmsError as error:
            error.outcome_unknown = False
            raise
        self._signed_in = True
        return None

    def _signed(self, get: Request) -> Reply:
        """The reply to *get* over a connection that is signed in by it, if the server asks for that."""
        if self._gate.refused is not None:
            raise self._gate.refused
        self._may_open = True
        reply = self._sent(get, {})
        if reply.status != 401:
            self._signed_in = reply.status not in REDIRECTS
            return reply
        schemes = offered(str(reply.headers.get("WWW-Authenticate", "")))
        self._gate.schemes = self._gate.schemes or schemes
        scheme = scheme_for(self._connection, schemes)
        if scheme.casefold() == "basic":
            reply = self._sent(get, {"Authorization": basic_header(self._connection)})
        else:
            handshake = Handshake(self._connection, scheme, self._binding())
            reply = handshake.perform(lambda value: self._leg(get, value))
            self._one_leg = handshake.legs == 1
            self._scheme = scheme
        if reply.status == 401:
            raise self._refused(f"the server refused the account{self._as_whom()}")
        self._signed_in = self._proved = True
        return reply

    def _leg(self, get: Request, value: str) -> Reply:
        reply = self._sent(get, {"Authorization": value})
        # The next leg belongs to this connection; over another one it would look like a wrong password.
        self._may_open = False
        return reply

    def _binding(self) -> bytes | None:
        return channel_binding(self._certificate)

    @property
    def _signs_requests(self) -> bool:
        return self._connection.auth == "basic" or self._each_request

    def _headers(self) -> dict[str, str]:
        if self._connection.auth == "basic":
            if self._gate.refused is not None:
                raise self._gate.refused
            return {"Authorization": basic_header(self._connection)}
        if self._each_request:
            return {"Authorization": Handshake(self._connection, self._scheme, self._binding()).first()}
        return {}

    def _as_whom(self) -> str:
        return f" '{self._connection.username}'" if self._connection.username else " of the credential cache"

    def _refused(self, said: str) -> SignInError:
        error = SignInError(
            f"sign in with auth: {self._connection.auth}",
            on=self._connection.url,
            said=said,
            remedy="check username and password; no other scheme was tried, for accounts lock after a few failures",
        )
        self._gate.refused = error
        return error

    # -- sending

    def opening(self) -> None:
        """A connection is about to be opened."""
        if not self._may_open:
            raise _MustSignIn
        self._certificate = None

    def opened(self, connection: socket.socket | None, certificate: bytes | None = None) -> None:
        """*connection* is open, with the server's *certificate* in DER under TLS."""
        self._certificate = certificate
        self._deadline.watch(connection)

    def _sent(self, request: Request, headers: Mapping[str, str]) -> Reply:
        """One exchange of bytes; failures become errors, statuses do not."""
        import requests

        prepared = requests.PreparedRequest()
        try:
            # What a session would merge into each request is known.
            prepared.prepare(
                request.method,
                request.address,
                headers={**self._session.headers, **request.headers, **headers},
                data=request.body,
                cookies=self._session.cookies,
            )
            with (
                self._deadline,
                self._session.send(
                    prepared,
                    timeout=self._connection.timeout,
                    verify=self._trust.verify,
                    proxies=self._trust.proxies,
                    allow_redirects=False,
                    stream=True,
                ) as raw,
            ):
                content = self._content(request, raw)
        except requests.RequestException as error:
            raise self._failure(request, error) from error
        reply = Reply(raw.status_code, raw.url, content, raw.headers)
        if reply.status == 503:
            self._wait(reply)
            raise TurnedAwayError(
                request.tried,
                on=request.address,
                said="HTTP 503, the server has too much to do",
                remedy="run again later, or with a lower concurrency",
            )
        return reply

    def _content(self, request: Request, raw: Any) -> bytes:
        import requests

        parts, size = [], 0
        for part in raw.iter_content(65536):
            size += len(part)
            if size > MAX_BYTES:
                raise UnexpectedReplyError(
                    request.tried, on=request.address, said=f"the reply is larger than {MAX_BYTES // 1024 // 1024} MiB"
                )
            parts.append(part)
        if self._deadline.passed:
            # Without a length in its headers a reply that was ended looks like one that has.
            raise requests.Timeout
        announced = str(raw.headers.get("Content-Length", ""))
        if announced.isdecimal() and size < int(announced[:18]) and not raw.headers.get("Content-Encoding"):
            # Older releases of urllib3 do not mind.
            raise requests.ConnectionError(f"{size} of {announced[:18]} bytes came")
        content = b"".join(parts)
        if content.count(b"<") > MAX_TAGS:
            raise UnexpectedReplyError(
                request.tried, on=request.address, said=f"the reply has more than {MAX_TAGS:,} tags"
            )
        return content

    @staticmethod
    def _wait(reply: Reply) -> None:
        asked = str(reply.headers.get("Retry-After", "1"))
        time.sleep(min(float(asked[:9]) if asked.isdecimal() else 1.0, MAX_WAIT))

    def _failure(self, request: Request, error: Any) -> TmsError:
        """What a failure of requests means."""
        import requests

        said, place = _innermost(error), {"on": request.address}
        if "WRONG_VERSION_NUMBER" in repr(error) or "RECORD_LAYER_FAILURE" in repr(error):
            return TlsError(
                "make a TLS connection", **place, said=said, remedy="check whether the port is one for https"
            )
        if isinstance(error, requests.exceptions.SSLError):
            return TlsError(
                "make a trusted connection",
                **place,
                said=said,
                remedy="give the certificate authority as ca_cert, and as url the name the certificate was made for",
            )
        if isinstance(error, requests.exceptions.ProxyError):
            return UnreachableError(
                "reach the proxy", **place, said=said, remedy="check the proxy, or use use_proxy: false"
            )
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return UnreachableError(
                "connect",
                **place,
                said=f"no connection within {self._connection.timeout:g} seconds",
                remedy="check url and network",
            )
        if self._deadline.passed or isinstance(error, requests.exceptions.Timeout) or "timed out" in said:
            late = f"no answer within {self._connection.timeout:g} seconds"
            if self._deadline.passed:
                late = f"the answer had not ended after {self._deadline.seconds:g} seconds"
            if request.writes:
                return ConnectionLostError(
                    request.tried, **place, said=late, remedy="look at the object, then run again"
                )
            return BusyError(request.tried, **place, said=late, remedy="run again later, or with a longer timeout")
        if _never_connected(error):
            return UnreachableError(
                "connect",
                **place,
                said=said,
                remedy="check that url is the address of the TMS server and that it is up",
            )
        if "BadStatusLine" in repr(error):
            return NotTmsError(
                request.tried, **place, said="what answers does not speak HTTP", remedy="check scheme and port of url"
            )
        if not isinstance(
            error,
            (
                requests.exceptions.ConnectionError,
                requests.exceptions.ChunkedEncodingError,
                requests.exceptions.ContentDecodingError,
            ),
        ):
            return UnreachableError("connect", **place, said=said, remedy="check url")
        return ConnectionLostError(
            request.tried, **place, said=f"the connection was cut ({said})", remedy="look at the object, then run again"
        )


def _never_connected(error: Any) -> bool:
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def _innermost(error: BaseException) -> str:
    """The cause at the bottom of requests' and urllib3's wrappings, in its own words."""
    seen: BaseException = error
    while True:
        inner = getattr(seen, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((arg for arg in seen.args if isinstance(arg, BaseException)), None)
        if inner is None or inner is seen:
            break
        seen = inner
    text = getattr(seen, "strerror", None) or str(seen.args[-1] if seen.args else seen)
    return re.sub(r"<[^>]*object at 0x[0-9a-f]+>:? ?", "", text) or type(seen).__name__


def _session() -> Any:
    import requests

    class Session(requests.Session):
        def get_redirect_target(self, resp: Any) -> None:
            """None: redirects are looked at elsewhere. To prepare the next request the library reads all that came with one."""

    return Session()


def _watching_adapter(line: Line) -> Any:
    """An adapter with one connection at the most, that tells *line* when it is opened."""
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    class PlainConnection(HTTPConnection):
        def connect(self) -> None:
            line.opening()
            super().connect()
            line.opened(self.sock)

    class TlsConnection(HTTPSConnection):
        def connect(self) -> None:
            line.opening()
            super().connect()
            line.opened(self.sock, self.sock.getpeercert(binary_form=True))  # type: ignore[union-attr]

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = TlsConnection

    pools = {"http": PlainPool, "https": TlsPool}

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            manager = super().proxy_manager_for(*args, **kwargs)
            manager.pool_classes_by_scheme = pools
            return manager

    return Adapter(pool_connections=1, pool_maxsize=1, max_retries=0)

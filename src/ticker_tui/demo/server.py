"""A small HTTP server for the newsroom: loopback only, GET and HEAD only, conditional requests, gzip, no log.

It knows nothing of news: `Site` gives it a `Resource` for a path. What needs waiting (a slow outlet) waits on the
server's stop event, so closing never takes longer than a moment.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import socketserver
import threading
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from ticker_tui.demo.pages import error_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

HTML = "text/html; charset=utf-8"
GZIP_FROM_BYTES = 500
ACCEPT_POLL_S = 0.1
"""How often the accepting thread looks whether it should stop."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is at a path."""

    body: bytes
    media_type: str = HTML
    max_age_s: int = 60
    changed_at: datetime | None = None
    """Aware UTC, for Last-Modified; None: not told."""
    etag: str = ""
    """Without quotes; empty: made from the body."""
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""
    """Where it has moved, with a 3xx status."""
    retry_after_s: int | None = None
    delay_s: float = 0
    """How long the answer takes; `inf`: it never comes."""


class Site(Protocol):
    """What a server serves."""

    def resource(self, path: str) -> Resource | None:
        """What is at a decoded path that begins with a slash; None: nothing. Called from many threads."""
        ...


class Server:
    """An HTTP server on 127.0.0.1 and a free port, in a thread of its own, from `start` to `close`."""

    def __init__(self, site: Site, *, port: int = 0) -> None:
        self._listener = _Listener(("127.0.0.1", port), _Handler)
        self._listener.site = site
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(ACCEPT_POLL_S,), name="newsroom", daemon=True
        )

    @property
    def base_url(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://127.0.0.1:{self._listener.server_address[1]}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering, end every connection, and wait for the accepting thread."""
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        self._listener.end_connections()
        self._listener.server_close()


class _Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64
    site: Site

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__(address, handler)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        with self._connections_lock:
            self._connections.add(connection)
        return connection, address

    def close_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        with self._connections_lock:
            if isinstance(request, socket.socket):  # as it always is with TCP
                self._connections.discard(request)
        super().close_request(request)

    def end_connections(self) -> None:
        """Wake every handler that waits for a request or for its delay."""
        self.stopping.set()
        with self._connections_lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the other side was faster

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a reader that hangs up is no event, and the screen belongs to the app."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds a kept connection may idle
    server: _Listener  # pyright: ignore[reportIncompatibleVariableOverride] - the only one that uses this class

    def do_GET(self) -> None:
        resource = self.server.site.resource(unquote(urlsplit(self.path).path))
        if resource is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        if resource.delay_s and self.server.stopping.wait(min(resource.delay_s, threading.TIMEOUT_MAX)):
            self.close_connection = True
            return
        self._answer(resource)

    do_HEAD = do_GET  # noqa: N815 - the base class looks for this name

    def _answer(self, resource: Resource) -> None:
        etag = resource.etag or hashlib.sha256(resource.body).hexdigest()[:20]
        headers = {"Content-Type": resource.media_type, "Vary": "Accept-Encoding"}
        if resource.status == HTTPStatus.OK:
            headers["Cache-Control"] = f"max-age={resource.max_age_s}"
            headers["ETag"] = f'"{etag}"'
            if resource.changed_at is not None:
                headers["Last-Modified"] = format_datetime(resource.changed_at, usegmt=True)
        if resource.location:
            headers["Location"] = resource.location
        if resource.retry_after_s is not None:
            headers["Retry-After"] = str(resource.retry_after_s)
        if resource.status == HTTPStatus.OK and self._has_current(etag, resource.changed_at):
            self._send(HTTPStatus.NOT_MODIFIED, headers, b"")
            return
        body = resource.body
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) >= GZIP_FROM_BYTES:
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
            if "ETag" in headers:
                headers["ETag"] = f'W/"{etag}"'  # RFC 9110 8.8.3: these are other bytes than the plain ones
        self._send(resource.status, headers, body)

    def _has_current(self, etag: str, changed_at: datetime | None) -> bool:
        """Whether the reader already has this version (RFC 9110 13.1.2: an ETag outranks the date)."""
        if (known := self.headers.get("If-None-Match")) is not None:
            tags = {tag.strip().removeprefix("W/").strip('"') for tag in known.split(",")}
            return etag in tags or "*" in tags
        since = self.headers.get("If-Modified-Since")
        if since is None or changed_at is None:
            return False
        try:
            return changed_at <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # no date, or one without a zone
            return False

    def _send(self, status: HTTPStatus, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the base class calls it with them
        """A small page; whatever the request held is not repeated in it."""
        status = HTTPStatus(code)
        if status == HTTPStatus.NOT_IMPLEMENTED:  # what the base class says to a method without a do_…
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self.close_connection = True  # a body may follow that nobody reads
        headers = {"Content-Type": HTML, "Connection": "close", "Allow": "GET, HEAD"}
        self._send(status, headers, error_page(status, status.phrase).encode())

    def version_string(self) -> str:
        """What the Server header says; not which Python this is."""
        return "newsroom"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing: the screen belongs to the app."""

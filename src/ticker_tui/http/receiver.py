"""Takes one response from libcurl as it comes, within the limits."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final

from ticker_tui.http.curl_errors import failed, no_http, too_large
from ticker_tui.http.outcome import Cause

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.http.outcome import RequestFailedError
    from ticker_tui.http.pool import ConnectionPool
    from ticker_tui.http.transfer import Exchange

UNWANTED_BYTES: Final = 64 * 1024
"""Of the body of a redirect or an error, which is read only to keep the connection."""
UNWANTED_S: Final = 1.0
"""How long such a body may take."""
MAX_EVENTS: Final = 8_000
"""Pieces of a response from which on they must hold `BYTES_PER_EVENT` on average: a flood of one-byte chunks is not read."""
BYTES_PER_EVENT: Final = 16


class Receiver:
    """Takes one response as it comes, and refuses what exceeds the limits.

    libcurl calls its methods from within a step of the event loop: they must not raise, nor call libcurl.
    """

    def __init__(self, pool: ConnectionPool, exchange: Exchange) -> None:
        self._pool = pool
        self._limits = pool.limits
        self._exchange = exchange
        self.status = 0
        self.parts: list[bytes] = []
        self.has_head = False
        """Whether the final head is complete; heads of 1xx come before it."""
        self.has_connected = False
        self.server_ip = ""
        self.failure: RequestFailedError | None = None
        """Why it was refused."""
        self.is_stale = False
        """Whether it was to be sent on a kept connection that has something unread, and was not."""
        self.is_malformed = False
        """Whether libcurl could not understand it."""
        self.is_given_up = False
        self.give_up: Callable[[], None] = _nothing
        """Ends the transfer from outside of a callback."""
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_bytes = self._head_lines = 0
        self._body_bytes = self._events = 0
        self._opened: list[int] = []
        self._sockets: list[socket.socket] = []
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_unwanted(self) -> bool:
        """Whether it is a redirect or an error, whose body may be left out."""
        return self.has_head and not 200 <= self.status <= 299

    def joined_headers(self) -> dict[str, str]:
        """The headers by their names in lower case."""
        found: dict[str, str] = {}
        for name, value in self._headers:
            key, text = name.decode("latin-1").lower(), _decode_value(value)
            found[key] = f"{found[key]}, {text}" if key in found else text
        return found

    def is_cut_short(self, failure: RequestFailedError) -> bool:
        """Whether a failure leaves the beginning of a body that can be trusted as far as it goes."""
        return failure.failure.cause in {Cause.BROKEN_OFF, Cause.TIMEOUT}

    def end(self) -> None:
        """The transfer has ended."""
        self.give_up = _nothing
        for opened in self._sockets:
            opened.close()
        if self._timer is not None:
            self._timer.cancel()

    # ── called by libcurl ──

    def on_socket(self, _purpose: int, address: tuple[int, int, int, tuple[str | bytes, ...]]) -> object:
        """Open a socket for an address, unless it is private."""
        import pycurl

        family, kind, protocol, where = address
        ip = where[0].decode("ascii") if isinstance(where[0], bytes) else where[0]
        if not self._pool.is_public(ip):
            self._refuse_address()
            return pycurl.SOCKET_BAD
        try:
            opened = socket.socket(family, kind, protocol)
        except OSError:
            return pycurl.SOCKET_BAD
        self._sockets.append(opened)  # PycURL makes a copy of it
        return opened

    def on_opened(self, fd: int, _purpose: int) -> int:
        """Take note of a socket before it is connected."""
        self._opened.append(fd)
        self._pool.note_opened(fd)
        return 0

    def on_connected(self, server_ip: str, local_ip: str, server_port: int, local_port: int) -> int:
        """Check the connection a request is about to be sent on, a new one or one that was kept."""
        import pycurl

        self.has_connected = True
        self.server_ip = server_ip
        ends = (server_ip, local_ip, server_port, local_port)
        self._pool.note_connected(ends, self._opened)
        if not self._opened and self._pool.has_unread(ends):
            self.is_stale = True
            return int(pycurl.PREREQFUNC_ABORT)
        exchange = self._exchange
        if exchange.private_refusal and not exchange.proxy and not self._pool.is_public(server_ip):
            self._refuse_address()
            return int(pycurl.PREREQFUNC_ABORT)
        self.failure = None  # another address of the same name, which was refused
        return int(pycurl.PREREQFUNC_OK)

    def on_header(self, line: bytes) -> int | None:
        """Take one line of a head."""
        self._head_bytes += len(line)
        self._head_lines += 1
        if self._head_bytes > self._limits.head_bytes or self._head_lines > self._limits.head_lines:
            return self._refuse(no_http())
        if self.has_head or not self.has_connected:
            return None  # trailers, or what a proxy says to CONNECT
        if line[:5].upper() == b"HTTP/":
            self._headers = []
            status = line.split(None, 2)[1:2]
            self.status = int(status[0][:3]) if status and status[0].isdigit() else 0
        elif line.strip(b"\r\n"):
            self._take_field(line)
        elif self.status >= 200:
            self.has_head = True
            if self.is_unwanted:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(UNWANTED_S, self._leave_body)
        return None

    def on_body(self, data: bytes) -> int | None:
        """Take a piece of the body."""
        self._body_bytes += len(data)
        if self._body_bytes > (UNWANTED_BYTES if self.is_unwanted else self._limits.body_bytes):
            return self._refuse(too_large(self._limits))
        if self._is_flood():
            return -1
        self.parts.append(data)
        return None

    def on_progress(self, *_: object) -> int | None:
        """Called whenever something has been read, be it only what frames the body."""
        return 1 if self.has_head and self._is_flood() else None

    # ── the rest ──

    def _leave_body(self) -> None:
        self.is_given_up = True
        self.give_up()

    def _is_flood(self) -> bool:
        self._events += 1
        if self._events > MAX_EVENTS and self._body_bytes < self._events * BYTES_PER_EVENT:
            self._refuse(
                failed(
                    Cause.TOO_LARGE, "The server sends its answer in too many small pieces; it was given up."
                )
            )
            return True
        return False

    def _take_field(self, line: bytes) -> None:
        if line[:1] in b" \t" and self._headers:  # RFC 9112 5.2: a folded line
            name, value = self._headers[-1]
            self._headers[-1] = (name, value + b" " + line.strip())
            return
        name, colon, value = line.partition(b":")
        if colon:
            self._headers.append((name.strip(), value.strip()))

    def _refuse(self, failure: RequestFailedError) -> int:
        self.failure = self.failure or failure
        return -1

    def _refuse_address(self) -> None:
        self.failure = failed(Cause.REDIRECT, self._exchange.private_refusal)


def _decode_value(value: bytes) -> str:
    """ASCII by the rules; UTF-8 as many servers have it, else Latin-1 as of old."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _nothing() -> None:
    """Do nothing."""

"""One connection to a server, spoken with HTTP/1.1: h11 knows the rules, asyncio carries the bytes."""

from __future__ import annotations

import asyncio
from time import time
from typing import TYPE_CHECKING, cast

import h11

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

MAX_HEAD_BYTES = 100 * 1024
"""Of an answer's status line and headers."""
PIECES = 256
"""After so many pieces of an answer others have their turn: some servers send it letter by letter."""
UNWANTED_PIECES = 64
"""So much of an answer that nobody reads is passed over to keep the connection."""


class CutShortError(Exception):
    """The server hung up before its answer was complete."""


class Line(asyncio.Protocol):
    """A connection on which one question at a time is asked. Made by `network.Guard.connect`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._talk = _new_talk()
        self._transport = asyncio.Transport()
        self._waiter: asyncio.Future[None] | None = None
        self._error: Exception | None = None
        self.server_ip = ""
        """Who is at the other end. Asked at once: once the server has hung up, nobody remembers."""
        self.is_ended = False
        """Whether the server says no more."""
        self.kept_at: float | None = None
        """When its last answer was over, on the clock of `time.time`, which goes on while the machine sleeps; None: it is fresh."""
        self._is_idle = False
        self._pieces = 0

    # ── what asyncio calls ──

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called with the transport, once."""
        self._transport = cast("asyncio.Transport", transport)
        name = transport.get_extra_info("peername")
        self.server_ip = str(name[0]) if name else ""

    def data_received(self, data: bytes) -> None:
        """Called with what the server says. Unasked it says nothing that could be believed."""
        if self._is_idle:
            self.close()
            return
        self._talk.receive_data(data)
        if self._waiter is None:  # there is still something to read: let the server wait, not memory fill
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Called when the server hangs up."""
        self.is_ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when the connection is gone."""
        self.is_ended = True
        self._error = exc
        self._wake()

    # ── what we call ──

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Begin anew, and encrypted; behind a proxy that has agreed to CONNECT with another one (RFC 9110 9.3.6).

        Raises:
            h11.RemoteProtocolError: somebody has spoken in the clear who was not asked: it would be taken for the answer.
            OSError: it cannot be, ssl.SSLError and ssl.SSLCertVerificationError among it.
        """
        if self._talk.trailing_data[0]:
            raise h11.RemoteProtocolError("data before the encryption")
        self._talk = _new_talk()
        transport = await self._loop.start_tls(self._transport, self, context, server_hostname=host)
        if transport is None:
            raise ConnectionResetError
        self._transport = transport

    async def ask(self, target: str, headers: Iterable[tuple[str, str]], *, method: str = "GET") -> Answer:
        """Ask, and wait for the head of the answer.

        Raises:
            h11.LocalProtocolError: a header cannot be sent as it is.
            h11.RemoteProtocolError: the answer is no HTTP.
            CutShortError: there is none.
            OSError: the connection is broken.
        """
        self._is_idle = False
        talk = self._talk
        fields = [(name.encode(), value.encode()) for name, value in headers]
        head = talk.send(h11.Request(method=method, target=target, headers=fields))
        talk.send(h11.EndOfMessage())
        self._transport.write(head or b"")
        event = await self._next()
        while isinstance(event, h11.InformationalResponse):  # the answer is still to come
            await asyncio.sleep(0)  # a long head takes its time, and many may follow each other
            event = await self._next()
        if not isinstance(event, h11.Response):
            raise CutShortError
        return Answer(self, event)

    async def read(self) -> bytes:
        """The next bytes of the answer's body as they come, packed or not; empty at its end.

        Raises:
            As `ask`.
        """
        while isinstance(event := await self._next(), h11.Data):
            if event.data:
                return bytes(event.data)
        return b""

    def rest(self) -> bool:
        """Be ready for the next question; False: none can be asked, since the answer is not over or was the last one."""
        talk = self._talk
        try:
            for _ in range(UNWANTED_PIECES):
                if not isinstance(talk.next_event(), h11.Data):
                    break
        except h11.RemoteProtocolError:
            return False
        if self.is_ended or talk.our_state is not h11.DONE or talk.their_state is not h11.DONE:
            return False
        if talk.trailing_data[0]:
            return False
        talk.start_next_cycle()
        self._transport.resume_reading()
        self.kept_at = time()
        self._is_idle = True
        return True

    def close(self) -> None:
        """Hang up at once, whatever is on its way."""
        self.is_ended = True
        self._transport.abort()

    async def _next(self) -> object:
        """The next event of the answer."""
        self._pieces += 1
        if not self._pieces % PIECES:
            await asyncio.sleep(0)
        while (event := self._talk.next_event()) is h11.NEED_DATA:
            if not self.is_ended:
                self._waiter = self._loop.create_future()
                self._transport.resume_reading()
                try:
                    await self._waiter
                finally:
                    self._waiter = None
                continue
            if self._error is not None:
                raise ConnectionResetError(str(self._error)) from self._error
            if self._talk.their_state is h11.SEND_RESPONSE:
                raise CutShortError
            self._talk.receive_data(b"")  # which is the end of a body that has no other (RFC 9112 6.3)
            try:
                return self._talk.next_event()
            except h11.RemoteProtocolError as error:
                raise CutShortError from error
        return event

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Answer:
    """The head of an answer; the body is read from the line."""

    __slots__ = ("headers", "line", "status")

    def __init__(self, line: Line, head: h11.Response) -> None:
        self.line = line
        self.status = head.status_code
        self.headers: dict[str, str] = {}
        """By their names in lower case; what stands there more than once is joined (RFC 9110 5.2)."""
        repeated: dict[str, list[str]] = {}
        for name, value in head.headers:
            key, text = name.decode("ascii"), _decoded(value)
            if key in self.headers:
                repeated.setdefault(key, [self.headers[key]]).append(text)
            else:
                self.headers[key] = text
        for key, texts in repeated.items():
            self.headers[key] = ", ".join(texts)


def _decoded(value: bytes) -> str:
    """ASCII by the rules; UTF-8 as many servers have it, else Latin-1 as of old."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _new_talk() -> h11.Connection:
    return h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)

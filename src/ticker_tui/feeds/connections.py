"""Asking over connections that are kept for the next question, straight or through a proxy."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING

import h11

from ticker_tui.feeds.address import parsed
from ticker_tui.feeds.failures import FailureError, refused
from ticker_tui.feeds.http1 import CutShortError
from ticker_tui.feeds.network import ProxyError, TooSlowError, UnknownHostError, UnreachableError
from ticker_tui.feeds.outcome import Cause
from ticker_tui.feeds.secrets import basic

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from ticker_tui.feeds.address import Address
    from ticker_tui.feeds.http1 import Answer, Line
    from ticker_tui.feeds.network import Guard

IDLE = 48
"""Connections that are kept although nothing is asked: each is a file descriptor."""
KEPT_S = 15.0
"""So long a connection is kept; many servers hang up soon after."""

_Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Proxy:
    """Through whom is asked."""

    address: Address

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What is for the proxy's eyes."""
        login = self.address.login
        return [("Proxy-Authorization", basic(login))] if login else []


def proxy_at(url: str) -> Proxy:
    """A proxy by its address.

    Raises:
        FailureError: it is no address of an HTTP proxy.
    """
    try:
        return Proxy(parsed(url))
    except FailureError:
        raise FailureError(
            Cause.ADDRESS, "The proxy's address must begin with http:// or https:// and name a host."
        ) from None


class Connections:
    """The connections of one route.

    Args:
        guard: Who makes them.
        context: How they are encrypted, where they are.
        proxy: Through whom, if anybody.
    """

    def __init__(
        self, guard: Guard, context: Callable[[], ssl.SSLContext], proxy: Proxy | None = None
    ) -> None:
        self._guard = guard
        self._context = context
        self._proxy = proxy
        self._kept: dict[_Origin, list[Line]] = {}
        """The server that was left longest ago first."""

    async def ask(self, address: Address, headers: list[tuple[str, str]]) -> Answer:
        """Ask; the answer is given back with `leave`, whatever becomes of it.

        Where the server had given up a connection that was kept and had not yet told us, ask again (RFC 9112 9.3.1).

        Args:
            address: What for.
            headers: What is said besides.

        Raises:
            As `Line.ask` and `Guard.connect`, ProxyError, and FailureError where the proxy is the reason.
        """
        target = address.target
        if self._proxy is not None and address.scheme == "http":
            target = f"http://{address.named}{target}"
            headers = [*headers, *self._proxy.headers]
        while True:
            line = self._taken(self._far_end(address)) or await self._connected(address)
            try:
                return await line.ask(target, headers)
            except (OSError, CutShortError, h11.RemoteProtocolError):
                line.close()
                if line.kept_at is None:
                    raise
            except BaseException:
                line.close()
                raise

    def leave(self, address: Address, line: Line) -> None:
        """Keep the line for the next question, if it can be asked on it. Few stay for nothing, the latest."""
        if not line.rest():
            line.close()
            return
        origin = self._far_end(address)
        kept = self._kept.pop(origin, [])
        self._kept[origin] = [*kept, line]
        while sum(map(len, self._kept.values())) > IDLE:
            first = next(iter(self._kept))
            self._kept[first].pop(0).close()
            if not self._kept[first]:
                del self._kept[first]

    async def close(self) -> None:
        """Hang up everywhere."""
        for lines in self._kept.values():
            for line in lines:
                line.close()
        self._kept.clear()
        await asyncio.sleep(0)  # in which the sockets are closed

    def _far_end(self, address: Address) -> _Origin:
        """To whom a line leads that can be asked for the address."""
        if self._proxy is not None and address.scheme == "http":
            return self._proxy.address.origin
        return address.origin

    def _taken(self, origin: _Origin) -> Line | None:
        """A kept line, the one that was left last; those that are of no use any more are closed."""
        lines = self._kept.pop(origin, [])
        now = time()
        while lines:
            line = lines.pop()
            if not line.is_ended and line.kept_at is not None and abs(now - line.kept_at) < KEPT_S:
                if lines:
                    self._kept[origin] = lines
                return line
            line.close()
        return None

    async def _connected(self, address: Address) -> Line:
        """A fresh line, encrypted where the address is."""
        first = address if self._proxy is None else self._proxy.address
        try:
            line = await self._guard.connect(first.host, first.port)
        except (UnknownHostError, UnreachableError) as error:
            if self._proxy is None:
                raise
            raise FailureError(Cause.UNREACHABLE, "The configured proxy cannot be reached.") from error
        try:
            if first.scheme == "https":
                await self._encrypt(line, first)
            if self._proxy is not None and address.scheme == "https":
                await self._tunnel(line, address, self._proxy)
                await self._encrypt(line, address)
        except BaseException:
            line.close()
            raise
        return line

    async def _encrypt(self, line: Line, address: Address) -> None:
        context = self._context()
        try:
            async with asyncio.timeout(self._guard.within_s):
                await line.start_tls(context, address.host)
        except TimeoutError as error:
            raise TooSlowError(address.host) from error
        except OSError as error:
            raise UnreachableError(address.host) from error

    @staticmethod
    async def _tunnel(line: Line, address: Address, proxy: Proxy) -> None:
        """Have the proxy connect us (RFC 9110 9.3.6)."""
        headers = [("Host", address.authority), *proxy.headers]
        answer = await line.ask(address.authority, headers, method="CONNECT")
        if answer.status == 407:
            raise refused(answer.status, None)
        if not 200 <= answer.status <= 299:
            raise ProxyError(answer.status)

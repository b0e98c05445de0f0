"""Places for requests: few at once to one host, and a bounded number in all."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

SECOND_AFTER_S: Final = 0.06
"""A host whose answer takes longer gets another request beside the first. One that answers sooner is sent one request after
the other, over one connection."""
LULL_S: Final = 0.03
"""Or longer than that, while no such time has passed without an answer of any host,"""
SECOND_AFTER_ALL_S: Final = 0.5
"""but not longer than this."""


class _Host:
    """The requests to one host."""

    __slots__ = ("active", "redirected", "timer", "waiting", "waiting_redirected", "width")

    def __init__(self) -> None:
        self.active = self.redirected = 0
        self.width = 1
        """How many may be active now; grows up to the limit while the host is slow."""
        self.waiting: deque[asyncio.Future[None]] = deque()
        self.waiting_redirected: deque[asyncio.Future[None]] = deque()
        self.timer: asyncio.TimerHandle | None = None


class HostQueue:
    """Admits requests in the order they come.

    Requests that a redirect brought to a host come after those that were meant for it, and never take its last place but
    one: a host cannot be blocked by others that redirect to it.

    Args:
        per_host: Active requests to one host at most.
        total: Active requests at most.
    """

    def __init__(self, per_host: int, total: int) -> None:
        self._per_host = per_host
        self._total = asyncio.Semaphore(total)
        self._hosts: dict[str, _Host] = {}
        self._last_end_s = 0.0

    @asynccontextmanager
    async def place(self, name: str, *, redirected: bool = False) -> AsyncGenerator[None]:
        """Wait for a place at a host, and hold it."""
        host = self._hosts.setdefault(name, _Host())
        ticket = asyncio.get_running_loop().create_future()
        queue = host.waiting_redirected if redirected else host.waiting
        queue.append(ticket)
        self._admit(name, host)
        try:
            await ticket
            async with self._total:
                yield
        finally:
            if ticket in queue:
                queue.remove(ticket)
            elif ticket.done() and not ticket.cancelled():
                host.active -= 1
                host.redirected -= redirected
                self._last_end_s = asyncio.get_running_loop().time()
            self._admit(name, host)

    def widen(self, name: str) -> None:
        """Use all places of a host at once: its requests share one HTTP/2 connection."""
        if (host := self._hosts.get(name)) is not None and host.width < self._per_host:
            host.width = self._per_host
            self._admit(name, host)

    def _admit(self, name: str, host: _Host) -> None:
        while host.active < host.width and (ticket := self._next(host)) is not None:
            ticket.set_result(None)
        if host.timer is not None and (host.active < host.width or host.width == self._per_host):
            host.timer.cancel()
            host.timer = None
        if not host.active and not host.waiting and not host.waiting_redirected:
            if self._hosts.get(name) is host:
                del self._hosts[name]
        elif (
            host.active == host.width < self._per_host
            and host.timer is None
            and (host.waiting or host.waiting_redirected)
        ):
            self._wait_for(name, host)

    def _wait_for(self, name: str, host: _Host) -> None:
        loop = asyncio.get_running_loop()
        host.timer = loop.call_later(SECOND_AFTER_S, self._add_place, name, host, loop.time())

    def _add_place(self, name: str, host: _Host, since_s: float) -> None:
        loop = asyncio.get_running_loop()
        now_s = loop.time()
        if now_s - self._last_end_s < LULL_S and now_s - since_s < SECOND_AFTER_ALL_S:
            # Answers of other hosts are coming in: this one may be next, and we are what is slow.
            host.timer = loop.call_later(LULL_S, self._add_place, name, host, since_s)
            return
        host.timer = None
        host.width += 1
        self._admit(name, host)

    def _next(self, host: _Host) -> asyncio.Future[None] | None:
        """Take the next ticket out of its queue."""
        while host.waiting:
            if not (ticket := host.waiting.popleft()).done():
                host.active += 1
                return ticket
        while host.waiting_redirected and host.redirected < max(1, self._per_host - 1):
            if not (ticket := host.waiting_redirected.popleft()).done():
                host.active += 1
                host.redirected += 1
                return ticket
        return None

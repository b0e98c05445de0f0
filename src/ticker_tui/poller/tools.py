"""What a round works with: the fetcher, the parsers, and whose turn it is."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

from ticker_tui.feeds.backlog import Backlog

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Sequence

    from ticker_tui.config import Settings
    from ticker_tui.feeds.child import ParserPool
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.model import FeedState

SIDE_BY_SIDE: Final = 8
STEP_S: Final = 0.05
"""Of feeds that were never read, so many are asked at once, and so long later the next: were all begun at once, no answer
would be read before the last request was written, and the first headline would come after a second more."""
AHEAD: Final = 12
"""Bodies that wait to be read, from which on no such feed is asked: what two processes cannot read yet may wait at its server."""
TURNS: Final = 6
"""Bodies that are being read or saved at once; more would wait in memory for the archive's one writer."""
QUIET_S: Final = 0.25
"""After so long without a body to read or save, a round has time for something else."""


class Tools:
    """What a round works with, made when first needed: a round of 304s starts no parser."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.backlog = Backlog()
        self._turns = asyncio.Semaphore(TURNS)
        self._waiting = 0
        self._room = asyncio.Event()
        """There is some for more bodies to wait in."""
        self._in_use = 0
        self._used_at = monotonic()
        self._open = AsyncExitStack()
        self._opening = asyncio.Lock()
        self._fetcher: Fetcher | None = None
        self._parser: ParserPool | None = None
        self._warming: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """The right to read and save one body, when it is its turn."""
        self._wait(1)
        try:
            await self._turns.acquire()
        finally:
            self._wait(-1)
        self._in_use += 1
        try:
            yield
        finally:
            self._in_use -= 1
            self._used_at = monotonic()
            self._turns.release()

    def _wait(self, more: int) -> None:
        self._waiting += more
        if self._waiting < AHEAD:
            self._room.set()
        else:
            self._room.clear()

    def gates(self, states: Sequence[FeedState | None]) -> list[asyncio.Event]:
        """What each feed of a round has to wait for; when some were never read, they go in groups.

        Parsers are started while their servers think: none can answer “not modified”.

        Args:
            states: What is known of the feeds.
        """
        unread = sum(state is None or not state.body_hash for state in states)
        if unread and self._parser is None and self._warming is None:
            self._warming = asyncio.create_task(self._warm_up(unread))
        together = SIDE_BY_SIDE if unread else max(1, len(states))
        groups = [asyncio.Event() for _ in range(0, len(states), together)]
        return [groups[place // together] for place in range(len(states))]

    async def open_gates(self, gates: Iterable[asyncio.Event]) -> None:
        """Let a round begin, group by group: none as long as many bodies wait to be read."""
        for gate in dict.fromkeys(gates):
            gate.set()
            await asyncio.sleep(STEP_S)
            await self._room.wait()

    def are_idle(self) -> bool:
        """Whether no body has been read or saved for a moment."""
        return not self._in_use and monotonic() - self._used_at >= QUIET_S

    async def fetcher(self) -> Fetcher:
        """The one of this round and the next ones."""
        async with self._opening:
            if self._fetcher is None:
                from ticker_tui.feeds.fetch import Fetcher

                refresh = self._settings.refresh
                self._fetcher = await self._open.enter_async_context(
                    Fetcher(
                        deadline_s=refresh.timeout_s, per_host=refresh.per_host, user_agent=refresh.user_agent
                    )
                )
            return self._fetcher

    async def parser(self) -> ParserPool:
        """The processes of this round and the next ones."""
        async with self._opening:
            if self._parser is None:
                from ticker_tui.feeds.child import ParserPool

                self._parser = await self._open.enter_async_context(ParserPool())
            return self._parser

    async def _warm_up(self, jobs: int) -> None:
        with suppress(OSError):  # then no body can be read, and each feed says so
            await (await self.parser()).warm_up(jobs)

    async def close(self) -> None:
        """Let go of all of it."""
        if self._warming is not None:
            await self._warming
        await self._open.aclose()
        self.backlog.close()

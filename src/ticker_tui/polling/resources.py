"""What a round works with: the fetcher, the parsers, when each request begins, and how many bodies are read at once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Final

from ticker_tui.polling.body_spool import BodySpool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.config import Settings
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.model import FeedState
    from ticker_tui.polling.parser_pool import ParserPool

STEP_S: Final = 0.006
"""Between the first requests of two feeds that were never read."""
SPREAD_S: Final = 1.0
"""All first requests of a round begin within this time."""
TURNS: Final = 6
"""Bodies that are being read, or wait for the archive's one writer: what was read is larger than the body, and in memory."""
QUICK_CPU_S: Final = 0.5
"""Processor time in which nearly every body is read. One that takes longer is read again in the slow turn."""


def start_delays_s(states: Sequence[FeedState | None], *, deadline_s: float | None) -> list[float]:
    """When each request of a round begins: at once, except that feeds which were never read start `STEP_S` apart.

    Otherwise the bodies of 200 new feeds all arrive before the first is parsed, and the first headline is saved after twice
    the time. A delay does not depend on what any other feed does.

    Args:
        states: What is known of the feeds, in the order of the round.
        deadline_s: When the round ends; every request begins in the first quarter of it.
    """
    unread = sum(map(never_read, states))
    spread_s = SPREAD_S if deadline_s is None else min(SPREAD_S, deadline_s / 4)
    steps = (index * min(STEP_S, spread_s / unread) for index in range(unread))
    return [next(steps) if never_read(state) else 0.0 for state in states]


def never_read(state: FeedState | None) -> bool:
    """Whether no body of a feed has been read yet."""
    return state is None or not state.body_hash


class PollResources:
    """What a round works with, made when first needed: a round of 304s starts no parser."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.backlog = BodySpool()
        self.turns = asyncio.Semaphore(TURNS)
        """Held from the moment a parser is free for a body until its entries are saved."""
        self.slow_turns = asyncio.Semaphore(1)
        """Held to read a body that takes long: one at a time, so that a parser is left for the others."""
        self._slow: set[str] = set()
        """Feeds whose last body was not read in `QUICK_CPU_S`."""
        self._open = AsyncExitStack()
        self._opening = asyncio.Lock()
        self._fetcher: Fetcher | None = None
        self._parser: ParserPool | None = None
        self._warming: asyncio.Task[None] | None = None

    def is_slow(self, url: str) -> bool:
        """Whether the next body of this feed is read in the slow turn at once."""
        return url in self._slow

    def set_slow(self, url: str, *, is_slow: bool) -> None:
        """Remember whether the last body of a feed took long."""
        (self._slow.add if is_slow else self._slow.discard)(url)

    def expect_bodies(self, count: int) -> None:
        """Start the parsers for feeds that were never read, while their servers prepare the bodies."""
        if count and self._parser is None and self._warming is None:
            self._warming = asyncio.create_task(self._warm_up(count))

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
                from ticker_tui.polling.parser_pool import ParserPool

                self._parser = await self._open.enter_async_context(ParserPool())
            return self._parser

    async def _warm_up(self, jobs: int) -> None:
        with suppress(OSError):  # then no body can be read, and each feed says so
            await (await self.parser()).warm_up(jobs)

    async def close(self) -> None:
        """Let go of all of it."""
        try:
            if self._warming is not None:
                await self._warming
        finally:
            await self._open.aclose()
            self.backlog.close()

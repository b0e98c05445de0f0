"""Polling in a process of its own: whatever the news costs, it costs the screen's process next to nothing.

The other end is `process`, what is said `orders`.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final, Self

import msgspec

from ticker_tui import pipes
from ticker_tui.clock import utc_now
from ticker_tui.errors import PollerGoneError, StoreError
from ticker_tui.poller.orders import (
    Ask,
    Asked,
    Begin,
    Noticed,
    Order,
    Polled,
    Report,
    Ruled,
    UseRules,
    WordsAdded,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from ticker_tui.config import Settings
    from ticker_tui.model import Feed, PollResult, Rules

STOP_S: Final = 0.25
"""How long the process may take to end by itself: less than the screen waits for its worker."""
RULED_S: Final = 10.0
"""How long it may take to use other rules; a save may be waiting for a busy archive."""


class PollerApart:
    """The screen's end. Use as an async context manager inside one event loop.

    Args:
        archive: The file that the news goes to. Whoever made it has brought it to its newest format.
        settings: How feeds are asked, and what is breaking.
        rules: Tells by which rules what is saved is judged when the process starts.
        clock: Tells the time, aware; it may be ahead of the system's, not run otherwise.
        on_notice: Called with a sentence when something has happened to the archive's file.
        on_words: Called when searches find more than before.
    """

    def __init__(
        self,
        archive: Path,
        *,
        settings: Settings,
        rules: Callable[[], Rules],
        clock: Callable[[], datetime],
        on_notice: Callable[[str], None],
        on_words: Callable[[], None],
    ) -> None:
        self._archive = archive
        self._settings = settings
        self._rules = rules
        self._clock = clock
        self._on_notice = on_notice
        self._on_words = on_words
        self._on_result: Callable[[PollResult], None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._asked: asyncio.Future[str] | None = None
        self._ruled: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._end_listening()
        process, self._process = self._process, None
        if process is not None:
            await pipes.stop(process, STOP_S)

    @property
    def pid(self) -> int:
        """Of the process; 0: none runs."""
        return 0 if self._process is None else self._process.pid

    async def poll(self, feeds: Sequence[Feed], *, on_result: Callable[[PollResult], None]) -> None:
        """Ask these feeds now, due or not, whatever is known of them.

        Args:
            feeds: Which. Those that are off are left alone.
            on_result: Called once for each, in this thread, as soon as its answer is in the archive.

        Raises:
            StoreError: The archive cannot be read.
            PollerGoneError: The process ended, and so did the one in its place.
        """
        left = {feed.url: feed for feed in feeds}

        def polled(result: PollResult) -> None:
            left.pop(result.feed.url, None)
            on_result(result)

        for _ in range(2):
            try:
                await self._ask(tuple(left.values()), polled)
            except (ConnectionError, asyncio.IncompleteReadError):
                await self._discard()  # perhaps somebody killed it; the second time it is the feeds
            else:
                return
        raise PollerGoneError("The process that asks the feeds has ended twice; it is started again soon.")

    async def use_rules(self, rules: Rules) -> None:
        """Judge by these what is saved from now on; when this returns, nothing judged by others is saved any more."""
        if self._process is None:
            return  # it is told when it starts
        self._ruled = asyncio.get_running_loop().create_future()
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            await self._send(self._process, UseRules(rules=rules))
            async with asyncio.timeout(RULED_S):
                await self._ruled

    async def _ask(self, feeds: tuple[Feed, ...], on_result: Callable[[PollResult], None]) -> None:
        self._on_result = on_result
        self._asked = asyncio.get_running_loop().create_future()
        ahead = self._clock() - utc_now()
        try:
            process = await self._started()
            await self._send(process, Ask(feeds=feeds, ahead_s=ahead.total_seconds()))
            if problem := await self._asked:
                raise StoreError(problem)
        finally:
            self._asked.cancel()
            self._on_result = None

    async def _started(self) -> asyncio.subprocess.Process:
        async with self._starting:
            if self._process is None or self._listening is None or self._listening.done():
                await self._discard()
                self._process = process = await pipes.start_process("ticker_tui.poller.process")
                self._listening = asyncio.create_task(self._listen(process))
                begin = Begin(
                    archive=str(self._archive),
                    refresh=self._settings.refresh,
                    breaking=self._settings.breaking,
                    rules=self._rules(),
                )
                await self._send(process, begin)
            return self._process

    async def _send(self, process: asyncio.subprocess.Process, order: Order) -> None:
        await pipes.send(process, msgspec.msgpack.encode(order))

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Hand reports on as they come, and the end of them to whoever waits."""
        try:
            while True:
                self._heard(_DECODER.decode(await pipes.receive(process)))
        except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits for it
            for waiting in (self._asked, self._ruled):
                if waiting is not None and not waiting.done():
                    waiting.set_exception(error)

    def _heard(self, report: Report) -> None:
        match report:
            case Polled():
                if self._on_result is not None:
                    self._on_result(report.result)
            case Asked():
                if self._asked is not None and not self._asked.done():
                    self._asked.set_result(report.problem)
            case Ruled():
                if self._ruled is not None and not self._ruled.done():
                    self._ruled.set_result(None)
            case WordsAdded():
                self._on_words()
            case Noticed():
                self._on_notice(report.sentence)

    async def _discard(self) -> None:
        self._end_listening()
        process, self._process = self._process, None
        if process is not None:
            await pipes.kill(process)

    def _end_listening(self) -> None:
        """At once, without a wait that could be interrupted before the process is ended."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.cancel()


_DECODER: Final[msgspec.msgpack.Decoder[Report]] = msgspec.msgpack.Decoder(Report)

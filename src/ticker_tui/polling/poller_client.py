"""Polling in a process of its own: whatever the news costs, it costs the screen's process next to nothing.

The other end is `process`, what is said `orders`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final, Self

import msgspec

from ticker_tui.clock import utc_now
from ticker_tui.errors import StoreError
from ticker_tui.polling.poller_protocol import (
    HEARTBEAT_S,
    ArchiveReplaced,
    Heartbeat,
    Order,
    Polled,
    PollFeeds,
    Report,
    RoundFinished,
    RulesApplied,
    StartPoller,
    UseRules,
)
from ticker_tui.processes import pipes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from datetime import datetime
    from pathlib import Path

    from ticker_tui.config import Settings
    from ticker_tui.model import Feed, PollResult, Rules

STOP_S: Final = 0.25
"""How long the process may take to end by itself: less than the screen waits for its worker."""
IDLE_S: Final = 30.0
"""A process that polls nothing for so long is ended: it holds 27 MB. The next poll starts another one."""
RULED_S: Final = 10.0
"""How long it may take to use other rules; a save may be waiting for a busy archive."""
RESTART_S: Final = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Back-off: the pauses before a failed process is replaced; the last one is repeated. A result resets it."""
START_HEARTBEATS: Final = 15
"""After so many missed heartbeats a new process that has sent nothing counts as hanging."""
MISSED_HEARTBEATS: Final = 10
"""The same for one that has sent something. Missed heartbeats are counted, and no clock is compared, because this process may
be stopped as well: when it continues, it reads what was sent meanwhile before it counts another one."""
_log = logging.getLogger(__name__)


class PollerClient:
    """The screen's end. Use as an async context manager inside one event loop.

    Args:
        archive: The file that the news goes to. Whoever made it has brought it to its newest format.
        settings: How feeds are asked, and what is breaking.
        rules: Tells by which rules what is saved is judged when the process starts.
        clock: Tells the time, aware; it may be ahead of the system's, not run otherwise.
        on_notice: Called with a sentence when something has happened to the archive's file.
        pause: Waits at most so many seconds before a failed process is replaced.
        idle_s: A process that polls nothing for so long is ended.
    """

    def __init__(
        self,
        archive: Path,
        *,
        settings: Settings,
        rules: Callable[[], Rules],
        clock: Callable[[], datetime],
        on_notice: Callable[[str], None],
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        idle_s: float = IDLE_S,
    ) -> None:
        self._archive = archive
        self._settings = settings
        self._rules = rules
        self._clock = clock
        self._on_notice = on_notice
        self._pause = pause
        self._idle_s = idle_s
        self._idle: asyncio.TimerHandle | None = None
        """Ends the process; None during a round."""
        self._ending: set[asyncio.Task[None]] = set()
        self._on_result: Callable[[PollResult], None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._heartbeats_left = 0
        self._asked: asyncio.Future[str] | None = None
        self._ruled: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stay()
        self._end_listening()
        process, self._process = self._process, None
        if process is not None:
            await pipes.stop(process, STOP_S)
        await asyncio.gather(*self._ending, return_exceptions=True)

    @property
    def pid(self) -> int:
        """Of the process; 0: none runs."""
        return 0 if self._process is None else self._process.pid

    async def poll(self, feeds: Sequence[Feed], *, on_result: Callable[[PollResult], None]) -> None:
        """Ask these feeds now, due or not, whatever is known of them.

        When the process ends or hangs, another one is started after a pause and asks the feeds that are left.

        Args:
            feeds: Which. Those that are off are left alone.
            on_result: Called once for each, in this thread, as soon as its answer is in the archive.

        Raises:
            StoreError: The archive cannot be read.
        """
        self._stay()
        try:
            await self._poll(feeds, on_result)
        finally:
            self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._end_idle)

    def _stay(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end_idle(self) -> None:
        """End the process, which has no round.

        It is let go of at once: a round or rules that come while it ends are the next one's affair.
        """
        self._end_listening()
        process, self._process = self._process, None
        if process is not None:
            ending = asyncio.create_task(pipes.stop(process, STOP_S))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def _poll(self, feeds: Sequence[Feed], on_result: Callable[[PollResult], None]) -> None:
        left = {feed.url: feed for feed in feeds if feed.enabled}
        failures = 0

        def polled(result: PollResult) -> None:
            nonlocal failures
            failures = 0
            left.pop(result.feed.url, None)
            on_result(result)

        while True:
            try:
                await self._watched(self._ask(tuple(left.values()), polled))
            except (OSError, asyncio.IncompleteReadError, msgspec.DecodeError) as error:
                await self._discard()
                if not left:
                    return
                wait_s = RESTART_S[min(failures, len(RESTART_S) - 1)]
                failures += 1
                _log.warning("the polling process has failed (%r); another one starts in %g s", error, wait_s)
                if wait_s:
                    await self._pause(wait_s)
            else:
                return

    async def use_rules(self, rules: Rules) -> None:
        """Judge by these what is saved from now on; when this returns, nothing judged by others is saved any more."""
        if self._process is None or self._listening is None or self._listening.done():
            return  # it is told when it starts
        self._ruled = ruled = asyncio.get_running_loop().create_future()
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
                async with asyncio.timeout(RULED_S):
                    await self._send(self._process, UseRules(rules=rules))
                    await ruled
        finally:
            ruled.cancel()

    async def _watched(self, work: Coroutine[None, None, None]) -> None:
        """Run this until it ends or the process misses too many heartbeats.

        Raises:
            ConnectionError: The process hangs.
        """
        self._heartbeats_left = MISSED_HEARTBEATS
        task = asyncio.create_task(work)
        try:
            while not (await asyncio.wait({task}, timeout=HEARTBEAT_S))[0]:
                self._heartbeats_left -= 1
                if self._heartbeats_left <= 0:
                    raise ConnectionError("no heartbeat")
            task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _ask(self, feeds: tuple[Feed, ...], on_result: Callable[[PollResult], None]) -> None:
        self._on_result = on_result
        self._asked = asyncio.get_running_loop().create_future()
        ahead = self._clock() - utc_now()
        try:
            process = await self._started()
            with contextlib.suppress(ConnectionError):  # `_listen` sets the outcome
                await self._send(process, PollFeeds(feeds=feeds, ahead_s=ahead.total_seconds()))
            if problem := await self._asked:
                raise StoreError(problem)
        finally:
            self._asked.cancel()
            self._on_result = None

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._listening is None or self._listening.done():
            await self._discard()
            self._heartbeats_left = START_HEARTBEATS
            self._process = process = await pipes.start_process("ticker_tui.polling.poller_worker")
            self._listening = asyncio.create_task(self._listen(process))
            begin = StartPoller(
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
        self._heartbeats_left = MISSED_HEARTBEATS
        match report:
            case Polled():
                if self._on_result is not None:
                    self._on_result(report.result)
            case RoundFinished():
                if self._asked is not None and not self._asked.done():
                    self._asked.set_result(report.problem)
            case RulesApplied():
                if self._ruled is not None and not self._ruled.done():
                    self._ruled.set_result(None)
            case ArchiveReplaced():
                self._on_notice(report.sentence)
            case Heartbeat():
                pass  # noted above

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
        if self._ruled is not None and not self._ruled.done():
            self._ruled.set_exception(ConnectionError())


_DECODER: Final[msgspec.msgpack.Decoder[Report]] = msgspec.msgpack.Decoder(Report)

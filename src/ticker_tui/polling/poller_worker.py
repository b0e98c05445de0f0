"""The process that asks the feeds: orders come in on standard input, reports go out on standard output.

It has its own connection to the archive, and its own parser processes. See `apart` for the other end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from ticker_tui.clock import utc_now
from ticker_tui.config.schema import Settings
from ticker_tui.errors import StoreError
from ticker_tui.log import start_log
from ticker_tui.polling.poll_round import Poller
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
from ticker_tui.processes import framing
from ticker_tui.processes.garbage import collect_seldom
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticker_tui.model import PollResult

NICENESS: Final = 5
"""Keys come first where there are few cores."""
_log = logging.getLogger(__name__)


def main() -> None:
    """Follow orders from standard input until it ends."""
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not write into a frame
    framing.die_with_parent()
    framing.stand_back(NICENESS)
    orders = msgspec.msgpack.Decoder(Order)
    first = framing.read_frame(pipe_in)
    if first is None or not isinstance(begin := orders.decode(first), StartPoller):
        return
    archive = Path(begin.archive)
    start_log(archive.parent)

    def tell(report: Report) -> None:
        framing.write_frame(pipe_out, msgspec.msgpack.encode(report))

    tell(Heartbeat())  # opening the archive may have to wait for another program
    try:
        store = Store.open(archive)
    except StoreError as error:
        tell(RoundFinished(problem=str(error)))
        return
    collect_seldom()
    with store, contextlib.suppress(BrokenPipeError):
        store.use_rules(begin.rules)
        settings = Settings(refresh=begin.refresh, breaking=begin.breaking)
        asyncio.run(_Worker(store, settings, tell).run(pipe_in, orders))


class _Worker:
    """Does what it is told.

    Args:
        store: The archive.
        settings: How feeds are asked, and what is breaking.
        tell: Sends a report.
    """

    def __init__(self, store: Store, settings: Settings, tell: Callable[[Report], None]) -> None:
        self._store = store
        self._settings = settings
        self._tell = tell
        self._ahead = timedelta()
        self._said = 0
        """So many of the archive's notices have been told."""
        self._round: asyncio.Task[None] | None = None
        self._awaited = False
        """Whether the other end waits for a round to end."""

    async def run(self, pipe: BinaryIO, decoder: msgspec.msgpack.Decoder[Order]) -> None:
        """Until the pipe ends."""
        orders: asyncio.Queue[Order | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def listen() -> None:
            try:
                while (message := framing.read_frame(pipe)) is not None:
                    loop.call_soon_threadsafe(orders.put_nowait, decoder.decode(message))
            finally:  # also when an order cannot be decoded: the process ends and is replaced
                loop.call_soon_threadsafe(orders.put_nowait, None)

        threading.Thread(target=listen, name="orders", daemon=True).start()
        heartbeat = asyncio.create_task(self._send_heartbeats())
        try:
            async with Poller(self._store, settings=self._settings, clock=self._now) as poller:
                try:
                    while (order := await orders.get()) is not None:
                        await self._follow(order, poller)
                finally:
                    await self._leave_round()
        finally:
            heartbeat.cancel()
            self._notice()

    async def _send_heartbeats(self) -> None:
        """Send a heartbeat every second until the round ends: from the event loop, because that may be what hangs."""
        with contextlib.suppress(
            OSError
        ):  # then the other end has gone, and this process ends with its input
            while True:
                await asyncio.sleep(HEARTBEAT_S)
                if self._awaited:
                    self._tell(Heartbeat())

    async def _follow(self, order: Order, poller: Poller) -> None:
        match order:
            case PollFeeds():
                self._awaited = True
                await self._leave_round()
                self._ahead = timedelta(seconds=order.ahead_s)
                self._round = asyncio.create_task(self._ask(order, poller))
            case UseRules():
                self._store.use_rules(order.rules)
                with contextlib.suppress(StoreError):  # then nothing is being saved either
                    await asyncio.to_thread(self._store.wait_for_writes)
                self._tell(RulesApplied())
            case StartPoller():
                pass  # was the first

    async def _leave_round(self) -> None:
        if self._round is not None:
            self._round.cancel()
            await asyncio.gather(self._round, return_exceptions=True)
            self._round = None

    async def _ask(self, order: PollFeeds, poller: Poller) -> None:
        self._notice()
        try:
            await poller.poll(order.feeds, on_result=self._polled, force=True, even_gone=True)
        except StoreError as error:
            self._report_end(str(error))
        except Exception:  # noqa: BLE001 - the process's edge: the other end waits for an answer
            _log.exception("polling")
            self._report_end("ticker made a mistake while polling; the log file says which")
        else:
            self._report_end()

    def _report_end(self, problem: str = "") -> None:
        self._awaited = False
        self._tell(RoundFinished(problem=problem))

    def _polled(self, result: PollResult) -> None:
        self._notice()
        self._tell(Polled(result=result))

    def _notice(self) -> None:
        """Tell what has happened to the archive's file since the last time."""
        notices = self._store.notices
        for sentence in notices[self._said :]:
            self._tell(ArchiveReplaced(sentence=sentence))
        self._said = len(notices)

    def _now(self) -> datetime:
        return utc_now() + self._ahead

"""Polling in a process of its own, with every part real: the process, its parsers, loopback HTTP, SQLite."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sqlite3
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from ticker_tui.clock import clock_from, utc_now
from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.errors import StoreError
from ticker_tui.model import Feed, FeedStatus, PollResult, Rule, Rules, View
from ticker_tui.polling import poller_client
from ticker_tui.polling.poller_client import PollerClient
from ticker_tui.processes import pipes
from ticker_tui.store.db.connections import PAGE_BYTES
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    Serve = Callable[..., Any]


class Round:
    """The screen's side: its own door to the archive, and what it was told."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder)
        self.settings = Settings(refresh=RefreshSettings(timeout_s=3.0))
        self.clock: Callable[[], datetime] = utc_now
        self.results: list[PollResult] = []
        self.notices: list[str] = []
        self.idle_s = poller_client.IDLE_S
        self.pauses: list[float] = []
        """So long it would have waited."""

    @asynccontextmanager
    async def poller(self) -> AsyncIterator[PollerClient]:
        poller = PollerClient(
            self.store.path,
            settings=self.settings,
            rules=lambda: self.store.rules,
            clock=self.clock,
            on_notice=self.notices.append,
            pause=self.pause,
            idle_s=self.idle_s,
        )
        try:
            async with poller:
                yield poller
        finally:
            assert poller.pid == 0

    async def pause(self, wait_s: float) -> None:
        self.pauses.append(wait_s)

    def shown(self) -> int:
        return self.store.count(View(), now=self.clock())

    @property
    def news(self) -> list[int]:
        return [each for result in self.results for each in result.new_ids]


def feeds_of(server: Any, **more: Any) -> list[Feed]:
    return [Feed(url=url, name=f"F{number}", **more) for number, url in enumerate(server.urls)]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def round_(tmp_path: Path) -> Iterator[Round]:
    made = Round(tmp_path)
    yield made
    made.store.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.anyio
async def test_news_is_in_the_archive_when_it_is_told_and_asked_for_once_more_when_wished(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=3, items=4)
    there: list[int] = []

    def told(result: PollResult) -> None:
        round_.results.append(result)
        there.append(len(round_.store.headlines(result.new_ids, now=utc_now())))

    async with round_.poller() as poller:
        assert poller.pid == 0, "a screen on which nothing is due has no second process"
        await poller.poll(feeds_of(server), on_result=told)
        first = poller.pid
        assert alive(first)
        assert (there, len(round_.results)) == ([4, 4, 4], 3)
        await poller.poll(feeds_of(server), on_result=told)  # though none is due
        assert poller.pid == first
        assert [result.state.status for result in round_.results[3:]] == [FeedStatus.NOT_MODIFIED] * 3
    assert not alive(first)
    assert round_.results[0].feed in feeds_of(server)


@pytest.mark.anyio
async def test_the_news_has_the_time_of_the_screen(round_: Round, feed_server: Serve) -> None:
    server = feed_server(feeds=1, items=2)
    round_.clock = clock_from(utc_now() - timedelta(days=400))
    async with round_.poller() as poller:
        await poller.poll(feeds_of(server), on_result=round_.results.append)
        checked_at = round_.results[0].state.checked_at
        assert checked_at is not None
        assert abs(checked_at - round_.clock()) < timedelta(minutes=1)


def muting(feed: Feed) -> Rules:
    return Rules(mute=(Rule(feeds=(feed.name,)),))


@pytest.mark.anyio
async def test_an_idle_process_ends_and_the_next_round_gets_another_one(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=2, items=3)
    first, second = feeds_of(server)
    round_.idle_s = 0.05
    async with round_.poller() as poller:
        await poller.poll([first], on_result=round_.results.append)
        pid = poller.pid
        while alive(pid):  # noqa: ASYNC110 - a property, no event
            await asyncio.sleep(0.01)
        assert poller.pid == 0
        round_.store.sync_feeds([first, second])
        round_.store.use_rules(muting(second))
        await poller.use_rules(round_.store.rules)  # there is nobody to be told
        await poller.poll([second], on_result=round_.results.append)
        assert len(round_.results[-1].muted_ids) == 3, "the new process was started with the rules"
    assert round_.pauses == []


@pytest.mark.anyio
@pytest.mark.parametrize("wait_s", [0.0, 0.002, 0.01])
async def test_rounds_and_rules_that_come_while_the_idle_process_ends_are_carried_out(
    round_: Round, feed_server: Serve, wait_s: float
) -> None:
    server = feed_server(feeds=1, items=2)
    round_.idle_s = wait_s / 2
    async with round_.poller() as poller:
        for _ in range(4):
            await poller.poll(feeds_of(server), on_result=round_.results.append)
            await asyncio.sleep(wait_s)
            await poller.use_rules(Rules())
    assert [result.ok for result in round_.results] == [True] * 4
    assert round_.pauses == []


@pytest.mark.anyio
async def test_a_round_is_never_idle_however_long_it_takes(round_: Round, feed_server: Serve) -> None:
    server = feed_server(feeds=3, items=2)
    server.behaviour.latency_s = 0.1
    round_.idle_s = 0.0
    pids: set[int] = set()

    def told(result: PollResult) -> None:
        pids.add(poller.pid)
        round_.results.append(result)

    async with round_.poller() as poller:
        await poller.poll(feeds_of(server), on_result=told)
    assert len(round_.results) == 3
    assert len(pids) == 1
    assert 0 not in pids


@pytest.mark.anyio
async def test_a_process_that_was_killed_is_replaced_and_only_the_rest_is_asked_again(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=6, items=2, hosts=1)
    server.behaviour.latency_s = 0.2  # two at a time: the last ones wait
    killed: list[int] = []

    def told(result: PollResult) -> None:
        round_.results.append(result)
        if not killed:
            killed.append(poller.pid)
            os.kill(poller.pid, signal.SIGKILL)

    async with round_.poller() as poller:
        await poller.poll(feeds_of(server), on_result=told)
        assert poller.pid not in {0, *killed}
        assert {result.feed.name for result in round_.results} == {f"F{number}" for number in range(6)}
        assert all(result.ok for result in round_.results)
        assert round_.shown() == 12, "what was saved before is not there twice"
        assert len(round_.news) == len(set(round_.news))


@pytest.mark.anyio
async def test_a_process_killed_again_and_again_is_replaced_after_longer_and_longer_pauses(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=2, items=2, hosts=2)
    server.behaviour.hang = frozenset({1})
    started: list[int] = []

    async def kill_each(poller: PollerClient) -> None:
        while len(started) < 6:
            await asyncio.sleep(0.01)
            if poller.pid and poller.pid not in started and (not started or server.requests):
                started.append(poller.pid)
                os.kill(poller.pid, signal.SIGKILL)
        server.behaviour.hang = frozenset()

    async with round_.poller() as poller:
        killer = asyncio.create_task(kill_each(poller))
        await poller.poll(feeds_of(server), on_result=round_.results.append)
        await killer
        assert round_.shown() == 4
        assert sorted(result.feed.name for result in round_.results) == ["F0", "F1"]
        assert round_.pauses == sorted(round_.pauses)
        assert round_.pauses[:2] == [1.0, 2.0]


@pytest.mark.anyio
async def test_a_process_that_cannot_be_started_is_tried_again(
    round_: Round, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = feed_server(feeds=1, items=2)
    start, refused = pipes.start_process, [1, 2, 3]

    async def scarce(module: str, *argv: str) -> Any:
        if refused:
            refused.pop()
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return await start(module, *argv)

    monkeypatch.setattr(pipes, "start_process", scarce)
    async with round_.poller() as poller:
        await poller.poll(feeds_of(server), on_result=round_.results.append)
        assert [result.ok for result in round_.results] == [True]
        assert round_.pauses == [1.0, 2.0]


@pytest.mark.anyio
@pytest.mark.parametrize("when", ["with a full pipe", "in a round"])
async def test_a_process_that_hangs_is_replaced(
    round_: Round, feed_server: Serve, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Stopped, it neither ends nor answers: at its start, while orders are written, or while it works."""
    monkeypatch.setattr(poller_client, "HEARTBEAT_S", 0.05)
    monkeypatch.setattr(poller_client, "MISSED_HEARTBEATS", 100)
    monkeypatch.setattr(poller_client, "START_HEARTBEATS", 100)
    server = feed_server(feeds=2, items=2, hosts=2)
    feeds = feeds_of(server)
    stopped: list[int] = []

    async def stop(poller: PollerClient) -> None:
        while not poller.pid or (when == "in a round" and not round_.results):  # noqa: ASYNC110 - a property, no event
            await asyncio.sleep(0)
        stopped.append(poller.pid)
        os.kill(poller.pid, signal.SIGSTOP)

    async with round_.poller() as poller:
        if when == "in a round":
            server.behaviour.hang = frozenset({1})
        if when == "with a full pipe":
            names = (feed.name + " " * 500_000 for feed in feeds)  # more than pipe and buffer hold
            feeds = [
                msgspec.structs.replace(feed, name=name) for feed, name in zip(feeds, names, strict=True)
            ]
        stopper = asyncio.create_task(stop(poller))
        polling = asyncio.create_task(poller.poll(feeds, on_result=round_.results.append))
        await stopper
        server.behaviour.hang = frozenset()
        await polling
        assert sorted(result.feed.name.strip() for result in round_.results) == ["F0", "F1"]
        assert poller.pid not in {0, *stopped}
        assert not alive(stopped[0])


@pytest.mark.anyio
async def test_a_process_killed_while_rules_are_set_keeps_nobody_waiting(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=2, items=3)
    first, second = feeds_of(server)
    async with round_.poller() as poller:
        await poller.poll([first], on_result=round_.results.append)
        os.kill(poller.pid, signal.SIGSTOP)
        round_.store.use_rules(muting(second))
        setting = asyncio.create_task(poller.use_rules(round_.store.rules))
        await asyncio.sleep(0)
        os.kill(poller.pid, signal.SIGKILL)
        await setting
        round_.store.sync_feeds([first, second])
        await poller.poll([second], on_result=round_.results.append)
        assert len(round_.results[-1].muted_ids) == 3, "the process in its place was started with them"


@pytest.mark.anyio
async def test_rules_hold_for_the_process_that_runs_and_for_the_next_one(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=2, items=3)
    first, second = feeds_of(server)
    round_.store.use_rules(muting(first))
    round_.store.sync_feeds([first, second])
    async with round_.poller() as poller:
        await poller.poll([first], on_result=round_.results.append)
        assert (round_.shown(), len(round_.results[0].muted_ids)) == (0, 3)
        await poller.use_rules(muting(second))
        server.behaviour.extra = 2
        await poller.poll([first, second], on_result=round_.results.append)
        by_feed = {result.feed.name: result for result in round_.results[1:]}
        assert (len(by_feed["F0"].new_ids), by_feed["F0"].muted_ids) == (2, ())
        assert (by_feed["F1"].new_ids, len(by_feed["F1"].muted_ids)) == ((), 5)


@pytest.mark.anyio
async def test_a_damaged_archive_is_replaced_there_and_followed_here(
    round_: Round, feed_server: Serve
) -> None:
    server = feed_server(feeds=1, items=400)
    path = round_.store.path
    async with round_.poller() as poller:
        await poller.poll(feeds_of(server), on_result=round_.results.append)
        assert round_.shown() == 400
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    with path.open("r+b") as file:
        file.seek(20 * PAGE_BYTES)
        file.write(b"\xa5" * (path.stat().st_size - 21 * PAGE_BYTES))
    server.behaviour.extra = 3
    async with round_.poller() as poller:
        await poller.poll(feeds_of(server), on_result=round_.results.append)
        assert any("was damaged" in notice for notice in round_.notices)
        assert round_.store.follow(round_.notices[0])
        assert round_.notices[0] in round_.store.notices
        assert not round_.store.follow(), "it has been followed"
        assert round_.shown() == 403


@pytest.mark.anyio
async def test_an_archive_that_cannot_be_opened_there_is_said_here(round_: Round, feed_server: Serve) -> None:
    server = feed_server(feeds=1)
    async with round_.poller() as poller:
        poller._archive = round_.store.path / "archive"  # below what is no folder
        with pytest.raises(StoreError, match="cannot make the data folder"):
            await poller.poll(feeds_of(server), on_result=round_.results.append)
        poller._archive = round_.store.path
        await poller.poll(feeds_of(server), on_result=round_.results.append)
        assert [result.ok for result in round_.results] == [True]


@pytest.mark.anyio
async def test_leaving_a_round_leaves_nothing_running(round_: Round, feed_server: Serve) -> None:
    server = feed_server(feeds=2, items=2, hosts=2)
    server.behaviour.hang = frozenset({1})
    answered = asyncio.Event()

    def told(result: PollResult) -> None:
        round_.results.append(result)
        answered.set()

    async with round_.poller() as poller:
        poll = asyncio.create_task(poller.poll(feeds_of(server), on_result=told))
        await answered.wait()
        pid = poller.pid
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
    assert not alive(pid)
    assert [result.feed.name for result in round_.results] == ["F0"]

"""The whole way of the data with every part real: loopback HTTP, parser processes, SQLite."""

from __future__ import annotations

import asyncio
import errno
import logging
import random
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from work import count_starts

from ticker_tui.config import BreakingSettings, RefreshSettings, Settings
from ticker_tui.errors import StoreError
from ticker_tui.feeds.due import due_feeds, next_due
from ticker_tui.model import Feed, FeedState, FeedStatus, PollResult, View
from ticker_tui.polling import poll_round
from ticker_tui.polling.poll_round import Poller, PollSummary
from ticker_tui.processes import parser_protocol, pipes
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Desk

    Serve = Callable[..., Any]

QUICK = Settings(refresh=RefreshSettings(timeout_s=5.0))


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


class Round:
    """A poller with its clock, and everything it reported."""

    def __init__(self, store: Store, feeds: list[Feed], settings: Settings = QUICK) -> None:
        self.clock = Clock()
        self.store = store
        self.feeds = feeds
        self.poller = Poller(store, settings=settings, clock=self.clock, rng=random.Random(1))
        self.reported: list[PollResult] = []

    def poll(self, **more: Any) -> PollSummary:
        return asyncio.run(self.poller.poll(self.feeds, on_result=self.reported.append, **more))

    def next_due(self) -> datetime | None:
        return next_due(self.feeds, self.store.states(), now=self.clock())

    def due(self) -> list[Feed]:
        return due_feeds(self.feeds, self.store.states(), now=self.clock())

    def state(self, index: int = 0) -> FeedState:
        return self.store.states()[self.feeds[index].url]


def feeds_of(server: Any, **more: Any) -> list[Feed]:
    return [Feed(url=url, name=f"F{number}", **more) for number, url in enumerate(server.urls)]


def test_feeds_of_every_format_reach_the_archive_and_a_second_poll_adds_nothing(
    desk: Desk, feed_server: Serve
) -> None:
    server = feed_server(feeds=5, items=10)
    round_ = Round(desk.store, feeds_of(server))
    first = round_.poll()
    assert [result.state.error for result in first.failed] == []
    assert first.new_count == 50
    assert first.skipped == 0
    assert sorted(result.feed.url for result in round_.reported) == sorted(server.urls)
    assert {tuple(result.new_ids) for result in round_.reported} == {
        tuple(result.new_ids) for result in first.results
    }
    newest = desk.store.latest(now=round_.clock())[0]
    article = desk.store.article(newest.id, now=round_.clock())
    assert article is not None
    assert len(article.blocks) > 5
    second = round_.poll(force=True)
    assert second.new_count == 0
    assert {result.state.status for result in second.results} == {FeedStatus.NOT_MODIFIED}
    assert server.not_modified == 5


def test_only_what_is_due_is_asked(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=2, items=3)
    round_ = Round(desk.store, feeds_of(server, interval_s=300.0))
    assert round_.next_due() == round_.clock()
    round_.poll()
    due = round_.next_due()
    assert due is not None
    assert timedelta(minutes=5) <= due - round_.clock() <= timedelta(minutes=5.5)
    round_.clock.later(minutes=4)
    early = round_.poll()
    assert (early.results, early.skipped, early.busy) == ((), 2, False)
    assert server.requests == 2
    assert round_.due() == []
    round_.clock.later(minutes=2)
    assert round_.due() == round_.feeds
    assert len(round_.poll().results) == 2


def test_a_feed_that_is_off_is_left_alone_even_when_forced(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=1)
    round_ = Round(desk.store, feeds_of(server, enabled=False))
    assert round_.poll(force=True).results == ()
    assert server.requests == 0
    assert round_.next_due() is None


def test_the_same_body_without_a_304_is_not_parsed_again(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ticker_tui.polling.parser_pool import ParserPool

    parsed: list[str] = []
    parse = ParserPool.parse

    async def counted(pool: ParserPool, job: Any, **more: Any) -> Any:
        parsed.append(job.url)
        return await parse(pool, job, **more)

    monkeypatch.setattr(ParserPool, "parse", counted)
    server = feed_server(feeds=1, items=5)
    server.behaviour.conditional = False
    round_ = Round(desk.store, feeds_of(server))
    round_.poll()
    again = round_.poll(force=True)
    assert len(parsed) == 1
    assert (again.new_count, again.results[0].ok) == (0, True)
    server.behaviour.padding = 1
    assert round_.poll(force=True).new_count == 0
    assert len(parsed) == 2


def test_a_round_of_304s_starts_no_process(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = feed_server(feeds=3, items=2)
    round_ = Round(desk.store, feeds_of(server))
    round_.poll()

    async def never(*_: Any, **__: Any) -> Any:
        pytest.fail("a process was started")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", never)
    assert {result.state.status for result in round_.poll(force=True).results} == {FeedStatus.NOT_MODIFIED}


def test_new_items_are_new_and_old_ones_are_not(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=3, items=10)
    round_ = Round(desk.store, feeds_of(server))
    round_.poll()
    server.behaviour.extra = 2
    result = round_.poll(force=True)
    assert result.new_count == 6
    assert all(result.updated_ids == () for result in result.results)
    assert desk.store.counts(now=round_.clock()).all == 36


def test_what_one_feed_does_costs_that_feed_only(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=8, items=5)
    server.behaviour.fail = {1: 500, 2: 404, 3: 410}
    server.behaviour.broken = frozenset({4})
    feeds = [*feeds_of(server), Feed(url="http://127.0.0.1:1/nobody.xml", name="nobody")]
    round_ = Round(desk.store, feeds)
    summary = round_.poll()
    assert len(summary.results) == 9
    assert {result.feed.name for result in summary.failed} == {"F1", "F2", "F3", "nobody"}
    assert all(result.state.error for result in summary.failed)
    assert round_.state(3).status is FeedStatus.GONE
    broken = next(result for result in summary.results if result.feed.name == "F4")
    assert 0 < len(broken.new_ids) < 5
    assert broken.state.warning
    (again,) = asyncio.run(
        round_.poller.poll([broken.feed], on_result=round_.reported.append, force=True)
    ).results
    assert again.state.status is FeedStatus.NOT_MODIFIED
    assert again.state.warning == broken.state.warning  # it is still that body
    server.behaviour.broken = frozenset()
    server.behaviour.padding = 1
    (mended,) = asyncio.run(
        round_.poller.poll([broken.feed], on_result=round_.reported.append, force=True)
    ).results
    assert mended.state.warning == ""
    assert len(broken.new_ids) + len(mended.new_ids) == 5
    assert summary.new_count == 4 * 5 + len(broken.new_ids)


def test_failures_are_counted_backed_off_and_forgiven(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=1, items=2)
    server.behaviour.fail = {0: 500}
    round_ = Round(desk.store, feeds_of(server))
    waits = []
    for _ in range(4):
        round_.poll(force=True)
        due = round_.state().next_due_at
        assert due is not None
        waits.append((due - round_.clock()).total_seconds())
        round_.clock.later(hours=7)
    assert round_.state().failures == 4
    assert waits == sorted(waits)
    assert waits[-1] > 1.8 * waits[-2] > 3 * waits[0]
    server.behaviour.fail = {}
    round_.poll(force=True)
    assert (round_.state().failures, round_.state().error, round_.state().status) == (0, "", FeedStatus.OK)


def test_an_answer_that_is_no_feed_is_read_again_next_time(desk: Desk, feed_server: Serve) -> None:
    """Its validators are not kept: a 304 to a page we could not read would hide the feed for ever."""
    server = feed_server(feeds=1, items=3)
    whole = server._body(0)
    server._bodies[(0, 0)] = (b"<!doctype html><title>Down for maintenance</title>", b"")
    server.behaviour.compress = False
    round_ = Round(desk.store, feeds_of(server))
    (result,) = round_.poll().results
    assert result.state.status is FeedStatus.FAILED
    assert (result.state.etag, result.state.body_hash) == ("", "")
    assert result.state.error
    server._bodies[(0, 0)] = whole
    assert round_.poll(force=True).new_count == 3


def test_healthy_feeds_are_saved_while_others_hang_and_the_deadline_ends_the_round(
    desk: Desk, feed_server: Serve
) -> None:
    server = feed_server(feeds=10, items=5, hosts=5)
    server.behaviour.hang = frozenset({0, 5})  # both on one host: its two places are taken
    round_ = Round(desk.store, feeds_of(server))
    seen: list[int] = []

    def on_result(result: PollResult) -> None:
        seen.append(len(desk.store.ids(View(feed_url=result.feed.url), now=round_.clock())))

    summary = asyncio.run(round_.poller.poll(round_.feeds, on_result=on_result, deadline_s=3.0))
    assert seen == [5] * 8 + [0] * 2  # in the archive when it is reported
    assert {result.feed.name for result in summary.failed} == {"F0", "F5"}
    assert {result.state.error for result in summary.failed} == {"no answer within 3 s"}, "not their own 30 s"
    assert round_.feeds[0].url not in desk.store.states()


def test_a_hanging_feed_ends_at_its_own_time_out(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=2, items=2, hosts=2)
    server.behaviour.hang = frozenset({0})
    round_ = Round(desk.store, feeds_of(server), Settings(refresh=RefreshSettings(timeout_s=1.0)))
    summary = round_.poll()
    assert [result.feed.name for result in summary.failed] == ["F0"]
    assert round_.state(0).failures == 1
    assert round_.state(0).error == "The server did not answer fully within 1 seconds."


def test_cancelling_a_round_leaves_whole_answers_and_the_next_round_works(
    desk: Desk, feed_server: Serve
) -> None:
    server = feed_server(feeds=10, items=5, hosts=5)
    server.behaviour.hang = frozenset({0})
    round_ = Round(desk.store, feeds_of(server))

    async def cancel_early() -> None:
        async with round_.poller:
            two_are_in = asyncio.Event()

            def on_result(result: PollResult) -> None:
                round_.reported.append(result)
                if len(round_.reported) == 2:
                    two_are_in.set()

            poll = asyncio.create_task(round_.poller.poll(round_.feeds, on_result=on_result))
            await two_are_in.wait()
            poll.cancel()
            with pytest.raises(asyncio.CancelledError):
                await poll
            server.behaviour.hang = frozenset()
            await round_.poller.poll(round_.feeds, on_result=round_.reported.append, force=True)

    asyncio.run(cancel_early())
    assert desk.store.counts(now=round_.clock()).all == 50
    assert {len(desk.store.ids(View(feed_url=feed.url), now=round_.clock())) for feed in round_.feeds} == {5}


def test_two_rounds_at_once_are_one(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=1, items=1)
    server.behaviour.latency_s = 0.5
    round_ = Round(desk.store, feeds_of(server))
    others: list[PollSummary] = []
    thread = threading.Timer(0.2, lambda: others.append(round_.poll(force=True)))
    thread.start()
    assert len(round_.poll().results) == 1
    thread.join()
    assert [summary.busy for summary in others] == [True]
    assert server.requests == 1


def test_a_mistake_of_ours_is_logged_and_costs_one_feed(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ticker_tui.feeds import breaking

    decide = breaking.decide_breaking

    def clumsy(entry: Any, feed: Feed, words: Any) -> Any:
        if feed.name == "F1":
            raise ZeroDivisionError
        return decide(entry, feed, words)

    monkeypatch.setattr(breaking, "decide_breaking", clumsy)
    server = feed_server(feeds=3, items=2)
    round_ = Round(desk.store, feeds_of(server))
    with caplog.at_level(logging.ERROR):
        summary = round_.poll()
    assert [result.feed.name for result in summary.failed] == ["F1"]
    assert summary.new_count == 4
    assert "ZeroDivisionError" in caplog.text
    assert server.url(1) in caplog.text
    assert round_.state(1).failures == 1
    assert round_.state(1).next_due_at is not None


def test_where_no_parser_can_be_started_each_feed_says_why_and_is_read_later(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: Any) -> Any:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    server = feed_server(feeds=3, items=2)
    round_ = Round(desk.store, feeds_of(server))
    with monkeypatch.context() as patch:
        patch.setattr(pipes, "start_process", none)
        assert {result.state.error for result in round_.poll().failed} == {
            "The program that reads feeds cannot be started (Resource temporarily unavailable)."
        }
    assert round_.poll(force=True).new_count == 6


def test_healthy_feeds_are_saved_before_documents_that_take_long_are_given_up(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six documents of this kind, which took five seconds each, kept healthy feeds waiting for nine."""
    quick_s, full_s, hanging = 0.1, 0.4, 3  # more than there are parsers
    monkeypatch.setattr(poll_round, "QUICK_CPU_S", quick_s)
    monkeypatch.setattr(parser_protocol, "CPU_S", full_s)
    started = count_starts(monkeypatch)
    server = feed_server(feeds=hanging + 3, items=2)
    # Not well-formed, so that feedparser has to read it: its pattern for author addresses is quadratic.
    slow = (
        b"&<rss version='2.0'><channel><item><author>" + b"a." * 100_000 + b"</author></item></channel></rss>"
    )
    server.behaviour.bodies = dict.fromkeys(range(hanging), slow)
    round_ = Round(desk.store, feeds_of(server))
    results = round_.poll().results
    assert [result.ok for result in results] == [True] * 3 + [False] * hanging
    assert {result.state.error for result in results[3:]} == {
        "Reading the feed took longer than 0.4 seconds; it was given up."
    }
    assert len(started) > hanging, "each was tried a little first"


def test_a_feed_that_took_long_is_read_behind_the_others_at_once_the_next_time(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll_round, "QUICK_CPU_S", 0.1)
    monkeypatch.setattr(parser_protocol, "CPU_S", 0.3)
    server = feed_server(feeds=1, items=2)
    slow = (
        b"&<rss version='2.0'><channel><item><author>" + b"a." * 100_000 + b"</author></item></channel></rss>"
    )
    round_ = Round(desk.store, feeds_of(server))

    async def three_rounds() -> list[int]:
        starts: list[int] = []
        async with round_.poller as poller:
            for bodies in ({0: slow}, {0: slow}, {}):
                server.behaviour.bodies = bodies
                started = count_starts(monkeypatch)
                await poller.poll(round_.feeds, on_result=round_.reported.append, force=True)
                starts.append(len(started))
        return starts

    assert asyncio.run(three_rounds())[1:] == [1, 1], "one process each, which was given all the time"
    assert [result.ok for result in round_.reported] == [False, False, True]


def test_a_feed_that_cannot_be_saved_is_a_failed_result(
    desk: Desk, feed_server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise StoreError("Cannot save: the disk is full.")

    monkeypatch.setattr(desk.store, "save", full)
    server = feed_server(feeds=2, items=2)
    round_ = Round(desk.store, feeds_of(server))
    assert {result.state.error for result in round_.poll().failed} == {"Cannot save: the disk is full."}
    assert len(round_.reported) == 2


def test_breaking_words_and_expiry_come_from_the_settings(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=2, items=20)  # item 5 of each carries a flag
    ten_years = Settings(breaking=BreakingSettings(expires_s=10 * 365 * 86_400.0))
    round_ = Round(desk.store, feeds_of(server), ten_years)
    summary = round_.poll()
    assert [len(result.breaking_ids) for result in summary.results] == [1, 1]
    titles = [headline.title for headline in desk.store.breaking(now=round_.clock())]
    assert all(not title.startswith(("Breaking", "عاجل")) for title in titles)


def test_states_from_the_future_are_due_now(desk: Desk, feed_server: Serve) -> None:
    """The clock was wrong and has been put right."""
    server = feed_server(feeds=1, items=1)
    round_ = Round(desk.store, feeds_of(server))
    round_.clock.later(days=4000)
    round_.poll()
    round_.clock.later(days=-4000)
    assert round_.next_due() == round_.clock()
    assert len(round_.poll().results) == 1


def test_a_closed_feed_is_asked_no_more_until_the_user_wants_it(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=1, items=3)
    server.behaviour.fail = {0: 410}
    polls = Round(desk.store, feeds_of(server))
    polls.poll()
    assert polls.state().status is FeedStatus.GONE
    assert polls.state().next_due_at is None
    assert polls.state().error
    assert polls.next_due() is None
    polls.clock.later(days=30)
    assert polls.poll().results == ()
    assert polls.poll(force=True).results == ()
    server.behaviour.fail = {}
    assert polls.poll(force=True, even_gone=True).new_count == 3
    assert polls.next_due() is not None


def test_a_feed_is_asked_as_often_as_it_publishes_unless_the_user_has_said_how_often(
    desk: Desk, feed_server: Serve
) -> None:
    server = feed_server(feeds=1, items=20)
    [feed] = feeds_of(server)
    fixed = Round(desk.store, [Feed(url=feed.url, name="F", interval_s=77.0)])
    fixed.poll()
    assert fixed.state().gap_s is not None
    due = fixed.state().next_due_at
    assert due is not None
    assert 77.0 <= (due - fixed.clock.now).total_seconds() <= 85.0
    bounded = Round(
        desk.store,
        [feed],
        Settings(refresh=RefreshSettings(interval_s=300.0, fastest_s=100.0, slowest_s=101.0)),
    )
    bounded.poll(force=True)
    due = bounded.state().next_due_at
    assert due is not None
    assert 100.0 <= (due - bounded.clock.now).total_seconds() <= 112.0


def test_nothing_is_left_behind(tmp_path: Path, feed_server: Serve) -> None:
    """No process, no thread of ours, no open file after a poll outside of a context."""

    def files() -> int:
        """Without the archive's: it keeps a connection for each thread that ever read at the same time as others."""
        open_ones = list(Path("/proc/self/fd").iterdir()) if Path("/proc/self/fd").is_dir() else []
        # What was open for looking is gone by now, and leads nowhere.
        return sum(not str(each.resolve()).startswith(str(tmp_path)) for each in open_ones)

    server = feed_server(feeds=4, items=2)
    with Store.open(tmp_path) as store:
        round_ = Round(store, feeds_of(server))
        round_.poll()
        before = files()
        for _ in range(6):
            server.behaviour.padding += 1
            round_.poll(force=True)
        deadline = time.monotonic() + 20
        while files() > before + 2:  # the server, which is in this process, has its own ends to close
            assert time.monotonic() < deadline, f"{before} files were open, now {files()}"
            time.sleep(0.02)


def test_new_breaking_words_hold_for_items_that_have_been_read(desk: Desk, feed_server: Serve) -> None:
    server = feed_server(feeds=1, items=5)
    round_ = Round(desk.store, feeds_of(server))
    round_.poll()
    title = desk.titles()[-1]
    ten_years_s = 10 * 365 * 86_400.0
    word = next(word for word in title.split() if word.isalpha() and len(word) > 4)
    round_.poller.settings = Settings(breaking=BreakingSettings(words=(word,), expires_s=ten_years_s))
    server.behaviour.padding = 1
    summary = round_.poll(force=True)
    assert summary.new_count == 0
    assert title in {headline.title for headline in desk.store.breaking(now=round_.clock())}


def test_many_feeds_on_many_hosts_share_connections(feed_server: Serve) -> None:
    """One connection to a host whose answers come at once, a second one if they do not; none more, and the next round uses
    the same ones."""
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.feeds.fetch_outcome import Fetched

    server = feed_server(feeds=500, items=1, hosts=100)
    feeds = feeds_of(server)

    async def poll_twice() -> list[int]:
        opened = []
        async with Fetcher() as fetcher:
            for _ in range(2):
                outcomes = await asyncio.gather(*map(fetcher.fetch, feeds))
                assert all(isinstance(outcome, Fetched) for outcome in outcomes)
                opened.append(server.connections)
        return opened

    first, second = asyncio.run(poll_twice())
    assert 100 <= first <= 200
    assert second <= 200


def test_a_slow_host_is_asked_over_two_connections(feed_server: Serve) -> None:
    from ticker_tui.feeds.fetch import Fetcher

    server = feed_server(feeds=6, items=1, hosts=1)
    server.behaviour.latency_s = 0.5

    async def poll() -> None:
        async with Fetcher() as fetcher:
            await asyncio.gather(*map(fetcher.fetch, feeds_of(server)))

    asyncio.run(poll())
    assert server.connections == 2

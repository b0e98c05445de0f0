"""The worker behind the screen: damage in the archive, and a polling process that does not stay alive."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.config import load_config
from ticker_tui.errors import StoreError
from ticker_tui.model import Entry, Feed, FeedState, View
from ticker_tui.polling import poller_client
from ticker_tui.polling.poller_client import PollerClient
from ticker_tui.store.db.connections import PAGE_BYTES
from ticker_tui.store.store import Store
from ticker_tui.ui import messages

from .sessions import started_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def brought(store: Store) -> int:
    """How many entries the server's feed has brought."""
    ids = store.ids(View(), now=datetime.now(UTC))
    return sum(each.title != "lost" for each in store.headlines(ids, now=datetime.now(UTC)))


@pytest.mark.parametrize("damaged", [False, True])
def test_damage_is_found_beside_the_first_round_and_the_news_is_asked_for_again(
    tmp_path: Path, feed_server: Callable[..., Any], damaged: bool
) -> None:
    server = feed_server(feeds=1, items=7)
    feed = Feed(url=server.url(0), name="A")
    now = datetime.now(UTC)
    with Store.open(tmp_path) as store:
        store.sync_feeds([feed])
        lost = [
            Entry(key=str(number), title="lost", summary=f"{number}" * 3000, search_text="x")
            for number in range(300)
        ]
        store.save(feed, FeedState(url=feed.url, checked_at=now), lost, now=now, breaking_expires_s=1.0)
        path = store.path
    if damaged:
        pages = path.stat().st_size // PAGE_BYTES
        with path.open("r+b") as file:
            file.seek((pages // 2) * PAGE_BYTES)
            file.write(b"\xa5" * PAGE_BYTES * (pages // 4))
    config_path = tmp_path / "feeds.toml"
    config_path.write_text(f'[[feeds]]\nurl = "{feed.url}"\nname = "{feed.name}"\n', encoding="utf-8")
    config = load_config(config_path)
    with Store.open(tmp_path) as store:
        with started_session(store, config) as started:
            started.until(messages.PollFinished)
            while damaged and not brought(store):
                started.next()
        trouble = [message.sentence for message in started.seen if isinstance(message, messages.WorkerFailed)]
        if damaged:
            assert any("was damaged" in notice for notice in (*trouble, *store.notices))
            assert len(list(tmp_path.glob("ticker.broken-*.sqlite3"))) == 1
            assert brought(store) == 7
            assert len(store.ids(View(), now=datetime.now(UTC))) == 307  # the headlines were rescued
        else:
            assert trouble == []
            assert len(store.ids(View(), now=datetime.now(UTC))) == 307


def test_a_polling_process_killed_again_and_again_comes_back_at_once_when_a_refresh_is_wished(
    tmp_path: Path, feed_server: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round's end was never told, so that `r` said “A refresh is running” and asked nobody any more."""
    monkeypatch.setattr(poller_client, "RESTART_S", (3600.0,))
    server = feed_server(feeds=2, items=3, hosts=2)
    server.behaviour.hang = frozenset({0, 1})
    config_path = tmp_path / "feeds.toml"
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\nname = "F{n}"\n' for n, url in enumerate(server.urls))
    config_path.write_text(feeds, encoding="utf-8")
    with Store.open(tmp_path) as store:
        with started_session(store, load_config(config_path)) as started:
            session = started.session
            waits_s: list[float] = []
            for _ in range(3):
                while (poller := session._polling._poller) is None or not poller.pid:
                    time.sleep(0.01)
                os.kill(poller.pid, signal.SIGKILL)
                waits_s.append(started.until(messages.PollDelayed).wait_s)
                if len(waits_s) == 3:
                    server.behaviour.hang = frozenset()
                session.refresh()
                assert started.until(messages.PollDelayed).wait_s == 0.0
            started.seen.clear()
            started.until(messages.PollFinished)
            ending = [*started.seen]
        assert waits_s == [3600.0] * 3
        assert not any(isinstance(message, messages.WorkerFailed) for message in ending)
        assert store.counts(now=datetime.now(UTC)).all == 6


def test_a_round_that_the_archive_ends_is_over_and_is_tried_again_when_wished(
    tmp_path: Path, feed_server: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = feed_server(feeds=1, items=3)
    config_path = tmp_path / "feeds.toml"
    config_path.write_text(f'[[feeds]]\nurl = "{server.url(0)}"\n', encoding="utf-8")
    poll, failures = PollerClient.poll, [StoreError("Cannot read the archive: the disk is full.")]

    async def full_once(poller: PollerClient, feeds: Any, **more: Any) -> None:
        if failures:
            raise failures.pop()
        await poll(poller, feeds, **more)

    monkeypatch.setattr(PollerClient, "poll", full_once)
    with Store.open(tmp_path) as store, started_session(store, load_config(config_path)) as started:
        started.until(messages.PollDelayed)
        kinds = [type(message) for message in started.seen]
        started.session.refresh()
        polled = started.until(messages.FeedsPolled)
    assert kinds.index(messages.PollFinished) < kinds.index(messages.WorkerFailed)
    assert polled.results[0].ok

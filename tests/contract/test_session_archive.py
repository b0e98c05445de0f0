"""The worker behind the screen looks for damage in the archive, and says what it found."""

from __future__ import annotations

import queue
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.config import load_config
from ticker_tui.model import Entry, Feed, FeedState, View
from ticker_tui.store import Store
from ticker_tui.ui import messages
from ticker_tui.ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.message import Message


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
        pages = path.stat().st_size // 4096
        with path.open("r+b") as file:
            file.seek((pages // 2) * 4096)
            file.write(b"\xa5" * 4096 * (pages // 4))
    posted: queue.Queue[Message] = queue.Queue()
    config_path = tmp_path / "feeds.toml"
    config_path.write_text(f'[[feeds]]\nurl = "{feed.url}"\nname = "{feed.name}"\n', encoding="utf-8")
    config = load_config(config_path)
    with Store.open(tmp_path) as store:
        session = Session(store, config, post=posted.put, clock=lambda: datetime.now(UTC), log_name="log")
        session.start()
        try:
            seen: list[Message] = []
            while not any(isinstance(message, messages.PollFinished) for message in seen) or (
                damaged and store.counts(now=now).all != 7
            ):
                seen.append(posted.get(timeout=20))
        finally:
            assert session.stop(10)
        trouble = [message.sentence for message in seen if isinstance(message, messages.Trouble)]
        if damaged:
            assert any("was damaged" in notice for notice in (*trouble, *store.notices))
            assert len(list(tmp_path.glob("ticker.broken-*.sqlite3"))) == 1
            assert len(store.ids(View(), now=datetime.now(UTC))) == 7
        else:
            assert trouble == []
            assert len(store.ids(View(), now=datetime.now(UTC))) == 307

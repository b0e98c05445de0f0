"""A feed that has moved for good, from the second answer that says so to its new address in file and archive."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from ticker_tui.config import RefreshSettings, Settings, load_config
from ticker_tui.demo import Newsroom
from ticker_tui.errors import ConfigError, StoreError
from ticker_tui.model import FeedState, FeedStatus, View
from ticker_tui.polling.poll_round import Poller
from ticker_tui.polling.redirects import move_of, moves, take_over

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ticker_tui.model import Entry, Feed

    from .conftest import Desk

    Make = Callable[..., Entry]


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    with Newsroom(still=True) as opened:
        yield opened


def moved_feed(path: Path, room: Newsroom) -> Feed:
    """feeds.toml with the one outlet whose feed has moved, between comments."""
    outlet = next(outlet for outlet in room.outlets if outlet.moved_from)
    url = f"{room.base_url}{outlet.subscribed_path}"
    path.write_text(f'# mine\n[[feeds]]\nurl = "{url}"  # old friend\nname = "Friend"\n# the end\n')
    return load_config(path).feeds[0]


def test_the_second_answer_in_a_row_is_believed_and_everything_goes_along(
    desk: Desk, room: Newsroom, tmp_path: Path
) -> None:
    path = tmp_path / "feeds.toml"
    feed = moved_feed(path, room)
    poller = Poller(
        desk.store,
        settings=Settings(refresh=RefreshSettings(timeout_s=5.0)),
        clock=lambda: NOW,
        rng=random.Random(1),
    )

    def poll() -> int:
        return asyncio.run(
            poller.poll(load_config(path).feeds, on_result=lambda _: None, force=True)
        ).new_count

    assert poll() > 3
    ids = desk.store.ids(View(), now=NOW)
    desk.store.set_starred(ids[:1], True)
    desk.store.set_read(ids[1:3], True)
    assert moves([feed], desk.store.states()) == [], "once may be a slip"
    assert poll() == 0, "and not modified counts as well"
    (move,) = moves([feed], desk.store.states())
    assert move.obstacle == ""
    assert move.address.startswith(room.base_url)
    before = desk.store.headlines(ids, now=NOW)
    take_over(path, desk.store, move)
    assert path.read_text() == (
        f'# mine\n[[feeds]]\nurl = "{move.address}"  # old friend\nname = "Friend"\n# the end\n'
    )
    desk.store.sync_feeds(load_config(path).feeds)
    assert desk.store.headlines(desk.store.ids(View(), now=NOW), now=NOW) == [
        replace(headline, feed_url=move.address) for headline in before
    ]
    assert list(desk.store.states()) == [move.address]
    assert poll() == 0, "nothing is asked for anew"
    assert moves(load_config(path).feeds, desk.store.states()) == []


def state(feed: Feed, to: str, moves: int = 2) -> FeedState:
    return FeedState(url=feed.url, status=FeedStatus.OK, moved_to=to, moves=moves)


@pytest.mark.parametrize(
    ("facts", "obstacle"),
    [
        ({}, ""),
        ({"auth": "me:${SECRET}"}, "login"),
        ({"headers": {"Cookie": "x"}}, "login"),
        ({"auth": "me:${SECRET}", "url": "https://b.example/old"}, ""),
    ],
)
def test_what_stands_in_the_way(desk: Desk, facts: dict[str, Any], obstacle: str) -> None:
    feed = replace(desk.feed("A"), **facts)
    move = move_of(feed, state(feed, "https://b.example/rss"), [feed])
    assert move is not None
    assert (obstacle in move.obstacle) if obstacle else not move.obstacle
    taken = move_of(feed, state(feed, "https://b.example/rss"), [feed, desk.feed("B")])
    assert taken is not None
    assert "(B)" in taken.obstacle
    assert move_of(feed, state(feed, f"{feed.url}#top"), [feed]) is None
    assert move_of(feed, state(feed, "https://b.example/rss", moves=1), [feed]) is None


def test_what_was_there_under_the_new_address_is_joined(desk: Desk, entry: Make) -> None:
    old, new = desk.feed("A"), desk.feed("B")
    mine = desk.save(entry("1", "One"), entry("2", "Two"), feed=old).new_ids
    theirs = desk.save(entry("2", "Two"), entry("3", "Three"), feed=new).new_ids
    desk.store.set_read(theirs, True)
    desk.store.set_starred(mine[:1], True)  # the older one is written first
    desk.store.readdress(old.url, new.url)
    desk.store.sync_feeds([new])
    assert sorted(desk.titles()) == ["One", "Three", "Two"]
    assert desk.found("two") == ["Two"]
    assert desk.found("is:unread") == ["One"]
    counts = desk.store.counts(now=desk.now)
    assert (counts.all, counts.unread) == (3, 1)
    assert desk.found("is:starred") == ["Two"]
    desk.store.readdress("https://unknown.example/", "https://c.example/")
    assert len(desk.titles()) == 3
    desk.later(minutes=1)
    assert desk.save(entry("1", "One"), entry("3", "Three"), feed=new).new_ids == ()
    assert desk.store.check()


def test_an_archive_that_refuses_leaves_the_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[feeds]]\nurl = "https://a.example/rss"\n')
    before = path.read_bytes()
    (feed,) = load_config(path).feeds
    move = move_of(feed, state(feed, "https://b.example/rss"), [feed])
    assert move is not None
    stamp = load_config(path).stamp
    desk.store.close()
    with pytest.raises(StoreError):
        take_over(path, desk.store, move)
    assert path.read_bytes() == before
    path.write_text('[[feeds]]\nurl = "https://a.example/rss"\nname = "A"\n')
    with pytest.raises(ConfigError, match="changed meanwhile"):
        take_over(path, desk.store, move, stamp=stamp)

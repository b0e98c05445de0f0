"""What the tabs show and count, and what marking does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import TabKind, View
from ticker_tui.store.queries.counts import Counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]


@pytest.fixture
def shelves(desk: Desk, entry: Make) -> Desk:
    """Two feeds: world 1-3, of which 1 breaks; sport 4-5. 2 is read, 3 and 5 are starred."""
    world, sport = desk.feed("World", category="World"), desk.feed("Sport", category="Sport")
    desk.store.sync_feeds([world, sport])
    for number in (1, 2, 3):
        desk.save(
            entry(
                f"w{number}",
                breaking=number == 1,
                published_at=desk.ago(minutes=number),
                search_text="bridge",
            ),
            feed=world,
        )
    for number in (4, 5):
        desk.save(entry(f"s{number}", published_at=desk.ago(minutes=number), search_text="cup"), feed=sport)
    by_title = {headline.title: headline.id for headline in desk.store.latest(now=desk.now)}
    desk.store.set_read([by_title["w2"]], True)
    desk.store.set_starred([by_title["w3"], by_title["s5"]], True)
    return desk


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (View(), "w1 w2 w3 s4 s5"),
        (View(unread_only=True), "w1 w3 s4 s5"),
        (View(shelf=TabKind.BREAKING), "w1"),
        (View(shelf=TabKind.STARRED), "w3 s5"),
        (View(shelf=TabKind.CATEGORY, category="Sport"), "s4 s5"),
        (View(shelf=TabKind.CATEGORY, category="none"), ""),
        (View(shelf=TabKind.CATEGORY, category="World", unread_only=True), "w1 w3"),
        (View(feed_url="https://world.example/rss"), "w1 w2 w3"),
        (View(feed_url="https://world.example/rss", shelf=TabKind.STARRED), "w3"),
        (View(feed_url="https://world.example/rss", shelf=TabKind.CATEGORY, category="Sport"), ""),
        (View(search="bridge"), "w1 w2 w3"),
        (View(search="bridge", unread_only=True), "w1 w3"),
        (View(search="bridge", shelf=TabKind.STARRED), "w3"),
        (View(search="cup", shelf=TabKind.BREAKING), ""),
        (View(search="bridge", feed_url="https://sport.example/rss"), ""),
    ],
)
def test_a_view_shows_these(shelves: Desk, view: View, shown: str) -> None:
    ids = shelves.store.ids(view, now=shelves.now)
    assert " ".join(headline.title for headline in shelves.store.headlines(ids, now=shelves.now)) == shown
    assert list(shelves.store.ids(view, now=shelves.now, limit=1)) == list(ids[:1])


def test_counts(shelves: Desk) -> None:
    assert shelves.store.counts(now=shelves.now) == Counts(
        all=5, unread=4, breaking=1, starred=2, by_category={"World": 2, "Sport": 2}
    )


def test_a_feed_taken_out_of_the_file_is_hidden_and_its_stars_are_kept(shelves: Desk) -> None:
    world = shelves.feed("World", category="World")
    shelves.store.sync_feeds([world])
    assert shelves.titles() == ["w1", "w2", "w3"]
    assert shelves.titles(search="cup") == []
    assert shelves.titles(shelf=TabKind.STARRED) == ["w3", "s5"]
    assert shelves.store.counts(now=shelves.now) == Counts(
        all=3, unread=2, breaking=1, starred=2, by_category={"World": 2}
    )
    shelves.store.sync_feeds([world, shelves.feed("Sport", category="Cups")])
    assert shelves.titles(shelf=TabKind.CATEGORY, category="Cups") == ["s4", "s5"]


def test_a_renamed_feed_renames_what_it_brought(shelves: Desk) -> None:
    import msgspec

    renamed = msgspec.structs.replace(shelves.feed("World"), name="العالم", category="World")
    shelves.store.sync_feeds([renamed])
    assert {headline.source for headline in shelves.store.latest(now=shelves.now)} == {"العالم"}


def test_marking_says_what_it_changed_so_that_it_can_be_undone(shelves: Desk) -> None:
    everything = shelves.store.ids(View(), now=shelves.now)
    changed = shelves.store.set_read(everything, True)
    assert len(changed) == 4
    assert shelves.store.counts(now=shelves.now).unread == 0
    shelves.store.set_read(changed, False)
    assert shelves.titles(unread_only=True) == ["w1", "w3", "s4", "s5"]
    assert shelves.store.set_starred(everything, False)
    assert shelves.titles(shelf=TabKind.STARRED) == []


def test_headlines_come_in_the_order_asked_without_those_that_are_gone(shelves: Desk) -> None:
    ids = list(shelves.store.ids(View(), now=shelves.now))
    asked = [ids[3], 999_999, ids[0], ids[3]]
    got = shelves.store.headlines(asked, now=shelves.now)
    assert [headline.id for headline in got] == [ids[3], ids[0], ids[3]]
    assert shelves.store.article(999_999, now=shelves.now) is None
    assert shelves.store.headlines([], now=shelves.now) == []


def test_latest_is_the_top_of_the_list(shelves: Desk) -> None:
    assert [headline.title for headline in shelves.store.latest(now=shelves.now, limit=2)] == ["w1", "w2"]

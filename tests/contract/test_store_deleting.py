"""What the reader throws away is in no view and no number, comes with no poll, and can be brought back for a week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import Order, TabKind, View
from ticker_tui.store.entries import retention

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]

TOLD = (
    "Ferry sinks off Orlen harbour, forty rescued",
    "Forty rescued as ferry sinks off Orlen harbour",
    "Ferry sinks off Orlen harbour: forty people rescued",
)


def numbers(desk: Desk) -> tuple[int, int, int, int, int]:
    counts = desk.store.counts(now=desk.now)
    return counts.all, counts.unread, counts.breaking, counts.starred, counts.by_category.get("Sea", 0)


@pytest.mark.parametrize("read", [False, True])
def test_it_is_nowhere_and_comes_back_whole(desk: Desk, entry: Make, *, read: bool) -> None:
    feed = desk.feed(category="Sea")
    body = [entry(name, breaking=True, search_text=f"word {name}") for name in ("a", "b", "c")]
    ids = desk.save(*body, feed=feed).new_ids
    desk.store.set_starred(ids, True)
    desk.store.set_read(ids[:1], read)
    views = [
        View(),
        View(shelf=TabKind.BREAKING),
        View(shelf=TabKind.STARRED),
        View(search="word"),
        View(stories=True),
    ]
    views += [View(shelf=TabKind.CATEGORY, category="Sea"), View(feed_url=feed.url), View(order=Order.SIZE)]

    def shown() -> list[list[int]]:
        return [list(desk.store.ids(view, now=desk.now)) for view in views]

    before, counted = shown(), numbers(desk)
    assert desk.store.set_deleted(ids[:1], True, now=desk.now) == ids[:1]
    assert desk.store.set_deleted(ids[:1], True, now=desk.now) == (), "once"
    assert [ids[0] in each for each in shown()] == [False] * len(views)
    assert numbers(desk) == (2, 2, 2, 2, 2)
    desk.store.set_read(ids[:1], not read)
    assert numbers(desk) == (2, 2, 2, 2, 2), "what is away is not counted, whatever is done to it"
    desk.store.set_read(ids[:1], read)
    desk.later(minutes=5)
    again = desk.save(*body, feed=feed)
    assert (again.new_ids, shown()[0]) == ((), [ids[2], ids[1]] if before[0][0] == ids[2] else shown()[0])
    assert desk.store.set_deleted(ids[:1], False, now=desk.now) == ids[:1]
    assert (shown(), numbers(desk)) == (before, counted)


def test_it_goes_for_good_after_a_week_starred_or_not_and_no_poll_brings_it_back(
    desk: Desk, entry: Make
) -> None:
    body = [entry(name, search_text=f"word {name}") for name in ("a", "b")]
    ids = desk.save(*body).new_ids
    desk.store.set_starred(ids, True)
    desk.store.set_deleted(ids[:1], True, now=desk.now)
    for days, gone in ((6, 0), (2, 1), (1, 0)):
        desk.later(days=days)
        assert desk.store.prune([], keep=1, keep_days=1, now=desk.now) == gone
        assert desk.save(*body).new_ids == ()
    assert desk.store.set_deleted(ids[:1], False, now=desk.now) == ()
    assert len(desk.titles()) == 1
    assert timedelta(days=8) > timedelta(microseconds=retention.DELETED_US)


def test_what_is_kept_is_not_less_for_what_was_thrown_away(desk: Desk, entry: Make) -> None:
    ids = desk.save(*(entry(str(number), published_at=desk.ago(hours=number)) for number in range(6))).new_ids
    desk.store.set_deleted(ids[-3:], True, now=desk.now)
    assert desk.store.prune([], keep=3, keep_days=30, now=desk.now) == 0
    desk.store.set_deleted(ids[-3:], False, now=desk.now)
    assert desk.store.prune([], keep=3, keep_days=30, now=desk.now) == 3


def test_a_story_is_told_by_those_that_are_left(desk: Desk, entry: Make) -> None:
    ids = [
        desk.save(
            entry(str(place), title, published_at=desk.ago(minutes=place)), feed=desk.feed(name)
        ).new_ids[0]
        for place, (name, title) in enumerate(zip("ABC", TOLD, strict=True))
    ]
    assert len(desk.store.story(ids[0], now=desk.now)) == 3
    desk.store.set_deleted(ids[:1], True, now=desk.now)
    [first] = desk.store.ids(View(stories=True), now=desk.now)
    [row] = desk.store.headlines([first], now=desk.now, stories=True)
    assert (row.id, row.story_size) == (ids[1], 2)
    assert [each.id for each in desk.store.story(ids[1], now=desk.now)] == ids[1:]


def test_the_biggest_stories_of_the_last_two_days_come_first(desk: Desk, entry: Make) -> None:
    old = desk.save(entry("old", "Orchard fair opens", published_at=desk.ago(days=3))).new_ids[0]
    lone = desk.save(entry("lone", "Bridge repaired", published_at=desk.ago(minutes=1))).new_ids[0]
    told = [
        desk.save(entry(str(place), title, published_at=desk.ago(hours=9)), feed=desk.feed(name)).new_ids[0]
        for place, (name, title) in enumerate(zip("ABC", TOLD, strict=True))
    ]
    view = View(order=Order.SIZE, stories=True)
    assert list(desk.store.ids(view, now=desk.now)) == [told[0], lone, old]
    assert list(desk.store.ids(view, now=desk.now, limit=2)) == [told[0], lone]
    desk.later(days=2)
    assert list(desk.store.ids(view, now=desk.now)) == [told[0], lone, old], "the old ones by size too"
    new = desk.save(entry("new", "Lighthouse sold", published_at=desk.now)).new_ids[0]
    assert list(desk.store.ids(view, now=desk.now)) == [new, told[0], lone, old]


def test_a_view_can_be_asked_about_a_few(desk: Desk, entry: Make) -> None:
    ids = desk.save(*(entry(str(place), search_text=f"word{place % 2}") for place in range(6))).new_ids
    found = desk.store.ids(View(search="word1"), now=desk.now, among=ids[:3])
    assert set(found) == set(desk.store.ids(View(search="word1"), now=desk.now)) & set(ids[:3])
    assert len(found) in {1, 2}
    assert desk.store.count(View(search="word1"), now=desk.now) == 3
    assert desk.store.unlike(ids[:3], read=True) == set(ids[:3])
    desk.store.set_starred(ids[:1], True)
    assert desk.store.unlike(ids[:3], starred=True) == set(ids[1:3])

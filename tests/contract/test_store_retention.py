"""What pruning takes, what it never takes, and that nothing pruned comes back as news."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ticker_tui.store.entries import retention

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]


def prune(desk: Desk, *, keep: int = 1000, keep_days: int = 30) -> int:
    return desk.store.prune([desk.feed()], keep=keep, keep_days=keep_days, now=desk.now)


def numbered(desk: Desk, entry: Make, numbers: range) -> list[Entry]:
    """Entries as a feed lists them, newest (the highest number) first, an hour apart."""
    return [
        entry(
            str(number),
            published_at=desk.ago(hours=24) + timedelta(hours=number),
            search_text=f"word{number}",
        )
        for number in reversed(numbers)
    ]


def test_the_oldest_go_when_there_are_too_many(desk: Desk, entry: Make) -> None:
    desk.save(*numbered(desk, entry, range(10)))
    assert prune(desk, keep=4) == 6
    assert desk.titles() == ["9", "8", "7", "6"]
    assert desk.store.counts(now=desk.now).all == 4
    assert desk.found("word0") == []
    assert desk.found("word9") == ["9"]


def test_starred_entries_never_go(desk: Desk, entry: Make) -> None:
    ids = desk.save(*numbered(desk, entry, range(10))).new_ids
    desk.store.set_starred(ids[:2], True)
    desk.later(days=400)
    desk.save(entry("new"))
    prune(desk, keep=1)
    assert desk.titles() == ["new", "1", "0"]


def test_pruned_entries_that_the_feed_still_serves_do_not_come_back(desk: Desk, entry: Make) -> None:
    body = numbered(desk, entry, range(10))
    desk.save(*body)
    prune(desk, keep=4)
    desk.later(minutes=5)
    result = desk.save(*body)
    assert (result.new_ids, result.updated_ids) == ((), ())
    assert len(desk.titles()) == 4


def test_a_quiet_feed_keeps_what_it_still_shows_however_old(desk: Desk, entry: Make) -> None:
    body = [entry("essay", published_at=desk.ago(days=700)), entry("poem", published_at=desk.ago(days=900))]
    desk.save(*body)
    assert prune(desk) == 0
    desk.later(days=1)
    desk.save(entry("novel"), *body[:1])
    assert prune(desk) == 1
    assert desk.titles() == ["novel", "essay"]


def test_old_entries_stay_while_their_feed_does_not_answer(desk: Desk, entry: Make) -> None:
    """No new body says that they are gone, so the screen is not empty after a holiday without a network."""
    desk.save(entry("last"))
    desk.later(days=60)
    desk.save()
    assert prune(desk) == 0


def test_a_feed_may_keep_another_number(desk: Desk, entry: Make) -> None:
    desk.save(*numbered(desk, entry, range(10)))
    desk.store.prune([desk.feed(keep=2)], keep=5, keep_days=30, now=desk.now)
    assert desk.titles() == ["9", "8"]


def test_keys_are_remembered_only_as_long_as_they_matter(desk: Desk, entry: Make) -> None:
    body = numbered(desk, entry, range(3))
    desk.save(*body)
    prune(desk, keep=1)
    desk.later(days=89)
    assert desk.save(*body).new_ids == ()  # served again: remembered for another 90 days
    desk.later(days=89)
    prune(desk, keep=10)
    assert desk.save(*body).new_ids == ()
    desk.later(days=91)
    prune(desk, keep=10)
    assert len(desk.save(*body).new_ids) == 2


def test_pruning_thousands_takes_several_short_transactions(
    desk: Desk, entry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 7)
    desk.save(*numbered(desk, entry, range(50)))
    assert prune(desk, keep=3) == 47
    assert desk.titles() == ["49", "48", "47"]
    assert desk.store.check()


def test_ids_are_never_used_twice(desk: Desk, entry: Make) -> None:
    """The screen may still hold the id of an entry that is gone; it must not become another one's."""
    old = desk.save(entry("1", published_at=desk.now)).new_ids
    desk.later(days=60)
    desk.save(entry("2", published_at=desk.ago(days=100)))
    assert prune(desk, keep=1) >= 1
    new = desk.save(entry("3")).new_ids
    assert not set(old) & set(new)

"""Muting, throwing away, reading, starring, rewriting, moving, pruning in any order: every view and number agrees with a plain model."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import Order, Rule, Rules, TabKind, View
from ticker_tui.store.store import Store
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]

TOLD = "Ferry sinks off Orlen harbour, forty rescued by the night watch"
TITLES = (
    TOLD,
    f"{TOLD} today",
    "Cup drawn in the capital",
    "مباراة الكأس في العاصمة",
    "Rain in the hills",
    "أمطار",
)
WORDS = ("ferry", "today", "cup", "الكأس", "rain")
STEPS = 60


def visible(desk: Desk, deleted: set[int], muted: set[str]) -> set[int]:
    """What ought to be in sight, by the titles themselves."""
    ids = sorted({*desk.store.ids(View(muted=True), now=desk.now), *deleted})
    rows = desk.store.headlines(ids, now=desk.now)
    return {row.id for row in rows if not any(word in row.title.lower() for word in muted)} - deleted


def check(desk: Desk, deleted: set[int], muted: set[str]) -> None:
    store, now = desk.store, desk.now
    shown = list(store.ids(View(), now=now))
    assert set(shown) == visible(desk, deleted, muted)
    for stories in (False, True):
        counts = store.counts(now=now, stories=stories)

        def number(stories: bool = stories, **view: object) -> int:
            return store.count(View(stories=stories, **view), now=now)  # type: ignore[arg-type]

        assert counts.all == number()
        assert counts.unread == number(unread_only=True)
        assert counts.breaking == number(shelf=TabKind.BREAKING)
        for category, unread in counts.by_category.items():
            assert unread == number(shelf=TabKind.CATEGORY, category=category, unread_only=True)
        heads = list(store.ids(View(stories=stories, order=Order.SIZE), now=now))
        sizes = [row.story_size for row in store.headlines(heads, now=now, stories=stories)]
        assert sum(sizes) == len(shown), "every headline in sight is told by one row"
        assert sizes == sorted(sizes, reverse=True)
    assert store.counts(now=now).starred == store.count(View(shelf=TabKind.STARRED), now=now)
    for word in WORDS:
        assert store.count_meant(Rule(words=(word,)), now=now, shown=True) == sum(
            word in row.title.lower() for row in store.headlines(shown, now=now)
        )
        assert set(store.ids(View(search=word), now=now)) <= set(shown)
    assert not deleted & {
        *store.ids(View(search="is:muted"), now=now),
        *store.ids(View(shelf=TabKind.STARRED), now=now),
    }


@pytest.mark.parametrize("seed", range(4))
def test_what_is_in_sight_and_what_is_counted_agree(desk: Desk, entry: Make, seed: int) -> None:
    dice = random.Random(seed)
    store = desk.store
    feeds = [desk.feed(name, category=kind) for name, kind in (("A", "Sea"), ("B", "Sea"), ("C", "Sport"))]
    store.sync_feeds(feeds)
    deleted: set[int] = set()
    muted: set[str] = set()
    moved = False

    def save(place: int, key: str) -> None:
        title = dice.choice(TITLES)
        new = entry(key, title=title, search_text=fold(title), breaking=dice.random() < 0.2)
        result = desk.save(new, feed=feeds[place])
        at_once = store.ids(View(stories=True), now=desk.now)
        for each in result.new_ids:
            assert (each in at_once) != (each in result.joined_ids), "what waits is a row of its own"

    for number in range(STEPS):
        known = [*store.ids(View(muted=True), now=desk.now), *deleted]
        some = dice.sample(known, min(len(known), 3))
        match dice.choice(
            ("save", "save", "rewrite", "read", "star", "delete", "delete", "back", "rule", "rule", "move")
        ):
            case "save":
                save(dice.randrange(3), f"k{number}")
            case "rewrite":
                save(dice.randrange(3), f"k{dice.randrange(STEPS)}")
            case "read":
                store.set_read(some, dice.random() < 0.7, stories=dice.random() < 0.5)
            case "star":
                store.set_starred(some, dice.random() < 0.7)
            case "delete":
                deleted |= {*store.set_deleted(some, True, now=desk.now)}
            case "back":
                deleted -= {*store.set_deleted(some, False, now=desk.now)}
            case "move" if not moved:
                moved = True
                store.readdress(feeds[0].url, feeds[1].url)
                feeds[:2] = [desk.feed("B", category="Sea"), desk.feed("D", category="Sea")]
                store.sync_feeds(feeds)
                known = [*store.ids(View(muted=True), now=desk.now)]
                deleted &= {row.id for row in store.headlines(sorted(deleted), now=desk.now)}
            case "rule":
                muted ^= {dice.choice(WORDS)}
                store.use_rules(Rules(mute=tuple(Rule(words=(word,)) for word in sorted(muted))))
                before = set(store.ids(View(), now=desk.now))
                judged = store.judge(now=desk.now)
                after = set(store.ids(View(), now=desk.now))
                assert (set(judged.muted), set(judged.shown)) == (before - after, after - before)
        check(desk, deleted, muted)
    with Store.open(store.path, now=desk.now) as again:
        assert again.counts(now=desk.now) == store.counts(now=desk.now)

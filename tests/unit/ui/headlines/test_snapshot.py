"""What is shown of a tab, and what happens to a snapshot of it: another one, never the same one changed."""

from __future__ import annotations

from array import array

import pytest

from ticker_tui.model import Feed, FeedState, Order, PollResult, TabKind, View
from ticker_tui.ui.headlines.snapshot import Narrowing, Snapshot
from ticker_tui.ui.headlines.view_matches import belonging


@pytest.mark.parametrize(
    ("narrowing", "tab", "view"),
    [
        (
            Narrowing(unread_only=True),
            View(shelf=TabKind.STARRED),
            View(shelf=TabKind.STARRED, unread_only=True),
        ),
        (Narrowing(order=Order.SIZE), View(), View(order=Order.SIZE, stories=True)),
        (Narrowing(search="rain"), View(), View(search="rain")),
        (Narrowing(), View(search="sea OR sun"), View(search="sea OR sun")),
        # The bracket at the end is closed by whoever reads it, also while somebody is typing one.
        (Narrowing(search="rain"), View(search="sea OR sun"), View(search="(sea OR sun) (rain")),
    ],
)
def test_a_narrowing_of_a_tab(narrowing: Narrowing, tab: View, view: View) -> None:
    assert narrowing.of(tab) == view


def test_a_story_is_unfolded_and_folded_and_thins_out() -> None:
    plain = Snapshot(Narrowing(), array("q", [9, 7, 4]), {})
    assert plain.with_unfolded(7, [7, 4]) is None, "all of it is there"
    assert plain.with_unfolded(5, [6, 5]) is None, "it is not there itself"
    open_ = plain.with_unfolded(7, [8, 7, 3, 2])
    assert open_ is not None
    assert list(open_.ids) == [9, 7, 8, 3, 2, 4]
    assert open_.below == {8, 3, 2}
    assert (open_.head_of(3), open_.head_of(7), open_.head_of(4)) == (7, 7, 4)
    assert list(plain.ids) == [9, 7, 4]
    assert not plain.unfolded

    assert plain.with_folded(7) is None
    assert open_.with_folded(4) is None
    assert open_.with_folded(7) == open_.with_folded(2) == plain

    thinner = open_.without({3, 4})
    assert list(thinner.ids) == [9, 7, 8, 2]
    assert thinner.unfolded == {7: (8, 2)}
    assert thinner.with_folded(8) == plain.without({4})
    headless = open_.without({7})
    assert list(headless.ids) == [9, 8, 3, 2, 4]
    assert not headless.unfolded, "what is left of the story are rows like others"
    assert list(thinner.with_back([9, 7, 5, 4], {4, 5}).ids) == [9, 7, 8, 2, 5, 4], (
        "below the story, not in it"
    )


SEA = Feed(url="https://sea.example/feed", name="Sea", category="Water")


@pytest.mark.parametrize(
    ("view", "fresh"),
    [
        (View(), [4, 5, 6]),
        (View(stories=True), [4, 6]),
        (View(shelf=TabKind.BREAKING), [5]),
        (View(shelf=TabKind.STARRED), []),
        (View(shelf=TabKind.CATEGORY, category="Water"), [4, 5, 6]),
        (View(shelf=TabKind.CATEGORY, category="Fire"), []),
        (View(feed_url=SEA.url), [4, 5, 6]),
        (View(feed_url="https://fire.example/feed"), []),
        (View(search="tide"), None),
    ],
)
def test_what_belongs_to_a_view(view: View, fresh: list[int] | None) -> None:
    result = PollResult(
        feed=SEA, state=FeedState(url=SEA.url), new_ids=(4, 5, 6), breaking_ids=(5,), joined_ids=(5,)
    )
    told = belonging(result, view)
    assert (told if told is None else list(told)) == fresh
    nothing = belonging(PollResult(feed=SEA, state=FeedState(url=SEA.url)), view)
    assert nothing is not None
    assert not nothing

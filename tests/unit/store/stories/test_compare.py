"""Whether two headlines are one story: the labelled pairs, and the rules one by one."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.demo.outlets import load_outlets
from ticker_tui.feeds.breaking import without_flag
from ticker_tui.store.stories.compare import likeness
from ticker_tui.store.stories.headline_tokens import gist
from ticker_tui.store.stories.lexicon import stem

PAIRS = tomllib.loads((Path(__file__).parents[3] / "fixtures" / "stories.toml").read_text("utf-8"))
LABELLED = [
    (a, b, label == "same")
    for langs in PAIRS.values()
    for labels in langs.values()
    for label, pairs in labels.items()
    for a, b in pairs
]


def joined(a: str, b: str, *, same_feed: bool = False) -> bool:
    return likeness(gist(a), gist(b), same_feed=same_feed) > 0


def test_there_are_enough_labelled_pairs_in_every_language() -> None:
    assert all(langs.keys() == {"ar", "en", "fa", "ur", "he"} for langs in PAIRS.values())
    assert len({frozenset(pair[:2]) for pair in LABELLED}) == len(LABELLED) >= 700


def test_what_is_joined_is_one_story() -> None:
    wrong = [(a, b) for a, b, same in LABELLED if not same and joined(a, b)]
    right = [(a, b) for a, b, same in LABELLED if same and joined(a, b)]
    assert len(right) / (len(right) + len(wrong)) >= 0.97, wrong
    missed = [(a, b) for a, b, same in LABELLED if same and not joined(a, b)]
    assert len(right) / (len(right) + len(missed)) >= 0.7, missed


def test_headlines_of_different_pairs_are_different_stories() -> None:
    """Nothing is joined across pairs that are labelled the same, unless they tell of the same invented event."""
    firsts = [labels["same"] for langs in PAIRS.values() for labels in langs.values()]
    crossed = [
        (one[0], other[0])
        for pairs in firsts
        for one, other in combinations(pairs, 2)
        if joined(one[0], other[0])
    ]
    assert [pair for pair in crossed if len(set(gist(pair[0]).words) & set(gist(pair[1]).words)) < 4] == []
    assert len(crossed) <= 8, crossed


def test_the_demos_outlets_are_joined_by_story_only() -> None:
    items = [
        (item.story, gist(without_flag(item.title)[1], outlet.name))
        for outlet in load_outlets()
        for item in outlet.items
    ]
    wrong = [
        (a, b)
        for (story, a), (other, b) in combinations(items, 2)
        if likeness(a, b) and (story != other or not story)
    ]
    assert len(items) > 100
    assert wrong == []


def test_which_headline_came_first_does_not_matter() -> None:
    assert [(a, b) for a, b, _ in LABELLED if joined(a, b) != joined(b, a)] == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Storm Orla hits Kendour", "STORM ORLA HITS KENDOUR"),
        ("Storm Orla hits Kendour coast", "Storm Orla hits Kendour coast | Harbour Herald"),
        ("Storm Orla hits Kendour coast hard", "Storm Orla hits Kendour coast hard - Harbour Herald"),
        ("Storm Orla leaves 40,000 without power", "Storm Orla leaves 40 thousand without power"),
        ("Two die as ferry sinks off Kartal", "2 die as ferry sinks off Kartal"),
        ("إعصار مرجان يضرب كندور", "إعـصار مَرجان يضرب كندور"),
        ("إعصار مرجان يضرب كندور", "اعصار مرجان يضرب كندور"),
        ("توفان مرجان کندور را درنوردید", "توفان مرجان كندور را درنورديد"),
    ],
)
def test_spellings_and_dress_do_not_matter(a: str, b: str) -> None:
    assert joined(a, b)


def test_the_outlets_own_name_is_no_word_of_its_headlines() -> None:
    assert gist("Kartal ferry sinks - Bay News", "Bay News").words == gist("Kartal ferry sinks").words
    assert "dead" not in gist("Ferry sinks off Kartal in heavy storm - two dead").words
    assert gist("Ferry sinks off Kartal in heavy storm - two dead").numbers == {"#2"}


def test_one_feed_that_writes_again_has_to_write_nearly_the_same() -> None:
    first = "Storm Orla hits Kendour coast"
    assert joined(first, f"{first}, schools closed", same_feed=False)
    assert not joined(first, f"{first}, schools and offices closed", same_feed=True)
    assert joined(first, "Update: Storm Orla hits Kendour coast", same_feed=True)


@pytest.mark.parametrize("title", ["", "…", "Live", "Minister resigns", "حالة الطقس اليوم", "12 - 34 - 56"])
def test_too_little_to_tell_is_no_story(title: str) -> None:
    assert not joined(title, title)


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("announces", "announced"),
        ("stopping", "stopped"),
        ("cities", "city"),
        ("القاهره", "وبالقاهره"),
        ("مفاوض", "المفاوضين"),
        ("تجنح", "جنوح"),
        ("ממשלה", "והממשלה"),
    ],
)
def test_stems(form: str, other: str) -> None:
    assert stem(form) == stem(other)


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    score = likeness(gist(a), gist(b))
    assert 0 <= score <= 1
    assert (score > 0) == (likeness(gist(b), gist(a)) > 0)

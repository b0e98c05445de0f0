"""What makes stories cheap changes none of them: each short way against the long one."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.store.stories import compare as comparing
from ticker_tui.store.stories.compare import likeness, one_name
from ticker_tui.store.stories.group import most_met
from ticker_tui.store.stories.headline_tokens import (
    MAX_WORDS,
    HeadlineTokenizer,
    HeadlineTokens,
    gist,
    spelling_keys,
    without_source,
    words_of,
)

PAIRS = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "stories.toml").read_text("utf-8"))
HEADLINES = [
    title
    for langs in PAIRS.values()
    for labels in langs.values()
    for title in chain.from_iterable(chain.from_iterable(labels.values()))
]
WORDS = sorted(set(" ".join(HEADLINES).split()))
SEPARATORS = ("|", " | ", "-", " - ", " -- ", " – ", ": ", " : ", " · ", "? ", " … ")
NAME = st.text(alphabet="abehikoltاويهبلكفםהבלכ", min_size=1, max_size=9)
HEADLINE = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(SEPARATORS), st.text(max_size=5)), max_size=14
).map(" ".join)


@given(HEADLINE, st.sampled_from(("", "Beacon", "العربية", *WORDS[::200])))
def test_a_headline_without_parts_is_known_by_its_runs(title: str, source: str) -> None:
    runs = without_source(title, source).split()
    by_the_long_way = [word.folded for run in runs for word in words_of(run.replace("|", " "))]
    assert [word.folded for word in words_of(title, source)] == by_the_long_way[:MAX_WORDS]


@given(HEADLINE)
def test_words_that_change_nothing_are_taken_as_they_are(title: str) -> None:
    for run in title.split():
        words = words_of(run)
        if not any(word.special for word in words):
            reading = HeadlineTokenizer()
            for word in words:
                reading.take(word)
            assert (reading.words, reading.marks, reading.denied) == (
                [word for word in words if word.means],
                set(),
                set(),
            )


@given(NAME, st.integers(0, 9), NAME.map(lambda text: text[0]))
def test_spellings_of_one_name_have_a_key_in_common(name: str, at: int, letter: str) -> None:
    place = min(at, len(name) - 1)
    spellings = (
        f"{name[:place]}{letter}{name[place:]}",
        f"{name[:place]}{letter}{name[place + 1 :]}",
        f"{name[:place]}{name[place]}{name[place:]}",
        f"{letter}{name}",
    )
    for other in spellings:
        if other != name and one_name(name, other):
            assert not set(spelling_keys(name)).isdisjoint(spelling_keys(other))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_refused_at_once_is_refused_by_the_long_way(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the bits of the numbers nor the most that two headlines can have in common decides otherwise than all the rest."""
    rng = random.Random(seed)
    pairs = [(gist(a), gist(b)) for a, b in combinations(rng.sample(HEADLINES, 40), 2)]
    pairs += [(gist(title), gist(altered(title, rng))) for title in HEADLINES]
    scores = [likeness(a, b) for a, b in pairs]
    monkeypatch.setattr(comparing, "most_alike", lambda *_: 1.0)
    assert [likeness(without_hints(a), without_hints(b)) for a, b in pairs] == scores
    assert 100 < sum(score > 0 for score in scores) < len(scores) - 100


def altered(title: str, rng: random.Random) -> str:
    """A headline with some letters and words as other outlets write them."""
    words = title.split()
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(words))
        word = words[place]
        at = rng.randrange(len(word))
        words[place] = rng.choice(
            (f"{word[:at]}{rng.choice('aeوياه')}{word[at:]}", f"{word[:at]}{word[at]}{word[at:]}", f"و{word}")
        )
        if rng.random() < 0.3:
            words.insert(place, rng.choice(WORDS))
    return " ".join(words)


def without_hints(of: HeadlineTokens) -> HeadlineTokens:
    """As if every two words could be one name, and every number any other one."""
    return replace(of, number_bits=0, _keys=EveryKey())


class EveryKey(frozenset[str]):
    """A set of keys in which everything is."""

    def isdisjoint(self, _other: object, /) -> bool:
        return False


@given(st.lists(st.lists(st.integers(1, 25), unique=True, max_size=16), max_size=5), st.integers(1, 9))
def test_those_met_most_often(lists: list[list[int]], limit: int) -> None:
    met = Counter(chain.from_iterable(lists))
    again = sorted([one for one in met if met[one] > 1], key=lambda one: (-met[one], -one))
    once = [one for ids in lists for one in reversed(ids) if met[one] == 1]
    assert most_met(lists, limit) == (again + once)[:limit]

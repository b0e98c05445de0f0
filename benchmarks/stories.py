#!/usr/bin/env python3
"""How well stories are told apart, and what finding them costs as the archive grows.

    benchmarks/stories.py
    benchmarks/stories.py --sizes 1000,100000

First the labelled pairs of tests/fixtures/stories.toml: precision (of the joined pairs, how many are one story) and recall (of
the pairs that are one story, how many are joined), apart for those that the rules were tuned with and those that were held out, at first and later.
The pairs that are two stories are hard ones: in a real day's news nearly all pairs are not even near. Then invented headlines over a vocabulary as skewed as a language's, 30 seconds
apart; every fifth one repeats, in another outlet's dress, one of the last two days. Exit status 1: a promise is not kept.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.store.db import database_schema
from ticker_tui.store.stories import group
from ticker_tui.store.stories.compare import likeness
from ticker_tui.store.stories.headline_tokens import gist
from ticker_tui.store.stories.index import StoryIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

PAIRS = Path(__file__).parents[1] / "tests" / "fixtures" / "stories.toml"
PRECISION = 0.97
PER_ENTRY_US = 500.0
START_US = 1_795_000_000_000_000
APART_US = 30_000_000
BATCH = 50
FEEDS = 40


class Score(NamedTuple):
    """What became of some labelled pairs."""

    pairs: int
    right: int
    wrong: int
    missed: int

    @classmethod
    def of(cls, labels: dict[str, list[list[str]]]) -> Score:
        right = sum(likeness(gist(a), gist(b)) > 0 for a, b in labels["same"])
        wrong = sum(likeness(gist(a), gist(b)) > 0 for a, b in labels["different"])
        return cls(sum(map(len, labels.values())), right, wrong, len(labels["same"]) - right)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    def print(self, name: str) -> None:
        recall = self.right / (self.right + self.missed)
        print(f"{name:16s}{self.pairs:7d}{self.right:7d}{self.wrong:7d}{self.precision:11.3f}{recall:8.3f}")


def total(scores: Iterable[Score]) -> Score:
    return Score(*map(sum, zip(*scores, strict=True)))


def labelled() -> bool:
    """Print precision and recall by set and language; whether the promise is kept over all of them."""
    print(f"{'labelled pairs':16s}{'pairs':>7s}{'right':>7s}{'wrong':>7s}{'precision':>11s}{'recall':>8s}")
    sums: list[Score] = []
    for name, langs in tomllib.loads(PAIRS.read_text("utf-8")).items():
        scores = {lang: Score.of(labels) for lang, labels in langs.items()}
        for lang, score in scores.items():
            score.print(f"  {lang}")
        sums.append(total(scores.values()))
        sums[-1].print(name.replace("_", " "))
    everything = total(sums)
    everything.print("all")
    print()
    return everything.precision >= PRECISION


class Wire:
    """Invented headlines, the same in every run."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = random.Random(seed)
        syllables = [first + vowel for first in "bdfgklmnprstvz" for vowel in ("a", "e", "i", "o", "u")]
        words = ["".join(self.rng.choices(syllables, k=self.rng.randint(2, 4))) for _ in range(30_000)]
        # Frequent words are short ones, by and large.
        self.words = sorted(words, key=lambda word: len(word) + self.rng.uniform(0, 4))
        # Zipf: the nth word comes n times less often than the first.
        total = 0.0
        self.weights: list[float] = []
        for rank in range(1, len(self.words) + 1):
            total += 1 / rank
            self.weights.append(total)
        self.recent: list[str] = []

    def headline(self) -> tuple[str, bool]:
        """The next one, and whether it repeats one of the last 4,000."""
        if self.recent and self.rng.random() < 0.2:
            words = self.rng.choice(self.recent[-4000:]).split()
            match self.rng.randrange(3):
                case 0:
                    words = ["Video:", *words]
                case 1:
                    words = [*words, "-", "Beacon", "News"]
                case _:
                    words = [*words, self.rng.choice(self.words)]
            return " ".join(words), True
        title = " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=self.rng.randint(6, 12)))
        self.recent.append(title)
        return title, False


def grown(size: int) -> tuple[float, float, float, int]:
    """Microseconds for a new entry when there are `size`, share of repeats found, of others joined, and rows of the index."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    database_schema.upgrade(db)
    for number in range(1, FEEDS + 1):
        db.execute(
            "INSERT INTO feeds (id, url, name, category, lang) VALUES (?, ?, ?, '', '')",
            (number, f"https://{number}.example/", f"Outlet {number}"),
        )
    wire = Wire()
    kept = StoryIndex()
    repeats: set[int] = set()
    took_s = 0.0
    for first in range(0, size + 1000, BATCH):
        now_us = START_US + (first + BATCH) * APART_US
        ids = list(range(first + 1, first + BATCH + 1))
        for number in ids:
            title, repeated = wire.headline()
            if repeated:
                repeats.add(number)
            at = START_US + number * APART_US
            db.execute(
                """INSERT INTO entries (id, feed_id, key, title, link, lang, sort_at, first_seen_at, seen_at, digest)
                   VALUES (?, ?, ?, ?, '', 'en', ?, ?, ?, x'')""",
                (number, number // BATCH % FEEDS + 1, str(number), title, at, at, at),
            )
        began = time.process_time()
        db.execute("BEGIN")
        kept.attach(db, first // BATCH)  # as the store does it
        group.follow(db, ids, [], now_us=now_us, kept=kept)
        db.execute("COMMIT")
        if first >= size:
            took_s += time.process_time() - began
    joined = {
        row[0] for row in db.execute("SELECT id FROM entries WHERE story_id IS NOT NULL AND story_id <> id")
    }
    rows = db.execute(
        "SELECT (SELECT count(*) FROM story_words) + (SELECT count(*) FROM story_words_lately)"
    ).fetchone()[0]
    others = size + 1000 - len(repeats)
    db.close()
    return took_s / 1000 * 1e6, len(joined & repeats) / len(repeats), len(joined - repeats) / others, rows


def main() -> int:
    parser = argparse.ArgumentParser(
        description="How well stories are told apart, and what finding them costs."
    )
    parser.add_argument("--sizes", default="1000,10000,100000")
    options = parser.parse_args()
    kept = labelled()
    print(
        f"{'entries':>10s}{'µs a new one':>14s}{'repeats found':>15s}{'others joined':>15s}{'rows of words':>15s}"
    )
    for size in map(int, options.sizes.split(",")):
        us, found, wrong, rows = grown(size)
        slow = us > PER_ENTRY_US
        kept &= not slow
        print(f"{size:10,}{us:14.0f}{found:15.3f}{wrong:15.4f}{rows:15,}{'  NOT KEPT' if slow else ''}")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())

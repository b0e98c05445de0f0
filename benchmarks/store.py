#!/usr/bin/env python3
"""What the archive costs as it grows: medians at 1,000, 10,000, 50,000 and 100,000 entries, beside what they may cost.

    benchmarks/store.py
    benchmarks/store.py --sizes 1000,100000 --runs 50

Milliseconds of processor time, which is the time on a machine that does nothing else; other work makes them longer by up to a half.
The last columns: what is promised at 50,000 entries, and the slope, which is how often the cost doubles while the archive does: 0.00
does not grow, 1.00 grows as the archive does. It is taken between the last two sizes; below 0.2 ms it says nothing and is not printed.
Filled archives are kept in `--cache` (the system's folder for temporary files), since making the large one takes a
minute. Exit status 1: a promise is not kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from fill import fill, make_entry, make_feeds

from ticker_tui.model import FeedState, Rule, Rules, Shelf, View
from ticker_tui.store import ARCHIVE_NAME, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROMISED = 50_000
FORMAT = "4"
"""Part of the cached file's folder: changes when the archive's format or the invented news does."""

RULES = Rules(
    mute=(
        *(Rule(words=(word,)) for word in ("football", "كرة", "انتخابات", "zirconium", "الامريكية")),
        Rule(feeds=("nobody",), query="podcast"),
        Rule(query='"quarterly results" -city'),
    ),
    highlight=(Rule(words=("الطاقة",)), Rule(words=("bridge", "council*")), Rule(query="ميناء lang:ar")),
)
"""What a person may have after some years."""
MANY = Rules(mute=(Rule(words=("الطاقة", "council", "city", "کارشناسان", "المجلس")),))


def measures(folder: Path) -> dict[str, tuple[float | None, Callable[[], object]]]:
    """Name → (milliseconds promised at 50,000 entries, what is timed)."""
    store = Store.open(folder, now=NOW)
    window = store.ids(View(), now=NOW, limit=100)
    feeds = make_feeds(200)
    marks = iter(range(1_000_000))
    fresh = iter(range(10_000_000, 20_000_000, 50))

    def reopen() -> None:
        Store.open(folder, now=NOW).close()

    def first_window() -> None:
        store.headlines(store.ids(View(), now=NOW, limit=100), now=NOW)

    def search(words: str) -> Callable[[], object]:
        return lambda: store.ids(View(search=words), now=NOW, limit=200)

    def save_new() -> object:
        import random

        feed, start = feeds[0], next(fresh)
        entries = [
            make_entry(number, feed, NOW - timedelta(minutes=1), random.Random(start))
            for number in range(start, start + 50)
        ]
        began = time.process_time()
        store.save(feed, FeedState(url=feed.url), entries, now=NOW, breaking_expires_s=7200.0)
        return time.process_time() - began

    def judge(rules: Rules) -> Callable[[], object]:
        def work() -> None:
            store.use_rules(rules)
            store.judge(now=NOW)
            store.use_rules(Rules())

        return work

    def quarter_muted(work: Callable[[], object]) -> Callable[[], object]:
        def timed() -> None:
            if store.rules != MANY:  # in the first run, which is not timed
                store.use_rules(MANY)
                store.judge(now=NOW)
            work()

        return timed

    def save_judged() -> object:
        store.use_rules(RULES)
        try:
            return save_new()
        finally:
            store.use_rules(Rules())

    known = [
        make_entry(number, feeds[1], NOW - timedelta(minutes=1), __import__("random").Random(number))
        for number in range(9_000_000, 9_000_050)
    ]
    store.save(feeds[1], FeedState(url=feeds[1].url), known, now=NOW, breaking_expires_s=7200.0)

    return {
        "open": (None, reopen),
        "first window: 100 ids and headlines": (2.0, first_window),
        "100 headlines": (None, lambda: store.headlines(window, now=NOW)),
        "ids of everything": (25.0, lambda: store.ids(View(), now=NOW)),
        "ids of a category": (25.0, lambda: store.ids(View(shelf=Shelf.CATEGORY, category="World"), now=NOW)),
        "ids unread": (25.0, lambda: store.ids(View(unread_only=True), now=NOW)),
        "ids of stories": (35.0, lambda: store.ids(View(stories=True), now=NOW)),
        "first window of stories": (2.0, lambda: store.ids(View(stories=True), now=NOW, limit=100)),
        "counts of stories": (None, lambda: store.counts(now=NOW, stories=True)),
        "ids of one feed": (None, lambda: store.ids(View(feed_url=feeds[3].url), now=NOW)),
        "breaking": (2.0, lambda: store.breaking(now=NOW)),
        "counts": (5.0, lambda: store.counts(now=NOW)),
        "one article": (2.0, lambda: store.article(window[50], now=NOW)),
        "search, a rare word": (20.0, search("quasarneedle")),
        "search, an Arabic word": (20.0, search("الطاقة")),
        "search, two words": (20.0, search("وزراء عاصمة")),
        "search, two letters": (20.0, search("ال")),
        "search, one letter": (20.0, search("a")),
        "search, one Arabic letter": (20.0, search("ا")),
        "search, another Arabic letter": (20.0, search("م")),
        "search, a word as it begins": (20.0, search("الطا")),
        "search, a word with clitics": (20.0, search("وبالطاقة")),
        "search, a feed": (20.0, search("feed:herald")),
        "search, a category": (20.0, search("category:اقتصاد")),
        "search, is:unread": (20.0, search("is:unread")),
        "search, is:starred": (20.0, search("is:starred")),
        "search, is:breaking": (20.0, search("is:breaking")),
        "search, a language": (20.0, search("lang:fa")),
        "search, since two days": (20.0, search("since:2d")),
        "search, before two weeks": (20.0, search("before:2w")),
        "search, one or the other": (20.0, search("الطاقة OR bridge")),
        "search, all but a word": (20.0, search("-الطاقة")),
        "search, a letter in stories": (20.0, lambda: store.ids(View(search="ا", stories=True), now=NOW, limit=200)),
        "search, a phrase": (20.0, search('"مجلس الوزراء"')),
        "search, words but not others": (20.0, search("الطاقة -وزراء -city")),
        "search, one or the other in a language": (20.0, search("(bridge OR council) lang:en")),
        "search, a feed's unread of two days": (20.0, search("feed:herald is:unread since:2d")),
        "search, an unknown language": (20.0, search("lang:xx")),
        "search, a word of no entry": (20.0, search("ققققق")),
        "mark one read": (None, lambda: store.set_read([window[next(marks) % 100]], next(marks) % 2 == 0)),
        "judge everything, no rules": (None, lambda: store.judge(now=NOW)),
        "judge everything, ten rules, nothing new": (None, judge(RULES)),
        "count what a word would hide": (None, lambda: store.count_meant(Rule(words=("الطاقة",)), now=NOW, shown=True)),
        "save 50 known entries": (None, lambda: store.save(feeds[1], FeedState(url=feeds[1].url), known, now=NOW, breaking_expires_s=7200.0)),
        "save 50 new entries": (None, save_new),
        "prune, nothing to do": (None, lambda: store.prune(feeds, keep=100_000, keep_days=9999, now=NOW)),
        "save 50 new entries, ten rules": (None, save_judged),
        "first window, a quarter muted": (2.0, quarter_muted(first_window)),
        "ids of everything, a quarter muted": (25.0, quarter_muted(lambda: store.ids(View(), now=NOW))),
        "search, what is muted": (None, quarter_muted(search("is:muted"))),
        "judge everything, a quarter muted already": (None, quarter_muted(lambda: store.judge(now=NOW))),
    }  # fmt: skip


def filled(cache: Path, size: int) -> Path:
    folder = cache / f"ticker-benchmark-{FORMAT}-{size}"
    if not (folder / "complete").exists():
        print(f"filling {folder} …", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
        fill(folder, size, now=NOW)
        (folder / "complete").touch()
    return folder


def slope(sizes: Sequence[int], row_ms: Sequence[float]) -> str:
    """How the cost grows between the last two sizes, as the exponent of the archive's size."""
    if len(sizes) < 2 or row_ms[-1] < 0.2:
        return " " * 8
    return f"{log(row_ms[-1] / row_ms[-2]) / log(sizes[-1] / sizes[-2]):8.2f}"


def timed_ms(work: Callable[[], object], runs: int) -> float:
    """The median of `runs`; work that returns a float has timed itself, in seconds."""
    spans: list[float] = []
    for _ in range(runs):
        began = time.process_time()
        own = work()
        spans.append(own if isinstance(own, float) else time.process_time() - began)
    return median(spans) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description="What the archive costs as it grows.")
    parser.add_argument("--sizes", default="1000,10000,50000,100000")
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    table: dict[str, list[float]] = {}
    promised: dict[str, float | None] = {}
    megabytes: list[float] = []
    check_ms: list[float] = []
    for size in sizes:
        folder = filled(options.cache, size)
        with tempfile.TemporaryDirectory(dir=options.cache) as scratch:
            import shutil

            copy = Path(scratch)
            shutil.copy(folder / ARCHIVE_NAME, copy)
            megabytes.append((copy / ARCHIVE_NAME).stat().st_size / 1e6)
            for name, (limit_ms, work) in measures(copy).items():
                promised[name] = limit_ms
                work()
                table.setdefault(name, []).append(timed_ms(work, options.runs))
            with Store.open(copy, now=NOW) as store:
                check_ms.append(timed_ms(store.check, 1))
    print(
        f"{'median ms of processor time':38s}"
        + "".join(f"{size:>10,}" for size in sizes)
        + f"{'promise':>10s}{'slope':>8s}"
    )
    at = min(range(len(sizes)), key=lambda place: abs(sizes[place] - PROMISED))
    broken = 0
    for name, row in table.items():
        limit_ms = promised[name]
        kept = limit_ms is None or row[at] <= limit_ms
        broken += not kept
        print(
            f"{name:38s}"
            + "".join(f"{value:10.2f}" for value in row)
            + (f"{limit_ms:10.0f}" if limit_ms else " " * 10)
            + slope(sizes, row)
            + ("" if kept else "  NOT KEPT")
        )
    print(f"{'check of the whole file, once':38s}" + "".join(f"{value:10.0f}" for value in check_ms))
    print(f"{'file, MB':38s}" + "".join(f"{value:10.1f}" for value in megabytes))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())

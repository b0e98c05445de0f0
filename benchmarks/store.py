#!/usr/bin/env python3
"""What the archive costs as it grows: lower quartiles at 1,000, 10,000, 50,000 and 100,000 entries, beside what they may cost.

    benchmarks/store.py
    benchmarks/store.py --sizes 1000,10000,100000 --runs 11
    benchmarks/store.py --sizes 0,100000,300000 --save 50000

Milliseconds of processor time, which is the time on a machine that does nothing else. What others do on it makes them longer, by half or
twice; so what always is the same work is timed before and after each row, and the row is told at the greatest speed that the
processor had in this run. The last line says how much its speed has changed.
The last columns: what is promised at 50,000 entries (judged at the size next to it, if that is between 30,000 and 80,000),
and the slope, which is how often the cost doubles while the archive does, between the first size and the last: 0.00 does not
grow, 1.00 grows as the archive does. Below 0.2 ms it says nothing and is not printed. What has a `<` behind its slope must not
grow with the archive.
With --save, so many new entries of the last days are saved to each archive instead, in responses of 100, and the time for each is printed.
Filled archives are kept in `--cache` (a folder among the system's temporary files), for as long as what makes them is the same.
Exit status 1: a promise is not kept, or something grows that must not.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from fill import make_entry, make_feeds
from filled import Progress, copy_filled

from ticker_tui.model import FeedState, Rule, Rules, TabKind, View
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROMISED = 50_000
NEAR = range(30_000, 80_001)
"""Sizes that are judged by what is promised at 50,000."""
GROWTH = 0.3
"""The slope up to which something does not grow: a hundred times the entries may cost four times as much. Trees have more levels, and
the processor's caches hold less of a larger file."""
APART = 50
"""How often the first size is in the last where slopes are judged; nearer ones say more of the moment than of the archive."""
ANSWER = 100
"""Entries of a response with --save."""
SPENT_S = 1.0
FEWEST = 5
"""What takes long is timed fewer times: until so much is spent, but at least so often."""

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


class Row(NamedTuple):
    """One line of the table."""

    limit_ms: float | None
    """Promised at 50,000 entries."""
    work: Callable[[], object]
    """What is timed."""
    steady: bool = False
    """Whether it must not grow with the archive."""


class Timed(NamedTuple):
    """A row at one size."""

    ms: float
    yardstick_ms: float
    """What the same work took at that moment."""


def measures(folder: Path) -> dict[str, Row]:
    """The table's rows by their names."""
    store = Store.open(folder, now=NOW)
    window = store.ids(View(), now=NOW, limit=100)
    newest = window[:50]
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
        "open": Row(None, reopen, steady=True),
        "first window: 100 ids and headlines": Row(2.0, first_window, steady=True),
        "100 headlines": Row(None, lambda: store.headlines(window, now=NOW), steady=True),
        "ids of everything": Row(20.0, lambda: store.ids(View(), now=NOW)),
        "ids of a category": Row(25.0, lambda: store.ids(View(shelf=TabKind.CATEGORY, category="World"), now=NOW)),
        "ids unread": Row(25.0, lambda: store.ids(View(unread_only=True), now=NOW)),
        "ids of stories": Row(35.0, lambda: store.ids(View(stories=True), now=NOW)),
        "first window of stories": Row(2.0, lambda: store.ids(View(stories=True), now=NOW, limit=100), steady=True),
        "counts of stories": Row(None, lambda: store.counts(now=NOW, stories=True)),
        "ids of one feed": Row(None, lambda: store.ids(View(feed_url=feeds[3].url), now=NOW)),
        "breaking": Row(2.0, lambda: store.breaking(now=NOW), steady=True),
        "counts": Row(5.0, lambda: store.counts(now=NOW), steady=True),
        "one article": Row(2.0, lambda: store.article(window[50], now=NOW), steady=True),
        "search, a rare word": Row(20.0, search("quasarneedle"), steady=True),
        "search, an Arabic word": Row(20.0, search("الطاقة")),
        "search, two words": Row(20.0, search("وزراء عاصمة")),
        "search, two letters": Row(20.0, search("ال")),
        "search, one letter": Row(20.0, search("a")),
        "search, one Arabic letter": Row(20.0, search("ا"), steady=True),
        "search, another Arabic letter": Row(20.0, search("م"), steady=True),
        "search, a word as it begins": Row(20.0, search("الطا")),
        "search, a word with clitics": Row(20.0, search("وبالطاقة")),
        "search, a feed": Row(20.0, search("feed:herald"), steady=True),
        "search, a category": Row(20.0, search("category:اقتصاد"), steady=True),
        "search, is:unread": Row(20.0, search("is:unread"), steady=True),
        "search, is:starred": Row(20.0, search("is:starred"), steady=True),
        "search, is:breaking": Row(20.0, search("is:breaking"), steady=True),
        "search, a language": Row(20.0, search("lang:fa"), steady=True),
        "search, since two days": Row(20.0, search("since:2d"), steady=True),
        "search, before two weeks": Row(20.0, search("before:2w"), steady=True),
        "search, one or the other": Row(20.0, search("الطاقة OR bridge")),
        "search, all but a word": Row(20.0, search("-الطاقة")),
        "search, a letter in stories": Row(20.0, lambda: store.ids(View(search="ا", stories=True), now=NOW, limit=200), steady=True),
        "search, a phrase": Row(20.0, search('"مجلس الوزراء"')),
        "search, words but not others": Row(20.0, search("الطاقة -وزراء -city")),
        "search, one or the other in a language": Row(20.0, search("(bridge OR council) lang:en")),
        "search, a feed's unread of two days": Row(20.0, search("feed:herald is:unread since:2d"), steady=True),
        "search, an unknown language": Row(20.0, search("lang:xx")),
        "search, a word of no entry": Row(20.0, search("ققققق"), steady=True),
        "search, a letter, the whole list": Row(35.0, lambda: store.ids(View(search="ا"), now=NOW)),
        "search, a word, the whole list": Row(35.0, lambda: store.ids(View(search="الطاقة", stories=True), now=NOW)),
        "search, among 50 entries": Row(5.0, lambda: store.ids(View(search="الطاقة OR ا"), now=NOW, among=newest)),
        "search, a letter, among 50 entries": Row(2.0, lambda: store.ids(View(search="ا"), now=NOW, among=newest), steady=True),
        "mark one read": Row(None, lambda: store.set_read([window[next(marks) % 100]], next(marks) % 2 == 0), steady=True),
        "judge everything, no rules": Row(None, lambda: store.judge(now=NOW), steady=True),
        "judge everything, ten rules, nothing new": Row(None, judge(RULES)),
        "count what a word would hide": Row(300.0, lambda: store.count_meant(Rule(words=("الطاقة",)), now=NOW, shown=True)),
        "save 50 known entries": Row(None, lambda: store.save(feeds[1], FeedState(url=feeds[1].url), known, now=NOW, breaking_expires_s=7200.0), steady=True),
        "save 50 new entries": Row(None, save_new, steady=True),
        "prune, nothing to do": Row(None, lambda: store.prune(feeds, keep=100_000, keep_days=9999, now=NOW)),
        "save 50 new entries, ten rules": Row(None, save_judged, steady=True),
        "first window, a quarter muted": Row(2.0, quarter_muted(first_window), steady=True),
        "ids of everything, a quarter muted": Row(25.0, quarter_muted(lambda: store.ids(View(), now=NOW))),
        "search, what is muted": Row(None, quarter_muted(search("is:muted"))),
        "judge everything, a quarter muted already": Row(None, quarter_muted(lambda: store.judge(now=NOW))),
    }  # fmt: skip


def slope(sizes: Sequence[int], row_ms: Sequence[float]) -> float | None:
    """How the cost grows from the first size to the last, as the exponent of the archive's size; None: it says nothing."""
    if len(sizes) < 2 or row_ms[-1] < 0.2:
        return None
    return log(row_ms[-1] / row_ms[0]) / log(sizes[-1] / sizes[0])


def timed_ms(work: Callable[[], object], runs: int) -> float:
    """The lower quartile of `runs` or fewer, as whatever disturbs only makes it longer; work that returns a float has timed itself, in seconds."""
    spans: list[float] = []
    while len(spans) < runs and (len(spans) < FEWEST or sum(spans) < SPENT_S):
        began = time.process_time()
        own = work()
        spans.append(own if isinstance(own, float) else time.process_time() - began)
    return sorted(spans)[len(spans) // 4] * 1000


def yardstick_ms() -> float:
    """What always is the same work: how fast the processor is at this moment."""
    return timed_ms(lambda: sum(range(50_000)), 5)


def save_many(folder: Path, count: int) -> float:
    """Save new entries of the last four days with random guids; milliseconds of processor time for each of them."""
    dice = random.Random(17)
    feeds = make_feeds(500)
    spent_s = 0.0
    with Store.open(folder, now=NOW) as store:
        store.sync_feeds(feeds)
        for response in range(count // ANSWER):
            feed, now = feeds[response % len(feeds)], NOW + timedelta(seconds=response)
            first = 20_000_000 + response * ANSWER
            entries = [
                msgspec.structs.replace(
                    make_entry(number, feed, now - timedelta(minutes=57 * (number - first)), dice),
                    key=f"{dice.getrandbits(128):032x}",
                )
                for number in range(first, first + ANSWER)
            ]
            began = time.process_time()
            store.save(feed, FeedState(url=feed.url), entries, now=now, breaking_expires_s=7200.0)
            spent_s += time.process_time() - began
    return spent_s / max(1, count // ANSWER * ANSWER) * 1000


def measure_saving(cache: Path, sizes: Sequence[int], count: int) -> int:
    """Print what a new entry costs in archives of these sizes, and how that grows; 1: it grows with the archive."""
    row_ms: list[float] = []
    for size in sizes:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            if size:
                copy_filled(cache, size, Path(scratch), now=NOW)
            row_ms.append(save_many(Path(scratch), count))
        print(f"{count:,} new entries, {size:>9,} in the archive: {row_ms[-1]:.3f} ms each", flush=True)
    # The archive grows while they are saved: its middle counts.
    grows = slope([size + count // 2 for size in sizes], row_ms)
    if grows is not None:
        print(f"slope {grows:.2f} (0.00: does not grow with the archive; promised {GROWTH:.2f})")
    return 1 if grows is not None and grows > GROWTH else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="What the archive costs as it grows.")
    parser.add_argument(
        "--save", metavar="N", type=int, help="save so many new entries instead, and print the time for each"
    )
    parser.add_argument("--sizes", default="1000,10000,50000,100000")
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "ticker-benchmark")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.save:
        return measure_saving(options.cache, sizes, options.save)
    table: dict[str, list[Timed]] = {}
    rows: dict[str, Row] = {}
    megabytes: list[float] = []
    check_ms: list[float] = []
    for size in sizes:
        options.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=options.cache) as scratch:
            copy = Path(scratch)
            copy_filled(options.cache, size, copy, now=NOW)
            megabytes.append((copy / ARCHIVE_NAME).stat().st_size / 1e6)
            rows = measures(copy)
            progress = Progress(f"measuring {size:,}", len(rows))
            for number, (name, row) in enumerate(rows.items(), 1):
                row.work()
                before_ms = yardstick_ms()
                spent_ms = timed_ms(row.work, options.runs)
                table.setdefault(name, []).append(Timed(spent_ms, (before_ms + yardstick_ms()) / 2))
                progress.say(number)
            with Store.open(copy, now=NOW) as store:
                check_ms.append(timed_ms(store.check, 1))
    print(
        f"{'ms of processor time':42s}"
        + "".join(f"{size:>10,}" for size in sizes)
        + f"{'promise':>10s}{'slope':>8s}"
    )
    at = min(range(len(sizes)), key=lambda place: abs(sizes[place] - PROMISED))
    broken = 0
    speeds_ms = sorted(timed.yardstick_ms for times in table.values() for timed in times)
    for name, times in table.items():
        times_ms = [timed.ms * speeds_ms[0] / timed.yardstick_ms for timed in times]
        row, grows = rows[name], slope(sizes, times_ms)
        late = row.limit_ms is not None and sizes[at] in NEAR and times_ms[at] > row.limit_ms
        growing = row.steady and grows is not None and grows > GROWTH and sizes[-1] >= sizes[0] * APART
        broken += late or growing
        print(
            f"{name:42s}"
            + "".join(f"{value:10.2f}" for value in times_ms)
            + (f"{row.limit_ms:10.0f}" if row.limit_ms else " " * 10)
            + ("" if grows is None else f"{grows:8.2f}{' <' if row.steady else ''}")
            + ("  NOT KEPT" if late else "")
            + ("  GROWS" if growing else "")
        )
    print(f"{'check of the whole file, once':42s}" + "".join(f"{value:10.0f}" for value in check_ms))
    print(f"{'file, MB':42s}" + "".join(f"{value:10.1f}" for value in megabytes))
    middle, slowest = speeds_ms[len(speeds_ms) // 2] / speeds_ms[0], speeds_ms[-1] / speeds_ms[0]
    print(f"the same work took {middle:.1f} times as long as at the best moment, at most {slowest:.1f} times")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())

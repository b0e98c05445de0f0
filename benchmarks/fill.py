#!/usr/bin/env python3
"""Fill an archive with invented news, through the same `Store.save` that real answers take.

    benchmarks/fill.py FOLDER --entries 50000 --feeds 200

Every run with the same arguments makes the same entries: a mix of Arabic, Persian and English, bodies of about 2 kB
of text, the newest a minute old and the rest two minutes apart, one in forty breaking. Feed addresses are
`http://127.0.0.1:9/f/N.xml`, which nobody answers.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui.model import Block, BlockKind, Entry, Feed, FeedState, FeedStatus, Span
from ticker_tui.store.store import Store
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CATEGORIES = ("العالم", "اقتصاد", "رياضة", "ورزش", "World", "Science")
BATCH = 100
"""Entries of one answer."""
_SPACING = timedelta(minutes=2)

_WORDS = {
    "ar": (  # noqa: SIM905 - prose stays prose
        "المجلس الوزراء يبحث اتفاقية الطاقة والمياه في العاصمة بعد اجتماع طويل مع ممثلي المدن الساحلية حول ميناء جديد "
        "وقال المتحدث باسم الهيئة إن المشروع سيبدأ خلال الأشهر المقبلة بتمويل من صندوق التنمية وبمشاركة للقطاع الخاص "
        "وأضاف أن الأسعار تراجعت بنسبة ٥٫٢ بالمئة فيما ارتفعت صادرات الزيتون والقمح إلى أعلى مستوياتها منذ عام ٢٠١٩ "
        "المنتخب يفوز بكأس البطولة للمرة الثانية وسط حضور كبير من الجماهير علماء يكتشفون نوعا نادرا من الأسماك"
    ).split(),
    "fa": (  # noqa: SIM905 - prose stays prose
        "شورای شهر طرح تازهٔ حمل‌ونقل را تصویب کرد و گفت اجرای آن از بهار آینده در چهار منطقه آغاز می‌شود کارشناسان می‌گویند "
        "بارش‌های اخیر سطح آب دریاچه را بالا برده است تیم ملی والیبال به دور بعد رسید بهای گندم در بازار جهانی کاهش یافت"
    ).split(),
    "en": (  # noqa: SIM905 - prose stays prose
        "council harbour treaty rainfall engineers announced a second bridge across the northern strait after months of "
        "talks while growers reported the best olive harvest since 2019 and researchers described a rare species of reef "
        "fish found near the lighthouse officials expect ferries to resume on Monday once the storm has passed"
    ).split(),
}
_FOLDED = {word: fold(word) for words in _WORDS.values() for word in words}
_LANGS = ("ar", "ar", "fa", "en")


def make_feeds(count: int) -> list[Feed]:
    """Invented subscriptions."""
    return [
        Feed(
            url=f"http://127.0.0.1:9/f/{number}.xml",
            name=f"منبر {number}" if number % 2 else f"Herald {number}",
            lang=_LANGS[number % len(_LANGS)],
            category=CATEGORIES[number % len(CATEGORIES)],
        )
        for number in range(count)
    ]


def make_entry(number: int, feed: Feed, published_at: datetime, rng: random.Random) -> Entry:
    """One invented entry; `number` makes its key, link and headline its own."""
    words = _WORDS[feed.lang]
    title = f"{' '.join(rng.choices(words, k=rng.randint(5, 14)))} {number}"
    paragraphs = [" ".join(rng.choices(words, k=60)) for _ in range(5)]
    if number % 1000 == 7:
        paragraphs.append("quasarneedle كوازارنادر")
    return Entry(
        key=f"urn:fill:{number}",
        title=title,
        link=f"https://news.example/{number}",
        published_at=published_at,
        author="مراسلنا" if feed.lang == "ar" else "Staff",
        categories=(feed.category,),
        summary=paragraphs[0][:300],
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)) for text in paragraphs),
        lang=feed.lang,
        breaking=number % 40 == 3,
        search_text=" ".join(
            _FOLDED.get(word, word) for text in (title, *paragraphs) for word in text.split()
        ),
    )


def answers(
    entry_count: int, feeds: list[Feed], *, now: datetime, seed: int = 1
) -> Iterator[tuple[Feed, datetime, list[Entry]]]:
    """Feed, time of arrival and entries of each answer, oldest first."""
    rng = random.Random(seed)
    for first in range(0, entry_count, BATCH):
        feed = feeds[(first // BATCH) % len(feeds)]
        numbers = range(first, min(first + BATCH, entry_count))
        dates = [now - timedelta(minutes=1) - _SPACING * (entry_count - 1 - number) for number in numbers]
        entries = [make_entry(number, feed, date, rng) for number, date in zip(numbers, dates, strict=True)]
        yield feed, dates[-1], entries[::-1]


def fill(
    folder: Path,
    entry_count: int,
    *,
    feed_count: int = 200,
    now: datetime,
    seed: int = 1,
    said: Callable[[int], object] = lambda _: None,
) -> list[Feed]:
    """Fill the archive in `folder`; returns the feeds, which are all known to it and due in an hour.

    `said` is told after each answer how many entries there are.
    """
    feeds = make_feeds(feed_count)
    saved = 0
    with Store.open(folder, now=now) as store:
        store.sync_feeds(feeds)
        for feed, arrived_at, entries in answers(entry_count, feeds, now=now, seed=seed):
            state = FeedState(
                url=feed.url,
                status=FeedStatus.OK,
                checked_at=now,
                next_due_at=now + timedelta(hours=1),
                newest_at=arrived_at,
            )
            store.save(feed, state, entries, now=arrived_at, breaking_expires_s=7200.0)
            saved += len(entries)
            said(saved)
    return feeds


def config_toml(feeds: list[Feed]) -> str:
    """A feeds.toml for the filled archive."""
    return "\n".join(
        f'[[feeds]]\nurl = "{feed.url}"\nname = "{feed.name}"\nlang = "{feed.lang}"\ncategory = "{feed.category}"\n'
        for feed in feeds
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill an archive with invented news.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    feeds = fill(
        options.folder, options.entries, feed_count=options.feeds, now=datetime.now(UTC), seed=options.seed
    )
    (options.folder / "feeds.toml").write_text(config_toml(feeds), encoding="utf-8")
    print(
        f"{options.entries} entries of {options.feeds} feeds in {time.perf_counter() - started:.1f} s: {options.folder}"
    )


if __name__ == "__main__":
    main()

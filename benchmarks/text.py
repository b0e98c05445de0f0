"""How long text takes: a headline and an article, cold and remembered, beside reshape + get_display in the same run.

    python benchmarks/text.py [--rounds N]

Medians in microseconds. Cold means a text never seen before: each round lays out another one of the same kind.
"""

# ruff: noqa: SIM905 - prose, not lists

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import TYPE_CHECKING

from arabic_reshaper import reshape
from bidi import get_display

from ticker_tui.text import Direction, clean_line, fold, layout, truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORDS = (
    "أعلنت وزارة الخارجية اليوم عن زيارة رسمية إلى العاصمة بعد مباحثات استمرت يومين في مدينة جنيف السويسرية وقال المتحدث "
    "باسم الحكومة إن الاتفاق الجديد يشمل التعاون في مجالات الطاقة والتعليم والصحة خلال الأعوام المقبلة ولا يزال الخلاف قائما "
    "حول (البند الثالث) ارتفاع أسعار النفط بنسبة 5% لتصل إلى 80 دولارا و COVID-19 «منظمة الصحة العالمية»"
).split()
ENGLISH = "the minister said on Tuesday that talks about the new agreement (second part) would go on for two more days".split()


def text_of(words: Sequence[str], length: int, rng: random.Random) -> str:
    """Words at random, exactly `length` code points."""
    text = rng.choice(words)
    while len(text) < length:
        text += " " + rng.choice(words)
    return text[: length - 1] + "ن" if words is WORDS else text[:length]


def median_us(work: Callable[[str], object], texts: Sequence[str]) -> float:
    times: list[float] = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        times.append((time.perf_counter() - start) * 1e6)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    rng = random.Random(7)
    headlines = [text_of(WORDS, 60, rng) for _ in range(rounds)]
    english = [text_of(ENGLISH, 60, rng) for _ in range(rounds)]
    articles = [text_of(WORDS, 5_000, rng) for _ in range(max(5, rounds // 20))]
    rtl = Direction.RTL

    def row(
        name: str, work: Callable[[str], object], texts: Sequence[str], limit_us: float | None = None
    ) -> None:
        value = median_us(work, texts)
        print(f"{name:<58}{value:>10.1f} us" + (f"   wanted: at most {limit_us:g}" if limit_us else ""))

    for text in headlines[:20]:  # warm the character tables, as the first screenful does
        layout(text, 61)
    row(
        "Arabic headline, 60: layout, one line, cold", lambda text: layout(text, 80, base=rtl), headlines, 350
    )
    row(
        "Arabic headline, 60: layout, wrapped at 30, cold",
        lambda text: layout(text, 30, base=rtl),
        headlines,
        350,
    )
    row(
        "Arabic headline, 60: truncate at 40, cold", lambda text: truncate(text, 40, base=rtl), headlines, 350
    )
    layout(headlines[0], 80, base=rtl)
    row("Arabic headline, 60: layout, remembered", lambda _: layout(headlines[0], 80, base=rtl), headlines, 5)
    row("   yardstick: reshape + get_display", lambda text: get_display(reshape(text)), headlines)
    row("English headline, 60: layout, wrapped at 30, cold", lambda text: layout(text, 30), english)
    row("Arabic article, 5,000: layout at 70, cold", lambda text: layout(text, 70), articles, 30_000)
    row("   yardstick: reshape + get_display", lambda text: get_display(reshape(text)), articles)
    row("Arabic headline, 60: clean_line", clean_line, headlines)
    row("Arabic headline, 60: fold", fold, headlines)


if __name__ == "__main__":
    main()

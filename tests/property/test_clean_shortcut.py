"""`clean_text` and `clean_line` let ordinary text pass without looking at every character. Ordinary must mean clean."""

from __future__ import annotations

import random
import sys
from functools import cache
from unicodedata import category

from ticker_tui.text import clean
from ticker_tui.text.clean import clean_line, clean_text


def thoroughly(text: str) -> str:
    """The way of everything that is not ordinary."""
    return clean._bounded(
        text.replace("\r\n", "\n").translate(clean._TEXT_GATE), clean.TEXT_LIMIT, clean._settle_text
    )


def thoroughly_a_line(text: str, limit: int) -> str:
    """The way of a line that is not ordinary."""
    return clean._bounded(text[: limit * 8].translate(clean._LINE_GATE), limit, clean._settle_line)


@cache
def plainest() -> list[str]:
    """What neither way of looking has any doubt about: no marks, nothing that joins."""
    return [chr(code) for code in range(sys.maxunicode + 1) if clean._ordinary().fullmatch(chr(code))]


@cache
def ordinary() -> list[str]:
    return [chr(code) for code in range(sys.maxunicode + 1) if not clean._suspect().search(chr(code))]


def test_every_ordinary_character_is_clean() -> None:
    text = "".join(f"{char}x" for char in ordinary())
    assert thoroughly(text) == text
    assert len(ordinary()) > 30_000


def test_ordinary_texts_are_clean_whatever_follows_what() -> None:
    rng = random.Random(7)
    marks = [char for char in ordinary() if category(char)[0] == "M"] + ["\u200c"]
    for _ in range(20_000):
        text = "".join(
            rng.choice(marks if rng.random() < 0.7 else ordinary()) for _ in range(rng.randrange(1, 16))
        )
        assert clean_text(text) == thoroughly(text), ascii(text)


def test_news_is_ordinary() -> None:
    for text in (
        "عَاجِلٌ: «انفجار» في المرفأ – 24 ساعة…",
        "می‌گوید ۲۳ آبان",
        "מבזק: הרכבת",
        "Fire at 10:00\nin “Port”, €5",
        "新闻 ニュース",
    ):
        assert not clean._suspect().search(text), text


def test_the_plainest_characters_are_ordinary_ones_that_extend_nothing() -> None:
    assert set(plainest()) <= set(ordinary())
    assert not [
        char for char in plainest() if category(char)[0] == "M" or (char.isspace() and char not in " \n")
    ]
    assert len(plainest()) > 30_000


def test_lines_of_the_plainest_characters_are_clean_and_cut_as_any_other() -> None:
    rng = random.Random(8)
    for _ in range(20_000):
        text = "".join(
            rng.choice(plainest() if rng.random() < 0.7 else "  \n") for _ in range(rng.randrange(24))
        )
        limit = rng.randrange(1, 20)
        assert clean_line(text, limit=limit) == thoroughly_a_line(text, limit), ascii(text)


def test_what_follows_behind_the_cut_of_a_plain_line_does_not_change_it() -> None:
    rng = random.Random(9)
    strange = "\u0301\u064b\u200c\u200d\u2066\u2069\u202e\u00ad\n \t\ufeff\ud800a"
    for _ in range(20_000):
        limit = rng.randrange(1, 9)
        text = "".join(
            rng.choice(plainest() if rng.random() < 0.8 else " ") for _ in range(limit + rng.randrange(-1, 3))
        )
        text += "".join(rng.choice(strange) for _ in range(rng.randrange(12)))
        assert clean_line(text, limit=limit) == thoroughly_a_line(text, limit), ascii(text)

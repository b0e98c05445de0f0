"""How long a text takes, in minutes that are worth telling."""

from __future__ import annotations

import pytest

from ticker_tui.i18n import chosen, speak
from ticker_tui.model import Block, BlockKind, Span
from ticker_tui.ui.article.reading_time import (
    COUNTED,
    OTHER_WORDS_A_MINUTE,
    SIGNS_A_MINUTE,
    WORDS_A_MINUTE,
    reading_minutes,
)
from ticker_tui.ui.strings import words


def body(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[Block]:
    return [Block(kind=kind, spans=(Span(text),))]


@pytest.mark.parametrize("lang", [*WORDS_A_MINUTE, "en-GB", "tr", ""])
def test_the_pace_is_that_of_the_language(lang: str) -> None:
    pace = WORDS_A_MINUTE.get(lang[:2], OTHER_WORDS_A_MINUTE)
    assert reading_minutes(body("كلمة " * (3 * pace)), lang) == 3
    assert reading_minutes(body("word " * (pace // 2 - 1)), lang) == 0, "less than half a minute is not told"


def test_the_same_text_takes_longer_in_arabic() -> None:
    assert reading_minutes(body("كلمة " * 1000), "ar") > reading_minutes(body("word " * 1000), "en")


def test_what_counts_as_a_word() -> None:
    assert reading_minutes(body("می‌رود " * WORDS_A_MINUTE["fa"]), "fa") == 1, "a joiner does not part a word"
    assert reading_minutes(body("— … · " * 5000), "en") == 0
    long = "word " * (WORDS_A_MINUTE["en"] * 150)
    assert len(long) > COUNTED
    assert reading_minutes(body(long), "en") == 150, "the beginning speaks for the rest"
    assert reading_minutes(body("字" * (2 * SIGNS_A_MINUTE)), "zh") == 2
    assert reading_minutes(body("x " * 5000, BlockKind.CODE), "en") == 0


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "قراءة دقيقة"),
        (2, "قراءة دقيقتين"),
        (3, "قراءة ٣ دقائق"),
        (11, "قراءة ١١ دقيقة"),
        (100, "قراءة ١٠٠ دقيقة"),
    ],
)
def test_it_is_said_in_arabic_with_the_right_plural(minutes: int, said: str) -> None:
    speak(chosen("ar", "auto", {}))
    try:
        assert words().reading(minutes) == said
    finally:
        speak(chosen("en", "auto", {}))

"""What of a headline can be muted, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from ticker_tui.config import HighlightRule, MuteRule
from ticker_tui.model import Feed, Headline
from ticker_tui.ui.rules.options import RuleDuration, RuleSubject, choices, lasting, words_of

NOW = datetime(2026, 10, 24, 22, 30, 15, 7, tzinfo=UTC)
FEEDS = (Feed(url="https://a.example/rss", name="A"), Feed(url="https://b.example/rss", name="B"))
ROW = Headline(
    id=1,
    feed_url=FEEDS[0].url,
    source="A",
    title="The ferry sinks",
    link="",
    sort_at=NOW,
    published_at=NOW,
    lang="en",
    category="Sea",
    breaking=False,
    read=False,
    starred=False,
)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The Ferry of the ferry sinks: 40 dead in G-20 port", ["Ferry", "sinks", "dead", "port"]),
        ("قال الوزير إن «الطّاقة» في القاهرة والطاقة", ["الوزير", "الطّاقة", "القاهرة", "والطاقة"]),
        ("5.4-metre wave", ["metre", "wave"]),
        ("کتاب‌خانه‌های تازه", ["کتاب‌خانه‌های"]),
        ("ראש הממשלה: המוזיאון ייפתח", ["ראש", "הממשלה", "המוזיאון", "ייפתח"]),
        ("… — 12", []),
    ],
)
def test_words_that_say_something_each_once(title: str, words: list[str]) -> None:
    assert words_of(title) == words


def test_source_and_category_come_before_the_words() -> None:
    assert [(each.what, each.text, each.rule) for each in choices("mute", ROW, FEEDS)] == [
        (RuleSubject.SOURCE, "A", MuteRule(feeds=("A",))),
        (RuleSubject.CATEGORY, "Sea", MuteRule(categories=("Sea",))),
        (RuleSubject.WORD, "ferry", MuteRule(words=("ferry",))),
        (RuleSubject.WORD, "sinks", MuteRule(words=("sinks",))),
    ]
    assert [each.rule for each in choices("highlight", ROW, FEEDS)] == [
        HighlightRule(words=("ferry",)),
        HighlightRule(words=("sinks",)),
    ]
    twins = (FEEDS[0], Feed(url="https://c.example/rss", name="A"))
    [source, *_] = choices("mute", replace(ROW, category=""), twins)
    assert source.rule == MuteRule(feeds=(FEEDS[0].url,)), "two feeds have the name"
    assert choices("mute", None, FEEDS) == []


@pytest.mark.parametrize(
    ("span", "until"),
    [
        (RuleDuration.HOUR, datetime(2026, 10, 24, 23, 30, 15, tzinfo=UTC)),
        (RuleDuration.WEEK, datetime(2026, 10, 31, 22, 30, 15, tzinfo=UTC)),
        (
            RuleDuration.TODAY,
            datetime(2026, 10, 25, 23, tzinfo=UTC),
        ),  # in Berlin it is the 25th, which has 25 hours
        (RuleDuration.GOOD, None),
    ],
)
def test_for_how_long(span: RuleDuration, until: datetime | None) -> None:
    rule = lasting(MuteRule(words=("a",)), span, now=NOW, tz=ZoneInfo("Europe/Berlin"))
    assert rule == MuteRule(words=("a",), until=until)
    assert lasting(HighlightRule(words=("a",)), span, now=NOW) == HighlightRule(words=("a",))

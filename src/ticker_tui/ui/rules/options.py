"""What may be muted or highlighted of a headline, for how long, and the rules that stand. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from ticker_tui.config import HighlightRule, MuteRule
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from ticker_tui.model import Feed, Headline, Rule
    from ticker_tui.ui.undo import Kind

_WORD: Final = re.compile(r"[^\W_]+(?:[\u064b-\u065f\u0670\u0640\u200c\u00ad'’]+[^\W_]*)*")
LEAST_LETTERS: Final = 3
"""Shorter words are in everything."""
DIGITS_ONLY: Final = re.compile(r"\d+")


class RuleSubject(StrEnum):
    """What a choice is about."""

    SOURCE = "source"
    CATEGORY = "category"
    WORD = "word"


class RuleOption(NamedTuple):
    """A rule that could be made."""

    what: RuleSubject
    text: str
    """As the feed or the user has it."""
    rule: Rule
    """Without an end."""


class RuleDuration(StrEnum):
    """For how long, in the order in which a key goes through them."""

    HOUR = "hour"
    TODAY = "today"
    WEEK = "week"
    GOOD = "good"


SPANS: Final = tuple(RuleDuration)


def choices(kind: Kind, headline: Headline | None, feeds: Sequence[Feed]) -> list[RuleOption]:
    """What is offered of a headline: its source, its category, its words; for highlighting its words."""
    if headline is None:
        return []
    offered: list[RuleOption] = []
    if kind == "mute":
        same_name = [feed.url for feed in feeds if fold(feed.name) == fold(headline.source)]
        name = headline.source if len(same_name) <= 1 else headline.feed_url
        offered.append(RuleOption(RuleSubject.SOURCE, headline.source, MuteRule(feeds=(name,))))
        if headline.category:
            rule = MuteRule(categories=(headline.category,))
            offered.append(RuleOption(RuleSubject.CATEGORY, headline.category, rule))
    return [*offered, *(word_choice(kind, word) for word in words_of(headline.title))]


def word_choice(kind: Kind, text: str) -> RuleOption:
    """A word of a headline, or one that somebody typed; an empty text makes none, and is not to be asked for."""
    words = (" ".join(text.split()),)
    return RuleOption(
        RuleSubject.WORD, words[0], MuteRule(words=words) if kind == "mute" else HighlightRule(words=words)
    )


def words_of(title: str) -> list[str]:
    """The words of a headline that say something, as they are written, each once."""
    words: dict[str, str] = {}
    for found in _WORD.finditer(title):
        key = fold(found[0])
        if len(key) >= LEAST_LETTERS and not DIGITS_ONLY.fullmatch(key) and key not in _silent():
            words.setdefault(key, found[0])
    return list(words.values())


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    from ticker_tui.store.stories.word_lists import SILENT

    return frozenset(map(fold, SILENT.split()))


def lasting(rule: Rule, span: RuleDuration, *, now: datetime, tz: tzinfo | None = None) -> Rule:
    """A rule for a time; one for highlighting has no end.

    Args:
        rule: Without an end.
        span: How long.
        now: The clock, aware.
        tz: Whose day ends with today; None: the machine's zone.
    """
    return replace(rule, until=_end(span, now, tz)) if isinstance(rule, MuteRule) else rule


def _end(span: RuleDuration, now: datetime, tz: tzinfo | None) -> datetime | None:
    whole = now.replace(microsecond=0)
    match span:
        case RuleDuration.HOUR:
            return whole + timedelta(hours=1)
        case RuleDuration.WEEK:
            return whole + timedelta(weeks=1)
        case RuleDuration.TODAY:
            local = now.astimezone(tz)
            # Not 24 hours later: the days on which clocks are changed have 23 or 25.
            midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), tzinfo=tz)
            return midnight.astimezone(now.tzinfo)
        case RuleDuration.GOOD:
            return None

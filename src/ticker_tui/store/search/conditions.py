"""What a search asks, as a tree of conditions: what `query` makes of what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date


class State(StrEnum):
    """What `is:` may ask for."""

    UNREAD = "unread"
    READ = "read"
    STARRED = "starred"
    BREAKING = "breaking"
    UPDATED = "updated"
    MUTED = "muted"
    HIGHLIGHTED = "highlighted"


@dataclass(frozen=True, slots=True)
class WordCondition:
    """A word as the beginning of one, or whole words side by side. Not folded; holds a letter or a digit."""

    text: str
    whole: bool = False
    """From quotation marks."""
    exact: bool = False
    """Without quotation marks, but not the beginning of a longer word either: what rules mean by a word."""


@dataclass(frozen=True, slots=True)
class FeedIs:
    """Part of a feed's name or address."""

    text: str


@dataclass(frozen=True, slots=True)
class CategoryIs:
    """Part of a category's name."""

    text: str


@dataclass(frozen=True, slots=True)
class LangIs:
    """A language tag in lower case: `ar` means `ar-EG` too."""

    tag: str


@dataclass(frozen=True, slots=True)
class StateIs:
    """`is:`."""

    state: State


@dataclass(frozen=True, slots=True)
class Age:
    """A moment that is so many seconds ago, or the beginning of a day where the reader lives."""

    seconds_ago: float | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """At a moment or later."""

    age: Age


@dataclass(frozen=True, slots=True)
class Before:
    """Earlier than a moment."""

    age: Age


@dataclass(frozen=True, slots=True)
class Not:
    """Must not hold."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts, everything is wanted."""

    parts: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts holds."""

    parts: tuple[Query, ...]


Query: TypeAlias = WordCondition | FeedIs | CategoryIs | LangIs | StateIs | Since | Before | Not | All | AnyOf


def changing(query: Query) -> str:
    """A field of a query whose answer changes while an entry lies in the archive; empty: there is none."""
    match query:
        case StateIs(state):
            return f"is:{state}"
        case Since(Age(seconds_ago=float())):
            return "since: with a span"
        case Before(Age(seconds_ago=float())):
            return "before: with a span"
        case Not(inner):
            return changing(inner)
        case All(parts) | AnyOf(parts):
            return next((unsteady for each in parts if (unsteady := changing(each))), "")
        case _:
            return ""

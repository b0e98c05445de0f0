"""A query as SQL: one FTS5 expression for its words where that is possible, conditions on the rows of `entries` beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ticker_tui.store.db.timestamps import to_us
from ticker_tui.store.search import conditions as q
from ticker_tui.store.search.language import parse
from ticker_tui.store.search.typed_words import phrase, prefixes
from ticker_tui.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_MATCH: Final = "id IN (SELECT rowid FROM search WHERE search MATCH ?)"
_STATES: Final = {
    q.State.UNREAD: "read = 0",
    q.State.READ: "read = 1",
    # These have an index of their own, which is small.
    q.State.STARRED: "id IN (SELECT id FROM entries INDEXED BY entries_starred WHERE starred = 1)",
    q.State.BREAKING: """id IN (SELECT id FROM entries INDEXED BY entries_breaking
                                WHERE breaking_until > 0 AND breaking_until > ?)""",
    q.State.UPDATED: "id IN (SELECT id FROM entries INDEXED BY entries_changed WHERE changed_at IS NOT NULL)",
    q.State.MUTED: "id IN (SELECT id FROM entries INDEXED BY entries_muted WHERE muted = 1)",
    q.State.HIGHLIGHTED: "id IN (SELECT id FROM entries INDEXED BY entries_highlighted WHERE highlight > 0)",
}
_SMALL: Final = {
    q.State.STARRED: ("entries_starred", "starred = 1"),
    # The first half is the index's own condition.
    q.State.BREAKING: ("entries_breaking", "breaking_until > 0 AND breaking_until > ?"),
    q.State.MUTED: ("entries_muted", "muted = 1"),
    q.State.HIGHLIGHTED: ("entries_highlighted", "highlight > 0"),
}
"""States that are asked of everything: the walk goes through their index and meets nothing else."""
_EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)


class FeedRow(NamedTuple):
    """What a query may ask about a feed."""

    id: int
    url: str
    name: str
    category: str
    lang: str
    """The user's word for it; empty: its entries speak for themselves."""


def feed_rows(db: sqlite3.Connection) -> list[FeedRow]:
    """All feeds of the archive."""
    return [FeedRow(*row) for row in db.execute("SELECT id, url, name, category, lang FROM feeds")]


@dataclass(slots=True)
class QueryPlan:
    """What a query asks of the archive."""

    match: str = ""
    """FTS5: has to match; empty: the words leave everything in."""
    outside: bool = False
    """What matches is what is not wanted."""
    index: str = ""
    """The small index of `entries` that holds all that is asked for; empty: there is none."""
    muted_too: bool = False
    """Whether it speaks of what rules keep out of sight: then that is looked through as well."""
    where: list[str] = field(default_factory=list[str])
    values: list[Any] = field(default_factory=list[Any])


@lru_cache(maxsize=32)
def parsed(text: str) -> q.Query:
    """`query.parse`, once for each text that is asked again and again while a list is open.

    What is open at its end is taken as far as it goes: whoever wants it finished, like the command, parses it before.
    """
    return parse(text, unfinished=True)


def _includes_muted(query: q.Query) -> bool:
    match query:
        case q.StateIs(state):
            return state is q.State.MUTED
        case q.Not(inner):
            return _includes_muted(inner)
        case q.All(parts) | q.AnyOf(parts):
            return any(map(_includes_muted, parts))
        case _:
            return False


def plan(query: q.Query, feeds: Sequence[FeedRow], *, now: datetime) -> QueryPlan:
    """How the archive is asked.

    Args:
        query: As parsed.
        feeds: All feeds of the archive; needed for `feed:`, `category:` and `lang:`.
        now: What spans count from; a day begins at midnight of this machine's time zone.
    """
    made = QueryPlan(muted_too=_includes_muted(query))
    words: list[q.Query] = []
    for part in query.parts if isinstance(query, q.All) else (query,):
        if _is_words(part):
            words.append(part)
            continue
        small = _SMALL.get(part.state) if isinstance(part, q.StateIs) and not made.index else None
        if small is not None:
            made.index, condition = small
            made.where.append(condition)
            made.values += [to_us(now)] * condition.count("?")
            continue
        sql, values = _condition(part, feeds, now)
        made.where.append(sql)
        made.values += values
    if words:
        made.match, made.outside = _matched(q.All(tuple(words)))
    return made


def _condition(  # noqa: PLR0911 - one for each kind
    part: q.Query, feeds: Sequence[FeedRow], now: datetime
) -> tuple[str, list[Any]]:
    """A condition on a row of `entries`, and its values."""
    if _is_words(part):
        matched = _matched(part)
        return (f"NOT {_MATCH}" if matched.outside else _MATCH), [matched.expression]
    match part:
        case q.Not(inner):
            sql, values = _condition(inner, feeds, now)
            return f"NOT ({sql})", values
        case q.All(parts):
            return _joined(" AND ", parts, feeds, now)
        case q.AnyOf(parts):
            return _joined(" OR ", parts, feeds, now)
        case q.Since(age):
            return "sort_at >= ?", [to_us(_moment(age, now))]
        case q.Before(age):
            return "sort_at < ?", [to_us(_moment(age, now))]
        case q.StateIs(state):
            return _STATES[state], [to_us(now)] if state is q.State.BREAKING else []
        case _:
            return _source(part, feeds)


def _source(part: q.Query, feeds: Sequence[FeedRow]) -> tuple[str, list[Any]]:
    """What is asked of the feed that an entry came from."""
    match part:
        case q.FeedIs(text):
            wanted = fold(text)
            return _of_feeds(
                feed for feed in feeds if wanted in fold(feed.name) or wanted in feed.url.lower()
            )
        case q.CategoryIs(text):
            wanted = fold(text)
            return _of_feeds(feed for feed in feeds if wanted in fold(feed.category))
        case q.LangIs(tag):
            said, values = _of_feeds(feed for feed in feeds if _is_lang(feed.lang.lower(), tag))
            unsaid, more = _of_feeds(feed for feed in feeds if not feed.lang)
            sql = f"({said} OR ({unsaid} AND (lower(lang) = ? OR lower(lang) LIKE ?)))"
            return sql, [*values, *more, tag, f"{tag}-%"]
        case _:  # pragma: no cover - `_condition` has answered the others
            raise AssertionError(part)


def _joined(
    sign: str, parts: Iterable[q.Query], feeds: Sequence[FeedRow], now: datetime
) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    for part in parts:
        sql, more = _condition(part, feeds, now)
        conditions.append(sql)
        values += more
    return f"({sign.join(conditions)})", values


def _of_feeds(feeds: Iterable[FeedRow]) -> tuple[str, list[Any]]:
    ids = ",".join(str(feed.id) for feed in feeds)
    return "feed_id IN (SELECT value FROM json_each(?))", [f"[{ids}]"]


def _is_lang(lang: str, tag: str) -> bool:
    return lang == tag or lang.startswith(f"{tag}-")


def _moment(age: q.Age, now: datetime) -> datetime:
    try:
        if age.day is not None:
            return datetime(age.day.year, age.day.month, age.day.day).astimezone()
        return now - timedelta(seconds=age.seconds_ago or 0.0)
    except (OverflowError, ValueError, OSError):
        return _EARLIEST  # further back than the calendar reaches


# ── words ──


class _Matched(NamedTuple):
    """The entries that match an FTS5 expression, or all those that do not."""

    expression: str
    outside: bool = False


def _matched(part: q.Query) -> _Matched:
    """A tree of words as one expression. FTS5 has no negation by itself, only `a NOT b`."""
    match part:
        case q.WordCondition(text, whole, exact):
            folded = fold(text)
            return _Matched(phrase(folded) if whole else prefixes(folded, exact=exact))
        case q.Not(inner):
            matched = _matched(inner)
            return _Matched(matched.expression, not matched.outside)
        case q.All(parts):
            found = [_matched(each) for each in parts]
            return _without(
                _in_brackets(" AND ", (each.expression for each in found if not each.outside)),
                _in_brackets(" OR ", (each.expression for each in found if each.outside)),
            )
        case q.AnyOf(parts):  # a OR NOT b = NOT (b AND NOT a)
            found = [_matched(each) for each in parts]
            inside = _in_brackets(" OR ", (each.expression for each in found if not each.outside))
            outside = _in_brackets(" AND ", (each.expression for each in found if each.outside))
            return (
                _Matched(_without(outside, inside).expression, outside=True) if outside else _Matched(inside)
            )
        case _:  # pragma: no cover - `_is_words` was asked
            raise AssertionError(part)


def _without(inside: str, outside: str) -> _Matched:
    if not inside:
        return _Matched(outside, outside=True)
    return _Matched(f"({inside} NOT {outside})" if outside else inside)


def _in_brackets(sign: str, expressions: Iterable[str]) -> str:
    these = list(expressions)
    return these[0] if len(these) == 1 else f"({sign.join(these)})" if these else ""


def _is_words(part: q.Query) -> bool:
    """Whether nothing but words is asked: then the search table alone can answer."""
    match part:
        case q.WordCondition():
            return True
        case q.Not(inner):
            return _is_words(inner)
        case q.All(parts) | q.AnyOf(parts):
            return bool(parts) and all(map(_is_words, parts))
        case _:
            return False

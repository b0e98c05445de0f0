"""What the rules of feeds.toml mean: which entries are kept out of sight, and which are marked.

Decided when an entry is saved and again when the rules change, and written beside the entry: the list asks for a flag, not
for words. Words of a rule are found by the search's own index and looked for again in the headline by what marks a search's
letters (`matched`), so that a rule never hides anything for what stands in the text alone.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import msgspec

from ticker_tui.model import Rules
from ticker_tui.store.queries.headline_rows import json_ids
from ticker_tui.store.rules.rule_changes import Flags, RuleChanges
from ticker_tui.store.search import conditions as q
from ticker_tui.store.search.match_ranges import Finder, Wanted, wanted_of
from ticker_tui.store.search.sql import feed_rows, parsed, plan
from ticker_tui.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from ticker_tui.model import Rule
    from ticker_tui.store.db.archive import Archive
    from ticker_tui.store.search.sql import FeedRow

    _T = TypeVar("_T")
    Read = Callable[[Callable[[sqlite3.Connection], _T]], _T]

SLICE: Final = 500
"""Entries written in one transaction, and headlines looked at without a pause."""
PREFIX_SIGN: Final = "*"
"""At the end of a rule's word: what begins with it is meant."""


class EntryFlags(NamedTuple):
    """The flags of all entries that have any."""

    muted: set[int]
    highlight: dict[int, int]

    def flags(self, entry_id: int) -> Flags:
        """Of one entry."""
        return Flags(entry_id in self.muted, self.highlight.get(entry_id, 0))


def words_query(words: Sequence[str]) -> q.Query:
    """The words of a rule as a part of a query: one of them has to be there."""
    return q.AnyOf(tuple(_word(text) for text in words))


def _word(text: str) -> q.WordCondition:
    bare = text.strip().removesuffix(PREFIX_SIGN)
    if len(bare.split()) > 1:
        return q.WordCondition(bare, whole=True)
    return q.WordCondition(bare, exact=not text.strip().endswith(PREFIX_SIGN))


def wanted_words(rule: Rule) -> tuple[Wanted, ...]:
    """What a rule looks for in a headline: its words, and those of its query."""
    parts = (
        *(wanted_of(words_query(rule.words)) if rule.words else ()),
        *(wanted_of(parsed(rule.query)) if rule.query else ()),
    )
    return tuple(dict.fromkeys(parts))


def decide(
    read: Read[Any],
    rules: Rules,
    *,
    now: datetime,
    among: Sequence[int] | None = None,
    pause: Callable[[], object] = lambda: None,
) -> EntryFlags:
    """Which entries the rules mean; the arguments are those of `meant`."""
    muted: set[int] = set()
    for rule in rules.mute:
        muted |= meant(read, rule, now=now, among=among, pause=pause)
    highlight: dict[int, int] = {}
    for number, rule in enumerate(rules.highlight, 1):
        for entry_id in meant(read, rule, now=now, among=among, pause=pause):
            highlight.setdefault(entry_id, number)
    return EntryFlags(muted, highlight)


def meant(
    read: Read[Any],
    rule: Rule,
    *,
    now: datetime,
    among: Sequence[int] | None = None,
    pause: Callable[[], object] = lambda: None,
) -> set[int]:
    """The entries that a rule means.

    Args:
        read: Runs a query on the archive.
        rule: One whose query can be understood.
        now: The clock.
        among: Only these are looked at; None: all.
        pause: Called between two slices of headlines.
    """

    def ask(db: sqlite3.Connection) -> list[tuple[int, str]]:
        sql, values = _question(rule, feed_rows(db), among, now)
        return db.execute(sql, values).fetchall()

    rows: list[tuple[int, str]] = read(ask)
    if not rule.words:
        return {entry_id for entry_id, _ in rows}
    finder = Finder(tuple(wanted_of(words_query(rule.words))))
    found: set[int] = set()
    for start in range(0, len(rows), SLICE):
        found |= {entry_id for entry_id, title in rows[start : start + SLICE] if finder.finds(title)}
        pause()
    return found


def _question(
    rule: Rule, feeds: Sequence[FeedRow], among: Sequence[int] | None, now: datetime
) -> tuple[str, list[Any]]:
    """The candidates of a rule as SQL; its words have still to be looked for in the headlines."""
    parts = (
        *((words_query(rule.words),) if rule.words else ()),
        *((parsed(rule.query),) if rule.query else ()),
    )
    asked = plan(q.All(parts), feeds, now=now) if parts else None
    where: list[str] = list(asked.where) if asked else []
    values: list[Any] = list(asked.values) if asked else []
    if rule.feeds or rule.categories:
        where.append("feed_id IN (SELECT value FROM json_each(?))")
        values.append(json_ids(_sources(rule, feeds)))
    if asked and asked.match:
        span, ends = (" AND rowid BETWEEN ? AND ?", [min(among), max(among)]) if among else ("", [])
        sign = "NOT " if asked.outside else ""
        where.append(f"{sign}id IN (SELECT rowid FROM search WHERE search MATCH ?{span})")  # noqa: S608 - of ours
        values += [asked.match, *ends]
    if among is not None:
        where.append("id IN (SELECT value FROM json_each(?))")
        values.append(json_ids(among))
    return f"SELECT id, title FROM entries WHERE {' AND '.join(where) or 'FALSE'}", values  # noqa: S608 - conditions of ours


def _sources(rule: Rule, feeds: Sequence[FeedRow]) -> list[int]:
    """The row ids of the feeds that a rule means, by name or address and by category."""
    names = {fold(name) for name in rule.feeds}
    categories = {fold(name) for name in rule.categories}
    return [
        feed.id
        for feed in feeds
        if (not names or fold(feed.name) in names or feed.url in rule.feeds)
        and (not categories or fold(feed.category) in categories)
    ]


def judge_some(
    db: sqlite3.Connection, rules: Rules, entry_ids: Sequence[int], *, now: datetime
) -> frozenset[int]:
    """Judge entries that were just saved, inside the caller's transaction; returns those that are not to be seen."""

    def read(work: Callable[[sqlite3.Connection], _T]) -> _T:
        return work(db)

    verdict = decide(read, rules, now=now, among=entry_ids)
    before = {
        entry_id: Flags(bool(was_muted), number)
        for entry_id, was_muted, number in db.execute(
            "SELECT id, muted, highlight FROM entries WHERE id IN (SELECT value FROM json_each(?))",
            (json_ids(entry_ids),),
        )
    }
    changed = {
        entry_id: flags for entry_id, was in before.items() if (flags := verdict.flags(entry_id)) != was
    }
    write(db, list(changed.items()))
    return frozenset(verdict.muted)


def judge(archive: Archive, rules: Rules, *, now: datetime, pause: Callable[[], object]) -> RuleChanges:
    """Bring every entry's flags in line with rules, in slices, unless that was done; see `Store.judge`."""
    mark = archive.read(lambda db: mark_of(db, rules))
    if mark and archive.read(last_mark) == mark:
        return RuleChanges.nothing()
    archive.write(partial(keep_mark, mark=b""))  # of two judgements, whatever ends the second one
    verdict = decide(archive.read, rules, now=now, pause=pause)
    judged = archive.read(lambda db: difference(db, verdict))
    for part in slices(judged.changes):
        archive.write(partial(write, changes=part))
        pause()
    archive.write(partial(keep_mark, mark=mark))
    return judged


def mark_of(db: sqlite3.Connection, rules: Rules) -> bytes:
    """A fingerprint of all that a judgement goes by: the same one need not be made twice, also not by the next run.

    Empty without rules: what is saved then is judged by none, and has to be looked at when there are some again.
    """
    if rules == Rules():
        return b""
    return sha256(msgspec.msgpack.encode((rules, feed_rows(db)))).digest()[:16]


def last_mark(db: sqlite3.Connection) -> bytes:
    """That of the last judgement of all entries; empty: there was none."""
    row = db.execute("SELECT mark FROM judged").fetchone()
    return b"" if row is None else bytes(row[0])


def keep_mark(db: sqlite3.Connection, *, mark: bytes) -> None:
    """Remember that all entries have been judged, inside the caller's transaction; with an empty mark, that they have not."""
    db.execute("DELETE FROM judged")
    if mark:
        db.execute("INSERT INTO judged (mark) VALUES (?)", (mark,))


def difference(db: sqlite3.Connection, verdict: EntryFlags) -> RuleChanges:
    """What has to be changed to make a verdict true."""
    muted = {row[0] for row in db.execute("SELECT id FROM entries INDEXED BY entries_muted WHERE muted = 1")}
    marked: dict[int, int] = dict(
        db.execute("SELECT id, highlight FROM entries INDEXED BY entries_highlighted WHERE highlight > 0")
    )
    concerned = (muted ^ verdict.muted) | {
        entry_id
        for entry_id in marked.keys() | verdict.highlight.keys()
        if marked.get(entry_id, 0) != verdict.highlight.get(entry_id, 0)
    }
    deleted = {
        row[0] for row in db.execute("SELECT id FROM entries INDEXED BY entries_deleted WHERE deleted_at > 0")
    }
    return RuleChanges(
        {entry_id: verdict.flags(entry_id) for entry_id in sorted(concerned, reverse=True)},
        frozenset(verdict.muted - muted - deleted),
        frozenset(muted - verdict.muted - deleted),
    )


def slices(changes: dict[int, Flags]) -> Iterator[list[tuple[int, Flags]]]:
    """The changes in parts that are written quickly, the newest entries first."""
    items = list(changes.items())
    for start in range(0, len(items), SLICE):
        yield items[start : start + SLICE]


def write(db: sqlite3.Connection, changes: Sequence[tuple[int, Flags]]) -> None:
    """Write flags, inside the caller's transaction."""
    db.executemany(
        "UPDATE entries SET muted = ?, highlight = ? WHERE id = ?",
        [(flags.muted, flags.highlight, entry_id) for entry_id, flags in changes],
    )


def count_listed(db: sqlite3.Connection, entry_ids: set[int], *, shown: bool) -> int:
    """How many of these are of listed feeds and not thrown away; with `shown`, only those that no rule hides."""
    sql = f"""SELECT count(*) FROM entries WHERE id IN (SELECT value FROM json_each(?))
              AND deleted_at = 0 AND feed_id IN (SELECT id FROM feeds WHERE listed){" AND muted = 0" if shown else ""}"""  # noqa: S608 - ours
    return int(db.execute(sql, (json_ids(entry_ids),)).fetchone()[0])

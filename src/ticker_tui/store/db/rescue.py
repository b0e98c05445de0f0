"""What a reader has done survives a damaged archive, and so does every entry whose page can still be read.

The pages are read one by one (`raw_file`), since SQLite stops where the tree of a table is broken. Rows are told apart by
the types of their columns. An entry whose page is lost still has its key, read and starred in the indices: these marks
wait in the new archive's table `rescued`, where a trigger gives them to the entry when its feed brings it again. What was
deleted, or left because it was old, is among the keys that are `forgotten`: it does not come again.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from ticker_tui.store.db.raw_file import RawFile, Value
from ticker_tui.store.db.rows import insert
from ticker_tui.store.entries import bodies, full_articles, saving
from ticker_tui.store.entries.body_codec import Body, BodyError, pack_body
from ticker_tui.text.search_words import fold_words, indexed_stems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_US_FROM: Final = 10**11
"""A larger number is a time in microseconds (from 1970-01-02 on), a smaller one an id."""
_CONTROL: Final = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f]")
"""No text in the archive holds one; a damaged page may."""
_SHAPES: Final = {
    "entries": re.compile("nittttii[in][in]iiiib.*"),
    "bodies": re.compile("ntttbb"),
    "pages": re.compile("nttt[in]tib"),
    "feeds": re.compile("nttttiiii.*"),
    "forgotten": re.compile("ititt[in]"),
    "forgotten or key": re.compile("iti"),
    "rescued": re.compile("ttiii"),
    "address": re.compile("ti"),
    "in order": re.compile("iiii[in]ti*"),
    "integers": re.compile("iiiiii+"),
}
"""The types of the columns: n NULL, i integer, t text, b blob, f float."""
_TYPES: Final = {type(None): "n", int: "i", str: "t", bytes: "b", float: "f"}


class RescuedFeed(NamedTuple):
    """A feed; where only its address could be read, feeds.toml says the rest."""

    url: str
    name: str = ""
    category: str = ""
    lang: str = ""
    listed: int = 1


class RescuedState(NamedTuple):
    """What a reader has done with an entry."""

    read: int = 0
    starred: int = 0
    gone: int = 0
    """Thrown away, or left for its age: its feed may serve it for as long as it likes."""
    title: str = ""
    link: str = ""
    published_us: int | None = None
    """What is known of an entry that is gone; empty: its key only."""


Marks = dict[tuple[str, str], RescuedState]
"""By feed's address and entry's key."""


@dataclass(slots=True)
class Rescued:
    """What could be read from a damaged archive."""

    feeds: dict[int, RescuedFeed] = field(default_factory=dict[int, "RescuedFeed"])
    """By id."""
    entries: dict[int, list[Value]] = field(default_factory=dict[int, list[Value]])
    """Rows of the table, as old as the archive: later columns may be missing."""
    bodies: dict[int, list[Value]] = field(default_factory=dict[int, list[Value]])
    pages: dict[int, list[Value]] = field(default_factory=dict[int, list[Value]])
    marks: Marks = field(default_factory=Marks)
    """Of entries whose rows are lost, and of keys that are not to come again."""


@dataclass(slots=True)
class _RescuedWithIndex(Rescued):
    """The same, and what the indices say."""

    keys: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    """Feed and key by entry."""
    states: dict[int, RescuedState] = field(default_factory=dict[int, RescuedState])
    forgotten: list[tuple[int, str, RescuedState]] = field(
        default_factory=list[tuple[int, str, RescuedState]]
    )

    def add_state(self, entry_id: int, *, read: int = 0, starred: int = 0, gone: int = 0) -> None:
        """Two indices may each know a part."""
        old = self.states.get(entry_id, RescuedState())
        self.states[entry_id] = RescuedState(read or old.read, starred or old.starred, gone or old.gone)


def read(broken: Path) -> Rescued:
    """What can be read of a damaged file, which is not changed; empty when that is nothing."""
    found = _RescuedWithIndex()
    try:
        with RawFile(broken) as raw:
            for row_id, values in raw.records():
                _sort(found, row_id, values)
    except OSError:
        return found
    for entry_id, state in found.states.items():
        if entry_id not in found.entries and entry_id in found.keys and any(state):
            feed_id, key = found.keys[entry_id]
            if feed_id in found.feeds:
                found.marks[found.feeds[feed_id].url, key] = state
    for feed_id, key, mark in found.forgotten:
        if feed_id in found.feeds:
            found.marks[found.feeds[feed_id].url, key] = mark
    return found


def shape(values: Sequence[Value]) -> str:
    """Which of ours a record is, by the types of its columns; empty: none."""
    types = "".join(_TYPES[type(value)] for value in values)
    return next((name for name, pattern in _SHAPES.items() if pattern.fullmatch(types)), "")


def _sort(found: _RescuedWithIndex, row_id: int | None, values: list[Any]) -> None:
    """Put a record where it belongs."""
    kind = shape(values)
    if row_id is None:
        _sort_index(found, kind, values)
    elif kind == "entries":
        if not _has_control(*values[2:6]):
            found.entries[row_id] = [row_id, *values[1:]]
    elif kind in {"bodies", "pages"}:
        (found.bodies if kind == "bodies" else found.pages)[row_id] = [row_id, *values[1:]]
    elif kind == "feeds":
        found.feeds[row_id] = RescuedFeed(*values[1:6])


def _sort_index(found: _RescuedWithIndex, kind: str, values: list[Any]) -> None:
    """Records of indices, and of tables that are one."""
    match kind:
        case "forgotten" if values[2] >= _US_FROM and not _has_control(*values[3:5]):
            mark = RescuedState(gone=1, title=values[3], link=values[4], published_us=values[5])
            found.forgotten.append((values[0], values[1], mark))
        case "forgotten or key" if values[2] >= _US_FROM:
            found.forgotten.append((values[0], values[1], RescuedState(gone=1)))
        case "forgotten or key":
            found.keys[values[2]] = (values[0], values[1])
        case "rescued" if "://" in values[0]:
            found.marks[values[0], values[1]] = RescuedState(values[2], values[3])
        case "address" if "://" in values[0]:
            found.feeds.setdefault(values[1], RescuedFeed(values[0]))
        # entries_in_order: sort_at, id, feed_id, read, story_id, lang, deleted_at …, id
        case "in order" if values[1] == values[-1]:
            found.add_state(values[1], read=values[3], gone=int(len(values) > 7 and values[6] > 0))
        # entries_starred: sort_at, id, feed_id, read, deleted_at …, id
        case "integers" if values[0] >= _US_FROM and values[1] == values[-1]:
            found.add_state(values[1], read=values[3], starred=1, gone=int(values[4] > 0))
        # entries_of_feed: feed_id, sort_at, id, read, deleted_at …, id
        case "integers" if values[1] >= _US_FROM and values[2] == values[-1]:
            found.add_state(values[2], read=values[3], gone=int(values[4] > 0))
        case _:
            pass


def restore(db: sqlite3.Connection, rescued: Rescued, *, now_us: int) -> tuple[int, int]:
    """Put what was rescued into a new archive, in one transaction.

    The state of the feeds is left out, so that their servers are asked for everything once more.

    Returns:
        How many entries, and how many marks that wait for theirs.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        feed_ids = _restore_feeds(db, rescued)
        kept = _restore_entries(db, rescued, feed_ids)
        keep_marks(db, rescued.marks, now_us=now_us)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return kept, len(rescued.marks)


def _restore_feeds(db: sqlite3.Connection, rescued: Rescued) -> dict[int, int]:
    """Returns the new ids by the old ones."""
    sql = """INSERT INTO feeds (url, name, category, lang, listed) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (url) DO UPDATE SET name = excluded.name RETURNING id"""
    return {old: int(db.execute(sql, feed).fetchone()[0]) for old, feed in rescued.feeds.items()}


def _restore_entries(db: sqlite3.Connection, rescued: Rescued, feed_ids: dict[int, int]) -> int:
    columns = [str(row[1]) for row in db.execute("PRAGMA table_info(entries)")]
    kept = 0
    for entry_id, values in sorted(rescued.entries.items()):
        row: dict[str, Any] = dict(zip(columns, values, strict=False))
        if row["feed_id"] not in feed_ids:
            continue
        row |= {"feed_id": feed_ids[row["feed_id"]], "story_id": None, "highlight": 0, "muted": 0}
        body = _body(rescued.bodies.get(entry_id))
        if body is None:
            row |= {"digest": b"", "mark": b""}  # so that the next answer of its feed brings the text again
        names = ", ".join(row)
        sql = f"INSERT OR IGNORE INTO entries ({names}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608 - names of our columns
        if not db.execute(sql, list(row.values())).rowcount:
            continue
        kept += 1
        if body is None:
            folded = fold_words(row["title"])
            body = Body("", (), "", (), folded, indexed_stems(folded))
        saving.insert_bodies(db, [(entry_id, pack_body(body))])
        saving.insert_words(db, [(entry_id, body.folded, body.stems)])
        if (page := _page(entry_id, rescued.pages.get(entry_id))) is not None:
            insert(db, "INSERT INTO pages", 8, page)
    db.execute("INSERT OR REPLACE INTO upkeep (task, done) VALUES ('stories', 0)")
    return kept


def _body(values: list[Any] | None) -> Body | None:
    """Decode a row of `bodies`; None if it is lost or damaged."""
    if values is None:
        return None
    try:
        body = bodies.decode(*values[1:])
        is_sound = not _has_control(msgspec.json.encode(body).decode())
    except (BodyError, msgspec.MsgspecError, ValueError):
        return None
    return body if is_sound else None


def _page(entry_id: int, values: list[Any] | None) -> list[Any] | None:
    """A row of `pages` that can be shown."""
    if values is None:
        return None
    try:
        text = msgspec.json.encode(full_articles.decode_blocks(values[7])).decode()
    except (zlib.error, msgspec.MsgspecError, ValueError):
        return None
    return None if _has_control(text, *values[1:4], values[5]) else [entry_id, *values[1:]]


def _has_control(*texts: str) -> bool:
    """Whether a text, or a text in JSON, has a control character."""
    return any("\\u00" in text or _CONTROL.search(text) for text in texts)


def keep_marks(db: sqlite3.Connection, marks: Marks, *, now_us: int) -> None:
    """Let marks wait for their entries, and remember what is not to come again; inside the caller's transaction."""
    db.executemany("INSERT OR REPLACE INTO rescued VALUES (?, ?, ?, ?, ?)", _waiting(marks, now_us))
    gone = [(url, key, mark) for (url, key), mark in marks.items() if mark.gone]
    # Their feeds may not be known yet; feeds.toml gives them their names when it is read next.
    db.executemany(
        "INSERT OR IGNORE INTO feeds (url, name, category, lang, listed) VALUES (?, '', '', '', 0)",
        {(url,) for url, *_ in gone},
    )
    db.executemany(
        """INSERT OR REPLACE INTO forgotten (feed_id, key, seen_at, title, link, published_at)
           SELECT id, ?, ?, ?, ?, ? FROM feeds WHERE url = ?""",
        ((key, now_us, mark.title, mark.link, mark.published_us, url) for url, key, mark in gone),
    )


def _waiting(marks: Marks, now_us: int) -> Iterator[tuple[str, str, int, int, int]]:
    for (url, key), mark in marks.items():
        if not mark.gone:
            yield url, key, mark.read, mark.starred, now_us

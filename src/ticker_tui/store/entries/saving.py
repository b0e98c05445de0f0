"""Putting one answer of one feed into the archive: what is new, what is an update, what was there."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from ticker_tui.store.db.rows import insert
from ticker_tui.store.db.timestamps import SECOND_US, to_us_or_none
from ticker_tui.store.entries import bodies
from ticker_tui.store.entries.body_codec import pack
from ticker_tui.store.entries.updates import changed_at_us, reads_differently

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from ticker_tui.model import Entry, Feed, FeedState, Packed
    from ticker_tui.store.entries.recognition import Stored
    from ticker_tui.store.stories.index import StoryIndex

_ENTRIES = """INSERT INTO entries (id, feed_id, key, title, link, lang, sort_at, first_seen_at, published_at, updated_at,
                                   seen_at, breaking_until, digest, mark)"""
BODIES = "REPLACE INTO bodies (entry_id, author, categories, summary, body, indexed)"


@dataclass(slots=True)
class SaveResult:
    """What one answer changed."""

    new_ids: list[int] = field(default_factory=list)
    updated_ids: list[int] = field(default_factory=list)
    breaking_ids: list[int] = field(default_factory=list)
    first_read: bool = False
    """Nothing of this feed had been saved before."""
    joined_ids: list[int] = field(default_factory=list)
    lacks_some: bool = False
    """Entries that the parser was told are in the archive are not, and were not pruned: it is another archive by now."""


def save_entries(
    db: sqlite3.Connection,
    feed_id: int,
    entries: Sequence[Entry],
    *,
    now_us: int,
    breaking_expires_s: float,
    kept: StoryIndex | None = None,
) -> SaveResult:
    """Write the entries of one body, inside the caller's transaction.

    `recognition` says which of them are known. A known one keeps its place in the list and its read and starred marks; another
    story never takes its place. The first entry with a key wins.
    """
    saved = SaveResult()
    body = {entry.key: entry for entry in reversed(entries)}
    if not body:
        return saved
    from ticker_tui.store.entries.recognition import claim_of, recognise  # a round of 304s needs none of it

    recognised = recognise(db, feed_id, body, now_us=now_us)
    saved.first_read = not db.execute("SELECT body_at FROM feeds WHERE id = ?", (feed_id,)).fetchone()[0]
    db.execute("UPDATE feeds SET body_at = ? WHERE id = ?", (now_us, feed_id))
    writer = _Writer(db, feed_id, now_us, breaking_expires_s, _last_id(db))
    seen: list[int] = []
    forgotten: list[str] = []
    # A feed lists its newest first: written from its end, so that entries without dates get ids in list order.
    for key, entry in body.items():
        old = recognised.stored.get(key)
        if old is None:
            if entry.unchanged:
                saved.lacks_some = True
                continue
            entry_id, is_breaking = writer.insert(entry, recognised.free_key(entry))
            saved.new_ids.append(entry_id)
            if is_breaking:
                saved.breaking_ids.append(entry_id)
            continue
        row_key = old.key if claim_of(key) == claim_of(old.key) else recognised.free_key(entry)
        if old.id:
            seen.append(old.id)
            if not entry.unchanged and writer.update(old, entry, row_key):
                saved.updated_ids.append(old.id)
                saved.breaking_ids += writer.turned_breaking(old, entry)
        else:
            forgotten.append(old.key)
            if row_key != old.key:
                db.execute(
                    "INSERT OR REPLACE INTO forgotten (feed_id, key, seen_at, title, link, published_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (feed_id, row_key, now_us, old.title, old.link, old.published_us),
                )
    writer.finish(seen, forgotten)
    saved.joined_ids = writer.find_stories(saved, kept)
    return saved


def feed_row(db: sqlite3.Connection, feed: Feed) -> int:
    """The row id of a feed; made or brought up to date."""
    said = (feed.name, feed.category, feed.lang)
    row = db.execute(
        "SELECT id, listed, name, category, lang FROM feeds WHERE url = ?", (feed.url,)
    ).fetchone()
    if row is not None and row[1:] == (1, *said):
        return int(row[0])
    sql = """INSERT INTO feeds (url, name, category, lang) VALUES (?, ?, ?, ?)
             ON CONFLICT (url) DO UPDATE SET name = excluded.name, category = excluded.category,
                                             lang = excluded.lang, listed = 1
             RETURNING id"""
    return int(db.execute(sql, (feed.url, *said)).fetchone()[0])


def has_state(db: sqlite3.Connection, feed_id: int) -> bool:
    """Whether a feed has been asked for this archive."""
    return db.execute("SELECT 1 FROM feed_state WHERE feed_id = ?", (feed_id,)).fetchone() is not None


def keep_state(db: sqlite3.Connection, feed_id: int, state: FeedState, *, lacks_some: bool) -> None:
    """Remember how a feed stands.

    A damaged archive is replaced, perhaps while a feed is being asked what is new to the old one. Then its server is asked
    for the whole next time.

    Args:
        db: The archive.
        feed_id: Which feed.
        state: How it stands.
        lacks_some: Not all that the server has was saved, now or earlier.
    """
    if lacks_some:
        state = msgspec.structs.replace(state, etag="", last_modified="", body_hash="")
    db.execute("INSERT OR REPLACE INTO feed_state VALUES (?, ?)", (feed_id, msgspec.json.encode(state)))


def forget_words(db: sqlite3.Connection, entry_ids_json: str) -> None:
    """Take entries out of the search table, which has to be told again what it was given."""
    rows = [(entry_id, body.folded, body.stems) for entry_id, body in bodies.load_all(db, entry_ids_json)]
    for table, up_to in search_tables(db):
        db.executemany(
            f"INSERT INTO {table} ({table}, rowid, folded, stems) VALUES ('delete', ?, ?, ?)",  # noqa: S608 - one of two names
            (row for row in rows if row[0] <= up_to),
        )


def insert_words(db: sqlite3.Connection, words: Sequence[tuple[int, str, str]]) -> None:
    """Add rows to the search table: entry id and both columns."""
    for table, up_to in search_tables(db):
        db.executemany(
            f"INSERT INTO {table} (rowid, folded, stems) VALUES (?, ?, ?)",  # noqa: S608 - one of two names
            (row for row in words if row[0] <= up_to),
        )


def insert_bodies(db: sqlite3.Connection, packed: Iterable[tuple[int, bytes]]) -> None:
    """Write packed bodies by entry id, replacing what is there."""
    insert(db, BODIES, 6, [value for row in packed for value in (row[0], "", "", "", row[1], b"")])


def search_tables(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """The tables to be kept, and up to which entry: there is a second one while `upkeep` makes it."""
    row = db.execute("SELECT done FROM upkeep WHERE task = 'search'").fetchone()
    return [("search", sys.maxsize), *([("search_next", row[0])] if row else [])]


def _last_id(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    return 0 if row is None else int(row[0])


@dataclass(slots=True)
class _Writer:
    """Writes entries; what hangs on their ids is gathered and written at the end, each table in one go."""

    db: sqlite3.Connection
    feed_id: int
    now_us: int
    breaking_expires_s: float
    last_id: int
    """Of the entries of the archive, thrown away ones included."""
    entries: list[Any] = field(default_factory=list[Any])
    bodies: list[tuple[int, bytes]] = field(default_factory=list[tuple[int, bytes]])
    words: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    marks: list[tuple[bytes, int]] = field(default_factory=list[tuple[bytes, int]])
    inserted: list[tuple[int, int, str, int]] = field(default_factory=list[tuple[int, int, str, int]])
    """Id, feed, headline and place in the list."""

    def insert(self, entry: Entry, key: str) -> tuple[int, bool]:
        """A new entry under a key that is free; its id, and whether it is breaking now."""
        body = _body(entry)
        published_us = to_us_or_none(entry.published_at)
        sort_us = self.now_us if published_us is None else min(published_us, self.now_us)
        breaking_until = self._breaking_until(entry, sort_us)
        self.last_id = entry_id = self.last_id + 1
        self.entries += (
            entry_id,
            self.feed_id,
            key,
            entry.title,
            entry.link,
            entry.lang,
            sort_us,
            self.now_us,
            published_us,
            to_us_or_none(entry.updated_at),
            self.now_us,
            breaking_until,
            _digest(entry, body),
            entry.mark,
        )
        self.inserted.append((entry_id, self.feed_id, entry.title, sort_us))
        self._add_body(entry_id, body)
        return entry_id, breaking_until > self.now_us

    def update(self, old: Stored, entry: Entry, key: str) -> bool:
        """Bring a known entry up to date; its place in the list stays, so that nothing moves under the reader's eyes."""
        body = _body(entry)
        digest = _digest(entry, body)
        if entry.mark != old.mark:
            self.marks.append((entry.mark, old.id))
        if digest == old.digest and key == old.key:
            return False
        changed_us = None
        if digest != old.digest and reads_differently(self.db, old.id, entry, body.body):
            changed_us = changed_at_us(entry, first_seen_us=old.first_seen_at, now_us=self.now_us)
        self.db.execute(
            """UPDATE entries SET key = ?, title = ?, link = ?, lang = ?, published_at = ?, updated_at = ?,
                                  breaking_until = ?, digest = ?, changed_at = coalesce(?, changed_at) WHERE id = ?""",
            (
                key,
                entry.title,
                entry.link,
                entry.lang,
                to_us_or_none(entry.published_at),
                to_us_or_none(entry.updated_at),
                self._breaking_until(entry, old.sort_at),
                digest,
                changed_us,
                old.id,
            ),
        )
        if digest == old.digest:
            return False  # only the guid is another one
        forget_words(self.db, _json([old.id]))
        self._add_body(old.id, body)
        return True

    def finish(self, seen: list[int], forgotten: list[str]) -> None:
        """Write what was gathered, and that the body held these entries and those of these forgotten keys."""
        insert(self.db, _ENTRIES, 14, self.entries)
        insert_bodies(self.db, self.bodies)
        insert_words(self.db, self.words)
        self.db.executemany("UPDATE entries SET mark = ? WHERE id = ?", self.marks)
        self.db.execute(
            "UPDATE entries SET seen_at = ? WHERE id IN (SELECT value FROM json_each(?))",
            (self.now_us, _json(seen)),
        )
        if forgotten:
            self.db.execute(
                "UPDATE forgotten SET seen_at = ? WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))",
                (self.now_us, self.feed_id, _json(forgotten)),
            )

    def find_stories(self, saved: SaveResult, kept: StoryIndex | None) -> list[int]:
        """What `stories.follow` returns for the entries that were written."""
        if not (saved.new_ids or saved.updated_ids):
            return []
        from ticker_tui.store.stories import group  # its tables of words are no part of the start
        from ticker_tui.store.stories.index import StoryRow

        in_hand = [StoryRow(*row, None) for row in self.inserted]
        return group.follow(
            self.db, saved.new_ids, saved.updated_ids, now_us=self.now_us, kept=kept, in_hand=in_hand
        )

    def _add_body(self, entry_id: int, body: Packed) -> None:
        self.bodies.append((entry_id, body.body))
        self.words.append((entry_id, body.folded, body.stems))

    def turned_breaking(self, old: Stored, entry: Entry) -> list[int]:
        """The id of an updated entry if it is breaking news now and was not before, and the reader has not deleted it."""
        if not old.breaking_until <= self.now_us < self._breaking_until(entry, old.sort_at):
            return []
        sql = "SELECT id FROM entries WHERE id = ? AND deleted_at = 0"
        return [row[0] for row in self.db.execute(sql, (old.id,))]

    def _breaking_until(self, entry: Entry, sort_us: int) -> int:
        """When it stops being breaking news; 0 when it is not, or is too old already."""
        until = sort_us + int(self.breaking_expires_s * SECOND_US)
        return until if entry.breaking and until > self.now_us else 0


def _body(entry: Entry) -> Packed:
    """Return the body as it is stored; the parser process has usually packed it."""
    return entry.packed or pack(entry)


def _digest(entry: Entry, body: Packed) -> bytes:
    """A fingerprint of what the feed said; the publishing date is left out, as some outlets renew it with every poll."""
    said = (
        entry.title,
        entry.link,
        entry.lang,
        body.digest,
        entry.updated_at,
        entry.breaking,
    )
    return sha256(msgspec.msgpack.encode(said)).digest()[:16]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

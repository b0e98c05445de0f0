"""What is left for later of a feed's first body: the words of its long texts, for the search table, and making the texts small.

A first body may bring hundreds of articles, and with 200 new feeds the search table would take a third of the time until the
last headline is there. So a headline can be found at once, and its text a little later; whatever ends the program, what
is left to do stands in `words_to_come`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticker_tui.indexing import joined, text_words
from ticker_tui.packing import pack_text, squeezed, unpack_blocks
from ticker_tui.store.listing import json_ids
from ticker_tui.store.rows import insert
from ticker_tui.store.saving import BODIES, search_tables, unpacked
from ticker_tui.store.words import indexed_stems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

SLICE = 100
"""Entries in one transaction: some 15 ms."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An entry whose words are made and not yet written."""

    id: int
    before: bytes
    """What the search table was given up to now, packed."""
    folded: str
    stems: str
    body: tuple[object, ...]
    """The row of `bodies`."""


def prepare(db: sqlite3.Connection, *, below: int | None = None) -> list[Ready]:
    """Make the words of one slice, the latest entries first; empty when none waits.

    Args:
        db: Is only read, and not long: most of the time goes into words.
        below: Only entries with a smaller id.
    """
    sql = """SELECT entry_id, author, categories, summary, blocks, indexed FROM bodies WHERE entry_id IN
             (SELECT entry_id FROM words_to_come WHERE entry_id < coalesce(?, 1 << 62) ORDER BY entry_id DESC LIMIT ?)
             ORDER BY entry_id"""
    return [_ready(*row) for row in db.execute(sql, (below, SLICE)).fetchall()]


def _ready(  # noqa: PLR0917 - a row
    entry_id: int, author: str, categories: str, summary: str, blocks: bytes, indexed: bytes
) -> Ready:
    headline, _ = unpacked(indexed)
    folded = joined(headline, text_words(summary, unpack_blocks(blocks)))
    stems = indexed_stems(folded)
    packed = pack_text(folded) + stems.encode()
    body = (entry_id, author, categories, summary, squeezed(blocks), packed)
    return Ready(entry_id, indexed, folded, stems, body)


def write(db: sqlite3.Connection, slice_: Sequence[Ready]) -> None:
    """Write what was made, inside the caller's transaction; what has changed meanwhile waits on."""
    these = json_ids([ready.id for ready in slice_])
    sql = "SELECT entry_id, indexed FROM bodies WHERE entry_id IN (SELECT value FROM json_each(?))"
    there = dict(db.execute(sql, (these,)).fetchall())
    slice_ = [ready for ready in slice_ if there.get(ready.id) == ready.before]
    for table, up_to in search_tables(db):
        known = [ready for ready in slice_ if ready.id <= up_to]
        before = [value for ready in known for value in ("delete", ready.id, *unpacked(ready.before))]
        after = [value for ready in known for value in (ready.id, ready.folded, ready.stems)]
        insert(db, f"INSERT INTO {table} ({table}, rowid, folded, stems)", 4, before)
        insert(db, f"INSERT INTO {table} (rowid, folded, stems)", 3, after)
    insert(db, f"REPLACE {BODIES}", 6, [value for ready in slice_ for value in ready.body])
    sql = "DELETE FROM words_to_come WHERE entry_id IN (SELECT value FROM json_each(?))"
    db.execute(sql, (json_ids([ready.id for ready in slice_]),))


def finish(db: sqlite3.Connection) -> None:
    """Do all of it, inside the caller's transaction."""
    while slice_ := prepare(db):
        write(db, slice_)

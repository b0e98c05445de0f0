"""The words of long texts that came with a feed's first body: they are put into the search table when there is time, and the
texts are made small.

A first body may bring hundreds of articles, and with 200 new feeds the search table would take a third of the time until the
last headline is there. So a headline can be found at once, and its text a little later; whatever ends the program, what
is left to do stands in `words_to_come`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.indexing import joined, text_words
from ticker_tui.packing import pack_text, squeezed, unpack_blocks
from ticker_tui.store.saving import search_tables, unpacked
from ticker_tui.store.words import indexed_stems

if TYPE_CHECKING:
    import sqlite3

SLICE = 100
"""Entries in one transaction: some 30 ms."""


def add_words(db: sqlite3.Connection) -> int:
    """Do one slice, the latest entries first, inside the caller's transaction; for how many entries."""
    sql = """SELECT entry_id, summary, blocks, indexed FROM bodies WHERE entry_id IN
             (SELECT entry_id FROM words_to_come ORDER BY entry_id DESC LIMIT ?) ORDER BY entry_id"""
    rows = db.execute(sql, (SLICE,)).fetchall()
    if not rows:
        return 0
    tables = search_tables(db)
    for entry_id, summary, blocks, indexed in rows:
        before = unpacked(indexed)
        folded = joined(before[0], text_words(summary, unpack_blocks(blocks)))
        stems = indexed_stems(folded)
        for table, up_to in tables:
            if entry_id <= up_to:
                db.execute(
                    f"INSERT INTO {table} ({table}, rowid, folded, stems) VALUES ('delete', ?, ?, ?)",  # noqa: S608 - one of two names
                    (entry_id, *before),
                )
                db.execute(
                    f"INSERT INTO {table} (rowid, folded, stems) VALUES (?, ?, ?)",  # noqa: S608 - as above
                    (entry_id, folded, stems),
                )
        db.execute(
            "UPDATE bodies SET blocks = ?, indexed = ? WHERE entry_id = ?",
            (squeezed(blocks), pack_text(folded) + stems.encode(), entry_id),
        )
    db.execute("DELETE FROM words_to_come WHERE entry_id >= ?", (rows[0][0],))
    return len(rows)

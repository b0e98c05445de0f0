"""What the entries of an older archive still have to be given, slice by slice in the background.

A new format is there at once; where it wants every entry to be gone through again, that is written down in `upkeep` and done
later, a hundred entries in a transaction, so that no start and no answer ever waits for it.

- ``bodies``: bodies are rewritten in the form that `packing` makes, and what the search table lacks of them is added.
- ``search``: a second search table is filled behind the first one and takes its place at the end. Until then both are kept.
- ``stories``: entries are told apart and put together as if they arrived now, oldest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.store.entries import bodies, saving
from ticker_tui.store.entries.body_codec import pack_body
from ticker_tui.text.search_words import index, indexed_stems

if TYPE_CHECKING:
    import sqlite3

SLICE = 100
"""Entries in one transaction: some 30 ms."""


def step(db: sqlite3.Connection) -> bool:
    """Do one slice, inside the caller's transaction; whether there may be more to do."""
    row = db.execute("SELECT task, done FROM upkeep ORDER BY task LIMIT 1").fetchone()
    if row is None:
        return False
    task, done = row
    last = _STEPS[task](db, done)
    if last is not None:
        db.execute("UPDATE upkeep SET done = ? WHERE task = ?", (last, task))
        return True
    if task == "search":
        db.execute("DROP TABLE search")
        db.execute("ALTER TABLE search_next RENAME TO search")
    elif task == "bodies":
        db.execute("DROP TABLE words_to_come")
    db.execute("DELETE FROM upkeep WHERE task = ?", (task,))
    return True


def _rewrite_bodies(db: sqlite3.Connection, done: int) -> int | None:
    """Rewrite the next bodies; return the last one's id, None if there are no more."""
    sql = f"""SELECT b.entry_id, EXISTS (SELECT 1 FROM words_to_come w WHERE w.entry_id = b.entry_id), {bodies.COLUMNS}
              FROM bodies b WHERE b.entry_id > ? ORDER BY b.entry_id LIMIT ?"""  # noqa: S608 - a constant
    rows = db.execute(sql, (done, SLICE)).fetchall()
    rewritten: list[tuple[int, bytes]] = []
    words: list[tuple[int, str, str]] = []
    for entry_id, lacks_words, *columns in rows:
        if not columns[-1]:
            continue  # in the new form already
        body = bodies.decode(*columns)
        if lacks_words:  # the search table holds the headline only
            saving.forget_words(db, f"[{entry_id}]")
            more, _ = index("", "", body.summary, body.blocks)
            folded = f"{body.folded} {more}".strip()
            body = msgspec.structs.replace(body, folded=folded, stems=indexed_stems(folded))
            words.append((entry_id, body.folded, body.stems))
        rewritten.append((entry_id, pack_body(body)))
    saving.insert_bodies(db, rewritten)
    saving.insert_words(db, words)
    return int(rows[-1][0]) if rows else None


def _fill_search(db: sqlite3.Connection, done: int) -> int | None:
    """Put the words of the next entries into the new search table; the last one's id, None: there are no more."""
    sql = (
        f"SELECT b.entry_id, {bodies.COLUMNS} FROM bodies b WHERE b.entry_id > ? ORDER BY b.entry_id LIMIT ?"  # noqa: S608 - a constant
    )
    rows = db.execute(sql, (done, SLICE)).fetchall()
    db.executemany(
        "INSERT INTO search_next (rowid, folded, stems) VALUES (?, ?, ?)",
        (
            (entry_id, body.folded, body.stems)
            for entry_id, *columns in rows
            for body in (bodies.decode(*columns),)
        ),
    )
    return int(rows[-1][0]) if rows else None


def _find_stories(db: sqlite3.Connection, done: int) -> int | None:
    """Find the stories of the next entries; the last one's id, None: there are no more."""
    rows = db.execute("SELECT id FROM entries WHERE id > ? ORDER BY id LIMIT ?", (done, SLICE)).fetchall()
    if not rows:
        return None
    from ticker_tui.store.stories import group  # its tables of words are no part of the start

    group.follow(db, [entry_id for (entry_id,) in rows], [], now_us=0)  # however old they are
    return int(rows[-1][0])


_STEPS: Final = {"bodies": _rewrite_bodies, "search": _fill_search, "stories": _find_stories}

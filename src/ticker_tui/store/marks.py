"""What a reader has said of an entry: read, starred, thrown away. Marks are columns that are set (not 0) or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.store.listing import json_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def set_column(
    db: sqlite3.Connection, column: str, ids: Iterable[int], value: int, *, unless_set: bool
) -> tuple[int, ...]:
    """Give a column a value where it is set (not 0) and should not be, or the other way round; returns the ids."""
    sql = f"""UPDATE entries SET {column} = ? WHERE id IN (SELECT value FROM json_each(?)) AND ({column} = 0) = ?
              RETURNING id"""  # noqa: S608 - the column is one of three
    return tuple(row[0] for row in db.execute(sql, (value, json_ids(ids), unless_set)).fetchall())


def set_mark(db: sqlite3.Connection, column: str, ids: Iterable[int], *, value: bool) -> tuple[int, ...]:
    """Set a mark or take it away; returns the ids of the entries that did not have it so."""
    return set_column(db, column, ids, int(value), unless_set=value)


def unlike(db: sqlite3.Connection, column: str, ids: Iterable[int], *, value: bool) -> set[int]:
    """Those of some entries whose mark is not this."""
    sql = f"SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?)) AND {column} <> ?"  # noqa: S608 - one of two
    return {row[0] for row in db.execute(sql, (json_ids(ids), value))}

"""Many rows with few statements.

With every step of a statement SQLite gives Python's lock away. Where another thread works, as the loop that fetches does
while answers are saved, each time may cost a wait to get it back. FTS5 writes down what it has gathered after every
statement of several rows: its tables are given a whole answer in one, or a row at a time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

AT_ONCE: Final = (100, 25, 5, 1)
"""Rows of one statement: few sizes, so that SQLite reads each statement once."""


def insert(db: sqlite3.Connection, into: str, columns: int, values: Sequence[Any]) -> None:
    """Insert rows, inside the caller's transaction.

    Args:
        db: The archive.
        into: The statement without its values: ``INSERT INTO table (one, two)``.
        columns: So many in a row.
        values: Row behind row.
    """
    at = 0
    for rows in AT_ONCE:
        step = rows * columns
        while len(values) - at >= step:
            db.execute(_statement(into, columns, rows), values[at : at + step])
            at += step


@lru_cache(maxsize=64)
def _statement(into: str, columns: int, rows: int) -> str:
    row = f"({','.join('?' * columns)})"
    return f"{into} VALUES {','.join([row] * rows)}"

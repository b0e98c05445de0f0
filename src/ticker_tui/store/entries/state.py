"""What a reader has said of entries: read, starred, thrown away. Marks are columns that are set (not 0) or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ticker_tui.store.db.timestamps import to_us
from ticker_tui.store.queries import headline_rows
from ticker_tui.store.queries.headline_rows import json_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from ticker_tui.model import View
    from ticker_tui.store.db.archive import Archive


class EntryState:
    """Setting marks and asking for them, for whoever holds an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def set_read(
        self,
        ids: Iterable[int],
        read: bool,  # noqa: FBT001 - says itself at the call
        *,
        stories: bool = False,
    ) -> tuple[int, ...]:
        """Mark entries read or unread.

        Args:
            ids: Which.
            read: What they are from now on.
            stories: Everything that tells the same as one of them is marked too.

        Returns:
            Those which it changed: handing them back with the opposite mark undoes it.
        """
        return self._mark("read", ids, read, stories=stories)

    def set_starred(self, ids: Iterable[int], starred: bool) -> tuple[int, ...]:  # noqa: FBT001 - as above
        """Star entries or take the star off; returns those which it changed. A star is one entry's, not its story's."""
        return self._mark("starred", ids, starred)

    def set_deleted(
        self,
        ids: Iterable[int],
        deleted: bool,  # noqa: FBT001 - as above
        *,
        now: datetime,
    ) -> tuple[int, ...]:
        """Throw entries away, or bring them back; returns those which it changed.

        No view shows them from then on, and no poll brings them again. For `retention.DELETED_US` they can be brought back.
        """
        these = list(ids)
        return self._archive.write(
            lambda db: _set_column(db, "deleted_at", these, to_us(now) if deleted else 0, unless_set=deleted)
        )

    def unlike(
        self, ids: Iterable[int], *, read: bool | None = None, starred: bool | None = None
    ) -> set[int]:
        """Those of some entries whose marks are not these; one of the two has to be given."""
        column, value = ("starred", bool(starred)) if read is None else ("read", read)
        these = list(ids)
        return self._archive.read(lambda db: _unlike(db, column, these, value=value))

    def with_copies(self, ids: Iterable[int]) -> list[int]:
        """Some entries and everything else that tells their stories."""
        these = list(ids)
        return self._archive.read(lambda db: headline_rows.with_copies(db, these))

    def mark_all_read(self, view: View, *, up_to: int, now: datetime) -> tuple[int, ...]:
        """Mark everything in a view read that was there when it was asked for.

        Args:
            view: Which entries; with `stories`, everything that tells the stories it shows.
            up_to: `newest_id` at that moment: what arrived since then stays unread.
            now: The clock; decides what is in the view.

        Returns:
            Those which it changed: `set_read(changed, False)` undoes it.

        Raises:
            QueryError: The view's search cannot be understood.
            StoreError: Nothing of it is saved.
        """

        def work(db: sqlite3.Connection) -> tuple[int, ...]:
            wanted: Iterable[int] = headline_rows.ids(db, replace(view, unread_only=True), now_us=to_us(now))
            if view.stories:
                wanted = headline_rows.with_copies(db, wanted)
            return _set_mark(db, "read", [number for number in wanted if number <= up_to], value=True)

        return self._archive.write(work)

    def _mark(
        self,
        column: str,
        ids: Iterable[int],
        value: bool,  # noqa: FBT001 - as above
        *,
        stories: bool = False,
    ) -> tuple[int, ...]:
        these = list(ids)

        def work(db: sqlite3.Connection) -> tuple[int, ...]:
            return _set_mark(
                db, column, headline_rows.with_copies(db, these) if stories else these, value=value
            )

        return self._archive.write(work)


def _set_column(
    db: sqlite3.Connection, column: str, ids: Iterable[int], value: int, *, unless_set: bool
) -> tuple[int, ...]:
    """Give a column a value where it is set (not 0) and should not be, or the other way round; returns the ids."""
    sql = f"""UPDATE entries SET {column} = ? WHERE id IN (SELECT value FROM json_each(?)) AND ({column} = 0) = ?
              RETURNING id"""  # noqa: S608 - the column is one of three
    return tuple(row[0] for row in db.execute(sql, (value, json_ids(ids), unless_set)).fetchall())


def _set_mark(db: sqlite3.Connection, column: str, ids: Iterable[int], *, value: bool) -> tuple[int, ...]:
    """Set a mark or take it away; returns the ids of the entries that did not have it so."""
    return _set_column(db, column, ids, int(value), unless_set=value)


def _unlike(db: sqlite3.Connection, column: str, ids: Iterable[int], *, value: bool) -> set[int]:
    """Those of some entries whose mark is not this."""
    sql = f"SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?)) AND {column} <> ?"  # noqa: S608 - one of two
    return {row[0] for row in db.execute(sql, (json_ids(ids), value))}

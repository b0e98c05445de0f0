"""The numbers of the tabs. Triggers keep most of them (`schema`), so that they cost the same in an archive of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ticker_tui.model import TabKind, View
from ticker_tui.store.queries import headline_rows

if TYPE_CHECKING:
    import sqlite3


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The tabs' numbers. Entries of feeds that are no longer in feeds.toml are counted only when starred."""

    all: int = 0
    unread: int = 0
    breaking: int = 0
    """Breaking now, read or not."""
    starred: int = 0
    by_category: dict[str, int] = {}
    """Unread entries of each category; categories without unread ones are there too."""


def counted(db: sqlite3.Connection, now_us: int, *, stories: bool) -> Counts:
    """Count; with `stories`, each story once, which takes a walk over all that are in stories."""
    by_category: dict[str, int] = {}
    total = unread = 0
    for category, entries, fresh in db.execute(
        "SELECT category, entry_count, unread_count FROM feeds WHERE listed"
    ):
        total += entries
        unread += fresh
        if category:
            by_category[category] = by_category.get(category, 0) + fresh
    if stories:
        for category, is_unread in headline_rows.copies(db):
            if category is not None:
                by_category[category] -= is_unread
                continue
            total -= 1
            unread -= is_unread
    breaking = """SELECT count(*) FROM entries WHERE breaking_until > 0 AND breaking_until > ?
                  AND deleted_at = 0 AND muted = 0 AND feed_id NOT IN (SELECT id FROM feeds WHERE listed = 0)"""
    shown = View(shelf=TabKind.BREAKING, stories=True)
    return Counts(
        all=total,
        unread=unread,
        breaking=len(headline_rows.ids(db, shown, now_us=now_us))
        if stories
        else db.execute(breaking, (now_us,)).fetchone()[0],
        starred=db.execute("SELECT count(*) FROM entries WHERE starred = 1 AND deleted_at = 0").fetchone()[0],
        by_category=by_category,
    )

"""What lists and readers ask of the archive: the entries of a view, their rows, their articles, the numbers of tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import Article, FullArticle, Headline, TabKind, View
from ticker_tui.store.db.timestamps import from_us, to_us
from ticker_tui.store.entries import full_articles
from ticker_tui.store.queries import headline_rows
from ticker_tui.store.queries.counts import Counts, counted

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Sequence
    from datetime import datetime

    from ticker_tui.store.db.archive import Archive


class Queries:
    """The questions, for whoever holds an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def ids(
        self, view: View, *, now: datetime, limit: int | None = None, among: Sequence[int] | None = None
    ) -> array[int]:
        """The ids a view shows, in its order; the list's snapshot.

        Args:
            view: Which.
            now: The clock; decides what is in the view.
            limit: No more than so many, the first ones.
            among: Only these are asked about, in a time that does not grow with the archive; None: everything.
        """
        return self._archive.read(
            lambda db: headline_rows.ids(db, view, now_us=to_us(now), limit=limit, among=among)
        )

    def count(self, view: View, *, now: datetime) -> int:
        """How many ids a view shows."""
        return self._archive.read(lambda db: headline_rows.count(db, view, now_us=to_us(now)))

    def places(self, ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
        """By what entries are sorted, `sort_at` and their feed's name, without those that have been pruned."""
        found = self._archive.read(lambda db: headline_rows.places(db, ids))
        return {entry_id: (from_us(sort_us), source) for entry_id, (sort_us, source) in found.items()}

    def headlines(
        self, ids: Sequence[int], *, now: datetime, stories: bool = False, summaries: bool = False
    ) -> list[Headline]:
        """The rows of these ids in their order, without those that have been pruned meanwhile.

        Args:
            ids: Which.
            now: Decides what is breaking.
            stories: The rows of a view with `stories`: they know their `story_size`, which is 1 elsewhere.
            summaries: They have their `summary`, which is empty elsewhere.
        """
        return self._archive.read(
            lambda db: headline_rows.headlines(
                db, ids, now_us=to_us(now), stories=stories, summaries=summaries
            )
        )

    def article(self, entry_id: int, *, now: datetime) -> Article | None:
        """One entry with its body; None when it has been pruned."""
        return self._archive.read(lambda db: headline_rows.article(db, entry_id, now_us=to_us(now)))

    def full_article(self, entry_id: int) -> FullArticle | None:
        """The page behind an entry's link; None: it was never fetched, or the entry has been pruned."""
        return self._archive.read(lambda db: full_articles.load(db, entry_id))

    def save_full_article(self, entry_id: int, article: FullArticle) -> bool:
        """Keep a page as long as its entry is kept; returns whether the entry was still there.

        Raises:
            StoreError: It cannot be saved.
        """
        return self._archive.write(lambda db: full_articles.save(db, entry_id, article))

    def breaking(self, *, now: datetime, limit: int = 20) -> list[Headline]:
        """What breaks now, newest first."""
        return self._newest(View(shelf=TabKind.BREAKING), now, limit)

    def latest(self, *, now: datetime, limit: int = 20) -> list[Headline]:
        """The newest headlines of all."""
        return self._newest(View(), now, limit)

    def _newest(self, view: View, now: datetime, limit: int) -> list[Headline]:
        now_us = to_us(now)

        def work(db: sqlite3.Connection) -> list[Headline]:
            return headline_rows.headlines(
                db, headline_rows.ids(db, view, now_us=now_us, limit=limit), now_us=now_us
            )

        return self._archive.read(work)

    def story(self, entry_id: int, *, now: datetime) -> list[Headline]:
        """Everything that tells the story of an entry, newest first; the entry alone when nothing else does."""

        def work(db: sqlite3.Connection) -> list[Headline]:
            return headline_rows.headlines(
                db, headline_rows.story(db, entry_id), now_us=to_us(now), stories=True
            )

        return self._archive.read(work)

    def counts(self, *, now: datetime, stories: bool = False) -> Counts:
        """The numbers of the tabs.

        Args:
            now: What is breaking depends on it.
            stories: Count as views with `stories` show: each story once. Costs a walk over all that are in stories;
                without it, the cost does not grow with the archive.
        """
        return self._archive.read(lambda db: counted(db, to_us(now), stories=stories))

    def newest_id(self) -> int:
        """The id of the last entry that was saved: what arrives from now on has a larger one."""
        sql = "SELECT seq FROM sqlite_sequence WHERE name = 'entries'"
        row = self._archive.read(lambda db: db.execute(sql).fetchone())
        return 0 if row is None else int(row[0])

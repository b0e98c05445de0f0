"""The one door to the archive: what the screen, the command and the poller may ask of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import msgspec

from ticker_tui.errors import StoreError
from ticker_tui.model import Article, Feed, FeedState, FullArticle, Headline, Pace, PollResult, Shelf, View
from ticker_tui.store import listing, pace, pages, retention, saving
from ticker_tui.store.archive import ARCHIVE_NAME, Archive
from ticker_tui.store.lead import Lead
from ticker_tui.store.times import DAY_US, to_us

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ticker_tui.model import Entry


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The tabs' numbers. Entries of feeds that are no longer in feeds.toml are counted only when starred."""

    all: int = 0
    unread: int = 0
    breaking: int = 0
    """Breaking now, read or not."""
    starred: int = 0
    by_category: dict[str, int] = {}
    """Unread entries of each category; categories without unread ones are there too."""


class Store:
    """The archive. Safe to share between threads; reads may be made from the screen's thread, writes take a worker's."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lead = Lead(archive.path.with_name(f"{archive.path.name}.lock"))

    @classmethod
    def open(cls, path: Path, *, now: datetime | None = None) -> Self:
        """Open or make the archive at `path`, a file or the data folder.

        Args:
            path: The file; for a folder, the archive of the usual name in it.
            now: Dates the name of a file that has to be moved aside; None: the clock is asked then.

        Raises:
            StoreError: It belongs to another program, to a newer ticker, or cannot be opened.
        """

        def clock() -> datetime:
            return now or datetime.now(UTC)

        try:
            file = path / ARCHIVE_NAME if path.is_dir() else path
        except OSError as error:
            raise StoreError(
                f"{path}: cannot be opened ({error.strerror}). Name another folder with --data."
            ) from error
        return cls(Archive(file, clock=clock))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The archive's file."""
        return self._archive.path

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the screen: a damaged file moved aside, a read-only one, a new format."""
        return self._archive.notices

    def close(self) -> None:
        """Let go of the file and of the lead."""
        self._lead.release()
        self._archive.close()

    def try_lead(self) -> bool:
        """Whether this ticker is the one that polls; stays true once it was."""
        return self._lead.try_take()

    def check(self) -> bool:
        """Look for damage in the whole file and, when there is some, go on with a new one; see `notices`.

        Reads every page (about 1 ms a megabyte): for a worker, after the first paint.

        Returns:
            Whether the file was sound.
        """
        return self._archive.check()

    # ── feeds ──

    def sync_feeds(self, feeds: Iterable[Feed]) -> None:
        """Make the archive know what feeds.toml says. Feeds taken out of it keep their entries, which are not shown."""
        wanted = list(feeds)

        def work(db: sqlite3.Connection) -> None:
            ids = [saving.feed_row(db, feed) for feed in wanted]
            db.execute(
                "UPDATE feeds SET listed = 0 WHERE listed AND id NOT IN (SELECT value FROM json_each(?))",
                (listing.json_ids(ids),),
            )

        self._archive.write(work)

    def states(self) -> dict[str, FeedState]:
        """What is remembered of each feed, by address."""
        sql = "SELECT f.url, s.state FROM feeds f JOIN feed_state s ON s.feed_id = f.id"
        rows = self._archive.read(lambda db: db.execute(sql).fetchall())
        return {url: msgspec.json.decode(state, type=FeedState) for url, state in rows}

    def paces(self, *, now: datetime) -> dict[str, Pace]:
        """How much each feed of feeds.toml brings, by address."""
        return self._archive.read(lambda db: pace.paces(db, now_us=to_us(now)))

    def save(
        self,
        feed: Feed,
        state: FeedState,
        entries: Sequence[Entry] = (),
        *,
        now: datetime,
        breaking_expires_s: float,
    ) -> PollResult:
        """Save one answer of one feed in one transaction.

        Args:
            feed: Whose answer it is.
            state: What to remember about the check.
            entries: Everything the body held, in its order; empty when nothing was parsed.
            now: The arrival, which becomes `first_seen` of new entries.
            breaking_expires_s: How long after `sort_at` breaking news stays breaking.

        Raises:
            StoreError: Nothing of it is saved.
        """
        now_us = to_us(now)

        def work(db: sqlite3.Connection) -> saving.Saved:
            feed_id = saving.feed_row(db, feed)
            db.execute(
                "INSERT OR REPLACE INTO feed_state VALUES (?, ?)", (feed_id, msgspec.json.encode(state))
            )
            return saving.save_entries(
                db, feed_id, entries, now_us=now_us, breaking_expires_s=breaking_expires_s
            )

        saved = self._archive.write(work)
        return PollResult(
            feed=feed,
            state=state,
            new_ids=tuple(saved.new_ids),
            updated_ids=tuple(saved.updated_ids),
            breaking_ids=tuple(saved.breaking_ids),
        )

    # ── the list ──

    def ids(self, view: View, *, now: datetime, limit: int | None = None) -> array[int]:
        """The ids a view shows, newest first; the list's snapshot."""
        return self._archive.read(lambda db: listing.ids(db, view, now_us=to_us(now), limit=limit))

    def headlines(self, ids: Sequence[int], *, now: datetime) -> list[Headline]:
        """The rows of these ids in their order, without those that have been pruned meanwhile."""
        return self._archive.read(lambda db: listing.headlines(db, ids, now_us=to_us(now)))

    def article(self, entry_id: int, *, now: datetime) -> Article | None:
        """One entry with its body; None when it has been pruned."""
        return self._archive.read(lambda db: listing.article(db, entry_id, now_us=to_us(now)))

    def full_article(self, entry_id: int) -> FullArticle | None:
        """The page behind an entry's link; None: it was never fetched, or the entry has been pruned."""
        return self._archive.read(lambda db: pages.load(db, entry_id))

    def save_full_article(self, entry_id: int, article: FullArticle) -> bool:
        """Keep a page as long as its entry is kept; returns whether the entry was still there.

        Raises:
            StoreError: It cannot be saved.
        """
        return self._archive.write(lambda db: pages.save(db, entry_id, article))

    def breaking(self, *, now: datetime, limit: int = 20) -> list[Headline]:
        """What breaks now, newest first."""
        return self._newest(View(shelf=Shelf.BREAKING), now, limit)

    def latest(self, *, now: datetime, limit: int = 20) -> list[Headline]:
        """The newest headlines of all."""
        return self._newest(View(), now, limit)

    def _newest(self, view: View, now: datetime, limit: int) -> list[Headline]:
        now_us = to_us(now)

        def work(db: sqlite3.Connection) -> list[Headline]:
            return listing.headlines(db, listing.ids(db, view, now_us=now_us, limit=limit), now_us=now_us)

        return self._archive.read(work)

    def counts(self, *, now: datetime) -> Counts:
        """The numbers of the tabs; their cost does not grow with the archive."""
        return self._archive.read(lambda db: _counts(db, to_us(now)))

    # ── marks ──

    def set_read(self, ids: Iterable[int], read: bool) -> tuple[int, ...]:  # noqa: FBT001 - says itself at the call
        """Mark entries read or unread.

        Returns:
            Those which it changed: handing them back with the opposite mark undoes it.
        """
        return self._mark("read", ids, read)

    def set_starred(self, ids: Iterable[int], starred: bool) -> tuple[int, ...]:  # noqa: FBT001 - as above
        """Star entries or take the star off; returns those which it changed."""
        return self._mark("starred", ids, starred)

    def _mark(self, column: str, ids: Iterable[int], value: bool) -> tuple[int, ...]:  # noqa: FBT001 - as above
        these = listing.json_ids(ids)
        sql = f"""UPDATE entries SET {column} = ? WHERE id IN (SELECT value FROM json_each(?)) AND {column} <> ?
                  RETURNING id"""  # noqa: S608 - the column is one of two

        def work(db: sqlite3.Connection) -> tuple[int, ...]:
            return tuple(row[0] for row in db.execute(sql, (value, these, value)).fetchall())

        return self._archive.write(work)

    # ── retention ──

    def prune(self, feeds: Iterable[Feed], *, keep: int, keep_days: int, now: datetime) -> int:
        """Delete what is too old or too much, in short transactions; see `retention.expired`.

        Args:
            feeds: Their own `keep` outranks the global one. Feeds that are not among them are pruned by the global rule.
            keep: Entries kept of each feed.
            keep_days: Age in days from which entries go that their feed no longer serves.
            now: The clock.

        Returns:
            How many went.
        """
        own = {feed.url: feed.keep for feed in feeds if feed.keep is not None}
        rows = self._archive.read(lambda db: db.execute("SELECT id, url FROM feeds").fetchall())
        older_than_us = to_us(now) - keep_days * DAY_US
        gone = 0
        for feed_id, url in rows:
            gone += self._prune_feed(feed_id, own.get(url, keep), older_than_us)
        self._archive.write(lambda db: retention.drop_old_keys(db, now_us=to_us(now)))
        return gone

    def _prune_feed(self, feed_id: int, keep: int, older_than_us: int) -> int:
        def choose(db: sqlite3.Connection) -> list[int]:
            return retention.expired(db, feed_id, keep=keep, older_than_us=older_than_us)

        def work(db: sqlite3.Connection) -> int:
            chosen = choose(db)  # again: it may have been starred meanwhile
            retention.forget(db, chosen)
            return len(chosen)

        gone = 0
        while self._archive.read(choose):
            gone += self._archive.write(work)
        return gone


def _counts(db: sqlite3.Connection, now_us: int) -> Counts:
    by_category: dict[str, int] = {}
    total = unread = 0
    for category, entries, fresh in db.execute(
        "SELECT category, entry_count, unread_count FROM feeds WHERE listed"
    ):
        total += entries
        unread += fresh
        if category:
            by_category[category] = by_category.get(category, 0) + fresh
    breaking = """SELECT count(*) FROM entries WHERE breaking_until > 0 AND breaking_until > ?
                  AND feed_id NOT IN (SELECT id FROM feeds WHERE listed = 0)"""
    return Counts(
        all=total,
        unread=unread,
        breaking=db.execute(breaking, (now_us,)).fetchone()[0],
        starred=db.execute("SELECT count(*) FROM entries WHERE starred = 1").fetchone()[0],
        by_category=by_category,
    )

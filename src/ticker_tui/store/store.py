"""The one door to the archive: what the screen, the command and the poller may ask of it."""

from __future__ import annotations

from datetime import UTC, datetime
from stat import S_ISDIR
from typing import TYPE_CHECKING, Self

import msgspec

from ticker_tui.errors import StoreError
from ticker_tui.model import Feed, FeedState, FeedStats, PollResult, Rules
from ticker_tui.store.db.archive import ARCHIVE_NAME, Archive
from ticker_tui.store.db.leader_lock import NOT_POLLED, LeaderLock
from ticker_tui.store.db.timestamps import to_us
from ticker_tui.store.db.write_access import NEWER_TICKER, NOTHING_SAVED
from ticker_tui.store.entries.state import EntryState
from ticker_tui.store.queries import feed_stats, headline_rows
from ticker_tui.store.queries.api import Queries
from ticker_tui.store.rules.rule_changes import RuleChanges

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ticker_tui.model import Entry, Rule
    from ticker_tui.store.entries.saving import SaveResult
    from ticker_tui.store.stories.index import StoryIndex


class Store(Queries, EntryState):
    """The archive. Safe to share between threads; reads may be made from the screen's thread, writes take a worker's.

    What lists and readers ask stands in `lists`, what marks entries in `marks`.
    """

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._rules = Rules()
        self._kept: StoryIndex | None = None
        self._lead = LeaderLock(archive.path.with_name(f"{archive.path.name}.lock"))

    @classmethod
    def open(cls, path: Path, *, now: datetime | None = None) -> Self:
        """Open or make the archive at `path`, a file or the data folder.

        Args:
            path: The file; for a folder, the archive of the usual name in it.
            now: Dates the name of a file that has to be moved aside; None: the clock is asked then.

        Raises:
            StoreError: It belongs to another program, to a newer ticker, or cannot be read.
        """

        def clock() -> datetime:
            return now or datetime.now(UTC)

        try:
            file = path / ARCHIVE_NAME if S_ISDIR(path.stat().st_mode) else path
        except (FileNotFoundError, NotADirectoryError):
            file = path
        except OSError as error:  # `is_dir` hides it from Python 3.14 on
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
        """Sentences for the screen: a damaged file moved aside, a new format."""
        return self._archive.notices

    @property
    def read_only(self) -> str:
        """Why nothing can be saved, a sentence a line; empty: it can. The archive can be read all the same."""
        return self._archive.read_only

    @property
    def is_outdated(self) -> bool:
        """Whether a newer ticker has changed the archive, so that this one has to be started again."""
        return self._archive.read_only == NEWER_TICKER

    @property
    def obstacle(self) -> str:
        """Why no ticker can poll for this archive, and what that means, a sentence a line; empty: one can."""
        if self._archive.read_only:
            return f"{self._archive.read_only}\n{NOTHING_SAVED}"
        return self._lead.problem and f"{self._lead.problem}\n{NOT_POLLED}"

    def close(self) -> None:
        """Let go of the file and of the lead."""
        self._lead.release()
        self._archive.close()

    def follow(self, why: str = "") -> bool:
        """Go on with the archive that another ticker has put in the place of a damaged one. A write does so by itself.

        Args:
            why: The sentence for `notices`, where there is a better one than that it has happened.

        Returns:
            Whether there was one.

        Raises:
            StoreError: It cannot be opened.
        """
        return self._archive.follow(why)

    def wait_for_writes(self) -> None:
        """Return when nothing is being written any more that was begun before, by this program.

        Raises:
            StoreError: The archive cannot be written to.
        """
        self._archive.write(lambda _: None)

    def try_lead(self) -> bool:
        """Whether this ticker is the one that polls; `obstacle` says why it is none. Stays true as long as it can save.

        Raises:
            StoreError: The archive can no longer be read.
        """
        if self._archive.can_write():
            return self._lead.try_take()
        self._lead.release()
        return False

    def check(self) -> bool:
        """Look for damage in the whole file and, when there is some, go on with a new one; see `notices`.

        Reads every page (about 1 ms a megabyte): for a worker, after the first paint.

        Returns:
            Whether the file was sound.
        """
        return self._archive.check()

    def catch_up(self) -> bool:
        """Give older entries a little of what a newer format wants of them (see `upkeep`); for a worker, between other things.

        Returns:
            Whether there is more to do.

        Raises:
            StoreError: It cannot be saved now.
        """
        if self._archive.read(lambda db: db.execute("SELECT 1 FROM upkeep").fetchone()) is None:
            return False
        from ticker_tui.store.db import background_migrations

        return self._archive.write(background_migrations.step)

    # ── feeds ──

    def sync_feeds(self, feeds: Iterable[Feed]) -> None:
        """Make the archive know what feeds.toml says. Feeds taken out of it keep their entries, which are not shown."""
        from ticker_tui.store.db.remove_credentials import remove_logins
        from ticker_tui.store.entries import saving  # the first frame saves nothing

        wanted = list(feeds)

        def work(db: sqlite3.Connection) -> bool:
            had_logins = remove_logins(db, wanted)
            ids = [saving.feed_row(db, feed) for feed in wanted]
            db.execute(
                "UPDATE feeds SET listed = 0 WHERE listed AND id NOT IN (SELECT value FROM json_each(?))",
                (headline_rows.json_ids(ids),),
            )
            return had_logins

        if self._archive.write(work):
            self._archive.wipe()

    def readdress(self, old_url: str, new_url: str) -> None:
        """Let a feed have another address; its entries keep their ids and marks. One that is not known is left alone.

        Raises:
            StoreError: Nothing of it is saved.
        """
        from ticker_tui.store.entries.change_feed_url import readdress  # no part of the start

        self._archive.write(lambda db: readdress(db, old_url, new_url))

    def states(self) -> dict[str, FeedState]:
        """What is remembered of each feed, by address."""
        sql = "SELECT f.url, s.state FROM feeds f JOIN feed_state s ON s.feed_id = f.id"
        rows = self._archive.read(lambda db: db.execute(sql).fetchall())
        return {url: msgspec.json.decode(state, type=FeedState) for url, state in rows}

    def state(self, feed_url: str) -> FeedState | None:
        """What is remembered of one feed; None: nothing."""
        sql = "SELECT s.state FROM feeds f JOIN feed_state s ON s.feed_id = f.id WHERE f.url = ?"
        row = self._archive.read(lambda db: db.execute(sql, (feed_url,)).fetchone())
        return None if row is None else msgspec.json.decode(row[0], type=FeedState)

    def marks(self, feed_url: str) -> frozenset[bytes]:
        """`Entry.mark` of the entries of a feed: such items need not be read again."""
        sql = "SELECT mark FROM entries WHERE feed_id = (SELECT id FROM feeds WHERE url = ?) AND mark <> x''"
        return self._archive.read(lambda db: frozenset(row[0] for row in db.execute(sql, (feed_url,))))

    def paces(self, *, now: datetime) -> dict[str, FeedStats]:
        """How much each feed of feeds.toml brings, by address."""
        return self._archive.read(lambda db: feed_stats.paces(db, now_us=to_us(now)))

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
        if not entries:
            self.save_states([(feed, state)])
            return PollResult(feed=feed, state=state)
        from ticker_tui.store.entries import saving
        from ticker_tui.store.stories.index import StoryIndex

        now_us = to_us(now)

        def work(db: sqlite3.Connection) -> tuple[SaveResult, frozenset[int]]:
            kept = self._kept = self._kept or StoryIndex()
            kept.attach(db, self._archive.writes)
            feed_id = saving.feed_row(db, feed)
            saved = saving.save_entries(
                db,
                feed_id,
                entries,
                now_us=now_us,
                breaking_expires_s=breaking_expires_s,
                kept=kept,
            )
            saving.keep_state(
                db,
                feed_id,
                state,
                lacks_some=saved.lacks_some,
            )
            touched = saved.new_ids + saved.updated_ids
            muted = frozenset[int]()
            if touched and self._rules != Rules():
                from ticker_tui.store.rules import rule_engine

                muted = rule_engine.judge_some(db, self._rules, touched, now=now)
            saved.joined_ids = headline_rows.folded(db, saved.joined_ids)
            return saved, muted

        saved, muted = self._archive.write(work)
        return PollResult(
            feed=feed,
            state=state,
            new_ids=tuple(each for each in saved.new_ids if each not in muted),
            updated_ids=tuple(saved.updated_ids),
            breaking_ids=tuple(each for each in saved.breaking_ids if each not in muted),
            joined_ids=tuple(saved.joined_ids),
            muted_ids=tuple(each for each in saved.new_ids if each in muted),
            first_read=saved.first_read,
        )

    def save_states(self, states: Sequence[tuple[Feed, FeedState]]) -> None:
        """Save, in one transaction, what to remember of feeds that brought no entries.

        Raises:
            StoreError: Nothing of it is saved.
        """
        from ticker_tui.store.entries import saving

        def work(db: sqlite3.Connection) -> None:
            if self._kept is not None:
                self._kept.attach(db, self._archive.writes)
            for feed, state in states:
                feed_id = saving.feed_row(db, feed)
                saving.keep_state(db, feed_id, state, lacks_some=not saving.has_state(db, feed_id))

        self._archive.write(work)

    # ── rules ──

    @property
    def rules(self) -> Rules:
        """By which what is saved from now on is judged."""
        return self._rules

    def use_rules(self, rules: Rules) -> None:
        """Judge what is saved from now on by these; `judge` does it for what is there already."""
        self._rules = rules

    def judge(self, *, now: datetime, pause: Callable[[], object] = lambda: None) -> RuleChanges:
        """Bring every entry's flags in line with the rules in use: for a worker, in slices.

        Args:
            now: The clock.
            pause: Called between two slices of work, with no transaction open.

        Returns:
            What it changed.

        Raises:
            StoreError: What was changed up to then stays so; asking again does the rest.
        """
        rules = self._rules
        if rules == Rules() and not self._archive.read(_has_traces):
            return RuleChanges.nothing()
        from ticker_tui.store.rules import rule_engine

        return rule_engine.judge(self._archive, rules, now=now, pause=pause)

    def count_meant(self, rule: Rule, *, now: datetime, shown: bool = False) -> int:
        """How many entries of the listed feeds a rule means: for a worker, as it may look at many headlines.

        Args:
            rule: One whose query can be understood.
            now: The clock.
            shown: Only those that no rule keeps out of sight: what it would take away.
        """
        from ticker_tui.store.rules import rule_engine

        meant = rule_engine.meant(self._archive.read, rule, now=now)
        return self._archive.read(lambda db: rule_engine.count_listed(db, meant, shown=shown))

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
        from ticker_tui.store.entries import retention

        own = {feed.url: feed.keep for feed in feeds if feed.keep is not None}
        return retention.prune(self._archive, own, keep=keep, keep_days=keep_days, now_us=to_us(now))


def _has_traces(db: sqlite3.Connection) -> bool:
    """Whether rules have left a flag, or were the last ones that judged. Both indices and the table hold nothing else."""
    sql = """SELECT EXISTS (SELECT 1 FROM entries INDEXED BY entries_muted WHERE muted = 1)
                 OR EXISTS (SELECT 1 FROM entries INDEXED BY entries_highlighted WHERE highlight > 0)
                 OR EXISTS (SELECT 1 FROM judged)"""
    return bool(db.execute(sql).fetchone()[0])

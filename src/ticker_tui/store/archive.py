"""The file: opening it, sharing it between threads and programs, and what happens when it is broken."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ticker_tui.errors import StoreError
from ticker_tui.store import rescue, schema
from ticker_tui.store.times import to_us

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

ARCHIVE_NAME = "ticker.sqlite3"
BUSY_TIMEOUT_S = 5.0

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Archive:
    """One SQLite file: one writer behind a lock, and as many readers as there are threads that read at once.

    A file that turns out to be damaged is moved aside, a new one is made in its place, and `notices` says so. It is
    never repaired in place and never deleted.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        """Open the file, making it and its folder when there are none.

        Raises:
            StoreError: It belongs to another program or a newer ticker, or cannot be opened.
        """
        self.path = path
        self._clock = clock
        self._write_lock = threading.RLock()
        self._pool_lock = threading.Lock()
        self._readers: list[sqlite3.Connection] = []
        self._generation = 0
        self._closed = False
        self._notices: list[str] = []
        self.writes = 0
        """How often something was saved, nothing undone counted."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{path.parent}: cannot make the data folder ({error.strerror})") from error
        self._immutable = False
        self._writer = self._open_or_start_over()
        self._inode = _inode(path)

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the screen, oldest first: what happened to the file since it was opened."""
        return tuple(self._notices)

    # ── work ──

    def read(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run queries on a reading connection of the calling thread's own.

        Raises:
            StoreError: The file cannot be read.
        """
        return self._once_more_when_damaged(self._read, work)

    def write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run `work` in one transaction: all of it is saved, or nothing.

        Raises:
            StoreError: It cannot be saved; the archive is as it was before.
        """
        return self._once_more_when_damaged(self._write, work)

    def _once_more_when_damaged(
        self,
        run: Callable[[Callable[[sqlite3.Connection], _T]], _T],
        work: Callable[[sqlite3.Connection], _T],
    ) -> _T:
        generation = self._generation
        try:
            return run(work)
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise StoreError(_sentence(error, self.path)) from error
            self._start_over(str(error), generation)
        try:
            return run(work)
        except sqlite3.Error as error:
            raise StoreError(_sentence(error, self.path)) from error

    def _read(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._pool_lock:
            if self._closed:
                raise StoreError(f"{self.path} is closed")
            generation = self._generation
            # Connected under the lock: between a damaged file and its successor there is none at all.
            db = self._readers.pop() if self._readers else self._connect(read_only=True)
        try:
            return work(db)
        finally:
            with self._pool_lock:
                keep = generation == self._generation and not self._closed
                if keep:
                    self._readers.append(db)
            if not keep:
                db.close()

    def follow(self, why: str = "") -> bool:
        """Go on with the file that lies in the place of ours, when another program has put one there.

        Args:
            why: The sentence for `notices`; empty: that it has happened.

        Returns:
            Whether there was one.

        Raises:
            StoreError: It cannot be opened.
        """
        with self._write_lock:
            if self._closed or not self._replaced:
                return False
            with self._pool_lock:
                try:
                    self._change_file(self._open)
                except sqlite3.Error as error:
                    raise StoreError(_sentence(error, self.path)) from error
            self._notices.append(
                why or f"Another program has put a new archive at {self.path}; it is in use now."
            )
            return True

    @property
    def _replaced(self) -> bool:
        """Whether another file lies there; not while there is none, between a damaged one and its successor."""
        return _inode(self.path) not in {0, self._inode}

    def _write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._write_lock:
            if self._closed:
                raise StoreError(f"{self.path} is closed")
            self.follow()
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            try:
                result = work(db)
                db.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already.
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            self.writes += 1
            return result

    def close(self) -> None:
        """Close every connection. Readers still at work close theirs when they are done."""
        with self._write_lock:
            with self._pool_lock:
                self._closed = True
                readers, self._readers = self._readers, []
            for db in readers:
                db.close()
            with suppress(sqlite3.Error):
                self._writer.execute("PRAGMA optimize")
            self._writer.close()

    # ── opening ──

    def _open_or_start_over(self) -> sqlite3.Connection:
        try:
            try:
                db = self._open()
            except sqlite3.OperationalError as error:
                if (
                    _code(error) not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
                    or not self.path.is_file()
                ):
                    raise
                # WAL wants a file beside the archive even for reading; in a folder where none can be made, the
                # archive is read as it is.
                self._immutable = True
                db = self._open()
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise StoreError(_sentence(error, self.path)) from error
            return self._begin_again(str(error))
        if self._immutable or not os.access(self.path, os.W_OK):
            self._notices.append(f"{self.path} is read-only: nothing is saved.")
        return db

    def _connect(self, *, read_only: bool) -> sqlite3.Connection:
        db = sqlite3.connect(
            f"{self.path.absolute().as_uri()}{'?mode=ro&immutable=1' if self._immutable else ''}",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=128,
        )
        try:
            # With WAL: a power cut may lose the last answer, never the file.
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA temp_store = MEMORY")
            if read_only:
                db.execute("PRAGMA query_only = ON")
            else:
                # An import goes through the search index again and again, and writes the same pages many times.
                db.execute("PRAGMA cache_size = -8000")
                db.execute("PRAGMA wal_autocheckpoint = 4000")
        except BaseException:
            db.close()
            raise
        return db

    def _open(self) -> sqlite3.Connection:
        db = self._connect(read_only=self._immutable)
        try:
            self._refuse_foreign(db)
            if not self._immutable:
                db.execute("PRAGMA journal_mode = WAL")
            self._upgrade(db)
            # The first window of the list: damage to what is shown first is found here, the rest by `check`.
            db.execute("SELECT id, title FROM entries ORDER BY sort_at DESC, id DESC LIMIT 100").fetchall()
        except BaseException:
            db.close()
            raise
        return db

    def _refuse_foreign(self, db: sqlite3.Connection) -> None:
        owner = db.execute("PRAGMA application_id").fetchone()[0]
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if owner != schema.APPLICATION_ID and (owner or tables):
            raise StoreError(
                f"{self.path} is another program's database; it was not touched. Name another folder with --data."
            )

    def _upgrade(self, db: sqlite3.Connection) -> None:
        def copy(old_version: int) -> None:
            target = self._dated(f"format{old_version}")
            with sqlite3.connect(target) as copied:
                db.backup(copied)
            copied.close()
            self._notices.append(
                f"The archive was brought to a new format; a copy of the old one is {target}."
            )

        is_new = schema.version(db) == 0
        try:
            schema.upgrade(db, before=copy)
        except StoreError as error:
            raise StoreError(
                f"{self.path} {error}. Update ticker, or name another folder with --data."
            ) from None
        if is_new:
            self._settle(db)

    @staticmethod
    def _settle(db: sqlite3.Connection) -> None:
        """Nothing has to be done again to an archive that holds nothing yet."""
        from ticker_tui.store import upkeep

        more = True
        while more:
            db.execute("BEGIN IMMEDIATE")
            more = upkeep.step(db)
            db.execute("COMMIT")

    # ── damage ──

    def check(self) -> bool:
        """Whether SQLite's `quick_check` finds the file sound; a damaged one is replaced. Reads the whole file.

        Raises:
            StoreError: The file cannot be read at all.
        """
        generation = self._generation
        try:
            found = str(self._read(lambda db: db.execute("PRAGMA quick_check(1)").fetchone()[0]))
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise StoreError(_sentence(error, self.path)) from error
            found = str(error)
        if found != "ok":
            self._start_over(found, generation)
        return found == "ok"

    def _start_over(self, why: str, generation: int) -> None:
        """Move the damaged file aside and go on with a new one, or with the one that another ticker has made by now.

        Args:
            why: What SQLite said.
            generation: Which of the files so far is meant: another thread may have noticed first.
        """
        with self._write_lock, self._pool_lock:
            if generation != self._generation:
                return
            ours = _inode(self.path) == self._inode
            make = partial(self._begin_again, why) if ours else self._open
            try:
                self._change_file(make)
            except sqlite3.Error as error:
                raise StoreError(_sentence(error, self.path)) from error

    def _change_file(self, make: Callable[[], sqlite3.Connection]) -> None:
        """Let go of the file, and go on with the one that `make` opens. Both locks are held."""
        self._generation += 1
        readers, self._readers = self._readers, []
        for db in readers:
            db.close()
        self._writer.close()
        self._writer = make()
        self._inode = _inode(self.path)

    def _begin_again(self, why: str) -> sqlite3.Connection:
        """Move the damaged file aside, make a new one, and let the marks of the old one wait in it."""
        aside = self._move_aside(why)
        marks = rescue.read_marks(aside)
        db = self._open()
        kept = ""
        if marks:
            try:
                rescue.keep_marks(db, marks, now_us=to_us(self._clock()))
                kept = f" {len(marks)} marks (read, starred, deleted) were saved for when their headlines come again."
            except sqlite3.Error:
                _log.exception("cannot keep the marks of %s", aside)
        self._notices.append(f"The archive was damaged ({why}) and is now {aside}. A new one was made.{kept}")
        return db

    def _move_aside(self, why: str) -> Path:
        target = self._dated("broken")
        try:
            for suffix in ("-wal", "-shm", ""):
                source = self.path.with_name(self.path.name + suffix)
                if source.exists():
                    source.rename(target.with_name(target.name + suffix))
        except OSError as error:
            raise StoreError(
                f"{self.path} is damaged and cannot be moved aside ({error.strerror})"
            ) from error
        _log.warning("moved %s to %s: %s", self.path, target, why)
        return target

    def _dated(self, what: str) -> Path:
        """A free name beside the archive that says what the copy is and when it was made."""
        stamp = f"{self._clock():%Y%m%d-%H%M%S}"
        target = self.path.with_name(f"{self.path.stem}.{what}-{stamp}{self.path.suffix}")
        number = 1
        while target.exists():
            number += 1
            target = self.path.with_name(f"{self.path.stem}.{what}-{stamp}-{number}{self.path.suffix}")
        return target


def _inode(path: Path) -> int:
    try:
        return os.stat(path).st_ino  # noqa: PTH116 - the number itself is meant
    except OSError:
        return 0


def _code(error: sqlite3.Error) -> int:
    """The primary result code; 0 when the error is the module's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_damage(error: sqlite3.Error) -> bool:
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _sentence(error: sqlite3.Error, path: Path) -> str:
    """What happened, for a person."""
    match _code(error):
        case sqlite3.SQLITE_FULL:
            return f"Cannot save to {path}: the disk is full. It is tried again with the next answer."
        case sqlite3.SQLITE_IOERR:
            return f"Cannot save to {path}: the disk reports an error ({error})."
        case sqlite3.SQLITE_READONLY:
            return f"Cannot save to {path}: it is read-only."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"Cannot save to {path}: another program has kept it locked for {BUSY_TIMEOUT_S:.0f} s."
        case sqlite3.SQLITE_CANTOPEN:
            return f"Cannot open {path}: {error}. Name another folder with --data."
        case _:
            return f"{path}: {error}."

"""The file: opening it, sharing it between threads and programs, and what happens when it is broken."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import zlib
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ticker_tui.errors import ReadOnlyError, StoreError
from ticker_tui.filesystem import make_private, open_private
from ticker_tui.log import LOG_NAME
from ticker_tui.store.db import connections, database_schema, format_backup, write_access
from ticker_tui.store.db.timestamps import to_us
from ticker_tui.store.db.uri import file_uri
from ticker_tui.store.entries.body_codec import BodyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

ARCHIVE_NAME = "ticker.sqlite3"

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Archive:
    """One SQLite file: one writer behind a lock, and as many readers as there are threads that read at once.

    A file that turns out to be damaged is moved aside, a new one is made in its place, and `notices` says so. It is
    never repaired in place and never deleted. One that cannot be written is read, and `read_only` says why.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        """Open the file, making it and its folder when there are none.

        Raises:
            StoreError: It belongs to another program or a newer ticker, or cannot be read.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{path.parent}: cannot make the data folder ({error.strerror})") from error
        self.path = write_access.regular_file(path)
        self._clock = clock
        self._write_lock = threading.RLock()
        self._pool_lock = threading.Lock()
        self._readers: list[sqlite3.Connection] = []
        self._generation = 0
        self._closed = False
        self._notices: list[str] = []
        self.writes = 0
        """How often something was saved, nothing undone counted."""
        self.read_only = ""
        """Why nothing can be saved, a sentence a line; empty: it can."""
        self._uri = ""
        """What readers connect to; it never makes a file."""
        self._seen: object = None
        """What the file looked like when it was opened without SQLite's locks; None: it is opened with them."""
        self._writer = self._open_as_possible()
        self._inode = _inode(self.path)

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
            ReadOnlyError: Nothing can be saved: see `read_only`.
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
        except _FAILURES as error:
            if not _is_damage(error):
                raise self._explained(error) from error
            self._start_over(_said(error), generation)
        try:
            return run(work)
        except _FAILURES as error:
            raise self._explained(error) from error

    def _read(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        if self._seen is not None and self._seen != _looks(self.path):
            self._open_again()
        if not self._readers and not self.read_only and not _inode(self.path):
            self.follow()
        with self._pool_lock:
            if self._closed:
                raise StoreError(f"{self.path} is closed")
            generation = self._generation
            # Connected under the lock: between a damaged file and its successor there is none at all.
            db = self._readers.pop() if self._readers else connections.connect(self._uri, read_only=True)
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

        One that was deleted is written again, from what is still open.

        Args:
            why: The sentence for `notices`; empty: that it has happened.

        Returns:
            Whether there was one.

        Raises:
            StoreError: It cannot be opened.
        """
        with self._write_lock:
            now_there = _inode(self.path)
            if self._closed or self._seen is not None or now_there == self._inode:
                return False
            if not now_there:
                if self.read_only:
                    return False
                why = self._write_again()
            with self._pool_lock:
                try:
                    self._change_file(self._open_as_possible)
                except _FAILURES as error:
                    raise self._explained(error) from error
            self._notices.append(
                why or f"Another program has put a new archive at {self.path}; it is in use now."
            )
            return True

    def _write_again(self) -> str:
        """Write a deleted archive again; the sentence that says so.

        Raises:
            StoreError: That cannot be done now.
        """
        copy = self.path.with_name(f"{self.path.stem}.{os.getpid()}.partial{self.path.suffix}")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(copy, isolation_level=None)) as target:
                self._writer.backup(target)
            for suffix in ("-wal", "-shm"):  # they belong to the file that is gone
                self.path.with_name(f"{self.path.name}{suffix}").unlink(missing_ok=True)
            with suppress(FileExistsError):  # another ticker was faster
                os.link(copy, self.path)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{self.path} is no longer there and cannot be written again ({error})."
            ) from error
        finally:
            copy.unlink(missing_ok=True)
        return f"{self.path} was no longer there; it has been written again."

    def _write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._write_lock:
            if self._closed:
                raise StoreError(f"{self.path} is closed")
            self.follow()
            if self.read_only:
                raise ReadOnlyError(self.read_only)
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_newer(db)
                result = work(db)
                db.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already.
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            self.writes += 1
            return result

    def _refuse_newer(self, db: sqlite3.Connection) -> None:
        if database_schema.version(db) > len(database_schema.MIGRATIONS):
            self.read_only = write_access.NEWER_TICKER
            raise ReadOnlyError(self.read_only)

    def wipe(self) -> None:
        """Overwrite what the file still holds of deleted rows; left for another time while the file is in use elsewhere."""
        with self._write_lock, suppress(sqlite3.Error):
            self._writer.execute("VACUUM")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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

    # ── whether it can be written ──

    def can_write(self) -> bool:
        """Whether something can be saved now, as far as that can be told without saving; `read_only` says why not.

        An archive that could not be written is tried again, one that can no longer be is from now on only read.

        Raises:
            StoreError: It can no longer be read either.
        """
        with self._write_lock:
            if self._closed:
                return False
            self.follow()
            if self.read_only != write_access.NEWER_TICKER:
                self._look_again()
            return not self.read_only

    def _look_again(self) -> None:
        if self.read_only:
            if write_access.write_failure(self.path):
                return
            self._open_again()
        elif cause := write_access.write_obstacle(self.path):
            self._open_again(cause)
        elif self.read(database_schema.version) > len(database_schema.MIGRATIONS):
            self.read_only = write_access.NEWER_TICKER

    def _open_again(self, cause: str = "") -> None:
        """Open the file as it can be opened now; `cause`: to be read only."""
        with self._write_lock, self._pool_lock:
            if self._closed:
                return
            make = partial(self._open_to_read, cause) if cause else self._open_as_possible
            try:
                self._change_file(make)
            except _FAILURES as error:
                raise self._explained(error) from error

    def _explained(self, error: Exception) -> StoreError:
        """What happened, for a person."""
        with suppress(sqlite3.Error):
            if database_schema.version(self._writer) > len(database_schema.MIGRATIONS):
                self.read_only = write_access.NEWER_TICKER
                return ReadOnlyError(self.read_only)
        return StoreError(_sentence(error, self.path))

    # ── opening ──

    def _open_as_possible(self) -> sqlite3.Connection:
        """Open the file to write to it; else to read it, and then `read_only` says why."""
        if cause := write_access.write_obstacle(self.path):
            return self._open_to_read(cause)
        try:
            db = self._open()
        except format_backup.BackupError as error:
            return self._open_to_read(str(error))
        except _FAILURES as error:
            if _is_damage(error):
                return self._begin_again(_said(error))
            cause = _cause(error, self.path)
            if (
                not cause and _code(error) == sqlite3.SQLITE_FULL
            ):  # there is space again: that of what was undone
                cause = write_access.NO_SPACE.format(detail=self.path.parent)
            if not cause:
                raise StoreError(_sentence(error, self.path)) from error
            try:
                return self._open_to_read(cause)
            except sqlite3.Error:
                raise StoreError(_sentence(error, self.path)) from error
        self.read_only, self._seen = "", None
        return db

    def _open(self) -> sqlite3.Connection:
        # SQLite would make a file that everybody can read. One that exists is never opened here: closing it would drop the locks
        # that this process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
        with suppress(OSError):
            open_private(self.path, "xb").close()
        self._uri = file_uri(self.path, "mode=rw")
        db = connections.connect(file_uri(self.path), read_only=False)
        try:
            connections.refuse_foreign(db, self.path)
            make_private(own_files(self.path))
            database_schema.patiently(lambda: db.execute("PRAGMA journal_mode = WAL"))
            self._migrate(db)
            if copy := format_backup.finish(self.path, self._free_name):
                self._notices.append(
                    f"The archive was brought to a new format; a copy of the old one is {copy}."
                )
            connections.read_first_window(db)
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        is_new = database_schema.version(db) == 0
        try:
            database_schema.upgrade(db, before=lambda _: format_backup.make(self.path))
        except format_backup.BackupError:
            raise
        except sqlite3.Error:
            format_backup.discard(self.path)
            raise
        except StoreError as error:
            raise StoreError(
                f"{self.path} {error}. Update ticker, or name another folder with --data."
            ) from None
        if is_new:
            self._settle(db)

    @staticmethod
    def _settle(db: sqlite3.Connection) -> None:
        """Nothing has to be done again to an archive that holds nothing yet."""
        from ticker_tui.store.db import background_migrations

        more = True
        while more:
            database_schema.begin_alone(db)
            more = background_migrations.step(db)
            db.execute("COMMIT")

    def _open_to_read(self, cause: str) -> sqlite3.Connection:
        """Open the file to read it: with SQLite's locks, else without, else a copy in memory.

        A database with a log needs two files beside it even for reading. Without a log nobody
        writes to it now, and it is read as it is; no file is made beside it, which would be in its owner's way. It is opened
        again when somebody has changed it: its owner, or another mount.
        """
        self.read_only = cause
        if not self.path.exists():
            self.read_only = f"{cause}\n{write_access.MISSING.format(detail=self.path)}"
            return self._open_in_memory(None)
        log, index = (self.path.with_name(f"{self.path.name}{suffix}") for suffix in ("-wal", "-shm"))
        ways = ("mode=ro",) if log.exists() and index.exists() else ()
        if not _size(log):
            ways = (*ways, "mode=ro&immutable=1")
        for how in ways:
            self._seen = None if how == "mode=ro" else _looks(self.path)
            self._uri = file_uri(self.path, how)
            try:
                if db := self._connect_to_read():
                    return db
            except sqlite3.OperationalError:
                continue
            except _FAILURES:
                break
        return self._open_in_memory(self.path)

    def _connect_to_read(self) -> sqlite3.Connection | None:
        """None: it has an older format."""
        db = connections.connect(self._uri, read_only=True)
        try:
            connections.refuse_foreign(db, self.path)
            if database_schema.version(db) < len(database_schema.MIGRATIONS):
                db.close()
                return None
            self._migrate(db)  # a newer one is refused
            connections.read_first_window(db)
        except BaseException:
            db.close()
            raise
        return db

    def _open_in_memory(self, source: Path | None) -> sqlite3.Connection:
        """A copy in memory: of an older format, of a file whose log cannot be used where it is, of what is left of a damaged one.

        Raises:
            StoreError: The file cannot be read at all, or is not ours.
        """
        self._seen = _looks(self.path)
        try:
            return self._copy_to_memory(source)
        except _FAILURES as error:
            if not _is_damage(error):
                raise
            return self._rescue_into_memory()
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise StoreError(
                f"{self.path}: cannot be read ({reason}). Name another folder with --data."
            ) from error

    def _rescue_into_memory(self) -> sqlite3.Connection:
        from ticker_tui.store.db import rescue  # no part of the start

        self._seen = _looks(self.path)
        db = self._copy_to_memory(None)
        try:
            rescue.restore(db, rescue.read(self.path), now_us=to_us(self._clock()))
        except BaseException:
            db.close()
            raise
        return db

    def _copy_to_memory(self, source: Path | None) -> sqlite3.Connection:
        self._uri = connections.memory_uri()
        db = connections.connect(self._uri, read_only=False)
        try:
            if source is not None:
                connections.copy_into(db, source)
            connections.refuse_foreign(db, self.path)
            is_new = database_schema.version(db) == 0
            database_schema.upgrade(db)
            if is_new:
                self._settle(db)
            connections.read_first_window(db)
        except BaseException:
            db.close()
            raise
        return db

    # ── damage ──

    def check(self) -> bool:
        """Whether SQLite's `quick_check` finds the file sound; a damaged one is replaced. Reads the whole file.

        Raises:
            StoreError: The file cannot be read at all.
        """
        generation = self._generation
        try:
            found = str(self._read(lambda db: db.execute("PRAGMA quick_check(1)").fetchone()[0]))
        except _FAILURES as error:
            if not _is_damage(error):
                raise self._explained(error) from error
            found = _said(error)
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
            make: Callable[[], sqlite3.Connection]
            if self._seen is not None and self._seen != _looks(self.path):
                make = self._open_as_possible  # it was changed while it was read without locks
            elif self.read_only:
                make = self._rescue_into_memory
            elif _inode(self.path) == self._inode:
                make = partial(self._begin_again, why)
            else:
                make = self._open_as_possible
            try:
                self._change_file(make)
            except _FAILURES as error:
                raise self._explained(error) from error

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
        """Move the damaged file aside, make a new one, and put into it what can be read of the old one."""
        from ticker_tui.store.db import rescue  # no part of the start

        aside = self._move_aside(why)
        rescued = rescue.read(aside)
        db = self._open()
        kept = ""
        try:
            entries, marks = rescue.restore(db, rescued, now_us=to_us(self._clock()))
        except sqlite3.Error:
            _log.exception("cannot keep what was rescued from %s", aside)
        else:
            kept = f" {entries} headlines were rescued" if entries else ""
            if marks:
                kept += f"{' and' if kept else ''} {marks} marks (read, starred, deleted) were saved for when their headlines come again"
            kept += "." if kept else ""
        self._notices.append(f"The archive was damaged ({why}) and is now {aside}. A new one was made.{kept}")
        return db

    def _move_aside(self, why: str) -> Path:
        target = self._free_name("broken")
        try:
            for suffix in ("-wal", "-shm", ""):
                source = self.path.with_name(self.path.name + suffix)
                if source.exists():
                    source.rename(target.with_name(target.name + suffix))
            make_private(own_files(self.path))
        except OSError as error:
            raise StoreError(
                f"{self.path} is damaged and cannot be moved aside ({error.strerror})"
            ) from error
        _log.warning("moved %s to %s: %s", self.path, target, why)
        return target

    def _free_name(self, what: str) -> Path:
        """A free name beside the archive that says what the copy is and when it was made."""
        stamp = f"{self._clock():%Y%m%d-%H%M%S}"
        target = self.path.with_name(f"{self.path.stem}.{what}-{stamp}{self.path.suffix}")
        number = 1
        while target.exists():
            number += 1
            target = self.path.with_name(f"{self.path.stem}.{what}-{stamp}-{number}{self.path.suffix}")
        return target


def own_files(archive: Path) -> Iterator[Path]:
    """The archive, SQLite's files beside it, its copies, its lock and the log."""
    yield archive
    for pattern in (
        f"{archive.name}-*",
        f"{archive.name}.lock",
        f"{archive.stem}.*-*{archive.suffix}*",
        f"{LOG_NAME}*",
    ):
        yield from archive.parent.glob(pattern)


def _inode(path: Path) -> int:
    try:
        return os.stat(path).st_ino  # noqa: PTH116 - the number itself is meant
    except OSError:
        return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _looks(path: Path) -> object:
    """What changes when somebody writes to the archive."""
    seen: list[tuple[int, ...]] = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        try:
            found = each.stat()
        except OSError:
            seen.append(())
        else:
            seen.append((found.st_ino, found.st_size, found.st_mtime_ns))
    return seen


_FAILURES = (sqlite3.Error, UnicodeDecodeError, zlib.error, BodyError)
"""What reading a file may raise. The last two come from damage that SQLite does not see: in texts, and in its own messages
where they quote the file; in bodies."""


def _code(error: Exception) -> int:
    """The primary result code; 0 when the error is the module's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _is_damage(error: Exception) -> bool:
    if not isinstance(error, sqlite3.Error):
        return True
    undecodable = str(error).startswith("Could not decode to UTF-8")  # the module's own, without a code
    return undecodable or _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _said(error: Exception) -> str:
    """What was found, for a person, without the bytes of the file that it may quote."""
    return str(error) if isinstance(error, sqlite3.Error) and _code(error) else "a text or a body is damaged"


_DENIED = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
    }
)


def _cause(error: Exception, path: Path) -> str:
    """Why the archive cannot be written, when that is what an error means; empty: it is not, or nothing is known."""
    if _code(error) == sqlite3.SQLITE_BUSY:
        return write_access.lock_failure(path)
    return write_access.write_failure(path) if _code(error) in _DENIED else ""


def _sentence(error: Exception, path: Path) -> str:
    """What happened, for a person."""
    cause = _cause(error, path)
    match _code(error):
        case sqlite3.SQLITE_FULL if not cause:
            return f"Cannot save to {path}: the disk is full. It is tried again with the next answer."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED if not cause:
            return f"Cannot save to {path}: another program has kept it locked for {connections.BUSY_TIMEOUT_S:.0f} s."
        case sqlite3.SQLITE_CANTOPEN if not cause:
            return f"Cannot open {path}: {error}. Name another folder with --data."
        case sqlite3.SQLITE_IOERR if not cause:
            return f"Cannot save to {path}: the disk reports an error ({error})."
        case _:
            return f"Cannot save to {path}: {cause}" if cause else f"{path}: {error}."

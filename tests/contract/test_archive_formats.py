"""Archives of older and newer formats: two programs at once, a program that is killed, a program that is too old."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import load_config
from ticker_tui.errors import ReadOnlyError, StoreError
from ticker_tui.model import Entry, Feed, FeedState
from ticker_tui.store.db import connections, database_schema, format_backup
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store
from ticker_tui.ui import messages

from .conftest import NOW
from .sessions import started_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FEED = Feed(url="http://127.0.0.1:9/rss", name="A")
NEWEST = len(database_schema.MIGRATIONS)

OPEN = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from ticker_tui.store.store import Store
    print("ready", flush=True)
    sys.stdin.readline()
    with Store.open(Path(sys.argv[1])) as store:
        print(store.read_only or len(store.latest(now=datetime.now(UTC))))
"""


def make(folder: Path, steps: int, entries: int = 3) -> None:
    """An archive of an older format, as a ticker of that time would have left it."""
    with closing(sqlite3.connect(folder / ARCHIVE_NAME, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:steps])
        db.execute("INSERT INTO feeds (url, name, category, lang) VALUES (?, 'A', '', '')", (FEED.url,))
        db.executemany(
            """INSERT INTO entries (feed_id, key, title, link, lang, sort_at, first_seen_at, seen_at, digest)
               VALUES (1, ?, 'old', '', 'en', 1, 1, 1, x'')""",
            ((f"{number}",) for number in range(entries)),
        )


def backups(folder: Path) -> list[int]:
    """The formats of the copies that were made, whatever their names are."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith("ticker.format"):
            with closing(sqlite3.connect(path)) as db:
                assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
                found.append(int(db.execute("PRAGMA user_version").fetchone()[0]))
    return found


def together(folder: Path, count: int) -> list[str]:
    """What so many programs say that open an archive at the same moment."""
    command = [sys.executable, "-c", textwrap.dedent(OPEN), str(folder)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    for each in running:
        assert each.stdout is not None
        each.stdout.readline()
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=60)[0].strip() for each in running]
    assert [each.returncode for each in running] == [0] * count
    return said


@pytest.mark.parametrize(
    "steps",
    [*(pytest.param(each, marks=pytest.mark.slow) for each in range(2, NEWEST - 1)), 1, NEWEST - 1],
)
def test_two_programs_on_an_older_format_both_go_on_and_one_copy_stays(tmp_path: Path, steps: int) -> None:
    make(tmp_path, steps)
    assert together(tmp_path, 2) == ["3", "3"]
    assert backups(tmp_path) == [steps]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("steps", [0, 5])
def test_ten_programs_at_once(tmp_path: Path, steps: int) -> None:
    """On no archive at all as well."""
    if steps:
        make(tmp_path, steps)
    assert together(tmp_path, 10) == ["3" if steps else "0"] * 10
    assert backups(tmp_path) == ([steps] if steps else [])


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from ticker_tui.store.store import Store
    from ticker_tui.store.db import database_schema, format_backup
    def killed(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)
    moment = sys.argv[2]
    make, statements = format_backup.make, database_schema._statements
    if moment == "in the copy":
        class Source:
            def backup(self, copy):
                self.db.backup(copy, pages=2, progress=killed)
            def close(self):
                self.db.close()
        connect = format_backup.connect
        def connected(*words, **more):
            source = Source()
            source.db = connect(*words, **more)
            return source
        format_backup.connect = connected
    elif moment == "after the copy":
        format_backup.make = lambda path: (make(path), killed())
    elif moment == "in the migration":
        taken = iter((False, False, True))
        database_schema._statements = lambda step: killed() if next(taken) else statements(step)
    else:
        format_backup.finish = killed
    Store.open(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("moment", ["in the copy", "after the copy", "in the migration", "before the name"])
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_after_kill_9_at_any_moment_of_a_migration_the_next_start_goes_on(
    tmp_path: Path, moment: str
) -> None:
    make(tmp_path, 3, entries=500)
    for _ in range(2):  # again and again
        command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path), moment]
        done = subprocess.run(command, check=False, timeout=60)
        killed_again = moment != "before the name"  # there the archive is new after the first time
        assert done.returncode in {-signal.SIGKILL, *(() if killed_again else (0,))}
    with Store.open(tmp_path, now=NOW) as store:
        assert store.counts(now=NOW).all == 500
        assert store.check()
    assert backups(tmp_path) == [3]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".sqlite3", ".sqlite3"]
    assert not format_backup.partial(tmp_path / ARCHIVE_NAME).exists()


FILL = ["PRAGMA max_page_count = 1", "CREATE TABLE filler AS SELECT zeroblob(1000000)"]


@pytest.mark.parametrize("moment", ["the copy", "the migration"])
def test_without_space_for_the_new_format_the_old_archive_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    make(tmp_path, 4)
    path = tmp_path / ARCHIVE_NAME
    with closing(sqlite3.connect(path)) as db:
        before = "".join(db.iterdump())

    with monkeypatch.context() as full:
        if moment == "the copy":
            full.setattr(f"{format_backup.__name__}.connect", limited(connections.connect))
        else:
            statements = database_schema._statements
            on_disk = iter((True,))  # in memory there is space

            def fail(step: str) -> list[str]:
                if step is database_schema.MIGRATIONS[6] and next(on_disk, False):
                    return FILL
                return statements(step)

            full.setattr(database_schema, "_statements", fail)
        with Store.open(tmp_path, now=NOW) as store:
            said = "There is no space for the copy (1 MB)" if moment == "the copy" else "The file system of"
            assert store.read_only.startswith(said)
            assert store.counts(now=NOW).all == 3
    assert [each.name for each in tmp_path.iterdir()] == [ARCHIVE_NAME]
    with closing(sqlite3.connect(path)) as db:
        assert "".join(db.iterdump()) == before
    with Store.open(tmp_path, now=NOW) as store:
        assert store.read_only == ""
        assert store.counts(now=NOW).all == 3
    assert backups(tmp_path) == [4]


def limited(connect: Callable[..., sqlite3.Connection]) -> Callable[..., object]:
    """Connections whose backup meets a full disk."""

    class Source:
        def __init__(self, *words: object, **more: object) -> None:
            self._db = connect(*words, **more)

        def backup(self, copy: sqlite3.Connection) -> None:
            for statement in FILL:
                copy.execute(statement)

        def close(self) -> None:
            self._db.close()

    return Source


# ── a program that is too old ──


def upgraded(folder: Path) -> None:
    """What a newer ticker does to the archive, while this one runs."""
    with closing(sqlite3.connect(folder / ARCHIVE_NAME, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ALTER TABLE entries RENAME COLUMN title TO headline")
        db.execute(f"PRAGMA user_version = {NEWEST + 1}")
        db.execute("COMMIT")


def save(store: Store) -> None:
    store.save(FEED, FeedState(url=FEED.url), [Entry(key="1", title="one")], now=NOW, breaking_expires_s=60.0)


SENTENCE = "A newer ticker has changed the archive; quit and start again."


@pytest.mark.parametrize(
    "work", [save, lambda store: store.latest(now=NOW), lambda store: store.set_read([1], True)]
)
def test_whatever_a_program_does_to_an_archive_that_is_too_new_the_sentence_is_the_same(
    tmp_path: Path, work: Callable[[Store], object]
) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        save(store)
        upgraded(tmp_path)
        with pytest.raises(ReadOnlyError) as caught:
            work(store)
        assert str(caught.value) == SENTENCE
        assert store.read_only == SENTENCE
        assert store.is_outdated


def test_a_program_that_is_too_old_lets_the_newer_one_poll(tmp_path: Path) -> None:
    with Store.open(tmp_path, now=NOW) as old, Store.open(tmp_path, now=NOW) as other:
        assert old.try_lead()
        upgraded(tmp_path)
        assert not old.try_lead()
        assert other._lead.try_take()


def test_the_screen_says_that_it_has_to_be_started_again(tmp_path: Path) -> None:
    """Not that polling met an error; the polling process asks nobody any more."""
    path = tmp_path / "feeds.toml"
    path.write_text(f'[[feeds]]\nurl = "{FEED.url}"\nname = "A"\n', encoding="utf-8")
    with Store.open(tmp_path) as store:
        with started_session(store, load_config(path)) as started:
            started.until(messages.PollFinished)
            upgraded(tmp_path)
            started.session.refresh()
            message = started.until(messages.LeaderChanged)
        assert (message.leading, message.obstacle) == (
            False,
            f"{SENTENCE}\nFeeds are not polled, and nothing is saved.",
        )
        assert all(
            SENTENCE in each.sentence for each in started.seen if isinstance(each, messages.WorkerFailed)
        )
        assert sum(isinstance(each, messages.PollStarted) for each in started.seen) == 1


def test_an_archive_that_is_too_new_is_refused_at_the_start_and_not_touched(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    upgraded(tmp_path)
    before = (tmp_path / ARCHIVE_NAME).read_bytes()
    with pytest.raises(StoreError, match=rf"newer ticker \(format {NEWEST + 1}.*Update ticker"):
        Store.open(tmp_path)
    assert (tmp_path / ARCHIVE_NAME).read_bytes() == before

"""Broken, foreign, locked, full, read-only: the archive says a sentence, and nothing of the user's is destroyed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from processes import started

from ticker_tui.errors import StoreError
from ticker_tui.model import Entry, Feed, FeedState, View
from ticker_tui.store.db import connections, database_schema, rescue
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.db.connections import PAGE_BYTES
from ticker_tui.store.store import Store

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from .conftest import Desk

    Make = Callable[..., Entry]

FEED = Feed(url="https://a.example/rss", name="A")


def save(store: Store, *keys: str, words: str = "x") -> int:
    entries = [Entry(key=key, title=key, summary=words) for key in keys]
    return len(store.save(FEED, FeedState(url=FEED.url), entries, now=NOW, breaking_expires_s=60.0).new_ids)


def fill(path: Path, count: int = 3000) -> None:
    with Store.open(path, now=NOW) as store:
        for first in range(0, count, 500):
            save(store, *(str(number) for number in range(first, first + 500)), words="نص طويل " * 40)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive of some megabytes, all of it in the one file."""
    path = tmp_path_factory.mktemp("sound") / ARCHIVE_NAME
    fill(path)
    assert not path.with_name(f"{path.name}-wal").exists()
    return path


def overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def zero_a_body_page(path: Path) -> None:
    """A page that no list shows: reading goes on, only the check finds it."""
    with sqlite3.connect(path) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'bodies'").fetchone()[0]
    db.close()
    overwrite(path, (root - 1) * PAGE_BYTES, bytes(PAGE_BYTES))


CORRUPTIONS: dict[str, Callable[[Path], object]] = {
    "not a database": lambda path: path.write_bytes(b"not a database" * 1000),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut to one page": lambda path: os.truncate(path, PAGE_BYTES),
    "first byte changed": lambda path: overwrite(path, 0, b"X"),
    "noise in the middle": lambda path: overwrite(path, 112 * PAGE_BYTES, bytes(range(256)) * 256),
    "a zeroed page of bodies": zero_a_body_page,
}

RESCUED = {
    "not a database": (0, 0),
    "cut in half": (500, 2999),
    "cut to one page": (0, 0),
    "first byte changed": (3000, 3000),
    "noise in the middle": (2000, 3000),
    "a zeroed page of bodies": (3000, 3000),
}
"""How many of 3,000 entries can still be read: from, to."""


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_damaged_file_is_moved_aside_and_a_new_one_works(sound: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / ARCHIVE_NAME
    shutil.copy(sound, path)
    CORRUPTIONS[name](path)
    damaged = path.read_bytes()
    with Store.open(tmp_path, now=NOW) as store:
        if not store.notices:  # the start reads little; the rest is found after the first paint
            assert not store.check()
        (notice,) = store.notices
        aside = tmp_path / "ticker.broken-20261123-120000.sqlite3"
        assert str(aside) in notice
        assert "new one" in notice
        rescued = len(store.ids(View(), now=NOW))
        low, high = RESCUED[name]
        assert low <= rescued <= high
        assert (f"{rescued} headlines were rescued" in notice) == (rescued > 0)
        assert save(store, "fresh") == 1
        assert store.check()
    assert aside.read_bytes() == damaged
    with Store.open(tmp_path) as again:
        assert again.notices == ()
        titles = [headline.title for headline in again.latest(now=NOW, limit=5000)]
        assert titles[0] == "fresh"
        assert len(titles) == rescued + 1


def marked(path: Path) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Mark some entries of a filled archive; returns the read and the starred."""
    with Store.open(path, now=NOW) as store:
        ids = sorted(store.ids(View(), now=NOW))
        read, starred = tuple(ids[::7]), tuple(ids[::50])
        store.set_read(read, True)
        store.set_starred(starred, True)
    return read, starred


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_marks_of_a_damaged_archive_come_back_with_their_entries(
    sound: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / ARCHIVE_NAME
    shutil.copy(sound, path)
    read, starred = marked(tmp_path)
    CORRUPTIONS[name](path)
    with Store.open(tmp_path, now=NOW) as store:
        if not store.notices:
            store.check()
        (notice,) = store.notices
    fill(tmp_path)
    with Store.open(tmp_path, now=NOW) as store:
        shown = store.headlines(store.ids(View(), now=NOW), now=NOW)
        assert len(shown) == 3000
        # Ids are given in the same order again.
        now_read = {headline.id for headline in shown if headline.read}
        now_starred = {headline.id for headline in shown if headline.starred}
        counts = store.counts(now=NOW)
        assert (counts.unread, counts.starred) == (3000 - len(now_read), len(now_starred))
        assert now_read <= set(read)
        assert now_starred <= set(starred)
        if not name.startswith(("cut", "not")):
            assert "headlines were rescued" in notice
            assert (now_read, now_starred) == (set(read), set(starred))
        assert store.check()
        left = store._archive.read(lambda db: db.execute("SELECT count(*) FROM rescued").fetchone()[0])
        assert left == 0


def schema_columns() -> list[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        database_schema.upgrade(db)
        return [row[1] for row in db.execute("PRAGMA table_info(entries)")]


def test_changes_that_are_still_in_the_log_are_rescued(tmp_path: Path) -> None:
    store = Store.open(tmp_path, now=NOW)
    save(store, "1", "2")
    store.set_starred([1], True)
    copy = tmp_path / "copy.sqlite3"
    for suffix in ("", "-wal"):
        shutil.copy(f"{store.path}{suffix}", f"{copy}{suffix}")
    store.close()
    found = rescue.read(copy)
    starred = schema_columns().index("starred")
    # Entries are written from the end of a body.
    assert {row[2]: row[starred] for row in found.entries.values()} == {"1": 0, "2": 1}


def test_what_was_thrown_away_does_not_come_again_after_damage(tmp_path: Path) -> None:
    """Neither lately nor so long ago that only its key is still known."""
    later = NOW + timedelta(days=10)
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "1", "2", "3", "4", words="نص طويل " * 400)
        ids = {each.title: each.id for each in store.latest(now=NOW)}
        store.set_read([ids["1"], ids["2"]], True)
        store.set_deleted([ids["2"]], True, now=NOW)
        assert store.prune([], keep=1000, keep_days=10_000, now=later) == 1
        store.set_deleted([ids["3"]], True, now=later)
    zero_a_body_page(tmp_path / ARCHIVE_NAME)
    with Store.open(tmp_path, now=NOW) as store:
        if not store.notices:
            assert not store.check()
        save(store, "1", "2", "3", "4", "5")
        assert {each.title: each.read for each in store.latest(now=NOW)} == {
            "1": True,
            "4": False,
            "5": False,
        }
        assert store.check()


def test_an_empty_file_is_a_new_archive(tmp_path: Path) -> None:
    (tmp_path / ARCHIVE_NAME).touch()
    with Store.open(tmp_path) as store:
        assert save(store, "1") == 1
        assert store.notices == ()


@pytest.mark.parametrize("work", ["read", "write"])
def test_damage_that_shows_while_running_costs_the_archive_and_not_the_program(
    sound: Path, tmp_path: Path, work: str
) -> None:
    path = tmp_path / ARCHIVE_NAME
    shutil.copy(sound, path)
    zero_a_body_page(path)
    with Store.open(tmp_path, now=NOW) as store:
        at_start = store.notices
        assert at_start == ()
        if work == "read":
            newest = store.ids(View(), now=NOW, limit=1)[0]
            article = store.article(newest, now=NOW)  # from what was rescued
            assert article is not None
            assert article.headline.id == newest
        else:
            assert save(store, "fresh") == 1
        assert len(store.notices) == 1
        assert save(store, "more") == 1
        assert store.check()


def test_damage_that_many_threads_meet_at_once_costs_one_file(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    shutil.copy(sound, path)
    zero_a_body_page(path)
    with Store.open(tmp_path, now=NOW) as store:
        newest = store.ids(View(), now=NOW, limit=1)[0]
        together = threading.Barrier(8)
        got: list[object] = []

        def read() -> None:
            together.wait()
            article = store.article(newest, now=NOW)
            got.append(article and article.headline.id)

        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert got == [newest] * 8
        assert len(store.notices) == 1
    assert len(list(tmp_path.glob("ticker.broken-*.sqlite3"))) == 1


def test_two_broken_files_in_one_second_both_stay(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    for content in (b"first" * 100, b"second" * 100):
        path.write_bytes(content)
        Store.open(tmp_path, now=NOW).close()
        path.unlink()
    assert sorted(found.read_bytes()[:5] for found in tmp_path.glob("ticker.broken-*")) == [
        b"first",
        b"secon",
    ]


def test_another_programs_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"another program's database.*--data"):
        Store.open(tmp_path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [ARCHIVE_NAME]


def test_a_newer_archive_is_refused_and_not_touched(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    path = tmp_path / ARCHIVE_NAME
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match=r"newer ticker.*Update"):
        Store.open(tmp_path)
    assert path.exists()


def test_an_older_archive_is_copied_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        save(store, "1")
    more = (*database_schema.MIGRATIONS, "ALTER TABLE entries ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';")
    monkeypatch.setattr(database_schema, "MIGRATIONS", more)
    with Store.open(tmp_path, now=NOW) as store:
        assert [headline.title for headline in store.latest(now=NOW)] == ["1"]
        (notice,) = store.notices
    copy = tmp_path / f"ticker.format{len(more) - 1}-20261123-120000.sqlite3"
    assert str(copy) in notice
    assert copy.stat().st_mode & 0o077 == 0
    with sqlite3.connect(copy) as db:
        assert db.execute("SELECT title FROM entries").fetchall() == [("1",)]
        assert "mood" not in [row[1] for row in db.execute("PRAGMA table_info(entries)")]
    db.close()
    Store.open(tmp_path).close()
    assert len(list(tmp_path.glob("ticker.format*"))) == 1


def test_an_archive_of_the_first_format_takes_every_step(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / ARCHIVE_NAME, isolation_level=None) as db:
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:1])
        db.execute("INSERT INTO feeds (url, name, category, lang) VALUES (?, 'A', '', '')", (FEED.url,))
        db.execute(
            """INSERT INTO entries (feed_id, key, title, link, lang, sort_at, first_seen_at, seen_at, digest)
               VALUES (1, 'old', 'old', '', 'en', 1, 1, 1, x'')"""
        )
    db.close()
    with Store.open(tmp_path, now=NOW) as store:
        assert save(store, "new") == 1
        for stories in (False, True):
            ids = store.ids(View(stories=stories), now=NOW)
            assert [shown.title for shown in store.headlines(ids, now=NOW, stories=stories)] == ["new", "old"]
        assert store.counts(now=NOW, stories=True).all == 2
        assert store.check()
    assert len(list(tmp_path.glob("ticker.format1-*.sqlite3"))) == 1


def test_a_migration_that_fails_leaves_the_old_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(tmp_path).close()
    bad = (*database_schema.MIGRATIONS, "CREATE TABLE extra (a);\nINSERT INTO nowhere VALUES (1);")
    with monkeypatch.context() as patch:
        patch.setattr(database_schema, "MIGRATIONS", bad)
        with pytest.raises(StoreError, match="nowhere"):
            Store.open(tmp_path)
    with Store.open(tmp_path) as store:
        assert save(store, "1") == 1


def test_a_full_disk_is_a_sentence_and_reading_goes_on(
    desk: Desk, entry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save(entry("1"))
    writer = desk.store._archive._writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 2}")
    big = [
        entry(f"big{number}", summary="x" * 50_000, search_text=f"{number}" * 50_000) for number in range(20)
    ]
    with pytest.raises(StoreError, match="the disk is full"):
        desk.save(*big)
    assert desk.titles() == ["1"]
    writer.execute("PRAGMA max_page_count = 1000000")
    assert len(desk.save(*big).new_ids) == 20
    assert desk.store.check()


def test_a_write_error_is_a_sentence(tmp_path: Path) -> None:
    """The file may not grow beyond a limit: what a quota does."""
    program = """
        import resource, signal, sys
        from pathlib import Path
        from datetime import UTC, datetime
        from ticker_tui.errors import StoreError
        from ticker_tui.model import Entry, Feed, FeedState, View
        from ticker_tui.store.store import Store
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = Store.open(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        feed = Feed(url="https://a.example/", name="A")
        now = datetime.now(UTC)
        entries = [Entry(key=str(n), title="t", summary=str(n) * 5000, search_text=str(n)) for n in range(500)]
        try:
            store.save(feed, FeedState(url=feed.url), entries, now=now, breaking_expires_s=1.0)
        except StoreError as error:
            print(error)
        print(len(store.ids(View(), now=now)))
    """
    done = run(program, str(tmp_path))
    first, second = done.stdout.strip().split("\n")
    assert first.startswith("Cannot save to ")
    assert second == "0"


def test_a_read_only_archive_can_be_read_and_says_that_nothing_is_saved() -> None:
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    with Store.open(folder) as store:
        save(store, "1")
    (folder / ARCHIVE_NAME).chmod(0o444)
    folder.chmod(0o555)
    program = """
        import os, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from ticker_tui.errors import StoreError
        from ticker_tui.store.store import Store
        if os.getuid() == 0:
            os.setuid(65534)  # root may write everywhere
        store = Store.open(Path(sys.argv[1]))
        print(store.read_only)
        print(*(headline.title for headline in store.latest(now=datetime.now(UTC))))
        try:
            store.set_read([1], True)
        except StoreError as error:
            print(error)
        print(store.try_lead())
    """
    try:
        done = run(program, str(folder))
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    notice, titles, error, lead = done.stdout.strip().split("\n")
    # A folder without a log is read as it is, and nothing is made in it.
    assert notice.startswith(f"There is no permission to write to the file {folder / ARCHIVE_NAME}")
    assert titles == "1"
    assert error == notice
    assert lead == "False"


def test_a_closed_folder_is_a_sentence() -> None:
    folder = Path(tempfile.mkdtemp())
    program = """
        import os, sys
        from pathlib import Path
        from ticker_tui.errors import StoreError
        from ticker_tui.store.store import Store
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            Store.open(Path(sys.argv[1]))
        except StoreError as error:
            print(error)
    """
    folder.chmod(0)
    try:
        done = run(program, str(folder / "data"))
    finally:
        folder.chmod(0o755)
        folder.rmdir()
    assert "cannot be opened (Permission denied)" in done.stdout
    assert "--data" in done.stdout


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make the data folder"):
        Store.open(tmp_path / "file" / "folder" / ARCHIVE_NAME)


def test_a_lock_held_by_another_program_is_a_sentence_after_the_time_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.2)
    with Store.open(tmp_path) as store:
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(StoreError, match="another program has kept it locked"):
                save(store, "1")
            assert list(store.ids(View(), now=NOW)) == []
        finally:
            other.close()
        assert save(store, "1") == 1


# ── two at once ──


def test_two_writing_programs_lose_nothing(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    program = """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from ticker_tui.model import Entry, Feed, FeedState
        from ticker_tui.store.store import Store
        name = sys.argv[2]
        feed = Feed(url=f"https://{name}.example/", name=name)
        with Store.open(Path(sys.argv[1])) as store:
            for number in range(150):
                entry = Entry(key=str(number), title=name, search_text=name)
                store.save(feed, FeedState(url=feed.url), [entry], now=datetime.now(UTC), breaking_expires_s=1.0)
    """
    with ExitStack() as stack:
        running = [stack.enter_context(start(program, str(tmp_path), name)) for name in ("a", "b", "c")]
        assert [process.communicate(timeout=60)[0] for process in running] == ["", "", ""]
        assert [process.returncode for process in running] == [0, 0, 0]
    with Store.open(tmp_path) as store:
        assert len(store.ids(View(), now=NOW)) == 450
        assert store.counts(now=NOW).all == 450
        assert store.check()


def test_kill_9_while_writing_leaves_whole_answers(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    program = """
        import sys
        from datetime import UTC, datetime
        from itertools import count
        from pathlib import Path
        from ticker_tui.model import Entry, Feed, FeedState
        from ticker_tui.store.store import Store
        feed = Feed(url="https://a.example/", name="A")
        with Store.open(Path(sys.argv[1])) as store:
            start = int(sys.argv[2])
            for answer in count(start):
                entries = [Entry(key=f"{answer}/{n}", title="t", search_text="word " * 50) for n in range(20)]
                store.save(feed, FeedState(url=feed.url), entries, now=datetime.now(UTC), breaking_expires_s=1.0)
                print(answer, flush=True)
    """
    for number in range(5):
        with start(program, str(tmp_path), str(number * 100_000)) as process:
            assert process.stdout is not None
            for _ in range(3 + number):
                process.stdout.readline()
        with Store.open(tmp_path) as store:
            assert store.check(), store.notices
            saved = len(store.ids(View(), now=NOW))
            assert saved % 20 == 0
            assert saved >= 20 * (3 + number)
            assert store.counts(now=NOW).all == saved


def test_one_store_leads_and_the_next_one_takes_over(tmp_path: Path) -> None:
    first, second = Store.open(tmp_path), Store.open(tmp_path)
    assert first.try_lead()
    assert first.try_lead()
    assert not second.try_lead()
    first.close()
    assert second.try_lead()
    second.close()


def test_the_lead_of_a_killed_program_is_free(tmp_path: Path) -> None:
    program = """
        import sys, time
        from pathlib import Path
        from ticker_tui.store.store import Store
        store = Store.open(Path(sys.argv[1]))
        print(store.try_lead(), flush=True)
        time.sleep(60)
    """
    with Store.open(tmp_path) as store:
        with start(program, str(tmp_path)) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "True\n"
            assert not store.try_lead()
        assert store.try_lead()


def test_a_reader_waits_for_no_writer(desk: Desk, entry: Make) -> None:
    desk.save(*(entry(str(number)) for number in range(10)))
    with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")  # whoever waits for it does so in vain, and says that it is locked
        assert len(desk.store.headlines(desk.store.ids(View(), now=NOW), now=NOW)) == 10
        writer.execute("ROLLBACK")


def test_reading_goes_on_while_another_thread_writes(desk: Desk, entry: Make) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                shown = desk.store.headlines(desk.store.ids(View(), now=NOW, limit=50), now=NOW)
                assert len(shown) in {0, *range(10, 51, 10)}  # whole answers only
        except BaseException as error:  # noqa: BLE001 - handed to the test's thread
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for answer in range(40):
        desk.save(*(entry(f"{answer}/{number}") for number in range(10)))
    stop.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert len(desk.titles()) == 400


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.counts(now=NOW)
    with pytest.raises(StoreError, match="closed"):
        store.set_read([1], True)


def start(program: str, *arguments: str) -> AbstractContextManager[subprocess.Popen[str]]:
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    return started(command, stdout=subprocess.PIPE, text=True)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=60)

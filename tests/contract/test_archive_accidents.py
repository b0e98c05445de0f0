"""What may happen to the file while it is open, and what may be there in its place."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from ticker_tui.errors import StoreError
from ticker_tui.model import Entry, Feed, FeedState, View
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store

from .conftest import NOW

FEED = Feed(url="https://a.example/rss", name="A")
posix = pytest.mark.skipif(
    sys.platform == "win32", reason="an open file can be neither deleted nor moved there"
)


def save(store: Store, *keys: str) -> None:
    entries = [Entry(key=key, title=key, summary="words") for key in keys]
    store.save(FEED, FeedState(url=FEED.url), entries, now=NOW, breaking_expires_s=60.0)


def titles(store: Store) -> set[str]:
    return {each.title for each in store.latest(now=NOW)}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {
        f"{ARCHIVE_NAME}{end}" for end in ("-wal", "-shm", ".lock")
    }


@posix
@pytest.mark.parametrize("what", ["the file", "all three files", "the folder", "the folder, moved"])
@pytest.mark.parametrize("then", ["save", "mark", "look", "lead"])
def test_a_deleted_archive_is_written_again(tmp_path: Path, what: str, then: str) -> None:
    folder = tmp_path / "data"
    with Store.open(folder / ARCHIVE_NAME, now=NOW) as store:
        save(store, "1", "2")
        store.set_starred([1], True)
        assert store.try_lead()
        match what:
            case "the file":
                store.path.unlink()
            case "all three files":
                for path in folder.glob(f"{ARCHIVE_NAME}*"):
                    path.unlink()
            case "the folder":
                shutil.rmtree(folder)
            case _:
                folder.rename(tmp_path / "elsewhere")
        match then:
            case "save":
                save(store, "3")
            case "mark":
                store.set_read([2], True)
            case "look":
                # Readers that are open go on; others find the file again.
                while store._archive._readers:
                    store._archive._readers.pop().close()
                assert titles(store) == {"1", "2"}
            case _:
                assert store.try_lead()
        assert store.notices == (f"{store.path} was no longer there; it has been written again.",)
        with Store.open(folder, now=NOW) as other:
            assert titles(other) == titles(store) >= {"1", "2"}
            assert len(other.ids(View(), now=NOW)) == (3 if then == "save" else 2)
            assert other.counts(now=NOW).starred == 1
            save(other, "4")
            assert "4" in titles(store)
        assert store.check()
    assert files(folder) == {ARCHIVE_NAME}


@posix
def test_two_programs_whose_archive_is_deleted_go_on_with_one(tmp_path: Path) -> None:
    with Store.open(tmp_path, now=NOW) as one, Store.open(tmp_path, now=NOW) as two:
        save(one, "1")
        for path in tmp_path.glob(f"{ARCHIVE_NAME}*"):
            path.unlink()
        save(two, "2")
        save(one, "3")
        assert titles(one) == titles(two) == {"1", "2", "3"}
        assert one.check()
        assert two.check()


@posix
def test_an_archive_that_is_replaced_by_an_older_copy_is_taken_up(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "1")
    shutil.copy(tmp_path / ARCHIVE_NAME, backup)
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "2")
        backup.replace(tmp_path / ARCHIVE_NAME)
        save(store, "3")
        assert {"1", "3"} <= titles(store)
        assert store.check()
        (notice,) = store.notices
        assert "put a new archive" in notice
    with Store.open(tmp_path, now=NOW) as store:
        assert {"1", "3"} <= titles(store)
        assert store.check()


def test_a_copy_that_is_written_over_the_open_file_ends_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "1")
    old = (tmp_path / ARCHIVE_NAME).read_bytes()
    with Store.open(tmp_path, now=NOW) as store:
        save(store, *map(str, range(2, 300)))
        (tmp_path / ARCHIVE_NAME).write_bytes(old)
        save(store, "new")
        store.check()
        assert "new" in titles(store)
    with Store.open(tmp_path, now=NOW) as store:
        store.check()
        save(store, "1", "2", "new")
        assert {"1", "2", "new"} <= {each.title for each in store.latest(now=NOW, limit=1000)}
        assert store.check()


@pytest.mark.parametrize("kind", ["directory", "fifo", "loop", "device", "socket"])
@posix
def test_what_is_no_file_is_refused_with_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ARCHIVE_NAME
    match kind:
        case "directory":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)
        case "device":
            path.symlink_to("/dev/zero")
        case _:
            import socket

            with socket.socket(socket.AF_UNIX) as end:
                end.bind(os.path.relpath(path))
    with pytest.raises(StoreError, match=r"--data"):
        Store.open(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


@posix
def test_a_symbolic_link_leads_to_the_archive_and_stays_one(tmp_path: Path) -> None:
    home, disk = tmp_path / "home", tmp_path / "disk"
    home.mkdir()
    disk.mkdir()
    link = home / ARCHIVE_NAME
    link.symlink_to(disk / "news.sqlite3")
    with Store.open(home, now=NOW) as store:
        save(store, "1")
        assert store.try_lead()
        with Store.open(disk / "news.sqlite3", now=NOW) as other:
            assert not other.try_lead()
            assert titles(other) == {"1"}
    (disk / "news.sqlite3").write_bytes(b"no database" * 1000)
    with Store.open(home, now=NOW) as store:
        assert "was damaged" in store.notices[0]
        save(store, "2")
    assert link.is_symlink()
    assert [path.name for path in home.iterdir()] == [ARCHIVE_NAME]
    assert len(list(disk.glob("news.broken-*"))) == 1


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b"SQLite format 3\0", b"x"])
def test_a_file_of_nothing_is_a_new_archive(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ARCHIVE_NAME).write_bytes(data)
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "1")
        assert titles(store) == {"1"}
        assert store.check()


@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("data", [b"", b"noise" * 3000, b"\0" * 40_000])
def test_noise_beside_the_archive_changes_nothing(tmp_path: Path, end: str, data: bytes) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "1")
    Path(f"{tmp_path / ARCHIVE_NAME}{end}").write_bytes(data)
    with Store.open(tmp_path, now=NOW) as store:
        assert titles(store) == {"1"}
        save(store, "2")
        assert store.check()
        assert store.notices == ()


def test_a_directory_beside_the_archive_is_named(tmp_path: Path) -> None:
    """Where the log has to be."""
    with Store.open(tmp_path, now=NOW) as store:
        save(store, "1")
    Path(f"{tmp_path / ARCHIVE_NAME}-wal").mkdir()
    with pytest.raises(StoreError, match="--data"):
        Store.open(tmp_path, now=NOW)

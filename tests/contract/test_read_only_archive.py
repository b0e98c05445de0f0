"""An archive that cannot be written is read; the true cause is named, and nothing is polled."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.errors import ReadOnlyError
from ticker_tui.model import Entry, Feed, FeedState, View
from ticker_tui.store.db import database_schema, write_access
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.db.connections import PAGE_BYTES
from ticker_tui.store.store import Store

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

FEED = Feed(url="http://127.0.0.1:9/rss", name="A")
CONFIG = f'[[feeds]]\nurl = "{FEED.url}"\nname = "{FEED.name}"\n'

COMMANDS = """
    import contextlib, io, json, os, sys
    from ticker_tui.cli.main import main
    config, *folders = sys.argv[1:]
    ended = {}
    for number, folder in enumerate(folders):
        if number == 1 and os.getuid() == 0:  # the first has shown what is imported: Python itself may be root's
            os.setuid(65534)  # no permission binds root
        for command in ("headlines", "feeds", "refresh", "export", "doctor"):
            out, err = io.StringIO(), io.StringIO()
            out.buffer = io.BytesIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(["--config", config, "--data", folder, command])
            ended[f"{os.path.basename(folder)} {command}"] = code, out.getvalue(), err.getvalue()
    print(json.dumps(ended), file=sys.__stdout__)
"""


def save(folder: Path, *keys: str) -> None:
    with Store.open(folder, now=NOW) as store:
        save_in(store, *keys)


def save_in(store: Store, *keys: str) -> None:
    entries = [Entry(key=key, title=f"headline {key}", summary="words") for key in keys]
    store.save(FEED, FeedState(url=FEED.url), entries, now=NOW, breaking_expires_s=60.0)


def titles(store: Store) -> list[str]:
    return [each.title for each in store.latest(now=NOW)]


def make_old(folder: Path) -> None:
    """An archive of the first format."""
    with closing(sqlite3.connect(folder / ARCHIVE_NAME, isolation_level=None)) as db:
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:1])
        db.execute("INSERT INTO feeds (url, name, category, lang) VALUES (?, 'A', '', '')", (FEED.url,))
        db.execute(
            """INSERT INTO entries (feed_id, key, title, link, lang, sort_at, first_seen_at, seen_at, digest)
               VALUES (1, '1', 'headline 1', '', 'en', 1, 1, 1, x'')"""
        )


def leave_log(folder: Path) -> None:
    """What a program that was killed leaves, and a copy of the two files that somebody made: the log, without its index."""
    with Store.open(folder, now=NOW) as store:
        save_in(store, "1")
        kept = {suffix: Path(f"{store.path}{suffix}").read_bytes() for suffix in ("", "-wal")}
    for suffix, data in kept.items():
        (folder / f"{ARCHIVE_NAME}{suffix}").write_bytes(data)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Which another user can read: pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def run_commands(config: Path, *folders: Path) -> dict[str, tuple[int, str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(COMMANDS), config, *folders],
        env={**os.environ, "HOME": str(config.parent)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    ended: dict[str, tuple[int, str, str]] = json.loads(done.stdout)
    return ended


def test_commands_print_what_is_there_and_say_why_nothing_is_saved(public_folder: Path) -> None:
    config = public_folder / "feeds.toml"
    config.write_text(CONFIG, encoding="utf-8")
    (public_folder / "new").mkdir()
    names = ("file", "folder", "old", "log", "missing", "sound")
    folders = {name: public_folder / name for name in names}
    for name, folder in folders.items():
        folder.mkdir()
        match name:
            case "old":
                make_old(folder)
            case "log":
                leave_log(folder)
            case "missing":
                pass
            case _:
                save(folder, "1")
    for path in public_folder.glob("*/*"):
        path.chmod(0o666)
    with Store.open(folders["sound"]):  # its log and the index of it are there, and in use
        for path in (*folders["sound"].iterdir(), folders["file"] / ARCHIVE_NAME):
            path.chmod(0o444)
        for folder in folders.values():
            folder.chmod(0o755 if folder.name == "file" else 0o555)
        before = seen(*folders.values())
        ended = run_commands(config, public_folder / "new", *folders.values())
        assert seen(*folders.values()) == before
    for name, folder in folders.items():
        place = folder if name in {"folder", "old", "log", "missing"} else folder / ARCHIVE_NAME
        kind = "folder" if place == folder else "file"
        for command in ("headlines", "feeds", "refresh"):
            code, out, err = ended[f"{name} {command}"]
            assert f"There is no permission to write to the {kind} {place}" in err, (name, command)
            assert err.count("\n") == 1
            assert code == (2 if command == "refresh" else 0)
            assert ("headline 1" in out) == (command == "headlines" and name != "missing")
        for command in ("export", "doctor"):
            assert ended[f"{name} {command}"][0] == 0
    assert "There is no archive" in ended["missing headlines"][2]


def seen(*folders: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for folder in folders for path in (folder, *folder.iterdir())}


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A file system of its own in a folder, where the system lets us."""
    if (
        not shutil.which("mount")
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "none", folder], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_file_system_that_is_mounted_read_only_is_named(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=2m"):
        save(tmp_path, "1")
        subprocess.run(["mount", "-o", "remount,ro", tmp_path], check=True)
        with Store.open(tmp_path, now=NOW) as store:
            assert store.read_only == f"The file system of {tmp_path} is mounted read-only."
            assert titles(store) == ["headline 1"]
            assert not store.try_lead()
            subprocess.run(["mount", "-o", "remount,rw", tmp_path], check=True)
            assert store.try_lead()
            save_in(store, "2")
            assert len(titles(store)) == 2


def test_a_file_system_without_inodes_is_named(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=2m,nr_inodes=6"):
        save(tmp_path, "1")
        with suppress(OSError):
            for number in range(9):
                (tmp_path / f"{number}").touch()
        with Store.open(tmp_path, now=NOW) as store:
            assert store.read_only == f"No inode is free on the file system of {tmp_path}."
            assert titles(store) == ["headline 1"]
            (tmp_path / "0").unlink()
            (tmp_path / "1").unlink()
            (tmp_path / "2").unlink()
            assert store.try_lead()


@pytest.mark.parametrize(
    ("number", "inodes", "cause"),
    [
        (errno.ENOSPC, 5, write_access.NO_SPACE),
        (errno.ENOSPC, 0, write_access.NO_INODE),
        (errno.EDQUOT, 5, write_access.NO_QUOTA),
        (errno.EROFS, 5, write_access.FILE_SYSTEM),
        (errno.EACCES, 5, write_access.FOLDER_PERMISSION),
        (errno.EPERM, 5, write_access.IMMUTABLE),
    ],
)
def test_the_cause_is_what_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, inodes: int, cause: str
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    found = SimpleNamespace(f_flag=0, f_files=10, f_favail=inodes)
    monkeypatch.setattr(os, "statvfs", lambda _: found)
    assert write_access.write_failure(tmp_path / ARCHIVE_NAME) == cause.format(detail=tmp_path)


def test_a_mark_in_a_read_only_archive_is_refused_with_the_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, "1")
    cause = "The file system of here is mounted read-only."
    monkeypatch.setattr(write_access, "write_obstacle", lambda _: cause)
    with Store.open(tmp_path, now=NOW) as store:
        with pytest.raises(ReadOnlyError, match="mounted read-only"):
            store.set_starred([1], True)
        assert store.obstacle == f"{cause}\nFeeds are not polled, and nothing is saved."
        assert not list(tmp_path.glob("*.lock"))


def test_what_its_owner_saves_is_seen_in_an_archive_that_is_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through another mount, or as another user: there are no locks between the two."""
    save(tmp_path, "1")
    with monkeypatch.context() as only_read:
        only_read.setattr(write_access, "write_obstacle", lambda _: "Not here.")
        reader = Store.open(tmp_path, now=NOW)
    with reader:
        assert titles(reader) == ["headline 1"]
        for number in range(2, 6):
            save(tmp_path, f"{number}")
            with monkeypatch.context() as only_read:
                only_read.setattr(write_access, "write_obstacle", lambda _: "Not here.")
                assert len(titles(reader)) == number
                assert reader.read_only == "Not here."


@pytest.mark.parametrize("page", [0, 1, 5])
def test_a_damaged_archive_that_is_only_read_shows_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    save(tmp_path, *map(str, range(50)))
    path = tmp_path / ARCHIVE_NAME
    with path.open("r+b") as file:
        file.seek(page * PAGE_BYTES)
        file.write(bytes(PAGE_BYTES))
    before = path.read_bytes()
    monkeypatch.setattr(write_access, "write_obstacle", lambda _: "Not here.")
    with Store.open(tmp_path, now=NOW) as store:
        assert len(store.ids(View(), now=NOW)) == 50
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_polling_begins_when_the_archive_can_be_written_again_and_ends_when_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = ""
    monkeypatch.setattr(write_access, "write_obstacle", lambda _: cause)
    with Store.open(tmp_path, now=NOW) as store, Store.open(tmp_path, now=NOW) as other:
        assert store.try_lead()
        cause = "Not here."
        assert not store.try_lead()
        cause = ""
        assert other.try_lead()  # the lock was let go
        assert not store.try_lead()
        assert store.obstacle == ""
        other.close()
        assert store.try_lead()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_is_no_other_ticker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with Store.open(tmp_path, now=NOW) as store:
        assert not store.try_lead()
        assert store.obstacle == (
            f"The lock file {store.path}.lock ({os.strerror(number)}) cannot be locked.\nFeeds are not polled."
        )


def test_a_lock_file_that_cannot_be_opened_is_no_other_ticker(tmp_path: Path) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        lock = Path(f"{store.path}.lock")
        lock.mkdir()
        assert not store.try_lead()
        assert store.obstacle.startswith(f"The lock file {lock} (")
        lock.rmdir()
        assert store.try_lead()
        assert store.obstacle == ""


def test_a_screen_on_a_folder_that_was_deleted_takes_the_new_lock(tmp_path: Path) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        assert store.try_lead()
        Path(f"{store.path}.lock").unlink()
        with Store.open(tmp_path, now=NOW) as other:
            assert other.try_lead()
            assert not store.try_lead()
        assert store.try_lead()


def test_feeds_are_not_polled_every_second_when_nothing_can_be_saved() -> None:
    from ticker_tui.feeds.due import MOST_REST_S, next_rest_s

    rests = [next_rest_s(1.0, unsaved=True)]
    while rests[-1] < MOST_REST_S:
        rests.append(next_rest_s(rests[-1], unsaved=True))
    assert rests[:3] == [2.0, 4.0, 8.0]
    assert timedelta(seconds=sum(rests)) > timedelta(minutes=15)
    assert next_rest_s(rests[-1], unsaved=True) == MOST_REST_S
    assert next_rest_s(rests[-1], unsaved=False) == 1.0

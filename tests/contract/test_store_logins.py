"""An archive holds no login of an address, and no other user can read its files."""

from __future__ import annotations

import logging
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest

from ticker_tui.log import LOG_NAME, start_log
from ticker_tui.model import Feed, View
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.db.database_schema import upgrade
from ticker_tui.store.store import Store

from .conftest import NOW, Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ticker_tui.model import Entry

    Make = Callable[..., Entry]

NEW = Feed(url="http://h.example/feed", name="H", login="joe:hunter2")
OLD = Feed(url="http://joe:hunter2@h.example/feed", name="H")


def files_with(folder: Path, secret: bytes) -> list[str]:
    return [path.name for path in folder.iterdir() if secret in path.read_bytes()]


def test_a_login_that_an_older_version_stored_is_taken_out_and_marks_stay(
    tmp_path: Path, entry: Make
) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        old = Desk(store)
        store.sync_feeds([OLD])
        old.save(entry("k"), entry("l"), feed=OLD)
        store.set_starred(store.ids(View(), now=NOW)[:1], True)
        before = store.headlines(store.ids(View(), now=NOW), now=NOW)
    assert files_with(tmp_path, b"hunter2") == [ARCHIVE_NAME]
    with Store.open(tmp_path, now=NOW) as store:
        store.sync_feeds([NEW])
        after = store.headlines(store.ids(View(), now=NOW), now=NOW)
        assert [(each.id, each.starred, each.feed_url) for each in after] == [
            (each.id, each.starred, NEW.url) for each in before
        ]
        assert store.states()[NEW.url].url == NEW.url
        assert Desk(store).save(entry("k"), feed=NEW).new_ids == ()
        assert files_with(tmp_path, b"hunter2") == []
        assert files_with(tmp_path, b"joe:") == []


def test_feeds_that_are_no_longer_listed_lose_their_login_too(tmp_path: Path, entry: Make) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        store.sync_feeds([OLD])
        Desk(store).save(entry("k"), feed=OLD)
        store.sync_feeds([])
    assert files_with(tmp_path, b"hunter2") == []


def test_two_accounts_on_one_address_stay_two_feeds(tmp_path: Path, entry: Make) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        for user in ("amal", "badr"):
            feed = Feed(url=f"http://{user}:pw@mail.example/", name=user)
            Desk(store).save(entry(user), feed=feed)
        new = [
            Feed(url=f"http://mail.example/#{n}", name=u, login=f"{u}:pw")
            for n, u in ((1, "amal"), (2, "badr"))
        ]
        store.sync_feeds(new)
        found = store.headlines(store.ids(View(), now=NOW), now=NOW)
        assert {each.title: each.feed_url for each in found} == {
            "amal": "http://mail.example/#1",
            "badr": "http://mail.example/#2",
        }


@pytest.fixture
def shared() -> Iterator[None]:
    """A user whose new files everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("shared")
def test_every_file_is_for_its_owner_alone(tmp_path: Path, entry: Make) -> None:
    folder = tmp_path / "data"
    logging.getLogger().addHandler(logging.NullHandler())
    with Store.open(folder / ARCHIVE_NAME, now=NOW) as store:
        assert store.try_lead()
        Desk(store).save(entry("k"))
        start_log(folder)
        logging.getLogger("tests").error("http://joe:hunter2@h/?token=abc cannot be read")
        assert readable_by_others(folder) == []
        assert folder.stat().st_mode & 0o077 == 0
        assert {ARCHIVE_NAME, f"{ARCHIVE_NAME}-wal", f"{ARCHIVE_NAME}.lock", LOG_NAME} <= {
            path.name for path in folder.iterdir()
        }
    assert (
        (folder / LOG_NAME)
        .read_text()
        .endswith("http://h/?token=... cannot be read\n".replace("...", "\\u2026"))
    )


@pytest.mark.usefixtures("shared")
def test_files_that_others_could_read_are_closed_to_them(tmp_path: Path, entry: Make) -> None:
    names = [ARCHIVE_NAME, f"{ARCHIVE_NAME}.lock", LOG_NAME, f"{LOG_NAME}.1"]
    names += ["ticker.format3-20260101-080000.sqlite3", "ticker.broken-20260101-080000.sqlite3-wal"]
    for name in [*names[1:], "notes.txt", "ticker.pdf"]:
        (tmp_path / name).touch(0o644)
    with sqlite3.connect(tmp_path / ARCHIVE_NAME, isolation_level=None) as db:
        upgrade(db, before=lambda _: None)
    db.close()
    assert len(readable_by_others(tmp_path)) == len(names) + 2
    with Store.open(tmp_path, now=NOW) as store:
        Desk(store).save(entry("k"))
        assert readable_by_others(tmp_path) == ["notes.txt", "ticker.pdf"]


@pytest.mark.usefixtures("shared")
def test_a_damaged_archive_is_private_too(tmp_path: Path) -> None:
    (tmp_path / ARCHIVE_NAME).write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    with Store.open(tmp_path, now=NOW) as store:
        assert "damaged" in store.notices[0]
    assert readable_by_others(tmp_path) == []


@pytest.mark.usefixtures("shared")
def test_another_programs_database_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (a)")
    db.close()
    with pytest.raises(Exception, match="another program's database"):
        Store.open(tmp_path, now=NOW)
    assert readable_by_others(tmp_path) == [ARCHIVE_NAME]


def readable_by_others(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.stat().st_mode & 0o077)

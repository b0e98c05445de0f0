"""An archive of an older format gets what a newer one wants slice by slice, while feeds go on answering."""

from __future__ import annotations

import queue
import sqlite3
from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import Config, Settings
from ticker_tui.model import Entry, Feed, FeedState, View
from ticker_tui.store import ARCHIVE_NAME, Store, saving, schema, upkeep
from ticker_tui.ui import messages, session

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.message import Message

    Make = Callable[..., Entry]

BEFORE_STORIES = 3
FEEDS = [Feed(url=f"https://{name}.example/rss", name=name.upper()) for name in "ab"]
QUAKE = "Strong quake shakes Sarva islands"


def save(store: Store, feed: Feed, *entries: Entry) -> tuple[int, ...]:
    return store.save(feed, FeedState(url=feed.url), entries, now=NOW, breaking_expires_s=0.0).new_ids


def old_archive(folder: Path, make: Make) -> None:
    """An archive of the format before stories, with 12 entries; the quake is told by both feeds."""
    (folder / "new").mkdir()
    with Store.open(folder / "new", now=NOW) as store:
        save(store, FEEDS[0], *(make(f"a{number}", f"Jalal {number} القاهرة") for number in range(9)))
        save(store, FEEDS[0], make("quake", QUAKE))
        save(store, FEEDS[1], make("quake b", f"{QUAKE} - Beacon", link=""), make("last", "Last of the old"))
    with sqlite3.connect(folder / ARCHIVE_NAME, isolation_level=None) as db:
        schema.upgrade(db, steps=schema.MIGRATIONS[:BEFORE_STORIES])
        db.execute("ATTACH ? AS new", (str(folder / "new" / ARCHIVE_NAME),))
        for table in ("feeds", "entries", "bodies"):
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")  # noqa: S608
        for entry_id, indexed in db.execute("SELECT entry_id, indexed FROM bodies").fetchall():
            words = saving.unpacked(indexed)
            db.execute("INSERT INTO search (rowid, folded, stems) VALUES (?, ?, ?)", (entry_id, *words))
    db.close()


def found(store: Store, search: str) -> list[str]:
    ids = store.ids(View(search=search), now=NOW)
    return sorted(headline.title for headline in store.headlines(ids, now=NOW))


@pytest.mark.parametrize("slices_between", [0, 1, 2, 3])
def test_old_entries_are_searched_and_told_together_whatever_arrives_meanwhile(
    tmp_path: Path, entry: Make, monkeypatch: pytest.MonkeyPatch, slices_between: int
) -> None:
    monkeypatch.setattr(upkeep, "SLICE", 5)
    old_archive(tmp_path, entry)
    with Store.open(tmp_path, now=NOW) as store:
        quakes = len(store.ids(View(search="quake", stories=True), now=NOW))
        assert quakes == 2, "they were saved before there were stories"
        assert found(store, "j") == found(store, "jalal") != [], "nothing is missing from the first moment on"
        for _ in range(slices_between):
            assert store.catch_up()
        save(store, FEEDS[0], entry("a1", "Zubayr بيروت"))  # an old entry is rewritten
        save(store, FEEDS[1], entry("fresh", "Jalal again"))
        store.prune(FEEDS[:1], keep=9, keep_days=9999, now=NOW)  # feed A loses its oldest entry, a8
        while store.catch_up():
            pass
        assert (
            found(store, "j")
            == found(store, "jalal")
            == [
                *(f"Jalal {number} القاهرة" for number in (0, 2, 3, 4, 5, 6, 7)),
                "Jalal again",
            ]
        )
        assert found(store, "z") == found(store, "بيروت") == ["Zubayr بيروت"]
        assert len(found(store, "ق")) == 7, "the article and the whole word"
        (first,) = store.ids(View(search="quake", stories=True), now=NOW)
        assert store.headlines([first], now=NOW, stories=True)[0].story_size == 2
        assert store.headlines([first], now=NOW)[0].title == QUAKE, "the first reporter stays on top"
        assert store.check()
    with sqlite3.connect(tmp_path / ARCHIVE_NAME) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search%'")}
        assert not {name for name in tables if name.startswith("search_next")}
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    db.close()


def test_a_new_archive_has_nothing_to_catch_up_with(tmp_path: Path, entry: Make) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        assert not store.catch_up()
        save(store, FEEDS[0], entry("a", "One letter"))
        assert not store.catch_up()
        assert found(store, "o") == ["One letter"]
    with sqlite3.connect(tmp_path / ARCHIVE_NAME) as db:
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'search'").fetchone()
    db.close()
    assert "prefix = '1 2'" in sql


def test_the_worker_behind_the_screen_catches_up_and_says_so(
    tmp_path: Path, entry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "CATCH_UP_S", 0.0)
    old_archive(tmp_path, entry)
    config_path = tmp_path / "feeds.toml"
    config_path.touch()
    posted: queue.Queue[Message] = queue.Queue()
    with Store.open(tmp_path, now=NOW) as store:
        config = Config(path=config_path, settings=Settings(), feeds=(), stamp=(0, 0))
        worker = session.Session(store, config, post=posted.put, clock=lambda: NOW, log_name="log")
        worker.start()
        try:
            while not isinstance(posted.get(timeout=20), messages.StoreChanged):
                pass
        finally:
            assert worker.stop(10)
        assert not store.catch_up()
    with sqlite3.connect(tmp_path / ARCHIVE_NAME) as db:
        assert db.execute("SELECT count(*) FROM entries WHERE story_id IS NOT NULL").fetchone() == (2,)
    db.close()

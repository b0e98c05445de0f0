"""Whatever page of an archive is lost, every mark survives, and every entry whose own page does."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import Block, BlockKind, Entry, Feed, FeedState, Span, View
from ticker_tui.store.db import database_schema, rescue
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.db.connections import PAGE_BYTES
from ticker_tui.store.db.raw_file import RawFile
from ticker_tui.store.store import Store

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FEEDS = tuple(Feed(url=f"https://{name}.example/rss", name=name) for name in ("nahr", "jabal", "bahr"))
PER_FEED = 50


def paragraphs(words: int) -> tuple[Block, ...]:
    return (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="فقرة " * words),)),)


def poll(store: Store) -> None:
    """Every feed serves the same entries, again and again."""
    for feed in FEEDS:
        entries = [
            Entry(
                key=f"{feed.name}/{number}",
                title=f"خبر {feed.name} {number}",
                link=f"https://{feed.name}.example/{number}",
                summary="كلمة " * 20,
                blocks=paragraphs(400 if number % 10 == 0 else 10),
                published_at=NOW - timedelta(minutes=number),
            )
            for number in range(PER_FEED)
        ]
        store.save(feed, FeedState(url=feed.url), entries, now=NOW, breaking_expires_s=60.0)


def columns() -> list[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        database_schema.upgrade(db)
        return [str(row[1]) for row in db.execute("PRAGMA table_info(entries)")]


def marks(store: Store) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Read and starred of everything that is not deleted."""
    shown = store.headlines(store.ids(View(), now=NOW), now=NOW)
    return {(each.feed_url, each.title): (each.read, each.starred) for each in shown}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with marks of every kind, all of it in one file."""
    folder = tmp_path_factory.mktemp("sound")
    with Store.open(folder, now=NOW) as store:
        poll(store)
        ids = sorted(store.ids(View(), now=NOW))
        store.set_read(ids[::3], True)
        store.set_starred(ids[::7], True)
        store.set_deleted(ids[5::19], True, now=NOW)
    return folder / ARCHIVE_NAME


def zeros(path: Path, page: int) -> None:
    overwrite(path, page, bytes(PAGE_BYTES))


def noise(path: Path, page: int) -> None:
    overwrite(path, page, random.Random(page).randbytes(PAGE_BYTES))


def overwrite(path: Path, page: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE_BYTES)
        file.write(data)


def another_page(path: Path, page: int) -> None:
    """A write that went to the wrong place: a page of the right shape, with other rows."""
    data = path.read_bytes()
    other = (page + 7) % (len(data) // PAGE_BYTES)
    overwrite(path, page, data[other * PAGE_BYTES : (other + 1) * PAGE_BYTES])


def known(path: Path) -> dict[tuple[str, str], rescue.RescuedState]:
    """What the reader has done, as far as a file says it; no mark is nothing."""
    found = rescue.read(path)
    read, starred, deleted = (columns().index(name) for name in ("read", "starred", "deleted_at"))
    all_of_them = dict(found.marks)
    for row in found.entries.values():
        mark = rescue.RescuedState(int(bool(row[read])), int(bool(row[starred])), int(bool(row[deleted])))
        all_of_them[found.feeds[int(str(row[1]))].url, str(row[2])] = mark
    return {key: mark for key, mark in all_of_them.items() if any(mark)}


@pytest.mark.parametrize("damage", [zeros, noise])
def test_marks_survive_the_loss_of_any_page(
    sound: Path, tmp_path: Path, damage: Callable[[Path, int], None]
) -> None:
    path = tmp_path / ARCHIVE_NAME
    wanted = known(sound)
    assert len(wanted) > 40
    wrong: list[int] = []
    for page in range(sound.stat().st_size // PAGE_BYTES):
        shutil.copy(sound, path)
        damage(path, page)
        if known(path) != wanted:
            wrong.append(page)
    assert wrong == []


def test_marks_survive_the_loss_of_the_first_page_of_an_older_archive(tmp_path: Path) -> None:
    """Its pages are half as large, and only its first page says so."""
    path = tmp_path / ARCHIVE_NAME
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute("VACUUM")
    with Store.open(tmp_path, now=NOW) as store:
        poll(store)
        store.set_starred(sorted(store.ids(View(), now=NOW))[::2], True)
    wanted = known(path)
    assert len(wanted) > 40
    with path.open("r+b") as file:
        file.write(random.Random(0).randbytes(4096))
    assert known(path) == wanted


@pytest.mark.parametrize(
    "step", [pytest.param(13, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)]
)
def test_after_the_loss_of_a_page_every_mark_is_there_again(sound: Path, tmp_path: Path, step: int) -> None:
    with Store.open(sound, now=NOW) as store:
        wanted = marks(store)
    for page in range(0, sound.stat().st_size // PAGE_BYTES, step):
        folder = tmp_path / f"{page}"
        folder.mkdir()
        shutil.copy(sound, folder / ARCHIVE_NAME)
        noise(folder / ARCHIVE_NAME, page)
        with Store.open(folder, now=NOW) as store:
            if not store.notices:
                store.check()
            poll(store)
            assert marks(store) == wanted
            assert store.check()


def test_entries_survive_unless_their_own_page_is_lost(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    entries = rows_by_page(sound, "entries")
    assert len(entries) >= 3
    for page, ids in entries.items():
        shutil.copy(sound, path)
        zeros(path, page)
        assert set(rescue.read(path).entries) == set.union(*entries.values()) - ids
    assert not [found for found in tmp_path.iterdir() if found != path]


def rows_by_page(path: Path, table: str) -> dict[int, set[int]]:
    """The ids of the rows of each leaf page, from 0."""
    found: dict[int, set[int]] = {}
    with RawFile(path) as raw:
        for number in range(1, raw.page_count + 1):
            for row_id, values in raw._records_of(number):
                if row_id is not None and rescue.shape(values) == table:
                    found.setdefault(number - 1, set()).add(row_id)
    return found


def test_a_page_that_went_to_the_wrong_place_adds_nothing_that_never_was(sound: Path, tmp_path: Path) -> None:
    with Store.open(sound, now=NOW) as store:
        wanted = marks(store)
    for page in range(1, sound.stat().st_size // PAGE_BYTES, 17):
        folder = tmp_path / f"{page}"
        folder.mkdir()
        shutil.copy(sound, folder / ARCHIVE_NAME)
        another_page(folder / ARCHIVE_NAME, page)
        with Store.open(folder, now=NOW) as store:
            store.check()
            poll(store)
            assert set(marks(store)) <= set(wanted)


def test_a_sound_file_is_read_as_sqlite_reads_it(sound: Path) -> None:
    found = rescue.read(sound)
    with closing(sqlite3.connect(sound)) as db:
        for table, rows in (("entries", found.entries), ("bodies", found.bodies)):
            assert sorted(rows.values()) == [
                list(row)
                for row in db.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - two names
            ]
        assert {(each.url, each.name) for each in found.feeds.values()} == set(
            db.execute("SELECT url, name FROM feeds")
        )
    assert found.marks == {}


def test_what_was_rescued_is_searched_and_read_like_before(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    shutil.copy(sound, path)
    zeros(path, 0)
    with Store.open(tmp_path, now=NOW) as store:
        (notice,) = store.notices
        assert f"{len(FEEDS) * PER_FEED} headlines were rescued" in notice
        while store.catch_up():
            pass
        (found,) = store.ids(View(search="nahr 7"), now=NOW)
        article = store.article(found, now=NOW)
        assert article is not None
        assert article.blocks[0].text.startswith("فقرة")
        assert len(store.ids(View(search="فقرة"), now=NOW)) == len(store.ids(View(), now=NOW))
        assert store.check()


def test_pages_on_the_free_list_bring_nothing_back(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_NAME
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM entries WHERE id > 10")
    assert sorted(rescue.read(path).entries) == list(range(1, 11))


def test_noise_of_any_size_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "noise.sqlite3"
    for size in (0, 1, 99, 100, 4095, 4096, 40_000):
        path.write_bytes(b"SQLite format 3\0" + random.Random(size).randbytes(size))
        assert rescue.read(path) == rescue.read(tmp_path / "missing")


@pytest.mark.parametrize("steps", [1, 4, 7, 8, 9, 10])
def test_entries_of_older_formats_are_rescued(tmp_path: Path, steps: int) -> None:
    path = tmp_path / ARCHIVE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:steps])
        db.execute("INSERT INTO feeds (url, name, category, lang) VALUES (?, 'A', '', '')", (FEEDS[0].url,))
        db.executemany(
            """INSERT INTO entries (feed_id, key, title, link, lang, sort_at, first_seen_at, seen_at, digest, read)
               VALUES (1, ?, 'old', '', 'en', ?, 1, 1, x'', ?)""",
            ((f"{number}", 10**15 + number, number % 2) for number in range(200)),
        )
    zeros(path, 0)
    with Store.open(tmp_path, now=NOW) as store:
        shown = store.headlines(store.ids(View(), now=NOW), now=NOW)
        assert (len(shown), sum(each.read for each in shown)) == (200, 100)
        assert not any(each.starred for each in shown)

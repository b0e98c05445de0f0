"""An archive of an older format gets what a newer one wants slice by slice, while feeds go on answering."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec
import pytest

from ticker_tui.config import Config, Settings
from ticker_tui.model import Block, BlockKind, Entry, Feed, FeedState, Span, View
from ticker_tui.store.db import background_migrations, database_schema
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.entries.body_codec import unpack_body
from ticker_tui.store.store import Store
from ticker_tui.text import fold
from ticker_tui.text.search_words import indexed_stems
from ticker_tui.ui import messages
from ticker_tui.ui.worker import worker

from .conftest import NOW
from .sessions import started_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:BEFORE_STORIES])
        db.execute("ATTACH ? AS new", (str(folder / "new" / ARCHIVE_NAME),))
        for table in ("feeds", "entries"):
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")  # noqa: S608
        copy_bodies(db)
    db.close()


def copy_bodies(db: sqlite3.Connection, *, headline_only: Callable[[int], bool] = lambda _: False) -> None:
    """Copy the bodies of the attached archive `new` as formats 1 to 12 stored them.

    Args:
        db: An archive of such a format, its entries copied.
        headline_only: Whether the search table has only the headline of an entry yet, as in formats 10 to 12.
    """
    for entry_id, title, data in db.execute(
        "SELECT entry_id, title, body FROM new.bodies JOIN new.entries ON id = entry_id"
    ).fetchall():
        body = unpack_body(data)
        later = headline_only(entry_id)
        folded = fold(title) if later else body.folded
        stems = indexed_stems(folded)
        blocks = msgspec.msgpack.encode(body.blocks)
        indexed = b"\0" + folded.encode() + b"\0" if later else zlib.compress(folded.encode(), 1)
        db.execute(
            "INSERT INTO main.bodies (entry_id, author, categories, summary, blocks, indexed) VALUES (?, ?, ?, ?, ?, ?)",
            (
                entry_id,
                body.author,
                msgspec.json.encode(body.categories).decode(),
                body.summary,
                blocks if later else zlib.compress(blocks, 1),
                indexed + stems.encode(),
            ),
        )
        db.execute(
            "INSERT INTO main.search (rowid, folded, stems) VALUES (?, ?, ?)", (entry_id, folded, stems)
        )
        if later:
            db.execute("INSERT INTO main.words_to_come VALUES (?)", (entry_id,))


def found(store: Store, search: str) -> list[str]:
    ids = store.ids(View(search=search), now=NOW)
    return sorted(headline.title for headline in store.headlines(ids, now=NOW))


@pytest.mark.parametrize("slices_between", [0, 1, 2, 3])
def test_old_entries_are_searched_and_told_together_whatever_arrives_meanwhile(
    tmp_path: Path, entry: Make, monkeypatch: pytest.MonkeyPatch, slices_between: int
) -> None:
    monkeypatch.setattr(background_migrations, "SLICE", 5)
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


@pytest.mark.parametrize("slices_before_a_change", [0, 1, 9])
def test_bodies_of_format_12_are_rewritten_and_found_by_their_text(
    tmp_path: Path, entry: Make, monkeypatch: pytest.MonkeyPatch, slices_before_a_change: int
) -> None:
    monkeypatch.setattr(background_migrations, "SLICE", 4)
    made = [
        entry(
            f"k{number}",
            f"Ferry {number}",
            author="Noor Haddad",
            categories=("Sea", "Weather"),
            summary="The lighthouse",
            blocks=(Block(kind=BlockKind.PARAGRAPH, spans=(Span(f"والمنارة lighthouse{number} keeper"),)),),
            search_text="",
        )
        for number in range(12)
    ]
    (tmp_path / "new").mkdir()
    with Store.open(tmp_path / "new", now=NOW) as store:
        save(store, FEEDS[0], *made)
    with sqlite3.connect(tmp_path / ARCHIVE_NAME, isolation_level=None) as db:
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:12])
        db.execute("DELETE FROM upkeep")
        db.execute("DROP TABLE search")
        db.execute("ALTER TABLE search_next RENAME TO search")
        db.execute("ATTACH ? AS new", (str(tmp_path / "new" / ARCHIVE_NAME),))
        for table in ("feeds", "entries"):
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")  # noqa: S608
        copy_bodies(db, headline_only=lambda entry_id: entry_id % 2 == 0)
    db.close()

    with Store.open(tmp_path, now=NOW) as store:
        ids = store.ids(View(), now=NOW)
        before = [store.article(entry_id, now=NOW) for entry_id in ids]
        assert {article.author for article in before if article is not None} == {"Noor Haddad"}
        assert [article.blocks for article in before if article is not None] == [each.blocks for each in made]
        assert len(found(store, "keeper")) == 6, "the search table had only the headlines of the others"
        for _ in range(slices_before_a_change):
            store.catch_up()
        save(store, FEEDS[0], entry("k3", "Ferry 3 sails", search_text="ferry 3 sails"))
        store.set_deleted([ids[0]], deleted=True, now=NOW)
        while store.catch_up():
            pass
        assert len(found(store, "keeper")) == 10
        assert len(found(store, "منارة")) == 10, "without the conjunction and the article"
        assert found(store, "sails") == ["Ferry 3 sails"]
        after = [store.article(entry_id, now=NOW) for entry_id in ids]
        assert [a for a in after if a and a.headline.title != "Ferry 3 sails"] == [
            b for b in before if b and b.headline.title != "Ferry 3"
        ]
        assert store.headlines(ids[1:2], now=NOW, summaries=True)[0].summary == "The lighthouse"
    with sqlite3.connect(tmp_path / ARCHIVE_NAME) as db:
        assert db.execute("SELECT count(*) FROM bodies WHERE indexed <> x'' OR author <> ''").fetchone() == (
            0,
        )
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'words_to_come'").fetchall()
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    db.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("format_", [11, 12])
def test_an_old_archive_of_100_000_entries_is_used_while_it_is_migrated(
    tmp_path: Path, entry: Make, format_: int
) -> None:
    count, different = 100_000, 500
    (tmp_path / "new").mkdir()
    with Store.open(tmp_path / "new", now=NOW) as store:
        text = (Span("والمنارة lighthouse keeper"),)
        blocks = (Block(kind=BlockKind.PARAGRAPH, spans=text),)
        made = [entry(f"k{n}", f"Ferry number{n}", blocks=blocks, search_text="") for n in range(different)]
        save(store, FEEDS[0], *made)
    with sqlite3.connect(tmp_path / ARCHIVE_NAME, isolation_level=None) as db:
        database_schema.upgrade(db, steps=database_schema.MIGRATIONS[:format_])
        db.execute("DELETE FROM upkeep")
        db.execute("DROP TABLE search")
        db.execute("ALTER TABLE search_next RENAME TO search")
        db.execute("ATTACH ? AS new", (str(tmp_path / "new" / ARCHIVE_NAME),))
        for table in ("feeds", "entries"):
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")  # noqa: S608
        copy_bodies(db)
        db.execute("CREATE TEMP TABLE more (n INTEGER)")
        db.executemany("INSERT INTO more VALUES (?)", ((n,) for n in range(1, count // different)))
        for table, names in {
            "entries": [row[1] for row in db.execute("PRAGMA main.table_info(entries)")],
            "bodies": [row[1] for row in db.execute("PRAGMA main.table_info(bodies)")],
            "search": ["rowid", "folded", "stems"],
        }.items():
            ids = {"id", "entry_id", "rowid"}
            taken = [f"{name} + n * {different}" if name in ids else name for name in names]
            taken = ["key || '+' || n" if name == "key" else name for name in taken]
            source = table
            if table == "search":  # its rows hold no text
                db.execute("CREATE TEMP TABLE words (rowid INTEGER, folded TEXT, stems TEXT)")
                db.executemany(
                    "INSERT INTO words VALUES (?, ?, '')",
                    ((n + 1, f"ferry number{n} والمنارة lighthouse keeper") for n in range(different)),
                )
                source = "words"
            db.execute(
                f"INSERT INTO main.{table} ({', '.join(names)}) SELECT {', '.join(taken)} FROM {source}, more"  # noqa: S608
            )
    db.close()

    with Store.open(tmp_path, now=NOW) as store:
        assert len(store.ids(View(), now=NOW)) == count
        steps = 0
        while store.catch_up():
            steps += 1
            if steps % 100 == 0:
                assert len(store.ids(View(search="number123"), now=NOW)) == count // different
                article = store.article(steps, now=NOW)
                assert article is not None
                assert article.blocks == blocks
                save(store, FEEDS[1], entry(f"fresh {steps}", "Fresh", blocks=blocks, search_text="fresh"))
        assert steps >= 2 * count // background_migrations.SLICE
        assert len(store.ids(View(search="lighthouse"), now=NOW)) == count
        assert len(store.ids(View(search="fresh"), now=NOW)) == steps // 100
        assert store.check()
    (copy,) = tmp_path.glob("ticker.format*")
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (format_,)
        assert db.execute("SELECT count(*) FROM bodies").fetchone() == (count,)


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
    monkeypatch.setattr(worker, "CATCH_UP_S", 0.0)
    old_archive(tmp_path, entry)
    config_path = tmp_path / "feeds.toml"
    config_path.touch()
    with Store.open(tmp_path, now=NOW) as store:
        config = Config(path=config_path, settings=Settings(), feeds=(), stamp=(0, 0))
        with started_session(store, config, clock=lambda: NOW) as started:
            started.until(messages.StoreChanged)
        assert not store.catch_up()
    with sqlite3.connect(tmp_path / ARCHIVE_NAME) as db:
        assert db.execute("SELECT count(*) FROM entries WHERE story_id IS NOT NULL").fetchone() == (2,)
    db.close()

"""What stories keep in memory between two answers changes nothing but their cost."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import Block, BlockKind, Entry, Feed, FeedState, Span
from ticker_tui.store.db import database_schema
from ticker_tui.store.db.rows import AT_ONCE
from ticker_tui.store.queries import headline_rows
from ticker_tui.store.store import Store
from ticker_tui.store.stories import group, index
from ticker_tui.store.stories.index import StoryIndex, StoryRow

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEWEST = """SELECT entry_id FROM said WHERE word = ? AND at BETWEEN ? AND ? AND entry_id < ?
            ORDER BY at DESC, entry_id DESC LIMIT ?"""
IN_TABLES = "SELECT * FROM story_words UNION SELECT * FROM story_words_lately ORDER BY 1, 2, 3"


@pytest.mark.parametrize("seed", range(12))
def test_the_newest_under_a_word_are_known_wherever_they_stand(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(index, "AT_FIRST", rng.choice((1, 3, 8, 1000)))
    monkeypatch.setattr(index, "IN_MEMORY", rng.choice((5, 1000)))
    monkeypatch.setattr(index, "LATELY", rng.choice((1, 7, 40, 1000)))
    db = sqlite3.connect(":memory:", isolation_level=None)
    database_schema.upgrade(db)
    db.execute("CREATE TABLE said (word, at, entry_id, PRIMARY KEY (word, at, entry_id))")
    words = StoryIndex()
    for transaction in range(6):
        words.attach(db, transaction + (transaction > 3))  # once, as if another had written
        for _ in range(40):
            word, at, entry_id = rng.randrange(3), rng.randrange(20), rng.randrange(1, 60)
            if rng.random() < 0.6:
                words.keep(word, at, entry_id)
                db.execute("INSERT OR IGNORE INTO said VALUES (?, ?, ?)", (word, at, entry_id))
                continue
            if rng.random() < 0.2:
                words.save()
            low, limit = rng.randrange(at + 1), rng.randrange(1, 6)
            wanted = [row[0] for row in db.execute(NEWEST, (word, low, at, entry_id, limit))]
            found = words.newest(word, low, at, entry_id, limit)
            assert list(found)[::-1] == wanted
        words.save()
    assert db.execute(IN_TABLES).fetchall() == db.execute("SELECT * FROM said ORDER BY 1, 2, 3").fetchall()
    db.close()


@pytest.mark.parametrize("rows", [0, 1, AT_ONCE[0] - 1, AT_ONCE[0], 2 * AT_ONCE[0] + 7])
def test_all_that_is_kept_is_written(rows: int) -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    database_schema.upgrade(db)
    words = StoryIndex()
    words.attach(db, 0)
    said = [(number % 3, number, number + 1) for number in range(rows)]
    for row in said * 2:
        words.keep(*row)
    words.save()
    words.save()
    assert db.execute(IN_TABLES).fetchall() == sorted(said)
    db.close()


@pytest.mark.parametrize("at", [10, 250, 480])
def test_what_is_read_for_a_headline_does_not_grow_with_the_headlines_under_its_words(at: int) -> None:
    """An import with dates of some days read all headlines of each word, again and again."""

    def steps(headlines: int) -> int:
        db = sqlite3.connect(":memory:", isolation_level=None)
        database_schema.upgrade(db)
        rows = ((1, number, number + 1) for number in range(headlines))
        db.executemany("INSERT INTO story_words VALUES (?, ?, ?)", rows)
        words, done = StoryIndex(), 0

        def count() -> None:
            nonlocal done
            done += 1

        db.set_progress_handler(count, 1)
        words.attach(db, 0)
        for _ in range(5):
            assert list(words.newest(1, at - 10, at, headlines + 1, 4)) == [at - 2, at - 1, at, at + 1]
        db.close()
        return done

    assert steps(40_000) <= 2 * steps(1_000)


class Forgetful(StoryIndex):
    """As it would be without memory."""

    def attach(self, db: sqlite3.Connection, writes: int) -> None:
        super().attach(db, writes)
        self.__init__()  # type: ignore[misc]  # all of it
        super().attach(db, writes)


HEADLINES = (
    "Strong quake shakes Sarva islands",
    "Kartal dock workers begin strike over pay",
    "Council approves new bridge over river Mera",
    "Storm closes Odrin harbour for third night",
    "Minister resigns over Selva tunnel contract",
    "Orchard owners demand water from Tarn dam",
)
TAILS = ("", " - Beacon", ", officials say", " in the north", " after long dispute")


def headline(rng: random.Random) -> str:
    return rng.choice(HEADLINES) + rng.choice(TAILS)


def an_afternoon(path: Path, seed: int, memory: type[StoryIndex]) -> list[tuple[object, ...]]:
    """What the archive says of stories after all sorts of things have happened to it."""
    rng = random.Random(seed)
    now = NOW
    feeds = [Feed(url=f"https://{name}.example/", name=name) for name in "abcd"]
    said: list[tuple[int, str]] = []
    with Store.open(path) as store, Store.open(path) as other:
        store._kept, other._kept = memory(), memory()
        store.sync_feeds(feeds)
        for step in range(40):
            now += timedelta(hours=rng.randrange(9))
            number = rng.randrange(len(feeds))
            match rng.randrange(12):
                case 0:
                    store.prune(feeds, keep=rng.randrange(3, 30), keep_days=2, now=now)
                case 1:
                    feeds[number] = Feed(url=feeds[number].url, name=rng.choice(HEADLINES).split()[0])
                    rng.choice((store, other)).sync_feeds(feeds)
                case 2:
                    other.prune(feeds, keep=rng.randrange(3, 30), keep_days=2, now=now)
                case 3:
                    store.set_read([rng.randrange(1, 40)], True)
                case _:
                    titles = [headline(rng) for _ in range(rng.randrange(1, 5))]
                    entries = [entry(f"{step}/{at}", title) for at, title in enumerate(titles)]
                    if said and rng.random() < 0.5:  # again, in other words
                        place, key = rng.choice(said)
                        if place == number:
                            entries.append(entry(key, headline(rng)))
                    said += [(number, each.key) for each in entries]
                    if rng.random() < 0.15:
                        save_undone(store, feeds[number], entries, now)
                    state = FeedState(url=feeds[number].url)
                    saver = other if rng.random() < 0.2 else store
                    saver.save(feeds[number], state, entries, now=now, breaking_expires_s=60.0)
    db = sqlite3.connect(path / "ticker.sqlite3")
    rows = db.execute("SELECT id, key, title, story_id FROM entries ORDER BY id").fetchall()
    rows += db.execute(IN_TABLES).fetchall()
    db.close()
    return rows


def entry(key: str, title: str) -> Entry:
    block = Block(kind=BlockKind.PARAGRAPH, spans=(Span(title),))
    return Entry(key=key, title=title, blocks=(block,), search_text=title)


def save_undone(store: Store, feed: Feed, entries: list[Entry], now: datetime) -> None:
    """A save that fails at its very end, when the stories have been found."""

    def fail(*_: object) -> list[int]:
        raise ValueError("the last step")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headline_rows, "folded", fail)
        with pytest.raises(ValueError, match="the last step"):
            store.save(feed, FeedState(url=feed.url), entries, now=now, breaking_expires_s=60.0)


@pytest.mark.parametrize("seed", range(4))
def test_stories_are_the_same_with_and_without_memory(tmp_path: Path, seed: int) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    remembered = an_afternoon(tmp_path / "one", seed, StoryIndex)
    assert remembered == an_afternoon(tmp_path / "other", seed, Forgetful)
    assert any(len(row) == 4 and row[3] not in {None, row[0]} for row in remembered)  # some joined a story


def test_what_another_ticker_has_saved_meanwhile_is_known(tmp_path: Path) -> None:
    feed = Feed(url="https://a.example/", name="a")
    with Store.open(tmp_path) as store, Store.open(tmp_path) as other:
        for hours, saver in ((0, store), (49, other), (50, store)):
            now = NOW + timedelta(hours=hours)
            state = FeedState(url=feed.url)
            result = saver.save(
                feed, state, [entry(str(hours), HEADLINES[0])], now=now, breaking_expires_s=60.0
            )
        assert result.joined_ids == result.new_ids


@pytest.mark.parametrize("seed", range(3))
def test_rows_in_hand_are_as_good_as_read_ones(seed: int) -> None:
    found: list[list[tuple[int, int | None]]] = []
    for in_hand in (False, True):
        rng = random.Random(seed)
        db = sqlite3.connect(":memory:", isolation_level=None)
        database_schema.upgrade(db)
        db.execute("INSERT INTO feeds (id, url, name, category, lang) VALUES (1, '', 'Beacon', '', '')")
        words = StoryIndex()
        for transaction in range(4):
            words.attach(db, transaction)
            rows = [StoryRow(transaction * 9 + n, 1, headline(rng), n, None) for n in range(1, 10)]
            for row in rows:
                db.execute(
                    """INSERT INTO entries (id, feed_id, key, title, link, lang, sort_at, first_seen_at, seen_at, digest)
                       VALUES (?, ?, ?, ?, '', '', ?, 0, 0, x'')""",
                    (row.id, row.feed_id, str(row.id), row.title, row.sort_at),
                )
            new_ids = [row.id for row in rows]
            known = rng.sample(rows, rng.randrange(9))
            group.follow(db, new_ids, [], now_us=9, kept=words, in_hand=known if in_hand else ())
        found.append(db.execute("SELECT id, story_id FROM entries ORDER BY id").fetchall())
        db.close()
    assert found[0] == found[1]
    assert any(story_id not in {None, entry_id} for entry_id, story_id in found[0])

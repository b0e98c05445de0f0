"""The words of long texts that are left for later: headlines are found at once, and in the end nothing is missing."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.feeds.job import Parsed, ParseJob
from ticker_tui.feeds.parse import parse_feed
from ticker_tui.model import Block, BlockKind, Cell, Entry, Feed, FeedState, Rule, Rules, Span
from ticker_tui.store import ARCHIVE_NAME, Store, later

from .conftest import NOW, Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Make = Callable[..., Entry]

PLAIN = Feed(url="https://plain.example/rss", name="Plain")
LONG = "وصلت السفن إلى الميناء الجديد صباح الأحد. " * 40
QUERIES = (
    "السفن",
    "wording",
    '"of the harbour"',
    "ميناء",
    "ا",
    "h",
    "engineer*",
    "-السفن",
    "table",
    "Salma",
    "unheard",
)


def item(number: int, more: str = "", *, title: str = "") -> str:
    body = f"<p>Text {number} of the harbour wording. {LONG}</p><table><tr><th>table</th><td>cell{number}</td></tr></table>{more}"
    return (
        f"<item><guid>{number}</guid><title>{title or f'عاجل: Harbour engineers {number}'}</title><author>Salma</author>"
        f"<pubDate>Mon, 23 Nov 2026 10:{number:02}:00 GMT</pubDate><description><![CDATA[{body}]]></description></item>"
    )


def parsed(*items: str, words_later: bool = True) -> Sequence[Entry]:
    body = f'<rss version="2.0"><channel><title>F</title>{"".join(items)}</channel></rss>'.encode()
    job = ParseJob(url=PLAIN.url, body=body, now=NOW, for_archive=True, words_later=words_later)
    answer = parse_feed(job)
    assert isinstance(answer, Parsed)
    return answer.entries


def save(store: Store, entries: Sequence[Entry]) -> tuple[int, ...]:
    done = store.save(PLAIN, FeedState(url=PLAIN.url), entries, now=NOW, breaking_expires_s=0.0)
    return done.new_ids or done.updated_ids


def in_file(folder: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(folder / ARCHIVE_NAME)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def test_the_headline_is_found_at_once_and_the_text_when_there_was_time(desk: Desk) -> None:
    desk.save(*parsed(item(1)))
    assert (len(desk.found("engineers")), len(desk.found("Salma"))) == (1, 1)
    assert desk.found("السفن") == [], "what this is about: its text is not yet in the search table"
    desk.store.add_all_words()
    assert (len(desk.found("السفن")), len(desk.found("cell1")), len(desk.found("engineers"))) == (1, 1, 1)
    assert not desk.store.texts_to_come()
    assert desk.store.words_to_add() == []


def test_short_texts_do_not_wait(desk: Desk) -> None:
    item_ = "<item><guid>s</guid><title>Short</title><description>Just brief wording.</description></item>"
    desk.save(*parsed(item_))
    assert not desk.store.texts_to_come()
    assert desk.found("brief") == ["Short"]


@pytest.mark.parametrize("slice_", [1, 3, 100])
def test_what_is_found_and_stored_in_the_end_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slice_: int
) -> None:
    monkeypatch.setattr(later, "SLICE", slice_)
    items = [item(number) for number in range(7)]
    answers = {}
    for name, words_later in (("later", True), ("at once", False)):
        (tmp_path / name).mkdir()
        with Store.open(tmp_path / name, now=NOW) as store:
            save(store, parsed(*items, words_later=words_later))
            assert bool(store.texts_to_come()) == words_later
            store.add_all_words()
            desk = Desk(store)
            answers[name] = (
                [desk.found(query) for query in QUERIES],
                in_file(tmp_path / name, "SELECT entry_id, indexed FROM bodies ORDER BY entry_id"),
            )
        in_file(tmp_path / name, "INSERT INTO search (search) VALUES ('integrity-check')")
    assert answers["later"] == answers["at once"]
    assert any(answers["later"][0])
    assert not all(answers["later"][0])


def test_a_program_that_is_ended_leaves_the_rest_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "SLICE", 2)
    with Store.open(tmp_path, now=NOW) as store:
        save(store, parsed(*(item(number) for number in range(5))))
        store.add_words(store.words_to_add())
    with Store.open(tmp_path, now=NOW) as store:
        assert len(Desk(store).found("السفن")) == 2
        assert store.texts_to_come()
        store.add_all_words()
        assert not store.texts_to_come()
        assert len(Desk(store).found("السفن")) == 5


def test_what_is_rewritten_thrown_away_or_let_go_meanwhile_leaves_no_words_behind(tmp_path: Path) -> None:
    with Store.open(tmp_path, now=NOW) as store:
        ids = save(store, parsed(*(item(number) for number in range(4))))
        rewritten = parsed(item(1, "<p>other tidings</p>", title="Rewritten"), words_later=False)
        save(store, [*rewritten, *parsed(item(2), words_later=False)])
        store.set_deleted([ids[2]], now=NOW, deleted=True)
        store.prune([PLAIN], keep=2, keep_days=9999, now=NOW)
        store.add_all_words()
        desk = Desk(store)
        assert len(desk.found("السفن")) == len(desk.titles()) == 2
        assert len(desk.found("tidings")) == len(desk.found("rewritten")) <= 1
    in_file(tmp_path, "INSERT INTO search (search) VALUES ('integrity-check')")
    (left,) = in_file(tmp_path, "SELECT count(*) FROM words_to_come")[0]
    assert left == 0


def test_words_that_were_made_of_an_older_text_are_not_written(desk: Desk) -> None:
    ids = desk.save(*parsed(item(1), item(2), item(3))).new_ids
    ready = desk.store.words_to_add()
    below = desk.store.words_to_add(below=ready[1].id)
    assert ([each.id for each in ready], [each.id for each in below]) == (sorted(ids), [ready[0].id])
    desk.save(*parsed(item(1, "<p>other tidings</p>"), words_later=False))
    desk.store.add_words(ready)
    desk.store.add_words(ready)  # as if two programs had made them
    assert (len(desk.found("السفن")), len(desk.found("tidings"))) == (3, 1)
    assert not desk.store.texts_to_come()
    assert desk.store.check()


def test_a_rule_that_looks_into_texts_is_obeyed_at_once(desk: Desk) -> None:
    desk.store.use_rules(Rules(mute=(Rule(query="السفن"),)))
    result = desk.save(*parsed(item(1), item(2)))
    assert (len(result.new_ids), len(result.muted_ids)) == (0, 2)
    assert not desk.store.texts_to_come()


def test_a_rule_that_comes_while_words_wait_is_obeyed(desk: Desk) -> None:
    desk.save(*parsed(item(1), item(2)))
    desk.store.use_rules(Rules(mute=(Rule(query="السفن"),)))
    assert len(desk.store.judge(now=NOW).muted) == 2
    assert desk.titles() == []


def test_a_rule_of_words_waits_for_nothing(desk: Desk) -> None:
    desk.store.use_rules(Rules(mute=(Rule(words=("engineers",)),)))
    result = desk.save(*parsed(item(1), item(2, title="Rain")))
    assert (len(result.new_ids), len(result.muted_ids)) == (1, 1)
    assert desk.store.texts_to_come()


def test_entries_made_by_hand_say_by_themselves_what_is_to_come(desk: Desk, entry: Make) -> None:
    rows = ((Cell(spans=(Span("in a cell"),)),),)
    blocks = (
        Block(kind=BlockKind.PARAGRAPH, spans=(Span("the body's own "), Span("words", bold=True))),
        Block(kind=BlockKind.TABLE, rows=rows),
    )
    made = entry("a", "Title", summary="A summary", blocks=blocks, search_text="title", words_to_come=True)
    desk.save(made, entry("b", "Other", published_at=NOW - timedelta(days=1)))
    assert desk.found("words") == []
    desk.store.add_all_words()
    assert all(desk.found(word) == ["Title"] for word in ("summary", "own", '"own words"', "cell", "title"))

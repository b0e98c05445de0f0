"""An item that has been read before is not read again, and nothing else changes by that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from ticker_tui.feeds.parse import parse_feed
from ticker_tui.processes.parser_protocol import Parsed, ParseJob
from ticker_tui.store.entries.body_codec import packed, unpack_body
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEEDS = sorted(
    path
    for path in (Path(__file__).parents[1] / "fixtures" / "feeds").rglob("*")
    if path.suffix in {".xml", ".json"} and not path.name.endswith(".expected.json")
)
ITEM = "<item><guid>{0}</guid><title>Item {0}</title><pubDate>{1}</pubDate><description>&lt;p&gt;{2}</description></item>"


def rss(*items: tuple[int, str, str]) -> bytes:
    return f"<rss><channel><title>F</title>{''.join(ITEM.format(*item) for item in items)}</channel></rss>".encode()


def read(body: bytes, **more: Any) -> tuple[Entry, ...]:
    job = {"url": "https://a.example/feed", "now": NOW, "for_archive": True, **more}
    answer = parse_feed(ParseJob(body=body, **job))
    assert isinstance(answer, Parsed)
    return answer.entries


def marks(entries: tuple[Entry, ...]) -> frozenset[bytes]:
    return frozenset(entry.mark for entry in entries if entry.mark)


MONDAY, TUESDAY = "Mon, 23 Nov 2026 10:00:00 GMT", "Tue, 24 Nov 2026 10:00:00 GMT"
THREE = rss((1, TUESDAY, "one"), (2, MONDAY, "two"), (3, MONDAY, "three"))


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_an_entry_for_the_archive_is_the_entry_in_other_clothes(path: Path) -> None:
    job = ParseJob(url="https://feeds.example/dir/feed.xml", body=path.read_bytes(), now=NOW)
    plain, for_archive = parse_feed(job), parse_feed(msgspec.structs.replace(job, for_archive=True))
    if not isinstance(plain, Parsed):
        assert for_archive == plain
        return
    assert isinstance(for_archive, Parsed)
    assert [msgspec.structs.replace(entry, mark=b"") for entry in for_archive.entries] == [
        packed(entry) for entry in plain.entries
    ]
    for one, other in zip(plain.entries, for_archive.entries, strict=True):
        assert other.packed is not None
        assert unpack_body(other.packed.body).blocks == one.blocks
    assert len(marks(for_archive.entries)) == sum(bool(entry.mark) for entry in for_archive.entries)
    again = parse_feed(msgspec.structs.replace(job, for_archive=True, known=marks(for_archive.entries)))
    assert isinstance(again, Parsed)
    for first, second in zip(for_archive.entries, again.entries, strict=True):
        assert second.unchanged == bool(first.mark)
        assert (first.key, first.link, first.published_at, first.mark) == (
            second.key,
            second.link,
            second.published_at,
            second.mark,
        )
    assert (again.title, again.lang, again.ttl_s) == (plain.title, plain.lang, plain.ttl_s)


def test_only_items_that_changed_are_read() -> None:
    known = marks(read(THREE))
    changed = rss((4, TUESDAY, "four"), (1, TUESDAY, "one"), (2, MONDAY, "two!"), (3, MONDAY, "three"))
    assert [entry.unchanged for entry in read(changed, known=known)] == [False, True, False, True]


@pytest.mark.parametrize(
    "other",
    [{"lang": "ar"}, {"salt": "war"}, {"url": "https://b.example/feed"}],
    ids=lambda other: next(iter(other)),
)
def test_everything_an_entry_is_made_of_makes_its_mark(other: dict[str, Any]) -> None:
    assert not any(entry.unchanged for entry in read(THREE, known=marks(read(THREE)), **other))


def test_a_date_in_the_future_is_looked_at_again_until_it_has_come() -> None:
    body = rss((1, "Tue, 24 Nov 2026 15:00:00 GMT", "one"))
    (early,) = read(body)
    assert (early.published_at, early.mark) == (None, b"")
    (late,) = read(body, known=marks((early,)), now=NOW + timedelta(hours=4))
    assert late.published_at == datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert not late.unchanged


def test_the_archive_remembers_marks_of_what_it_holds(desk: Desk) -> None:
    body = read(THREE)
    desk.save(*body)
    assert desk.store.marks(desk.feed().url) == marks(body)
    assert desk.store.marks("https://other.example/") == frozenset()
    newer = read(
        rss((1, MONDAY, "one"), (2, MONDAY, "two"), (3, MONDAY, "three"))
    )  # a date alone is no update
    assert desk.save(*newer).updated_ids == ()
    assert desk.store.marks(desk.feed().url) == marks(newer)


def test_an_unchanged_entry_stays_as_it_is_and_counts_as_still_served(desk: Desk) -> None:
    first = desk.save(*read(THREE))
    before = [desk.store.article(entry_id, now=desk.now) for entry_id in first.new_ids]
    desk.later(days=40)
    result = desk.save(*read(THREE, known=desk.store.marks(desk.feed().url)))
    assert (result.new_ids, result.updated_ids) == ((), ())
    assert desk.store.prune([desk.feed()], keep=500, keep_days=30, now=desk.now) == 0
    assert [desk.store.article(entry_id, now=desk.now) for entry_id in first.new_ids] == before
    assert desk.found("three") == ["Item 3"]


def test_an_unchanged_entry_that_was_pruned_meanwhile_does_not_come_back(desk: Desk) -> None:
    desk.save(*read(THREE))
    answer = read(THREE, known=desk.store.marks(desk.feed().url))
    assert all(entry.unchanged for entry in answer)
    desk.store.prune([desk.feed()], keep=1, keep_days=30, now=desk.now)
    assert desk.save(*answer).new_ids == ()
    assert desk.titles() == ["Item 1"]


@pytest.mark.parametrize("what", ["nothing is new", "one is new"])
def test_an_archive_that_was_replaced_meanwhile_gets_all_of_it_next_time(
    tmp_path: Path, desk: Desk, what: str
) -> None:
    """Whoever asks knows what the old one held."""
    first = desk.save(*read(THREE))
    known = desk.store.marks(desk.feed().url)
    newer = rss((4, TUESDAY, "four"), (1, TUESDAY, "one"), (2, MONDAY, "two"))
    entries = read(newer, known=known) if what == "one is new" else ()
    state = msgspec.structs.replace(first.state, etag="e", last_modified="l", body_hash="h")
    with Store.open(tmp_path / "other.sqlite3") as store:
        for asked_again in (False, True):
            store.save(desk.feed(), state, entries, now=desk.now, breaking_expires_s=60.0)
            kept = store.states()[desk.feed().url]
            validators = (kept.etag, kept.last_modified, kept.body_hash)
            whole = asked_again and what == "nothing is new"
            assert validators == (("e", "l", "h") if whole else ("", "", ""))
        store.save(desk.feed(), state, read(THREE), now=desk.now, breaking_expires_s=60.0)
        assert store.states()[desk.feed().url] == state


def test_a_link_that_two_items_share_is_counted_when_one_of_them_is_unchanged(
    desk: Desk, entry: Make
) -> None:
    """As with read entries: a shared link says nothing about which of them a new guid is."""
    link = "https://a.example/live"
    desk.save(entry("old", "Old", link=link, mark=b"1"))
    result = desk.save(entry("new", "New", link=link), entry("old", "", link=link, mark=b"1", unchanged=True))
    assert len(result.new_ids) == 1
    assert sorted(desk.titles()) == ["New", "Old"]


def test_what_is_packed_is_forgotten_word_for_word(desk: Desk) -> None:
    desk.save(*read(rss((1, MONDAY, "عاجل: وبالقاهرة lighthouse"))))
    assert desk.found("قاهرة") == ["Item 1"]
    desk.save(*read(rss((1, MONDAY, "harbour"))))
    assert (desk.found("قاهرة"), desk.found("lighthouse"), desk.found("harbour")) == ([], [], ["Item 1"])

"""Which entry is which: a correction updates its story, another story gets a row of its own, whatever guid and link say."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import json

from ticker_tui.feeds.parse import parse_feed
from ticker_tui.processes.parser_protocol import Parsed, ParseJob
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ticker_tui.model import Entry, PollResult

    from .conftest import Desk

    Make = Callable[..., Entry]

STORM = {"title": "Forecast: storm in Tyre", "summary": "Waves of nine metres are expected along the coast"}
SOUP = {"title": "Recipe: lentil soup", "summary": "Peel the onions and fry them in olive oil"}
PAGE = "https://a.example/upcoming"
OTHER = {"key": "other", "title": "Library opens on Sundays"}


def marked(desk: Desk, entry_id: int, what: str) -> int:
    if what == "read":
        desk.store.set_read([entry_id], True)
    elif what == "starred":
        desk.store.set_starred([entry_id], True)
    return entry_id


def state(desk: Desk, entry_id: int) -> tuple[str, bool, bool]:
    (row,) = desk.store.headlines([entry_id], now=desk.now)
    return row.title, row.read, row.starred


def summary(desk: Desk, entry_id: int) -> str:
    article = desk.store.article(entry_id, now=desk.now)
    assert article is not None
    return article.summary


# ── another story under the same guid, or on the same page ──


@pytest.mark.parametrize("what", ["", "read", "starred"])
@pytest.mark.parametrize("alone", [True, False], ids=["the latest only", "among others"])
@pytest.mark.parametrize(
    ("before", "after"),
    [("g1", "g2"), ("same", "same"), ("N/A", "N/A"), ("link:a.example/upcoming", "link:a.example/upcoming")],
)
@pytest.mark.parametrize("dated", [True, False])
def test_another_story_never_takes_the_place_of_one(
    desk: Desk, entry: Make, before: str, after: str, what: str, *, alone: bool, dated: bool
) -> None:
    """A starred forecast became a recipe, still starred."""
    others = [] if alone else [entry(**OTHER)]
    dates = [{"published_at": desk.ago(hours=hours)} if dated else {} for hours in (3, 1)]
    old = max(desk.save(entry(before, link=PAGE, **STORM, **dates[0]), *others).new_ids)
    marked(desk, old, what)
    for _ in range(3):
        desk.later(minutes=30)
        result = desk.save(entry(after, link=PAGE, **SOUP, **dates[1]), *others)
        assert result.updated_ids == ()
    assert sorted(desk.titles()) == sorted([STORM["title"], SOUP["title"], *(one.title for one in others)])
    assert state(desk, old) == (STORM["title"], what == "read", what == "starred")
    assert summary(desk, old) == STORM["summary"]
    assert SOUP["title"] in desk.titles(unread_only=True)
    desk.save(entry(before, link=PAGE, **STORM, **dates[0]), *others)  # another of its servers answers
    assert len(desk.titles()) == 2 + len(others)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("guid", ["adv-{0}", "link:a.example/upcoming", "now"])
def test_a_feed_of_the_latest_entry_only_keeps_them_all(
    desk: Desk, entry: Make, guid: str, *, dated: bool
) -> None:
    """Three responses were one headline, in its old place and read."""
    texts = [
        ("Advisory number 1 about valve 1", "Close the red valve before noon"),
        ("Advisory number 2 about valve 2", "Pressure in hall B is rising slowly"),
        ("Advisory number 3 about valve 3", "All pumps run again since midnight"),
    ]
    for number, (title, text) in enumerate(texts):
        dates = {"published_at": desk.ago(minutes=5)} if dated else {}
        result = desk.save(entry(guid.format(number), title, link=PAGE, summary=text, **dates))
        assert len(result.new_ids) == 1
        marked(desk, result.new_ids[0], "read")
        desk.later(hours=1)
    assert len(desk.titles()) == 3


@pytest.mark.parametrize("what", ["read", "starred"])
@pytest.mark.parametrize(
    "after",
    [
        {"title": "Forecast: storm in Tyre and Sidon"},
        {"title": "Forecast: storm in Tyer"},
        {"title": "Storm in Tyre"},
        {"summary": "Waves of nine metres are expected along the whole coast from noon"},
        {"title": "Nobody is to leave port", "among others": True},
        {"title": "Forecast: gale in Tyre", "among others": True},
        {"link": "https://a.example/moved"},
        {"link": f"{PAGE}/?utm_source=rss#top"},
        {"key": "new guid"},
        {"key": "new guid", "title": "Forecast: storm in Tyre, updated"},
        {"key": "new guid", "link": "http://www.a.example/upcoming/"},
    ],
    ids=str,
)
def test_a_correction_updates_its_story(desk: Desk, entry: Make, after: dict[str, Any], what: str) -> None:
    more = dict(after)
    others = [entry(**OTHER)] if more.pop("among others", False) else []
    first = {"key": "g", "link": PAGE, "published_at": desk.ago(hours=2), **STORM}
    old = marked(desk, max(desk.save(entry(**first), *others).new_ids), what)
    desk.later(hours=1)
    assert desk.save(entry(**(first | more)), *others).new_ids == ()
    assert state(desk, old) == ((first | more)["title"], what == "read", what == "starred")
    desk.later(hours=1)
    assert desk.save(entry(**(first | more)), *others).updated_ids == ()


# ── the whole way, from bodies ──


def item(title: str, *, guid: str = "", link: str = "", date: str = "", text: str = "") -> str:
    parts = {"title": title, "guid": guid, "link": link, "pubDate": date, "description": text}
    return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in parts.items() if value)}</item>"


def rss(items: list[str]) -> bytes:
    return f"<rss version='2.0'><channel><title>A</title>{''.join(items)}</channel></rss>".encode()


def atom(items: list[dict[str, str]]) -> bytes:
    entries = "".join(
        f"<entry><title>{one['title']}</title><link href='{one['link']}'/><summary>{one['text']}</summary></entry>"
        for one in items
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>{entries}</feed>".encode()


def json_feed(items: list[dict[str, str]]) -> bytes:
    found = [{"title": one["title"], "url": one["link"], "content_text": one["text"]} for one in items]
    return json.encode({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": found})


def poll(desk: Desk, body: bytes) -> PollResult:
    desk.later(minutes=20)
    known = desk.store.marks(desk.feed().url)
    answer = parse_feed(ParseJob(url=desk.feed().url, body=body, now=desk.now, for_archive=True, known=known))
    assert isinstance(answer, Parsed)
    return desk.save(*answer.entries)


@pytest.mark.parametrize("form", ["rss", "damaged rss", "atom", "json"])
@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/",
        PAGE,
        f"{PAGE}#v{{0}}",
        f"{PAGE}?rss={{0}}",
        f"{PAGE}?cmp={{0}}",
        f"{PAGE}?ns_no={{0}}",
    ],
)
def test_entries_without_guid_on_one_page_are_all_kept_and_known_again(
    desk: Desk, link: str, form: str
) -> None:
    """One of six was kept."""

    def body(numbers: list[int]) -> bytes:
        items = [
            {"title": f"Shirt number {n}", "link": link.format(n), "text": f"cotton {n}"} for n in numbers
        ]
        if form == "atom":
            return atom(items)
        if form == "json":
            return json_feed(items)
        made = rss([item(**one) for one in items])
        return made.replace(b"</channel>", b"<broken></channel>") if form == "damaged rss" else made

    seen: set[int] = set()
    for numbers in ([2], [1, 2, 3, 4, 5, 6], [6, 5, 1], [7, 3], [3], [9], [8, 7, 6, 5, 4, 3, 2, 1], [2]):
        new = set(numbers) - seen
        assert len(poll(desk, body(numbers)).new_ids) == len(new), numbers
        seen |= new
    assert sorted(desk.titles()) == [f"Shirt number {n}" for n in range(1, 10)]


@pytest.mark.parametrize(
    "guid", ["N/A", "0", "-", "https://a.example/", "https://a.example/feed.xml", "undefined"]
)
@pytest.mark.parametrize("link", ["", "N/A", "https://a.example/{0}"])
def test_a_guid_of_all_entries_is_none(desk: Desk, guid: str, link: str) -> None:
    def body(numbers: list[int], late: str = "") -> bytes:
        return rss(
            [
                item(f"Suite {n}{late}", guid=guid, link=link.format(n), text=f"Room with {n} windows")
                for n in numbers
            ]
        )

    for numbers, new in (([1], 1), ([1, 2, 3, 4], 3), ([3], 0), ([4, 3, 5], 1), ([2, 1], 0)):
        assert len(poll(desk, body(numbers)).new_ids) == new, numbers
    assert poll(desk, body([2, 1], ", corrected")).new_ids == ()
    assert sorted(desk.titles()) == [
        "Suite 1, corrected",
        "Suite 2, corrected",
        "Suite 3",
        "Suite 4",
        "Suite 5",
    ]
    assert not any(row.link.endswith("N/A") for row in desk.store.headlines(range(1, 9), now=desk.now))


@pytest.mark.parametrize("dated", [True, False])
def test_guids_and_links_with_session_numbers_bring_nothing_twice(desk: Desk, *, dated: bool) -> None:
    for visit in range(4):
        items = [
            item(
                f"Harvest in valley {n}",
                guid=f"sid-{visit}-{n}",
                link=f"https://a.example/{n};jsessionid={visit}{n}?PHPSESSID={visit}",
                date=format_datetime(desk.now - timedelta(hours=n + 1, minutes=20 * visit)) if dated else "",
                text=f"Olives from valley {n} this year",
            )
            for n in range(3)
        ]
        assert len(poll(desk, rss(items)).new_ids) == (0 if visit else 3)


def test_a_feed_that_moves_to_https_brings_nothing_again(desk: Desk) -> None:
    def body(scheme: str) -> bytes:
        items = [
            item(
                f"Harvest in valley {n}",
                guid=f"{scheme}://a.example/?p={n}",
                date=format_datetime(desk.ago(days=n + 20)),
            )
            for n in range(30)
        ]
        return rss(items)

    when = desk.now
    assert len(poll(desk, body("http")).new_ids) == 30
    desk.store.set_deleted([3], True, now=desk.now)
    desk.later(days=10)
    assert poll(desk, body("http")).new_ids == ()
    desk.store.prune([desk.feed()], keep=20, keep_days=300, now=desk.now)
    desk.now, later = when, desk.now  # the dates in the body stay
    moved = body("https")
    desk.now = later
    assert poll(desk, moved).new_ids == ()
    assert len(desk.titles()) == 20


def test_the_same_words_of_another_day_are_news(desk: Desk) -> None:
    def body(days: list[int]) -> bytes:
        return rss(
            [
                item(
                    "Siren test",
                    link="https://a.example/",
                    date=f"{day} Oct 2026 10:00 GMT",
                    text="All sirens",
                )
                for day in days
            ]
        )

    assert [len(poll(desk, body(days)).new_ids) for days in ([1, 2], [2, 3, 1], [3], [4, 3, 3])] == [
        2,
        1,
        0,
        1,
    ]


def test_guids_that_differ_in_case_only_are_two_entries(desk: Desk) -> None:
    body = rss(
        [
            item("Film one", guid="vAbC", link="https://a.example/1"),
            item("Film two", guid="vaBc", link="https://a.example/2"),
        ]
    )
    assert len(poll(desk, body).new_ids) == 2
    assert poll(desk, body).new_ids == ()


# ── deleted, pruned, of an earlier version ──


@pytest.mark.parametrize("guid", ["N/A", ""])
def test_what_was_deleted_or_pruned_stays_away_and_takes_nothing_along(desk: Desk, guid: str) -> None:
    """Its guid would have kept all later entries out."""

    def body(numbers: range) -> bytes:
        return rss(
            [
                item(f"Shirt number {n}", guid=guid, link="https://a.example/", text=f"cotton {n}")
                for n in numbers
            ]
        )

    poll(desk, body(range(1, 4)))
    deleted = next(
        row.id for row in desk.store.headlines([1, 2, 3], now=desk.now) if row.title == "Shirt number 2"
    )
    desk.store.set_deleted([deleted], True, now=desk.now)
    assert poll(desk, body(range(2, 3))).new_ids == ()
    desk.later(days=8)
    desk.store.prune([desk.feed()], keep=1, keep_days=300, now=desk.now)
    assert poll(desk, body(range(2, 3))).new_ids == ()
    assert poll(desk, body(range(1, 4))).new_ids == ()
    assert len(poll(desk, body(range(4, 5))).new_ids) == 1
    assert len(poll(desk, body(range(1, 6))).new_ids) == 1
    assert len(desk.titles()) == 3


def test_an_archive_of_an_earlier_version_shows_nothing_twice(tmp_path: Path, desk: Desk) -> None:
    """Keys as they were made then: of guid, of page, and of both where one guid was that of several pages."""
    body = rss(
        [
            item("One page", link="https://a.example/1"),
            item("One guid", guid="same", link="https://a.example/5"),
            item("Two pages", guid="same", link="https://a.example/6"),
            item("Kept of three", link="https://a.example/"),
            item("Lost of three", link="https://a.example/"),
        ]
    )
    poll(desk, body)
    desk.store.close()
    keys = {"Kept of three": "link:a.example", "One guid": "same#81a2b8e1f3d4c5b6"}
    with sqlite3.connect(tmp_path / "ticker.sqlite3") as db:
        for title, key in keys.items():
            db.execute("UPDATE entries SET key = ?, mark = x'' WHERE title = ?", (key, title))
        db.execute("UPDATE entries SET deleted_at = 1 WHERE title = 'Lost of three'")
        db.execute("INSERT INTO forgotten (feed_id, key, seen_at) VALUES (1, 'link:a.example/9', 1)")
        for column in ("title", "link", "published_at"):
            db.execute(f"ALTER TABLE forgotten DROP COLUMN {column}")
        for index in ("entries_seen", "forgotten_seen"):
            db.execute(f"DROP INDEX {index}")
        db.execute("ALTER TABLE bodies RENAME COLUMN body TO blocks")
        db.execute("CREATE TABLE words_to_come (entry_id INTEGER PRIMARY KEY)")
        db.execute("CREATE TRIGGER entries_without_words AFTER DELETE ON entries BEGIN SELECT 1; END")
        db.execute("PRAGMA user_version = 11")
    db.close()
    with Store.open(tmp_path, now=desk.now) as store:
        desk.store = store
        again = body.replace(
            b"</channel>", item("Pruned", link="https://a.example/9").encode() + b"</channel>"
        )
        assert poll(desk, again).new_ids == ()
        assert len(desk.titles()) == 4

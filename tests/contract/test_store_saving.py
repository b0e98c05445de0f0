"""One answer, saved: what is new, what is an update, and that nothing is lost or doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.model import Block, BlockKind, Direction, FeedState, FeedStatus, Span, TableCell, View

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]


def test_a_second_poll_of_the_same_body_adds_nothing(desk: Desk, entry: Make) -> None:
    body = [entry(str(number)) for number in range(5)]
    first = desk.save(*body)
    desk.later(minutes=5)
    second = desk.save(*body)
    assert len(first.new_ids) == 5
    assert (second.new_ids, second.updated_ids, second.breaking_ids) == ((), (), ())
    assert len(desk.titles()) == 5


def test_a_changed_title_is_an_update_and_keeps_marks_place_and_id(desk: Desk, entry: Make) -> None:
    (entry_id,) = desk.save(entry("1", "Ferry delayed", published_at=desk.ago(hours=1))).new_ids
    desk.save(entry("2", "Other news", published_at=desk.ago(minutes=30)))
    desk.store.set_read([entry_id], True)
    desk.store.set_starred([entry_id], True)
    desk.later(minutes=5)
    result = desk.save(entry("1", "Ferry cancelled", published_at=desk.ago(minutes=1)))
    assert result.updated_ids == (entry_id,)
    assert result.new_ids == ()
    (headline,) = desk.store.headlines([entry_id], now=desk.now)
    assert headline.title == "Ferry cancelled"
    assert headline.read
    assert headline.starred
    assert desk.titles() == ["Other news", "Ferry cancelled"]


def test_an_update_is_found_by_its_new_words_only(desk: Desk, entry: Make) -> None:
    desk.save(entry("1", "Works at the harbour", search_text="works harbour"))
    desk.save(entry("1", "Works at the lighthouse", search_text="works lighthouse"))
    assert desk.found("lighthouse") == ["Works at the lighthouse"]
    assert desk.found("harbour") == []


def test_a_changed_date_alone_changes_nothing(desk: Desk, entry: Make) -> None:
    """Some outlets give every item the time of the request."""
    desk.save(entry("1", published_at=desk.ago(hours=2)))
    assert desk.save(entry("1", published_at=desk.ago(hours=1))).updated_ids == ()


def test_a_changed_body_is_an_update(desk: Desk, entry: Make) -> None:
    desk.save(entry("1", summary="one"))
    assert len(desk.save(entry("1", summary="two")).updated_ids) == 1


@pytest.mark.parametrize("tail", ["", "?utm_source=rss&utm_medium=feed", "?at_medium=RSS", "#main", "/"])
def test_a_changed_guid_with_the_same_link_is_an_update(desk: Desk, entry: Make, tail: str) -> None:
    (entry_id,) = desk.save(entry("old", "Harvest", link="https://a.example/harvest")).new_ids
    desk.store.set_read([entry_id], True)
    desk.later(hours=47)
    result = desk.save(entry("new", "Harvest, updated", link=f"https://www.a.example/harvest{tail}"))
    assert (result.new_ids, result.updated_ids) == ((), (entry_id,))
    assert [headline.read for headline in desk.store.headlines([entry_id], now=desk.now)] == [True]
    assert (
        desk.save(entry("new", "Harvest, updated", link=f"https://www.a.example/harvest{tail}")).updated_ids
        == ()
    )


def test_only_the_guid_changed_is_not_worth_a_word(desk: Desk, entry: Make) -> None:
    desk.save(entry("old", "Harvest", link="https://a.example/harvest"))
    result = desk.save(entry("new", "Harvest", link="https://a.example/harvest"))
    assert (result.new_ids, result.updated_ids) == ((), ())


def test_a_changed_guid_after_48_hours_is_new(desk: Desk, entry: Make) -> None:
    desk.save(entry("old", link="https://a.example/weekly"))
    desk.later(hours=49)
    assert len(desk.save(entry("new", link="https://a.example/weekly")).new_ids) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [("12", "32"), ("12", "3"), ("1", "23"), ("12", "34")],
    ids=["one is left", "none is left", "one becomes two", "two become two"],
)
def test_entries_that_share_a_link_stay_apart(desk: Desk, entry: Make, before: str, after: str) -> None:
    """A live page: every item links to it. The next one is news, not an update of another."""
    live = "https://a.example/live"
    desk.save(*(entry(key, link=live) for key in before))
    result = desk.save(*(entry(key, link=live) for key in after))
    assert len(result.new_ids) == len(set(after) - set(before))
    assert result.updated_ids == ()


@pytest.mark.parametrize("link", ["", "https://a.example", "https://a.example/", "https://a.example/#top"])
def test_a_link_to_the_front_page_identifies_nothing(desk: Desk, entry: Make, link: str) -> None:
    desk.save(entry("1", link=link))
    assert len(desk.save(entry("2", link=link)).new_ids) == 1


def test_the_same_key_in_two_feeds_is_two_entries(desk: Desk, entry: Make) -> None:
    desk.save(entry("1"), feed=desk.feed("A"))
    assert len(desk.save(entry("1"), feed=desk.feed("B")).new_ids) == 1


def test_the_first_of_two_entries_with_one_key_wins_every_time(desk: Desk, entry: Make) -> None:
    desk.save(entry("1", "first"), entry("1", "second"))
    assert desk.titles() == ["first"]
    again = desk.save(entry("1", "first"), entry("1", "second"))
    assert (again.new_ids, again.updated_ids) == ((), ())


def test_the_list_is_newest_first_and_undated_entries_keep_the_order_of_their_feed(
    desk: Desk, entry: Make
) -> None:
    desk.save(entry("old", published_at=desk.ago(hours=3)), entry("older", published_at=desk.ago(hours=4)))
    desk.later(minutes=1)
    desk.save(entry("first"), entry("second"), entry("third"))
    assert desk.titles() == ["first", "second", "third", "old", "older"]


def test_an_entry_from_the_future_cannot_pin_itself_to_the_top(desk: Desk, entry: Make) -> None:
    desk.save(entry("scheduled", published_at=desk.now + timedelta(days=400)))
    desk.later(minutes=1)
    desk.save(entry("now", published_at=desk.now))
    assert desk.titles() == ["now", "scheduled"]
    (headline,) = desk.store.headlines(desk.store.ids(View(), now=desk.now)[1:], now=desk.now)
    assert headline.sort_at == desk.ago(minutes=1)
    assert headline.published_at == desk.ago(minutes=1) + timedelta(days=400)


def test_everything_said_about_an_entry_comes_back(desk: Desk, entry: Make) -> None:
    blocks = (
        Block(
            kind=BlockKind.HEADING, level=2, spans=(Span(text="عنوان", bold=True),), direction=Direction.RTL
        ),
        Block(
            kind=BlockKind.PARAGRAPH, spans=(Span(text="a "), Span(text="link", link="https://b.example/"))
        ),
        Block(kind=BlockKind.TABLE, rows=((TableCell(spans=(Span(text="١"),), header=True),),)),
        Block(kind=BlockKind.IMAGE, spans=(Span(text="ميناء"),), src="https://b.example/i.png"),
    )
    said = entry(
        "1",
        "العنوان",
        published_at=desk.ago(microseconds=1),
        author="مراسل",
        categories=("سياسة", "World"),
        summary="ملخص",
        blocks=blocks,
        lang="ar",
    )
    (entry_id,) = desk.save(said, feed=desk.feed("A", category="News")).new_ids
    article = desk.store.article(entry_id, now=desk.now)
    assert article is not None
    assert article.blocks == blocks
    assert (article.author, article.categories, article.summary) == ("مراسل", ("سياسة", "World"), "ملخص")
    headline = article.headline
    assert (headline.source, headline.category, headline.lang, headline.link) == (
        "A",
        "News",
        "ar",
        said.link,
    )
    assert headline.published_at == said.published_at


def test_the_users_language_outranks_the_entrys(desk: Desk, entry: Make) -> None:
    desk.save(entry("1", lang="en"), feed=desk.feed("A", lang="ar"))
    assert [headline.lang for headline in desk.store.latest(now=desk.now)] == ["ar"]
    desk.store.sync_feeds([desk.feed("A", lang="fa")])
    assert [headline.lang for headline in desk.store.latest(now=desk.now)] == ["fa"]


def test_states_survive_a_restart(desk: Desk, entry: Make) -> None:
    feed = desk.feed()
    state = FeedState(
        url=feed.url,
        status=FeedStatus.FAILED,
        etag='"x"',
        checked_at=desk.now,
        next_due_at=desk.now + timedelta(minutes=5),
        failures=3,
        error="The server did not answer.",
        answer_s=0.25,
    )
    desk.store.save(feed, state, [entry("a")], now=desk.now, breaking_expires_s=1.0)
    path = desk.store.path
    desk.store.close()
    with type(desk.store).open(path) as again:
        assert again.states() == {feed.url: state}


# ── breaking ──


def test_breaking_news_is_breaking_until_it_expires(desk: Desk, entry: Make) -> None:
    result = desk.save(entry("1", breaking=True, published_at=desk.ago(minutes=30)), entry("2"))
    assert len(result.breaking_ids) == 1
    assert [headline.title for headline in desk.store.breaking(now=desk.now)] == ["1"]
    desk.later(minutes=89)
    assert [headline.breaking for headline in desk.store.headlines(result.breaking_ids, now=desk.now)] == [
        True
    ]
    desk.later(minutes=2)
    assert desk.store.breaking(now=desk.now) == []
    assert [headline.breaking for headline in desk.store.headlines(result.breaking_ids, now=desk.now)] == [
        False
    ]
    assert desk.titles(shelf="breaking") == []


def test_three_days_old_news_does_not_break(desk: Desk, entry: Make) -> None:
    result = desk.save(entry("1", breaking=True, published_at=desk.ago(days=3)))
    assert result.new_ids
    assert result.breaking_ids == ()
    assert desk.store.counts(now=desk.now).breaking == 0


def test_breaking_news_dated_in_the_future_expires_as_if_dated_now(desk: Desk, entry: Make) -> None:
    desk.save(entry("1", breaking=True, published_at=desk.now + timedelta(days=2)))
    desk.later(hours=3)
    assert desk.store.breaking(now=desk.now) == []


def test_news_that_no_longer_breaks_leaves_the_bar(desk: Desk, entry: Make) -> None:
    desk.save(entry("1", "news", breaking=True))
    desk.save(entry("1", "news, settled"))
    assert desk.store.breaking(now=desk.now) == []


def _text(text: str, **more: Any) -> tuple[Block, ...]:
    return (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text, **more),)),)


@pytest.mark.parametrize(
    ("before", "after", "is_update"),
    [
        ({"title": "Ferry delayed"}, {"title": "Ferry cancelled"}, True),
        ({"blocks": _text("Two are missing.")}, {"blocks": _text("Three are missing.")}, True),
        ({"summary": "Two are missing."}, {"summary": "Three are missing."}, True),
        ({"summary": "Two …"}, {"summary": "Two …", "blocks": _text("Two are missing, the harbour says.")}, True),
        ({"title": "Ferry  delayed"}, {"title": "Ferry delayed"}, False),
        ({"blocks": _text("One two")}, {"blocks": (*_text("One"), *_text("two"))}, False),
        (
            {"blocks": _text("See https://a.example/x?utm_source=rss")},
            {"blocks": _text("See https://a.example/x?utm_source=mail")},
            False,
        ),
        (
            {"blocks": _text("See", link="https://a.example/x")},
            {"blocks": _text("See", link="https://a.example/x?at_medium=RSS")},
            False,
        ),
        ({"link": "https://a.example/x"}, {"link": "https://a.example/x?utm_source=rss"}, False),
        ({"published_at": NOW - timedelta(hours=2)}, {"published_at": NOW - timedelta(hours=1)}, False),
        ({"updated_at": NOW - timedelta(hours=2)}, {"updated_at": NOW - timedelta(hours=1)}, False),
        ({"author": "A. Writer"}, {"author": "Another Writer"}, False),
        (
            {"blocks": _text("One")},
            {"blocks": (*_text("One"), Block(kind=BlockKind.IMAGE, spans=(Span("A quay"),), src="https://a.example/1.jpg"))},
            False,
        ),
    ],
)  # fmt: skip
def test_what_is_an_update(
    desk: Desk, entry: Make, before: dict[str, Any], after: dict[str, Any], *, is_update: bool
) -> None:
    (entry_id,) = desk.save(entry("1", **before)).new_ids
    desk.store.set_read([entry_id], True)
    desk.store.set_starred([entry_id], True)
    desk.later(minutes=5)
    assert desk.save(entry("1", **after)).new_ids == ()
    (headline,) = desk.store.headlines([entry_id], now=desk.now)
    assert headline.changed_at == (desk.now if is_update else None)
    assert (headline.read, headline.starred) == (True, True), "reading state never moves by itself"
    assert len(desk.found("is:updated")) == is_update


def test_the_time_of_an_update_is_the_publishers_where_it_can_be_true(desk: Desk, entry: Make) -> None:
    (entry_id,) = desk.save(entry("1", "Ferry delayed", published_at=desk.ago(hours=3))).new_ids

    def after(title: str, **dates: Any) -> object:
        desk.later(hours=1)
        desk.save(entry("1", title, published_at=NOW - timedelta(hours=3), **dates))
        (headline,) = desk.store.headlines([entry_id], now=desk.now)
        return headline.changed_at

    assert after("Ferry cancelled", updated_at=desk.now + timedelta(minutes=40)) == desk.now - timedelta(
        minutes=20
    )
    assert after("Ferry sails", updated_at=desk.now + timedelta(days=2)) == desk.now, "not in the future"
    third = desk.now
    assert after("Ferry sails") == third, "the same again is no update"
    assert after("Ferry arrives", updated_at=NOW - timedelta(days=1)) == desk.now, "not before it was seen"

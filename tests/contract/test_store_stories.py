"""Stories in the archive: who joins whom, what a list with stories shows, what marks and counts mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import Feed, TabKind, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry, Headline

    from .conftest import Desk

    Make = Callable[..., Entry]

QUAKE = "Strong quake shakes Sarva islands"


def say(desk: Desk, entry: Make, feed: str, title: str, **more: object) -> int:
    """A feed publishes a headline now; returns its id."""
    result = desk.save(entry(f"{feed}/{title}", title, link="", **more), feed=desk.feed(feed))
    (number,) = result.new_ids
    return number


def row(desk: Desk, number: int) -> Headline:
    return desk.store.headlines([number], now=desk.now, stories=True)[0]


def test_three_feeds_tell_one_story(desk: Desk, entry: Make) -> None:
    first = say(desk, entry, "A", QUAKE)
    desk.later(hours=1)
    second = say(desk, entry, "B", f"{QUAKE} - Beacon")
    desk.later(hours=1)
    third = say(desk, entry, "C", f"BREAKING: {QUAKE}, no one hurt")
    other = say(desk, entry, "C", "Kartal dock workers enter third day of strike")
    assert [headline.id for headline in desk.store.story(second, now=desk.now)] == [third, second, first]
    assert [row(desk, number).story_size for number in (first, second, third, other)] == [3, 3, 3, 1]
    assert [headline.id for headline in desk.store.story(other, now=desk.now)] == [other]
    assert list(desk.store.ids(View(stories=True), now=desk.now)) == [other, first]
    assert len(desk.store.ids(View(), now=desk.now)) == 4


def test_a_list_without_stories_shows_entries_that_stand_for_themselves(desk: Desk, entry: Make) -> None:
    numbers = [say(desk, entry, name, QUAKE) for name in "AB"]
    plain = desk.store.headlines(numbers, now=desk.now)
    assert [headline.story_size for headline in plain] == [1, 1]
    article = desk.store.article(numbers[0], now=desk.now)
    assert article is not None
    assert article.headline.story_size == 2


def test_the_first_reporter_stays_on_top_when_others_follow(desk: Desk, entry: Make) -> None:
    first = say(desk, entry, "A", QUAKE)
    before = desk.store.ids(View(stories=True), now=desk.now)
    desk.later(hours=2)
    say(desk, entry, "B", QUAKE)
    assert desk.store.ids(View(stories=True), now=desk.now) == before
    assert row(desk, first).story_size == 2


@pytest.mark.parametrize(("hours", "size"), [(47, 2), (49, 1)])
def test_two_reports_are_at_most_48_hours_apart(desk: Desk, entry: Make, hours: int, size: int) -> None:
    first = say(desk, entry, "A", QUAKE)
    desk.later(hours=hours)
    say(desk, entry, "B", QUAKE)
    assert row(desk, first).story_size == size


def test_a_story_does_not_go_on_for_ever(desk: Desk, entry: Make) -> None:
    first = say(desk, entry, "A", QUAKE)
    desk.later(hours=40)
    second = say(desk, entry, "B", QUAKE)
    desk.later(hours=40)
    third = say(desk, entry, "C", QUAKE)
    assert [row(desk, number).story_size for number in (first, second, third)] == [2, 2, 1]


def test_a_feeds_own_repeat_is_the_same_story(desk: Desk, entry: Make) -> None:
    first = say(desk, entry, "A", QUAKE)
    desk.later(hours=1)
    desk.save(entry("again", QUAKE, link="https://a.example/other"))
    assert row(desk, first).story_size == 2


def test_entries_of_one_body_are_compared_with_each_other(desk: Desk, entry: Make) -> None:
    result = desk.save(entry("1", QUAKE), entry("2", f"Video: {QUAKE}"), entry("3", "Something else"))
    ids = result.new_ids
    assert result.joined_ids == (max(number for number in ids if row(desk, number).story_size == 2),)
    assert sorted(row(desk, number).story_size for number in ids) == [1, 2, 2]


def test_a_rewritten_headline_leaves_and_joins(desk: Desk, entry: Make) -> None:
    """Another headline over the same text is a correction."""
    first = say(desk, entry, "A", QUAKE)
    second = say(desk, entry, "B", QUAKE, summary="The harbour of Kartal in the morning")

    def rewrite(title: str) -> None:
        rewritten = entry(f"B/{QUAKE}", title, link="", summary="The harbour of Kartal in the morning")
        desk.save(rewritten, entry("B/other", "Lentils are cheaper"), feed=desk.feed("B"))

    rewrite("Kartal dock workers enter third day of strike")
    assert [row(desk, number).story_size for number in (first, second)] == [1, 1]
    third = say(desk, entry, "C", "Dock workers in Kartal enter third day of strike")
    assert row(desk, second).story_size == row(desk, third).story_size == 2
    rewrite(f"{QUAKE} again")
    assert row(desk, first).story_size == 1  # the first of a story stays its first


def test_a_view_shows_its_own_first(desk: Desk, entry: Make) -> None:
    feeds = {name: Feed(url=desk.feed(name).url, name=name, category=name) for name in "AB"}
    ids = {}
    for name, feed in feeds.items():
        (ids[name],) = desk.save(entry(name, QUAKE), feed=feed).new_ids
    for name in feeds:
        view = View(shelf=TabKind.CATEGORY, category=name, stories=True)
        assert list(desk.store.ids(view, now=desk.now)) == [ids[name]]
    assert list(desk.store.ids(View(stories=True, feed_url=feeds["B"].url), now=desk.now)) == [ids["B"]]
    assert list(desk.store.ids(View(stories=True, search="feed:b quake"), now=desk.now)) == [ids["B"]]
    assert list(desk.store.ids(View(stories=True, search="quake"), now=desk.now)) == [ids["A"]]
    desk.store.sync_feeds([feeds["B"]])
    assert list(desk.store.ids(View(stories=True), now=desk.now)) == [ids["B"]]
    assert row(desk, ids["B"]).story_size == 1  # what is no longer in feeds.toml is not counted


def test_a_story_that_lost_its_first_shows_the_next(desk: Desk, entry: Make) -> None:
    say(desk, entry, "A", QUAKE, published_at=desk.ago(hours=1))
    say(desk, entry, "A", "Something else entirely here")
    second = say(desk, entry, "B", QUAKE)
    third = say(desk, entry, "C", QUAKE)
    desk.store.prune([desk.feed("A", keep=1)], keep=100, keep_days=30, now=desk.now)
    assert list(desk.store.ids(View(stories=True, search="quake"), now=desk.now)) == [second]
    assert {headline.id for headline in desk.store.story(third, now=desk.now)} == {second, third}


def test_a_read_story_stays_read_when_another_feed_follows(desk: Desk, entry: Make) -> None:
    first = say(desk, entry, "A", QUAKE)
    desk.store.set_read([first], True)
    second = say(desk, entry, "B", QUAKE)
    unread = View(stories=True, unread_only=True)
    assert list(desk.store.ids(unread, now=desk.now)) == []
    assert desk.store.counts(now=desk.now, stories=True).unread == 0
    assert list(desk.store.ids(View(unread_only=True), now=desk.now)) == [second]


def test_reading_a_story_reads_what_tells_it_and_can_be_undone(desk: Desk, entry: Make) -> None:
    numbers = [say(desk, entry, name, QUAKE) for name in "ABC"]
    desk.store.set_read(numbers[1:2], True)
    changed = desk.store.set_read(numbers[:1], True, stories=True)
    assert sorted(changed) == [numbers[0], numbers[2]]
    desk.store.set_read(changed, False)
    assert [row(desk, number).read for number in numbers] == [False, True, False]


def test_a_star_is_one_entrys(desk: Desk, entry: Make) -> None:
    numbers = [say(desk, entry, name, QUAKE) for name in "AB"]
    desk.store.set_starred(numbers[1:], True)
    assert [row(desk, number).starred for number in numbers] == [False, True]
    assert list(desk.store.ids(View(shelf=TabKind.STARRED, stories=True), now=desk.now)) == numbers[1:]


def test_counts_with_stories_are_those_of_the_lists(desk: Desk, entry: Make) -> None:
    feeds = [
        Feed(url=desk.feed(name).url, name=name, category="X" if name in "AB" else "Y") for name in "ABCD"
    ]
    titles = [QUAKE, "Kartal dock workers enter third day of strike", "Lone headline of feed number {}"]
    for number, feed in enumerate(feeds):
        desk.save(
            *(entry(f"{at}", title.format(number), breaking=at == 0) for at, title in enumerate(titles)),
            feed=feed,
        )
    desk.store.sync_feeds(feeds[:3])
    desk.store.set_read([min(desk.store.ids(View(search="quake"), now=desk.now))], True)
    counts = desk.store.counts(now=desk.now, stories=True)
    everything = View(stories=True)

    def shown(**more: object) -> int:
        return len(desk.store.ids(View(stories=True, **more), now=desk.now))  # type: ignore[arg-type]

    assert counts.all == len(desk.store.ids(everything, now=desk.now)) == 5
    assert counts.unread == shown(unread_only=True) == 4
    assert counts.breaking == shown(shelf=TabKind.BREAKING) == 1
    for name in "XY":
        category = View(shelf=TabKind.CATEGORY, category=name, stories=True, unread_only=True)
        assert counts.by_category[name] == len(desk.store.ids(category, now=desk.now))


def test_mark_all_read_takes_the_view_and_nothing_that_came_later(desk: Desk, entry: Make) -> None:
    feeds = {name: Feed(url=desk.feed(name).url, name=name, category=name) for name in "AB"}
    for name, feed in feeds.items():
        desk.save(entry(f"{name}1"), entry(f"{name}2"), feed=feed)
    key_pressed = desk.store.newest_id()
    desk.save(entry("A3"), feed=feeds["A"])
    desk.store.set_read([1], True)
    view = View(shelf=TabKind.CATEGORY, category="A")
    changed = desk.store.mark_all_read(view, up_to=key_pressed, now=desk.now)
    assert [row(desk, number).title for number in changed] == ["A1"]  # ids count from the end of a body
    assert set(desk.titles(unread_only=True)) == {"A3", "B1", "B2"}
    desk.store.set_read(changed, False)
    assert set(desk.titles(unread_only=True)) == {"A3", "A1", "B1", "B2"}


def test_mark_all_read_with_stories_takes_their_copies(desk: Desk, entry: Make) -> None:
    numbers = [say(desk, entry, name, QUAKE) for name in "AB"]
    key_pressed = desk.store.newest_id()
    late = say(desk, entry, "C", QUAKE)
    changed = desk.store.mark_all_read(View(stories=True), up_to=key_pressed, now=desk.now)
    assert sorted(changed) == numbers
    assert not row(desk, late).read


def test_an_empty_archive_has_no_newest(desk: Desk) -> None:
    assert desk.store.newest_id() == 0
    assert desk.store.mark_all_read(View(), up_to=0, now=desk.now) == ()
    assert desk.store.story(7, now=desk.now) == []


def test_words_of_old_headlines_are_dropped(desk: Desk, entry: Make) -> None:
    say(desk, entry, "A", QUAKE)
    count = "SELECT (SELECT count(*) FROM story_words) + (SELECT count(*) FROM story_words_lately)"
    assert desk.store._archive.read(lambda db: db.execute(count).fetchone()[0]) > 0
    desk.later(days=10)
    desk.store.prune([], keep=100, keep_days=30, now=desk.now)
    assert desk.store._archive.read(lambda db: db.execute(count).fetchone()[0]) == 0

"""Rules: which entries they mean, what is out of sight for them, and that all of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.model import Rule, Rules, TabKind, View
from ticker_tui.store.queries.counts import Counts
from ticker_tui.store.rules.rule_changes import RuleChanges
from ticker_tui.store.rules.rule_engine import wanted_words
from ticker_tui.store.search.match_ranges import matches
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]


@pytest.mark.parametrize(
    ("word", "title", "found"),
    [
        ("الأمريكيّة", "انتخابات الولايات المتحدة الامريكية", "الامريكية"),
        ("الامريكية", "القوّات الأَمريكيّةُ تنسحب", "الأَمريكيّةُ"),
        ("أمريكية", "سفينة أمريكيـــة في الميناء", "أمريكيـــة"),
        ("القاهرة", "مؤتمر بالقاهره غدا", "القاهره"),
        ("قاهرة", "وللقاهرة نصيب", "قاهرة"),
        ("والطاقة", "وزير الطاقة يستقيل", "الطاقة"),
        ("مصر", "مصرف جديد في المدينة", ""),  # a whole word, not the beginning of another
        ("مصر*", "مصرف جديد في المدينة", "مصر"),
        ("وزير", "زيراف في الحديقة", ""),
        ("سوق قديم", "حريق في سوق قديم", "سوق قديم"),
        ("سوق قديم", "قديم السوق", ""),
        ("یک", "يك نفر", "يك"),
        ("٢٠٢٦", "World Cup 2026 opens", "2026"),
        ("war", "A warm day; the War ends", "War"),
        ("war", "A warm day", ""),
        ("cafe", "Café closes", "Café"),
        ("בית", "הבית נסגר", "בית"),
    ],
)
def test_words_are_whole_ones_in_every_spelling(
    desk: Desk, entry: Make, word: str, title: str, found: str
) -> None:
    rule = Rule(words=("nowhere", word))
    desk.store.use_rules(Rules(mute=(rule,)))
    desk.save(entry("1", title=title), entry("2", title="Something else", search_text=f"else {word}"))
    assert set(desk.titles()) == {"Something else", *([] if found else [title])}
    assert [title[each.start : each.stop] for each in matches(title, wanted_words(rule))] == (
        [found] if found else []
    ), "what is marked is what was decided by"


@pytest.fixture
def papers(desk: Desk, entry: Make) -> Desk:
    """Three of `A` (world), two of `B` (sport), one of them breaking; stories apart."""
    a, b = desk.feed("A", category="العالم"), desk.feed("B", category="Sport")
    desk.store.sync_feeds([a, b])
    for number, title in enumerate(("Ferry sinks", "Bridge opens", "Ferry fares"), 1):
        desk.save(
            entry(
                f"a{number}", title=title, published_at=desk.ago(minutes=number), search_text=title.lower()
            ),
            feed=a,
        )
    for number, title in enumerate(("Ferry team wins", "Cup drawn"), 4):
        desk.save(
            entry(
                f"b{number}",
                title=title,
                published_at=desk.ago(minutes=number),
                search_text=title.lower(),
                breaking=number == 4,
            ),
            feed=b,
        )
    return desk


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (Rule(words=("ferry",)), ["Bridge opens", "Cup drawn"]),
        (Rule(words=("cup", "bridge")), ["Ferry sinks", "Ferry fares", "Ferry team wins"]),
        (Rule(words=("ferry",), feeds=("a",)), ["Bridge opens", "Ferry team wins", "Cup drawn"]),
        (Rule(feeds=("https://b.example/rss",)), ["Ferry sinks", "Bridge opens", "Ferry fares"]),
        (Rule(categories=("ألعالم",)), ["Ferry team wins", "Cup drawn"]),
        (Rule(query="ferry -feed:b"), ["Bridge opens", "Ferry team wins", "Cup drawn"]),
        (Rule(query="feed:b OR open"), ["Ferry sinks", "Ferry fares"]),
        (Rule(query="-ferry"), ["Ferry sinks", "Ferry fares", "Ferry team wins"]),
        (
            Rule(feeds=("nobody",)),
            ["Ferry sinks", "Bridge opens", "Ferry fares", "Ferry team wins", "Cup drawn"],
        ),
    ],
)
def test_what_a_rule_means_is_out_of_sight_and_comes_back(papers: Desk, rule: Rule, left: list[str]) -> None:
    store, everything = papers.store, papers.titles()
    before = store.counts(now=papers.now)
    hidden = len(everything) - len(left)
    assert store.count_meant(rule, now=papers.now, shown=True) == hidden
    store.use_rules(Rules(mute=(rule,)))
    judged = store.judge(now=papers.now)
    assert (len(judged.muted), judged.shown) == (hidden, frozenset())
    assert papers.titles() == left
    assert sorted(papers.found("is:muted") + left) == sorted(everything)
    assert papers.titles(muted=True) == everything
    assert store.counts(now=papers.now).all == len(left)
    assert store.counts(now=papers.now, stories=True).unread == len(left)
    assert [each.title for each in store.latest(now=papers.now)] == left
    breaking = [title for title in left if title == "Ferry team wins"]
    assert papers.titles(shelf=TabKind.BREAKING) == breaking
    assert store.counts(now=papers.now).breaking == len(breaking)
    assert store.count_meant(rule, now=papers.now) == hidden
    assert store.count_meant(rule, now=papers.now, shown=True) == 0
    assert store.judge(now=papers.now).changes == {}, "nothing is written twice"
    store.use_rules(Rules())
    assert store.judge(now=papers.now).shown == judged.muted
    assert papers.titles() == everything
    assert store.counts(now=papers.now) == before


def test_what_is_read_or_pruned_while_it_is_muted_is_counted_right(papers: Desk) -> None:
    store = papers.store
    store.use_rules(Rules(mute=(Rule(words=("ferry",)),)))
    muted = sorted(store.judge(now=papers.now).muted)
    assert store.counts(now=papers.now) == Counts(
        all=2, unread=2, breaking=0, starred=0, by_category={"العالم": 1, "Sport": 1}
    )
    store.set_read(muted[:1], True)
    store.set_starred(muted[1:2], True)
    assert store.counts(now=papers.now).unread == 2
    assert papers.titles(shelf=TabKind.STARRED) == ["Ferry fares"], "a star outranks a rule"
    store.prune([], keep=1, keep_days=1, now=papers.now)
    store.use_rules(Rules())
    store.judge(now=papers.now)
    counted = store.counts(now=papers.now)
    assert counted.all == len(papers.titles())
    assert counted.unread == len(papers.titles(unread_only=True))


def test_what_comes_is_decided_before_anybody_hears_of_it(desk: Desk, entry: Make) -> None:
    desk.store.use_rules(
        Rules(mute=(Rule(words=("cup",)),), highlight=(Rule(words=("x",)), Rule(words=("ferry",))))
    )
    result = desk.save(
        entry("1", title="Cup final", breaking=True),
        entry("2", title="Ferry sinks"),
        entry("3", title="Rain"),
    )
    assert len(result.new_ids) == 2
    assert len(result.muted_ids) == 1
    assert result.breaking_ids == ()
    [rows] = [desk.store.headlines(result.new_ids, now=desk.now)]
    assert {row.title: row.highlight for row in rows} == {"Ferry sinks": 2, "Rain": 0}
    assert desk.found("is:highlighted") == ["Ferry sinks"]
    again = desk.save(entry("2", title="Ferry sinks in the Cup"), entry("1", title="A final"))
    assert set(desk.titles()) == {"A final", "Rain"}, "another headline is judged anew"
    assert again.new_ids == ()


def test_the_first_rule_marks_and_a_muted_member_is_no_part_of_its_story(desk: Desk, entry: Make) -> None:
    title = "Great fire destroys the old harbour market in Bandar al-Mina overnight"
    for name in ("A", "B", "C"):
        desk.save(entry(name, title=title), feed=desk.feed(name))
    desk.store.use_rules(
        Rules(mute=(Rule(feeds=("A",)),), highlight=(Rule(feeds=("C",)), Rule(words=("fire",))))
    )
    desk.store.judge(now=desk.now)
    [shown] = desk.store.ids(View(stories=True), now=desk.now)
    [head] = desk.store.headlines([shown], now=desk.now, stories=True)
    assert (head.source, head.story_size, head.highlight) == ("B", 2, 2)
    assert {each.source: each.highlight for each in desk.store.story(shown, now=desk.now)} == {"B": 2, "C": 1}


def test_an_archive_keeps_its_flags_and_an_older_one_gets_them(desk: Desk, entry: Make) -> None:
    desk.store.use_rules(Rules(mute=(Rule(words=("cup",)),)))
    desk.save(entry("1", title="Cup final"), entry("2", title="Rain"))
    with Store.open(desk.store.path, now=desk.now) as other:
        assert len(other.ids(View(), now=desk.now)) == 1, "without having been told the rules"
        assert len(other.judge(now=desk.now).shown) == 1, "without rules nothing is muted"


def test_slices_pause_with_no_transaction_open(desk: Desk, entry: Make) -> None:
    desk.save(*(entry(str(number), title=f"Cup round {number}") for number in range(1300)))
    desk.store.use_rules(Rules(mute=(Rule(words=("cup",)),)))
    counts: list[int] = []

    def pause() -> None:
        with Store.open(desk.store.path, now=desk.now) as other:
            other.set_read([1], len(counts) % 2 == 0)
        counts.append(len(desk.titles()))

    assert len(desk.store.judge(now=desk.now, pause=pause).muted) == 1300
    assert counts == [1300, 1300, 1300, 800, 300, 0]


def test_the_next_run_does_not_judge_again_by_the_same_rules(desk: Desk, entry: Make) -> None:
    rules = Rules(mute=(Rule(categories=("Sport",)),))
    desk.save(entry("1", title="Cup final"))
    desk.store.use_rules(rules)
    desk.store.judge(now=desk.now)
    with Store.open(desk.store.path, now=desk.now) as other:
        other.use_rules(rules)
        assert other.judge(now=desk.now) == RuleChanges.nothing()
        other.sync_feeds([desk.feed(category="Sport")])
        assert len(other.judge(now=desk.now).muted) == 1, "the feed has another category now"

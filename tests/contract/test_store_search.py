"""Search, as a table: what is asked, what is in the archive, whether it is found."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ticker_tui.errors import QueryError
from ticker_tui.model import Feed, TabKind, View
from ticker_tui.store.db.timestamps import to_us
from ticker_tui.store.queries import headline_rows

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Callable

    from ticker_tui.model import Entry

    from .conftest import Desk

    Make = Callable[..., Entry]

FOUND = [
    # spelling
    ("الامريكية", "الرئيس الأمريكيّة في زيارة"),
    ("الأمريكيّة", "السفارة الامريكيه"),
    ("إيران", "ايران"),
    ("ايران", "إيران وآسيا"),
    ("مستشفى", "افتتاح مستشفي جديد"),
    ("مستشفي", "افتتاح مستشفى جديد"),
    ("مدرسه", "مدرسة"),
    ("مسؤول", "مسوول كبير"),
    ("كتاب", "كـــتـــاب"),
    ("محمد", "مُحَمَّد"),
    ("٢٠٢٦", "عام 2026"),
    ("2026", "عام ٢٠٢٦ و۲۰۲۶"),
    # Persian and Urdu letters
    ("یک", "يك"),
    ("كتاب", "کتاب"),
    ("پاکستان", "پاکستان میں بارش"),
    # the article and what is written onto the word
    ("القاهرة", "في القاهرة"),
    ("قاهرة", "في القاهرة"),
    ("القاهرة", "زار قاهرة المعز"),
    ("القاهرة", "والقاهرة تستضيف"),
    ("القاهرة", "بالقاهرة"),
    ("القاهرة", "وبالقاهرة"),
    ("القاهرة", "كالقاهرة"),
    ("القاهرة", "للقاهرة"),
    ("قاهرة", "للقاهرة"),
    ("للقاهرة", "القاهرة"),
    ("والقاهرة", "القاهرة"),
    ("بالقاهرة", "إلى القاهرة"),
    ("رئيس", "ورئيس الوزراء"),
    ("رئيس", "فرئيس الوزراء"),
    ("رئيس", "لرئيس الوزراء"),
    ("رئيس", "كرئيس"),
    ("رئيس", "ولرئيس"),
    ("لبنان", "ولبنان"),
    ("لبنان", "بلبنان"),
    ("بيروت", "وبيروت وببيروت"),
    ("دم", "التبرع بالدم"),
    ("لغة", "للغة العربية"),
    ("اللغة", "للغة العربية"),
    ("وزير", "الوزير"),
    ("وزير", "والوزير"),
    ("فلسطين", "وفلسطين"),
    ("فلسطين", "الفلسطيني"),
    # Hebrew does the same
    ("ירושלים", "בירושלים"),
    ("ממשלה", "הממשלה"),
    ("ממשלה", "שהממשלה"),
    # prefixes, several words, punctuation
    ("الأمر", "الأمريكية"),
    ("bri", "The Bridge"),
    ("BRIDGE", "bridge"),
    ("cafe", "Café"),
    ("bridge second", "a second bridge"),
    ("وزراء عاصمة", "مجلس الوزراء في العاصمة"),
    ("g-20", "the G-20 summit"),
    ("«القمة»", "قال إن القمة ناجحة"),
    ("القمة", "«القمة»، أمس"),
    ("covid-19", "COVID-19"),
    # more that is written onto the word
    ("القمة", "فالقمة"),
    ("القمة", "وللقمة"),
    ("فالقمة", "القمة"),
    ("كالقمة", "القمة"),
    ("ولبنان", "لبنان"),
    ("وفلسطين", "فلسطين"),
    ("وزارة", "بوزارة"),
    ("كتاب", "ككتاب"),
    # Persian with its joiner, without it and apart
    ("می‌شود", "برنامه می شود"),
    ("میشود", "برنامه می‌شود"),
    ("کتاب‌ها", "کتاب ها"),
    ("کتابها", "کتاب‌ها"),
    # Urdu
    ("میں", "شہر ميں بارش"),
    ("شہر", "شهر کی سڑکیں"),
    ("۱۲", "سیکٹر 12"),
    # phrases
    ('"مجلس الوزراء"', "اجتماع مجلس الوزراء اليوم"),
    ('"مجلس الوزراء"', "قرار لمجلس الوزراء"),
    ('"القمة العربية"', "وبالقمة العربيّة"),
    ('"القمة العربية"', "للقمة العربية"),
    ('"second bridge"', "A second bridge opens"),
    ('"وزير"', "قال وزير سابق"),
    ('"١٢ قتيلا"', "12 قتيلًا"),
    ('"בית המשפט"', "בבית המשפט"),
    ('צה"ל', 'הודעת צה"ל'),
    # one or the other, and not
    ("bridge OR tunnel", "a tunnel"),
    ("قطار | حافلة", "حافلة جديدة"),
    ("bridge -tunnel", "a bridge"),
    ("-tunnel", "a bridge"),
    ("-tunnel OR bridge", "a bridge and a tunnel"),
    ("(bridge OR tunnel) second", "the second tunnel"),
    ("-(tunnel OR ferry)", "a bridge"),
    ("-(tunnel ferry)", "a ferry"),
]

NOT_FOUND = [
    ("وزير", "زيارة"),  # the waw is the word's own
    ("بيت", "يتيم"),
    ("فن", "نفط"),
    ("كلب", "لبن"),
    ("ridge", "bridge"),  # prefixes, not any part
    ("bridge tunnel", "a second bridge"),  # every word has to be there
    ("القاهرة", "قاهر الظلام"),
    ("اسم", "رسم"),
    ("عرب", "غرب"),
    ("20-g", "the G-20 summit"),
    ("2026", "2025"),
    ("القمة", "قم"),
    ("ولد", "لدى"),
    ("وسائل", "سائل"),  # five letters stay, or the waw does
    ("وزير", "زيرو"),
    ("البحر", "حبر"),
    ("لبنان", "بنان"),
    ("فرنسا", "رنسا"),
    ("٢٠", "2"),
    ("میشود", "می گوید شود"),
    ('"رد"', "ورد وبرد وفرد"),  # two letters lose nothing
    ('"مجلس الوزراء"', "الوزراء في مجلس"),
    ('"مجلس الوزراء"', "مجلس للوزراء"),
    ('"وزير"', "وزيرة"),  # whole words
    ('"bridge"', "bridges"),
    ('"second bridge"', "a second small bridge"),
    ("bridge -tunnel", "a bridge and a tunnel"),
    ("قطار -سريع", "قطار سريع"),
    ("-رئيس", "ورئيس الوزراء"),
    ('-"second bridge"', "a second bridge"),
    ("bridge OR tunnel", "a ferry"),
    ("-tunnel OR bridge", "a tunnel"),
    ("-(tunnel OR ferry)", "a ferry"),
    ("-(tunnel ferry)", "a ferry in a tunnel"),
    ("(bridge OR tunnel) second", "the first tunnel"),
]


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_found(desk: Desk, entry: Make, query: str, text: str) -> None:
    desk.save(entry("1", text), entry("2", "something else: tunnel and ferry"))
    assert text in desk.found(query)
    if "-" not in query and " OR " not in query:
        assert desk.found(query) == [text]


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_not_found(desk: Desk, entry: Make, query: str, text: str) -> None:
    desk.save(entry("1", text))
    assert desk.found(query) == []


def test_summary_author_and_body_are_searched_too(desk: Desk, entry: Make) -> None:
    from ticker_tui.model import Block, BlockKind, Span

    block = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="light"), Span(text="house", bold=True)))
    desk.save(entry("1", "Title", summary="harbour", author="Salma", blocks=(block,)))
    assert [desk.found(word) for word in ("harbour", "salma", "lighthouse")] == [["Title"]] * 3


@pytest.mark.parametrize(
    "query",
    [
        '""',
        '"unclosed',
        "NEAR(a b)",
        "-a",
        "*",
        "a*",
        "^a",
        "(",
        "{a}",
        "\0",
        "a\0b",
        "'; DROP TABLE entries",
    ],
)
def test_a_query_is_never_the_syntax_of_the_database(desk: Desk, entry: Make, query: str) -> None:
    desk.save(entry("1", "nothing of the kind"))
    desk.found(query)
    assert desk.titles() == ["nothing of the kind"]


@pytest.mark.parametrize("query", ["", "  ", '"', "— !", "is:", "("])
def test_a_query_without_words_filters_nothing(desk: Desk, entry: Make, query: str) -> None:
    desk.save(entry("1"), entry("2"))
    assert len(desk.found(query)) == 2


def test_a_query_that_is_not_understood_says_where(desk: Desk) -> None:
    with pytest.raises(QueryError, match=r"column 9: .*is:unread"):
        desk.found("word is:unred more")


@pytest.fixture
def newsstand(desk: Desk, entry: Make) -> Desk:
    """Four feeds with an entry each, one of them starred, one read, one breaking, a day between them."""
    feeds = {
        "news": Feed(url="https://news.example/rss", name="BBC عربي", category="العالم", lang="ar-EG"),
        "sport": Feed(url="https://sport.example/rss", name="Sport", category="Sport"),
        "iran": Feed(url="https://iran.example/rss", name="ايران", category="World"),
        "gone": Feed(url="https://gone.example/rss", name="Gone", category="World"),
    }
    desk.store.sync_feeds(feeds.values())
    langs = {"news": "en", "sport": "en-GB", "iran": "fa", "gone": "fa"}
    for days, (name, feed) in enumerate(feeds.items()):
        made = entry(
            name, lang=langs[name], published_at=desk.ago(days=days, minutes=1), breaking=name == "news"
        )
        (number,) = desk.save(made, feed=feed).new_ids
        desk.store.set_read([number], name == "sport")
        desk.store.set_starred([number], name in {"iran", "gone"})
    desk.store.sync_feeds([feed for name, feed in feeds.items() if name != "gone"])
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("feed:bbc", "news"),
        ("feed:BBC*", ""),
        ('feed:"بي بي"', ""),
        ('feed:"bbc عربى"', "news"),  # any spelling
        ("feed:إيران", "iran"),
        ("feed:sport.example", "sport"),
        ("-feed:bbc", "sport iran"),
        ("category:عالم", "news"),
        ("category:sport OR feed:ايران", "sport iran"),
        ("is:read", "sport"),
        ("is:unread", "news iran"),
        ("is:starred", "iran"),  # the feed of the other one is gone
        ("-is:starred", "news sport"),
        ("is:breaking", "news"),
        ("-is:breaking is:unread", "iran"),
        ("lang:ar", "news"),  # the user's word outranks the entry's
        ("lang:en", "sport"),
        ("lang:en-gb", "sport"),
        ("lang:en-us", ""),
        ("-lang:en", "news iran"),
        ("since:1d", "news"),
        ("since:2d", "news sport"),
        ("before:1d", "sport iran"),
        ("before:1d since:2d", "sport"),
        ("since:2026-11-22", "news sport"),
        ("before:2026-11-22", "iran"),
        ("since:999999w", "news sport iran"),
        ("iran is:starred", "iran"),
        ("news is:starred", ""),
        ("news OR is:starred", "news iran"),
        ("-(news OR is:starred)", "sport"),
        ("(news OR sport) -is:read", "news"),
    ],
)
def test_fields(newsstand: Desk, monkeypatch: pytest.MonkeyPatch, query: str, found: str) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        assert newsstand.found(query) == found.split()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_search_stays_inside_its_view(newsstand: Desk) -> None:
    assert newsstand.titles(search="is:unread", category="العالم", shelf=TabKind.CATEGORY) == ["news"]
    assert newsstand.titles(search="-news", shelf=TabKind.STARRED) == ["iran", "gone"]
    assert newsstand.titles(search="is:read", unread_only=True) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_any_text_may_be_asked(desk: Desk, query: str) -> None:
    with suppress(QueryError):
        desk.found(query.encode("utf-8", "replace").decode())


def test_many_matches_and_few_come_in_the_same_order(desk: Desk, entry: Make) -> None:
    """Above `listing.FEW` matches the list's index is walked, below it they are looked up: same answer."""
    count = headline_rows.FEW + 50
    desk.save(
        *(
            entry(
                str(number),
                search_text="common rare" if number % 100 == 0 else "common",
                published_at=desk.ago(seconds=(number * 7919) % count),
            )
            for number in range(count)
        )
    )
    common, rare = desk.found("common"), desk.found("rare")
    assert len(common) == count
    assert rare == [title for title in common if int(title) % 100 == 0]
    assert common == desk.titles()
    assert (
        desk.found("-rare") == desk.found("common -rare") == [title for title in common if int(title) % 100]
    )
    assert desk.found("-common") == desk.found("-common -rare") == []
    view = View(search="common -rare", stories=True)
    assert desk.store.ids(view, now=desk.now, limit=20) == desk.store.ids(view, now=desk.now)[:20]


def steps(desk: Desk, view: View, **more: Any) -> int:
    """How many steps SQLite's machine takes for the ids of a view."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1

    def ask(db: sqlite3.Connection) -> None:
        db.set_progress_handler(step, 1)
        headline_rows.ids(db, view, now_us=to_us(desk.now), **more)
        db.set_progress_handler(None, 0)

    desk.store._archive.read(ask)
    return taken


@pytest.mark.parametrize("search", ["common", "-absent", "c", "common OR absent"])
def test_of_a_few_entries_it_is_asked_without_looking_at_the_others(
    desk: Desk, entry: Make, search: str
) -> None:
    def save(numbers: range) -> None:
        desk.save(*(entry(str(number), search_text="common") for number in numbers))

    save(range(10))
    before = steps(desk, View(search=search), among=[4, 7])
    save(range(10, 100))
    assert steps(desk, View(search=search), among=[4, 7]) < before + 45, (
        "not half a step for each of the others"
    )
    assert sorted(desk.store.ids(View(search=search), now=desk.now, among=[4, 7])) == [4, 7]


TITLES = (
    "Ferry sinks off Orlen harbour, forty rescued by the night watch",
    "Cup drawn in the capital",
    "Rain",
)


@pytest.mark.parametrize("late", [0, 40])
def test_the_first_of_many_are_those_of_the_whole_list(
    desk: Desk, entry: Make, monkeypatch: pytest.MonkeyPatch, late: int
) -> None:
    """What came last is looked at first: stories, marks, late arrivals and feeds that are gone change nothing."""
    monkeypatch.setattr(headline_rows, "FEW", 15)
    first_found, answers = headline_rows._first_found, []

    def first(*args: Any, **more: Any) -> array[int] | None:
        answers.append(first_found(*args, **more))
        return answers[-1]

    monkeypatch.setattr(headline_rows, "_first_found", first)
    dice = random.Random(late)
    feeds = [desk.feed(name) for name in "ABC"]
    for number in range(90):
        desk.later(minutes=7)
        dated = desk.ago(
            minutes=dice.randrange(5) + 1 + (late * 60 if number > 40 and number % 9 == 0 else 0)
        )
        title = f"{dice.choice(TITLES)} {dice.choice('xy')}"
        words = f"{title} {dice.choice(('common', 'rare'))} {'often' if number % 8 else ''}".lower()
        desk.save(entry(str(number), title, search_text=words, published_at=dated), feed=dice.choice(feeds))
    everything = list(desk.store.ids(View(), now=desk.now))
    desk.store.set_read(dice.sample(everything, 30), True)
    desk.store.set_deleted(dice.sample(everything, 5), True, now=desk.now)
    desk.store.sync_feeds(feeds[:2])
    for search in (
        "often",
        "o",
        "common OR rain",
        "ferry often",
        "often feed:a",
        "often is:read",
        "-often",
        "absent",
    ):
        for stories, unread, limit in product((False, True), (False, True), (0, 1, 5, 14, 100)):
            view = View(search=search, stories=stories, unread_only=unread)
            whole = desk.store.ids(view, now=desk.now)
            assert desk.store.ids(view, now=desk.now, limit=limit) == whole[:limit], view
    assert None in answers
    assert any(found and len(found) == 5 for found in answers)


def test_the_first_of_many_cost_the_same_however_many_there_are(
    desk: Desk, entry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headline_rows, "FEW", 30)

    def save(numbers: range) -> None:
        for number in numbers:
            desk.later(seconds=1)
            desk.save(entry(str(number), search_text="common"))

    save(range(100))
    before = steps(desk, View(search="common"), limit=10)
    save(range(100, 300))
    assert steps(desk, View(search="common"), limit=10) < before + 100, (
        "not half a step for each of the others"
    )

"""Search, as a table: what is asked, what is in the archive, whether it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
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
]


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_found(desk: Desk, entry: Make, query: str, text: str) -> None:
    desk.save(entry("1", text), entry("2", "something else entirely"))
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
        '"',
        '""',
        '"unclosed',
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "a:b",
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
def test_a_query_is_words_and_never_syntax(desk: Desk, entry: Make, query: str) -> None:
    desk.save(entry("1", "nothing of the kind"))
    desk.found(query)
    assert desk.titles() == ["nothing of the kind"]


@pytest.mark.parametrize("query", ["", "  ", '"', "— !"])
def test_a_query_without_words_filters_nothing(desk: Desk, entry: Make, query: str) -> None:
    desk.save(entry("1"), entry("2"))
    assert len(desk.found(query)) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(query=st.text(max_size=40))
def test_any_text_may_be_asked(desk: Desk, query: str) -> None:
    desk.found(query.encode("utf-8", "replace").decode())


def test_many_matches_and_few_come_in_the_same_order(desk: Desk, entry: Make) -> None:
    """Above `listing.FEW` matches the list's index is walked, below it they are looked up: same answer."""
    from ticker_tui.store import listing

    count = listing.FEW + 50
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

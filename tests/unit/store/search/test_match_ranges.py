"""Which letters of a headline are marked for a search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import calls

from ticker_tui.store.search.match_ranges import Finder, matches, wanted


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        ("ferry", "Ferry service resumes; ferries wait", ["Ferry"]),
        ("fer", "Ferry service resumes; ferries wait", ["Fer", "fer"]),
        ("erry", "Ferry service", []),  # a word is found from its beginning
        ("storm night", "Overnight storm, night", ["storm", "night"]),
        ("محمد", "قال مُحَمَّدٌ اليوم", ["مُحَمَّدٌ"]),  # with the marks of its last letter
        ("الامريكية", "الولايات المتحدة الأمريكيّة", ["الأمريكيّة"]),
        ("القاهرة", "من القاهرة وبالقاهرة", ["القاهرة", "القاهرة"]),
        ("قاهره", "وبالقاهرةِ الكبرى", ["قاهرةِ"]),
        ("لا", "لأنّ الأمر", ["لأ"]),  # lam-alef, with its hamza
        ("2026", "عام ٢٠٢٦", ["٢٠٢٦"]),
        ('"bridge opens"', "Bridge opens today; bridge open", ["Bridge opens"]),
        ('"سوق قديم"', "حريق في سوق قديم", ["سوق قديم"]),
        ("g-20", "The G-20 meets, G 2000", ["G-20", "G 20"]),
        ("rain OR snow", "Snow, then rain", ["Snow", "rain"]),
        ("rain -snow", "Snow, then rain", ["rain"]),  # what must not be there is not looked for
        ("is:unread rain", "rain is unread", ["rain"]),
        ("ra rain", "rainy", ["rain"]),
        ("", "anything", []),
        ("(", "anything (", []),
        (")", "anything )", []),
    ],
)
def test_what_is_marked(search: str, text: str, found: list[str]) -> None:
    assert [text[each.start : each.stop] for each in matches(text, wanted(search))] == found


LETTERS = "اأإٱلبكوفىيیةه" + "\u064b\u0651\u0640\u200c" + "٢3aBé\u0301\u00a8ﷲﻻ" + "-._«" + "  \u00a0\n"


@given(
    text=st.text(LETTERS, max_size=24),
    sought=st.lists(st.text("الوبهيa3 ", min_size=1, max_size=4), min_size=1, max_size=3),
    kind=st.sampled_from(('"{}"', "{}")),
)
def test_a_finder_finds_where_something_would_be_marked(text: str, sought: list[str], kind: str) -> None:
    looked_for = wanted(" OR ".join(kind.format(word) for word in sought if word.strip()))
    finder = Finder(looked_for)
    assert [finder.finds(text), finder.finds(text)] == [bool(matches(text, looked_for))] * 2


def test_a_finder_looks_at_each_word_of_the_headlines_once() -> None:
    looked_for = wanted('الطاقة OR bridge OR "مجلس الوزراء"')
    titles = [f"الوزراء {number} يبحثون الطّاقة مع مجلس المدينة" for number in range(7)]

    def work(rounds: int) -> int:
        finder = Finder(looked_for)
        return calls(lambda: [finder.finds(title) for _ in range(rounds) for title in titles])

    first, second, third = (work(rounds) for rounds in (1, 2, 3))
    assert third - second <= 2 * len(titles), (
        "where its words are known: the headline itself, and taking it apart"
    )
    assert first > 3 * (third - second), "and they were not known before"

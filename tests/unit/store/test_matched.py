"""Which letters of a headline are marked for a search."""

from __future__ import annotations

import pytest

from ticker_tui.store.matched import matches, wanted


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

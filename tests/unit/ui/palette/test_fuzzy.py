from __future__ import annotations

import pytest

from ticker_tui.ui.palette.fuzzy import Searchable, found

THINGS = (
    Searchable("الانتقال إلى السمة التالية", "Go to the next theme program.theme"),
    Searchable("السمة: ورقي", "theme ticker-paper paper"),
    Searchable("Star or unstar", "headlines.star"),
    Searchable("Restart the bar", ""),
    Searchable("إعداد: الأرقام", "setting display.digits Digits"),
)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("السمه", [0, 1]),  # teh marbuta as heh
        ("سمة", [0, 1]),  # behind the article
        ("THEME", [0, 1]),  # by its English name
        ("paper theme", [1]),  # words in any order
        ("star", [2, 3]),  # the whole word first, letters inside of one behind
        ("الارقام", [4]),  # no hamza
        ("sta nothing", []),
    ],
)
def test_things_are_found_in_any_spelling_and_language(query: str, places: list[int]) -> None:
    assert [each.place for each in found(query, THINGS)] == places


def test_what_was_typed_is_marked_on_its_letters_in_the_title() -> None:
    (first, *_) = found("الأرقــامْ", THINGS)
    title = THINGS[first.place].title
    assert [title[mark.start : mark.stop] for mark in first.marks] == ["الأرقام"]
    assert found("digits", THINGS)[0].marks == []

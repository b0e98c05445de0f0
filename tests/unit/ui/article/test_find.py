"""What is found in an article, where in its text, and in which order one goes through it."""

from __future__ import annotations

import pytest

from ticker_tui.ui.article.find import BEGINNING, Findings, FindResult, Origin
from ticker_tui.ui.render.text_selection import Passage


def passages(*texts: str) -> list[Passage]:
    return [Passage((place, 0, 0), text) for place, text in enumerate(texts)]


def found_in(text: str, typed: str) -> list[str]:
    findings = Findings()
    findings.add(passages(text))
    findings.look_for(typed)
    return [text[each.start : each.stop] for each in findings.ranges((0, 0, 0))]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("the ferry, the Ferries", "ferr", ["ferr", "Ferr"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("باسم العبّارَةِ الأولى", "العباره", ["العبّارَةِ"]),
        ("الأمريكيّة", "امريكي", ["أمريكيّ"]),
        ("یک کتاب", "كتاب", ["کتاب"]),
        ("عام ٢٠٢٥", "2025", ["٢٠٢٥"]),
        ("in 2025", "۲۰۲۵", ["2025"]),
        ("ذهب لأحمد", "احمد", ["أحمد"]),
        ("الـــكتاب", "الكتاب", ["الـــكتاب"]),
        ("ferry –\u00a0service", "ferry service", ["ferry –\u00a0service"]),
        ("the U.S. and us", "u.s.", ["U.S."]),
        ("כְּתָב", "כתב", ["כְּתָב"]),
        ("Straße", "strasse", ["Straße"]),
        ("nothing", "   ", []),
        ("a.c abc", "a.c", ["a.c"]),
    ],
)
def test_letters_are_compared_as_in_the_search(text: str, typed: str, expected: list[str]) -> None:
    assert found_in(text, typed) == expected


def test_what_the_program_has_put_in_is_not_searched_and_not_in_the_way() -> None:
    text = "see one [1] and two [2]"
    passage = Passage((0, 0, 0), text, (range(7, 11), range(19, 23)))
    findings = Findings()
    findings.add([passage])
    findings.look_for("one and")
    assert [text[each.start : each.stop] for each in findings.ranges(passage.key)] == ["one [1] and"]
    findings.look_for("1")
    assert findings.found == FindResult(0, 0)


def test_one_goes_round_from_where_one_reads() -> None:
    findings = Findings()
    findings.add(passages("x a", "a b a", "x"))
    findings.look_for("a")
    assert findings.found == FindResult(0, 3)
    findings.go_from(Origin((1, 0, 0), 1))
    assert findings.found == FindResult(3, 3), "the first one that is not behind the reader already"
    places = [findings.found.place for _ in range(4) if findings.step(1)]
    assert places == [1, 2, 3, 1]
    assert [findings.found.place for _ in range(3) if findings.step(-1)] == [3, 2, 1]
    assert findings.knows(0, Origin((1, 0, 0), 2))
    assert not findings.knows(0, Origin((2, 0, 0), 0))
    findings.go_from(BEGINNING)
    assert findings.found == FindResult(1, 3)
    findings.look_for("nowhere")
    assert findings.step(1) is None
    assert findings.go_from(BEGINNING) is None


def test_text_that_comes_later_is_found_too_and_the_place_stays() -> None:
    findings = Findings()
    first, second, third = passages("a", "a", "b")
    findings.add([second])
    findings.look_for("a")
    findings.step(1)
    assert findings.add([first, second, third])
    assert findings.found == FindResult(2, 2)
    assert not findings.add([first])
    findings.forget_text()
    assert findings.found == FindResult(0, 0)
    findings.add([first])
    assert findings.step(1) is not None
    assert findings.found == FindResult(1, 1), "the one it was at has not come back yet"

"""A link by its number: what is typed, and when it can be no other."""

from __future__ import annotations

import pytest

from ticker_tui.ui.article.link_picker import LinkPicker


@pytest.mark.parametrize(
    ("keys", "total", "number", "certain"),
    [
        ("3", 5, 3, True),
        ("1", 12, 1, False),
        ("12", 12, 12, True),
        ("2", 12, 2, True),
        ("13", 12, 3, True),
        ("٣", 5, 3, True),
        ("۱۲", 12, 12, True),
        ("0", 5, 1, False),
        ("9", 5, 1, False),
        ("05", 9, 5, True),
        ("1", 1, 1, True),
    ],
)
def test_a_number_is_followed_when_no_other_begins_with_it(
    keys: str, total: int, number: int, certain: bool
) -> None:
    choice, sure = LinkPicker(1), False
    for key in keys:
        choice, sure = choice.typed(key, total)
    assert (choice.number, sure) == (number, certain)


def test_a_digit_is_taken_back() -> None:
    choice, _ = LinkPicker(4).typed("1", 150)
    choice, _ = choice.typed("5", 150)
    assert choice == LinkPicker(15, "15")
    assert choice.erased() == LinkPicker(1, "1")
    assert choice.erased().erased() == LinkPicker(1, "")


def test_stepping_goes_round_and_forgets_what_was_typed() -> None:
    assert LinkPicker(3, "3").stepped(1, 3) == LinkPicker(1)
    assert LinkPicker(1).stepped(-1, 3) == LinkPicker(3)

"""What the index holds beside a text, and what is asked of it. All texts here are folded already."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.store.search.typed_words import phrase, prefixes
from ticker_tui.text.search_words import indexed_stems

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        ("القاهره", "قاهره"),
        ("والقاهره", "القاهره قاهره"),
        ("بالقاهره", "القاهره قاهره"),
        ("وبالقاهره", "بالقاهره القاهره قاهره"),
        ("للقاهره", "لقاهره قاهره"),
        ("وللقاهره", "للقاهره لقاهره قاهره"),
        ("للغه", "لغه غه"),  # ل + اللغه: one lam is lost in writing
        ("وزير", "زير"),
        ("رييس", ""),
        ("ولد", ""),  # too short to lose a letter
        ("الدم", "دم"),
        ("الي", ""),
        ("لله", ""),
        ("بيت", ""),
        ("בירושלים", "ירושלים"),
        ("שהממשלה", "הממשלה ממשלה"),
        ("של", ""),
        ("bridge", ""),
        ("2026", ""),
        ("wالقاهره", ""),
    ],
)
def test_stems_of_a_word(word: str, stems: str) -> None:
    assert indexed_stems(word) == stems


def test_stems_of_a_text_come_once_each() -> None:
    assert indexed_stems("«القاهره»، والقاهره (القاهره)") == "قاهره القاهره"


@pytest.mark.parametrize(
    ("word", "expression"),
    [
        ("", ""),
        ('"', ""),
        ("bridge", '"bridge"*'),
        ("القاهره", '("القاهره"* OR "قاهره"*)'),
        ("وبالقاهره", '("وبالقاهره"* OR "قاهره"* OR "بالقاهره")'),
        ("للقاهره", '("للقاهره"* OR "قاهره"*)'),
        ("ولبنان", '("ولبنان"* OR "لبنان")'),
        ("وسايل", '"وسايل"*'),  # the waw is the word's own
        ("وزير", '"وزير"*'),
        ("بيروت", '"بيروت"*'),
        ("الم", '"الم"*'),
        ("ميشود", '("ميشود"* OR "مي شود"*)'),
        ("كتابها", '("كتابها"* OR "كتاب ها"*)'),
        ("g-20", '"g 20"*'),
        ("AND", '"AND"*'),
    ],
)
def test_what_is_asked_for_a_word(word: str, expression: str) -> None:
    assert prefixes(word) == expression


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("", ""),
        ("-", ""),
        ("second bridge", '{folded} : ("second bridge")'),
        ("رد", '{folded} : ("رد")'),
        (
            "القمه",
            (
                '{folded} : ("القمه" OR "والقمه" OR "فالقمه" OR "بالقمه" OR "كالقمه" OR "وبالقمه" OR "فبالقمه"'
                ' OR "وكالقمه" OR "للقمه" OR "وللقمه" OR "فللقمه")'
            ),
        ),
    ],
)
def test_what_is_asked_for_a_phrase(words: str, expression: str) -> None:
    assert phrase(words) == expression


@pytest.mark.parametrize("make", [prefixes, phrase])
@given(words=st.text())
def test_every_expression_is_well_formed(make: Callable[[str], str], words: str) -> None:
    expression = make(words.encode("utf-8", "replace").decode())
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE search USING fts5 (folded, stems, content = '')")
        if expression:
            assert db.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall() == []
    finally:
        db.close()

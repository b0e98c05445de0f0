"""What the index holds beside a text, and what is asked of it. All texts here are folded already."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.store.words import indexed_stems, match_expression


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
    ("query", "expression"),
    [
        ("", ""),
        ("  ", ""),
        ('"', ""),
        ("bridge", '"bridge"*'),
        ("second bridge", '"second"* AND "bridge"*'),
        ("القاهره", '("القاهره"* OR "قاهره"*)'),
        ("وبالقاهره", '("وبالقاهره"* OR "قاهره"*)'),
        ("للقاهره", '("للقاهره"* OR "قاهره"*)'),
        ("وزير", '"وزير"*'),
        ("بيروت", '"بيروت"*'),
        ("الم", '"الم"*'),
        ("g-20", '"g 20"*'),
        ('say "yes"', '"say"* AND "yes"*'),
        ("AND", '"AND"*'),
    ],
)
def test_what_is_asked(query: str, expression: str) -> None:
    assert match_expression(query) == expression


@given(query=st.text())
def test_every_query_is_well_formed(query: str) -> None:
    expression = match_expression(query.encode("utf-8", "replace").decode())
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE search USING fts5 (folded, stems, content = '')")
        if expression:
            assert db.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall() == []
    finally:
        db.close()

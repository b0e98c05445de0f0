"""The search language as a table: what is typed, and how it is understood or refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.errors import QueryError
from ticker_tui.store.search.conditions import (
    Age,
    All,
    AnyOf,
    Before,
    CategoryIs,
    FeedIs,
    LangIs,
    Not,
    Query,
    Since,
    State,
    StateIs,
    WordCondition,
)
from ticker_tui.store.search.language import MAX_CHARACTERS, parse

A, B, C = WordCondition("a"), WordCondition("b"), WordCondition("c")

UNDERSTOOD: list[tuple[str, Query]] = [
    ("", All()),
    ("   ", All()),
    ("— ! - *", All()),
    ("a", A),
    ("a b", All((A, B))),
    ("a AND b", All((A, B))),
    ('"second bridge"', WordCondition("second bridge", whole=True)),
    ("«القمة العربية»", WordCondition("القمة العربية", whole=True)),
    ("“a” „b“", All((WordCondition("a", whole=True), WordCondition("b", whole=True)))),
    ("«القمة", WordCondition("«القمة")),  # pasted from a headline
    ('""', All()),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("- a", A),  # a dash between words is a dash
    ("a - b", All((A, B))),
    ('a -"b"', All((A, Not(WordCondition("b", whole=True))))),
    ("--a", WordCondition("--a")),
    ("NOT NOT a", A),
    ("a OR b", AnyOf((A, B))),
    ("a | b", AnyOf((A, B))),
    ("a|b", AnyOf((A, B))),
    ("a or b", All((A, WordCondition("or"), B))),
    ("a b OR c", AnyOf((All((A, B)), C))),
    ("a (b OR c)", All((A, AnyOf((B, C))))),
    ("(a b) c", All((A, B, C))),
    ("-(a OR b)", Not(AnyOf((A, B)))),
    ("a OR !", A),
    ('צה"ל', WordCondition('צה"ל')),  # a quotation mark inside a Hebrew acronym
    ("g-20 covid-19", All((WordCondition("g-20"), WordCondition("covid-19")))),
    ("10:30", WordCondition("10:30")),
    ("https://a.example/b", WordCondition("https://a.example/b")),
    ("Live: a", All((WordCondition("Live:"), A))),
    ("النص:كذا", WordCondition("النص:كذا")),
    ("feed:bbc", FeedIs("bbc")),
    ("FEED:bbc", FeedIs("bbc")),
    ('feed:"BBC عربي" a', All((FeedIs("BBC عربي"), A))),
    ("category:العالم", CategoryIs("العالم")),
    ("-feed:bbc", Not(FeedIs("bbc"))),
    ("lang:ar", LangIs("ar")),
    ("lang:ar_EG", LangIs("ar-eg")),
    *((f"is:{state}", StateIs(state)) for state in State),
    ("is:UNREAD", StateIs(State.UNREAD)),
    ("since:2d", Since(Age(seconds_ago=172_800))),
    ("since:90m", Since(Age(seconds_ago=5400))),
    ("since:12h", Since(Age(seconds_ago=43_200))),
    ("before:1w", Before(Age(seconds_ago=604_800))),
    ("since:٢d", Since(Age(seconds_ago=172_800))),
    ("since:2026-11-03", Since(Age(day=date(2026, 11, 3)))),
    ("before:٢٠٢٦-١١-٠٣", Before(Age(day=date(2026, 11, 3)))),
]

REFUSED = [
    ('a "b', 3, 'this " is not closed'),
    ("(a", 1, "this ( is not closed"),
    ("a)", 2, "this ) closes nothing"),
    ("a OR", 3, "OR wants something after it"),
    ("OR a", 1, "OR wants something before it"),
    ("a OR OR b", 3, "OR wants something after it"),
    ("a | | b", 3, "| wants something after it"),
    ("AND", 1, "AND wants something before it"),
    ("a AND", 3, "AND wants something after it"),
    ("a NOT", 3, "NOT wants something after it"),
    ("(a OR) b", 4, "OR wants something after it"),
    ("a:b", 1, "no field a: (there are feed:, category:, is:, lang:, since:, before:)"),
    ("x fed:bbc", 3, "did you mean feed:?"),
    ("sinse:2d", 1, "did you mean since:?"),
    ("x feed: bbc", 3, "feed: wants a value right after it, such as feed:BBC"),
    ("is:", 1, "is: wants a value right after it, such as is:unread"),
    ("a is:unred", 6, "did you mean is:unread?"),
    ("is:xyz", 4, "there are unread, read, starred, breaking, updated, muted and highlighted"),
    ("lang:arabic!", 6, "is no language; write it as lang:ar"),
    ("since:soon", 7, "wants a span (30m, 12h, 2d, 1w) or a day (2026-11-23), and soon is neither"),
    ("before:2026-02-30", 8, "no day of the calendar"),
    ("a" * (MAX_CHARACTERS + 1), MAX_CHARACTERS + 1, "at most 1000 characters"),
    ("a " * 100, 121, "at most 60 words"),
    ("(" * 30, 21, "20 deep at most"),
]

WHILE_TYPING: list[tuple[str, Query]] = [
    ('a "b c', All((A, WordCondition("b c", whole=True)))),
    ('"', All()),
    ("(a OR b", AnyOf((A, B))),
    ("a OR", A),
    ("a OR ", A),
    ("a AND", A),
    ("a NOT", A),
    ("a -", A),
    ("a is:", A),
    ("a is:unr", A),
    ("a feed:", A),
    ('a feed:"bb', All((A, FeedIs("bb")))),
    ("a since:", A),
    ("a since:2", A),
    ("a since:2026-1", A),
    ("a lang:a", A),
]


@pytest.mark.parametrize(("text", "query"), UNDERSTOOD)
def test_understood(text: str, query: Query) -> None:
    assert parse(text) == query
    assert parse(text, unfinished=True) == query


@pytest.mark.parametrize(("text", "column", "problem"), REFUSED)
def test_refused_with_its_place_and_what_was_meant(text: str, column: int, problem: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert problem in refused.value.problem
    assert (refused.value.column, str(refused.value)) == (column, f"column {column}: {refused.value.problem}")


@pytest.mark.parametrize(("text", "query"), WHILE_TYPING)
def test_the_end_may_be_open_while_it_is_typed(text: str, query: Query) -> None:
    assert parse(text, unfinished=True) == query


@pytest.mark.parametrize("text", ["is:unred a", "a) b", "is:q", "before:2026-02-30 a", "fed:bbc"])
def test_what_is_wrong_before_the_end_is_said_while_it_is_typed(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text, unfinished=True)


@given(st.text(alphabet='ab"()|-: «»ORis:und2', max_size=40), st.booleans())
def test_every_text_is_understood_or_refused_inside_it(text: str, unfinished: bool) -> None:
    column = 1
    try:
        parse(text, unfinished=unfinished)
    except QueryError as refused:
        column = refused.column
    assert 1 <= column <= max(1, len(text))

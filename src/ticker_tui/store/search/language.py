"""The search language: from what a person types to a tree of conditions. Pure; `searching` turns the tree into SQL.

    words               every word has to be there, each one as the beginning of a word, in any spelling
    "words in order"    whole words, side by side
    -word  NOT word     must not be there; works before everything here
    a OR b   a | b      one of the two; binds weaker than standing side by side
    ( )                 groups
    feed:name           part of a feed's name or address
    category:name       part of a category's name
    is:unread           also read, starred, breaking, updated, muted, highlighted
    lang:ar             a language, with all its regions
    since:2d            arrived in the last m(inutes), h(ours), d(ays), w(eeks), or since a date: 2026-11-23
    before:2026-11-23   older than that

The same for views, `ticker headlines --search` and the screen. There, while somebody is typing, the end may be unfinished: an open
quotation mark or bracket, a field without its value yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NoReturn

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

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHARACTERS: Final = 1000
MAX_TERMS: Final = 60
MAX_DEPTH: Final = 20


FIELDS: Final = ("feed", "category", "is", "lang", "since", "before")

_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}
_UNITS_S: Final = {"m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_TOKEN_END: Final = re.compile(r"[\s()|]")
_FIELD: Final = re.compile(r"([A-Za-z]+):")
_LETTER: Final = re.compile(r"[^\W_]")
_SPAN: Final = re.compile(r"(\d{1,6})([mhdw])")
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def parse(text: str, *, unfinished: bool = False) -> Query:
    """Read a query.

    Args:
        text: As typed, in any spelling; folding is the business of whoever compares.
        unfinished: It is still being typed: what is open at its end is taken as far as it goes.

    Raises:
        QueryError: It cannot be understood.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(MAX_CHARACTERS + 1, f"a search has at most {MAX_CHARACTERS} characters")
    reader = _Reader(_tokens(text, unfinished=unfinished), unfinished=unfinished)
    query = reader.alternatives(0)
    if reader.token.kind is not _TokenKind.END:
        raise QueryError(
            reader.token.column, "this ) closes nothing; write “)” in quotation marks to search for it"
        )
    return query


class _TokenKind(StrEnum):
    TERM = "term"
    NOT = "NOT"
    AND = "AND"
    OR = "OR"
    OPEN = "("
    CLOSE = ")"
    END = "the end"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _TokenKind
    column: int
    text: str = ""
    """As typed, to be named in a sentence."""
    term: Query | None = None
    """TERM only; None: nothing that can be searched, such as a dash."""


class _Reader:
    """Recursive descent over the tokens, with one token of look-ahead."""

    def __init__(self, tokens: Iterable[_Token], *, unfinished: bool) -> None:
        self._tokens = iter(tokens)
        self._unfinished = unfinished
        self.token = next(self._tokens)

    def _take(self) -> _Token:
        taken = self.token
        self.token = next(self._tokens, taken)
        return taken

    def _at(self, *kinds: _TokenKind) -> bool:
        return self.token.kind in kinds

    def alternatives(self, depth: int) -> Query:
        """Parts with OR between them."""
        part = self._side_by_side(depth)
        parts = [part]
        while self._at(_TokenKind.OR):
            sign = self._take()
            if part is None:
                raise QueryError(sign.column, f"{sign.text} wants something before it")
            part = self._side_by_side(depth)
            parts.append(part)
            if part is None and not self._still_typed():
                raise QueryError(sign.column, f"{sign.text} wants something after it")
        found = tuple(part for part in parts if part is not None and part != All())
        return All() if not found else found[0] if len(found) == 1 else AnyOf(found)

    def _side_by_side(self, depth: int) -> Query | None:
        """Parts that stand together; None when there is nothing at all, `All()` when there is nothing to search for."""
        parts: list[Query] = []
        empty = True
        while True:
            if self._at(_TokenKind.AND):
                sign = self._take()
                if empty:
                    raise QueryError(sign.column, f"{sign.text} wants something before it")
                if (
                    self._at(_TokenKind.END, _TokenKind.CLOSE, _TokenKind.OR, _TokenKind.AND)
                    and not self._still_typed()
                ):
                    raise QueryError(sign.column, f"{sign.text} wants something after it")
            if not self._at(_TokenKind.TERM, _TokenKind.NOT, _TokenKind.OPEN):
                break
            empty = False
            part = self._one(depth)
            if part is not None:
                parts += part.parts if isinstance(part, All) else (part,)
        if empty:
            return None
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Query | None:
        taken = self._take()
        if depth >= MAX_DEPTH:
            raise QueryError(taken.column, f"brackets and negations go {MAX_DEPTH} deep at most")
        if taken.kind is _TokenKind.TERM:
            return taken.term
        if taken.kind is _TokenKind.NOT:
            if not self._at(_TokenKind.TERM, _TokenKind.NOT, _TokenKind.OPEN):
                if self._still_typed():
                    return None
                raise QueryError(taken.column, f"{taken.text} wants something after it")
            part = self._one(depth + 1)
            if part is None or part == All():
                return None
            return part.part if isinstance(part, Not) else Not(part)
        part = self.alternatives(depth + 1)
        if self._at(_TokenKind.CLOSE):
            self._take()
        elif not self._unfinished:
            raise QueryError(taken.column, "this ( is not closed")
        return part

    def _still_typed(self) -> bool:
        return self._unfinished and self._at(_TokenKind.END)


def _tokens(text: str, *, unfinished: bool) -> Iterable[_Token]:
    at = count = 0
    while at < len(text):
        column, char = at + 1, text[at]
        if char.isspace():
            at += 1
            continue
        if char in "()":
            yield _Token(_TokenKind.OPEN if char == "(" else _TokenKind.CLOSE, column, char)
            at += 1
            continue
        if char == "|":
            while text[at : at + 1] == "|":
                at += 1
            yield _Token(_TokenKind.OR, column, "|")
            continue
        if (
            char in "-\u2212"
            and (rest := text[at + 1 : at + 2])
            and (_LETTER.match(rest) or rest in {'"', "“", "„", "«", "("})
        ):
            yield _Token(_TokenKind.NOT, column, char)
            at += 1
            continue
        count += 1
        if count > MAX_TERMS:
            raise QueryError(column, f"a search has at most {MAX_TERMS} words")
        term, end = _term(text, at, unfinished=unfinished)
        word = text[at:end]
        if word in {"AND", "OR", "NOT"}:
            yield _Token(_TokenKind(word), column, word)
        else:
            yield _Token(_TokenKind.TERM, column, word, term)
        at = end
    yield _Token(_TokenKind.END, len(text) + 1)


def _term(text: str, start: int, *, unfinished: bool) -> tuple[Query | None, int]:
    """One word, phrase or field, and where it ends."""
    if (quoted := _quoted(text, start, unfinished=unfinished)) is not None:
        inside, end = quoted
        return (WordCondition(inside, whole=True) if _LETTER.search(inside) else None), end
    named = _FIELD.match(text, start)
    # `Live: …` is a word with a colon, `https://…` an address.
    if named and not text.startswith("//", named.end()):
        name, value_at = named[1].lower(), named.end()
        if name in FIELDS:
            return _field(name, text, start, value_at, unfinished=unfinished)
        if value_at < len(text) and not _TOKEN_END.match(text, value_at):
            _unknown(named[1], start + 1)
    end = _word_end(text, start)
    word = text[start:end]
    return (WordCondition(word) if _LETTER.search(word) else None), end


def _quoted(text: str, start: int, *, unfinished: bool) -> tuple[str, int] | None:
    """What stands in the quotation marks that open here, and where it ends; None: none open."""
    closing = _QUOTES.get(text[start])
    if closing is None:
        return None
    end = text.find(closing, start + 1)
    if end >= 0:
        return text[start + 1 : end], end + 1
    if text[start] != '"':
        return None  # guillemets come along with pasted headlines
    if unfinished:
        return text[start + 1 :], len(text)
    raise QueryError(start + 1, 'this " is not closed')


def _word_end(text: str, start: int) -> int:
    found = _TOKEN_END.search(text, start + 1)
    return found.start() if found else len(text)


def _unknown(name: str, column: int) -> NoReturn:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), FIELDS, n=1)
    meant = f"did you mean {near[0]}:?" if near else f"there are {', '.join(f'{known}:' for known in FIELDS)}"
    raise QueryError(
        column, f"there is no field {name}: ({meant}); in quotation marks it is searched as words"
    )


def _field(name: str, text: str, start: int, value_at: int, *, unfinished: bool) -> tuple[Query | None, int]:
    """A field's condition, and where it ends."""
    nothing = value_at >= len(text) or _TOKEN_END.match(text, value_at) is not None
    quoted = None if nothing else _quoted(text, value_at, unfinished=unfinished)
    value, end = quoted or (
        ("", value_at) if nothing else (text[value_at : (end := _word_end(text, value_at))], end)
    )
    typing = unfinished and end == len(text)
    value = value.strip()
    if not value:
        if typing:
            return None, end
        raise QueryError(start + 1, f"{name}: wants a value right after it, such as {_EXAMPLES[name]}")
    return _meant(name, value, value_at + 1, typing=typing), end


def _meant(name: str, value: str, column: int, *, typing: bool) -> Query | None:
    """The condition of a field with its value; None for one that is still being typed."""
    match name:
        case "feed":
            return FeedIs(value)
        case "category":
            return CategoryIs(value)
        case "lang":
            return _lang(value, column, typing=typing)
        case "is":
            return _state(value, column, typing=typing)
        case _:
            age = _age(value, column, name, typing=typing)
            return None if age is None else Since(age) if name == "since" else Before(age)


_EXAMPLES: Final = {
    "feed": "feed:BBC",
    "category": "category:World",
    "is": "is:unread",
    "lang": "lang:ar",
    "since": "since:2d",
    "before": "before:2026-11-23",
}


def _lang(value: str, column: int, *, typing: bool) -> LangIs | None:
    tag = value.lower().replace("_", "-")
    if _TAG.fullmatch(tag):
        return LangIs(tag)
    if typing:
        return None
    raise QueryError(column, f"{value} is no language; write it as {_EXAMPLES['lang']}")


def _state(value: str, column: int, *, typing: bool) -> StateIs | None:
    try:
        return StateIs(State(value.lower()))
    except ValueError:
        if typing and any(state.value.startswith(value.lower()) for state in State):
            return None
        from difflib import get_close_matches

        near = get_close_matches(value.lower(), list(State), n=1)
        meant = (
            f"did you mean is:{near[0]}?"
            if near
            else "there are unread, read, starred, breaking, updated, muted and highlighted"
        )
        raise QueryError(column, f"nothing is “{value}” ({meant})") from None


def _age(value: str, column: int, name: str, *, typing: bool) -> Age | None:
    # int() and \d read Arabic and Persian digits as well.
    if span := _SPAN.fullmatch(value.lower()):
        return Age(seconds_ago=int(span[1]) * _UNITS_S[span[2]])
    if day := _DAY.fullmatch(value):
        try:
            return Age(day=date(int(day[1]), int(day[2]), int(day[3])))
        except ValueError:
            raise QueryError(column, f"{value} is no day of the calendar") from None
    if typing:
        return None
    raise QueryError(
        column, f"{name}: wants a span (30m, 12h, 2d, 1w) or a day (2026-11-23), and {value} is neither"
    )

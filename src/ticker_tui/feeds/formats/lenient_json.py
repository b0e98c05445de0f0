"""JSON that breaks JSON's rules, read as far as it goes: one bad item costs one item, never the feed."""

from __future__ import annotations

import json
import re
from itertools import islice, repeat
from typing import TYPE_CHECKING, cast

import msgspec

from ticker_tui.feeds.formats.raw_feed import MAX_READ
from ticker_tui.html.untyped_json import is_too_deep, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LIST = re.compile(r'"items"\s*:\s*\[')
_TOKEN = re.compile(r'\\["\\]|["{}\[\]]')
"""What decides where an object ends. Strings are followed by `_objects`: a pattern for a whole one keeps every escape in memory."""
_READER = json.JSONDecoder(strict=False)
"""Reads what others refuse and real feeds hold: line ends and control characters in strings, NaN, half a surrogate pair."""


def read_object(source: str) -> tuple[Mapping[str, object], bool]:
    """The object in a JSON text, empty when there is none; and whether something had to be forgiven.

    Linear in the length, whatever it holds. What stands before the first brace (a warning of the server's, a guard
    against other sites' scripts) and behind the last is passed over.
    """
    try:
        found = cast("object", msgspec.json.decode(source))
        if not is_too_deep(found):
            return mapping(found), False
    except (msgspec.DecodeError, ValueError, RecursionError):
        pass
    begin = source.find("{")
    if begin < 0:
        return {}, True
    found = _decoded(source, begin) or _salvaged(source, begin)
    return mapping(found), True


def _decoded(source: str, begin: int) -> object:
    """The value that begins there; None when it breaks more rules than `_READER` forgives, or is nested too deep."""
    try:
        value = cast("object", _READER.raw_decode(source, begin)[0])
    except (
        ValueError,
        RecursionError,
    ):  # not JSON; a number of more digits, or more levels, than Python reads
        return None
    return None if is_too_deep(value) else _without_surrogates(value)


def _salvaged(source: str, begin: int) -> object:
    """What stands before the items as far as it can be read, and those items that can be read one by one."""
    match = _LIST.search(source, begin)
    if match is None:
        return None
    head = source[begin : match.start()].rstrip().rstrip(",") + "}"
    found = dict(mapping(_decoded(head, 0)))
    items = map(_decoded, islice(_objects(source, match.end()), MAX_READ), repeat(0))
    found["items"] = [item for item in items if item is not None]
    return found


def _objects(source: str, at: int) -> Iterator[str]:
    """The objects of the list whose inside begins there, strings in them passed over; the last may lack its end."""
    depth = 0
    in_string = False
    for match in _TOKEN.finditer(source, at):
        part = match[0]
        if in_string:
            in_string = part != '"'
        elif part[-1] == '"':
            in_string = True
        elif part in "{[":
            if depth == 0:
                at = match.start()
            depth += 1
        elif part in "}]":
            if depth == 0:
                return
            depth -= 1
            if depth == 0:
                yield source[at : match.end()]


def _without_surrogates(value: object) -> object:
    """The value with U+FFFD for halves of surrogate pairs, which no text can hold."""
    if isinstance(value, str):
        return (
            value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    if isinstance(value, list):
        return [_without_surrogates(each) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _without_surrogates(each) for key, each in cast("dict[str, object]", value).items()}
    return value

"""Reading data whose types nobody promises: JSON, and what feedparser returns. A field of the wrong type is not there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_stored = cast("Callable[[Mapping[str, object], str], object]", dict.get)  # pyright: ignore[reportUnknownMemberType]
"""feedparser's own `get` answers with neighbouring fields."""


def mapping(value: object) -> Mapping[str, object]:
    """The value as a mapping; an empty one when it is none."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def field(holder: Mapping[str, object], name: str) -> object:
    """What stands under a name; None when nothing does. The holder comes from `mapping`."""
    return _stored(holder, name)


def text(holder: Mapping[str, object], name: str) -> str:
    """A string field, trimmed; numbers are welcome, since ids are often written as numbers."""
    return as_text(field(holder, name))


def as_text(value: object) -> str:
    """A string or a number as a trimmed string; anything else is empty."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value) if isinstance(value, int) or math.isfinite(value) else ""


def values(holder: Mapping[str, object], name: str, limit: int = 50) -> list[object]:
    """The first items of a list field."""
    found = field(holder, name)
    return cast("list[object]", found)[:limit] if isinstance(found, list) else []


def mappings(holder: Mapping[str, object], name: str, limit: int = 50) -> list[Mapping[str, object]]:
    """Those items of a list field that are mappings."""
    return [found for value in values(holder, name, limit) if (found := mapping(value))]


MAX_DEPTH = 200
"""Levels of JSON that are read. Each Python has a limit of its own, from 1,000 levels to more than 10,000; this one is below all."""


def is_too_deep(value: object) -> bool:
    """Whether lists and mappings are nested in each other more than `MAX_DEPTH` levels deep. Linear, and without recursion."""
    layer = [value]
    for _ in range(MAX_DEPTH):
        layer = [child for each in layer for child in _children(each) if isinstance(child, (dict, list))]
        if not layer:
            return False
    return True


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()

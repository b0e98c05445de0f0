"""Names of modules and classes: each is used once, so that a search finds one place, and none is a metaphor."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "ticker_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))
OF_EVERY_FEATURE = {"controller", "model", "screen", "strings"}
"""Stems that several folders of `ui/` have; `cli/commands` is named as the user types."""
METAPHORS = frozenset(
    {
        *("room", "door", "floor", "shelf", "way", "look", "ink", "ground"),
        *("air", "card", "sheet", "wire", "breath", "errand", "judged", "kept"),
        *("care", "taking", "said", "told", "whoever", "somebody", "stands", "asks"),
    }
)


def words_of(name: str) -> set[str]:
    """The words of a name in snake_case or CamelCase."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def classes() -> list[tuple[str, str]]:
    """Every class and the module that defines it."""
    return [
        (node.name, str(path.relative_to(PACKAGE)))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]


def test_no_class_name_is_used_twice() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, place in classes():
        places[name].append(place)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_module_name_is_used_twice() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        place = path.relative_to(PACKAGE)
        shared = path.stem in OF_EVERY_FEATURE and place.parts[0] == "ui"
        if (
            path.stem not in {"__init__", "__main__"}
            and not shared
            and place.parts[:2] != ("cli", "commands")
        ):
            places[path.stem].append(str(place))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_module_and_no_class_is_named_by_a_metaphor() -> None:
    names = [(path.stem, str(path.relative_to(PACKAGE))) for path in MODULES] + classes()
    assert [each for each in names if words_of(each[0]) & METAPHORS] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("FeedsController", {"feeds", "controller"}),
        ("_row_cache", {"row", "cache"}),
        ("HTTPClient", {"http", "client"}),
    ],
)
def test_names_are_taken_apart(name: str, words: set[str]) -> None:
    assert words_of(name) == words

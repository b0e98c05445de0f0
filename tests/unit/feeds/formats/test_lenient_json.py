"""JSON that breaks the rules: what it costs, and that it costs no time."""

from __future__ import annotations

import pytest

from ticker_tui.feeds.formats.json_feed import read_json
from ticker_tui.feeds.formats.lenient_json import read_object
from ticker_tui.html.untyped_json import MAX_DEPTH

LIST_AND_OBJECT = '[{"y": '
HEAD = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['


def titles(source: str) -> list[str]:
    found = read_json(source)
    assert found is not None
    assert found[0].title == "T"
    return [entry.title for entry in found[0].entries]


def nested(levels: int, title: str) -> str:
    """An item of so many levels, itself included: lists and objects in turn."""
    inner, outer = divmod(levels - 1, 2)
    return f'{{"title": "{title}", "x": {"[" * outer}{LIST_AND_OBJECT * inner}1{"}]" * inner}{"]" * outer}}}'


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ('{"title": "a\\ud800b"}, {"title": "\\ud83d\\ude00"}]}', ["a\ufffdb", "😀"]),
        ('{"title": "a", "id": "1"}, {"title": "b" "id": 2}, {"title": "c"}]}', ["a", "c"]),
        ('{"title": "a"} {"title": "b"},, {"title": "c"},]}', ["a", "b", "c"]),
        ('{"title": "a"}, {"title": "}] \\" ["}, {"title": "b", "x": [{"title": "no"}]}]', ["a", '}] " [', "b"]),
        ('{"title": "a"}, {"title": "cut', ["a"]),
        ('{"title": "a"}], "more": nope}', ["a"]),
        (nested(2000, "deep") + ', {"title": "a"}]}', ["a"]),
        (nested(100_000, "deep") + ', {"title": "a"}]}', ["a"]),
        (nested(MAX_DEPTH, "just") + ', {"title": "a"}, {"title": "a" "b": 1}]}', ["just", "a"]),
        (nested(MAX_DEPTH + 1, "deep") + ', {"title": "a"}]}', ["a"]),
        ('{"title": "a"}, \\"}" {"title": "b\\\\"}, {"title": "c\\\\\\"]"}]}', ["a", "b\\", 'c\\"]']),
        (f'{{"title": "a", "id": {"9" * 5000}}}, {{"title": "b"}}]}}', ["b"]),
        ('{"title": "a\tb\nc"}]}', ["a\tb\nc"]),
    ],
)  # fmt: skip
def test_one_bad_item_costs_one_item(items: str, expected: list[str]) -> None:
    assert titles(HEAD + items) == expected


@pytest.mark.parametrize("before", ["\ufeff", ")]}'\n", "f(", "Notice: x in y.php\n"])
def test_what_stands_around_it_is_passed_over(before: str) -> None:
    assert titles(before + HEAD + '{"title": "a"}]}); trailing {') == ["a"]


def test_what_is_sound_is_told_from_what_is_not() -> None:
    assert read_object('{"a": 1}') == ({"a": 1}, False)
    assert read_object('{"a": NaN}')[1]
    assert read_object("[1]") == ({}, False)
    assert read_object("") == ({}, True)


@pytest.mark.timeout(60)  # a second at most; a quadratic reader takes minutes
@pytest.mark.parametrize(
    "source",
    [
        HEAD + '\\"' * 2_000_000,
        HEAD + '"' * 3_000_001,
        HEAD + '{"a":[' * 500_000,
        HEAD + '{"a":\\x},' * 500_000,
        "{" + '"items":[' * 400_000,
        '{"items"' + " " * 4_000_000,
        "{" * 4_000_000,
        HEAD + "[" * 100_000 + "]" * 100_000,
        HEAD + "[" * 100_000 + "]" * 100_000 + "]}",
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "{" + "\\" * 4_000_000,
    ],
    ids=[
        "escapes",
        "quotes",
        "open",
        "bad",
        "lists",
        "blanks",
        "braces",
        "deep",
        "whole",
        "objects",
        "backslashes",
    ],
)
def test_megabytes_of_hostility_take_a_moment(source: str) -> None:
    assert isinstance(read_object(source)[0], dict)

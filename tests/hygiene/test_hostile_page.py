"""docs/hostile-input.md names a test for every promise: each is there, and none of the villains is left out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import villains

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hostile-input.md").read_text(encoding="utf-8")


@cache
def functions(path: Path) -> set[str]:
    """The tests of a file."""
    return set(re.findall(r"^(?:async )?def (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def missing(text: str) -> list[str]:
    """The tests that a text names and that are not there."""
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    return [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file() or (name and name not in functions(ROOT / file))
    ]


def test_every_promise_has_its_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and " held by " not in line]
    assert len(rows) > 50
    assert [row for row in rows if "`tests/" not in row.rpartition(" | ")[2]] == []
    assert missing(PAGE) == []


def test_a_test_that_is_not_there_would_be_seen() -> None:
    assert missing("`tests/hygiene/test_hostile_page.py::test_nowhere` `tests/none.py`") == [
        "tests/hygiene/test_hostile_page.py::test_nowhere",
        "tests/none.py::",
    ]


def test_every_villain_is_met_by_program_and_screen() -> None:
    for place in ("tests/hostile/test_real_program.py", "benchmarks/lateness.py"):
        assert "*VILLAINS" in (ROOT / place).read_text(encoding="utf-8")
    assert len(villains.VILLAINS) == len(set(villains.VILLAINS)) > 20

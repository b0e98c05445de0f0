"""No pattern of `re` uses what is wrong before CPython 3.11.5: possessive quantifiers and atomic groups (gh-101955, gh-106052).

Debian 12 ships 3.11.2, where such a pattern silently finds something else. Once `requires-python` is past 3.11.4, drop this file.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
FILES = [path for folder in ("src", "tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
CANDIDATE = re.compile(r"[*+?}]\+|\(\?>")
"""What looks like one; it may be escaped, in a set of characters or in a comment."""
FLAGS = {"VERBOSE": re.VERBOSE, "X": re.VERBOSE}
"""Those on which it depends what is part of a pattern."""


def text_of(node: ast.expr, named: Mapping[str, ast.expr]) -> str:  # noqa: PLR0911 - a return a kind of expression
    """The pattern that an expression makes; what only a run would tell is one letter of it."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=bytes(text)):
            return text.decode("latin-1")
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part, named) for part in parts)
        case ast.FormattedValue(value=value):
            return text_of(value, named)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return text_of(left, named) + text_of(right, named)
        case ast.Name(id=name) if name in named:
            return text_of(named[name], {key: value for key, value in named.items() if key != name})
        case _:
            return "x"


def patterns(source: str) -> Iterator[tuple[int, str, int]]:
    """Line, text and flags of every pattern that a module gives to a function of `re`."""
    tree = ast.parse(source)
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[pattern, *_]):
                said = ast.dump(node)
                flags = sum({flag for name, flag in FLAGS.items() if f"attr='{name}'" in said})
                yield node.lineno, text_of(pattern, named), flags
            case _:
                pass


def is_wrong_on_old_pythons(pattern: str, flags: int) -> bool:
    if not CANDIDATE.search(pattern):
        return False
    tree = io.StringIO()
    with contextlib.redirect_stdout(tree):
        re.compile(pattern, flags | re.DEBUG)
    return "POSSESSIVE_REPEAT" in tree.getvalue() or "ATOMIC_GROUP" in tree.getvalue()


def wrong(source: str) -> list[int]:
    """The lines of patterns that old Pythons get wrong."""
    if not CANDIDATE.search(source):
        return []  # most modules need not be parsed
    return [line for line, text, flags in patterns(source) if is_wrong_on_old_pythons(text, flags)]


def test_no_pattern_uses_possessive_quantifiers_or_atomic_groups() -> None:
    assert len(FILES) > 300
    found = {str(path.relative_to(ROOT)): wrong(path.read_text(encoding="utf-8")) for path in FILES}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "quantifier", ["a++", "a*+", "a?+", "(?:a|b){2}+", "[^+]++", "(?>a)", r"\\++", "[]a]*+"]
)
def test_each_of_them_would_be_found(quantifier: str) -> None:
    assert wrong(f"import re\nx = re.compile(r'{quantifier}')\n") == [2]
    assert wrong(f"import re\nx = re.search(rb'b' rb'{quantifier}', y)\n") == [2]
    assert wrong(f"A = 'b'\nB = '' + r'{quantifier}'\nC = f'({{A}}{{B}})'\nre.compile(C, re.X)\n") == [4]


def test_a_quantifier_behind_something_that_only_a_run_tells_would_be_found() -> None:
    assert wrong("re.compile(rf'{any_of(names)}++')") == [1]
    assert wrong("re.fullmatch(name + '*+', text)") == [1]


@pytest.mark.parametrize(
    "pattern", [r"[*+]", r"C\++", r"\*+", r"[^]*+]", r"[\]*+]+", "a+?", "(?:b)*", "(?x) a+ # C++"]
)
def test_what_only_looks_like_one_is_not(pattern: str) -> None:
    assert wrong(f"import re\nx = re.compile(r'{pattern}')\n") == []

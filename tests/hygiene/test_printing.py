"""What the program prints goes through `console`, which cleans it and hides logins."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "ticker_tui"
ALLOWED = {"console.py"}


def printing(tree: ast.AST) -> list[int]:
    """Lines that print by themselves, or make a parser whose messages would."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in {"print", "ArgumentParser"})
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "ArgumentParser")
            or ast.unparse(node.func) in {"sys.stderr.write", "traceback.print_exc"}
        )
    ]


def test_nothing_prints_past_the_console() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).as_posix() not in ALLOWED
        for line in printing(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_printing_would_be_seen() -> None:
    for code in ("print(1)", "sys.stderr.write(1)", "argparse.ArgumentParser()"):
        assert printing(ast.parse(code)) == [1]

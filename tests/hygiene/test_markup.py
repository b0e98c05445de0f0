"""No text is handed to Textual as a bare string where Textual would read it as markup.

`[/]` in such a string ends the program, `[@click=app.quit]` makes a trap of it. So the screen uses these calls only
with ``markup=False``, with a `Content`, or with a literal.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "ticker_tui"
SHOWN = sorted(
    path
    for folder in ("alerts", "i18n", "images", "terminal", "ui")
    for path in (PACKAGE / folder).rglob("*.py")
)
READS_MARKUP = {
    *("Static", "Label", "Button", "OptionList", "Option", "Tabs", "TabPane", "Collapsible", "Select"),
    *("RadioButton", "Checkbox", "Markdown", "Tree", "DataTable", "notify", "from_markup", "Toast", "Digits"),
    *("Hit", "DiscoveryHit", "update", "add_column", "add_row", "add_option", "Content", "Text"),
}
LITERAL_CONTENT = {"Content", "Text"}
"""These take a string as it is; only their `from_markup` reads it."""
ASSIGNED = {"border_title", "border_subtitle", "tooltip", "sub_title"}


def offences(source: str) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "from_markup":
                found.append(f"{node.lineno}: {name}")
            if name not in READS_MARKUP - LITERAL_CONTENT:
                continue
            if name in {"Hit", "DiscoveryHit"}:
                texts = node.args[1:2] if name == "Hit" else node.args[:1]
            else:
                texts = node.args[:1]
            literal = all(isinstance(text, ast.Constant) for text in texts)
            off = any(
                keyword.arg == "markup"
                and isinstance(keyword.value, ast.Constant)
                and keyword.value.value is False
                for keyword in node.keywords
            )
            content = all(
                "shown" in {getattr(text, "attr", ""), getattr(text, "id", "")}
                or (isinstance(text, ast.Call) and getattr(text.func, "id", "") in LITERAL_CONTENT)
                or isinstance(text, ast.Dict | ast.DictComp | ast.GeneratorExp)
                for text in texts
            )
            if texts and not (literal or off or content) and not _is_container_update(node):
                found.append(f"{node.lineno}: {ast.unparse(node)[:80]}")
        if isinstance(node, ast.Assign):
            found += [
                f"{node.lineno}: {target.attr} ="
                for target in node.targets
                if isinstance(target, ast.Attribute)
                and target.attr in ASSIGNED
                and not isinstance(node.value, ast.Constant)
            ]
    return found


def _is_container_update(node: ast.Call) -> bool:
    """`update` of a dict or set attribute of ours, which by convention is private."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and isinstance(node.func.value, ast.Attribute | ast.Name)
        and not ast.unparse(node.func.value).endswith(("static", "label", "widget"))
    )


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_text_is_read_as_markup(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(title)",
        "Label(f'{name}')",
        "self.notify(headline.title)",
        "self.notify(text, markup=True)",
        "self.border_title = feed.name",
        "widget.tooltip = name",
        "Content.from_markup(title)",
        "Hit(score, title, run)",
        "DiscoveryHit(title, run)",
        "self.static.update(title)",
        "Option(name)",
    ],
)
def test_the_lint_sees_what_it_is_for(source: str) -> None:
    assert offences(source)


@pytest.mark.parametrize(
    "source",
    ["Static('ready')", "Static(title, markup=False)", "Hit(1, Content(title), run)", "known.update(names)"],
)
def test_the_lint_lets_pass_what_is_safe(source: str) -> None:
    assert not offences(source)

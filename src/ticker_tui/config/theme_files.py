"""Themes of the user's own: `themes/NAME.toml` beside feeds.toml, each a table of colours.

What is wrong in one costs that one theme, never the feeds: mistakes are values, said with their lines.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final, cast

from ticker_tui.config import checks
from ticker_tui.config.schema import SettingKey, ThemeFile
from ticker_tui.filesystem import read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ticker_tui.config.toml_positions import KeyPath

FOLDER: Final = "themes"
MAX_FILES: Final = 100
MAX_BYTES: Final = 100_000
BASES: Final = ("ticker-dark", "ticker-light", "ticker-paper", "ticker-contrast")
"""What a theme may be made from; `ui/theme/palettes.py` has them."""


ABOUT: Final[dict[str, SettingKey]] = {
    "name": SettingKey(
        "name", checks.name, "What `display.theme` calls it; without one, the name of the file."
    ),
    "dark": SettingKey(
        "dark", checks.yes_no, "`false`: a light theme. Decides which colours the sources get."
    ),
    "base": SettingKey("base", checks.one_of(*BASES), "Where the colours come from that are not said here."),
}


def _colour(name: str, about: str) -> tuple[str, SettingKey]:
    return name, SettingKey(name, checks.hex_colour, about)


COLOURS: Final[dict[str, SettingKey]] = dict(
    (
        _colour("background", "Ground of the list and the reader."),
        _colour("panel", "Ground of the tabs, the footer and the sheets."),
        _colour("text", "Text of articles."),
        _colour("text-muted", "Times, labels, hints."),
        _colour("text-disabled", "What cannot be used now."),
        _colour("text-error", "What went wrong."),
        _colour("text-warning", "What may go wrong."),
        _colour("text-success", "What went well."),
        _colour("headline-unread", "Headlines that were not read."),
        _colour("headline-read", "Headlines that were read."),
        _colour("accent", "Signs of unread and starred, headings, found letters."),
        _colour("primary", "What is held with the mouse, marks of Textual's own widgets."),
        _colour("secondary", "Ground of selected text."),
        _colour("cursor-background", "Ground of the selected row and of the open tab."),
        _colour("cursor-blurred-background", "The same while another pane has the keys."),
        _colour("match-background", "Ground of what was found in an article."),
        _colour("rule", "Lines."),
        _colour("border", "Frames."),
        _colour("scrollbar", "Thumb of a scroll bar."),
        _colour("scrollbar-hover", "Thumb of the list's and the reader's rail."),
        _colour("link-color", "Links."),
        _colour("footer-key-foreground", "Keys in the footer and the help."),
        _colour("bar-background", "Ground of the bar."),
        _colour("bar-foreground", "Text of the bar."),
        _colour("bar-label-background", "Ground of the bar's label."),
        _colour("bar-label-foreground", "Text of the bar's label."),
        _colour("breaking-background", "Ground of the bar while news breaks."),
        _colour("breaking-foreground", "Text of the bar while news breaks."),
        _colour("breaking-label-background", "Ground of the word for breaking news."),
        _colour("breaking-label-foreground", "The word for breaking news."),
    )
)


def load_themes(config_path: Path) -> tuple[tuple[ThemeFile, ...], tuple[str, ...]]:
    """The themes beside a feeds.toml, by name of file, and a line for every mistake in one. Raises nothing."""
    themes: list[ThemeFile] = []
    problems: list[str] = []
    for path in theme_paths(config_path):
        theme, wrong = _load(path)
        problems += wrong
        if theme is None:
            continue
        if theme.name in {each.name for each in themes}:
            problems.append(f"{_shown(path)}: two themes are called {checks.shown(theme.name)}")
        else:
            themes.append(theme)
    return tuple(themes), tuple(problems)


def theme_paths(config_path: Path) -> list[Path]:
    """The files of themes beside a feeds.toml, in order; none when there is no such folder."""
    try:
        return sorted(config_path.parent.joinpath(FOLDER).glob("*.toml"))[:MAX_FILES]
    except OSError:
        return []


def _load(path: Path) -> tuple[ThemeFile | None, list[str]]:
    from ticker_tui.config.load import syntax_problem, with_lines

    try:
        text = read_regular(path, limit=MAX_BYTES)[0].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        return None, [f"{_shown(path)}: cannot be read ({why})"]
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [syntax_problem(path, text, error)]
    theme, problems = _theme(path.stem, document)
    return theme, with_lines(path, text, problems) if problems else []


def _theme(stem: str, document: Mapping[str, object]) -> tuple[ThemeFile | None, list[tuple[KeyPath, str]]]:
    facts: dict[str, Any] = {"name": checks.name(stem)}
    colours: dict[str, str] = {}
    problems: list[tuple[KeyPath, str]] = []
    for name, value in document.items():
        key = ABOUT.get(name) or COLOURS.get(name)
        if key is None:
            near = checks.nearest(name, [*ABOUT, *COLOURS], quote="'")
            problems.append(((name,), f"unknown key{near or '; docs/config.md lists the colours'}"))
            continue
        try:
            checked = key.check(value)
        except checks.InvalidValueError as wrong:
            problems.append(((name,), str(wrong)))
            continue
        if name in COLOURS:
            colours[name] = cast("str", checked)
        elif checked != "":
            facts[name] = checked
    return (None, problems) if problems else (ThemeFile(**facts, colours=colours), [])


def _shown(path: Path) -> str:
    from ticker_tui.config.load import shown_path

    return shown_path(path)

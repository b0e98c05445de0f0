"""Themes from files: what they say, and what is said of their mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import load_config
from ticker_tui.config.file_watch import FileWatcher
from ticker_tui.config.theme_files import BASES, COLOURS
from ticker_tui.ui.theme.palettes import LOOKS, NAMES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "feeds.toml"
    made.write_text('[[feeds]]\nurl = "https://a.example/"\n', encoding="utf-8")
    (tmp_path / "themes").mkdir()
    return made


def theme(path: Path, name: str, text: str) -> Path:
    made = path.with_name("themes") / f"{name}.toml"
    made.write_text(text, encoding="utf-8")
    return made


def test_the_file_knows_the_colours_and_the_bases_that_the_screen_has() -> None:
    assert set(COLOURS) == NAMES
    assert tuple(look.name for look in LOOKS) == BASES
    assert all(look.colours.keys() == NAMES for look in LOOKS)


def test_a_theme_is_called_by_its_file_or_by_its_name(path: Path) -> None:
    theme(path, "sea", 'background = "#012"\naccent = "#FFB454"\n')
    theme(path, "z", 'name = "ليل"\ndark = false\nbase = "ticker-paper"\n')
    sea, night = load_config(path).themes
    assert (sea.name, sea.dark, sea.colours) == ("sea", True, {"background": "#001122", "accent": "#ffb454"})
    assert (night.name, night.dark, night.base, night.colours) == ("ليل", False, "ticker-paper", {})


def test_mistakes_have_their_lines_and_cost_that_theme_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    theme(path, "a", "# mine\nbackgroud = '#000000'\naccent = 'teal'\nbase = 'ticker-drak'\n")
    theme(path, "b", "accent = \n")
    theme(path, "c", 'name = "good"\n')
    theme(path, "d", 'name = "good"\n')
    config = load_config(path)
    assert [each.name for each in config.themes] == ["good"]
    assert [line.partition(" (")[0] for line in config.theme_problems] == [
        "themes/a.toml:2: backgroud: unknown key",
        'themes/a.toml:3: accent: expected a colour such as "#3fa7d6", got "teal"',
        'themes/a.toml:4: base: expected one of "ticker-dark", "ticker-light", "ticker-paper", "ticker-contrast", got "ticker-drak"',
        "themes/b.toml:1:10: is not TOML: invalid value",
        'themes/d.toml: two themes are called "good"',
    ]
    assert "did you mean 'background'?" in config.theme_problems[0]


def test_a_theme_that_was_saved_is_noticed(path: Path) -> None:
    watch = FileWatcher(path, load_config(path).stamp)
    assert not watch.changed()
    made = theme(path, "sea", "")
    assert [watch.changed() for _ in range(3)] == [False, True, False]
    made.unlink()
    assert [watch.changed() for _ in range(2)] == [False, True]

"""Settings as rows: made from the schema, stepped and typed, and always something that feeds.toml takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import load_config
from ticker_tui.config.checks import InvalidValueError
from ticker_tui.config.edit.feed_edits import set_setting
from ticker_tui.config.paths import default_text
from ticker_tui.config.schema import TABLES, TOP, Settings
from ticker_tui.ui.settings.model import SETTINGS, Setting, choices, stepped, text_of, typed, value_of

if TYPE_CHECKING:
    from pathlib import Path

BY_PATH = {setting.path: setting for setting in SETTINGS}
THEMES = ("ticker-dark", "ticker-light")


def test_every_setting_of_the_schema_has_a_row_and_a_title() -> None:
    known = {*TOP, *(f"{table}.{name}" for table, keys in TABLES.items() for name in keys)}
    assert set(BY_PATH) == known


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.path)
def test_every_value_a_key_goes_through_is_one_the_file_takes(setting: Setting) -> None:
    value = setting.default
    for step in (1, 1, 1, -1, -1, -1, -1):
        value = stepped(setting, value, step, THEMES)
        if value is not None:
            setting.key.check(value)
    for offered in choices(setting, THEMES):
        setting.key.check(offered)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.path)
def test_a_value_typed_as_it_is_shown_is_the_same_value(setting: Setting) -> None:
    if not setting.switch and setting.default not in (None, "", []):
        assert typed(setting, text_of(setting.default)) == setting.default


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("keep", "٢٠٠", 200),
        ("bar.speed", "۸٫۵", 8.5),
        ("refresh.interval", " ٥m ", "5m"),
        ("alerts.quiet", "٢٢:٠٠-٠٧:٠٠", "22:00-07:00"),
        ("breaking.words", "زلزال، earthquake", ["زلزال", "earthquake"]),
        ("alerts.command", 'say "{source}: {title}"', ["say", "{source}: {title}"]),
        ("refresh.user_agent", "", None),
    ],
)
def test_what_is_typed_is_read_as_it_is_meant(path: str, text: str, value: object) -> None:
    assert typed(BY_PATH[path], text) == value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("keep", "0"),
        ("keep", "many"),
        ("refresh.timeout", "30"),
        ("alerts.command", 'say "x'),
        ("bar.mode", "run"),
    ],
)
def test_what_the_file_would_not_take_is_refused(path: str, text: str) -> None:
    with pytest.raises(InvalidValueError):
        typed(BY_PATH[path], text)


def test_values_of_the_default_file_are_those_of_a_file_that_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(default_text(), encoding="utf-8")
    said = load_config(path).settings
    assert [value_of(said, setting) for setting in SETTINGS] == [
        value_of(Settings(), setting) for setting in SETTINGS
    ]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.path)
def test_every_setting_can_be_written_and_only_its_own_lines_change(tmp_path: Path, setting: Setting) -> None:
    samples = {
        "refresh.user_agent": "me",
        "display.time_zone": "Asia/Riyadh",
        "breaking.words": ["x"],
        "alerts.command": ["a"],
        "alerts.quiet": "22:00-07:00",
    }
    value = samples.get(setting.path) or stepped(setting, setting.default, 1, THEMES)
    value = value if value is not None and value != setting.default else "45m"
    value = ["all"] if setting.path == "alerts.for" else value
    path = tmp_path / "feeds.toml"
    path.write_text(default_text(), encoding="utf-8")
    set_setting(path, setting.table, setting.name, value)
    config = load_config(path)
    assert value_of(config.settings, setting) == value
    before, after = default_text().splitlines(), path.read_text(encoding="utf-8").splitlines()
    gone = [line for line in before if line not in after]
    assert len(gone) <= 1
    comments = [line.partition("#")[2] for line in gone if "#" in line]
    assert [comment for comment in comments if not any(comment in line for line in after)] == []
    set_setting(path, setting.table, setting.name, None)
    assert value_of(load_config(path).settings, setting) == setting.default

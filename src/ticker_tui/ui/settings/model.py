"""The settings of feeds.toml as rows that can be changed: made from the schema, checked by its checks. Pure, without Textual."""

from __future__ import annotations

import shlex
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.config import checks
from ticker_tui.config.checks import Duration, InvalidValueError, Number, OneOf, SomeOf, WholeNumber
from ticker_tui.config.edit.toml_values import written
from ticker_tui.config.schema import GROUPS, TABLES, TOP, SettingKey, Settings
from ticker_tui.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTS: Final = frozenset({checks.texts, checks.kinds, checks.command})
_COMMA: Final = "،"
_DEFAULTS: Final = Settings()


class Setting(NamedTuple):
    """One key of feeds.toml."""

    table: str
    """Empty: the top of the file."""
    name: str
    key: SettingKey

    @property
    def path(self) -> str:
        """As feeds.toml would be read aloud: ``display.theme``."""
        return f"{self.table}.{self.name}" if self.table else self.name

    @property
    def default(self) -> object:
        """What is so without it, as TOML has it."""
        return value_of(_DEFAULTS, self)

    @property
    def switch(self) -> bool:
        """Whether it is on or off."""
        return self.key.check is checks.yes_no


def _keys(table: str) -> dict[str, SettingKey]:
    return TABLES[table] if table else TOP


SETTINGS: Final = tuple(
    Setting(table, name, key) for table in GROUPS for name, key in _keys(table).items() if key.title
)
"""All of them, in the order of their groups."""


def value_of(settings: Settings, setting: Setting) -> object:
    """What is so now, as TOML has it; None: nothing of its own."""
    home = getattr(settings, setting.table) if setting.table else settings
    return written(setting.key, getattr(home, setting.key.attribute))


def choices(setting: Setting, themes: Sequence[str] = ()) -> tuple[object, ...]:
    """What it can be, where that is a few things; empty where it is typed.

    Args:
        setting: Which one.
        themes: The names of the themes there are.
    """
    if setting.switch:
        return (False, True)
    if setting.path == "display.theme":
        return ("auto", *themes)
    check = setting.key.check
    if isinstance(check, SomeOf):
        return tuple(
            list(some) for size in range(len(check.choices) + 1) for some in combinations(check.choices, size)
        )
    return check.choices if isinstance(check, OneOf) else setting.key.choices


def stepped(setting: Setting, value: object, step: int, themes: Sequence[str] = ()) -> object:
    """The next value (1) or the one before (-1), as TOML has it; the same one where there is none."""
    offered = choices(setting, themes)
    if offered:
        place = offered.index(value) if value in offered else -1 if step > 0 else 0
        return offered[(place + step) % len(offered)]
    check = setting.key.check
    if isinstance(check, WholeNumber) and isinstance(value, int):
        by = max(1, 10 ** (len(str(value)) - 2))
        return max(check.least, min(check.most, value + step * by))
    if isinstance(check, Number) and isinstance(value, int | float):
        moved = max(check.least, min(check.most, float(value) + step))
        return int(moved) if moved.is_integer() else moved
    if isinstance(check, Duration) and isinstance(value, str):
        return _duration_beside(check, value, step)
    return value


_DURATIONS: Final = [
    "1s",
    "2s",
    "5s",
    "10s",
    "15s",
    "20s",
    "30s",
    "45s",
    "1m",
    "2m",
    "3m",
    "5m",
    "10m",
    "15m",
    "20m",
    "30m",
    "45m",
    "1h",
    "90m",
    "2h",
    "3h",
    "4h",
    "6h",
    "8h",
    "12h",
    "18h",
    "1d",
    "2d",
    "3d",
    "1w",
    "2w",
]


def _duration_beside(check: Duration, value: str, step: int) -> object:
    now = checks.seconds(value)
    known = [(checks.seconds(each), each) for each in _DURATIONS]
    beside = [pair for pair in known if (pair[0] > now if step > 0 else pair[0] < now)]
    beside = [pair for pair in beside if check.least_s <= pair[0] <= check.most_s]
    return (min(beside) if step > 0 else max(beside))[1] if beside else value


def typed(setting: Setting, text: str) -> object:
    """What somebody typed, as TOML has it; None: nothing, the default.

    Digits of every script count as digits.

    Raises:
        Wrong: The setting does not take it.
    """
    check, line = setting.key.check, text.strip()
    if not line:
        return None
    value: object = line
    if isinstance(check, WholeNumber | Number):
        value = _number(line)
    elif check in _LISTS or isinstance(check, SomeOf):
        value = _list(line, quoted=check is checks.command)
    elif isinstance(check, Duration) or check in {checks.hours, checks.mark_read}:
        value = fold(line)
    check(value)
    return value


def _number(line: str) -> object:
    plain = fold(line).replace("٫", ".")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return line


def _list(line: str, *, quoted: bool) -> list[str]:
    if quoted:
        try:
            return shlex.split(line)
        except ValueError:
            raise InvalidValueError(
                "expected a program and its arguments; a quotation mark is missing"
            ) from None
    return [part.strip() for part in line.replace(_COMMA, ",").split(",") if part.strip()]


def text_of(value: object) -> str:
    """A value as it is typed."""
    if isinstance(value, list):
        parts = [str(part) for part in value]  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        return ", ".join(parts)
    return "" if value is None else str(value)

"""Settings as feeds.toml says them: the way back from what the program uses to what a person writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ticker_tui.config.checks import Number

if TYPE_CHECKING:
    from ticker_tui.config.schema import SettingKey

_UNITS = (("d", 86_400), ("h", 3600), ("m", 60))


def written(key: SettingKey, value: object) -> object:
    """What `key.check` made, as TOML has it; None for what is not in the file.

    Durations come back with their unit, hours of the day with their minutes, texts, numbers and switches as they are.
    """
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        if len(parts) == 2 and all(isinstance(part, int) for part in parts):
            start, end = cast("tuple[int, int]", parts)
            return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        return list(parts)
    if isinstance(value, float):
        if isinstance(key.check, Number):
            return int(value) if value.is_integer() else value
        return duration(value)
    return value


def duration(seconds: float) -> str:
    """A time with its unit: ``5m``, ``90s``."""
    for unit, length_s in _UNITS:
        if seconds >= length_s and seconds % length_s == 0 and seconds // length_s < 60:
            return f"{seconds / length_s:g}{unit}"
    return f"{seconds:g}s"

"""Rules put into feeds.toml and taken out of it; comments and everything else stay (`edit`)."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# tomlkit's containers are dicts and lists of anything; nothing of them leaves this file.

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, cast

from ticker_tui.config.edit.save_file import rewrite
from ticker_tui.config.edit.toml_tables import append_table, drop_table
from ticker_tui.config.load import ConfigReader, shown_path
from ticker_tui.config.schema import RULES
from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    import tomlkit

    from ticker_tui.model import Rule

Kind = Literal["mute", "highlight"]


def add_rule(path: Path, kind: Kind, rule: Rule) -> None:
    """Append a rule to its list.

    Raises:
        ConfigError: The rule is there already, the file is no TOML, or cannot be written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        if _place(document, kind, rule) is not None:
            raise ConfigError([f"{shown_path(path)}: this rule is there already"])
        append_table(document, kind, _written(kind, rule))

    rewrite(path, change)


def remove_rule(path: Path, kind: Kind, rule: Rule) -> None:
    """Take a rule out, wherever it stands by now.

    Raises:
        ConfigError: It is not there any more, the file is no TOML, or cannot be written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        place = _place(document, kind, rule)
        if place is None:
            raise ConfigError([f"{shown_path(path)}: this rule is not there any more"])
        drop_table(document, kind, place)

    rewrite(path, change)


def _place(document: tomlkit.TOMLDocument, kind: Kind, rule: Rule) -> int | None:
    """Which of the tables says the same as a rule: read as the whole file is."""
    tables = cast("list[object]", document.unwrap().get(kind, []))
    for index, table in enumerate(tables):
        if ConfigReader().rule(kind, (kind, index), table) == rule:
            return index
    return None


def _written(kind: Kind, rule: Rule) -> dict[str, Any]:
    """What a rule says, as TOML has it; a time stands on the clock of this machine."""
    values: dict[str, Any] = {}
    for key, known in RULES[kind][1].items():
        value = getattr(rule, known.attribute)
        if not value:
            continue
        if isinstance(value, datetime):
            value = value.astimezone()
        values[key] = list(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value
    return values

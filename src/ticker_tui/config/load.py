"""feeds.toml → Config, or every mistake in it at once."""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ticker_tui.config.checks import InvalidValueError, nearest, shown, texts
from ticker_tui.config.schema import (
    FEED,
    MAKES,
    RULES,
    SHARE,
    TABLES,
    TOP,
    VIEW,
    Config,
    SavedView,
    SettingKey,
    Settings,
    ShareCommand,
)
from ticker_tui.errors import ConfigError
from ticker_tui.filesystem import FileTooLargeError, read_regular
from ticker_tui.model import Feed, Rule
from ticker_tui.urls.credentials import HIDDEN, comparable, split_logins, without_login

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ticker_tui.config.toml_positions import KeyPath

MAX_BYTES = 16_000_000
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def load_config(path: Path, *, feeds_needed: bool = True, granted: frozenset[str] | None = None) -> Config:
    """Read and check a feeds.toml.

    Args:
        path: Where it is.
        feeds_needed: Whether one without any feed is a mistake.
        granted: What it may do (`trust.powers`); None: whatever it says.

    Raises:
        ConfigError: With one line for every problem found, in the order of the file.
    """
    text, stamp = read_text(path)
    config = parse_config(text, path, stamp, feeds_needed=feeds_needed, granted=granted)
    if granted is not None:
        from ticker_tui.config.trust import refuse_more

        refuse_more(config, granted)
    return config


def parse_config(
    text: str,
    path: Path,
    stamp: tuple[int, int],
    *,
    feeds_needed: bool = True,
    granted: frozenset[str] | None = None,
) -> Config:
    """Check the text of a feeds.toml, which may not have been written yet.

    Args:
        text: The whole file.
        path: Where it is or will be; themes are beside it.
        stamp: That of the file.
        feeds_needed: As in `load_config`.
        granted: As in `load_config`; the result only carries it.

    Raises:
        ConfigError: As in `load_config`.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError([syntax_problem(path, text, error)]) from None
    reader = ConfigReader()
    settings = reader.settings(document)
    feeds = reader.feeds(document.get("feeds", []))
    if feeds_needed and not feeds and not reader.problems:
        remedy = 'add one with `ticker add ADDRESS`, or two lines: [[feeds]] and url = "https://…"'
        raise ConfigError([f"{shown_path(path)}: there is no feed in it; {remedy}"])
    if reader.problems:
        raise ConfigError(with_lines(path, text, reader.problems))
    from ticker_tui.config.theme_files import load_themes

    themes, problems = load_themes(path)
    return Config(
        path=path,
        settings=settings,
        feeds=tuple(feeds),
        stamp=stamp,
        themes=themes,
        theme_problems=problems,
        granted=granted,
    )


def shown_path(path: Path) -> str:
    """A path as short as it can be said from here, on one line."""
    text = str(path)
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where there is none
    if home != "/" and text.startswith(f"{home}/"):
        text = f"~{text[len(home) :]}"
    # The current folder may have been deleted; on Windows the path may be on another drive.
    with suppress(OSError, ValueError):
        relative = os.path.relpath(path)
        text = text if relative.startswith("..") else relative
    if text.isprintable():
        return text
    from ticker_tui.text import clean_line

    return clean_line(text, limit=len(text))


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Modification time in ns and size in bytes; None when there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def read_text(path: Path) -> tuple[str, tuple[int, int]]:
    """The text of a feeds.toml, with a byte order mark if it has one, and its stamp.

    Raises:
        ConfigError: It is not there, no regular file, too large, not UTF-8, or cannot be read.
    """
    where = shown_path(path)
    try:
        data, found = read_regular(path, limit=MAX_BYTES)
    except FileTooLargeError:
        raise ConfigError(
            [f"{where}: is larger than {MAX_BYTES // 1_000_000} MB; that is no list of feeds"]
        ) from None
    except FileNotFoundError:
        raise ConfigError([f"{where}: there is no such file"]) from None
    except IsADirectoryError:
        raise ConfigError([f"{where}: is a folder; name the file in it"]) from None
    except OSError as error:
        raise ConfigError([f"{where}: cannot be read ({error.strerror})"]) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise ConfigError([f"{where}:{line}:{column}: is not UTF-8 here; save the file as UTF-8"]) from None
    return text, (found.st_mtime_ns, found.st_size)


def syntax_problem(path: Path, text: str, error: Exception) -> str:
    """What tomllib says, with the place in front where editors look for it."""
    if isinstance(error, RecursionError):
        return f"{shown_path(path)}: is nested too deeply"
    message = str(error)
    found = _PLACE.search(message)
    if found is None or found[1] is None:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    else:
        line, column = int(found[1]), int(found[2])
    what = _PLACE.sub("", message).strip()
    return f"{shown_path(path)}:{line}:{column}: is not TOML: {what[:1].lower()}{what[1:]}{_syntax_hint(text, line)}"


_SECRET_KEY = re.compile(r"\b(?:auth|headers|proxy|url)\b")


def _syntax_hint(text: str, line_number: int) -> str:
    lines = text.split("\n")
    line = lines[line_number - 1].strip() if line_number <= len(lines) else ""
    key, equals, value = line.partition("=")
    value = value.strip()
    if "\0" in line:
        return " (the file holds a NUL byte)"
    if equals and value and value[0].isalpha() and value not in {"true", "false"}:
        quoted = HIDDEN if _SECRET_KEY.search(line) else shown(value)[1:-1]
        return f' (text needs quotes: {key.strip()} = "{quoted}")'
    if any(quote in line for quote in "“”„«»"):
        return ' (use straight quotes: ")'
    return ""


def with_lines(path: Path, text: str, problems: list[tuple[KeyPath, str]]) -> list[str]:
    """Problems by the place of their key, as lines with the number of the line in front, in the order of the text."""
    from ticker_tui.config.toml_positions import locate, nearest_line

    lines = locate(text)
    placed = sorted(
        ((nearest_line(lines, key_path), key_path, what) for key_path, what in problems), key=lambda p: p[0]
    )
    return [f"{shown_path(path)}:{line}: {path_text(key_path)}: {what}" for line, key_path, what in placed]


def path_text(key_path: KeyPath) -> str:
    """`feeds[2].interval` for the second feed's interval: what people count starts at 1."""
    said = ""
    for step in key_path:
        if isinstance(step, int):
            said += f"[{step + 1}]"
        else:
            said += f".{step}" if said else step
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in said
    )


WHICH = ("words", "query", "feeds", "categories")
"""The keys of a rule that say which entries it means."""


class ConfigReader:
    """Walks the document and collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[tuple[KeyPath, str]] = []

    def settings(self, document: Mapping[str, Any]) -> Settings:
        """Everything but the feeds."""
        values: dict[str, Any] = {}
        for key, value in document.items():
            if key == "feeds":
                continue
            if key == "views":
                values["views"] = self._views(value)
                continue
            if key == "share":
                values["share"] = self._commands(value)
                continue
            if key in RULES:
                values[key] = self._rules(key, value)
                continue
            if key == "keys":
                values["keys"] = self._bindings(value)
            elif key in TABLES:
                made = MAKES[key](**self._table((key,), value, TABLES[key]))
                values[key] = made
            elif key in TOP:
                values.update(self._value((key,), value, TOP[key]))
            else:
                self._unknown((key,), value)
        return Settings(**values)

    def feeds(self, listed: object) -> list[Feed]:
        """`[[feeds]]`, without those that have no address."""
        if not isinstance(listed, list):
            self.problems.append((("feeds",), "expected [[feeds]] with two brackets, one for each feed"))
            return []
        found: list[dict[str, Any]] = []
        first_index: dict[str, int] = {}
        for index, item in enumerate(cast("list[object]", listed)):
            path: KeyPath = ("feeds", index)
            values = self._table(path, item, FEED)
            if isinstance(item, dict) and "url" not in item:
                self.problems.append((path, "has no url"))
            url: str | None = values.get("url")
            if url is None:
                continue
            same = first_index.setdefault(comparable(url), index)
            if same != index:
                self.problems.append(
                    ((*path, "url"), f"the same address as feeds[{same + 1}] ({shown(without_login(url))})")
                )
            values["name"] = values.get("name") or (urlsplit(url).hostname or url).removeprefix("www.")
            found.append(values)
        split = split_logins([values["url"] for values in found])
        for values, (address, login) in zip(found, split, strict=True):
            values.update(url=address, login=login)
        return [Feed(**values) for values in found]

    def _views(self, listed: object) -> tuple[SavedView, ...]:
        if not isinstance(listed, list):
            self.problems.append((("views",), "expected [[views]] with two brackets, one for each view"))
            return ()
        views: list[SavedView] = []
        for index, item in enumerate(cast("list[object]", listed)):
            path: KeyPath = ("views", index)
            values = self._table(path, item, VIEW)
            if not isinstance(item, dict):
                continue
            given = cast("dict[str, object]", item)
            missing = [key for key in ("name", "query") if not str(given.get(key, "")).strip()]
            self.problems.extend((path, f"has no {key}") for key in missing)
            if missing or not {"name", "query"} <= values.keys():
                continue
            if values["name"] in {view.name for view in views}:
                self.problems.append(((*path, "name"), f"two views are called {shown(values['name'])}"))
            views.append(SavedView(**values))
        return tuple(views)

    def _commands(self, listed: object) -> tuple[ShareCommand, ...]:
        if not isinstance(listed, list):
            self.problems.append((("share",), "expected [[share]] with two brackets, one for each command"))
            return ()
        commands: list[ShareCommand] = []
        for index, item in enumerate(cast("list[object]", listed)):
            path: KeyPath = ("share", index)
            values = self._table(path, item, SHARE)
            if not isinstance(item, dict):
                continue
            missing = [key for key in SHARE if not cast("dict[str, object]", item).get(key)]
            self.problems.extend((path, f"has no {key}") for key in missing)
            if not missing and SHARE.keys() <= values.keys():
                commands.append(ShareCommand(**values))
        return tuple(commands)

    def _rules(self, kind: str, listed: object) -> tuple[Rule, ...]:
        if not isinstance(listed, list):
            self.problems.append(((kind,), f"expected [[{kind}]] with two brackets, one for each rule"))
            return ()
        rules = (
            self.rule(kind, (kind, index), item) for index, item in enumerate(cast("list[object]", listed))
        )
        return tuple(rule for rule in rules if rule is not None)

    def rule(self, kind: str, path: KeyPath, item: object) -> Rule | None:
        """One table of `[[mute]]` or `[[highlight]]`; None: it has a mistake."""
        make, keys = RULES[kind]
        before = len(self.problems)
        values = self._table(path, item, keys)
        if values.get("feeds"):
            values["feeds"] = tuple(map(without_login, values["feeds"]))
        if len(self.problems) == before and not any(values.get(key) for key in WHICH):
            self.problems.append((path, f"says of nothing what it means; give it one of {', '.join(WHICH)}"))
        return make(**values) if len(self.problems) == before else None

    def _table(self, path: KeyPath, table: object, keys: Mapping[str, SettingKey]) -> dict[str, Any]:
        if not isinstance(table, dict):
            self.problems.append((path, f"expected a table, got {shown(table)}"))
            return {}
        values: dict[str, Any] = {}
        for key, value in cast("dict[str, object]", table).items():
            if key in keys:
                values.update(self._value((*path, key), value, keys[key]))
            else:
                near = nearest(key, keys, quote="'")
                known = "" if near else f"; known here: {', '.join(keys)}"
                self.problems.append(((*path, key), f"unknown key{near}{known}"))
        return values

    def _value(self, path: KeyPath, value: object, key: SettingKey) -> dict[str, Any]:
        try:
            return {key.attribute: key.check(value)}
        except InvalidValueError as wrong:
            self.problems.append((path, str(wrong)))
            return {}

    def _bindings(self, table: object) -> dict[str, tuple[str, ...]]:
        """`[keys]`: what is done → its key or keys. Dotted ids may be quoted or not: TOML nests the unquoted ones."""
        if not isinstance(table, dict):
            self.problems.append((("keys",), f"expected a table, got {shown(table)}"))
            return {}
        bindings: dict[str, tuple[str, ...]] = {}
        waiting: list[tuple[KeyPath, object]] = [
            (("keys", key), value) for key, value in cast("dict[str, object]", table).items()
        ]
        for path, value in waiting:
            if isinstance(value, dict):
                waiting += [((*path, key), inner) for key, inner in cast("dict[str, object]", value).items()]
                continue
            try:
                bindings[".".join(map(str, path[1:]))] = texts([value] if isinstance(value, str) else value)
            except InvalidValueError:
                self.problems.append(
                    (path, f'expected a key such as "enter" or a list of keys, got {shown(value)}')
                )
        return bindings

    def _unknown(self, path: tuple[str], value: object) -> None:
        """A key or table of the top level that does not exist; perhaps one that stands in the wrong place."""
        (key,) = path
        homes = [table for table, keys in TABLES.items() if key in keys]
        if homes and not isinstance(value, dict | list):
            self.problems.append((path, f"unknown key here (it belongs under [{homes[0]}])"))
            return
        near = nearest(key, [*TOP, *TABLES, "feeds", "views", "share", "keys", *RULES], quote="'")
        if not near and not isinstance(value, dict | list):
            near = nearest(
                key, [f"{table}.{inner}" for table, keys in TABLES.items() for inner in keys], quote="'"
            )
        self.problems.append((path, f"unknown {'table' if isinstance(value, dict | list) else 'key'}{near}"))

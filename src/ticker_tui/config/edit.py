"""Edits of feeds.toml by the program: comments, order and line ends of the person who wrote it stay."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# tomlkit's containers are dicts and lists of anything; nothing of them leaves this file.

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ticker_tui.config.load import comparable, shown_path, stamp_of
from ticker_tui.config.schema import RULES
from ticker_tui.errors import ConfigError, StaleConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import tomlkit
    from tomlkit.items import Table

    from ticker_tui.model import Feed

_BARE_LINE_END = re.compile(r"(?<!\r)\n")
_WRITTEN = ("url", "name", "lang", "category", "colour")
"""What a new feed says about itself, in this order; empty ones are left out."""


def addresses(path: Path) -> set[str]:
    """The addresses in a file, as `comparable` writes them; also of one that has mistakes elsewhere.

    Raises:
        ConfigError: It cannot be read, or is no TOML.
    """
    return {comparable(str(table.get("url", ""))) for table in _feeds(_read(path)[1])}


def add_feed(path: Path, feed: Feed, *, stamp: tuple[int, int] | None = None) -> None:
    """Append a feed.

    Args:
        path: The file.
        feed: Its address, and what else is known.
        stamp: The `Config.stamp` the decision was made on; None: whatever the file holds now.

    Raises:
        ConfigError: The address is there already, the file has changed since `stamp`, is no TOML, or cannot be written.
    """
    add_feeds(path, [feed], stamp=stamp)


def add_feeds(path: Path, feeds: Sequence[Feed], *, stamp: tuple[int, int] | None = None) -> None:
    """Append several feeds in one step, all or none.

    Raises:
        ConfigError: As in `add_feed`.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        there = {comparable(str(table.get("url", ""))) for table in _feeds(document)}
        for feed in feeds:
            if comparable(feed.url) in there:
                raise ConfigError([f"{shown_path(path)}: {feed.url} is there already"])
            there.add(comparable(feed.url))
            _append(document, feed)

    edit(path, change, stamp)


def _append(document: tomlkit.TOMLDocument, feed: Feed) -> None:
    values: dict[str, Any] = {key: getattr(feed, key) for key in _WRITTEN if getattr(feed, key)}
    if not feed.enabled:
        values["enabled"] = False
    append_table(document, "feeds", values)


def append_table(document: tomlkit.TOMLDocument, name: str, values: dict[str, Any]) -> None:
    """Put a table at the end of a list of tables, as the list is written in this file."""
    import tomlkit
    from tomlkit.items import AoT

    listed: Any = document.get(name)
    if listed is not None and not isinstance(listed, AoT):  # written as feeds = [{ url = … }]
        inline = tomlkit.inline_table()
        inline.update(values)
        listed.append(inline)
        return
    table = tomlkit.table()
    table.update(values)
    if listed is None:
        if (written := document.as_string()) and not written.endswith("\n\n"):
            document.add(tomlkit.nl())
        listed = document[name] = tomlkit.aot()
    else:
        follower = _follower(document, name, len(listed) - 1)
        if follower is not None:
            body = listed[-1].value.body
            behind = _behind(listed[-1])
            while body and body[-1][0] is None:
                body.pop()
            follower.trivia.indent = (behind or "\n") + follower.trivia.indent
        ending = listed[-1].as_string()
        for _ in range(2 - (len(ending) - len(ending.rstrip("\n")))):
            listed[-1].add(tomlkit.nl())
    listed.append(table)


def set_enabled(path: Path, url: str, enabled: bool, *, stamp: tuple[int, int] | None = None) -> None:  # noqa: FBT001 - says itself at the call
    """Switch a feed on or off; `enabled = true` is not written, as it goes without saying.

    Raises:
        ConfigError: As in `add_feed`; also when the address is not there.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        table = _feeds(document)[_known(path, document, url)]
        if not enabled or "enabled" in table:
            _put(table, "enabled", enabled)

    edit(path, change, stamp)


def set_address(path: Path, url: str, new_url: str, *, stamp: tuple[int, int] | None = None) -> None:
    """Give a feed another address.

    Raises:
        ConfigError: As in `set_enabled`; also when another feed has the new address.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        index = _known(path, document, url)
        for place, table in enumerate(_feeds(document)):
            if place != index and comparable(str(table.get("url", ""))) == comparable(new_url):
                raise ConfigError([f"{shown_path(path)}: {new_url} is there already"])
        _feeds(document)[index]["url"] = new_url
        _follow_in_rules(document, url, new_url)

    edit(path, change, stamp)


def describe_feed(
    path: Path, url: str, *, name: str, category: str, lang: str, stamp: tuple[int, int] | None = None
) -> None:
    """Say what a feed is called, to which tab it belongs and which language it has; an empty word is taken out.

    Raises:
        ConfigError: As in `set_enabled`.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        table = _feeds(document)[_known(path, document, url)]
        if name and (old_name := table.get("name")):
            _follow_in_rules(document, old_name, name)
        for key, value in (("name", name), ("category", category), ("lang", lang)):
            if value and table.get(key) != value:
                _put(table, key, value)
            elif not value and key in table:
                del table[key]

    edit(path, change, stamp)


def _follow_in_rules(document: tomlkit.TOMLDocument, old: str, new: str) -> None:
    """Let rules that mean a feed by its name or address go on meaning it."""
    for table in (table for kind in RULES for table in document.get(kind, [])):
        listed: Any = table.get("feeds")
        if listed == old:
            table["feeds"] = new
        elif isinstance(listed, list):
            for place, value in enumerate(cast("list[object]", listed)):
                if value == old:
                    listed[place] = new


def remove_feed(path: Path, url: str, *, stamp: tuple[int, int] | None = None) -> None:
    """Take a feed out of the file; its entries stay in the archive, unseen.

    Raises:
        ConfigError: As in `set_enabled`.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        drop_table(document, "feeds", _known(path, document, url))

    edit(path, change, stamp)


def set_setting(
    path: Path, table: str, key: str, value: object, *, stamp: tuple[int, int] | None = None
) -> None:
    """Write one setting; the comment on its line, and everything else, stays.

    Args:
        path: The file.
        table: Its table; empty: the top of the file. Made, before the feeds, when it is not there.
        key: Its name.
        value: As TOML has it; None: take it out.
        stamp: As in `add_feed`.

    Raises:
        ConfigError: The file has changed since `stamp`, is no TOML, or cannot be written.
    """

    def change(document: tomlkit.TOMLDocument) -> str | None:
        home: Any = document.get(table) if table else document
        if home is not None and key in home:
            if value is None:
                del home[key]
            else:
                home[key] = _in_place_of(home[key], value)
        elif value is not None and table:
            added = _with_line(_text_of(document), table, f"{key} = {_toml(value)}")
            if added is not None:
                return added
            document[table][key] = value  # a table on one line
        elif value is not None:
            document[key] = value
        return None

    edit(path, change, stamp)


def _in_place_of(old: Any, value: object) -> Any:  # noqa: ANN401 - items of tomlkit
    """A value whose comment stays in the column where the old one's was."""
    import tomlkit

    new, before = cast("Any", tomlkit.item(value)), cast("Any", tomlkit.item(old))
    if before.trivia.comment:
        was, space = str(before.as_string()), str(before.trivia.comment_ws)
        new.trivia.comment_ws = " " * max(1, len(space) + len(was) - len(str(new.as_string())))
    return new


def _with_line(text: str, table: str, line: str) -> str | None:
    """A text with one more line in a table; with the table too, where there is none. Nothing else moves.

    None: the table has no header of its own, as it is written on one line.

    Done on the text: to tomlkit the comments before the next header are the end of the table, and a key at the end of
    the table would stand behind them.
    """
    from ticker_tui.config.locate import locate

    lines = text.split("\n")
    places = locate(text)
    if (at := places.get((table,))) is not None:
        if not lines[at - 1].lstrip().startswith("["):
            return None
        return "\n".join([*lines[:at], line, *lines[at:]])
    at = places.get(("feeds",), len(lines) + 1) - 1
    while at and lines[at - 1].startswith("#"):  # what heads the feeds
        at -= 1
    before = "\n".join(lines[:at]).rstrip("\n")
    behind = "\n".join(lines[at:]).lstrip("\n")
    parts = [before, f"[{table}]\n{line}", behind]
    joined = "\n\n".join(part for part in parts if part)
    return joined if joined.endswith("\n") else f"{joined}\n"


def _toml(value: object) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()


def _text_of(document: tomlkit.TOMLDocument) -> str:
    """A document as text; as long as nothing was changed, the text it was read from."""
    import tomlkit

    return tomlkit.dumps(document)


def drop_table(document: tomlkit.TOMLDocument, name: str, index: int) -> None:
    """Take a table out of a list of tables; the comments around it stay."""
    _keep_comments_behind(document, name, index)
    listed: Any = document[name]
    del listed[index]
    if not listed:
        del document[name]


def _keep_comments_behind(document: tomlkit.TOMLDocument, name: str, index: int) -> None:
    """Hand what stands behind a table's last key to what follows.

    To tomlkit the comments between two tables are the end of the first one; to people they are the next one's heading.
    """
    import tomlkit
    from tomlkit.items import AoT

    listed = document[name]
    if not isinstance(listed, AoT):
        return
    behind = _behind(listed[index])
    follower = _follower(document, name, index)
    if follower is not None:
        follower.trivia.indent = behind + follower.trivia.indent
    elif "#" in behind:
        document.add(tomlkit.ws(behind))


def _behind(table: Any) -> str:  # noqa: ANN401 - a table of tomlkit's
    """What stands behind a table's last key."""
    behind = ""
    for key, item in reversed(table.value.body):
        if key is not None:
            break
        behind = item.as_string() + behind
    return behind


def _follower(document: tomlkit.TOMLDocument, name: str, index: int) -> Table | None:
    """The table that comes after one of a list of tables; None: it is the last of the file."""
    from tomlkit.items import AoT, Table

    listed: Any = document[name]
    top_level = list(document.body)
    place = next(number for number, (key, _) in enumerate(top_level) if key is not None and key.key == name)
    followers: list[Any] = [*listed[index + 1 : index + 2], *(item for _, item in top_level[place + 1 :])]
    tables = (item[0] if isinstance(item, AoT) and item else item for item in followers)
    return next((table for table in tables if isinstance(table, Table)), None)


def _put(table: Any, key: str, value: object) -> None:  # noqa: ANN401 - a table or an inline table
    """Set a key; a new one stands behind the feed's other keys, before the comments that head what follows."""
    from tomlkit.items import Table

    if key in table or not isinstance(table, Table):
        table[key] = value
        return
    body: list[Any] = table.value.body
    tail: list[Any] = []
    while body and body[-1][0] is None:
        tail.append(body.pop())
    table[key] = value
    body.extend(reversed(tail))


def _feeds(document: tomlkit.TOMLDocument) -> Any:  # noqa: ANN401 - a list of tables or of inline tables
    return document.get("feeds", [])


def _index(document: tomlkit.TOMLDocument, url: str) -> int | None:
    for index, table in enumerate(_feeds(document)):
        if table.get("url") == url:
            return index
    return None


def _known(path: Path, document: tomlkit.TOMLDocument, url: str) -> int:
    index = _index(document, url)
    if index is None:
        raise ConfigError([f"{shown_path(path)}: there is no feed with the address {url}"])
    return index


def _read(path: Path) -> tuple[str, tomlkit.TOMLDocument]:
    """The file as it is and as a document."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = path.read_bytes().decode("utf-8")
        return text, tomlkit.parse(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except OSError as error:
        raise ConfigError([f"{shown_path(path)}: cannot be read ({error.strerror})"]) from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise _mistake(path, error) from error


def _mistake(path: Path, error: Exception) -> ConfigError:
    remedy = "`ticker check` says where; nothing was written"
    return ConfigError([f"{shown_path(path)}: has a mistake in it ({error}); {remedy}"])


def edit(
    path: Path,
    change: Callable[[tomlkit.TOMLDocument], str | None],
    stamp: tuple[int, int] | None = None,
) -> None:
    """Have a change made to the file, all of it or nothing; `change` works on the document, or returns the whole text anew.

    Raises:
        ConfigError: The file has changed since `stamp`, is no TOML, or cannot be written; or what `change` raises.
    """
    from tomlkit.exceptions import TOMLKitError

    target = path.resolve()  # a link into somebody's dotfiles stays a link
    before = stamp_of(target)
    if stamp is not None and before != stamp:
        raise StaleConfigError(
            [f"{shown_path(path)}: has changed meanwhile; nothing was written, look at it and try again"]
        )
    text, document = _read(path)
    try:
        after = change(document)
        after = _text_of(document) if after is None else after
        if "\r\n" in text:
            after = _BARE_LINE_END.sub("\r\n", after)
        tomllib.loads(after)
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise _mistake(path, error) from error
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        after = f"\N{ZERO WIDTH NO-BREAK SPACE}{after}"
    _replace(path, target, after, before)


def _replace(path: Path, target: Path, text: str, before: tuple[int, int] | None) -> None:
    """Put the new text in the file's place in one step: whoever reads it sees the old one or the new one."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode & 0o7777)
        if stamp_of(target) != before:
            raise StaleConfigError(
                [f"{shown_path(path)}: was changed by somebody else just now; nothing was written"]
            )
        Path(temporary).replace(target)
    except OSError as error:
        raise ConfigError([f"{shown_path(path)}: cannot be written ({error.strerror})"]) from error
    finally:
        with suppress(OSError):
            Path(temporary).unlink()

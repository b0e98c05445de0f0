"""Edits of feeds.toml by the program: comments, order and line ends of the person who wrote it stay."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# tomlkit's containers are dicts and lists of anything; nothing of them leaves this file.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ticker_tui.config.edit.save_file import read, rewrite, text_of
from ticker_tui.config.edit.toml_tables import append_table, as_toml, drop_table, in_place_of, put, with_line
from ticker_tui.config.load import shown_path
from ticker_tui.config.schema import RULES
from ticker_tui.errors import ConfigError
from ticker_tui.urls.credentials import comparable, split_login, split_logins, with_login

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import tomlkit

    from ticker_tui.model import Feed

_WRITTEN = ("url", "name", "lang", "category", "colour")
"""What a new feed says about itself, in this order; empty ones are left out."""


def addresses(path: Path) -> set[str]:
    """The addresses in a file, as `comparable` writes them; also of one that has mistakes elsewhere.

    Raises:
        ConfigError: It cannot be read, or is no TOML.
    """
    return {comparable(url) for url in _urls(path, read(path)[1])}


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
        there = {comparable(url) for url in _urls(path, document)}
        for feed in feeds:
            written = comparable(with_login(feed.url, feed.login))
            if written in there:
                raise ConfigError([f"{shown_path(path)}: {feed.url} is there already"])
            there.add(written)
            _append(document, feed)

    rewrite(path, change, stamp)


def _append(document: tomlkit.TOMLDocument, feed: Feed) -> None:
    values: dict[str, Any] = {key: getattr(feed, key) for key in _WRITTEN if getattr(feed, key)}
    values["url"] = with_login(feed.url, feed.login)
    if not feed.enabled:
        values["enabled"] = False
    append_table(document, "feeds", values)


def set_enabled(path: Path, url: str, enabled: bool, *, stamp: tuple[int, int] | None = None) -> None:  # noqa: FBT001 - says itself at the call
    """Switch a feed on or off; `enabled = true` is not written, as it goes without saying.

    Raises:
        ConfigError: As in `add_feed`; also when the address is not there.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        table = _feeds(path, document)[_known(path, document, url)]
        if not enabled or "enabled" in table:
            put(table, "enabled", enabled)

    rewrite(path, change, stamp)


def set_address(path: Path, url: str, new_url: str, *, stamp: tuple[int, int] | None = None) -> None:
    """Give a feed another address; its user name and password stay where it stays on the same server.

    Raises:
        ConfigError: As in `set_enabled`; also when another feed has the new address.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        index, urls = _known(path, document, url), _urls(path, document)
        old, login = split_login(urls[index])
        written = with_login(new_url, login) if urlsplit(old)[:2] == urlsplit(new_url)[:2] else new_url
        for place, other in enumerate(urls):
            if place != index and comparable(other) == comparable(written):
                raise ConfigError([f"{shown_path(path)}: {new_url} is there already"])
        _feeds(path, document)[index]["url"] = written
        _follow_in_rules(document, url, new_url)

    rewrite(path, change, stamp)


def describe_feed(
    path: Path, url: str, *, name: str, category: str, lang: str, stamp: tuple[int, int] | None = None
) -> None:
    """Say what a feed is called, to which tab it belongs and which language it has; an empty word is taken out.

    Raises:
        ConfigError: As in `set_enabled`.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        table = _feeds(path, document)[_known(path, document, url)]
        if name and (old_name := table.get("name")):
            _follow_in_rules(document, old_name, name)
        for key, value in (("name", name), ("category", category), ("lang", lang)):
            if value and table.get(key) != value:
                put(table, key, value)
            elif not value and key in table:
                del table[key]

    rewrite(path, change, stamp)


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

    rewrite(path, change, stamp)


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
                home[key] = in_place_of(home[key], value)
        elif value is not None and table:
            added = with_line(text_of(document), table, f"{key} = {as_toml(value)}")
            if added is not None:
                return added
            document[table][key] = value  # a table on one line
        elif value is not None:
            document[key] = value
        return None

    rewrite(path, change, stamp)


def _feeds(path: Path, document: tomlkit.TOMLDocument) -> Any:  # noqa: ANN401 - a list of tables or of inline tables
    feeds: Any = document.get("feeds", [])
    if isinstance(feeds, list) and all(isinstance(table, dict) for table in cast("list[object]", feeds)):
        return feeds
    raise ConfigError([f"{shown_path(path)}: feeds: expected [[feeds]] with two brackets, one for each feed"])


def _urls(path: Path, document: tomlkit.TOMLDocument) -> list[str]:
    """The addresses as they are written; a feed without one has an empty one."""
    return [str(table.get("url", "")) for table in _feeds(path, document)]


def _known(path: Path, document: tomlkit.TOMLDocument, url: str) -> int:
    """The place of the feed whose `Feed.url` this is."""
    for index, (address, _) in enumerate(split_logins(_urls(path, document))):
        if address == url:
            return index
    raise ConfigError([f"{shown_path(path)}: there is no feed with the address {url}"])

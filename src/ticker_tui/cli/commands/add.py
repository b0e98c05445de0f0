"""`ticker add`: find the feed at an address, show what it brings, and put it into feeds.toml."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ticker_tui import console

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from ticker_tui.config import Config, Settings
    from ticker_tui.model import Feed
    from ticker_tui.polling.feed_finder import FoundFeed

PREVIEW = 5
"""Headlines that are shown."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument("url", metavar="URL", help="a feed's address, or a page's whose feed is wanted")
    parser.add_argument("--name", default="", help="what the list calls it (default: what it calls itself)")
    parser.add_argument("--category", default="", help="the tab it belongs to")
    parser.add_argument(
        "--lang", default="", help="the language of its headlines, such as ar (default: its own word)"
    )
    parser.add_argument("--dry-run", action="store_true", help="look and show; change nothing")
    parser.epilog = "feeds.toml keeps its comments and its order; the feed is added at its end."


def run(arguments: argparse.Namespace) -> int:
    """Find, show, add."""
    import asyncio

    from ticker_tui.cli.command_context import found_config
    from ticker_tui.config.edit.feed_edits import add_feed, addresses
    from ticker_tui.config.load import shown_path
    from ticker_tui.polling.feed_finder import find_feed

    path = found_config(arguments).path
    addresses(path)  # nothing is requested for a file that could not be edited
    config = _config(path)
    found = asyncio.run(find_feed(arguments.url, settings=_settings(config)))
    feed = _feed(found, arguments)
    _preview(found, feed, config, arguments)
    if arguments.dry_run:
        return 0
    add_feed(path, feed)
    console.say(f"{shown_path(path)}: {feed.name} was added")
    return 0


def _config(path: Path) -> Config | None:
    """The configuration as it is; None for one without feeds or with a mistake, which adding may mend."""
    from ticker_tui.config import load_config
    from ticker_tui.errors import ConfigError

    try:
        return load_config(path)
    except ConfigError:
        return None


def _settings(config: Config | None) -> Settings:
    from ticker_tui.config import Settings

    return config.settings if config is not None else Settings()


def _feed(found: FoundFeed, arguments: argparse.Namespace) -> Feed:
    """What goes into the file: the user's words, else the feed's, as far as feeds.toml takes them.

    Raises:
        TickerError: The user's language is none.
    """
    from ticker_tui.config import checks
    from ticker_tui.errors import TickerError
    from ticker_tui.model import Feed
    from ticker_tui.text import clean_line

    try:
        lang = str(checks.language(arguments.lang)) if arguments.lang else ""
    except checks.InvalidValueError as wrong:
        raise TickerError(f"--lang: {wrong}") from None
    if not lang:
        try:
            lang = str(checks.language(found.lang))
        except checks.InvalidValueError:
            lang = ""  # the feed says nothing, or nothing that is a language
    return Feed(
        url=found.url,
        login=found.login,
        name=clean_line(arguments.name or found.title, limit=80),
        lang=lang,
        category=clean_line(arguments.category, limit=80),
    )


def _preview(found: FoundFeed, feed: Feed, config: Config | None, arguments: argparse.Namespace) -> None:
    """What the feed is and its newest headlines: shaped on a terminal, logical and between tabs for a program."""
    from ticker_tui.cli.output.columns import column, tab_separated
    from ticker_tui.cli.output.streams import Output

    output = Output.of(sys.stdout, os.environ)
    said = [
        ("feed", found.url),
        ("name", feed.name),
        ("language", feed.lang),
        ("entries", str(len(found.entries))),
    ]
    if found.warning:
        said.append(("note", found.warning))
    said += [("also there", other) for other in found.others]
    said += [("·", entry.title) for entry in found.entries[:PREVIEW]]
    if not output.terminal or config is None:
        for row in said:
            console.put(tab_separated(row))
        return
    from ticker_tui.cli.output.printer import paper
    from ticker_tui.config import data_dir

    with paper(sys.stdout, config, data_dir(arguments.data, environ=os.environ)) as sheet:
        for name, value in said:
            sheet.print(
                [*column(name, 12), *column(value, max(20, output.width_cells - 12), marks=sheet.marks)]
            )

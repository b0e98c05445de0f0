"""`ticker import`: add the feeds of an OPML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui import console

if TYPE_CHECKING:
    import argparse

    from ticker_tui.model import Feed

SOME_REFUSED = 1
STANDARD = Path("-")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument("file", metavar="FILE", type=Path, help="an OPML file; - for standard input")
    parser.add_argument("--dry-run", action="store_true", help="say what would be added; change nothing")
    parser.epilog = (
        "Folders become categories. Feeds that are in feeds.toml already are passed over, and so is everything that is no"
        " http or https address; the exit code is then 1."
    )


def run(arguments: argparse.Namespace) -> int:
    """Add what is new; say what was and what was not taken."""
    from ticker_tui.cli.command_context import found_config
    from ticker_tui.cli.output.columns import tab_separated
    from ticker_tui.config.edit.feed_edits import add_feeds, addresses
    from ticker_tui.config.load import shown_path
    from ticker_tui.errors import TickerError
    from ticker_tui.feeds.formats.opml import MAX_BYTES, TOO_LARGE, read_opml
    from ticker_tui.filesystem import FileTooLargeError, read_regular

    source: Path = arguments.file
    try:
        if source == STANDARD:
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            body, _ = read_regular(source, limit=MAX_BYTES)
        listed = read_opml(body)
    except FileTooLargeError:
        raise TickerError(f"{source}: {TOO_LARGE}") from None
    except OSError as error:
        raise TickerError(f"{source}: cannot be read ({error.strerror})") from None
    except TickerError as error:
        raise TickerError(f"{source}: {error}") from None
    path = found_config(arguments).path
    fresh, refused, known = _sorted(listed, addresses(path))
    for line in refused:
        console.warn(f"ticker: not taken: {line}")
    for feed in fresh:
        console.put(tab_separated((feed.url, feed.name, feed.category)))
    if fresh and not arguments.dry_run:
        add_feeds(path, fresh)
    would = "would be added" if arguments.dry_run else "added"
    console.warn(f"ticker: {shown_path(path)}: {len(fresh)} {would}, {known} there already")
    return SOME_REFUSED if refused else 0


def _sorted(listed: list[Feed], there: set[str]) -> tuple[list[Feed], list[str], int]:
    """Which are new, which are refused and why, and how many are there already."""
    import msgspec

    from ticker_tui.config import checks
    from ticker_tui.urls.credentials import comparable, split_login

    fresh: list[Feed] = []
    refused: list[str] = []
    known = 0
    for feed in listed:
        try:
            url = str(checks.address(feed.url))
        except checks.InvalidValueError as wrong:
            refused.append(str(wrong))
            continue
        if comparable(url) in there:
            known += 1
            continue
        there.add(comparable(url))
        try:
            lang = str(checks.language(feed.lang)) if feed.lang else ""
        except checks.InvalidValueError:
            lang = ""
        address, login = split_login(url)
        fresh.append(msgspec.structs.replace(feed, url=address, login=login, lang=lang))
    return fresh, refused, known

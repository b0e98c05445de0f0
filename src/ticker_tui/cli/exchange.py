"""`ticker import` and `ticker export`: lists of feeds from and for other programs, as OPML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from ticker_tui.model import Feed

SOME_REFUSED = 1
STANDARD = Path("-")


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `ticker import`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="an OPML file; - for standard input")
    parser.add_argument("--dry-run", action="store_true", help="say what would be added; change nothing")
    parser.epilog = (
        "Folders become categories. Feeds that are in feeds.toml already are passed over, and so is everything that is no"
        " http or https address; the exit code is then 1."
    )


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `ticker export`."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        default=STANDARD,
        help="where to (default: standard output)",
    )
    parser.epilog = "Categories become folders. Headers, passwords and other settings stay at home."


def run_import(arguments: argparse.Namespace) -> int:
    """Add what is new; say what was and what was not taken."""
    import os

    from ticker_tui.config import find_config
    from ticker_tui.config.edit import add_feeds, addresses
    from ticker_tui.config.load import shown_path
    from ticker_tui.errors import TickerError
    from ticker_tui.feeds.opml import read_opml

    source: Path = arguments.file
    body = sys.stdin.buffer.read() if source == STANDARD else source.read_bytes()
    try:
        listed = read_opml(body)
    except TickerError as error:
        raise TickerError(f"{source}: {error}") from None
    path = find_config(arguments.config, environ=os.environ, cwd=Path.cwd())
    fresh, refused, known = _sorted(listed, addresses(path))
    for line in refused:
        print(f"ticker: not taken: {line}", file=sys.stderr)
    for feed in fresh:
        print(f"{feed.url}\t{feed.name}\t{feed.category}")
    if fresh and not arguments.dry_run:
        add_feeds(path, fresh)
    would = "would be added" if arguments.dry_run else "added"
    print(f"ticker: {shown_path(path)}: {len(fresh)} {would}, {known} there already", file=sys.stderr)
    return SOME_REFUSED if refused else 0


def _sorted(listed: list[Feed], there: set[str]) -> tuple[list[Feed], list[str], int]:
    """Which are new, which are refused and why, and how many are there already."""
    import msgspec

    from ticker_tui.config import checks
    from ticker_tui.config.load import comparable

    fresh: list[Feed] = []
    refused: list[str] = []
    known = 0
    for feed in listed:
        try:
            url = str(checks.address(feed.url))
        except checks.Wrong as wrong:
            refused.append(str(wrong))
            continue
        if comparable(url) in there:
            known += 1
            continue
        there.add(comparable(url))
        try:
            lang = str(checks.language(feed.lang)) if feed.lang else ""
        except checks.Wrong:
            lang = ""
        fresh.append(msgspec.structs.replace(feed, url=url, lang=lang))
    return fresh, refused, known


def run_export(arguments: argparse.Namespace) -> int:
    """Write the list."""
    from ticker_tui.cli.workplace import config_of
    from ticker_tui.feeds.opml import write_opml

    text = write_opml(config_of(arguments).feeds)
    target: Path = arguments.file
    if target == STANDARD:
        sys.stdout.write(text)
    else:
        target.write_text(text, encoding="utf-8", newline="\n")
    return 0

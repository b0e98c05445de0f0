"""`ticker headlines`: print what the archive holds and exit."""

from __future__ import annotations

import argparse

from ticker_tui import console
from ticker_tui.cli.command_context import config_of, open_archive
from ticker_tui.clock import utc_now
from ticker_tui.errors import QueryError, TickerError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument("--breaking", action="store_true", help="only what is breaking now")
    parser.add_argument("--unread", action="store_true", help="only what has not been read")
    parser.add_argument(
        "--search",
        metavar="QUERY",
        default="",
        help='only what holds these words, in any spelling; also "phrases", -not, OR, feed:, category:, is:unread|read|starred|breaking|muted|highlighted,'
        " lang:ar, since:2d, before:2026-11-23",
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=count,
        help="at most N, 0 for all (default: a screenful on a terminal, all of them into a pipe)",
    )
    parser.add_argument("--muted", action="store_true", help="also what your rules mute")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="a JSON array of objects, one a line, in logical order"
    )
    form.add_argument(
        "--visual",
        action="store_true",
        help="shape and reorder into a pipe too, for what shows text as it comes",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print; 0 also when there is nothing to print.

    Raises:
        TickerError: The search cannot be understood.
    """
    from ticker_tui.cli.output.headline_table import HeadlineQuery, print_headlines
    from ticker_tui.model import TabKind, View
    from ticker_tui.store.search.language import parse
    from ticker_tui.text import clean_line

    try:
        parse(arguments.search)
    except QueryError as error:
        raise TickerError(f"--search: {error}") from error
    if arguments.search.strip() and not any(char.isalnum() for char in arguments.search):
        # Signs alone leave everything in, which nobody means who asks for them.
        raise TickerError(f"--search: there is no word in “{clean_line(arguments.search)}”")
    wish = HeadlineQuery(
        view=View(
            shelf=TabKind.BREAKING if arguments.breaking else TabKind.ALL,
            unread_only=arguments.unread,
            search=arguments.search,
            muted=arguments.muted,
        ),
        limit=arguments.limit,
        json=arguments.json,
        visual=arguments.visual,
    )
    config = config_of(arguments)
    with open_archive(arguments, config) as store:
        if not print_headlines(store, config, wish) and not store.read_only:
            empty = not store.ids(View(), now=utc_now(), limit=1)
            reason = (
                "the archive is empty; “ticker refresh” fills it" if empty else "there is no such headline"
            )
            console.warn(f"ticker: {reason}")
    return 0


def count(text: str) -> int:
    """A number that is not negative, for argparse."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of headlines")
    return int(text)

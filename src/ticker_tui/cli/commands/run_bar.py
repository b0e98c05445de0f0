"""`ticker bar`: the crawl of headlines and nothing else, for one or two lines of a tmux pane."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ticker_tui import console
from ticker_tui.cli.command_context import config_of
from ticker_tui.cli.output import streams

if TYPE_CHECKING:
    import argparse

NO_BAR: Final = "ticker: the bar needs a terminal to run in; “ticker watch” prints headlines as they come"
CANNOT_START: Final = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has no options of its own."""
    parser.epilog = (
        "In tmux: tmux split-window -vbf -l 1 'ticker bar'. Feeds are asked when they are due; while another ticker runs here "
        "it does the asking. space stops it, arrows go from headline to headline, o opens one in the browser, + and - change the speed, q quits."
    )


def run(arguments: argparse.Namespace) -> int:
    """Run until it is closed."""
    from ticker_tui.config import data_dir

    config = config_of(arguments)
    if not streams.has_screen(os.environ):
        console.warn(NO_BAR)
        return CANNOT_START
    from ticker_tui.ui import run_bar

    return run_bar(config, data_dir(arguments.data, environ=os.environ))

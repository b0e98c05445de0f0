"""`ticker refresh`: ask every feed once, with a progress bar, and say how each answered."""

from __future__ import annotations

import argparse
import os
import sys

from ticker_tui import console
from ticker_tui.cli.command_context import config_of, one_line, open_archive, poll_once
from ticker_tui.processes.garbage import collect_seldom

SOME_FAILED = 1
CANNOT_START = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument(
        "--deadline",
        metavar="SECONDS",
        type=_seconds,
        help="stop waiting after so long; what has arrived by then is kept (default: until every feed has answered)",
    )
    parser.add_argument(
        "--gone",
        action="store_true",
        help="ask also the feeds whose server has said that they are closed for good",
    )
    parser.epilog = "Exit code: 0 every feed answered, 1 some did not, 2 cannot start."


def run(arguments: argparse.Namespace) -> int:
    """Ask, print the table, and tell by the exit code whether every feed answered."""
    collect_seldom()  # imports make much that lasts
    from ticker_tui.cli.output.poll_report import PollReport
    from ticker_tui.cli.output.progress import Progress
    from ticker_tui.cli.output.streams import Output
    from ticker_tui.config.load import shown_path

    config = config_of(arguments)
    feeds = [feed for feed in config.feeds if feed.enabled]
    if not feeds:
        console.warn(f"ticker: no feed is on in {shown_path(config.path)}")
        return 0
    with open_archive(arguments, config) as store:
        report = PollReport(feeds, store.states())
        cannot_save = False
        if store.try_lead():
            with Progress(sys.stderr, Output.of(sys.stderr, os.environ), total=len(feeds)) as progress:
                report.add(
                    poll_once(
                        store,
                        config,
                        on_result=progress.advance,
                        deadline_s=arguments.deadline,
                        even_gone=arguments.gone,
                    )
                )
        elif store.obstacle:
            cannot_save = True
            if not store.read_only:  # then it has been said
                console.warn(f"ticker: {one_line(store.obstacle)}")
        else:
            # Two that poll would ask every feed twice: that is no manner to treat a publisher.
            console.warn("ticker: another ticker is running here and asks the feeds; this is what it knows")
    report.print(Output.of(sys.stdout, os.environ), config, store.path.parent)
    if cannot_save:
        return CANNOT_START
    return SOME_FAILED if report.failed else 0


def _seconds(text: str) -> float:
    """A time span that is more than nothing, for argparse."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return seconds

"""`ticker check`: read feeds.toml and say what is wrong with it; with `--online`, ask every feed in it too."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ticker_tui import console
from ticker_tui.cli.command_context import found_config
from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    import argparse

    from ticker_tui.config import Config

SOME_FAILED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument(
        "--online",
        action="store_true",
        help="ask every feed that is on, and say how each answered; nothing is kept",
    )
    parser.epilog = (
        "Every problem is a line on standard error, with its place and a remedy; the exit code is then 2. With --online it"
        " is 1 when a feed did not answer."
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one sentence when all is well; whoever called gets the ConfigError otherwise."""
    from ticker_tui.config import load_config
    from ticker_tui.config.load import shown_path
    from ticker_tui.ui.keys.user_keymap import overlay

    found = found_config(arguments)
    config = load_config(found.path, granted=found.granted)
    if problems := config.theme_problems:
        raise ConfigError(list(problems))
    if problems := overlay(config.settings.keys).problems:
        raise ConfigError([f"{shown_path(config.path)}: {problem}" for problem in problems])
    enabled = sum(feed.enabled for feed in config.feeds)
    off = len(config.feeds) - enabled
    feeds = "1 feed is" if enabled == 1 else f"{enabled} feeds are"
    console.say(
        f"{shown_path(config.path)} ({found.reason}): all is well; {feeds} on"
        + (f" and {off} off" if off else "")
    )
    return _ask(config, arguments) if arguments.online and enabled else 0


def _ask(config: Config, arguments: argparse.Namespace) -> int:
    """Ask as a refresh does, into an archive that is thrown away: a look changes nothing."""
    import tempfile
    from pathlib import Path

    from ticker_tui.cli.command_context import poll_once
    from ticker_tui.cli.output.poll_report import PollReport
    from ticker_tui.cli.output.progress import Progress
    from ticker_tui.cli.output.streams import Output
    from ticker_tui.config import data_dir
    from ticker_tui.store.store import Store

    feeds = [feed for feed in config.feeds if feed.enabled]
    report = PollReport(feeds, {})
    sys.stdout.flush()
    with (
        tempfile.TemporaryDirectory(prefix="ticker-check-") as folder,
        Store.open(Path(folder)) as store,
        Progress(sys.stderr, Output.of(sys.stderr, os.environ), total=len(feeds)) as progress,
    ):
        report.add(poll_once(store, config, on_result=progress.advance, deadline_s=None))
    report.print(Output.of(sys.stdout, os.environ), config, data_dir(arguments.data, environ=os.environ))
    return SOME_FAILED if report.failed else 0

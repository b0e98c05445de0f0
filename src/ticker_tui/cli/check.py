"""`ticker check`: read feeds.toml and say what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.cli.workplace import config_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command: it has none of its own."""
    parser.epilog = (
        "Every problem is a line on standard error, with its place and a remedy; the exit code is then 2."
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one sentence when all is well; whoever called gets the ConfigError otherwise."""
    from ticker_tui.config.load import shown_path

    config = config_of(arguments)
    enabled = sum(feed.enabled for feed in config.feeds)
    off = len(config.feeds) - enabled
    feeds = "1 feed is" if enabled == 1 else f"{enabled} feeds are"
    print(f"{shown_path(config.path)}: all is well; {feeds} on" + (f" and {off} off" if off else ""))
    return 0

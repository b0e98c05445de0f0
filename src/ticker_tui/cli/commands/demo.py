"""`ticker demo`: the screen on the built-in newsroom, with an archive of its own that is gone afterwards."""

from __future__ import annotations

import argparse
import os
import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ticker_tui import console
from ticker_tui.cli.command_context import open_archive_in, poll_once
from ticker_tui.cli.commands.run_screen import NO_SCREEN
from ticker_tui.cli.output import streams
from ticker_tui.clock import clock_from, utc_now

if TYPE_CHECKING:
    from ticker_tui.config import Config

ANSWER_S: Final = 15.0
"""How long the newsroom is waited for where its headlines are only printed. It is on this machine."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument(
        "--still", action="store_true", help="a fixed set of news: nothing arrives while you watch"
    )
    parser.add_argument(
        "--seed", metavar="N", type=int, default=1, help="another order of events (default: 1)"
    )
    parser.add_argument("--now", metavar="TIME", type=_moment, help="open the newsroom at this ISO 8601 time")
    parser.add_argument("--bar", action="store_true", help="only the bar, as “ticker bar” shows it")
    parser.epilog = (
        "The newsroom answers on a loopback address and stops with the program. With --config the settings of that "
        "file are used, not its feeds, which it need not have; with --data the archive stays in that folder."
    )


def run(arguments: argparse.Namespace) -> int:
    """Open the newsroom, and the screen on it."""
    from ticker_tui.demo import Newsroom

    now: datetime = arguments.now or utc_now()
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="ticker-demo-", ignore_cleanup_errors=True)
            )
        )
        room = stack.enter_context(
            Newsroom(seed=arguments.seed, still=arguments.still, now=now, clock=clock_from(now))
        )
        config = _configure(room.config_toml(), folder, arguments.config)
        data: Path = arguments.data or folder / "data"
        if streams.has_screen(os.environ):
            if arguments.bar:
                from ticker_tui.ui import run_bar

                return run_bar(config, data)
            from ticker_tui.ui import run_tui

            return run_tui(config, data)
        return _print_instead(config, data)


def _configure(newsroom_toml: str, folder: Path, settings_of: Path | None) -> Config:
    """The newsroom's feeds with the user's settings, if a file was named; how to ask is the newsroom's own affair."""
    import msgspec

    from ticker_tui.config import load_config

    path = folder / "feeds.toml"
    path.write_text(newsroom_toml, encoding="utf-8")
    config = load_config(path)
    if settings_of is None:
        return config
    mine = load_config(settings_of, feeds_needed=False)
    settings = msgspec.structs.replace(mine.settings, refresh=config.settings.refresh)
    return msgspec.structs.replace(
        config, settings=settings, themes=mine.themes, theme_problems=mine.theme_problems
    )


def _print_instead(config: Config, data: Path) -> int:
    from ticker_tui.cli.output.headline_table import HeadlineQuery, print_headlines

    with open_archive_in(data, config) as store:
        poll_once(store, config, on_result=lambda _: None, deadline_s=ANSWER_S)
        console.warn(NO_SCREEN)
        print_headlines(store, config, HeadlineQuery())
    return 0


def _moment(text: str) -> datetime:
    """A time for argparse; one without an offset is local."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO 8601 time, such as 2026-11-23T08:30") from error

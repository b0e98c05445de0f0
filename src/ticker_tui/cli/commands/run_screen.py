"""`ticker`: the screen itself, on feeds.toml; where there is no terminal for it, the headlines."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Final

from ticker_tui import console
from ticker_tui.cli.command_context import config_of, open_archive_in, poll_once
from ticker_tui.cli.output import streams
from ticker_tui.clock import utc_now

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from ticker_tui.config import Config

FIRST_REFRESH_S: Final = 10.0
"""How long an empty archive is filled for, before what came is printed."""
NO_SCREEN: Final = "ticker: there is no terminal here to open in, so these are the headlines"


def run(arguments: argparse.Namespace) -> int:
    """Open the screen and stay until it is closed."""
    gc.disable()  # until the first paint: collecting what imports have made takes a twentieth of the start
    try:
        from ticker_tui.config import data_dir

        config = config_of(arguments)
        folder = data_dir(arguments.data, environ=os.environ)
        if streams.has_screen(os.environ):
            from ticker_tui.ui import run_tui

            return run_tui(config, folder)
    finally:
        gc.enable()
    return print_instead(config, folder)


def print_instead(config: Config, folder: Path) -> int:
    """Print the headlines as `ticker headlines` does, and one sentence that says so.

    An archive that holds nothing yet is filled first: whoever pipes the first run of all wants news, not nothing.
    Later runs print what is there at once, and leave asking to `ticker refresh`.
    """
    from ticker_tui.cli.output.headline_table import HeadlineQuery, print_headlines
    from ticker_tui.model import View

    with open_archive_in(folder, config) as store:
        sentence = NO_SCREEN
        if not store.ids(View(), now=utc_now(), limit=1) and store.try_lead():
            poll_once(store, config, on_result=lambda _: None, deadline_s=FIRST_REFRESH_S)
            if not store.ids(View(), now=utc_now(), limit=1):
                sentence += "; but none has arrived, and “ticker refresh” says why"
        console.warn(sentence)
        print_headlines(store, config, HeadlineQuery())
    return 0

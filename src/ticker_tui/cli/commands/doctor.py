"""`ticker doctor`: which terminal this is, how right-to-left text is sent to it and why, and what would help."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticker_tui import console
from ticker_tui.cli.command_context import found_config
from ticker_tui.errors import TickerError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--choose", action="store_true", help="show one headline in every form and ask which reads correctly"
    )
    action.add_argument("--json", action="store_true", help="print the report for a program")
    parser.epilog = "The answer given to --choose is remembered for this terminal; terminal.bidi in feeds.toml outranks it."


def run(arguments: argparse.Namespace) -> int:
    """Print the report, or ask. A feeds.toml that cannot be read is no reason not to look at the terminal."""
    from ticker_tui.config import data_dir, load_config
    from ticker_tui.terminal import diagnosis

    file = ""
    try:
        found = found_config(arguments, ask=False)
        file = f"{found.path.absolute()}: {found.reason}"
        wanted = load_config(found.path, granted=found.granted).settings.terminal.bidi
    except TickerError as error:
        console.warn(f"{error}\nticker: looking at the terminal without it")
        wanted = "auto"
    folder = data_dir(arguments.data, environ=os.environ)
    if arguments.choose:
        return diagnosis.choose_form(wanted, folder)
    report = diagnosis.diagnose(wanted, folder, config=file)
    console.say(diagnosis.report_json(report) if arguments.json else diagnosis.report_text(report))
    return 0

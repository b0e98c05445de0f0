"""`ticker export`: write the feeds as OPML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

STANDARD_OUTPUT = Path("-")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        default=STANDARD_OUTPUT,
        help="where to (default: standard output)",
    )
    parser.epilog = "Categories become folders. Headers, passwords and other settings are not exported; tokens in addresses (?token=…) are."


def run(arguments: argparse.Namespace) -> int:
    """Write the list."""
    from ticker_tui.cli.command_context import config_of
    from ticker_tui.feeds.formats.opml import write_opml

    text = write_opml(config_of(arguments).feeds)
    target: Path = arguments.file
    if target == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        target.write_text(text, encoding="utf-8", newline="\n")
    return 0

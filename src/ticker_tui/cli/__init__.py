"""The command line: arguments in, exit codes out. A command is one module here and one row in `command.COMMANDS`."""

from __future__ import annotations

from ticker_tui.cli.command import main

__all__ = ["main"]

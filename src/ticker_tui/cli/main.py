"""`ticker`: which command was meant, and how it ends.

To add a command, write a module with `add_arguments` and `run`, and give it a row in `COMMANDS`. It is imported when the
command is used. At its top it imports only the standard library and its neighbours here; what the command works with is
imported inside `run`, so that `ticker NAME --help` is quick.

Exit codes: 0 done, 1 done in part (some feeds failed), 2 cannot start, 70 an error of ticker itself, 130 interrupted.
"""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ticker_tui import __version__, console
from ticker_tui.cli.commands import run_screen
from ticker_tui.cli.output import streams
from ticker_tui.errors import ConfigError, TickerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CANNOT_START: Final = 2
OWN_ERROR: Final = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells say it


class Subcommand(NamedTuple):
    """One word after `ticker`."""

    name: str
    summary: str
    """One line for `ticker --help`."""
    module: str
    """The module of `commands` with its `add_arguments` and `run`, imported when the command is used."""

    def declare(self, parser: argparse.ArgumentParser) -> None:
        """Give a parser the options of this command, and the function that runs it."""
        module = import_module(f"ticker_tui.cli.commands.{self.module}")
        # SUPPRESS: an option that is not repeated here must not undo the one before the command.
        _add_common(parser, default=argparse.SUPPRESS)
        module.add_arguments(parser)
        parser.set_defaults(run=module.run)


COMMANDS: Final = (
    Subcommand("demo", "the ticker on a built-in newsroom; needs no network", "demo"),
    Subcommand("bar", "the crawl of headlines alone, for a line of tmux", "run_bar"),
    Subcommand("headlines", "print headlines and exit", "headlines"),
    Subcommand("refresh", "ask every feed once and say how each answered", "refresh"),
    Subcommand("watch", "print each new headline as it comes", "watch"),
    Subcommand("feeds", "say how every feed stands", "feeds"),
    Subcommand("add", "find the feed at an address and add it to feeds.toml", "add"),
    Subcommand("import", "add the feeds of an OPML file", "import_opml"),
    Subcommand("export", "write the feeds as OPML", "export_opml"),
    Subcommand("check", "read feeds.toml and say what is wrong with it", "check"),
    Subcommand("doctor", "say what this terminal is and how it is written to", "doctor"),
)

DESCRIPTION: Final = "A news ticker for the terminal, right in Arabic, Persian, Urdu, Hebrew and English."
EPILOG: Final = """\
Without a command the ticker itself opens. Its feeds are read from the first of these that is there:
--config FILE, $TICKER_CONFIG, ./feeds.toml (after a question), feeds.toml in your configuration folder (made on
the first run).

  ticker demo                        look around without a network
  ticker headlines --unread          what is new, on this terminal
  ticker headlines --json            the same for a program
  ticker headlines --search WORDS    what holds them, in any spelling
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The words after `ticker`; None: those of this process.

    Returns:
        The exit code.
    """
    streams.make_utf8()
    _end_in_order()
    try:
        return _run(build_parser().parse_args(argv))
    finally:
        streams.settle()


def _run(arguments: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        code = run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the edge of the program: no trace, which may quote a feed, gets past it
        code, sentence = _failed(error)
        # Standard error may be gone as well; then the exit code says it alone.
        with suppress(OSError):
            if sentence:
                console.warn(sentence)
    return code


def _failed(error: Exception) -> tuple[int, str]:
    """The exit code, and why nothing more is done."""
    match error:
        case BrokenPipeError():
            # `ticker headlines | head` has seen enough: that is no error.
            return 0, ""
        case ConfigError():
            return CANNOT_START, "\n".join(error.problems)
        case TickerError():
            return CANNOT_START, f"ticker: {error}"
        case OSError():
            place = f": {error.filename}" if error.filename is not None else ""
            return CANNOT_START, f"ticker: {error.strerror or error}{place}"
        case _:
            from ticker_tui.cli import crash_report

            return OWN_ERROR, crash_report.report(error)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line as argparse knows it."""
    parser = console.CleaningArgumentParser(
        prog="ticker",
        description=DESCRIPTION,
        epilog=EPILOG,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ticker {__version__}")
    _add_common(parser, default=None)
    parser.set_defaults(run=run_screen.run)
    table = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_CommandParser)
    for command in COMMANDS:
        sentence = f"{command.summary[0].upper()}{command.summary[1:]}."
        sub = table.add_parser(command.name, help=command.summary, description=sentence, allow_abbrev=False)
        sub.command = command
    return parser


class _CommandParser(console.CleaningArgumentParser):
    """The parser of one command, which imports the command and gets its options when it is used."""

    command: Subcommand | None = None
    """Whose options are not declared yet."""

    def parse_known_args(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - argparse's own, passed on
        command, self.command = self.command, None
        if command is not None:
            command.declare(self)
        return super().parse_known_args(*args, **options)


def _end_in_order() -> None:
    """Let SIGTERM and SIGHUP unwind the program, so that temporary folders, child processes and the archive are closed.

    The screen puts its own handlers in their place while it is open.
    """

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        # What the parent had ignored (nohup) stays ignored.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, leave)


def _add_common(parser: argparse.ArgumentParser, *, default: object) -> None:
    """The options that every command takes, before it and after it."""
    group = parser.add_argument_group("common options")
    group.add_argument("--config", metavar="FILE", type=Path, default=default, help="the feeds.toml to use")
    group.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        default=default,
        help="the folder the archive of headlines is kept in",
    )

"""The three streams of the process: what stands at their ends, and what may be written there."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final, NamedTuple, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEAST_CELLS: Final = 20
_LEAST_ROWS: Final = 5
"""A terminal that claims to be smaller is written to as if it were this large."""


def make_utf8() -> None:
    """Write UTF-8 whatever the locale is: a headline under ``LC_ALL=C`` is a headline, not a row of escapes.

    A file name that is no UTF-8 is written as escapes; the text of feeds has been cleaned and never needs them.
    """
    # A parent may have closed one (`ticker >&-`); Python then has None in its place.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as above
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def settle() -> None:
    """Write what is buffered. Where it cannot be written any more, as the reader or the terminal has gone, let it go.

    Otherwise Python tries again while it exits, complains, and ends with an exit code of its own.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _drop(stream)


def _drop(stream: TextIO) -> None:
    """Send what is in the buffer, and all that follows, nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError):  # a stream without a file: a test's
        return
    finally:
        os.close(nowhere)


def is_terminal(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether a person's terminal is at the end of a stream, one that can place and colour text."""
    return environ.get("TERM", "") not in {"", "dumb"} and is_a_tty(stream)


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether the ticker can open here: it reads keys from standard input and paints on standard error."""
    return all(is_terminal(stream, environ) for stream in (sys.stdin, sys.stdout, sys.stderr))


class Output(NamedTuple):
    """What stands at the end of one stream."""

    terminal: bool
    """A person looks at it. Otherwise it is a pipe, a file, or a terminal that calls itself dumb."""
    width_cells: int
    height_cells: int
    colour: bool
    true_colour: bool
    dark: bool
    """Whether its ground is dark, as far as it says; most are."""

    @classmethod
    def of(cls, stream: TextIO, environ: Mapping[str, str]) -> Self:
        """Look at a stream."""
        terminal = is_terminal(stream, environ)
        # $COLUMNS and $LINES first, then the terminal on standard output: the one that tables are written to.
        size = shutil.get_terminal_size()
        return cls(
            terminal=terminal,
            width_cells=max(_LEAST_CELLS, size.columns),
            height_cells=max(_LEAST_ROWS, size.lines),
            colour=terminal and not environ.get("NO_COLOR"),
            true_colour=environ.get("COLORTERM") in {"truecolor", "24bit"},
            dark=environ.get("COLORFGBG", "").rpartition(";")[2] not in {"7", "15"},
        )


def is_a_tty(stream: TextIO | None) -> bool:
    """Whether a terminal of any kind is at the end of a stream."""
    # A stream may be None (closed by the parent) or closed.
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False

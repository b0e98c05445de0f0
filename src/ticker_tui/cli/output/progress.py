"""One line that fills up while feeds answer; only where a person looks, and gone when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self, TextIO

if TYPE_CHECKING:
    from ticker_tui.cli.output.streams import Output
    from ticker_tui.model import PollResult

_BAR_CELLS: Final = 24
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_ERASE: Final = "\r\x1b[K"


class Progress:
    """The bar, as a context manager.

    Args:
        stream: Where it stands.
        output: What is at the end of `stream`; nothing is written unless that is a terminal.
        total: How many feeds are asked.
    """

    def __init__(self, stream: TextIO, output: Output, *, total: int) -> None:
        self._stream = stream
        self._output = output
        self._total = total
        self._done = 0

    def __enter__(self) -> Self:
        """Show the empty bar."""
        self._draw()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away, whatever happened."""
        if self._output.terminal:
            self._stream.write(_ERASE)
            self._stream.flush()

    def advance(self, _result: PollResult) -> None:
        """One feed has answered, or failed to."""
        self._done += 1
        self._draw()

    def _draw(self) -> None:
        if self._output.terminal:
            self._stream.write(f"{_ERASE}{_bar(self._done / self._total)} {self._done}/{self._total}")
            self._stream.flush()


def _bar(share: float) -> str:
    eighths = round(share * _BAR_CELLS * 8)
    whole, rest = divmod(eighths, 8)
    filled = "█" * whole + (_EIGHTHS[rest] if rest else "")
    return f"▕{filled:<{_BAR_CELLS}}▏"

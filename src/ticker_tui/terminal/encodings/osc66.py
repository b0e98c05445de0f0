"""Visual cells, each right-to-left one in kitty's text sizing sequence (kitty 0.40 and later, never elsewhere).

kitty shapes and reorders what lies side by side. ``OSC 66 ; w=1:h=N ; text ST`` makes a cell of its own, but two of
them with the same alignment are shaped together all the same; so N is 1 and 2 in turn, by the column: a repaint of
half a word then still fits the other half. The sequences stay outside strips, whose widths they would change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ticker_tui.terminal.encodings.clusters import HAS_RTL, clusters
from ticker_tui.text.cells import cell_len

if TYPE_CHECKING:
    from textual.app import App

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d*);(?P<column>\d+)H"  # cursor to a place
    r"|(?P<skip>\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\|\x1b.)"
    r"|(?P<line>[\r\n]+)"
    r"|(?P<text>[^\x1b\r\n]+)"
    r"|(?P<rest>.)",  # an ESC that begins nothing
    re.DOTALL,
)


class Osc66:
    """An encoder that follows the cursor's column through the stream."""

    name = "osc66"

    def __init__(self) -> None:
        self._column = 0

    def install(self, app: App[Any]) -> None:
        """Nothing: all is done in the stream."""

    def encode(self, data: str) -> str:
        """Wrap every right-to-left cluster; leave everything else, and what is inside other sequences, alone."""
        if not HAS_RTL.search(data):
            self._follow(data)
            return data
        return "".join(self._encoded(match) for match in _TOKEN.finditer(data))

    def _encoded(self, match: re.Match[str]) -> str:
        text = match["text"]
        if text is None or not HAS_RTL.search(text):
            self._advance(match)
            return match[0]
        result: list[str] = []
        for cluster in clusters(text):
            if HAS_RTL.match(cluster):
                result.append(f"\x1b]66;w=1:h={1 + self._column % 2};{cluster}\x1b\\")
                self._column += 1
            else:
                result.append(cluster)
                self._column += cell_len(cluster)
        return "".join(result)

    def _follow(self, data: str) -> None:
        """Take the column from what stands after the last jump of the cursor."""
        start = data.rfind("H")
        start = max(data.rfind("\x1b", 0, start), 0) if start >= 0 else 0
        for match in _TOKEN.finditer(data, start):
            self._advance(match)

    def _advance(self, match: re.Match[str]) -> None:
        if match["column"] is not None:
            self._column = int(match["column"]) - 1
        elif match["line"] is not None:
            self._column = 0
        elif match["text"] is not None:
            self._column += cell_len(match["text"])

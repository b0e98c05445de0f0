"""Visual cells whose foreground differs by one blue step from cell to cell.

QTerminal, cool-retro-term and xterm.js reorder each stretch of equal style by itself. A stretch that is one cell
long cannot be reordered, and nobody sees a blue of 200 beside one of 201. What stands between right-to-left letters,
blanks and numbers, has a third blue: it must not join the stretch of a letter beside it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from ticker_tui.terminal import textual_internals
from ticker_tui.terminal.encodings.clusters import HAS_RTL, clusters

if TYPE_CHECKING:
    from textual.app import App
    from textual.color import Color

_ON_DARK = RichColor.from_rgb(224, 224, 224)
_ON_LIGHT = RichColor.from_rgb(32, 32, 32)
_BETWEEN = 2


class Colour:
    """A line filter behind all others."""

    name = "colour"

    def install(self, app: App[Any]) -> None:
        """Append the filter, and ask for 24-bit colour: in 256 colours both blues would become one."""
        textual_internals.append_filter(app, OneCellRuns())
        textual_internals.use_truecolor(app)

    def encode(self, data: str) -> str:
        """The data as it is."""
        return data


class OneCellRuns(LineFilter):
    """Makes every run that holds a right-to-left letter one cluster long."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Split the segments with right-to-left letters into clusters of two foregrounds in turn.

        The turn follows the cluster's place in the whole line, so that a repaint of a part meets its neighbours.
        """
        if not any(HAS_RTL.search(segment.text) for segment in segments):
            return segments
        result: list[Segment] = []
        turn = 0
        default = _ON_DARK if background.brightness < 0.5 else _ON_LIGHT
        for segment in segments:
            text, style, control = segment
            if control:
                result.append(segment)
            elif HAS_RTL.search(text):
                for cluster in clusters(text):
                    turn = 1 - turn
                    result.append(Segment(cluster, _stepped(style or Style.null(), turn, default)))
            else:
                result.append(Segment(text, _stepped(style or Style.null(), _BETWEEN, default)))
        return result


@lru_cache(4096)
def _stepped(style: Style, step: int, default: RichColor) -> Style:
    """The style with the last two bits of its foreground's blue set."""
    color = style.color or default
    red, green, blue = color.triplet or color.get_truecolor()
    return style + Style.from_color(RichColor.from_rgb(red, green, (blue & ~3) | step))

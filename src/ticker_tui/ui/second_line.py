"""The line below the crawl of `ticker bar`: what there is to say of the headline in front, and where it stands."""

from __future__ import annotations

from typing import Final

from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.model import Direction
from ticker_tui.ui.render.strips import blank, row, text_field, truncated
from ticker_tui.ui.rtl.prerendered import PreRendered

AIR_CELLS: Final = 1
"""At both ends ."""


class SecondLine(PreRendered, Widget):
    """A text at the start edge, another at the end."""

    DEFAULT_CSS = "SecondLine { height: 1; background: $panel; color: $text-muted; }"

    mirrored = False
    """The start edge is the right one."""

    def __init__(self) -> None:
        super().__init__()
        self._texts = ("", "")

    @property
    def texts(self) -> tuple[str, str]:
        """What stands at the start and at the end."""
        return self._texts

    def show(self, start: str, end: str) -> None:
        """Say this from now on."""
        if (start, end) != self._texts:
            self._texts = (start, end)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The texts; the one at the end is kept whole."""
        width, style = self.size.width, self.rich_style
        if y or width < 4 * AIR_CELLS:
            return Strip.blank(max(0, width), style)
        side = Direction.RTL if self.mirrored else Direction.LTR
        start, end = self._texts
        room = width - 2 * AIR_CELLS
        end_cells = min(room, truncated(end, room, side, True).width_cells) if end else 0
        fields = [
            blank(AIR_CELLS, style),
            text_field(start, room - end_cells - AIR_CELLS, style, base=side, align=side),
            blank(AIR_CELLS, style),
            text_field(end, end_cells, style, base=side),
        ]
        return row(fields, width, base_style=style, mirrored=self.mirrored)

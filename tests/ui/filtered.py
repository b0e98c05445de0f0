"""A small app with the filter in it, as `TickerApp` has it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grid import strips
from textual import events
from textual.app import App

from ticker_tui.text import cell_len
from ticker_tui.text.cells import cluster_starts
from ticker_tui.ui.rtl.visual_order import VisualOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult
    from textual.filter import LineFilter
    from textual.pilot import Pilot
    from textual.widget import Widget


class Filtered(App[None]):
    """Widgets under the filter."""

    CSS = "Screen { layers: base; } TextField, Input { width: 24; border: none; height: 1; padding: 0; }"

    def __init__(self, make: Callable[[], Iterable[Widget]], *, lang: str = "") -> None:
        super().__init__()
        self._make = make
        self.order = VisualOrder(lang=lang)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [self.order, *super().get_line_filters()]

    def compose(self) -> ComposeResult:
        yield from self._make()


def looks(app: App[Any], widget: Widget, y: int = 0) -> list[tuple[str, Segment]]:
    """The cells of one row of a widget, each with its segment; both cells of a wide glyph have its text."""
    found: list[tuple[str, Segment]] = []
    for segment in strips(app, widget)[y]:
        starts = [*cluster_starts(segment.text), len(segment.text)]
        for start, end in pairwise(starts):
            glyph = segment.text[start:end]
            found += [(glyph, segment)] * cell_len(glyph)
    return found


async def type_letters(pilot: Pilot[Any], letters: str) -> None:
    """Type as a terminal does; `Pilot.press` knows no key for marks and joiners."""
    for letter in letters:
        pilot.app.post_message(events.Key(letter, letter))
        await pilot.pause()

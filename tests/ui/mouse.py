"""The mouse as the terminal tells of it: through the app, which makes clicks of presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grid import strips
from textual import events

from ticker_tui.ui.theme.component_styles import background_of, ink

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from ticker_tui.ui.render.selectable import Selectable


async def mouse(pilot: Pilot[Any], kind: type[events.MouseEvent], x: int, y: int, *, button: int = 1) -> None:
    """One event at a cell of the screen, handled to its end."""
    pilot.app.post_message(
        kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
    )
    await pilot.pause()


async def press(pilot: Pilot[Any], x: int, y: int) -> None:
    """The button down; it stays so."""
    await mouse(pilot, events.MouseMove, x, y, button=0)
    await mouse(pilot, events.MouseDown, x, y)


async def drag(pilot: Pilot[Any], begin: tuple[int, int], *ways: tuple[int, int]) -> None:
    """Press at a cell of the screen, move over others, let go at the last of them."""
    await press(pilot, *begin)
    for way in ways:
        await mouse(pilot, events.MouseMove, *way)
    await mouse(pilot, events.MouseUp, *ways[-1])


async def click(pilot: Pilot[Any], x: int, y: int) -> None:
    """Press and let go in one place."""
    await press(pilot, x, y)
    await mouse(pilot, events.MouseUp, x, y)


def marked(widget: Selectable) -> list[str]:
    """The rows of a widget on the screen, selected cells as `#`."""
    ground = background_of(widget, widget.SELECTION_COMPONENT)
    chosen = ink(widget, widget.SELECTION_COMPONENT, ground).bgcolor
    rows: list[str] = []
    for strip in strips(widget.app, widget):
        cells = [
            segment.style is not None and segment.style.bgcolor == chosen
            for segment in strip
            for _ in range(segment.cell_length)
        ]
        rows.append("".join("#" if cell else "." for cell in cells))
    return rows

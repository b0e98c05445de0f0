from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from grid import cells
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult

from ticker_tui.ui.render.line_view import WHEEL_LINES, LinePane
from ticker_tui.ui.render.scrollbar import thumb
from ticker_tui.ui.render.strips import row, text_field

if TYPE_CHECKING:
    from textual.strip import Strip

pytestmark = pytest.mark.anyio


class Numbers(LinePane):
    """A pane of numbered lines that notes where it was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.clicked: list[tuple[int, int] | None] = []

    def paint_line(self, y: int) -> Strip:
        width = self.view_size.width
        text = text_field(str(y + self.scroll_offset.y), width, self.rich_style)
        return row([text], width, base_style=self.rich_style)

    def on_click(self, event: events.Click) -> None:
        cell = self.cell_of(event)
        self.clicked.append(None if cell is None else (cell.x, cell.y))


class PaneApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pane = Numbers()

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.set_line_count(100)


def top(app: PaneApp) -> int:
    return app.pane.scroll_offset.y


async def test_the_rail_shows_where_one_is() -> None:
    app = PaneApp()
    async with app.run_test(size=(6, 10)) as pilot:
        await pilot.pause()
        assert cells(app)[:3] == ["0    ▐", "1", "2"]
        app.pane.scroll_to_line(99)
        await pilot.pause()
        assert cells(app)[8:] == ["98", "99   ▐"]
        app.pane.set_line_count(10)
        await pilot.pause()
        assert top(app) == 0
        assert cells(app)[0] == "0", "all is seen: no thumb"


async def test_the_rail_of_a_mirrored_pane_is_at_the_left() -> None:
    app = PaneApp()
    async with app.run_test(size=(6, 10)) as pilot:
        app.pane.mirrored = True
        await pilot.pause()
        assert cells(app)[:2] == ["▌0", " 1"]
        await pilot.click(Numbers, offset=(1, 3))
        await pilot.click(Numbers, offset=(0, 3))
        await pilot.pause()
        assert app.pane.clicked == [(0, 3), None]


async def test_the_wheel_moves_the_text() -> None:
    app = PaneApp()
    async with app.run_test(size=(6, 10)) as pilot:
        await pilot.pause()
        await pilot._post_mouse_events([events.MouseScrollDown], Numbers, button=0)
        await pilot.pause()
        assert top(app) == WHEEL_LINES
        await pilot._post_mouse_events([events.MouseScrollUp], Numbers, button=0)
        await pilot.pause()
        assert top(app) == 0


async def test_the_thumb_follows_the_pointer_while_the_button_is_down() -> None:
    app = PaneApp()
    async with app.run_test(size=(6, 10)) as pilot:
        await pilot.pause()
        await pilot.mouse_down(Numbers, offset=(5, 9))
        assert top(app) == 90
        await pilot.hover(Numbers, offset=(5, 0))
        assert top(app) == 0
        await pilot.mouse_up(Numbers, offset=(5, 0))
        await pilot.hover(Numbers, offset=(5, 5))
        assert top(app) == 0, "let go"


async def test_another_number_of_lines_lays_out_no_screen() -> None:
    app = PaneApp()
    async with app.run_test(size=(6, 10)) as pilot:
        await pilot.pause()
        for lines in (5, 500, 0, 50):
            app.pane.set_line_count(lines)
            assert not app.pane._layout_required
            await pilot.pause()


@given(st.integers(0, 2000), st.integers(0, 80), st.integers(0, 2000))
def test_the_thumb_stays_on_its_rail(lines: int, height: int, top: int) -> None:
    top = min(top, max(0, lines - height))
    rows = thumb(lines, height, top)
    if lines <= height or height == 0:
        assert not rows
        return
    assert 0 <= rows.start < rows.stop <= height
    if top == 0:
        assert rows.start == 0
    if top == lines - height:
        assert rows.stop == height
    if height - len(rows) > 1 and 0 < top < lines - height:
        assert rows.start > 0
        assert rows.stop < height

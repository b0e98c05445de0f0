"""Side by side or stacked, the divider, one pane alone: by keys, by the mouse, by the window's size, by feeds.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from mouse import drag
from textual._compositor import Compositor
from textual.geometry import Size

from ticker_tui.ui.panes.split import Divider

if TYPE_CHECKING:
    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


def divider(app: TickerApp) -> Divider:
    return app.screen.query_one(Divider)


async def test_the_layout_goes_round_and_place_and_selection_stay(desk: Desk) -> None:
    desk.fill(40)
    async with desk.open((120, 40)) as (app, pilot):
        await pilot.press("j", "j", "enter", "j", "j")
        place, selected = app.reader.scroll_offset.y, app.headlines.selected_id
        first_line = cells(app, app.reader)[0]
        seen: list[tuple[int, int, bool]] = []
        for _ in range(3):
            seen.append((app.headlines.region.width, app.headlines.region.height, app.reader.has_focus))
            await pilot.press("backslash")
            await pilot.pause()
        assert seen == [(60, 37, True), (60, 37, True), (120, 18, True)], "as it comes, beside, above"
        assert app.headlines.region.width == 60, "as it comes again"
        assert (app.reader.scroll_offset.y, app.headlines.selected_id) == (place, selected)
        assert cells(app, app.reader)[0] == first_line


async def test_a_wish_that_the_window_is_too_small_for_is_kept_and_said(desk: Desk) -> None:
    desk.fill()
    async with desk.open((50, 15)) as (app, pilot):
        await pilot.press("backslash")
        assert "once the window is larger" in app.status.text
        assert app.headlines.region.width == 50
        await pilot.resize_terminal(70, 15)
        await pilot.pause()
        assert app.headlines.region.width == 35
        await until(pilot, lambda: app.reader.article is not None)


async def test_zoom_gives_the_pane_in_use_everything_and_back(desk: Desk) -> None:
    desk.fill()
    async with desk.open((120, 30)) as (app, pilot):
        await pilot.press("z")
        assert (app.headlines.region.width, app.reader.region.width) == (120, 0)
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.region.width == 120)
        assert app.headlines.region.width == 0
        assert app.reader.has_focus
        await pilot.press("less_than_sign")
        assert app.status.text.startswith("One pane")
        await pilot.press("z")
        assert (app.headlines.region.width, app.reader.region.width) == (60, 59)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await pilot.press("z")
        assert "one pane only" in app.status.text
        assert not app.panes.sharing.zoomed


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_divider_goes_where_the_key_points_and_where_it_is_dragged(
    desk: Desk, language: str
) -> None:
    desk.write_config(f'language = "{language}"\n')
    desk.fill(40)
    async with desk.open((120, 30)) as (app, pilot):
        start = divider(app).region.x
        await pilot.press("greater_than_sign")
        assert divider(app).region.x == start + 4
        await pilot.press("less_than_sign", "less_than_sign")
        assert divider(app).region.x == start - 4
        await drag(pilot, (start - 4, 10), (start + 3, 12), (start + 17, 12))
        assert divider(app).region.x == start + 17
        await drag(pilot, (start + 17, 10), (5, 12), (0, 12))
        assert divider(app).region.x == 20, "a pane keeps something"
        await drag(pilot, (40, 10), (60, 12))
        assert divider(app).region.x == 20, "who does not hold it does not move it"
        list_first = app.headlines.region.x < app.reader.region.x
        assert list_first == (language == "en")
        await pilot.press("backslash", "backslash")
        y = divider(app).region.y
        await drag(pilot, (60, y), (60, y + 1), (3, 12))
        assert divider(app).region.y == 12
        await pilot.press("L")
        await pilot.pause()
        assert divider(app).region.y == 12, "another language, the same room"


async def test_feeds_toml_says_how_it_begins_and_a_key_outlasts_other_changes(desk: Desk) -> None:
    display = '[display]\nlayout = "stacked"\nsplit = 30\n'
    desk.write_config(display)
    desk.fill()
    async with desk.open((120, 30)) as (app, pilot):
        assert app.headlines.region.height == 8, "30 % of 27 rows"
        await pilot.press("greater_than_sign")
        assert app.headlines.region.height == 10
        desk.write_config(display + "relative_times = true\n")
        await until(pilot, lambda: app.config.settings.display.relative_times)
        await pilot.pause()
        assert app.headlines.region.height == 10
        desk.write_config('[display]\nlayout = "stacked"\nsplit = 50\n')
        await until(pilot, lambda: app.headlines.region.height == 13)


async def test_every_size_is_one_picture_and_keeps_what_is_read_and_selected(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the least window to a large one, in each way: what is painted first is what stays."""
    desk.fill(40)
    async with desk.open((200, 60)) as (app, pilot):
        await pilot.press("j", "j", "j", "enter", "j", "j", "j")
        article = app.reader.article
        assert article is not None
        selected = app.headlines.selected_id
        pictures: list[list[str]] = []
        wanted = app.size
        render = Compositor.render_update

        def watched(self: Compositor, *args: object, **kwargs: object) -> object:
            if self.root is app.screen and self.size == wanted and self._dirty_regions:
                pictures.append(panes_of(app))
            return render(self, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(Compositor, "render_update", watched)
        for key in ("backslash", "backslash", "z", "z"):
            await pilot.press(key)
            for size in ((20, 5), (59, 16), (80, 24), (100, 37), (200, 60), (99, 36), (200, 60)):
                pictures.clear()
                wanted = Size(*size)
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert pictures, "painted"
                assert pictures[0] == panes_of(app), f"{size} after {key}: painted twice"
                assert app.reader.article == article
                assert app.headlines.selected_id == selected
                assert app.reader.has_focus


def panes_of(app: TickerApp) -> list[str]:
    """What is painted; the thumb beside an article grows shorter while the rest of it is laid out."""
    shown = [pane for pane in (app.headlines, app.reader) if pane.region]
    return [row.replace("▐", "").rstrip() for pane in shown for row in cells(app, pane)]


async def test_a_row_that_is_selected_is_seen_in_a_shorter_list(desk: Desk) -> None:
    desk.fill(40)
    async with desk.open((120, 40)) as (app, pilot):
        await pilot.press(*"jjjjjjjjjjjjjjjj")
        await pilot.press("backslash", "backslash")
        await pilot.pause()
        top, rows = app.headlines.scroll_offset.y, app.headlines.rows_each
        assert top <= app.headlines.cursor * rows < top + app.headlines.region.height

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from grid import cells, strips
from making import headline
from textual.app import App, ComposeResult

from ticker_tui.ui.bar.bar import FLIP_S, HOLD_S, TickerBar

if TYPE_CHECKING:
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

TITLES = ("אבגדהוזחטיכלמנ", "סעפצקרשת אבגדה", "one two three")


class Hands:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class BarApp(App[None]):
    def __init__(self, titles: tuple[str, ...] = TITLES) -> None:
        super().__init__()
        self.hands = Hands()
        self.bar = TickerBar(clock=self.hands)
        self.titles = titles
        self.opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.bar

    def on_mount(self) -> None:
        self.bar.label = "NOW"
        self.bar.show(
            [headline(number, title=title, lang="") for number, title in enumerate(self.titles, 1)],
            breaking=True,
        )

    def on_ticker_bar_item_opened(self, message: TickerBar.ItemOpened) -> None:
        self.opened.append(message.entry_id)

    def row(self) -> str:
        """The bar as it is now."""
        self.bar.refresh()
        return self.bar.render_line(0).text


def runs(app: BarApp) -> bool:
    """Whether a timer turns."""
    return app.bar._timer is not None


def held(app: BarApp, cells_moved: int) -> None:
    """Turn the clock to where the crawl has moved by so many cells."""
    app.hands.now = 100.0 + HOLD_S + (cells_moved + 0.01) / app.bar.speed


async def test_the_label_stands_at_the_start_edge_and_the_first_item_behind_it() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        assert cells(app)[0] == " NOW   ◆  נמלכיטחזוהדגבא"
        app.bar.mirrored = True
        await pilot.pause()
        assert cells(app)[0] == " ◆  נמלכיטחזוהדגבא  NOW"


async def test_it_moves_by_the_clock_not_by_frames() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        start = app.row()
        app.hands.now += HOLD_S - 0.01
        assert app.row() == start
        held(app, 3)
        assert app.row() == " NOW  עס  ◆  נמלכיטחזוהד"[:6] + "עס"[::-1][:0] + app.row()[6:9] + start[6:-3]


async def test_pausing_keeps_the_place() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        held(app, 5)
        app.bar.paused = True
        stopped = app.row()
        app.hands.now += 60
        assert app.row() == stopped
        assert not runs(app)
        app.bar.paused = False
        assert app.row() == stopped
        app.hands.now += 1.01 / app.bar.speed
        assert app.row() != stopped


async def test_another_speed_goes_on_from_the_same_place() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        held(app, 7)
        before = app.row()
        app.bar.speed = 2.0
        assert app.row() == before


async def test_the_pointer_holds_the_crawl_and_a_click_opens_what_is_under_it() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.hover(TickerBar, offset=(20, 0))
        await pilot.pause()
        assert not runs(app)
        await pilot.click(TickerBar, offset=(20, 0))
        app.bar.step(1)
        await pilot.click(TickerBar, offset=(20, 0))
        await pilot.pause()
        assert app.opened == [1, 2]
        await pilot.hover(offset=(2, 2))
        await pilot.pause()
        assert runs(app)


async def test_steps_bring_items_to_the_start_edge_both_ways() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        found = []
        for step in (1, 1, 1, -1, -1):
            app.bar.step(step)
            found.append(app.bar.current_id)
        assert found == [2, 3, 1, 3, 2]
        assert app.row().endswith("תשרקצפעס")


async def test_it_rests_when_everything_fits() -> None:
    app = BarApp(("אבג", "דהו"))
    async with app.run_test(size=(40, 3)) as pilot:
        await pilot.pause()
        assert not runs(app)
        assert app.row() == " NOW " + "והד  ◆  גבא".rjust(35)
        await pilot.resize_terminal(14, 3)
        await pilot.pause()
        assert runs(app)


async def test_it_rests_while_hidden() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        assert runs(app)
        app.bar.display = False
        await pilot.pause()
        assert not runs(app)
        app.bar.display = True
        await pilot.pause()
        assert runs(app)


async def test_new_items_do_not_move_the_one_that_is_being_read() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        app.bar.step(1)
        app.hands.now += 3.01 / app.bar.speed
        before = app.row()
        newer = headline(9, title="חדש", lang="")
        app.bar.show([newer, *app.bar.items], breaking=True)
        assert app.row() == before


async def test_without_animations_one_item_at_a_time_is_shown() -> None:
    app = BarApp(("a headline that is much longer than the bar", "אבג"))
    app.animation_level = "none"
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()
        assert app.row() == " NOW  a headline that i…"
        assert app.bar._timer_s == FLIP_S
        assert app.bar.current_id == 1
        app.bar._tick()
        assert app.bar.current_id == 2
        assert app.row().endswith("גבא")
        app.bar.step(1)
        assert app.bar.current_id == 1


async def test_source_and_age_stand_behind_each_headline() -> None:
    app = BarApp(("first", "אבג"))
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.pause()
        app.bar.show(app.bar.items, breaking=True, details=("Le Quai · 3 min", "גל · 4 דק"))
        assert app.row().strip() == "NOW  first  Le Quai · 3 min  ◆  גבא  קד 4 · לג"
        app.animation_level = "none"
        assert app.row().rstrip() == " NOW  first" + " " * 34 + "Le Quai · 3 min"
        app.bar.step(1)
        assert app.row() == " NOW  קד 4 · לג" + " " * 42 + "גבא"


async def test_a_headline_that_needs_the_room_has_it() -> None:
    app = BarApp(("a headline that is as long as this", "b"))
    app.animation_level = "none"
    async with app.run_test(size=(40, 3)) as pilot:
        await pilot.pause()
        app.bar.show(app.bar.items, breaking=True, details=("A source with a long name · 3 min", ""))
        assert app.row() == " NOW  a headline that is as long as this"


async def test_an_age_that_changes_moves_nothing() -> None:
    app = BarApp()
    async with app.run_test(size=(40, 3)) as pilot:
        await pilot.pause()
        app.bar.show(app.bar.items, breaking=True, details=["x · 9 min" for _ in app.bar.items])
        app.bar.step(1)
        app.hands.now += 3.01 / app.bar.speed
        before = app.bar.current_id, app.row()[-6:]
        app.bar.show(app.bar.items, breaking=True, details=["x · 10 min" for _ in app.bar.items])
        assert (app.bar.current_id, app.row()[-6:]) == before


async def test_off_takes_the_bar_away() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        app.bar.mode = "off"
        await pilot.pause()
        assert cells(app)[0] == ""
        assert not runs(app)


async def test_a_flash_reverses_the_colours_once() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        await pilot.pause()

        def reversed_cells() -> list[bool]:
            return [bool(segment.style and segment.style.reverse) for segment in strips(app)[0]]

        assert not any(reversed_cells())
        app.bar.flash()
        await pilot.pause()
        assert all(reversed_cells())
        app.bar._end_flash()
        await pilot.pause()
        assert not any(reversed_cells())


async def resized(pilot: Pilot[Any], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await pilot.pause()


async def test_it_survives_any_size_and_no_items() -> None:
    app = BarApp()
    async with app.run_test(size=(24, 3)) as pilot:
        for width, height in ((1, 1), (2, 5), (200, 1), (5, 3), (24, 3)):
            await resized(pilot, width, height)
            assert app.bar.render_line(0).cell_length == app.bar.size.width
        app.bar.show([], breaking=False)
        await pilot.pause()
        assert app.bar.current_id is None
        app.bar.step(1)
        await pilot.click(TickerBar)
        assert app.opened == []
        assert cells(app)[0] == " NOW"

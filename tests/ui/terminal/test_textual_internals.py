"""What is leant on inside Textual. When one of these fails after an upgrade, `textual_internals.py` or `textual_driver.py` is to mend."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.drivers import linux_driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import Monochrome
from textual.widgets import Static

from ticker_tui.terminal import terminal_session, textual_internals
from ticker_tui.terminal.textual_driver import driver_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from rich.segment import Segment


class TwoPanes(App[None]):
    CSS = "Static { width: 10; height: 3 } #right { offset: 0 0 }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(Content("left"), id="left")
            yield Static(Content("right"), id="right")


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs a test that awaits."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@pytest.fixture
def compositor() -> Iterator[None]:
    """Puts back what `draw_whole_rows` replaces."""
    before = vars(Compositor)["render_update"]
    yield
    Compositor.render_update = before  # type: ignore[method-assign]


@in_loop
async def test_a_part_of_a_row_is_painted_as_the_whole_row(compositor: None) -> None:
    seen: list[str] = []

    def transform(segments: Any) -> list[Segment]:
        row = list(segments)
        seen.append("".join(each.text for each in row))
        return row

    app = TwoPanes()
    textual_internals.draw_whole_rows(app, transform)
    async with app.run_test(size=(24, 4)) as pilot:
        await pilot.pause()
        engine = app.screen._compositor
        engine._dirty_regions.clear()
        app.query_one("#right", Static).update(Content("new"))
        engine.update_widgets({app.query_one("#right")})
        update: Any = engine.render_update(screen_stack=[])
        assert isinstance(update, CompositorUpdate)
        written = update.render_segments(Console(color_system=None))
        assert seen[0].startswith("left      new")
        assert len(seen[0]) == 24
        assert "\x1b[1;1H" in written
        # A screenshot is not for the terminal.
        seen.clear()
        assert isinstance(engine.render_update(full=True, simplify=True), LayoutUpdate)
        assert not seen


@in_loop
async def test_another_app_is_left_alone(compositor: None) -> None:
    textual_internals.draw_whole_rows(TwoPanes(), lambda _: pytest.fail("transformed a row of another app"))
    async with TwoPanes().run_test(size=(24, 4)) as pilot:
        pilot.app.query_one("#left", Static).update(Content("other"))
        await pilot.pause()


@in_loop
async def test_updates_are_still_made_of_what_is_taken_apart() -> None:
    app = TwoPanes()
    async with app.run_test(size=(24, 4)) as pilot:
        await pilot.pause()
        engine = app.screen._compositor
        full = engine.render_update(full=True)
        assert isinstance(full, LayoutUpdate)
        assert len(full.strips) == 4
        engine._dirty_regions.clear()
        app.query_one("#left", Static).update(Content("new"))
        engine.update_widgets({app.query_one("#left")})
        part = engine.render_update()
        assert isinstance(part, ChopsUpdate)
        assert {y for y, _, _ in part.spans} == {0, 1, 2}


@in_loop
async def test_a_filter_that_is_appended_is_asked_last() -> None:
    app = TwoPanes()
    last = Monochrome()
    textual_internals.append_filter(app, last)
    textual_internals.use_truecolor(app)
    async with app.run_test():
        assert app.get_line_filters()[-1] is last
        assert app.console._color_system is ColorSystem.TRUECOLOR
        assert app.console.color_system == "truecolor"


def test_the_driver_still_has_the_doors() -> None:
    for name in ("start_application_mode", "close", "write", "run_input_thread"):
        assert callable(getattr(LinuxDriver, name))
    # Ctrl+Z and App.suspend go through stop and close; the end of the app closes too.
    source = inspect.getsource(LinuxDriver.suspend_application_mode)
    assert "stop_application_mode" in source
    assert "self.close()" in source
    assert vars(linux_driver)["XTermParser"] is XTermParser
    assert "XTermParser(self._debug)" in inspect.getsource(LinuxDriver.run_input_thread)


def test_only_textuals_unix_driver_is_replaced() -> None:
    with terminal_session(environ={"TERM": "dumb"}) as session:
        assert driver_for(session, HeadlessDriver) is HeadlessDriver
        assert issubclass(driver_for(session, LinuxDriver), LinuxDriver)

"""Stock widgets and ours on one screen: everything in visual order, nothing twice."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest
from conftest import until
from filtered import Filtered, looks
from grid import cells
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label, OptionList, Static, Tooltip
from textual.widgets._toast import Toast

import ticker_tui.ui
from ticker_tui.terminal.encodings.per_cell_colour import OneCellRuns
from ticker_tui.terminal.textual_internals import append_filter
from ticker_tui.text import plain
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.rtl.visual_order import VisualOrder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

pytestmark = pytest.mark.anyio


def own_classes() -> Iterator[type[Widget]]:
    """Every widget class of the program."""
    for module in pkgutil.walk_packages(ticker_tui.ui.__path__, "ticker_tui.ui."):
        importlib.import_module(module.name)
    todo: list[type[Widget]] = [Widget]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if kind.__module__.startswith("ticker_tui."):
            yield kind


def test_what_draws_finished_rows_says_so() -> None:
    kinds = set(own_classes())
    assert len(kinds) > 10
    for kind in kinds:
        draws = any(
            "render_line" in vars(base) for base in kind.__mro__ if base.__module__.startswith("ticker_tui.")
        )
        if draws or issubclass(kind, ModalScreen):
            assert issubclass(kind, PreRendered), kind
            assert kind.get_line_filters is PreRendered.get_line_filters, f"{kind}: Finished stands first"


async def test_labels_options_and_styles() -> None:
    def widgets() -> Iterator[Widget]:
        yield Label("العالم BBC", markup=False)
        yield Static(Content.assemble("קרא ", ("עוד", "bold"), " now"))
        yield OptionList("שלום", "left")

    app = Filtered(widgets)
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.pause()
        assert cells(app, app.query_one(Label))[0].strip() == plain("العالم BBC")
        row = looks(app, app.query(Static).last())
        assert "".join(text for text, _ in row).strip() == plain("קרא עוד now")
        assert "".join(text for text, part in row if part.style and part.style.bold) == "דוע"
        options = cells(app, app.query_one(OptionList))
        assert options[1].rstrip(" ▎")[-4:] == "םולש"
        assert options[2].lstrip("▊ ")[:4] == "left"


async def test_a_tooltip() -> None:
    label = Label("here")
    label.tooltip = Content("الجزيرة: لا جواب")
    app = Filtered(lambda: [label])
    async with app.run_test(size=(40, 10), tooltips=True) as pilot:
        app.TOOLTIP_DELAY = 0.01
        await pilot.hover(label)
        await until(pilot, lambda: app.screen.query_one(Tooltip).display)
        await pilot.pause()
        assert any(plain("الجزيرة: لا جواب") in row for row in cells(app))


async def test_the_form_of_a_terminal_gets_visual_cells() -> None:
    app = Filtered(lambda: [Label("العالم BBC", markup=False)])
    append_filter(app, OneCellRuns())
    async with app.run_test(size=(20, 4)) as pilot:
        await pilot.pause()
        label = app.query_one(Label)
        assert cells(app, label)[0].strip() == plain("العالم BBC")
        letters = [part.text for _, part in looks(app, label) if part.text in plain("العالم")]
        assert letters == list(plain("العالم")), "each letter by itself"


async def test_a_toast() -> None:
    app = Filtered(list)
    async with app.run_test(size=(60, 12), notifications=True) as pilot:
        app.notify("تعذر فتح الرابط", title="Feed", markup=False)
        await until(pilot, lambda: len(app.screen.query(Toast)) == 1)
        await pilot.pause()
        rows = cells(app, app.screen.query_one(Toast))
        [row] = [row for row in rows if plain("تعذر فتح الرابط") in row]
        assert row.endswith(plain("تعذر فتح الرابط")), "at the right edge"
        [title] = [row for row in rows if "Feed" in row]
        assert title.index("Feed") < 4


async def test_our_widgets_are_as_without_the_filter(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        filtered = cells(app)
        assert any("ﺍ" in row for row in filtered)
        assert isinstance(app.get_line_filters()[0], VisualOrder)
        app._visual_order.enabled = False
        app.get_line_filters = lambda: app._filters  # type: ignore[method-assign]
        app.screen.refresh(repaint=True)
        for widget in app.screen.query("*"):
            widget.refresh()
        await pilot.pause()
        assert cells(app) == filtered


async def test_the_palette(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        below = cells(app)
        await pilot.press("ctrl+p")
        palette = app.screen
        field = palette.query_one(TextField)
        assert field.has_focus
        await pilot.press(*"العالم")
        await pilot.pause()
        assert cells(app, field)[0].strip() == plain("العالم")
        commands = palette.query_one(ColumnsView)
        options = [row for row in cells(app, commands) if plain("العالم") in row]
        assert len(options) == 1
        marked = [
            text
            for y in range(commands.region.height)
            for text, part in looks(app, commands, y)
            if part.style is not None and part.style.underline
        ]
        assert "".join(marked) == plain("العالم")
        # The dimmed screen below it was in order already.
        bottom = commands.region.bottom + 1
        assert cells(app)[bottom:] == below[bottom:]
        assert any("ﺍ" in row for row in below[bottom:])

"""On a terminal with 16 colours, and on one without any, form tells what grounds and colours tell elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from making import NOW
from rich.color import ColorType
from textual.geometry import Region

from ticker_tui.contrast import contrast
from ticker_tui.ui.theme.feed_colours import DARK, LIGHT
from ticker_tui.ui.theme.palettes import LOOKS
from ticker_tui.ui.theme.sixteen_colours import GROUNDS, LEAST, PALETTE, FewColours, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Desk
    from rich.segment import Segment
    from rich.style import Style
    from textual.widget import Widget

    from ticker_tui.ui.theme.palettes import ThemeColours

pytestmark = pytest.mark.anyio

RED = (1, 9)
TERMINALS = {
    "xterm": {"TERM": "xterm"},
    "screen": {"TERM": "screen"},
    "none": {"TERM": "xterm-256color", "NO_COLOR": "1"},
}


@pytest.fixture(params=TERMINALS)
def few_colours(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("COLORTERM")
    for name, value in TERMINALS[request.param].items():
        monkeypatch.setenv(name, value)
    return str(request.param)


def looks(segments: Iterable[Segment]) -> set[tuple[str, str, bool]]:
    """The colours of cells, and whether they are reversed."""
    return {(str(style.color), str(style.bgcolor), bool(style.reverse)) for style in styles(segments)}


def styles(segments: Iterable[Segment]) -> list[Style]:
    return [segment.style for segment in segments if segment.style is not None and segment.text]


def piece(widget: Widget, text: str) -> Style:
    """The style of a text in the first line of a widget."""
    (style,) = {
        style
        for style in (segment.style for segment in widget.render_line(0) if text in segment.text)
        if style
    }
    return style


@pytest.mark.usefixtures("few_colours")
@pytest.mark.parametrize(("language", "density"), [("en", "one"), ("ar", "two")])
async def test_the_selected_row_is_one_reversed_block(desk: Desk, language: str, density: str) -> None:
    desk.write_config(f'language = "{language}"\n[display]\ndensity = "{density}"\n')
    desk.fill()
    async with desk.open((120, 30), poll=False) as (app, pilot):
        await pilot.press("j")
        rows_each = app.headlines.rows_each
        chosen = [app.headlines.paint_line(line) for line in range(rows_each, 2 * rows_each)]
        others = [app.headlines.paint_line(line) for line in range(rows_each)]
        ((_, ground, reverse),) = looks(segment for strip in chosen for segment in strip)
        assert reverse, "every cell of it, the empty ones too"
        assert {
            (there, other) for _, there, other in looks(segment for strip in others for segment in strip)
        } == {(ground, False)}
        await pilot.press("enter")
        assert all(style.underline for style in styles(app.headlines.paint_line(rows_each)))


@pytest.mark.usefixtures("few_colours")
async def test_what_is_open_found_and_breaking_is_told_by_form(desk: Desk) -> None:
    desk.write_config(
        "[[highlight]]\nwords = ['ferry']\ncolour = 'navy'\n[[views]]\nname = 'Sea'\nquery = 'ferry'\ncolour = 'navy'\n"
    )
    desk.store.use_rules(desk.config.settings.rules(NOW))
    desk.fill()
    async with desk.open((160, 30), poll=False) as (app, pilot):
        assert piece(app.tabs, "All").reverse
        assert piece(app.tabs, "All").bold
        assert not piece(app.tabs, "Sea").reverse
        assert app.bar._breaking
        assert piece(app.bar, "BREAKING").reverse
        app.bar.focus()
        await pilot.pause()
        assert piece(app.bar, "BREAKING").underline, "and it has the focus"
        await pilot.press("escape")
        marked = next(
            strip for strip in (app.headlines.paint_line(line) for line in range(2, 24)) if "◆" in strip.text
        )
        assert [segment.text for segment in marked if segment.style and segment.style.underline]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_whatever_is_read_in_a_theme_can_be_read_with_16_colours(look: ThemeColours) -> None:
    grounds = [name for name in look.colours if name.endswith("background") or name == "panel"]
    letters = [*(DARK if look.dark else LIGHT), *look.colours.values()]
    for ground in (look.colours[name] for name in grounds):
        for fore in letters:
            letter, under = fitted(fore, ground)
            assert under <= max(*GROUNDS, 7), "no bright ground, which many terminals do not have"
            assert contrast(PALETTE[letter], PALETTE[under]) >= min(LEAST, contrast(fore, ground))
    background = look.colours["background"]
    for source in DARK if look.dark else LIGHT:
        assert fitted(source, background)[0] not in RED, "which is for breaking news"
    assert fitted(look.colours["text-error"], background)[0] in RED
    assert fitted("#ffffff", look.colours["breaking-label-background"])[1] in RED


async def test_rows_are_painted_with_what_the_terminal_has(desk: Desk, few_colours: str) -> None:
    desk.write_config("[display]\ntheme = 'ticker-light'\n")
    desk.fill()
    async with desk.open((120, 30), poll=False) as (app, _pilot):
        fitting = any(isinstance(each, FewColours) for each in app.get_line_filters())
        assert fitting == (few_colours != "none")
        painted = styles(
            segment for line in app.headlines.render_lines(Region(0, 0, 120, 20)) for segment in line
        )
    if fitting:
        colours = {
            colour for style in painted for colour in (style.color, style.bgcolor) if colour is not None
        }
        assert {colour.type for colour in colours} == {ColorType.STANDARD}
        assert not any(style.bold and style.color and not style.color.number for style in painted), (
            "bold black is grey in many terminals"
        )

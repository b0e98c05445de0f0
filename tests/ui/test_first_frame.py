"""The frame that is drawn before Textual is there shows the cells that Textual paints over it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from grid import strips
from making import NOW, TITLES

from ticker_tui.i18n import chosen, speak
from ticker_tui.model import Order, View
from ticker_tui.ui import strings
from ticker_tui.ui.headlines.model import HeadlineListModel as ShownDesk
from ticker_tui.ui.panes.pane_layout import PaneSettings
from ticker_tui.ui.panes.split import Divider
from ticker_tui.ui.render.first_frame import first_frame
from ticker_tui.ui.render.highlights import Highlights
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.theme.palettes import looks

if TYPE_CHECKING:
    from conftest import Desk
    from textual.strip import Strip

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


SIZES = [(120, 30), (200, 40), (99, 24), (84, 24), (60, 12), (24, 8)]


class Cell(NamedTuple):
    text: str
    fore: str
    ground: str
    bold: bool
    underline: bool = False


def cells_of_frame(frame: bytes) -> list[list[Cell]]:
    """Read the frame as a terminal would; a mark stays with its letter."""
    rows: list[list[Cell]] = []
    for part in re.split(r"\x1b\[\d+;1H", frame.decode())[1:]:
        row: list[Cell] = []
        for sgr, text in re.findall(r"\x1b\[([0-9;]*)m([^\x1b]+)", part):
            fore, ground = (
                "#{:02x}{:02x}{:02x}".format(*map(int, match))
                for match in re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", sgr)
            )
            codes = sgr.partition("8;2;")[0].split(";")
            row += cells_of_text(text, fore, ground, bold="1" in codes, underline="4" in codes)
        rows.append(row)
    return rows


def cells_of_text(text: str, fore: str, ground: str, *, bold: bool, underline: bool) -> list[Cell]:
    clusters = re.findall(
        r"[^\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0591-\u05c7][\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0591-\u05c7]*",
        text,
    )
    # The colour of a blank cell is not seen.
    return [
        Cell(each, fore if each.strip() else "", ground, bold if each.strip() else False, underline)
        for each in clusters
    ]


def same(drawn: Cell, painted: Cell) -> bool:
    """Equal cells; a theme's colours may be off by one where Textual has computed with them."""
    colours = zip(
        bytes.fromhex(drawn.fore[1:] + drawn.ground[1:]),
        bytes.fromhex(painted.fore[1:] + painted.ground[1:]),
        strict=True,
    )
    return (drawn.text, drawn.bold, drawn.underline) == (
        painted.text,
        painted.bold,
        painted.underline,
    ) and all(abs(a - b) <= 1 for a, b in colours)


def cells_of_strip(strip: Strip) -> list[Cell]:
    row: list[Cell] = []
    for segment in strip:
        style = segment.style
        assert style is not None
        assert style.bgcolor is not None
        fore = style.color.get_truecolor().hex if style.color is not None else ""
        ground = style.bgcolor.get_truecolor().hex
        row += cells_of_text(
            segment.text, fore, ground, bold=bool(style.bold), underline=bool(style.underline)
        )
    return row


HIGHLIGHTS = """language = "ar"
[[highlight]]
words = ["ferry", "الميناء", "storm*"]
colour = "navy"
[[highlight]]
words = ["service", "جديد", "ساحليه"]
[[highlight]]
feeds = ["Orbit"]
colour = "#d68aa6"
"""


LOOKS = [
    ("ticker-dark", ""),
    ("ticker-light", ""),
    ("ticker-dark", 'language = "ar"\n'),
    ("ticker-dark", 'language = "fa"\n'),
    ("ticker-dark", '[[views]]\nname = "Sea"\nquery = "ferry"\ncolour = "navy"\n'),
    ("ticker-dark", 'density = "one"'),
    ("ticker-dark", 'density = "two"'),
]


@pytest.mark.parametrize(
    ("theme", "top", "relative", "count"),
    [
        # Clocks and lengths take turns.
        pytest.param(
            *look,
            ("false", "true")[turn % 2],
            (3, 60)[turn // 2 % 2],
            marks=() if rest == 0 else pytest.mark.slow,
        )
        for place, look in enumerate(LOOKS)
        for rest in range(4)
        for turn in (place + rest,)
    ],
)
async def test_textual_paints_the_same_cells(
    desk: Desk, *, count: int, theme: str, top: str, relative: str
) -> None:
    await compare_with_textual(desk, count=count, theme=theme, top=top, relative=relative)


@pytest.mark.parametrize(
    ("theme", "top"),
    [
        ("ticker-light", 'density = "summary"\nsort = "source"\ngroup_by_day = true'),
        ("ticker-dark", 'density = "auto"\ngroup_by_day = true'),
        ("ticker-dark", HIGHLIGHTS),
        ("ticker-light", HIGHLIGHTS),
    ],
)
async def test_headings_orders_summaries_and_highlights_are_the_same_too(
    desk: Desk, theme: str, top: str
) -> None:
    await compare_with_textual(desk, count=120, theme=theme, top=top)


async def compare_with_textual(
    desk: Desk, *, count: int, theme: str, top: str, relative: str = "false"
) -> None:
    """At every size."""
    before, inside = ("", top) if top.startswith("density") else (top, "")
    desk.write_config(f'{before}[display]\ntheme = "{theme}"\nrelative_times = {relative}\n{inside}\n')
    speak(chosen(desk.config.settings.language, "auto", {}))
    desk.store.use_rules(desk.config.settings.rules(NOW))
    desk.fill(count, summary="It began at quay 5, بعد العاصفة، and went on for the whole of a long night.")
    views = desk.config.settings.views
    display = desk.config.settings.display
    shown = ShownDesk(
        desk.store, desk.config.feeds, clock=lambda: NOW, views=views, order=Order(display.sort)
    )
    shown.summaries = display.density == "summary"
    ids = shown.open(View())
    desk.store.set_starred([ids[1]], True)
    desk.store.set_read([ids[2]], True)
    for number in (1, 2):  # an English and an Arabic one
        desk.save(TITLES[number][0], desk.entry(number, title=f"{TITLES[number][1]} ✓"))
    shown.recount()
    async with desk.open(SIZES[0], poll=False) as (app, pilot):
        for size in SIZES:
            frame = first_frame(
                shown,
                size=size,
                now=NOW,
                sources=FeedColours(desk.config.feeds),
                theme=looks()[theme],
                words=strings.words(relative_times=relative == "true"),
                density=display.density,
                grouped=display.group_by_day,
                highlights=Highlights(desk.config.settings.highlight),
            )
            await pilot.resize_terminal(*size)
            await pilot.pause()
            compare(cells_of_frame(frame), app)


def compare(frame: list[list[Cell]], app: TickerApp) -> None:
    """Tabs, list and divider are drawn where they are painted, cell by cell."""
    assert [len(row) for row in frame] == [app.size.width] * app.size.height
    for widget in (app.tabs, app.headlines, app.screen.query_one(Divider)):
        region = widget.region
        for y, strip in enumerate(strips(app, widget)):
            painted = cells_of_strip(strip)
            drawn = frame[region.y + y][region.x : region.right]
            pairs = zip(drawn, painted, strict=True)
            assert [(x, *pair) for x, pair in enumerate(pairs) if not same(*pair)][:3] == [], f"row {y}"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("size", "layout", "split"),
    [
        ((80, 40), "auto", 50),
        ((120, 30), "stacked", 33),
        ((101, 17), "stacked", 90),
        ((61, 24), "side", 35),
        ((143, 24), "side", 62.5),
        ((59, 15), "side", 50),
    ],
)
async def test_it_shares_the_window_as_textual_does(
    desk: Desk, *, size: tuple[int, int], layout: str, split: float, language: str
) -> None:
    desk.write_config(f'language = "{language}"\n[display]\nlayout = "{layout}"\nsplit = {split}\n')
    desk.fill(40)
    display = desk.config.settings.display
    speak(chosen(language, "auto", {}))
    shown = ShownDesk(desk.store, desk.config.feeds, clock=lambda: NOW)
    shown.open(View())
    frame = first_frame(
        shown,
        size=size,
        now=NOW,
        sources=FeedColours(desk.config.feeds),
        words=strings.words(relative_times=False),
        sharing=PaneSettings(display.layout, display.split, mirrored=language == "ar"),
    )
    async with desk.open(size, poll=False) as (app, _pilot):
        compare(cells_of_frame(frame), app)


async def test_a_window_without_room_gets_no_frame(desk: Desk) -> None:
    desk.fill()
    shown = ShownDesk(desk.store, desk.config.feeds, clock=lambda: NOW)
    shown.open(View())
    assert first_frame(shown, size=(19, 30), now=NOW, sources=FeedColours()) == b""
    assert first_frame(shown, size=(80, 4), now=NOW, sources=FeedColours()) == b""

"""What the bar looks like at a moment, and what stands in which of its cells: a label, and the crawl or one headline.

Where the crawl is, and when it moves on, is said by whoever has the time: `TickerBar`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.model import Direction
from ticker_tui.text import base_direction
from ticker_tui.ui.bar.marquee import Marquee, MarqueeItem, direction_of
from ticker_tui.ui.render.selectable import Selectable
from ticker_tui.ui.render.strips import blank, field, line_strip, row, text_field, truncated
from ticker_tui.ui.render.text_selection import Passage, PassageLine, touch
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.theme.component_styles import background_of, ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.geometry import Offset

    from ticker_tui.model import Headline
    from ticker_tui.ui.render.strips import Field
    from ticker_tui.ui.render.text_selection import TextPosition

Mode = Literal["scroll", "flip", "off"]

MIN_CRAWL_CELLS: Final = 8
"""A bar with less room shows no label."""


class BarFace(Selectable, PreRendered, Widget):
    """A bar at a moment."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--label",
        "bar--label-breaking",
        "bar--text",
        "bar--text-breaking",
        "bar--detail",
        "bar--detail-breaking",
        "bar--separator",
        "bar--separator-breaking",
        "bar--selection",
    }
    SELECTION_COMPONENT = "bar--selection"
    DEFAULT_CSS = """
    BarFace {
        height: 1;
        & > .bar--label { background: $primary; color: auto 90%; text-style: bold; }
        & > .bar--label-breaking { background: $error; color: auto 90%; text-style: bold; }
        & > .bar--text { background: $panel; color: auto 90%; }
        & > .bar--text-breaking { background: $error 22%; color: $foreground; }
        & > .bar--detail { background: $panel; color: $foreground 65%; }
        & > .bar--detail-breaking { background: $error 22%; color: $foreground 75%; }
        & > .bar--separator { background: $panel; color: $primary; }
        & > .bar--separator-breaking { background: $error 22%; color: $error; }
        & > .bar--selection { background: $secondary; color: auto 95%; }
    }
    """

    mode: reactive[Mode] = reactive("scroll", init=False)
    label: reactive[str] = reactive("", init=False)
    """What stands at the start edge: Breaking, Latest."""
    mirrored: reactive[bool] = reactive(default=False, init=False)
    """The interface runs right to left: the label stands at the right."""
    empty: reactive[str] = reactive("", init=False)
    """What stands there while there is nothing to show."""
    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._items: tuple[Headline, ...] = ()
        self._details: tuple[str, ...] = ()
        self._breaking = False
        self._crawl: Marquee | None = None
        self._crawl_room = -1
        self._flip = 0
        """Which item stands in a bar that does not crawl."""
        self._flashing = False
        self._drawn_position: int | None = None
        self._row_styles_of: dict[str, Style] = {}

    @property
    def items(self) -> tuple[Headline, ...]:
        """What is shown, in its order."""
        return self._items

    @property
    def current_id(self) -> int | None:
        """The item a key would open: the first one whose beginning is in view, else the one that fills the bar."""
        if not self._items:
            return None
        if not self._scrolls():
            return self._items[self._flip % len(self._items)].id
        crawl, room = self._laid_out(), self._room()
        if crawl.fits(room):
            return self._items[0].id
        position = max(0, int(self._position()))
        here = crawl.item_at(self._start_x(crawl), position, room)
        place = position % crawl.length_cells
        if crawl.starts[here] != place:
            following = (here + 1) % len(self._items)
            if (crawl.starts[following] - place) % crawl.length_cells < room:
                here = following
        return self._items[here].id

    def _position(self) -> float:
        """How many cells the crawl has moved; negative while it is held at its beginning."""
        raise NotImplementedError

    def _scrolls(self) -> bool:
        return self.mode == "scroll" and self.app.animation_level != "none"  # pyright: ignore[reportUnknownMemberType] - Textual says bare App

    def _start_x(self, crawl: Marquee) -> int:
        """The cell of the window at the start edge of the crawl."""
        return self._room() - 1 if crawl.direction is Direction.RTL else 0

    def _laid_out(self) -> Marquee:
        room = self._room()
        if self._crawl is None or self._crawl_room != room:
            self._crawl = Marquee(self._items, room, marks=self.marks, details=self._details)
            self._crawl_room = room
        return self._crawl

    # What changes the picture only

    def watch_empty(self) -> None:
        """Say something else."""
        self.refresh()

    def watch_mirrored(self) -> None:
        """The label changes sides; the crawl keeps its direction."""
        self.refresh()

    def watch_marks(self) -> None:
        """Lay out again."""
        self._crawl = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._row_styles_of = {}

    # Painting

    def _label(self) -> Field:
        """The label at the start edge with a cell of air on each side; nothing in a bar that is too narrow for it."""
        if not self.label:
            return []
        style = self._style("label")
        line = truncated(self.label, 24, base_direction(self.label), marks=True)
        if line.width_cells + 3 + MIN_CRAWL_CELLS > self.size.width:
            return []
        return [*blank(1, style), *field(line, line.width_cells, style, base_style=style), *blank(1, style)]

    def _label_cells(self) -> int:
        cells = sum(segment.cell_length for segment in self._label())
        return cells + 1 if cells else 0

    def _room(self) -> int:
        """The cells there are for the crawl."""
        return max(0, self.size.width - self._label_cells())

    def _style(self, name: str) -> Style:
        component = f"bar--{name}-breaking" if self._breaking else f"bar--{name}"
        style = self._row_styles_of.get(component)
        if style is None:
            style = self._row_styles_of[component] = ink(self, component, background_of(self, component))
        return style + Style(reverse=not style.reverse) if self._flashing else style

    def render_line(self, y: int) -> Strip:
        """The bar; lines below the first one are empty."""
        width = self.size.width
        if width <= 0:
            return Strip([], 0)
        text = self._style("text")
        if y > 0:
            return line_strip(None, width, text, base_style=text)
        label = self._label()
        air = blank(1, text) if label else []
        body = self._body(self._room(), text)
        strip = row([label, air, body], width, base_style=text, mirrored=self.mirrored)
        return self.with_selection(strip, 0)

    def _body(self, room: int, text: Style) -> Field:
        if not self._items or room <= 0:
            side = Direction.RTL if self.mirrored else Direction.LTR
            return text_field(self.empty, room, self._style("detail"), base_style=text, align=side)
        if not self._scrolls():
            return self._flipped(room, text)
        crawl = self._laid_out()
        styles = (text, self._style("separator"), self._style("detail"))
        if crawl.fits(room):
            still = crawl.still(room, styles)
            padding = blank(room - sum(segment.cell_length for segment in still), text)
            return [*padding, *still] if crawl.direction is Direction.RTL else [*still, *padding]
        self._drawn_position = max(0, int(self._position()))
        return crawl.window(self._drawn_position, room, styles)

    def _flipped(self, room: int, text: Style) -> Field:
        """One headline, and at the other end of the bar what there is to say of it."""
        number = self._flip % len(self._items)
        item = self._items[number]
        own = direction_of(item)
        title_cells = self._title_cells(number, room)
        title = text_field(item.title, title_cells, text, base=own, marks=self.marks)
        if title_cells == room:
            return title
        style = self._style("detail")
        detail = text_field(self._details[number], room - title_cells - 2, style, base=own, marks=self.marks)
        parts = (title, blank(2, text), detail)
        return [part for each in (parts[::-1] if own is Direction.RTL else parts) for part in each]

    def _title_cells(self, number: int, room: int) -> int:
        """The room of a headline that stands still: all of it, unless its detail has a place beside the whole of it."""
        if number >= len(self._details) or not self._details[number]:
            return room
        own = direction_of(self._items[number])
        title = truncated(self._items[number].title, room, own, self.marks)
        detail = truncated(self._details[number], room, own, self.marks)
        left = room - 2 - detail.width_cells
        return left if title.width_cells <= left else room

    # What stands where

    def stretches_at(self, line: int) -> Sequence[PassageLine]:
        """The texts that are seen."""
        left = 0 if self.mirrored else self._label_cells()
        return [
            PassageLine(Passage((part.item, 0, 0), self._items[part.item].title), part.line, left + part.left)
            for part in (self._parts_seen() if not line else ())
        ]

    def _parts_seen(self) -> Sequence[MarqueeItem]:
        room = self._room()
        if not self._items or room <= 0:
            return []
        if not self._scrolls():
            number = self._flip % len(self._items)
            item = self._items[number]
            shown = truncated(item.title, self._title_cells(number, room), direction_of(item), self.marks)
            rtl = shown.direction is Direction.RTL
            return [MarqueeItem(number, shown, room - shown.width_cells if rtl else 0)]
        crawl = self._laid_out()
        if not crawl.fits(room):
            return crawl.parts_seen(max(0, int(self._position())), room)
        parts = crawl.parts_still()
        if crawl.direction is Direction.RTL:
            used = sum(segment.cell_length for segment in crawl.still(room, (Style.null(),) * 3))
            return [part._replace(left=part.left + room - used) for part in parts]
        return parts

    def passages(self) -> Iterable[Passage]:
        """The items."""
        return (Passage((number, 0, 0), item.title) for number, item in enumerate(self._items))

    def focus_touch(self, cell: Offset, anchor: TextPosition) -> TextPosition | None:
        """Only the item where a selection began: what stands beside it is another story."""
        own = [stretch for stretch in self.stretches_at(0) if stretch.passage.key == anchor.passage.key]
        return touch(own, cell.x)

    def _entry_at(self, cell_x: int) -> int | None:
        room = self._room()
        x = cell_x if self.mirrored else cell_x - self._label_cells()
        if not 0 <= x < room or not self._scrolls():
            return self.current_id
        crawl = self._laid_out()
        if crawl.fits(room):
            used = sum(segment.cell_length for segment in crawl.still(room, (Style.null(),) * 3))
            index = crawl.item_at(x, 0, room) if self._within(crawl, x, room, used) else 0
        else:
            index = crawl.item_at(x, max(0, int(self._position())), room)
        return self._items[index].id

    @staticmethod
    def _within(crawl: Marquee, x: int, room: int, used: int) -> bool:
        """Whether a cell of a crawl at rest is one of its texts."""
        return x >= room - used if crawl.direction is Direction.RTL else x < used

"""The bar: a label and a crawl of headlines, one line high.

What is seen is a function of the time that has passed, not of the number of frames: a late frame makes the
crawl no slower. No timer runs while the bar is paused, hidden, under the pointer, or has room for everything.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.model import Direction
from ticker_tui.text import base_direction
from ticker_tui.ui.inks import ground_of, ink
from ticker_tui.ui.paint import blank, field, line_strip, row, text_field, truncated
from ticker_tui.ui.selection import Passage, Stretch, touch
from ticker_tui.ui.stock.finished import Finished
from ticker_tui.ui.widgets.crawl import Crawl, Part, direction_of
from ticker_tui.ui.widgets.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events
    from textual.geometry import Offset
    from textual.timer import Timer

    from ticker_tui.model import Headline
    from ticker_tui.ui.paint import Field
    from ticker_tui.ui.selection import Touch

Mode = Literal["scroll", "flip", "off"]

FLIP_S: Final = 6.0
"""How long an item stands in a bar that does not move."""
HOLD_S: Final = 2.0
"""How long a new crawl stands still, so that its first item can be begun."""
FLASH_S: Final = 0.6
MAX_FRAMES_S: Final = 20.0
SPEEDS: Final = (0.5, 60.0)
"""Columns a second, the least and the most."""
SPEED_STEP: Final = 1.25
MIN_CRAWL_CELLS: Final = 8
"""A bar with less room shows no label."""


class TickerBar(Selecting, Finished, Widget):
    """Headlines that pass by. Give it what to show; it says what was clicked."""

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
    TickerBar {
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

    paused: reactive[bool] = reactive(default=False, init=False)
    mode: reactive[Mode] = reactive("scroll", init=False)
    speed: reactive[float] = reactive(8.0, init=False)
    """Cells a second."""
    label: reactive[str] = reactive("", init=False)
    """What stands at the start edge: Breaking, Latest."""
    mirrored: reactive[bool] = reactive(default=False, init=False)
    """The interface runs right to left: the label stands at the right."""
    empty: reactive[str] = reactive("", init=False)
    """What stands there while there is nothing to show."""
    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    class Opened(Message):
        """Someone wants to read the item under the pointer."""

        def __init__(self, bar: TickerBar, entry_id: int) -> None:
            super().__init__()
            self.bar = bar
            self.entry_id = entry_id

        @property
        def control(self) -> TickerBar:
            """The bar it came from."""
            return self.bar

    def __init__(
        self,
        *,
        clock: Callable[[], float] = monotonic,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty bar.

        Args:
            clock: Seconds, monotonic.
            id: As in Textual.
            classes: As in Textual.
        """
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._items: tuple[Headline, ...] = ()
        self._details: tuple[str, ...] = ()
        self._breaking = False
        self._crawl: Crawl | None = None
        self._crawl_room = -1
        self._base = 0.0
        """Cells moved when the clock was last started."""
        self._started_at: float | None = None
        """When the clock was last started; None: it rests."""
        self._flip = 0
        self._timer: Timer | None = None
        self._timer_s = 0.0
        self._hovered = False
        self._shown = True
        self._flashing = False
        self._drawn_position: int | None = None
        self._inks: dict[str, Style] = {}

    # What it is told

    @property
    def items(self) -> tuple[Headline, ...]:
        """What is shown, in its order."""
        return self._items

    def show(self, items: Sequence[Headline], *, breaking: bool, details: Sequence[str] = ()) -> None:
        """Show other items.

        The item at the start edge stays there if it is still among them; otherwise the crawl begins anew.

        Args:
            items: In the order they are to be read.
            breaking: They are breaking news: other colours.
            details: What stands behind each item, its source and age; none at all, or as many as items.
        """
        if breaking != self._breaking:
            self._breaking = breaking
            self.refresh()
        old, self._items = self._items, tuple(items)
        same = [(item.id, item.title) for item in old] == [(item.id, item.title) for item in items]
        if same and self._details == tuple(details):
            return
        self._details = tuple(details)
        if not same:
            self.clear_selection()
        self._base = self._place_after(old)
        if self._started_at is not None:
            self._started_at = self._clock()
        self._rest_or_run()
        self.refresh()

    def _place_after(self, old: tuple[Headline, ...]) -> float:
        """Where the crawl of the items now goes on after that of the old ones."""
        places = {item.id: number for number, item in enumerate(self._items)}
        self._flip = places.get(old[self._flip % len(old)].id, 0) if old else 0
        old_crawl, self._crawl = self._crawl, None
        anew = -HOLD_S * self.speed
        if old_crawl is None or not old or not self.is_attached:
            return anew
        position = int(self._position())
        crawl, room = self._laid_out(), self._room()
        index = old_crawl.item_at(self._start_x(old_crawl), max(0, position), room)
        place = places.get(old[index].id)
        if position < 0 or place is None or old_crawl.direction is not crawl.direction:
            return anew
        return float(crawl.starts[place] + (position - old_crawl.starts[index]) % old_crawl.length_cells)

    def step(self, step: int) -> None:
        """Bring the next (1) or the previous (-1) item to the start edge."""
        if not self._items:
            return
        if self._scrolls():
            self._base = float(self._laid_out().step(max(0, int(self._position())), step))
            if self._started_at is not None:
                self._started_at = self._clock()
        else:
            self._flip = (self._flip + step) % len(self._items)
            self._restart_timer()
        self.refresh()

    def faster(self, steps: int) -> None:
        """Change the speed by some steps, within bounds; a negative number makes it slower."""
        least, most = SPEEDS
        self.speed = max(least, min(most, self.speed * SPEED_STEP**steps))

    def flash(self) -> None:
        """Draw attention once: the colours are reversed for a moment. Not where little may move."""
        if self.app.animation_level == "none":  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
            return
        self._flashing = True
        self.refresh()
        self.set_timer(FLASH_S, self._end_flash)

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

    # Movement

    def _scrolls(self) -> bool:
        return self.mode == "scroll" and self.app.animation_level != "none"  # pyright: ignore[reportUnknownMemberType] - Textual says bare App

    def _position(self) -> float:
        """How many cells the crawl has moved; negative while it is held at its beginning."""
        if self._started_at is None:
            return self._base
        return self._base + (self._clock() - self._started_at) * self.speed

    def _start_x(self, crawl: Crawl) -> int:
        """The cell of the window at the start edge of the crawl."""
        return self._room() - 1 if crawl.direction is Direction.RTL else 0

    def _laid_out(self) -> Crawl:
        room = self._room()
        if self._crawl is None or self._crawl_room != room:
            self._crawl = Crawl(self._items, room, marks=self.marks, details=self._details)
            self._crawl_room = room
        return self._crawl

    def _rest_or_run(self) -> None:
        """Start or stop the clock and the timer, as the state of things wants it."""
        if not self.is_mounted:
            return
        moving = bool(
            self._items
            and self._shown
            and not (self.paused or self._hovered or self.has_focus or self.selecting)
            and self.mode != "off"
        )
        interval = FLIP_S
        if moving and self._scrolls():
            moving = not self._laid_out().fits(self._room()) and self.speed > 0
            interval = 1 / max(0.1, min(MAX_FRAMES_S, self.speed))
        elif moving:
            moving = len(self._items) > 1
        if not moving:
            self._base = self._position()
            self._started_at = None
            self._stop_timer()
            return
        if self._started_at is None:
            self._started_at = self._clock()
        if self._timer is None or self._timer_s != interval:
            self._stop_timer()
            self._timer_s = interval
            self._timer = self.set_interval(interval, self._tick)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _restart_timer(self) -> None:
        """An item that was asked for stands its whole time."""
        self._stop_timer()
        self._rest_or_run()

    def _tick(self) -> None:
        if not self.screen.is_current:
            return
        if self._scrolls():
            position = max(0, int(self._position()))
            if position != self._drawn_position:
                self.refresh()
        else:
            self._flip = (self._flip + 1) % max(1, len(self._items))
            self.refresh()

    def _end_flash(self) -> None:
        self._flashing = False
        self.refresh()

    # What changes the picture

    def motion_changed(self) -> None:
        """Less may move now, or more: `App.animation_level` says how much."""
        self._rest_or_run()
        self.refresh()

    def watch_paused(self) -> None:
        """Rest, or go on where it stood."""
        self._rest_or_run()

    def watch_mode(self) -> None:
        """`off` takes the bar away."""
        self.display = self.mode != "off"
        self._rest_or_run()
        self.refresh()

    def watch_speed(self, old_speed: float, _speed: float) -> None:
        """Go on from here at another speed."""
        if self._started_at is not None:
            now = self._clock()
            self._base += (now - self._started_at) * old_speed
            self._started_at = now
        self._rest_or_run()

    def watch_label(self) -> None:
        """Another label leaves another room."""
        self._rest_or_run()
        self.refresh()

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

    def on_mount(self) -> None:
        """Begin to move, if there is something to show."""
        self._rest_or_run()

    def on_resize(self) -> None:
        """There may be room for everything now, or no longer."""
        self._rest_or_run()

    def on_show(self) -> None:
        """Move again."""
        self._shown = True
        self._rest_or_run()

    def on_hide(self) -> None:
        """Nobody looks: rest."""
        self._shown = False
        self._rest_or_run()

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._inks = {}

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
        style = self._inks.get(component)
        if style is None:
            style = self._inks[component] = ink(self, component, ground_of(self, component))
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

    # The mouse

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's signature
        """Nor does what is gone through by key."""
        super().watch_has_focus(has_focus)
        self._rest_or_run()

    def on_enter(self) -> None:
        """What is pointed at does not run away."""
        self._hovered = True
        self._rest_or_run()

    def on_leave(self) -> None:
        """Go on."""
        self._hovered = False
        self._rest_or_run()

    def stretches_at(self, line: int) -> Sequence[Stretch]:
        """The texts that are seen."""
        left = 0 if self.mirrored else self._label_cells()
        return [
            Stretch(Passage((part.item, 0, 0), self._items[part.item].title), part.line, left + part.left)
            for part in (self._parts_seen() if not line else ())
        ]

    def _parts_seen(self) -> Sequence[Part]:
        room = self._room()
        if not self._items or room <= 0:
            return []
        if not self._scrolls():
            number = self._flip % len(self._items)
            item = self._items[number]
            shown = truncated(item.title, self._title_cells(number, room), direction_of(item), self.marks)
            rtl = shown.direction is Direction.RTL
            return [Part(number, shown, room - shown.width_cells if rtl else 0)]
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

    def focus_touch(self, cell: Offset, anchor: Touch) -> Touch | None:
        """Only the item where a selection began: what stands beside it is another story."""
        own = [stretch for stretch in self.stretches_at(0) if stretch.passage.key == anchor.passage.key]
        return touch(own, cell.x)

    def selecting_changed(self) -> None:
        """What is held stands still."""
        self._rest_or_run()

    def on_click(self, event: events.Click) -> None:
        """Open the item under the pointer; the label opens the current one."""
        offset = event.get_content_offset(self)
        if offset is None or not self._items or self.click_is_spent(event):
            return
        event.stop()
        entry_id = self._entry_at(offset.x)
        if entry_id is not None:
            self.post_message(self.Opened(self, entry_id))

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
    def _within(crawl: Crawl, x: int, room: int, used: int) -> bool:
        """Whether a cell of a crawl at rest is one of its texts."""
        return x >= room - used if crawl.direction is Direction.RTL else x < used

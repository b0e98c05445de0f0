"""The bar: a label and a crawl of headlines, one line high; here what it is told, and how it moves.

What is seen is a function of the time that has passed, not of the number of frames: a late frame makes the
crawl no slower. No timer runs while the bar is paused, hidden, under the pointer, or has room for everything.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.reactive import reactive

from ticker_tui.ui.bar.bar_strips import BarFace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.timer import Timer

    from ticker_tui.model import Headline

FLIP_S: Final = 6.0
"""How long an item stands in a bar that does not move."""
HOLD_S: Final = 2.0
"""How long a new crawl stands still, so that its first item can be begun."""
FLASH_S: Final = 0.6
MAX_FRAMES_S: Final = 20.0
SPEEDS: Final = (0.5, 60.0)
"""Columns a second, the least and the most."""
SPEED_STEP: Final = 1.25


class TickerBar(BarFace):
    """Headlines that pass by. Give it what to show; it says what was clicked."""

    paused: reactive[bool] = reactive(default=False, init=False)
    speed: reactive[float] = reactive(8.0, init=False)
    """Cells a second."""

    class ItemOpened(Message):
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
        self._base = 0.0
        """Cells moved when the clock was last started."""
        self._started_at: float | None = None
        """When the clock was last started; None: it rests."""
        self._timer: Timer | None = None
        self._timer_s = 0.0
        self._hovered = False
        self._shown = True

    # What it is told

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

    # Movement

    def _position(self) -> float:
        """How many cells the crawl has moved; negative while it is held at its beginning."""
        if self._started_at is None:
            return self._base
        return self._base + (self._clock() - self._started_at) * self.speed

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
            self.post_message(self.ItemOpened(self, entry_id))

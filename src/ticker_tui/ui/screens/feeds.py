"""The feeds' health: how each answered, what it brings, when it is asked next, why it failed; and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on

from ticker_tui.model import FeedStatus
from ticker_tui.moving import move_of
from ticker_tui.ui import feedwords, wording
from ticker_tui.ui.keymap import Scope, bindings
from ticker_tui.ui.language import current
from ticker_tui.ui.reasons import reason
from ticker_tui.ui.screens.panel import Panel, Sheet
from ticker_tui.ui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from textual.binding import BindingType
    from textual.widget import Widget

    from ticker_tui.model import Feed, Pace
    from ticker_tui.moving import Move
    from ticker_tui.ui.feedboard import FeedBoard, Standing
    from ticker_tui.ui.ownkeys import Keymap
    from ticker_tui.ui.screens.panel import SheetRow

NAME_CELLS = 24
PANEL_CELLS = 86
LOOK_S = 1.0
COUNT_EVERY = 20
"""Looks between two counts of what the archive holds."""


class Care(NamedTuple):
    """What the screen may ask and have done; the app gives it."""

    feeds: Callable[[], Sequence[Feed]]
    """All feeds of feeds.toml, those that are off among them."""
    paces: Callable[[], Mapping[str, Pace]]
    retry: Callable[[Feed], None]
    switch: Callable[[Feed], None]
    """On when it is off, and the other way round."""
    edit: Callable[[], None]
    """Open feeds.toml in the user's editor."""
    add: Callable[[], None]
    """Open the form for a new feed."""
    rename: Callable[[Feed], None]
    """Open the form for what is said of a feed."""
    remove: Callable[[Feed], None]
    move: Callable[[Move], None]
    """Take a new address over."""
    keymap: Callable[[], Keymap]


class FeedsScreen(Panel):
    """One to three lines a feed, one of them chosen; looks again every second."""

    # Before the sheet's own keys, which scroll.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FEEDS, priority=True)]

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        return wording.feeds_title()

    def __init__(self, board: FeedBoard, care: Care, *, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._board = board
        self._care = care
        self._clock = clock
        self._chosen = 0
        self._paces = care.paces()
        self._looks = 0
        self._first_lines: list[int] = []
        """On which line of the sheet each feed begins."""
        self._counted = [feed.url for feed in care.feeds()]
        """The feeds that were counted last."""
        self._doomed = ""
        """The address of the feed that one more key removes."""

    def above(self) -> Iterable[Widget]:
        """The keys, to be read and to be clicked."""
        keys = KeyFooter(id="feeds-keys")
        keys.mirrored = current().rtl
        keys.show(self._care.keymap(), Scope.FEEDS)
        yield keys

    def on_mount(self) -> None:
        """Keep the countdowns going."""
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        self._looks += 1
        there = [feed.url for feed in self._care.feeds()]
        if self._looks % COUNT_EVERY == 0 or there != self._counted:
            self._counted = there
            self._paces = self._care.paces()
        self.fill()

    @property
    def chosen(self) -> Feed | None:
        """The feed that the keys are about."""
        feeds = self._care.feeds()
        return feeds[min(self._chosen, len(feeds) - 1)] if feeds else None

    def rows(self) -> list[SheetRow]:
        """What can be done, then the feeds in the order of feeds.toml."""
        now = self._clock()
        feeds = self._care.feeds()
        if not feeds:
            return [((wording.no_feeds(), "muted", 0),)]
        standings = {standing.feed.url: standing for standing in self._board.standings}
        rows: list[SheetRow] = [()]
        chosen = self.chosen
        self._first_lines = []
        for feed in feeds:
            self._first_lines.append(len(rows))
            rows += self._lines(feed, standings.get(feed.url), now, chosen=feed is chosen)
            if feed.url == self._doomed:
                key = self._care.keymap().first("feeds.remove")
                rows.append((("", "muted", 4), (feedwords.asks_removal(key), "bad", 0)))
        return rows

    def _lines(self, feed: Feed, standing: Standing | None, now: datetime, *, chosen: bool) -> list[SheetRow]:
        """One feed: its name and state, what it brings, and the cause where something is amiss."""
        cursor = ("▸" if chosen else "", "key", 2)
        name = (feed.name, "key" if chosen else "text", NAME_CELLS)
        if standing is None:
            return [(cursor, ("–", "muted", 2), name, (feedwords.feed_off(), "muted", 0))]
        state, pace = standing.state, self._paces.get(feed.url)
        stale = pace is not None and pace.is_stale(now)
        never = state.status is FeedStatus.NEVER
        mark = ("✗", "bad", 2) if standing.failing else ("·" if never else "!" if stale else "✓", "muted", 2)
        rows: list[SheetRow] = [
            (cursor, mark, name, (feedwords.feed_line(state, standing.wait_s(now)), "muted", 0))
        ]
        if pace is not None and pace.newest_at is not None:
            brings = feedwords.feed_pace(pace, now, stale=stale)
            rows.append((("", "muted", 4), (brings, "bad" if stale else "muted", 0)))
        if standing.failing and state.error:
            rows.append((("", "muted", 4), (reason(state.error), "bad", 0)))
        elif state.warning:
            rows.append((("", "muted", 4), (reason(state.warning), "muted", 0)))
        if (move := move_of(feed, state, self._care.feeds())) is not None:
            # The frame, its padding, the indent and the gaps are no part of the line.
            room_cells = min(PANEL_CELLS, self.size.width) - 10
            key = self._care.keymap().first("feeds.move")
            told = [
                *feedwords.has_moved(move.address, room_cells),
                *feedwords.in_lines(feedwords.how_to_move(move, key), "muted", room_cells),
            ]
            rows += [(("", "muted", 4), *line) for line in told]
        return rows

    def action_choose(self, step: int) -> None:
        """Go to the next feed or the one before."""
        self._choose(self._chosen + step)

    @on(Sheet.Clicked)
    def _clicked(self, message: Sheet.Clicked) -> None:
        places = [place for place, line in enumerate(self._first_lines) if line <= message.line]
        if places:
            self._choose(places[-1])

    def _choose(self, place: int) -> None:
        self._doomed = ""
        self._chosen = max(0, min(place, len(self._care.feeds()) - 1))
        self.fill()
        if self._first_lines:
            sheet = self.query_one(Sheet)
            line = self._first_lines[self._chosen]
            top, height = sheet.scroll_offset.y, sheet.size.height
            if not top <= line <= top + height - 3:
                sheet.scroll_to(y=0 if self._chosen == 0 else max(0, line - height // 2), animate=False)

    def action_retry(self) -> None:
        """Ask the chosen feed now, also one that is closed for good."""
        if (feed := self.chosen) is not None and feed.enabled:
            self._care.retry(feed)

    def action_switch(self) -> None:
        """Switch the chosen feed off, or on again."""
        if (feed := self.chosen) is not None:
            self._care.switch(feed)

    def action_edit(self) -> None:
        """Open feeds.toml in the user's editor."""
        self._care.edit()

    def action_add(self) -> None:
        """Ask for a new feed."""
        self._spare()
        self._care.add()

    def action_rename(self) -> None:
        """Ask what the chosen feed is to be called."""
        self._spare()
        if (feed := self.chosen) is not None:
            self._care.rename(feed)

    def action_remove(self) -> None:
        """Remove the chosen feed at the second time."""
        if (feed := self.chosen) is None:
            return
        if feed.url == self._doomed:
            self._spare()
            self._care.remove(feed)
        else:
            self._doomed = feed.url
            self.fill()

    def _spare(self) -> None:
        """Nothing is to be removed."""
        self._doomed = ""
        self.fill()

    def action_move_address(self) -> None:
        """Take over where the chosen feed has moved."""
        if (feed := self.chosen) is None:
            return
        standing = next((each for each in self._board.standings if each.feed.url == feed.url), None)
        move = None if standing is None else move_of(feed, standing.state, self._care.feeds())
        if move is None:
            self.notify(feedwords.has_not_moved(feed.name), timeout=3, markup=False)
        elif move.obstacle:
            self.notify(reason(move.obstacle), severity="warning", markup=False)
        else:
            self._care.move(move)

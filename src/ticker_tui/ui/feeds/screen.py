"""The feeds' health: how each answered, what it brings, when it is asked next, why it failed; and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters, on
from textual.binding import Binding
from textual.widgets import Input

from ticker_tui.i18n import current
from ticker_tui.model import FeedStatus
from ticker_tui.polling.redirects import move_of
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import ColumnCell, ColumnsView, Dialog
from ticker_tui.ui.dialogs.selection import SelectableDialog
from ticker_tui.ui.feeds import strings as feeds_strings
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.headlines.column_widths import HERE, MIRRORED_HERE
from ticker_tui.ui.keys.footer import KeyFooter
from ticker_tui.ui.keys.key_table import Scope, bindings
from ticker_tui.ui.palette.fuzzy import Searchable, found
from ticker_tui.ui.rtl.input import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from textual.binding import BindingType
    from textual.widget import Widget

    from ticker_tui.model import Feed, FeedStats
    from ticker_tui.polling.redirects import Move
    from ticker_tui.ui.dialogs.dialog import SheetRow
    from ticker_tui.ui.feeds.health import FeedHealth, FeedHealthTable
    from ticker_tui.ui.keys.user_keymap import Keymap
    from ticker_tui.ui.palette.fuzzy import FuzzyMatch

NAME_CELLS = 24
PANEL_CELLS = 86
LOOK_S = 1.0
COUNT_EVERY = 20
"""Looks between two counts of what the archive holds."""


class FeedsCallbacks(NamedTuple):
    """What the screen may ask and have done; the app gives it."""

    feeds: Callable[[], Sequence[Feed]]
    """All feeds of feeds.toml, those that are off among them."""
    paces: Callable[[], Mapping[str, FeedStats]]
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
    undo: Callable[[], None]
    """Take the last change of the whole program back."""
    redo: Callable[[], None]
    keymap: Callable[[], Keymap]


class FeedsScreen(SelectableDialog, Dialog):
    """One to four lines a feed, one of them selected; looks again every second. `/` leaves those that match."""

    DEFAULT_CSS = """
    FeedsScreen TextField, FeedsScreen TextField:focus { border: none; padding: 0 1; height: 1; background: $cursor-background; }
    FeedsScreen.-small KeyFooter { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the sheet's own keys, which scroll; none of them while something is typed (`check_action`).
        *bindings(Scope.FEEDS, priority=True),
        Binding("up", "choose_typing(-1)", show=False),
        Binding("down", "choose_typing(1)", show=False),
        Binding("escape", "close", show=False),
    ]

    sheet = getters.query_one("#sheet", ColumnsView)
    field = getters.query_one(TextField)

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        return strings.feeds_title()

    def __init__(
        self, board: FeedHealthTable, care: FeedsCallbacks, *, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._board = board
        self._care = care
        self._clock = clock
        self._index = 0
        self._url = ""
        """Of the selected feed, which may get another place in the file."""
        self._awaited = ""
        """The address of a feed that is selected as soon as feeds.toml has it."""
        self._query = ""
        self._paces = care.paces()
        self._looks = 0
        self._choice_lines: list[range] = []
        self._counted = [feed.url for feed in care.feeds()]
        """The feeds that were counted last."""
        self._doomed = ""
        """The address of the feed that one more key removes."""

    def above(self) -> Iterable[Widget]:
        """The keys, to be read and to be clicked, and the field of the filter."""
        keys = KeyFooter(id="feeds-keys")
        keys.mirrored = current().rtl
        keys.show(self._care.keymap(), Scope.FEEDS)
        yield keys
        field = TextField(placeholder=feeds_strings.filter_hint(), select_on_focus=False)
        field.display = False
        yield field

    def on_mount(self) -> None:
        """Keep the countdowns going."""
        self.sheet.selects = True
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        self._looks += 1
        there = [feed.url for feed in self._care.feeds()]
        if self._looks % COUNT_EVERY == 0 or there != self._counted:
            self._counted = there
            self._paces = self._care.paces()
        self.fill()

    # What is selected

    @property
    def chosen(self) -> Feed | None:
        """The feed that the keys are about: the same one, wherever it is in the file by now."""
        self._follow()
        shown = self._shown
        return shown[self._index][0] if shown else None

    def go_to(self, url: str) -> None:
        """Select a feed, perhaps one that is about to come into feeds.toml."""
        self._awaited = url
        self.fill()

    @property
    def _shown(self) -> list[tuple[Feed, FuzzyMatch]]:
        """The feeds that match what was typed, in the order of feeds.toml."""
        feeds = self._care.feeds()
        names = (Searchable(feed.name, f"{feed.url} {feed.category}") for feed in feeds)
        hits = found(self._query, names)
        return [(feeds[hit.place], hit) for hit in sorted(hits, key=lambda hit: hit.place)]

    def _follow(self) -> None:
        """Find the selected feed again; when it is gone, what took its place is selected, and nothing is about to be removed."""
        urls = [feed.url for feed, _ in self._shown]
        if self._awaited and any(feed.url == self._awaited for feed in self._care.feeds()):
            if self._awaited not in urls:
                self._end_filter()
                urls = [feed.url for feed in self._care.feeds()]
            self._url, self._awaited = self._awaited, ""
        if self._url in urls:
            self._index = urls.index(self._url)
        else:
            self._index = max(0, min(self._index, len(urls) - 1))
            self._url = urls[self._index] if urls else ""
        if self._doomed != self._url:
            self._doomed = ""

    @property
    def selection_view(self) -> ColumnsView:
        """Where the feeds are."""
        return self.sheet

    @property
    def choice_lines(self) -> Sequence[range]:
        """The lines of each feed."""
        return self._choice_lines

    @property
    def selected_index(self) -> int:
        """Which one is selected."""
        return self._index

    def select_index(self, index: int) -> None:
        """Select a feed and show it."""
        if shown := self._shown:
            self._index = max(0, min(index, len(shown) - 1))
            self._url, self._awaited, self._doomed = shown[self._index][0].url, "", ""
            self.fill()
            self.reveal()

    @on(ColumnsView.Clicked)
    def _clicked(self, message: ColumnsView.Clicked) -> None:
        places = [place for place, lines in enumerate(self._choice_lines) if lines.start <= message.line]
        if places:
            self.select_index(places[-1])

    # What is shown

    def fill(self) -> None:
        """Show what is so now."""
        rows = self.rows()
        lines = self._choice_lines[self._index] if self._choice_lines else None
        self.sheet.show(rows, in_view=lines)

    def rows(self) -> list[SheetRow]:
        """The feeds in the order of feeds.toml, those that match."""
        now = self._clock()
        self._follow()
        shown = self._shown
        self._choice_lines = []
        if not shown:
            return [((feeds_strings.no_feed_matches() if self._query else strings.no_feeds(), "muted", 0),)]
        standings = {standing.feed.url: standing for standing in self._board.standings}
        rows: list[SheetRow] = [()]
        for place, (feed, hit) in enumerate(shown):
            lines = self._lines(feed, hit, standings.get(feed.url), now, chosen=place == self._index)
            if feed.url == self._doomed:
                key = self._care.keymap().first("feeds.remove")
                lines.insert(1, (("", "muted", 4), (feeds_strings.removal_question(key), "bad", 0)))
            self._choice_lines.append(range(len(rows), len(rows) + len(lines)))
            rows += lines
        return rows

    def _lines(
        self, feed: Feed, hit: FuzzyMatch, standing: FeedHealth | None, now: datetime, *, chosen: bool
    ) -> list[SheetRow]:
        """One feed: its name and state, what it brings, and the cause where something is amiss."""
        here = MIRRORED_HERE if current().rtl else HERE
        cursor = (here if chosen else "", "key", 2)
        name = ColumnCell(feed.name, "key" if chosen else "text", NAME_CELLS, found=hit.marks)
        if standing is None:
            return [(cursor, ("–", "muted", 2), name, (feeds_strings.feed_off(), "muted", 0))]
        state, pace = standing.state, self._paces.get(feed.url)
        stale = pace is not None and pace.is_stale(now)
        never = state.status is FeedStatus.NEVER
        mark = ("✗", "bad", 2) if standing.failing else ("·" if never else "!" if stale else "✓", "muted", 2)
        rows: list[SheetRow] = [
            (cursor, mark, name, (feeds_strings.feed_line(state, standing.wait_s(now)), "muted", 0))
        ]
        if pace is not None and pace.newest_at is not None:
            brings = feeds_strings.feed_pace(pace, now, stale=stale)
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
                *feeds_strings.has_moved(move.address, room_cells),
                *feeds_strings.in_lines(feeds_strings.how_to_move(move, key), "muted", room_cells),
            ]
            rows += [(("", "muted", 4), *line) for line in told]
        return rows

    # The filter

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, the letters are the field's."""
        _ = parameters
        return not self.is_mounted or not self.field.has_focus or action in {"close", "choose_typing"}

    def action_filter(self) -> None:
        """Type what the feeds are to match."""
        self._spare()
        self.field.display = True
        self.on_resize()
        self.set_focus(self.field)

    def action_choose_typing(self, step: int) -> None:
        """Go to another feed while the field has the focus."""
        self.action_choose(step)

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self._query = message.value
        if self._url not in [feed.url for feed, _ in self._shown]:
            self._index = 0
        self.fill()
        self.reveal()

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if self._query:
            self.set_focus(self.sheet)
        else:
            self._end_filter()
            self.fill()

    def _end_filter(self) -> None:
        self._query = self.field.value = ""
        self.field.display = False
        self.on_resize()
        self.set_focus(self.sheet)

    def action_close(self) -> None:
        """Put away the filter, else the screen."""
        if self.field.display:
            self._end_filter()
            self.fill()
            self.reveal()
        else:
            super().action_close()

    # What is done

    @property
    def _acted_on(self) -> Feed | None:
        """The chosen feed, scrolled into view, as what a key does is to be seen; None: it has just left feeds.toml."""
        seen, feed = self._url, self.chosen
        self.fill()
        self.reveal()
        return feed if feed is not None and feed.url == seen else None

    def action_retry(self) -> None:
        """Ask the chosen feed now, also one that is closed for good."""
        if (feed := self._acted_on) is not None and feed.enabled:
            self._care.retry(feed)

    def action_switch(self) -> None:
        """Switch the chosen feed off, or on again."""
        if (feed := self._acted_on) is not None:
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
        if (feed := self._acted_on) is not None:
            self._care.rename(feed)

    def action_remove(self) -> None:
        """Remove the chosen feed at the second time, if it could be seen which one that is."""
        was_visible = self.is_selected_visible
        if (feed := self._acted_on) is None:
            return
        if feed.url == self._doomed and was_visible:
            self._spare()
            self._care.remove(feed)
        else:
            # One of them could cover the row.
            self.app.clear_notifications()  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
            self._doomed = feed.url
            self.fill()
            self.reveal()

    def action_undo(self) -> None:
        """Take the last change back."""
        self._spare()
        self._care.undo()

    def action_redo(self) -> None:
        """Make the change again that was taken back."""
        self._spare()
        self._care.redo()

    def _spare(self) -> None:
        """Nothing is to be removed."""
        self._doomed = ""
        self.fill()

    def action_move_address(self) -> None:
        """Take over where the chosen feed has moved."""
        if (feed := self._acted_on) is None:
            return
        standing = next((each for each in self._board.standings if each.feed.url == feed.url), None)
        move = None if standing is None else move_of(feed, standing.state, self._care.feeds())
        if move is None:
            self.notify(feeds_strings.has_not_moved(feed.name), timeout=3, markup=False)
        elif move.obstacle:
            self.notify(reason(move.obstacle), severity="warning", markup=False)
        else:
            self._care.move(move)

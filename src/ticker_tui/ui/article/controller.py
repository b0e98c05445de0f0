"""From the list to the article and on to the next one."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual import on

from ticker_tui.model import View
from ticker_tui.ui import strings
from ticker_tui.ui.article import strings as article_strings
from ticker_tui.ui.article.find_and_links import FindAndLinksController
from ticker_tui.ui.bar.bar import TickerBar
from ticker_tui.ui.headlines.list_pane import ListPane
from ticker_tui.ui.headlines.marking import MarkingController

if TYPE_CHECKING:
    from textual.timer import Timer

    from ticker_tui.ui.article.reader import ReaderPane
    from ticker_tui.ui.screen_app import AppDependencies


QUICK_S = 0.12
"""Who goes on to the next row sooner than this is not reading yet: the article waits until the keys rest."""

PASSING_S = 0.6
"""Who goes from article to article faster than this is looking for one, and no page is fetched."""


class ArticleController(FindAndLinksController, MarkingController):
    """What the reader shows, and when."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._dwell: Timer | None = None
        self._moved_at = 0.0
        """When another row was selected last, on a clock that only goes forward."""
        self._preview_wait: Timer | None = None
        self._full_wait: Timer | None = None
        self._asked_full: set[int] = set()
        """Entries whose page was asked for in this run without a key: a page that fails is not asked for each time."""

    @on(ListPane.Highlighted)
    def _highlighted(self, message: ListPane.Highlighted) -> None:
        """Beside the list, the reader shows what is selected. That alone marks nothing as read."""
        if self._dwell is not None:
            self._dwell.stop()
            self._dwell = None
        if self.reading:
            return
        entry_id = message.entry_id
        self._preview_soon()
        dwell_s = self.config.settings.display.mark_read
        if entry_id is not None and not isinstance(dwell_s, str):
            self._dwell = self.set_timer(dwell_s, lambda: self._dwelt(entry_id))

    def _preview_soon(self) -> None:
        """First the row, which is what the key has asked for; while keys come quickly, nothing but the rows."""
        if self._preview_wait is not None:
            self._preview_wait.stop()
            self._preview_wait = None
        moved_at, self._moved_at = self._moved_at, monotonic()
        if self._moved_at - moved_at < QUICK_S:
            self._preview_wait = self.set_timer(QUICK_S, self._preview_selected)
        else:
            self.call_after_refresh(self._preview_selected)

    def _dwelt(self, entry_id: int) -> None:
        """Somebody has looked at it for the time that counts as reading it."""
        self._dwell = None
        self._mark_read(entry_id)
        if self.both:
            self._want_full(entry_id)

    def _preview_selected(self) -> None:
        self._preview_wait = None
        if not self.reading:
            self._preview(self.headlines.selected_id)

    def _preview(self, entry_id: int | None) -> None:
        if self.both and self._painted:
            self.reader.show(None if entry_id is None else self.desk.articles.get(entry_id))

    @on(ListPane.EntryOpened)
    def _opened(self, message: ListPane.EntryOpened) -> None:
        self._open_article(message.entry_id)

    @on(TickerBar.ItemOpened)
    def _bar_opened(self, message: TickerBar.ItemOpened) -> None:
        self._open_anywhere(message.entry_id)

    @on(ListPane.NewRequested)
    def _new_requested(self) -> None:
        self.action_take_new()

    def on_reader_pane_link_opened(self, message: ReaderPane.LinkOpened) -> None:
        """Follow a link of the article. Found by its name: the reader is not imported yet when this class is made."""
        self._browse(message.url)

    def on_resize(self) -> None:
        """A window that became larger may have a second pane to fill. Textual takes up the new size after this call."""
        self.call_later(self._fill_reader)

    def _fill_reader(self) -> None:
        if self.both and not self.reading and self.reader.article is None:
            self._preview(self.headlines.selected_id)

    def _open_article(self, entry_id: int) -> None:
        article = self.desk.articles.get(entry_id)
        if article is None:  # pruned since the snapshot was made
            self.notify(strings.gone(), markup=False)
            return
        self.panes.reading = True
        self.reader.show(article)
        self._focus_pane()
        self._show_keys()
        if self.config.settings.display.mark_read == "open":
            self._mark_read(entry_id)
        self._want_full(entry_id)

    def _want_full(self, entry_id: int) -> None:
        """Where the feed is set so, fetch the whole article of an entry that is being read."""
        headline = self.desk.headline(entry_id)
        if headline is None or not headline.link:
            return
        feed = next((feed for feed in self.config.feeds if feed.url == headline.feed_url), None)
        if (
            feed is None
            or not feed.full
            or self.desk.articles.has_full(entry_id)
            or entry_id in self._asked_full
        ):
            return
        if self._full_wait is not None:
            self._full_wait.stop()
        self._full_wait = self.set_timer(PASSING_S, lambda: self._fetch_full(entry_id))

    def _fetch_full(self, entry_id: int) -> None:
        """Fetch it, unless whoever opened it has gone on."""
        self._full_wait = None
        article = self.reader.article
        if article is None or article.headline.id != entry_id:
            return
        self._asked_full.add(entry_id)
        self.session.fetch_page(entry_id)
        self.status.say(strings.fetching_page())

    def _open_anywhere(self, entry_id: int) -> None:
        """Open an entry that need not be in the open view; the list goes to where it is."""
        if not self.headlines.select(entry_id):
            self._go_to_view(View())
            self.headlines.select(entry_id)
        self._open_article(entry_id)

    def _show_list(self) -> None:
        """What was begun in the article ends with it."""
        while self._let_go_in_text():
            pass
        super()._show_list()
        self._show_status()

    def action_leave_reader(self) -> None:
        """Let go of what is selected, of a link, of what was found; else leave the reader."""
        if self._clear_selection() or self._let_go_in_text():
            return
        self._show_list()

    def action_switch_pane(self) -> None:
        """Go over to the other pane."""
        if self.reading:
            self._show_list()
        elif (entry_id := self.headlines.selected_id) is not None:
            self._open_article(entry_id)

    def action_unread(self, step: int) -> None:
        """Go to the next or previous unread headline; from the reader, read it."""
        entry_id = self.desk.next_unread(self.headlines.selected_id, step)
        if entry_id is None:
            self.notify(strings.nothing_unread(), timeout=2, markup=False)
            return
        self.headlines.select(entry_id)
        if self.reading:
            self._open_article(entry_id)

    def action_step_article(self, step: int) -> None:
        """Read the next headline of the snapshot, or the previous one; the selection goes along."""
        entry_id = self.desk.beside(self.current_id, step)
        if entry_id is None:
            self.status.say(article_strings.last_of_list(step))
            return
        self.headlines.select(entry_id)
        self._open_article(entry_id)

    def action_full_article(self) -> None:
        """Fetch the page behind the link into the reader, or go back to what the feed gave."""
        if (entry_id := self.current_id) is None:
            return
        if not self.both and not self.reading:
            self._open_article(entry_id)
        is_full = self.desk.articles.switch_text(entry_id)
        if is_full is None:
            self.session.fetch_page(entry_id)
            self.notify(strings.fetching_page(), timeout=2, markup=False)
        else:
            self._show_mark(entry_id)
            self.notify(strings.which_text(full=is_full), timeout=2, markup=False)

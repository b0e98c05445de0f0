"""What the worker tells: news that arrives, what was saved, how the feeds stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual import on

from ticker_tui.alerts.candidates import AlertCandidates
from ticker_tui.ui import messages, strings
from ticker_tui.ui.article.controller import ArticleController
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.tabs.tab_counts import TabCountController

if TYPE_CHECKING:
    from ticker_tui.ui.screen_app import AppDependencies


class NewsController(ArticleController, TabCountController):
    """News waits, or flows in where nobody is disturbed by it."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._loaded = False
        """Whether the first refresh of this run is over, or there was none to begin with."""
        self._bar_dirty = False
        self._breaking_came = False
        self._incoming = AlertCandidates()

    @property
    def _following(self) -> bool:
        """Whether news may flow in by itself: only while the first refresh runs and nobody has touched the list.

        Who wants to follow the news has it come in whenever the top is selected, and nothing is read or searched for.
        """
        untouched = self.headlines.cursor <= 0 and self.headlines.scroll_offset.y == 0 and not self.reading
        wanted = not self._loaded or (
            self.config.settings.display.follow and not self.desk.narrowing.search and not self._filter.typing
        )
        free = wanted and untouched and not self.headlines.picked_count
        return not self._welcoming and (not self.desk.ids or free)

    @on(messages.PollStarted)
    def _poll_started(self, message: messages.PollStarted) -> None:
        self.board.poll_started(message.total)
        self._show_standing()

    @on(messages.FeedsPolled)
    def _feeds_polled(self, message: messages.FeedsPolled) -> None:
        for result in message.results:
            self.board.polled(result)
            self.desk.arrived(result)
            if result.updated_ids:
                self.headlines.refresh_rows(result.updated_ids)
            self._bar_dirty = self._bar_dirty or bool(result.new_ids or result.updated_ids)
            self._breaking_came = self._breaking_came or bool(result.breaking_ids)
            self._incoming.add(result)
        self._settle()

    def _settle(self) -> None:
        """Put on the screen what has arrived since the last time."""
        if self._bar_dirty:
            self._bar_dirty = False
            self.desk.recount()
            self._show_tabs()
            self._show_bar()
            if self._breaking_came:
                self._breaking_came = False
                self.bar.flash()
            settings, now = self.config.settings, self.clock()
            fresh = self._incoming.take(self.desk.headlines, settings, now=now)
            self._count_views([each.id for each in fresh])
            if fresh and self.alerts is not None:
                self.alerts.tell(fresh, settings.alerts, now=now, rules=settings.highlight)
        if self.desk.settle_arrivals() and self._following:
            self._take_new()
        else:
            self.headlines.waiting = self.desk.waiting
        self._show_standing()

    @on(messages.PollFinished)
    def _poll_finished(self) -> None:
        self.board.poll_finished()
        self._settle()
        self._loaded = True

    @on(messages.PollDelayed)
    def _poll_delayed(self, message: messages.PollDelayed) -> None:
        until = self.clock() + timedelta(seconds=message.wait_s)
        self.board.restart_at = until if message.wait_s else None
        self._show_standing()

    @on(messages.NothingDue)
    def _nothing_due(self) -> None:
        """The archive is up to date: what comes from now on is news, and waits."""
        self._loaded = True

    @on(messages.LeaderChanged)
    def _lead_changed(self, message: messages.LeaderChanged) -> None:
        self.board.leading, self.board.obstacle = message.leading, message.obstacle
        self.notices.obstacle = strings.obstacle(message.obstacle)
        self._loaded = self._loaded or not message.leading
        self._show_standing()

    @on(messages.StoreChanged)
    def _store_changed(self) -> None:
        """Another program wrote: its news waits like ours, its marks show at once."""
        self.board.reset(self.config.feeds, self._store.states())
        self.desk.look_again()
        self.headlines.forget_rows()
        self._bar_dirty = True
        self._settle()
        if self.desk.narrowing.search:
            self._show_narrowing()

    @on(messages.Saved)
    def _saved(self, message: messages.Saved) -> None:
        changed, back = self.desk.settle(message.ticket, failed=bool(message.problem))
        self.notices.unsaved = strings.cannot_save(message.problem) if message.problem else ""
        if message.problem:
            self.headlines.refresh_rows(changed)
        if back:
            self._show_what_is_left()
            if not self.reading:
                self.headlines.select(back[0])
        self.desk.recount()
        self._count_views()
        self._show_tabs()
        self._show_standing()

    @on(messages.PageFetched)
    def _page_fetched(self, message: messages.PageFetched) -> None:
        """The full article takes the place of the summary, if that is still what is shown."""
        if message.problem:
            sentence = strings.no_full_article(message.problem)
            self.notify(sentence, severity="warning", timeout=6, markup=False)
        else:
            self._show_mark(message.entry_id)

    @on(messages.WorkerFailed)
    def _trouble(self, message: messages.WorkerFailed) -> None:
        self.notices.trouble = reason(message.sentence)
        self._show_standing()

    def action_refresh_news(self) -> None:
        """Ask every feed now."""
        if not self.board.leading:
            self.notify(strings.follower_refresh(self.board.obstacle), markup=False)
        elif self.board.refreshing and self.board.restart_at is None:
            self.notify(strings.already_refreshing(), timeout=2, markup=False)
        else:
            self.session.refresh()

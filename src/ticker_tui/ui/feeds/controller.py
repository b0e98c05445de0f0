"""Looking after the feeds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import on

from ticker_tui.ui import messages, strings
from ticker_tui.ui.feeds import strings as feeds_strings
from ticker_tui.ui.headlines import strings as headlines_strings
from ticker_tui.ui.headlines.marking import MarkingController
from ticker_tui.ui.undo import Edited, FileEdit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ticker_tui.model import Feed
    from ticker_tui.polling.redirects import Move
    from ticker_tui.ui.feeds.feed_form import FeedDescription

    Stamp = tuple[int, int]


class FeedsController(MarkingController):
    """The sheet of feeds, and what is done from it."""

    def action_show_feeds(self) -> None:
        """Every feed and how it stands."""
        from ticker_tui.ui.feeds.screen import FeedsCallbacks, FeedsScreen

        care = FeedsCallbacks(
            feeds=lambda: self.config.feeds,
            paces=lambda: self._store.paces(now=self.clock()),
            retry=self._retry_feed,
            switch=self._switch_feed,
            edit=self.action_edit_config,
            add=self._ask_for_feed,
            rename=self._ask_for_words,
            remove=self._remove_feed,
            move=self._move_feed,
            undo=self.action_undo,
            redo=self.action_redo,
            keymap=lambda: self.keymap,
        )
        self.push_screen(FeedsScreen(self.board, care, clock=self.clock))

    def _retry_feed(self, feed: Feed) -> None:
        if not self.board.leading:
            self.notify(strings.follower_refresh(self.board.obstacle), markup=False)
            return
        self.session.retry(feed.url)
        self.notify(feeds_strings.retrying(feed.name), timeout=2, markup=False)

    # feeds.toml: the worker writes it, and what it says is taken up as after an editor

    def _edit_file(
        self,
        change: Callable[[Path, Stamp], object],
        edit: FileEdit,
        *,
        done: str = "",
        also: Callable[[bool], object] = lambda _undone: None,
    ) -> None:
        """Have feeds.toml changed so that it can be undone in order with everything else; `done` is said when it was."""
        self.history.did(edit)
        self.session.edit_config(change, done=done, edit=edit, also=also)

    def _edit_of(self, kind: Edited, feed: Feed, url: str = "") -> FileEdit:
        return FileEdit(next(self._edit_numbers), kind, feed.name or feed.url, url or feed.url)

    def _switch_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit.feed_edits import set_enabled

        kind = Edited.FEED_OFF if feed.enabled else Edited.FEED_ON
        self._edit_file(
            lambda path, stamp: set_enabled(path, feed.url, not feed.enabled, stamp=stamp),
            self._edit_of(kind, feed),
        )

    def _remove_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit.feed_edits import remove_feed

        self._edit_file(
            lambda path, stamp: remove_feed(path, feed.url, stamp=stamp),
            self._edit_of(Edited.FEED_REMOVED, feed),
            done=feeds_strings.feed_removed(feed.name, self.keymap.first("feeds.undo")),
        )

    def _move_feed(self, move: Move) -> None:
        from ticker_tui.polling.redirects import take_over

        def readdress(undone: bool) -> None:  # noqa: FBT001 - a callback with one thing to say
            ends = (move.address, move.feed.url) if undone else (move.feed.url, move.address)
            self._store.readdress(*ends)

        self._edit_file(
            lambda path, stamp: take_over(path, self._store, move, stamp=stamp),
            self._edit_of(Edited.FEED_MOVED, move.feed, move.address),
            done=feeds_strings.feed_is_moved(move.feed.name),
            also=readdress,
        )

    def _add_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit.feed_edits import add_feed

        self._edit_file(
            lambda path, stamp: add_feed(path, feed, stamp=stamp),
            self._edit_of(Edited.FEED_ADDED, feed),
            done=feeds_strings.feed_added(feed.name or feed.url),
        )

    def _describe_feed(self, feed: Feed, said: FeedDescription) -> None:
        from ticker_tui.config.edit.feed_edits import describe_feed

        self._edit_file(
            lambda path, stamp: describe_feed(path, feed.url, **said._asdict(), stamp=stamp),
            self._edit_of(Edited.FEED_DESCRIBED, feed),
        )

    @on(messages.FileChanged)
    def _file_changed(self, message: messages.FileChanged) -> None:
        """The form that asked for it goes, or says what stood in the way; without one, that stays with the notices."""
        from ticker_tui.ui.feeds.feed_form import FeedForm

        form = self.screen
        if isinstance(form, FeedForm) and form.busy:
            form.call_later(form.answered, message.problem)
        elif message.problem:
            self._refuse(message.problem)
        if message.nothing_to_undo is not None:
            self.history.failed(message.nothing_to_undo)
        if message.done and not message.problem:
            self.notify(message.done, timeout=4, markup=False)

    @on(messages.FileEditRepeated)
    def _file_edit_repeated(self, message: messages.FileEditRepeated) -> None:
        """Say what was undone or redone, once it is; what could not be can be tried again."""
        edit = message.edit
        if message.problem:
            (self.history.failed if message.for_good else self.history.not_repeated)(edit)
            self._refuse(message.problem)
            return
        self._answer(headlines_strings.repeated(edit))
        from ticker_tui.ui.feeds.screen import FeedsScreen

        if isinstance(self.screen, FeedsScreen) and edit.url:
            self.screen.go_to(edit.url)

    def _refuse(self, sentence: str) -> None:
        """Say why feeds.toml was not changed."""
        self.notify(sentence, severity="warning", markup=False)

    # The forms

    def _ask_for_feed(self) -> None:
        from ticker_tui.ui.feeds.add_feed import AddFeedCallbacks, AddFeedScreen

        asked = AddFeedCallbacks(
            feeds=lambda: self.config.feeds, find=self.session.find_feed, add=self._add_feed
        )
        self.push_screen(AddFeedScreen(asked))

    @on(messages.FeedLookedFor)
    def _feed_looked_for(self, message: messages.FeedLookedFor) -> None:
        from ticker_tui.ui.feeds.add_feed import AddFeedScreen

        if isinstance(form := self.screen, AddFeedScreen):
            problem = feeds_strings.no_feed_found(message.problem) if message.problem else ""
            form.call_later(form.found, message.address, message.found, problem)

    def _ask_for_words(self, feed: Feed) -> None:
        from ticker_tui.ui.feeds.feed_form import EditFeedScreen

        self.push_screen(EditFeedScreen(feed, self._describe_feed))

    def action_edit_config(self) -> None:
        """The screen steps aside for the editor; what is saved there is taken up as always."""
        from textual.app import SuspendNotSupported

        from ticker_tui.ui.export import editor

        command = editor.editor_of(os.environ)
        if not command:
            self.notify(strings.no_editor(), severity="warning", markup=False)
            return
        try:
            with self.suspend():
                editor.edit(self.config.path, command)
        except SuspendNotSupported:
            self.notify(strings.no_editor(), severity="warning", markup=False)
        self.refresh(layout=True)

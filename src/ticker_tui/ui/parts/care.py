"""Looking after the feeds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import on

from ticker_tui.ui import feedwords, messages, wording
from ticker_tui.ui.parts.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ticker_tui.model import Feed
    from ticker_tui.moving import Move
    from ticker_tui.ui.screens.feedform import Described

    Stamp = tuple[int, int]


class Care(Stage):
    """The sheet of feeds, and what is done from it."""

    def action_show_feeds(self) -> None:
        """Every feed and how it stands."""
        from ticker_tui.ui.screens.feeds import Care, FeedsScreen

        care = Care(
            feeds=lambda: self.config.feeds,
            paces=lambda: self._store.paces(now=self.clock()),
            retry=self._retry_feed,
            switch=self._switch_feed,
            edit=self.action_edit_config,
            add=self._ask_for_feed,
            rename=self._ask_for_words,
            remove=self._remove_feed,
            move=self._move_feed,
            keymap=lambda: self.keymap,
        )
        self.push_screen(FeedsScreen(self.board, care, clock=self.clock))

    def _retry_feed(self, feed: Feed) -> None:
        if not self.board.leading:
            self.notify(wording.follower_refresh(self.board.obstacle), markup=False)
            return
        self.session.retry(feed.url)
        self.notify(feedwords.retrying(feed.name), timeout=2, markup=False)

    # feeds.toml: the worker writes it, and what it says is taken up as after an editor

    def _change_file(self, change: Callable[[Path, Stamp], None], done: str = "") -> None:
        """Have feeds.toml changed as it was read last; `done` is said when it was."""
        stamp = self.config.stamp
        self.session.edit_config(lambda path: change(path, stamp), done=done)

    def _switch_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit import set_enabled

        self._change_file(lambda path, stamp: set_enabled(path, feed.url, not feed.enabled, stamp=stamp))

    def _remove_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit import remove_feed

        done = feedwords.feed_removed(feed.name)
        self._change_file(lambda path, stamp: remove_feed(path, feed.url, stamp=stamp), done)

    def _move_feed(self, move: Move) -> None:
        from ticker_tui.moving import take_over

        done = feedwords.feed_is_moved(move.feed.name)
        self._change_file(lambda path, stamp: take_over(path, self._store, move, stamp=stamp), done)

    def _add_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit import add_feed

        done = feedwords.feed_added(feed.name or feed.url)
        self._change_file(lambda path, stamp: add_feed(path, feed, stamp=stamp), done)

    def _describe_feed(self, feed: Feed, said: Described) -> None:
        from ticker_tui.config.edit import describe_feed

        self._change_file(lambda path, stamp: describe_feed(path, feed.url, **said._asdict(), stamp=stamp))

    @on(messages.FileChanged)
    def _file_changed(self, message: messages.FileChanged) -> None:
        """The form that asked for it goes, or says what stood in the way; without one, that stays with the notices."""
        from ticker_tui.ui.screens.feedform import FeedForm

        form = self.screen
        if isinstance(form, FeedForm) and form.busy:
            form.call_later(form.answered, message.problem)
        elif message.problem:
            self._refuse(message.problem)
        if message.done and not message.problem:
            self.notify(message.done, timeout=4, markup=False)

    def _refuse(self, sentence: str) -> None:
        """Say why feeds.toml was not changed."""
        self.notify(sentence, severity="warning", markup=False)

    # The forms

    def _ask_for_feed(self) -> None:
        from ticker_tui.ui.screens.addfeed import AddFeedScreen, Asked

        asked = Asked(feeds=lambda: self.config.feeds, find=self.session.find_feed, add=self._add_feed)
        self.push_screen(AddFeedScreen(asked))

    @on(messages.FeedLookedFor)
    def _feed_looked_for(self, message: messages.FeedLookedFor) -> None:
        from ticker_tui.ui.screens.addfeed import AddFeedScreen

        if isinstance(form := self.screen, AddFeedScreen):
            problem = feedwords.no_feed_found(message.problem) if message.problem else ""
            form.call_later(form.found, message.address, message.found, problem)

    def _ask_for_words(self, feed: Feed) -> None:
        from ticker_tui.ui.screens.feedform import EditFeedScreen

        self.push_screen(EditFeedScreen(feed, self._describe_feed))

    def action_edit_config(self) -> None:
        """The screen steps aside for the editor; what is saved there is taken up as always."""
        from textual.app import SuspendNotSupported

        from ticker_tui.ui import editor

        command = editor.editor_of(os.environ)
        if not command:
            self.notify(wording.no_editor(), severity="warning", markup=False)
            return
        try:
            with self.suspend():
                editor.edit(self.config.path, command)
        except SuspendNotSupported:
            self.notify(wording.no_editor(), severity="warning", markup=False)
        self.refresh(layout=True)

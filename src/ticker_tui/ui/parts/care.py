"""Looking after the feeds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticker_tui.ui import wording
from ticker_tui.ui.parts.stage import Stage

if TYPE_CHECKING:
    from ticker_tui.model import Feed


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
            edit=self._edit_feeds,
        )
        self.push_screen(FeedsScreen(self.board, care, clock=self.clock))

    def _retry_feed(self, feed: Feed) -> None:
        if not self.board.leading:
            self.notify(wording.follower_refresh(), markup=False)
            return
        self.session.retry(feed.url)
        self.notify(wording.retrying(feed.name), timeout=2, markup=False)

    def _switch_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit import set_enabled

        stamp = self.config.stamp
        self.session.edit_config(lambda path: set_enabled(path, feed.url, not feed.enabled, stamp=stamp))

    def _edit_feeds(self) -> None:
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

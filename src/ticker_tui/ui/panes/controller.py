"""Who has how much room: side by side or stacked, the divider, one pane alone. A key's choice holds for the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.ui.article.controller import ArticleController
from ticker_tui.ui.panes import strings as panes_strings
from ticker_tui.ui.panes.pane_layout import WISHES, PaneArrangement, PaneSettings

if TYPE_CHECKING:
    from ticker_tui.ui.screen_app import AppDependencies


class PanesController(ArticleController):
    """The keys of the panes."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._set_up = self._in_file
        """What feeds.toml said last."""

    @property
    def _in_file(self) -> PaneSettings:
        display = self.config.settings.display
        return PaneSettings(display.layout, display.split)

    def _apply_split(self) -> None:
        """Take up what has changed in feeds.toml; what has not stays as a key has left it."""
        before, now = self._set_up, self._in_file
        self._set_up = now
        sharing = self.panes.sharing
        if now.wish != before.wish:
            sharing = sharing._replace(wish=now.wish)
        if now.split != before.split:
            sharing = sharing._replace(split=now.split)
        self._give_share(sharing)

    def _give_share(self, sharing: PaneSettings) -> None:
        self.panes.sharing = sharing
        self._fill_reader()

    def action_layout(self) -> None:
        """As the window is, side by side, stacked."""
        sharing = self.panes.sharing
        wish = WISHES[(WISHES.index(sharing.wish) + 1) % len(WISHES)]
        self._give_share(sharing._replace(wish=wish, zoomed=False))
        room = wish == "auto" or self.panes.way is not PaneArrangement.ALONE
        self.status.say(panes_strings.layout_is(wish, room=room))

    def action_split(self, steps: int) -> None:
        """Move the divider to where the key points."""
        if not self.panes.move_divider(steps):
            zoomed = self.panes.sharing.zoomed
            self.status.say(panes_strings.zoomed() if zoomed else panes_strings.one_pane())

    def action_zoom(self) -> None:
        """The pane in use alone, or both again."""
        sharing = self.panes.sharing
        if not sharing.zoomed and self.panes.way is PaneArrangement.ALONE:
            self.status.say(panes_strings.one_pane())
            return
        self._give_share(sharing._replace(zoomed=not sharing.zoomed))

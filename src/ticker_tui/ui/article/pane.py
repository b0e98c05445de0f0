"""The reader with its keys, bound from the one key table. Imported after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from ticker_tui.ui.article.links import LinkedReader
from ticker_tui.ui.keys.key_table import Scope, bindings

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType


class ReadPane(LinkedReader, can_focus=True, inherit_bindings=False):
    """The article."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READER)]

    _told_percent: int | None = None

    class Moved(Message):
        """More or less of the article has been read: `percent_read` is another."""

        def can_replace(self, message: Message) -> bool:
            """One of them in the queue is enough."""
            return isinstance(message, ReadPane.Moved)

    @property
    def percent_read(self) -> int | None:
        """How much of the article has gone by at the foot of the view; None: all of it is seen, or nobody knows yet."""
        lines, height = self.virtual_size.height, self.view_size.height
        if self.article is None or not self.complete or height <= 0 or lines <= height:
            return None
        return min(100, (self.scroll_offset.y + height) * 100 // lines)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell how far it is read."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_percent()

    def set_line_count(self, lines: int) -> None:
        """Tell how far it is read."""
        super().set_line_count(lines)
        self._tell_percent()

    def on_resize(self) -> None:
        """Another height shows more or less of it."""
        self._tell_percent()

    def _tell_percent(self) -> None:
        if (percent := self.percent_read) != self._told_percent:
            self._told_percent = percent
            self.post_message(self.Moved())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys mean something here only at times, else what they mean everywhere."""
        if action == "find_step":
            return self.finding
        if action == "follow_link" or (action == "step_link" and parameters == (1,)):
            return self.choosing
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Digits are those of a link's number while one is chosen."""
        if not self.choosing:
            return
        if event.character is not None and event.character.isdecimal():
            self.type_digit(event.character)
        elif event.key != "backspace" or not self.erase_digit():
            return
        event.prevent_default()
        event.stop()

    def action_lines(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by screens."""
        self.page(pages)

    def action_top(self) -> None:
        """Scroll to the headline."""
        self.top()

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.bottom()

    def action_find_step(self, step: int) -> None:
        """Go to the next or previous match."""
        self.find_step(step)

    def action_step_link(self, step: int) -> None:
        """Go to the next or previous link."""
        self.step_link(step)

    def action_follow_link(self) -> None:
        """Follow the chosen link."""
        self.follow_link()

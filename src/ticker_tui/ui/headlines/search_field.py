"""A pane in which one types what the screen follows letter by letter, until it is kept or dropped."""

from __future__ import annotations

from textual import getters, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from ticker_tui.ui.lifetime import Guarded
from ticker_tui.ui.rtl.input import TextField


class FieldPane(Guarded, Widget):
    """The field and what is said of it. All of them send the same messages: a handler names the pane it means, by its id."""

    DEFAULT_CSS = "FieldPane { width: 1fr; overflow: hidden hidden; }"

    field = getters.query_one(TextField)

    class PaneMessage(Message):
        """Something was done in a pane."""

        def __init__(self, pane: FieldPane) -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> FieldPane:
            """Where."""
            return self.pane

    class Typed(PaneMessage):
        """Something else stands in the field now."""

        def __init__(self, pane: FieldPane, text: str) -> None:
            super().__init__(pane)
            self.text = text

    class Accepted(PaneMessage):
        """What was typed is to stay."""

    class Dropped(PaneMessage):
        """What was typed is to be forgotten."""

    @property
    def typing(self) -> bool:
        """Whether the field is open."""
        raise NotImplementedError

    def close(self) -> None:
        """Put the field away."""
        raise NotImplementedError

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self.post_message(self.Typed(self, message.value))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Go back to what was searched, with what was typed."""
        self.close()
        self.post_message(self.Accepted(self))

    def action_drop(self) -> None:
        """Go back to it as it was."""
        self.close()
        self.post_message(self.Dropped(self))

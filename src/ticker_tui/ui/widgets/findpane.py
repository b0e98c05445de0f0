"""The row at the foot of the reader in which one types what to find in the article, with how many places have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from ticker_tui.ui import readerwords, wording
from ticker_tui.ui.stock.input import TextField
from ticker_tui.ui.widgets.filterpane import FilterFacts

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Region


class FindPane(Horizontal):
    """Shown while somebody types in it."""

    DEFAULT_CSS = """
    FindPane { height: 1; width: 1fr; display: none; }
    FindPane FilterFacts { width: 24; max-width: 40%; display: block; }
    FindPane TextField { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", show=False),
        Binding("enter,tab", "keep", show=False),
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]

    field = getters.query_one("#find-field", TextField)
    facts = getters.query_one("#find-facts", FilterFacts)

    class Typed(Message):
        """Something else is looked for now."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Stepped(Message):
        """The next place is wanted, or (-1) the one before."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Kept(Message):
        """The marks are to stay."""

    class Dropped(Message):
        """The marks are to go."""

    class Left(Message):
        """Something else has the focus now."""

    def compose(self) -> ComposeResult:
        """Field and count."""
        yield TextField(placeholder=readerwords.find_hint(), id="find-field", select_on_focus=False)
        yield FilterFacts(id="find-facts")

    @property
    def typing(self) -> bool:
        """Whether the field is open."""
        return bool(self.display)

    def stand_below(self, reader: Region, width: int) -> None:
        """Leave the cells free that are not below the reader, on a screen of so many columns."""
        self.styles.padding = (0, max(0, width - reader.right), 0, max(0, reader.x))

    def open(self, text: str) -> None:
        """Let somebody type, beginning with a text."""
        field = self.field
        field.placeholder = readerwords.find_hint()
        if wording.mirrored():
            self.move_child(self.facts, before=field)
        else:
            self.move_child(self.facts, after=field)
        self.display = True
        field.begin(text)

    def say(self, text: str) -> None:
        """How many there are."""
        self.facts.show(text)

    def on_descendant_blur(self) -> None:
        """A click elsewhere puts the row away."""
        if self.display and not self.field.has_focus:
            self.display = False
            self.post_message(self.Left())

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self.post_message(self.Typed(message.value))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Go back to the article, in which what was found stays marked."""
        self.display = False
        self.post_message(self.Kept())

    def action_drop(self) -> None:
        """Go back to the article as it was."""
        self.display = False
        self.post_message(self.Dropped())

    def action_step(self, step: int) -> None:
        """See the next place without leaving the field."""
        self.post_message(self.Stepped(step))

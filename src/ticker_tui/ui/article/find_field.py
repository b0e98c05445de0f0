"""The row at the foot of the reader in which one types what to find in the article, with how many places have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding

from ticker_tui.ui import strings
from ticker_tui.ui.article import strings as article_strings
from ticker_tui.ui.headlines.filter_field import FilterFacts
from ticker_tui.ui.headlines.search_field import FieldPane
from ticker_tui.ui.rtl.input import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Region


class FindPane(FieldPane):
    """Shown while somebody types in it."""

    DEFAULT_CSS = """
    FindPane { layout: horizontal; height: 1; display: none; }
    FindPane FilterFacts { width: 24; max-width: 40%; display: block; }
    FindPane TextField { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", show=False),
        Binding("enter,tab", "keep", show=False),
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]

    facts = getters.query_one("#find-facts", FilterFacts)

    class Stepped(FieldPane.PaneMessage):
        """The next place is wanted, or (-1) the one before."""

        def __init__(self, pane: FieldPane, step: int) -> None:
            super().__init__(pane)
            self.step = step

    class Left(FieldPane.PaneMessage):
        """Something else has the focus now."""

    def compose(self) -> ComposeResult:
        """Field and count."""
        yield TextField(placeholder=article_strings.find_hint(), id="find-field", select_on_focus=False)
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
        field.placeholder = article_strings.find_hint()
        if strings.mirrored():
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
            self.post_message(self.Left(self))

    def close(self) -> None:
        """Put the row away."""
        self.display = False

    def action_step(self, step: int) -> None:
        """See the next place without leaving the field."""
        self.post_message(self.Stepped(self, step))

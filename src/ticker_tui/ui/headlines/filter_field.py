"""The rows at the foot of the list: the field that filters as one types, what is wrong with it, and what is filtered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters
from textual.binding import Binding
from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.model import Direction
from ticker_tui.ui import strings
from ticker_tui.ui.headlines.search_field import FieldPane
from ticker_tui.ui.render.strips import blank, row, sign, text_field
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rtl.prerendered import PreRendered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from ticker_tui.ui.headlines.snapshot import Snapshot

POINTER = "▲"


class SearchOrigin(NamedTuple):
    """What a search began from, and goes back to."""

    snapshot: Snapshot
    selected_id: int | None
    top: int
    """The line of the list that was the topmost one."""


@lru_cache(maxsize=8)
def finder(search: str) -> Callable[[str], Sequence[range]] | None:
    """What a search has found in a headline; None: it looks for no words."""
    if not search:
        return None
    from ticker_tui.store.search.match_ranges import matches, wanted

    words = wanted(search)

    @lru_cache(maxsize=512)
    def find(title: str) -> list[range]:
        return matches(title, words)

    return find if words else None


class FilterFacts(PreRendered, Widget):
    """One row: what is shown of the view, or what is wrong with the search and where."""

    DEFAULT_CSS = """
    FilterFacts { height: 1; width: 1fr; display: none; background: $panel; color: $text-muted; }
    FilterFacts.-shown { display: block; }
    FilterFacts.-problem { color: $text-error; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.text = ""
        """What it says, logical."""
        self.pointer: int | None = None
        """The cell that is pointed at."""

    def show(self, text: str, *, pointer: int | None = None) -> None:
        """Say something, or nothing."""
        self.text, self.pointer = text, pointer
        self.set_class(bool(text), "-shown")
        self.set_class(pointer is not None, "-problem")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width, style = self.size.width, self.rich_style
        if y or width < 4:
            return Strip.blank(width, style)
        base = Direction.RTL if strings.mirrored() else Direction.LTR
        if self.pointer is None:
            field = text_field(self.text, width - 2, style, base=base, align=base)
            return row([blank(1, style), field], width, base_style=style)
        at = max(0, min(self.pointer, width - 1))
        before, behind = at - 1, width - at - 2
        if behind >= before:  # the sentence goes where there is more room
            parts = [
                blank(at, style),
                sign(POINTER, style),
                blank(1, style),
                text_field(self.text, behind, style, base=base, align=Direction.LTR),
            ]
        else:
            parts = [
                text_field(self.text, before, style, base=base, align=Direction.RTL),
                blank(1, style),
                sign(POINTER, style),
            ]
        return row(parts, width, base_style=style)


class FilterPane(FieldPane):
    """The field, while somebody types in it, and below it one row."""

    DEFAULT_CSS = "FilterPane { layout: vertical; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", show=False),
        Binding("enter,tab,down", "keep", show=False),
    ]

    facts = getters.query_one("#filter-facts", FilterFacts)

    def compose(self) -> ComposeResult:
        """The field and the row below it."""
        field = TextField(placeholder=strings.filter_hint(), id="filter-field", select_on_focus=False)
        field.display = False
        yield field
        yield FilterFacts(id="filter-facts")

    @property
    def typing(self) -> bool:
        """Whether the field is open."""
        return self.field.display

    def open(self, text: str) -> None:
        """Let somebody type, beginning with a text."""
        self.field.placeholder = strings.filter_hint()
        self.field.display = True
        self.field.begin(text)

    def say(self, text: str) -> None:
        """What is shown of the view; empty: all of it."""
        self.facts.show(text)

    def complain(self, column: int, text: str) -> None:
        """Point at the character (from 1) of the field that cannot be understood, and say why."""
        index = min(column - 1, len(self.field.value))
        self.facts.show(text, pointer=self.field.gutter.left + self.field.cell_of_index(index))

    def close(self) -> None:
        """Put the field away; the row below it stays while it has something to say."""
        self.field.display = False

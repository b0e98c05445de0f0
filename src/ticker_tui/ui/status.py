"""One-row texts the app writes: the status at the end of the footer, and the line of things that need attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.model import Direction
from ticker_tui.ui import strings
from ticker_tui.ui.render.strips import blank, row, text_field, truncated
from ticker_tui.ui.rtl.prerendered import PreRendered

if TYPE_CHECKING:
    from textual.timer import Timer

_WIDEST_CELLS = 500
SAID_S = 3.0
"""How long the answer to a key stands."""


class StatusLine(PreRendered, Widget):
    """How the refresh stands. As wide as its text; a click asks every feed now."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: auto; max-width: 60%; padding: 0 1; background: $panel; color: $text-muted; }
    """

    mirrored = False
    """The start edge is the right one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._text = ""
        self._standing = ""
        """What it says when nothing else is to be said."""
        self._hint = ""
        """What is told as long as it is so: a link that is meant, what was found."""
        self._said: Timer | None = None
        self._width_cells = 0

    @property
    def text(self) -> str:
        """What it says, logical."""
        return self._text

    def show(self, text: str) -> None:
        """Say how things stand, from now on."""
        self._standing = text
        self._say_what_is()

    def hint(self, text: str) -> None:
        """Say this instead of how things stand, until it is empty."""
        self._hint = text
        self._say_what_is()

    def _say_what_is(self) -> None:
        if self._said is None:
            self._write(self._hint or self._standing)

    def say(self, text: str, seconds: float = SAID_S) -> None:
        """Answer a key: for a while this stands here instead."""
        if self._said is not None:
            self._said.stop()
        self._said = self.set_timer(seconds, self._end_saying)
        self._write(text)

    def _end_saying(self) -> None:
        self._said = None
        self._say_what_is()

    def _write(self, text: str) -> None:
        """The layout is asked for only when the width changes: a countdown ticks in place."""
        if text == self._text:
            return
        self._text = text
        width_cells = (
            truncated(
                text, _WIDEST_CELLS, Direction.RTL if self.mirrored else Direction.LTR, True
            ).width_cells
            if text
            else 0
        )
        self.refresh(layout=width_cells != self._width_cells)
        self._width_cells = width_cells

    def get_content_width(self, container: object, viewport: object) -> int:
        """The width of the text."""
        _ = container, viewport
        return self._width_cells

    def render_line(self, y: int) -> Strip:
        """The one row, without the padding, which is Textual's."""
        width_cells, style = self.size.width, self.rich_style
        if y:
            return Strip.blank(width_cells, style)
        base = Direction.RTL if self.mirrored else Direction.LTR
        return row([text_field(self._text, width_cells, style, base=base)], width_cells, base_style=style)


class NoticeLine(PreRendered, Widget):
    """What needs attention and stands until it is mended: a broken feeds.toml, feeds that do not answer.

    Takes no row while there is nothing to say.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"notice--sign", "notice--more"}
    DEFAULT_CSS = """
    NoticeLine { height: 1; width: 1fr; display: none; background: $panel; color: $text-warning; }
    NoticeLine.-shown { display: block; }
    NoticeLine.-error { color: $text-error; }
    NoticeLine > .notice--sign { text-style: bold; }
    NoticeLine > .notice--more { color: $text-muted; }
    """

    SIGN = "! "
    """Says by shape what the colour says."""

    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn: the names of feeds stand here."""

    mirrored = False
    """The start edge is the right one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._texts: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is to be said, the gravest first; the row shows the first and how many more there are."""
        return self._texts

    def show(self, texts: tuple[str, ...], *, error: bool = False) -> None:
        """Say these things, or nothing.

        Args:
            texts: Sentences, the gravest first.
            error: The first is an error rather than a warning.
        """
        self.set_class(bool(texts), "-shown")
        self.set_class(error, "-error")
        if texts != self._texts:
            self._texts = texts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width_cells, style = self.size.width, self.rich_style
        texts = self._texts
        if y or not texts:
            return Strip.blank(width_cells, style)
        first, *others = texts
        more = f" +{strings.number(len(others))} " if others else ""
        sign = blank(1, style) + text_field(
            self.SIGN, len(self.SIGN), style + self.get_component_rich_style("notice--sign", partial=True)
        )
        room = max(1, width_cells - 1 - len(self.SIGN) - len(more))
        fields = [
            sign,
            text_field(
                first, room, style, base=Direction.RTL if self.mirrored else Direction.LTR, marks=self.marks
            ),
        ]
        if more:
            fields.append(text_field(more, len(more), self.get_component_rich_style("notice--more")))
        return row(fields, width_cells, base_style=style, mirrored=self.mirrored)

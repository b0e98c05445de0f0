"""Selecting text with the mouse, for the widgets that draw text of feeds.

Textual's own selection goes by rows and columns, from the upper left to the lower right. In a right-to-left
line that is the wrong end first, so it is switched off (`ALLOW_SELECT`) and this stands in for it: press and
drag; press twice for words, three times for paragraphs. A press without a drag stays a click.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.geometry import Offset
from textual.message import Message

from ticker_tui.ui.render.strips import overlaid
from ticker_tui.ui.render.text_selection import Selection, TextPosition, Unit, grown, touch
from ticker_tui.ui.theme.component_styles import background_of, ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.strip import Strip
    from textual.timer import Timer
    from textual.widget import Widget as _Base

    from ticker_tui.ui.render.text_selection import Passage, PassageLine
else:
    _Base = object

AGAIN_S = 0.5
"""Presses in one place that follow each other sooner belong together."""
SCROLL_S = 0.05
"""While the pointer is held above or below a pane, a line goes by in this time."""


class _Press(NamedTuple):
    """A mouse button that is down."""

    touch: TextPosition
    unit: Unit


class Selectable(_Base):
    """A widget whose text can be selected. Stands before the Textual class in the bases.

    Its `render_line` passes finished rows through `with_selection`; its `on_click` asks `click_is_spent` first.
    """

    SELECTION_COMPONENT: ClassVar[str]
    """The component class that colours selected cells."""
    UNITS: ClassVar[Unit] = Unit.CLUSTER
    """The largest unit that presses in one place select; a list whose second click opens has CLUSTER."""

    _selection: Selection | None = None
    _press: _Press | None = None
    _pointer = Offset(0, 0)
    _presses: tuple[Offset, float, int] = (Offset(-1, -1), 0.0, 0)
    """Where and when the last press was, and how many there were in that place."""
    _spent = False
    _scroll_timer: Timer | None = None

    class TextSelected(Message):
        """Text is being selected here: there is one selection on the screen, so the others are to go."""

        def __init__(self, widget: Selectable) -> None:
            super().__init__()
            self.widget = widget

        def can_replace(self, message: Message) -> bool:
            """A drag says it with every move."""
            return isinstance(message, Selectable.TextSelected) and message.widget is self.widget

    # What a widget says of itself

    def stretches_at(self, line: int) -> Sequence[PassageLine]:
        """The text in a line of the widget (not of its visible part); cells are those `cell_of` counts."""
        raise NotImplementedError

    def passages(self) -> Iterable[Passage]:
        """All the text that can have been selected."""
        raise NotImplementedError

    def cell_of(self, event: events.MouseEvent) -> Offset | None:
        """Where in the view an event happened; None: where there is no text."""
        return event.get_content_offset(self)

    def cell_beside(self, event: events.MouseEvent) -> Offset:
        """The same, also outside of the widget."""
        return event.get_content_offset_capture(self)

    def scroll_selecting(self, lines: int) -> None:
        """Scroll, because the pointer is held above (-1) or below (1); one that cannot scroll does nothing."""

    def selecting_changed(self) -> None:
        """A button that may select went down or up."""

    def focus_touch(self, cell: Offset, anchor: TextPosition) -> TextPosition | None:
        """What the other end of a selection touches."""
        _ = anchor
        return self._touch_at(cell)

    # What is selected

    @property
    def selected_text(self) -> str:
        """Logical text; empty when nothing is selected."""
        return self._selection.text(self.passages()) if self._selection is not None else ""

    def clear_selection(self) -> bool:
        """Select nothing; False if nothing was selected."""
        if self._selection is None:
            return False
        self._selection = None
        self.refresh()
        return True

    def with_selection(self, strip: Strip, line: int) -> Strip:
        """A finished row with its selected cells in their colour."""
        if self._selection is None:
            return strip
        spans = list(self._selection.cells(self.stretches_at(line)))
        if not spans:
            return strip
        style = ink(self, self.SELECTION_COMPONENT, background_of(self, self.SELECTION_COMPONENT))
        return overlaid(strip, spans, style)

    # The mouse

    @property
    def selecting(self) -> bool:
        """Whether a button is held that may select."""
        return self._press is not None

    def click_is_spent(self, event: events.Click) -> bool:
        """Whether the press that ends with this click has selected text and means nothing else."""
        if self._spent:
            event.stop()
        return self._spent

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin: here, or with the word or paragraph here."""
        self._spent = False
        cell = self.cell_of(event)
        if event.button != 1 or cell is None:
            return
        self.clear_selection()
        place, time, count = self._presses
        again = place == event.screen_offset and event.time - time <= AGAIN_S
        self._presses = (event.screen_offset, event.time, count % Unit.PASSAGE + 1 if again else 1)
        touched = self._touch_at(cell)
        if touched is None:
            return
        unit = Unit(min(self._presses[2], self.UNITS))
        self._press = _Press(grown(touched, unit), unit)
        self._pointer = cell
        self.capture_mouse()
        self.selecting_changed()
        if unit is not Unit.CLUSTER:
            self._select(Selection(self._press.touch, self._press.touch))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The other end follows the pointer."""
        if self._press is None:
            return
        if not event.button:  # it was let go where nobody saw it
            self._let_go()
            return
        self._pointer = self.cell_beside(event)
        self._follow()
        above, below = self._pointer.y < 0, self._pointer.y >= self.size.height
        if not (above or below) or not self._spent:
            self._stop_scrolling()
        elif self._scroll_timer is None:
            self._scroll_timer = self.set_interval(SCROLL_S, self._scroll_on)

    def on_mouse_up(self) -> None:
        """What is selected stays so."""
        self._let_go()

    def on_mouse_release(self) -> None:
        """Somebody else wants the mouse."""
        self._let_go()

    def _let_go(self) -> None:
        if self._press is not None:
            self._press = None
            self._stop_scrolling()
            self.release_mouse()
            self.selecting_changed()

    def _follow(self) -> None:
        if self._press is None:
            return
        anchor, unit = self._press
        focus = self.focus_touch(self._pointer, anchor)
        if focus is not None and (self._spent or focus != anchor):
            self._select(Selection(anchor, grown(focus, unit)))

    def _select(self, selection: Selection) -> None:
        self._spent = True
        if selection.first == selection.last:
            self.clear_selection()
        elif selection != self._selection:
            self._selection = selection
            self.refresh()
            self.post_message(self.TextSelected(self))

    def _scroll_on(self) -> None:
        self.scroll_selecting(-1 if self._pointer.y < 0 else 1)
        self._follow()

    def _stop_scrolling(self) -> None:
        if self._scroll_timer is not None:
            self._scroll_timer.stop()
            self._scroll_timer = None

    def _touch_at(self, cell: Offset) -> TextPosition | None:
        """What a cell of the view touches; in a line without text the end of the text before it, or what comes."""
        top, lines = self.scroll_offset.y, max(self.size.height, self.virtual_size.height)
        line = min(max(0, cell.y), self.size.height - 1) + top
        if touched := touch(self.stretches_at(line), cell.x):
            return touched
        for before in range(line - 1, max(-1, line - 1 - self.size.height), -1):
            if stretches := self.stretches_at(before):
                return max(stretches, key=lambda stretch: stretch.passage.key).at_end()
        for behind in range(line + 1, min(lines, line + 1 + self.size.height)):
            if stretches := self.stretches_at(behind):
                first = min(stretches, key=lambda stretch: stretch.passage.key)
                start = first.offset + first.line.logical.start
                return TextPosition(first.passage, start, start)
        return None

"""An input field for every script: Textual's `Input`, with its own way from the value to the cells and back.

- Text that begins with a right-to-left letter stands at the right edge of the field and grows to the left.
- Arrow keys go where they point, on the screen; so do the word keys. Home, End, Backspace and Delete follow the text:
  its beginning, its end, the cluster before and behind the caret. A letter goes with its marks, lam and alef singly.
- A suggestion is taken with the arrow that points onwards: to the left in right-to-left text.
- A click puts the caret on the cluster that it hits. The selection is one stretch of the text, on the screen perhaps
  several. What is copied is the text with its original letters.
- What is pasted becomes one line without control characters.

`FieldLine` knows where everything is; here are the keys, the window onto a long value, and the styles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from ticker_tui.text import Direction, cell_len, clean_line, truncate
from ticker_tui.ui.render.strips import blank, field, line_segments
from ticker_tui.ui.rtl.input_line import lay_out
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.rtl.visual_order import VisualOrder

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import App

    from ticker_tui.text import Line
    from ticker_tui.ui.rtl.input_line import FieldLine

__all__ = ["TextField"]

_DOT: Final = "•"
"""Stands for each code point of a password."""
_FORMATS: Final = frozenset("\u200c\u200d\u200e\u200f\u061c")
"""Joiners and direction marks, which keyboards have and Textual takes for unprintable."""
_PASTE_LIMIT: Final = 2_000


class TextField(PreRendered, Input):
    """A field for one line of text. Takes the arguments of `Input`."""

    base: Direction = Direction.AUTO
    """The direction of the value; AUTO: that of its first strong letter."""

    _hidden_cells = 0
    """How much of a value longer than the field is hidden at its start edge."""

    @property
    def _host(self) -> App[object]:
        return cast("App[object]", self.app)

    def on_mount(self) -> None:
        """The caret blinks only where things may move."""
        self.cursor_blink = self._host.animation_level != "none"

    def begin(self, text: str) -> None:
        """Let somebody type, beginning with a text, which is not told as a change."""
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)
        # Not `focus`, which waits for a turn: what is typed at once after the key is meant for the field.
        self.screen.set_focus(self)

    # The value on the screen ------------------------------------------------------------------------------------

    @property
    def _marks(self) -> bool:
        """As the app draws them everywhere else."""
        if not self.is_attached:  # a value is measured before the field is in an app
            return True
        return next(
            (each.marks for each in self._host.get_line_filters() if isinstance(each, VisualOrder)), True
        )

    @property
    def _shown(self) -> str:
        return _DOT * len(self.value) if self.password else self.value

    @property
    def _tail(self) -> str:
        """What a suggestion adds to the value."""
        return self._suggestion[len(self.value) :] if self.has_focus and not self.password else ""

    @property
    def _caret(self) -> int:
        """The caret's index; for a moment after the value was set it may still lie behind its end."""
        return min(self.cursor_position, len(self.value))

    @property
    def field_line(self) -> FieldLine:
        """The value as it is drawn now, a suggestion not included."""
        return lay_out(
            self._shown, self._caret if self.has_focus else None, base=self.base, marks=self._marks
        )

    def _left_cell(self, line: FieldLine) -> int:
        """The cell of the line that is at the field's left edge; negative if the line begins further right."""
        width_cells = self.content_size.width
        overflow = max(0, line.width_cells - width_cells)
        caret = line.cells_at(self._caret)
        rtl = line.direction is Direction.RTL
        from_start = line.width_cells - caret.stop if rtl else caret.start
        hidden = min(self._hidden_cells, from_start)
        hidden = max(hidden, from_start + len(caret) - width_cells)
        self._hidden_cells = hidden = max(0, min(hidden, overflow))
        return line.width_cells - width_cells - hidden if rtl else hidden

    def cell_of_index(self, index: int) -> int:
        """The cell of the field, from its left edge, at which an index of the value is drawn now."""
        line = self.field_line
        return line.cells_at(index).start - self._left_cell(line)

    @property
    def _cursor_offset(self) -> int:
        """The cell of the field that the caret is on."""
        line = self.field_line
        if not self.value and self.placeholder:
            placeholder = self._placeholder_line(self.content_size.width)
            missing = self.content_size.width - placeholder.width_cells
            first = placeholder.cell_map.index(0) if 0 in placeholder.cell_map else 0
            return first + (missing if placeholder.direction is Direction.RTL else 0)
        return line.cells_at(self._caret).start - self._left_cell(line)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is on the screen: there the terminal's own input method opens."""
        x, y, _, _ = self.content_region
        return Offset(x + self._cursor_offset, y)

    @property
    def content_width(self) -> int:
        """In cells, for a field of width ``auto``."""
        if self.placeholder and not self.value:
            return cell_len(self.placeholder)
        return self.field_line.width_cells

    def _watch_selection(self, selection: Selection) -> None:
        _ = selection
        if self.is_attached:
            self._host.clear_selection()
            self._host.cursor_position = self.cursor_screen_offset

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        self.virtual_size = Size(self.content_size.width, 1)  # the window is ours, not the scroll view's

    def _cell_offset_to_index(self, offset: int) -> int:
        line = self.field_line
        return line.index_at(offset + self._left_cell(line))

    # Drawing ----------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The value, or the placeholder, in visual order."""
        width_cells = self.content_size.width
        if y or not width_cells:
            return Strip.blank(width_cells, self.rich_style)
        strip = self._value_strip(width_cells) if self.value else self._placeholder_strip(width_cells)
        return strip.apply_style(self.rich_style)

    def _placeholder_line(self, width_cells: int) -> Line:
        """An empty field without a placeholder shows a blank for the caret."""
        return truncate(self.placeholder or " ", width_cells, base=self.base, marks=self._marks)

    def _placeholder_strip(self, width_cells: int) -> Strip:
        style = self.get_component_rich_style("input--placeholder")
        caret = style + self.get_component_rich_style("input--cursor")
        caret_on = self.has_focus and self._cursor_visible
        return Strip(
            field(
                self._placeholder_line(width_cells),
                width_cells,
                lambda index: caret if caret_on and not index else style,
                base_style=Style.null(),
            ),
            width_cells,
        )

    def _value_strip(self, width_cells: int) -> Strip:
        line = self.field_line
        left = self._left_cell(line)
        if tail := self._tail:
            # The suggestion is not counted when the window is placed: it fills what is free.
            wide = lay_out(self.value + tail, None, base=line.direction, marks=self._marks)
            if line.direction is Direction.RTL:
                left += wide.width_cells - line.width_cells
            line = wide
        strip = Strip(line_segments(line.line, self._styles(line)), line.width_cells)
        before = blank(-left, Style.null()) if left < 0 else []
        visible = strip.crop(max(0, left), left + width_cells)
        return Strip([*before, *visible]).extend_cell_length(width_cells)

    def _styles(self, line: FieldLine) -> Callable[[int], Style]:
        """The style of each cluster: highlighter, selection, suggestion, caret."""
        length = len(self.value)
        start, end = sorted(self.selection) if self.has_focus else (0, 0)
        caret = line.homes[self._caret] if self.has_focus and self._cursor_visible else -1
        highlighted = self._value if self.highlighter is not None and not self.password else None
        selection_style = self.get_component_rich_style("input--selection")
        suggestion_style = self.get_component_rich_style("input--suggestion")
        cursor_style = self.get_component_rich_style("input--cursor")

        def style_at(index: int) -> Style:
            style = Style.null()
            if line.covers(index, start, end):
                style += selection_style
            if highlighted is not None and index < length:
                style += highlighted.get_style_at_offset(self._host.console, index)
            if length <= index < line.clusters[-1]:
                style += suggestion_style
            if index == caret:
                style += cursor_style
            return style

        return style_at

    # Keys -------------------------------------------------------------------------------------------------------

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text for the field."""
        return character in _FORMATS or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.character in _FORMATS:
            self.replace(event.character, *self.selection)
            event.stop()
        # Textual calls the method of its own class, too: that does the rest.

    def action_cursor_left(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Go one cluster to the left."""
        self._step(-1, select=select)

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: FBT001, FBT002
        """Go one cluster to the right."""
        self._step(1, select=select)

    def _step(self, step: int, *, select: bool) -> None:
        line = self.field_line
        start, end = self.selection
        onwards = -1 if line.direction is Direction.RTL else 1
        if select:
            self.selection = Selection(start, line.beside(end, step))
        elif self._suggestion and self.cursor_at_end and step == onwards:
            self.value = self._suggestion
            self.cursor_position = len(self.value)
        elif self.selection.is_empty:
            self.cursor_position = line.beside(end, step)
        else:
            # A selection is left at the side that the key points to.
            self.cursor_position = max(start, end, key=lambda index: step * line.cells_at(index).start)

    def action_cursor_left_word(self, select: bool = False) -> None:  # noqa: FBT001, FBT002
        """Go to the nearest start of a word to the left."""
        self._step_word(-1, select=select)

    def action_cursor_right_word(self, select: bool = False) -> None:  # noqa: FBT001, FBT002
        """Go to the nearest start of a word to the right."""
        self._step_word(1, select=select)

    def _step_word(self, step: int, *, select: bool) -> None:
        # The dots of a password have no words: the caret goes to the edge.
        target = self.field_line.word_beside(self._caret, step)
        self.selection = Selection(self.selection.start, target) if select else Selection.cursor(target)

    def action_delete_left(self) -> None:
        """Delete the cluster before the caret, in reading order."""
        if not self.selection.is_empty:
            self.delete_selection()
        else:
            self.delete(self._boundary_before(), self.cursor_position)

    def action_delete_right(self) -> None:
        """Delete the cluster that the caret is on."""
        if not self.selection.is_empty:
            self.delete_selection()
        else:
            self.delete(self.cursor_position, self._boundary_behind())

    def action_delete_left_word(self) -> None:
        """Delete back to the start of a word, in reading order."""
        if not self.selection.is_empty:
            self.delete_selection()
        else:
            before = [start for start in self.field_line.word_starts if start < self.cursor_position]
            self.delete(max(before, default=0), self.cursor_position)

    def action_delete_right_word(self) -> None:
        """Delete up to the next start of a word, in reading order."""
        if not self.selection.is_empty:
            self.delete_selection()
        else:
            behind = [start for start in self.field_line.word_starts if start > self.cursor_position]
            self.delete(self.cursor_position, min(behind, default=len(self.value)))

    def _boundary_before(self) -> int:
        return max((at for at in self.field_line.clusters if at < self.cursor_position), default=0)

    def _boundary_behind(self) -> int:
        clusters = self.field_line.clusters
        return min((at for at in clusters if at > self.cursor_position), default=len(self.value))

    # Pasting ----------------------------------------------------------------------------------------------------

    def _on_paste(self, event: events.Paste) -> None:
        self._put_in(event.text)
        event.stop()
        event.prevent_default()

    def action_paste(self) -> None:
        """Put in what was copied in this program."""
        self._put_in(self._host.clipboard)

    def _put_in(self, text: str) -> None:
        if line := clean_line(text, limit=_PASTE_LIMIT):
            self.replace(line, *self.selection)

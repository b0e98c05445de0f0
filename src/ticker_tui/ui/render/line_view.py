"""What list and reader have in common: a pane of lines, painted when they are seen, beside a thin rail.

The rail stands in for Textual's scroll bar, for three reasons: a scroll bar that comes and goes lays out the
whole screen each time (30 ms, at every second headline), it always stands at the right, where a mirrored pane
begins, and a half cell says as much as a whole one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from ticker_tui.ui.render.scrollbar import MIRRORED_THUMB, RAIL_CELLS, THUMB, thumb
from ticker_tui.ui.render.selectable import Selectable
from ticker_tui.ui.render.strips import row, sign
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.theme.component_styles import background_of, ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from ticker_tui.ui.render.text_selection import Passage, PassageLine

WHEEL_LINES = 2


class LinePane(  # pyright: ignore[reportIncompatibleMethodOverride] - Textual's ScrollView narrows its own Widget
    Selectable, PreRendered, ScrollView, can_focus=True, inherit_bindings=False
):
    """A scrolled pane whose number of lines may change at any time without a layout of the screen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane--rail", "pane--selection"}
    SELECTION_COMPONENT = "pane--selection"
    DEFAULT_CSS = """
    LinePane {
        overflow: hidden hidden;
        & > .pane--rail { color: $foreground 30%; }
        & > .pane--selection { background: $secondary; color: auto 95%; }
    }
    """

    mirrored: reactive[bool] = reactive(default=False, init=False)
    """The interface runs right to left: what stands at an edge stands at the other one."""

    _rail_style: Style | None = None
    _dragging = False
    _known_size = Size(0, 0)

    def paint_line(self, y: int) -> Strip:
        """A line of the visible part, as wide as `view_size`; what a pane is made of."""
        raise NotImplementedError

    @property
    def view_size(self) -> Size:
        """The cells there are for lines, the rail's not among them; of a pane that has no place now, those it had last."""
        width, height = self.size or self._known_size
        return Size(max(0, width - RAIL_CELLS), height)

    def scroll_to_line(self, line: int) -> None:
        """Make a line the topmost one, as far as there are lines below it to fill the pane."""
        if self.is_attached:
            self.scroll_to(y=max(0, line), animate=False, force=True)

    def resized(self) -> None:
        """The pane has another size, and is not painted yet."""

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: FBT001, FBT002 - Textual's signature
    ) -> bool:
        """Textual's, before it paints; its `Resize` comes only after, when a second picture would be needed."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if size != self._known_size:
            self._known_size = size
            self.resized()
        return changed

    def set_line_count(self, lines: int) -> None:
        """Say how many lines there are."""
        size = Size(self.view_size.width, lines)
        if size != self.virtual_size:
            # Assigning it would lay out the screen; Textual's own `_size_updated` goes around that in this way.
            self.set_reactive(ScrollView.virtual_size, size)  # pyright: ignore[reportArgumentType]
            if self.is_attached:
                self.scroll_target_y = self.scroll_y = self.validate_scroll_y(self.scroll_y)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the visible part and its cell of the rail."""
        width, height = self.size
        if width <= RAIL_CELLS:
            return row([], max(0, width), base_style=self.rich_style)
        if self._rail_style is None:
            self._rail_style = ink(self, "pane--rail", background_of(self))
        on_thumb = y in thumb(self.virtual_size.height, height, self.scroll_offset.y)
        mark = (MIRRORED_THUMB if self.mirrored else THUMB) if on_thumb else " "
        painted = self.with_selection(self.paint_line(y), y + self.scroll_offset.y)
        fields = [list(painted), sign(mark, self._rail_style)]
        return row(fields, width, base_style=self._rail_style, mirrored=self.mirrored)

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went."""
        super().notify_style_update()
        self._rail_style = None

    # The mouse

    def cell_of(self, event: events.MouseEvent) -> Offset | None:
        """Where in the view an event happened; None: outside, or on the rail."""
        offset = event.get_content_offset(self)
        if offset is None or self._on_rail(offset):
            return None
        return Offset(offset.x - RAIL_CELLS, offset.y) if self.mirrored else offset

    def cell_beside(self, event: events.MouseEvent) -> Offset:
        """Where in the view an event would be, if the view had no end."""
        offset = event.get_content_offset_capture(self)
        return Offset(offset.x - RAIL_CELLS, offset.y) if self.mirrored else offset

    def stretches_at(self, line: int) -> Sequence[PassageLine]:
        """No text to be selected, unless a pane says so."""
        _ = line
        return ()

    def passages(self) -> Iterable[Passage]:
        """None of them."""
        return ()

    def scroll_selecting(self, lines: int) -> None:
        """Show what is selected next."""
        self.scroll_to_line(self.scroll_offset.y + lines)

    def _on_rail(self, offset: Offset) -> bool:
        return offset.x < RAIL_CELLS if self.mirrored else offset.x >= self.size.width - RAIL_CELLS

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the text, never the selection."""
        event.stop()
        self.scroll_to_line(self.scroll_offset.y + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the text, never the selection."""
        event.stop()
        self.scroll_to_line(self.scroll_offset.y - WHEEL_LINES)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the rail."""
        offset = event.get_content_offset(self)
        if offset is not None and self._on_rail(offset):
            event.stop()
            self._dragging = True
            self.capture_mouse()
            self._drag_to(offset.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The thumb follows the pointer."""
        if self._dragging:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        height, lines = self.size.height, self.virtual_size.height
        self.scroll_to_line(round(max(0, y) * max(0, lines - height) / max(1, height - 1)))

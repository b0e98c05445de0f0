"""A sheet laid over the screen: a title, lines to scroll through, and Escape to put it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.style import Style
from textual.binding import Binding
from textual.containers import Vertical
from textual.errors import NoWidget
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from ticker_tui.i18n import current
from ticker_tui.model import Direction
from ticker_tui.text import base_direction
from ticker_tui.ui import strings
from ticker_tui.ui.headlines.column_widths import HERE, MIRRORED_HERE
from ticker_tui.ui.keys.key_table import spread
from ticker_tui.ui.lifetime import ReadyScreen
from ticker_tui.ui.render.highlighted_spans import marking
from ticker_tui.ui.render.scrollbar import MIRRORED_THUMB, RAIL_CELLS, thumb
from ticker_tui.ui.render.strips import blank, field, row, sign, text_field, truncated
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.theme.component_styles import background_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

INDENT_CELLS = 1
PANEL_SHARE = 0.94
"""Of the height of the screen; in the style sheet, too."""
PADDING_LINES = 2
"""Above and below; in the style sheet, too."""
SMALL_LINES = 10
"""A screen of fewer lines than this has no room for the title and the space around a sheet."""
HEAD_LINES = 4
"""What stands above the first choice of a sheet is shown with it."""
GAP_CELLS = 1
"""Between two columns."""


class ColumnCell(NamedTuple):
    """A column of a line, where a plain triple of its first three does not say enough."""

    text: str
    role: str
    """The part after ``sheet--``."""
    cells: int = 0
    """Its width with the gap; 0: what the others leave, once in a line."""
    at_end: bool = False
    """Flush with the end edge."""
    found: Sequence[range] = ()
    """Stretches of the text (code points) that are marked."""


class ColumnsView(PreRendered, ScrollView, can_focus=True):
    """Lines of columns. A cell's text may be a feed's: it is laid out, never taken as markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--heading",
        "sheet--key",
        "sheet--text",
        "sheet--muted",
        "sheet--bad",
        "sheet--rail",
        "sheet--chosen",
        "sheet--found",
    }
    DEFAULT_CSS = """
    ColumnsView { height: auto; max-height: 100%; overflow-x: hidden; scrollbar-size-vertical: 1; background: $panel; }
    ColumnsView > .sheet--heading { color: $accent; text-style: bold; }
    ColumnsView > .sheet--key { color: $footer-key-foreground; }
    ColumnsView > .sheet--text { color: $text; }
    ColumnsView > .sheet--muted { color: $text-muted; }
    ColumnsView > .sheet--bad { color: $text-error; }
    ColumnsView > .sheet--rail { color: $scrollbar; }
    ColumnsView > .sheet--chosen { background: $cursor-background; }
    ColumnsView > .sheet--found { color: $accent; text-style: underline; }
    ColumnsView.-mirrored { scrollbar-size-vertical: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(spread("j"), "scroll_down", show=False),
        Binding(spread("k"), "scroll_up", show=False),
        Binding("space", "page_down", show=False),
        Binding(spread("g"), "scroll_home", show=False),
        Binding(spread("G"), "scroll_end", show=False),
        Binding("ctrl+f", "page_down", show=False),
        Binding("ctrl+b", "page_up", show=False),
        Binding("ctrl+d", "half_page(1)", show=False),
        Binding("ctrl+u", "half_page(-1)", show=False),
    ]

    class Clicked(Message):
        """Someone has clicked on a line.

        Attributes:
            line: Its index.
        """

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    class Turned(Message):
        """The wheel was turned over a sheet whose selection it moves.

        Attributes:
            step: 1 downwards, -1 upwards.
        """

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    selects = False
    """A choice of it is selected, and the wheel moves the selection instead of scrolling."""

    mirrored = False
    """The start edge is the right one: the scroll bar, which Textual has at the right only, is drawn at the left."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: tuple[SheetRow, ...] = ()
        self._chosen = -1
        self._in_view = range(0)

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """What is shown."""
        return self._rows

    def show(self, rows: Sequence[SheetRow], *, chosen: int = -1, in_view: range | None = None) -> None:
        """Show these lines, one of them perhaps as chosen; the place stays.

        Args:
            rows: From top to bottom.
            chosen: The line that is marked; -1: none.
            in_view: The lines of what is selected: scrolled into view when they are others than before, and when the
                sheet gets another size. None: that of `chosen`.
        """
        lines = in_view if in_view is not None else range(chosen, chosen + 1) if chosen >= 0 else range(0)
        if tuple(rows) == self._rows and chosen == self._chosen and lines == self._in_view:
            return
        self._chosen = chosen
        same_height = len(rows) == len(self._rows)
        moved, self._in_view = lines != self._in_view, lines
        self._rows = tuple(rows)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh(layout=not same_height)
        if moved and lines:
            self.bring_lines_into_view(lines)

    @property
    def visible_height(self) -> int:
        """How many of its lines can be seen: in a small window its end may be outside of the frame."""
        try:
            return self.screen.find_widget(self).visible_region.height
        except NoWidget:
            return 0

    def shows(self, lines: range) -> bool:
        """Whether the first of these lines can be seen, and the second where there are two."""
        top = self.scroll_offset.y
        return top <= lines.start and min(lines.stop, lines.start + 2) <= top + self.visible_height

    def bring_into_view(self, index: int) -> None:
        """Scroll as little as shows a line."""
        self.bring_lines_into_view(range(index, index + 1))

    def bring_lines_into_view(self, lines: range) -> None:
        """Scroll as little as shows these lines, the first of them if they are too many; near the top, to the top."""
        top, height = self.scroll_offset.y, self.visible_height
        if not height:
            return  # before the first layout; `on_resize` follows
        stop = min(lines.stop, lines.start + height)
        if lines.start < top:
            self._go_to_line(0 if lines.start <= HEAD_LINES and stop <= height else lines.start)
        elif stop > top + height:
            self._go_to_line(stop - height)

    def _go_to_line(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def action_half_page(self, pages: int) -> None:
        """Scroll half of what is seen."""
        self.scroll_relative(y=pages * max(1, self.visible_height // 2), animate=False)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the selection, if there is one."""
        self._turn(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the selection, if there is one."""
        self._turn(event, -1)

    def _turn(self, event: events.MouseEvent, step: int) -> None:
        if self.selects:
            event.stop()
            event.prevent_default()
            self.post_message(self.Turned(step))

    def on_resize(self) -> None:
        """Lines are cut to the width; what is selected stays in view."""
        self.virtual_size = Size(self.size.width, len(self._rows))
        if self._in_view:
            self.bring_lines_into_view(self._in_view)

    def on_click(self, event: events.Click) -> None:
        """Say on which line."""
        line = event.y + self.scroll_offset.y
        if 0 <= line < len(self._rows):
            self.post_message(self.Clicked(line))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        _ = container, viewport, width
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        width_cells, base_style = self.size.width, self.rich_style
        if self.mirrored:
            on_thumb = y in thumb(len(self._rows), self.size.height, self.scroll_offset.y)
            mark = sign(MIRRORED_THUMB if on_thumb else " ", self.get_component_rich_style("sheet--rail"))
            strip = self._line(y, width_cells - RAIL_CELLS, base_style)
            return row([list(strip), mark], width_cells, base_style=base_style, mirrored=True)
        return self._line(y, width_cells, base_style)

    def _line(self, y: int, width_cells: int, base_style: Style) -> Strip:
        index = y + self.scroll_offset.y
        if not 0 <= index < len(self._rows):
            return Strip.blank(width_cells, base_style)
        line = self._rows[index]
        start, end = (Direction.RTL, Direction.LTR) if self.mirrored else (Direction.LTR, Direction.RTL)
        indent = INDENT_CELLS + (self._chosen >= 0)
        fields = [blank(indent, base_style)]
        over = Style.null()
        if index == self._chosen:
            over = self._over_chosen()
            base_style += over
            here = MIRRORED_HERE if self.mirrored else HERE
            fields = [
                sign(here, self.get_component_rich_style("sheet--key") + over),
                blank(INDENT_CELLS, base_style),
            ]
        left = width_cells - indent
        fixed = sum(cell[2] for cell in line)
        for text, role, column_cells, at_end, found in map(_cell, line):
            cells = min(left, column_cells or max(0, left - fixed))
            fixed -= column_cells
            style = self.get_component_rich_style(f"sheet--{role}") + over
            align = end if at_end else start
            room, base = max(0, cells - 1), self._base(text)
            if found and room:
                shown = truncated(text, room, base, marks=True)
                mark = self.get_component_rich_style("sheet--found", partial=True)
                style_at = marking(shown, found, style, style + mark)
                fields.append(field(shown, room, style_at, base_style=base_style, align=align))
            else:
                fields.append(text_field(text, room, style, base=base, base_style=base_style, align=align))
            fields.append(blank(min(1, cells), base_style))
            left -= cells
        return row(fields, width_cells, base_style=base_style, mirrored=self.mirrored)

    def _over_chosen(self) -> Style:
        """What a chosen line has over the others: its ground; its cells' other face where there is no colour."""
        ground = background_of(self, "sheet--chosen")
        own = self.get_component_styles("sheet--chosen").text_style
        one = self.get_component_rich_style("sheet--text").color if own.reverse else None
        return Style(color=one, bgcolor=ground.rich_color) + own

    def _base(self, text: str) -> Direction:
        """Ours begin at the start edge, whatever name they begin with."""
        return base_direction(text, lang=current().code) if self.mirrored else Direction.AUTO


def _cell(column: tuple[str, str, int] | ColumnCell) -> ColumnCell:
    if isinstance(column, ColumnCell):
        return column
    text, role, cells = column
    return ColumnCell(text, role, cells)


SheetRow = tuple[tuple[str, str, int] | ColumnCell, ...]
"""Columns of a line: text, role (the part after ``sheet--``), width in cells with the gap (0: what is left); or a `ColumnCell`."""


class Dialog(PreRendered, ModalScreen[None], ReadyScreen):
    """The frame of a sheet. Subclasses give `title_text` and `rows`."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog #panel { width: 86; max-width: 100%; height: auto; max-height: 94%; background: $panel; padding: 1 1; }
    Dialog #panel-title { height: 1; color: $text-muted; padding: 0 1; }
    Dialog.-small #panel { max-height: 100%; padding: 0 1; }
    Dialog.-small #panel-title { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            spread("escape", "q", "question_mark", "F", "enter", "backspace"), "close", "Close", show=False
        ),
    ]

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """A title line and the sheet."""
        with Vertical(id="panel"):
            yield Static(f"{self.title_text} · {strings.close_hint()}", id="panel-title", markup=False)
            sheet = ColumnsView(id="sheet")
            sheet.mirrored = current().rtl
            sheet.set_class(sheet.mirrored, "-mirrored")
            yield from self.above()
            yield sheet
            yield from self.below()

    def above(self) -> Iterable[Widget]:
        """What stands between the title and the sheet."""
        return ()

    def below(self) -> Iterable[Widget]:
        """What stands below the sheet."""
        return ()

    def on_mount(self) -> None:
        """Fill it."""
        self.fill()
        self.query_one(ColumnsView).focus()

    def on_resize(self) -> None:
        """Leave the lines above the sheet their room: a share of the panel would reach below its end."""
        small = self.size.height < SMALL_LINES
        self.set_class(small, "-small")
        # All but the title and the sheet itself.
        others = sum(child.display for child in self.query_one("#panel").children[1:]) - 1
        room = self.size.height if small else int(self.size.height * PANEL_SHARE) - PADDING_LINES
        self.query_one(ColumnsView).styles.max_height = max(1, room - others - (not small))

    def rows(self) -> list[SheetRow]:
        """What the sheet shows."""
        raise NotImplementedError

    def fill(self) -> None:
        """Show what is so now."""
        self.query_one(ColumnsView).show(self.rows())

    def on_click(self, event: events.Click) -> None:
        """A click beside the sheet puts it away."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        """Put it away."""
        self.close()

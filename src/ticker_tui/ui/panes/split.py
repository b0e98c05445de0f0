"""The room of list and reader, which stand as `arrangement.plan` says, and the divider between them.

The places are decided while Textual lays out the screen, from the size it has then: a window that changes its size is
painted once. A pane without a place keeps its focus, its selection and where it was scrolled to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import Layout, WidgetPlacement
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ticker_tui.ui.lifetime import Guarded
from ticker_tui.ui.panes.pane_layout import PaneArrangement, PaneRects, PaneSettings, dragged, moved, plan
from ticker_tui.ui.render.strips import row, sign
from ticker_tui.ui.rtl.prerendered import PreRendered

if TYPE_CHECKING:
    from textual import events
    from textual.layout import ArrangeResult
    from textual.strip import Strip

    from ticker_tui.ui.panes.pane_layout import Box

_NO_MARGIN = Spacing()


class Divider(PreRendered, Widget):
    """The line between the panes, which can be dragged."""

    DEFAULT_CSS = """
    Divider { color: $foreground 18%; }
    Divider:hover { color: $accent; }
    """

    class Dragged(Message):
        """The line is wanted at another cell of the screen."""

        def __init__(self, x: int, y: int) -> None:
            super().__init__()
            self.x = x
            self.y = y

        def can_replace(self, message: Message) -> bool:
            """Only where the pointer is now counts."""
            return isinstance(message, Divider.Dragged)

    _held = False

    def render_line(self, y: int) -> Strip:
        """One row of it."""
        _ = y
        width = self.size.width
        line = "│" if width == 1 else "─" * width
        return row([sign(line, self.rich_style)], width, base_style=self.rich_style)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of it."""
        if event.button == 1:
            event.stop()
            self._held = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """It follows the pointer."""
        if self._held and not event.button:  # it was let go where nobody saw it
            self.on_mouse_up()
        elif self._held:
            self.post_message(self.Dragged(event.screen_x, event.screen_y))

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._held:
            self._held = False
            self.release_mouse()


class Panes(Guarded, Widget):
    """List, divider and reader: its children, told apart by their ids."""

    DEFAULT_CSS = "Panes { overflow: hidden hidden; }"

    sharing: reactive[PaneSettings] = reactive(PaneSettings(), init=False)
    """What was chosen."""
    reading: reactive[bool] = reactive(default=False, init=False)
    """The reader is in use, not the list."""

    def __init__(self, *children: Widget, sharing: PaneSettings, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(*children, id=id)
        self.set_reactive(Panes.sharing, sharing)
        # A style of the widget's own would be checked against Textual's names of layouts.
        self._default_layout = _Places()  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]

    def watch_reading(self) -> None:
        """Where one pane has all the room, the other one gets it."""
        if self.way is PaneArrangement.ALONE:
            self._arrange_anew()

    def watch_sharing(self) -> None:
        """Everything gets another place."""
        self._arrange_anew()

    def _arrange_anew(self) -> None:
        self._clear_arrangement_cache()  # Textual's own refresh forgets that of the ancestors only
        self.refresh(layout=True)

    @property
    def way(self) -> PaneArrangement:
        """How the panes stand."""
        return self.plan(self.size).way

    def plan(self, room: Size) -> PaneRects:
        """Where everything stands in so much room."""
        return plan(self.sharing, room, window=self._window, reading=self.reading)

    @property
    def _window(self) -> Size:
        return self.app.size  # pyright: ignore[reportUnknownMemberType] - Textual says bare App

    def move_divider(self, steps: int) -> bool:
        """Move it right or down, or with a negative number left or up; False if there is none."""
        if self.way is PaneArrangement.ALONE:
            return False
        self.sharing = moved(self.sharing, self.size, window=self._window, steps=steps)
        return True

    def on_divider_dragged(self, message: Divider.Dragged) -> None:
        """The line is taken along."""
        message.stop()
        place = (message.x - self.region.x, message.y - self.region.y)
        self.sharing = dragged(self.sharing, self.size, window=self._window, place=place)


class _Places(Layout):
    """Textual's door for it."""

    name = "panes"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: FBT001, FBT002 - Textual's signature
    ) -> ArrangeResult:
        _ = greedy
        parent.pre_layout(self)
        assert isinstance(parent, Panes)  # noqa: S101 - nobody else has it
        boxes = parent.plan(size)
        places = {"headlines": boxes.headlines, "divider": boxes.divider, "reader": boxes.reader}
        return [
            WidgetPlacement(_region(box), NULL_OFFSET, _NO_MARGIN, child)
            for child in children
            if child.id is not None and (box := places.get(child.id)) is not None
        ]


def _region(box: Box) -> Region:
    return Region(*box)

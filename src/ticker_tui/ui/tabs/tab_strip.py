"""The tab strip: one row with every view and its number, the open one marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.contrast import readable
from ticker_tui.model import TabKind
from ticker_tui.ui import strings
from ticker_tui.ui.render.strips import row, sign
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.tabs.clickable_labels import ClickableLabel, piece
from ticker_tui.ui.tabs.visible_range import MORE_AFTER, MORE_BEFORE, fitting
from ticker_tui.ui.theme.component_styles import background_of
from ticker_tui.ui.theme.feed_colours import as_hex
from ticker_tui.ui.theme.textual_themes import contrast_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.ui.tabs.model import Tab


class TabStrip(PreRendered, Widget):
    """The views. It is told which there are and reports a click as the action ``app.view(n)``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tabs--tab",
        "tabs--breaking",
        "tabs--active",
        "tabs--count",
        "tabs--active-count",
    }
    DEFAULT_CSS = """
    TabStrip { height: 1; width: 1fr; background: $panel; }
    TabStrip > .tabs--tab { color: $text-muted; }
    TabStrip > .tabs--count { color: $text-muted; }
    TabStrip > .tabs--breaking { color: $text-error; text-style: bold; }
    TabStrip > .tabs--active { color: $foreground; background: $primary 25%; text-style: bold; }
    TabStrip > .tabs--active-count { color: $foreground; background: $primary 25%; }
    """

    mirrored = False
    """The start edge is the right one."""
    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._tabs: tuple[Tab, ...] = ()
        self._active = 0

    def show(self, tabs: Sequence[Tab], active: int) -> None:
        """Show these views, the one at `active` as open."""
        if (tuple(tabs), active) != (self._tabs, self._active):
            self._tabs, self._active = tuple(tabs), active
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width_cells, base_style = self.size.width, self.rich_style
        if y or not self._tabs:
            return Strip.blank(width_cells, base_style)
        chips = [self._chip(index, tab) for index, tab in enumerate(self._tabs)]
        shown, before, after = fitting(
            [chip.width_cells for chip in chips], width_cells, keep=min(self._active, len(chips) - 1)
        )
        muted = self.get_component_rich_style("tabs--count")
        signs = (MORE_AFTER, MORE_BEFORE) if self.mirrored else (MORE_BEFORE, MORE_AFTER)
        fields = [sign(signs[0], muted)] if before else []
        for index in shown:
            fields += chips[index].fields()
        if after:
            fields.append(sign(signs[1], muted))
        return row(fields, width_cells, base_style=base_style, mirrored=self.mirrored)

    def _chip(self, index: int, tab: Tab) -> ClickableLabel:
        active = index == self._active
        breaking = tab.view.shelf is TabKind.BREAKING and bool(tab.number)
        role = "tabs--active" if active else "tabs--breaking" if breaking else "tabs--tab"
        style = self.get_component_rich_style(role)
        if not active and (colour := as_hex(tab.colour)):
            theme = self.app.current_theme  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
            style += Style(color=readable(colour, background_of(self).hex6.lower(), contrast_of(theme)))
        pieces = [piece(tab.title, style, marks=self.marks)]
        if tab.number is not None:
            count_style = self.get_component_rich_style("tabs--active-count") if active else style
            pieces += [piece(" ", style), piece(strings.number(tab.number), count_style)]
        return ClickableLabel(tuple(pieces), f"app.view({index + 1})")

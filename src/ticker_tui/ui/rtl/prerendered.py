"""The mark of what is drawn in visual order already.

Textual's own widgets hold logical text, so the app puts `VisualOrder` before the filters of every widget. Our widgets
paint finished rows from `text.layout`; put into order a second time they would be wrong. The mark is on the widget,
not on its strips: Textual takes every strip apart for borders and padding before it filters, and a Hebrew letter
does not tell by itself whether it has been moved.

Modal screens want the mark too. The only thing such a screen draws itself is the dimmed picture of the screen below,
which has been filtered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.ui.lifetime import Guarded
from ticker_tui.ui.rtl.visual_order import VisualOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter
    from textual.widget import Widget as _Base
else:
    _Base = object

__all__ = ["PreRendered"]


class PreRendered(Guarded, _Base):
    """A widget (or modal screen) whose rows `VisualOrder` leaves alone. Stands before the Textual class in the bases."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """All filters of the app but that one."""
        return [each for each in super().get_line_filters() if not isinstance(each, VisualOrder)]

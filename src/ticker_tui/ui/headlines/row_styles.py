"""In which styles a list is painted: of a row at rest, of the selected one, of a picked one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.style import Style

from ticker_tui.contrast import readable
from ticker_tui.ui.theme.component_styles import background_of, ink
from ticker_tui.ui.theme.textual_themes import contrast_of

if TYPE_CHECKING:
    from textual.widget import Widget

COMPONENTS: Final = frozenset(
    f"headlines--{name}"
    for name in (
        *("cursor", "picked", "time", "source", "unread", "read", "mark", "star", "match", "summary"),
        *("highlight", "breaking", "waiting", "empty", "key", "heading", "heading-rule"),
    )
)
"""The component classes of the list."""


class RowStyles(NamedTuple):
    """The styles of a row on one ground."""

    ground: Style
    time: Style
    source: Style
    unread: Style
    read: Style
    mark: Style
    star: Style
    match: Style
    """Laid over the letters that a search has found."""
    summary: Style
    highlight: Style
    """Of the sign of a highlighted headline and of the words in it; a rule may have its own colour."""
    on: str
    """The ground as ``#rrggbb``."""

    def coloured(self, style: Style, colour: str, least: float) -> Style:
        """A style in a colour that somebody has chosen, as it can be read here.

        Args:
            style: One of these.
            colour: ``#rrggbb``; empty: none was chosen.
            least: The contrast it needs: a colour with less is moved towards white or black.
        """
        if not colour or self.ground.reverse:  # each colour would be a ground of its own
            return style
        return style + Style(color=readable(colour, self.on, least))


class ListStyles(NamedTuple):
    """The styles of the list."""

    rest: RowStyles
    cursor: RowStyles
    """Of the selected row."""
    picked: RowStyles
    """Of the rows that keys act on together."""
    breaking: Style
    waiting: Style
    empty: Style
    key: Style
    """Of the key that an empty list names."""
    heading: Style
    heading_rule: Style
    dark: bool
    contrast: float
    """The least that a source's colour needs."""


def palette_of(widget: Widget) -> ListStyles:
    """The styles of a list in the theme of now."""

    def own(name: str) -> Style:
        return ink(widget, f"headlines--{name}", background_of(widget, f"headlines--{name}"))

    theme = widget.app.current_theme  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
    return ListStyles(
        rest=_row_styles_of(widget, ""),
        cursor=_row_styles_of(widget, "headlines--cursor"),
        picked=_row_styles_of(widget, "headlines--picked"),
        breaking=own("breaking"),
        waiting=own("waiting"),
        empty=ink(widget, "headlines--empty", background_of(widget)),
        key=ink(widget, "headlines--key", background_of(widget)),
        heading=own("heading"),
        heading_rule=own("heading-rule"),
        dark=theme.dark,
        contrast=contrast_of(theme),
    )


def _row_styles_of(widget: Widget, component: str) -> RowStyles:
    """The styles of a row on the list's ground or on that of a component."""
    ground = background_of(widget, component)
    # Without colours the cursor is told by a text style, which then belongs to all of its cells.
    own = widget.get_component_styles(component).text_style if component else Style.null()
    names = ("time", "source", "unread", "read", "mark", "star", "match", "summary", "highlight")
    inks = {name: ink(widget, f"headlines--{name}", ground) + own for name in names}
    if own.reverse:
        own += Style(color=inks["unread"].color)
        inks = {name: style + own for name, style in inks.items()}
    return RowStyles(ground=Style(bgcolor=ground.rich_color) + own, on=ground.hex6.lower(), **inks)

"""Component styles as cells need them: colours blended with the ground they are drawn on.

Textual blends a component's colour with its widget's ground. A row that is selected has another ground, and a
colour such as ``$foreground 60%`` or ``auto 90%`` comes out right only when it is blended with that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from textual.color import Color
    from textual.widget import Widget


def background_of(widget: Widget, component: str = "") -> Color:
    """The opaque colour behind a widget's cells, or behind those of a component of it."""
    ground = widget.background_colors[1]
    return ground + widget.get_component_styles(component).background if component else ground


def ink(widget: Widget, component: str, ground: Color) -> Style:
    """A component's colour and text style on a ground, the ground included."""
    styles = widget.get_component_styles(component)
    colour = ground.get_contrast_text(styles.color.a) if styles.auto_color else styles.color
    return Style.from_color((ground + colour).rich_color, ground.rich_color) + styles.text_style

"""A screen or a widget as lines of text: what is in the cells, left to right, styles left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.geometry import Region

if TYPE_CHECKING:
    from textual.app import App
    from textual.strip import Strip
    from textual.widget import Widget


def strips(app: App[Any], widget: Widget | None = None) -> list[Strip]:
    """What is on the screen as strips; of one widget only, if there is one."""
    rows = app.screen._compositor.render_strips()
    if widget is None:
        return rows
    region = widget.region.intersection(Region(0, 0, *app.size))
    return [row.crop(region.x, region.right) for row in rows[region.y : region.bottom]]


def cells(app: App[Any], widget: Widget | None = None) -> list[str]:
    """What is on the screen, a string for each row, blanks at the right end taken off."""
    return [strip.text.rstrip() for strip in strips(app, widget)]

"""What the forms need of Textual's inside, in one place.

Textual has no public door to rows on their way to the terminal. Each function says what it leans on; when a new
Textual changes it, `tests/ui/terminal/test_textual_internals.py` fails, and this file (with `textual_driver.py`) is what to mend.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from rich.color import ColorSystem
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console, RenderableType
    from rich.segment import Segment
    from textual.app import App
    from textual.filter import LineFilter
    from textual.screen import Screen

_Update: TypeAlias = "RenderableType | CompositorUpdate | None"

__all__ = ["append_filter", "draw_whole_rows", "use_truecolor"]


def append_filter(app: App[Any], line_filter: LineFilter) -> None:
    """Put a filter behind those the app has. Leans on `App._filters`, which `App.get_line_filters` reads."""
    app._filters.append(line_filter)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - see the module


def use_truecolor(app: App[Any]) -> None:
    """Have styles written in 24-bit colour. Leans on `Console._color_system`, which `Strip.render` reads.

    Styles and strips keep what was made of them (`Style._ansi`, `Strip._render_cache`). In an app that runs already,
    because the terminal's answer was late, there is no list of them but the garbage collector's.
    """
    app.console._color_system = ColorSystem.TRUECOLOR  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    if app.is_running:
        for each in gc.get_objects():
            if type(each) is Style:
                each._ansi = None  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            elif type(each) is Strip:
                each._render_cache = None  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def draw_whole_rows(app: App[Any], transform: Callable[[Iterable[Segment]], list[Segment]]) -> None:
    """Paint rows only as a whole, each through `transform`, on every screen of the app.

    Leans on `Screen._compositor` calling `render_update`, which leaves what changed in `_dirty_regions` and returns
    a `LayoutUpdate` (all rows) or a `ChopsUpdate` (parts of rows). The parts are widened to rows beforehand.
    """
    render_update = cast("Callable[..., _Update]", vars(Compositor)["render_update"])

    def render_rows(
        self: Compositor,
        full: bool = False,  # noqa: FBT001, FBT002 - Textual's signature
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,  # noqa: FBT001, FBT002
    ) -> _Update:
        width = self.size.width
        self._dirty_regions = {  # pyright: ignore[reportPrivateUsage]
            Region(0, region.y, width, region.height)
            for region in self._dirty_regions  # pyright: ignore[reportPrivateUsage]
        }
        update = render_update(self, full, screen_stack, simplify)
        drawn = self.root is not None and cast("object", self.root.app) is app and not simplify
        if not drawn:  # `simplify` is how a screenshot is taken; and another app is none of our business
            return update
        if isinstance(update, LayoutUpdate):
            return _ScreenRows(
                {update.region.y + y: Strip.join(row) for y, row in enumerate(update.strips)}, transform
            )
        if isinstance(update, ChopsUpdate):
            return _ScreenRows(
                {y: Strip.join(update.chops[y].values()) for y, _, _ in update.spans}, transform
            )
        return update

    Compositor.render_update = render_rows  # type: ignore[method-assign,assignment]


class _ScreenRows(CompositorUpdate):
    """Whole rows of the screen."""

    def __init__(
        self, rows: dict[int, Strip], transform: Callable[[Iterable[Segment]], list[Segment]]
    ) -> None:
        self._rows = rows
        self._transform = transform

    def render_segments(self, console: Console) -> str:
        """The rows as they are written to the terminal."""
        return "".join(
            Control.move_to(0, y).segment.text + Strip(self._transform(row)).render(console)
            for y, row in self._rows.items()
        )

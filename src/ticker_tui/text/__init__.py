"""Text: from a hostile string to the cells of a terminal, right in every script. Pure functions, no I/O.

Cleaning and folding are all that parsers and the archive use. The layout engine, whose modules take longer to import, is
loaded when one of its names is first used. Import its names from here, never from its modules: `layout` is one of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import Direction
from ticker_tui.text.clean import clean_line, clean_text, is_clean_line
from ticker_tui.text.fold import fold
from ticker_tui.text.fold_map import Folded, folded

if TYPE_CHECKING:
    from ticker_tui.text.bidi import base_direction, isolate_of
    from ticker_tui.text.cells import cell_len
    from ticker_tui.text.layout import layout, plain, truncate
    from ticker_tui.text.line import Glyph, Line, Paragraph

__all__ = [
    "Direction",
    "Folded",
    "Glyph",
    "Line",
    "Paragraph",
    "base_direction",
    "cell_len",
    "clean_line",
    "clean_text",
    "fold",
    "folded",
    "is_clean_line",
    "isolate_of",
    "layout",
    "plain",
    "truncate",
]


def __getattr__(name: str) -> object:
    """Load the layout engine."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ticker_tui.text import engine

    globals().update({each: getattr(engine, each) for each in engine.__all__})
    return globals()[name]

"""What the layout engine offers; see the package, which loads it when needed."""

from __future__ import annotations

from ticker_tui.text.bidi import base_direction, isolate_of
from ticker_tui.text.cells import cell_len
from ticker_tui.text.layout import layout, plain, truncate
from ticker_tui.text.line import Glyph, Line, Paragraph

__all__ = [
    "Glyph",
    "Line",
    "Paragraph",
    "base_direction",
    "cell_len",
    "isolate_of",
    "layout",
    "plain",
    "truncate",
]

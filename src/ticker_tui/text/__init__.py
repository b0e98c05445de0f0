"""Text: from a hostile string to the cells of a terminal, right in every script. Pure functions, no I/O."""

from __future__ import annotations

from ticker_tui.model import Direction
from ticker_tui.text.bidi import base_direction, isolate_of
from ticker_tui.text.cells import cell_len
from ticker_tui.text.clean import clean_line, clean_text, is_clean_line
from ticker_tui.text.fold import fold
from ticker_tui.text.foldmap import Folded, folded
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

"""A drawn row taken apart: which of its cells are pieces of text, and which are frame and padding.

A filter sees a row when Textual has drawn it: text, blanks around it, a border's cells. Frame and padding stay where
they are, and each piece of text between them is a paragraph of its own. What parts pieces:

- a frame: characters of boxes, blocks and their legacy kin;
- two or more blanks of the same look, or any blanks at an edge of the row or beside a frame.

A lone blank between two words belongs to the text, and so does a blank that looks different from the padding behind
it, for that is the cursor of a field or the margin of a badge.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Field", "TextRun", "fields"]

_PARTS: Final = re.compile("(?P<frame>[\u2500-\u259f\U0001fb00-\U0001fbaf]+)|(?P<blanks> +)")


class TextRun(NamedTuple):
    """A stretch of text, code points of the row."""

    start: int
    end: int


class Field(NamedTuple):
    """What stands between two frames (or edges): padding, piece, padding, piece …, padding."""

    start: int
    end: int
    pieces: list[TextRun]
    """Ascending; what is not in a piece is padding."""


def fields(text: str, look_at: Callable[[int], object]) -> Iterator[Field]:
    """The fields of a row, left to right; frames are what is between them.

    Args:
        text: The characters of the row, logical order within each piece.
        look_at: Tells blanks of different look apart, by their index.
    """
    start = 0
    for part in _PARTS.finditer(text):
        if part["frame"]:
            if part.start() > start:
                yield Field(start, part.start(), _pieces(text, start, part.start(), look_at))
            start = part.end()
    if start < len(text):
        yield Field(start, len(text), _pieces(text, start, len(text), look_at))


def _pieces(text: str, start: int, end: int, look_at: Callable[[int], object]) -> list[TextRun]:
    pieces: list[TextRun] = []
    piece_start = start
    for part in _PARTS.finditer(text, start, end):
        for pad_start, pad_end in _paddings(part.start(), part.end(), start, end, look_at):
            if pad_start > piece_start:
                pieces.append(TextRun(piece_start, pad_start))
            piece_start = pad_end
    if end > piece_start:
        pieces.append(TextRun(piece_start, end))
    return pieces


def _paddings(
    start: int, end: int, field_start: int, field_end: int, look_at: Callable[[int], object]
) -> Iterator[tuple[int, int]]:
    """Of a run of blanks, the stretches of one look that are padding."""
    at = start
    while at < end:
        look = look_at(at)
        following = at + 1
        while following < end and look_at(following) == look:
            following += 1
        if following - at > 1 or at == field_start or following == field_end:
            yield at, following
        at = following

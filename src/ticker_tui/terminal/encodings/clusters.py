"""What the forms need to know of a string of visual cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker_tui.text.cells import cluster_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HAS_RTL", "clusters"]

# Hebrew to Arabic Extended-A, the presentation forms, and the right-to-left blocks of the astral planes.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
HAS_RTL = re.compile(f"[{_RTL}]")
"""Finds a character that a terminal with its own bidi would move."""


def clusters(text: str) -> Iterator[str]:
    """The clusters of visual text, from left to right; a mark stands behind its base."""
    if text.isascii():
        yield from text
        return
    starts = cluster_starts(text)
    yield from (text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))

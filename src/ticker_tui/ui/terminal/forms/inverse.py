"""Rows in the order from which a terminal with its own bidi arrives at our visual cells.

PuTTY, Apple Terminal and iTerm2 put each whole row through the bidi algorithm and cannot be told not to. So it is
put through once more here: reordering twice gives the first order back. Twice is the identity only where the
algorithm sees the same surroundings from both sides, which these two measures ensure:

- a row is worked on island by island: from a right-to-left letter to the last one with nothing left-to-right
  between them. Outside islands the order is left alone;
- where a digit, or the row's beginning, would be drawn into an island, a blank between them becomes U+2800, the
  empty Braille cell: it looks like a blank and counts as a left-to-right letter.

The row is taken as a whole, across panes, and therefore always painted as a whole.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from rich.segment import Segment

from ticker_tui.model import Direction
from ticker_tui.text import plain
from ticker_tui.text.bidi import reordered, resolve_levels
from ticker_tui.ui.terminal import textual_hooks
from ticker_tui.ui.terminal.forms.clusters import HAS_RTL, clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual.app import App

ANCHOR = "\u2800"
"""BRAILLE PATTERN BLANK: one empty cell of bidi class L."""

_BLANK = " "


class Inverse:
    """A transformation of whole rows."""

    name = "inverse"

    def install(self, app: App[Any]) -> None:
        """Have every row painted whole, through `row`."""
        textual_hooks.draw_whole_rows(app, self.row)

    def encode(self, data: str) -> str:
        """The data as it is."""
        return data

    def row(self, segments: Iterable[Segment]) -> list[Segment]:
        """One row of the screen, ready for a terminal that reorders it."""
        cells: list[tuple[str, Style | None]] = []
        for text, style, _ in segments:
            cells.extend((cluster, style) for cluster in clusters(text))
        visual = tuple(cluster for cluster, _ in cells)
        if not any(map(HAS_RTL.match, visual)):
            return list(segments)
        order, texts = inverted(visual)
        return [Segment(self.letter(texts[index]), cells[index][1]) for index in order]

    def letter(self, cluster: str) -> str:
        """A cluster as this form sends it."""
        return cluster


@lru_cache(1024)
def inverted(visual: tuple[str, ...]) -> tuple[Sequence[int], Sequence[str]]:
    """The order in which to send a row's clusters, and the clusters, some of them replaced.

    Args:
        visual: The row's clusters from left to right.

    Returns:
        Indices into the second item; the row is sent in their order.
    """
    texts = list(visual)
    classes = [bidirectional(cluster[0]) for cluster in visual]
    islands = _islands(classes)
    _anchor(texts, classes, islands)
    order = list(range(len(texts)))
    for start, end in islands:
        island = "".join(cluster[0] for cluster in texts[start:end])
        levels = resolve_levels(island, Direction.LTR)
        order[start:end] = [start + index for index in reordered(levels)]
        for index, level in enumerate(levels, start):
            if level & 1:
                texts[index] = mirrored(texts[index])
    return order, texts


def _islands(classes: Sequence[str]) -> list[tuple[int, int]]:
    """Where right-to-left letters stand with nothing left-to-right between them: half-open ranges, leftmost first."""
    islands: list[tuple[int, int]] = []
    open_ = False
    for index, kind in enumerate(classes):
        if kind in {"R", "AL"}:
            if open_:
                islands[-1] = (islands[-1][0], index + 1)
            else:
                islands.append((index, index + 1))
            open_ = True
        elif kind == "L":
            open_ = False
    return islands


def _anchor(texts: list[str], classes: list[str], islands: Sequence[tuple[int, int]]) -> None:
    """Fence the islands off from digits around them, and let the row begin left-to-right."""
    for start, end in islands:
        before = _until(classes, range(start - 1, -1, -1))
        after = _until(classes, range(end, len(classes)))
        # A European digit before an island follows something left-to-right or the row's beginning: it keeps out.
        if any(classes[index] == "AN" for index in before) or (start == 0 or before[-1:] == [0]):
            _replace_blank(texts, classes, before)
        if any(classes[index] in {"AN", "EN"} for index in after):
            _replace_blank(texts, classes, after)


def _until(classes: Sequence[str], indices: Iterable[int]) -> list[int]:
    """The indices up to the next strong character, nearest first."""
    found: list[int] = []
    for index in indices:
        if classes[index] in {"L", "R", "AL"}:
            break
        found.append(index)
    return found


def _replace_blank(texts: list[str], classes: list[str], nearest_first: Iterable[int]) -> None:
    for index in nearest_first:
        if texts[index] == _BLANK:
            texts[index], classes[index] = ANCHOR, "L"
            return
        if classes[index] in {"AN", "EN"}:
            return  # no blank between the island and the digit


@lru_cache(256)
def mirrored(cluster: str) -> str:
    """The cluster with its mirrored character (L4), if it has one: what `text` makes of it between two RTL letters."""
    return (
        cluster
        if bidirectional(cluster[0]) != "ON"
        else plain(f"\u05d0{cluster}\u05d0", base=Direction.RTL)[1:-1]
    )

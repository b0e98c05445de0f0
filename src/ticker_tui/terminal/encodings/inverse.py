"""Rows in the order from which a terminal with its own bidi arrives at our visual cells.

PuTTY, Apple Terminal and iTerm2 put each whole row through the bidi algorithm and cannot be told not to. So it is
put through once more here: reordering twice gives the first order back. Twice is the identity only where the
algorithm sees the same surroundings from both sides, so

- a row is worked on island by island: from a right-to-left letter, or an Arabic number, to the last one with
  nothing left-to-right between them. Outside islands the order is left alone;
- where something would be drawn into an island, a blank becomes U+2800, the empty Braille cell: it looks like a
  blank and counts as a left-to-right letter. The row's first blank becomes one too, for PuTTY takes the first letter
  of a row for the direction of all of it;
- the outcome is checked by doing what the terminal will do, and if it is not our row, more blanks are replaced.

The row is taken as a whole, across panes, and therefore always painted as a whole.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from rich.segment import Segment

from ticker_tui.model import Direction
from ticker_tui.terminal.encodings.clusters import HAS_RTL, clusters
from ticker_tui.text.bidi import MIRRORED, reordered, resolve_levels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
        from ticker_tui.terminal import textual_internals  # rows are also made without Textual, for printing

        textual_internals.draw_whole_rows(app, self.row)

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
        sent = ((self.letter(texts[index]), cells[index][1]) for index in order)
        return [
            Segment("".join(cluster for cluster, _ in run), style)
            for style, run in groupby(sent, key=itemgetter(1))
        ]

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
    classes = [bidirectional(cluster[0]) for cluster in visual]
    tries = [_arranged(visual, classes, fences) for fences in (_needed, _around_numbers, _everywhere)]
    for order, texts in tries:
        if _as_drawn([texts[index] for index in order]) == [*visual]:
            return order, texts
    return tries[0]  # something right-to-left touches a number or another pane without a blank between


def _arranged(
    visual: Sequence[str],
    classes: Sequence[str],
    fences: Callable[[Sequence[str], Sequence[str]], Iterable[int]],
) -> tuple[Sequence[int], Sequence[str]]:
    texts, kinds = list(visual), list(classes)
    for index in fences(visual, classes):
        texts[index], kinds[index] = ANCHOR, "L"
    order = list(range(len(texts)))
    for start, end in _islands(kinds):
        levels = resolve_levels("".join(cluster[0] for cluster in texts[start:end]), Direction.LTR)
        order[start:end] = [start + index for index in reordered(levels)]
        for index, level in enumerate(levels, start):
            if level & 1:
                texts[index] = mirrored(texts[index])
    return order, texts


def _islands(classes: Sequence[str]) -> list[tuple[int, int]]:
    """Where things are right-to-left with nothing left-to-right between them: half-open ranges, leftmost first."""
    islands: list[tuple[int, int]] = []
    in_island = False
    for index, kind in enumerate(classes):
        if kind in {"R", "AL", "AN"}:
            islands.append((islands.pop()[0] if in_island else index, index + 1))
            in_island = True
        elif kind == "L":
            in_island = False
    return islands


def _needed(visual: Sequence[str], classes: Sequence[str]) -> Iterable[int]:
    """The row's first blank, and behind an island the first one if a European number follows: it would join."""
    if visual[0] == _BLANK:
        yield 0
    for _, end in _islands(classes):
        blank = None
        for index in range(end, len(visual)):
            if classes[index] == "EN":
                if blank is not None:
                    yield blank
                break
            if classes[index] in {"L", "R", "AL", "AN"}:
                break
            if visual[index] == _BLANK and blank is None:
                blank = index


def _around_numbers(visual: Sequence[str], classes: Sequence[str]) -> Iterable[int]:
    """The blanks at both ends of every word with a number in it, beside the needed ones."""
    fences = set(_needed(visual, classes))
    blank, number = -1, False
    for index, cluster in enumerate((*visual, _BLANK)):
        if cluster == _BLANK:
            if number:
                fences.update({blank, index} & set(range(len(visual))))
            blank, number = index, False
        elif classes[index] in {"EN", "AN"}:
            number = True
    return fences


def _everywhere(visual: Sequence[str], classes: Sequence[str]) -> Iterable[int]:
    """Every blank: each word by itself."""
    del classes
    return (index for index, cluster in enumerate(visual) if cluster == _BLANK)


def _as_drawn(sent: Sequence[str]) -> list[str]:
    """What a terminal with bidi and a left-to-right base makes of a row (L1, L2, L4), anchors being blanks."""
    levels = [*resolve_levels("".join(cluster[0] for cluster in sent), Direction.LTR)]
    for index in range(len(sent) - 1, -1, -1):
        if sent[index] != _BLANK:
            break
        levels[index] = 0
    drawn = [mirrored(sent[index]) if levels[index] & 1 else sent[index] for index in reordered(levels)]
    return [_BLANK if cluster == ANCHOR else cluster for cluster in drawn]


def mirrored(cluster: str) -> str:
    """The cluster with its mirrored character (L4), if it has one."""
    return MIRRORED.get(cluster, cluster)

"""Unicode's own cases for clusters, and that neither wrapping nor truncation cuts one."""

from __future__ import annotations

import lzma
from pathlib import Path

from ticker_tui.text import layout, truncate
from ticker_tui.text.cells import cluster_starts

FILE = Path(__file__).parent / "unicode-15.0.0/GraphemeBreakTest.txt.xz"

# Unicode 16 took the emoji property from the upper blade scissors, so ZWJ no longer binds two of them.
CHANGED_LATER = "\u2701\u200d\u2701"


def cases() -> list[tuple[str, list[int]]]:
    found: list[tuple[str, list[int]]] = []
    with lzma.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.partition("#")[0].strip()
            if not fields:
                continue
            text = ""
            starts: list[int] = []
            for cluster in fields.strip("÷ ").split("÷"):
                starts.append(len(text))
                text += "".join(chr(int(code, 16)) for code in cluster.split("×"))
            found.append((text, starts))
    return found


def test_clusters_are_those_of_grapheme_break_test() -> None:
    wrong = [ascii(text) for text, starts in cases() if cluster_starts(text) != starts]
    assert len(cases()) == 602
    assert wrong == [ascii(CHANGED_LATER)]


def test_no_cluster_is_cut_by_a_wrap_or_a_truncation() -> None:
    for text, starts in cases():
        boundaries = {*(starts if text != CHANGED_LATER else range(4)), len(text)}
        for width in (1, 2, 3):
            for line in layout(text, width):
                assert {line.logical.start, line.logical.stop} <= boundaries, ascii(text)
                assert line.width_cells <= width, ascii(text)
            assert truncate(text, width).logical.stop in boundaries, ascii(text)

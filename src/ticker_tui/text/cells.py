"""Clusters and their widths in cells."""

from __future__ import annotations

from unicodedata import category, east_asian_width


def cluster_starts(text: str) -> list[int]:
    """Where each cluster (UAX #29) begins, in code points."""
    return [i for i, char in enumerate(text) if i == 0 or category(char) not in {"Mn", "Me", "Mc"}]


def char_width(char: str) -> int:
    """Cells of one code point: 0, 1 or 2."""
    if category(char) in {"Mn", "Me", "Cf", "Cc", "Cs", "Zl", "Zp"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def cell_len(text: str) -> int:
    """Cells a text takes when it is written as it is; to measure feed text, lay it out."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(char_width, text))

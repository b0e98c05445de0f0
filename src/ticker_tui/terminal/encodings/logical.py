"""Rows in logical order with their original letters, for a terminal that joins and reorders well by itself."""

from __future__ import annotations

from unicodedata import normalize

from ticker_tui.terminal.encodings.inverse import Inverse


class Logical(Inverse):
    """As `Inverse`, with the letters back from their presentation forms."""

    name = "logical"

    def letter(self, cluster: str) -> str:
        """The original letter of a presentation form. Lam-alef stays one cell: two letters would shift the row."""
        base = cluster[0]
        if "\ufb50" <= base <= "\ufdff" or "\ufe70" <= base <= "\ufefc":
            letter = normalize("NFKC", base)
            if len(letter) == 1:
                return letter + cluster[1:]
        return cluster

"""The headlines near the rows that are seen: fetched in pages, and forgotten when there are many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ticker_tui.model import Headline

PAGE: Final = 64
"""Rows fetched at once."""
KEPT_ROWS: Final = 1024


class RowCache:
    """What is known of a list of ids. The older half goes when there is too much of it."""

    def __init__(self) -> None:
        self._rows: dict[int, Headline] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def at(
        self, ids: Sequence[int], index: int, source: Callable[[Sequence[int]], Iterable[Headline]]
    ) -> Headline | None:
        """The headline of a row, fetched with its neighbours; None if the source has lost it.

        Args:
            ids: Of all rows.
            index: Of the row.
            source: Gives the headlines of some ids, in any order.
        """
        entry_id = ids[index]
        headline = self._rows.get(entry_id)
        if headline is None:
            first = max(0, index - PAGE // 4)
            missing = [one for one in ids[first : first + PAGE] if one not in self._rows]
            fetched = {headline.id: headline for headline in source(missing)}
            if len(self._rows) + len(fetched) > KEPT_ROWS:
                for old in list(self._rows)[: len(self._rows) // 2]:
                    del self._rows[old]
            self._rows.update(fetched)
            headline = fetched.get(entry_id)
        return headline

    def forget(self, ids: Iterable[int]) -> None:
        """Fetch some of them again when they are next asked for."""
        for entry_id in ids:
            self._rows.pop(entry_id, None)

    def forget_all(self) -> None:
        """Fetch all of them again."""
        self._rows.clear()

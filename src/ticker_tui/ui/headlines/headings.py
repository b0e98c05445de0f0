"""What stands between the rows of a list: the day, the source, or how recent what follows is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from ticker_tui.model import Order
from ticker_tui.ui.headlines.groups import starts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import tzinfo

Heading: TypeAlias = date | str | bool
"""A day, the name of a source, or whether it is of the last days."""
RECENT: Final = timedelta(hours=48)
"""As `store.queries.headline_rows` sorts by size."""


def headings(
    ids: Sequence[int],
    places_of: Callable[[Sequence[int]], Mapping[int, tuple[datetime, str]]],
    *,
    order: Order,
    below: Collection[int] = (),
    looked_at: datetime,
    tz: tzinfo | None = None,
) -> list[tuple[int, Heading]]:
    """The rows that have a heading, and what it says. A few hundred rows are read for it, of however many.

    Args:
        ids: A snapshot.
        places_of: By what entries are sorted, `sort_at` and their feed's name, without those that are gone.
        order: What the snapshot is sorted by.
        below: What stands in it only because the story of the row above was unfolded: it belongs to that row.
        looked_at: When the snapshot was made.
        tz: Whose days are meant; None: the machine's zone.
    """
    rows = [place for place, each in enumerate(ids) if each not in below] if below else range(len(ids))

    def said(sort_at: datetime, source: str) -> Heading:
        match order:
            case Order.TIME:
                return sort_at.astimezone(tz).date()
            case Order.SOURCE:
                return source
            case Order.SIZE:
                return sort_at >= looked_at - RECENT

    def keys_at(asked: Sequence[int]) -> list[Heading | None]:
        entries = [ids[rows[place]] for place in asked]
        found = places_of(entries)
        return [said(*found[each]) if each in found else None for each in entries]

    found: list[tuple[int, Heading]] = starts(len(rows), keys_at)
    return [(rows[place], heading) for place, heading in found]

"""Which tabs there are, and the number beside each of them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.errors import QueryError
from ticker_tui.model import TabKind, View
from ticker_tui.ui import strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticker_tui.config import SavedView
    from ticker_tui.model import Feed
    from ticker_tui.store.queries.counts import Counts


class Tab(NamedTuple):
    """One view as the tab strip shows it."""

    view: View
    title: str
    number: int | None
    """None: no number is shown."""
    colour: str = ""
    """What feeds.toml gives its title; empty: the theme's."""


def tabs_of(
    counts: Counts, feeds: Iterable[Feed], views: Iterable[SavedView], view_counts: Mapping[str, int]
) -> tuple[Tab, ...]:
    """The tabs, from the first on.

    Args:
        counts: The archive's.
        feeds: Those that are asked; their categories are tabs.
        views: The user's own.
        view_counts: The unread headlines of those, by query, as far as they have been counted.
    """
    categories = dict.fromkeys(feed.category for feed in feeds if feed.category)
    return (
        Tab(View(), strings.view_all(), counts.unread),
        Tab(View(shelf=TabKind.BREAKING), strings.view_breaking(), counts.breaking or None),
        Tab(View(shelf=TabKind.STARRED), strings.view_starred(), counts.starred or None),
        *(
            Tab(View(shelf=TabKind.CATEGORY, category=name), name, counts.by_category.get(name) or None)
            for name in categories
        ),
        *(
            Tab(View(search=view.query), view.name, view_counts.get(view.query) or None, view.colour)
            for view in views
        ),
    )


def misread(query: str) -> QueryError | None:
    """Why a query cannot be understood. Whoever has no views of their own starts without the module that reads them."""
    from ticker_tui.store.search.language import parse

    try:
        parse(query)
    except QueryError as error:
        return error
    return None

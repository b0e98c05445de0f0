"""Which of the news that arrives belongs to the open view, as far as that can be told without the archive. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import TabKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.model import PollResult, View


def belonging(result: PollResult, view: View) -> Sequence[int] | None:
    """What a feed has brought that a view will show; None: some of it may, and only the store can tell what."""
    if view.search:
        return None if result.new_ids else ()
    if view.feed_url and view.feed_url != result.feed.url:
        return ()
    match view.shelf:
        case TabKind.ALL:
            fresh = result.new_ids
        case TabKind.BREAKING:
            fresh = result.breaking_ids
        case TabKind.CATEGORY if result.feed.category == view.category:
            fresh = result.new_ids
        case _:
            fresh = ()
    joined = set(result.joined_ids) if view.stories else ()
    return [each for each in fresh if each not in joined]

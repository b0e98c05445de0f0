"""A feed that has moved for good: its new address goes into feeds.toml, and what was read of it goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ticker_tui.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ticker_tui.model import Feed, FeedState
    from ticker_tui.store.store import Store


class Move(NamedTuple):
    """A feed and where its server says it is from now on."""

    feed: Feed
    address: str
    obstacle: str = ""
    """Why the address cannot be taken over by the program, one sentence; empty: it can."""


def move_of(feed: Feed, state: FeedState | None, feeds: Iterable[Feed]) -> Move | None:
    """Where a feed has moved for good; None: it has not.

    Args:
        feed: As feeds.toml has it.
        state: What is remembered of it.
        feeds: All of feeds.toml.
    """
    from ticker_tui.urls.credentials import comparable

    address = state.new_address if state is not None else ""
    if not address or comparable(address) == comparable(feed.url):
        return None
    other = next((each for each in feeds if comparable(each.url) == comparable(address)), None)
    if other is not None:
        return Move(
            feed, address, f"Its new address is in feeds.toml already ({other.name}); remove this one."
        )
    has_own = feed.login or feed.auth or feed.headers or feed.client_cert
    if has_own and urlsplit(feed.url)[:2] != urlsplit(address)[:2]:
        # The user gave them to one server: a redirect does not decide who else gets them.
        return Move(
            feed, address, "Its login or headers would go to another server; change the address by hand."
        )
    return Move(feed, address)


def moves(feeds: Sequence[Feed], states: Mapping[str, FeedState]) -> list[Move]:
    """All feeds that are on and have moved for good."""
    found = (move_of(feed, states.get(feed.url), feeds) for feed in feeds if feed.enabled)
    return [move for move in found if move is not None]


def take_over(path: Path, store: Store, move: Move, *, stamp: tuple[int, int] | None = None) -> None:
    """Write the new address into feeds.toml, comments kept, and let the archive know the feed under it. Both or neither.

    Args:
        path: feeds.toml.
        store: Where its entries are.
        move: One without an obstacle.
        stamp: The `Config.stamp` the decision was made on; None: whatever the file holds now.

    Raises:
        ConfigError: The file has changed since `stamp`, has the new address already, or cannot be written.
        StoreError: The archive cannot be written; the file is as it was.
    """
    from ticker_tui.config.edit.feed_edits import set_address

    set_address(path, move.feed.url, move.address, stamp=stamp)
    try:
        store.readdress(move.feed.url, move.address)
    except StoreError:
        set_address(path, move.address, move.feed.url)
        raise

"""Which entry is which: the key that stays the same from poll to poll.

The guid, else the link, else a hash of title and date. A feed that gives one guid to different pages gets keys of
guid and page for those.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from ticker_tui.feeds.links import same_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_KEY = 300
"""Characters; a longer guid is kept as its hash."""


class Identified(Protocol):
    """What a key is made of."""

    @property
    def guid(self) -> str: ...  # noqa: D102
    @property
    def link(self) -> str: ...  # noqa: D102
    @property
    def essence(self) -> str: ...  # noqa: D102
    @property
    def date_text(self) -> str: ...  # noqa: D102


def entry_key(guid: str, link: str, essence: str, date_text: str) -> str:
    """The key of one entry within its feed.

    Args:
        guid: As the feed has it; may be empty.
        link: Safe link or empty.
        essence: The title, or the beginning of what there is instead.
        date_text: The date as the feed wrote it: a reading of it could change with this program.
    """
    guid = guid.strip()
    if guid:
        return guid if len(guid) <= MAX_KEY and guid.isprintable() else f"guid:{_hash(guid)}"
    if link:
        page = same_page(link)
        return f"link:{page}" if len(page) <= MAX_KEY else f"link:{_hash(page)}"
    return f"text:{_hash(essence, date_text.strip())}"


def distinct_keys(entries: Sequence[Identified]) -> list[str | None]:
    """The keys of all entries of one answer, in their order; None for one that only repeats an earlier one."""
    keys = [entry_key(entry.guid, entry.link, entry.essence, entry.date_text) for entry in entries]
    if len(set(keys)) == len(keys):  # most feeds
        return [*keys]
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for key, entry in zip(keys, entries, strict=True):
        pages[key].add(_page(entry))
    return list(
        _first_only(
            f"{key}#{_hash(_page(entry))[:16]}" if len(pages[key]) > 1 else key
            for key, entry in zip(keys, entries, strict=True)
        )
    )


def _page(entry: Identified) -> str:
    return same_page(entry.link) if entry.link else entry.essence


def _first_only(keys: Iterable[str]) -> Iterable[str | None]:
    seen: set[str] = set()
    for key in keys:
        yield None if key in seen else key
        seen.add(key)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:40]

"""The key of an entry: what a feed says it is, and within one response what tells it from the others.

The key is the guid, else the page it links to, else a hash of title and date. Where entries of one response share that, a hash follows
behind it: of the page where that is one entry's only, else of link, words and date. Only an entry that repeats another one in all of
these is dropped: a guid or a link that is the same says little ("N/A", a home page, a page of changes), and news must not get lost.

A key alone cannot be the same in every response, since which entries share a guid differs from one to the next. The archive takes the
key as a claim and decides with what it has stored (`store.entries.recognition`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from ticker_tui.urls.same_page import same_page

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    @property
    def text(self) -> str: ...  # noqa: D102


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
    """The keys of all entries of one response, in their order; None for one that only repeats an earlier one."""
    keys = [entry_key(entry.guid, entry.link, entry.essence, entry.date_text) for entry in entries]
    times = Counter(keys)
    if len(times) == len(keys):  # most feeds
        return [*keys]
    contents = [_contents(entry) if times[key] > 1 else () for key, entry in zip(keys, entries, strict=True)]
    different = set(zip(keys, contents, strict=True))
    times = Counter(key for key, _ in different)
    pages = Counter((key, content[0]) for key, content in different if content)
    found: list[str | None] = []
    for key, content in zip(keys, contents, strict=True):
        if (key, content) not in different:
            found.append(None)
            continue
        different.remove((key, content))
        apart = content[:1] if content and pages[key, content[0]] == 1 else content
        found.append(f"{key}#{_hash(*apart)[:16]}" if times[key] > 1 else key)
    return found


def _contents(entry: Identified) -> tuple[str, ...]:
    """All that can tell an entry from others; first its page, or its headline where it has none."""
    page = same_page(entry.link) if entry.link else entry.essence
    return (page, entry.link.partition("#")[2], entry.essence, entry.date_text.strip(), entry.text)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:40]

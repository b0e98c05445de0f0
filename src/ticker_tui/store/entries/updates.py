"""Whether a known entry reads differently than before, and since when.

What the archive writes anew is more than what a reader wants to be told of: a link with another campaign in it, another
author's spelling, another picture. An update is another headline or another text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import BlockKind
from ticker_tui.store.db.timestamps import to_us_or_none
from ticker_tui.store.entries import bodies
from ticker_tui.store.entries.body_codec import unpack_body

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from ticker_tui.model import Block, Entry


def reads_differently(db: sqlite3.Connection, entry_id: int, entry: Entry, packed: bytes) -> bool:
    """Whether headline or text of an entry are other ones than those in the archive, which is not yet written to.

    White space, links and pictures do not count, nor what stands behind the ``?`` of an address in the text.

    Args:
        db: Holds the entry and its body.
        entry_id: Which.
        entry: As the feed has it now.
        packed: Its body.
    """
    (title,) = db.execute("SELECT title FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if _bare(title) != _bare(entry.title):
        return True
    before, now = bodies.load(db, entry_id), unpack_body(packed)
    return before is None or _said(before.blocks, before.summary) != _said(now.blocks, now.summary)


def changed_at_us(entry: Entry, *, first_seen_us: int, now_us: int) -> int:
    """When an update was made: the publisher's word where it can be true, else the time it arrived."""
    said = to_us_or_none(entry.updated_at)
    return said if said is not None and first_seen_us < said <= now_us else now_us


def _said(blocks: Iterable[Block], summary: str) -> str:
    """What the reader shows of a body, without what does not count."""
    return "".join(map(_bare, _texts(blocks))) or _bare(summary)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind is not BlockKind.IMAGE:
            yield block.text
            yield from (span.text for row in block.rows for cell in row for span in cell.spans)


def _bare(text: str) -> str:
    """A text without white space; of an address in it, what says where it leads."""
    words = text.split()
    if "://" in text:
        words = [word.partition("?")[0] if "://" in word else word for word in words]
    return "".join(words)

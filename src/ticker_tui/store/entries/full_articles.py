"""The full articles: one row for each entry whose page was asked for; it goes when its entry goes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from ticker_tui.model import Block, FullArticle
from ticker_tui.store.db.timestamps import from_us, from_us_or_none, to_us, to_us_or_none

if TYPE_CHECKING:
    import sqlite3

_BLOCKS: msgspec.msgpack.Decoder[tuple[Block, ...]] = msgspec.msgpack.Decoder(tuple[Block, ...])


def load(db: sqlite3.Connection, entry_id: int) -> FullArticle | None:
    """The page of an entry, if there is one."""
    row = db.execute(
        "SELECT url, title, author, published_at, lang, fetched_at, blocks FROM pages WHERE entry_id = ?",
        (entry_id,),
    ).fetchone()
    if row is None:
        return None
    url, title, author, published_us, lang, fetched_us, blocks = row
    return FullArticle(
        url=url,
        title=title,
        author=author,
        published_at=from_us_or_none(published_us),
        lang=lang,
        fetched_at=from_us(fetched_us),
        blocks=decode_blocks(blocks),
    )


def decode_blocks(data: bytes) -> tuple[Block, ...]:
    """Decode the blocks of a page.

    Raises:
        zlib.error, msgspec.MsgspecError: They are damaged.
    """
    return _BLOCKS.decode(zlib.decompress(data))


def save(db: sqlite3.Connection, entry_id: int, article: FullArticle) -> bool:
    """Write or replace the page of an entry; False: the entry has been pruned meanwhile."""
    if db.execute("SELECT 1 FROM entries WHERE id = ?", (entry_id,)).fetchone() is None:
        return False
    db.execute(
        "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry_id,
            article.url,
            article.title,
            article.author,
            to_us_or_none(article.published_at),
            article.lang,
            to_us(article.fetched_at),
            zlib.compress(msgspec.msgpack.encode(article.blocks)),
        ),
    )
    return True

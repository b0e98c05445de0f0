"""The table `bodies`: what is stored of an entry beside its row in the list."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.model import Block
from ticker_tui.store.entries.body_codec import Body, BodyError, unpack_body

if TYPE_CHECKING:
    import sqlite3

COLUMNS: Final = "b.author, b.categories, b.summary, b.body, b.indexed"
"""What `decode` takes, from ``bodies b``."""
_BLOCKS: Final[msgspec.msgpack.Decoder[tuple[Block, ...]]] = msgspec.msgpack.Decoder(tuple[Block, ...])


def decode(author: str, categories: str, summary: str, body: bytes, indexed: bytes) -> Body:
    """Decode a row of `bodies`.

    Raises:
        BodyError: The row is damaged.
    """
    if not indexed:
        return unpack_body(body)
    try:
        return _decode_format_12(author, categories, summary, body, indexed)
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BodyError(str(error)) from error


def _decode_format_12(author: str, categories: str, summary: str, blocks: bytes, indexed: bytes) -> Body:
    """Decode a row as it was up to format 12: the fields had columns of their own, compressed with zlib. `upkeep` rewrites it."""
    if indexed[:1] == b"\0":  # not compressed
        folded, _, stems = indexed[1:].partition(b"\0")
    else:
        inflater = zlib.decompressobj()
        folded, stems = inflater.decompress(indexed), inflater.unused_data
    return Body(
        author=author,
        categories=msgspec.json.decode(categories, type=tuple[str, ...]),
        summary=summary,
        blocks=_BLOCKS.decode(zlib.decompress(blocks) if blocks[:1] == b"x" else blocks),
        folded=folded.decode(),
        stems=stems.decode(),
    )


def load(db: sqlite3.Connection, entry_id: int) -> Body | None:
    """Return the body of an entry; None if it has been pruned."""
    sql = f"SELECT {COLUMNS} FROM bodies b WHERE b.entry_id = ?"  # noqa: S608 - a constant
    row = db.execute(sql, (entry_id,)).fetchone()
    return None if row is None else decode(*row)


def load_all(db: sqlite3.Connection, entry_ids_json: str) -> list[tuple[int, Body]]:
    """Return the ids and bodies of entries, without those that have been pruned.

    Args:
        db: The archive.
        entry_ids_json: The ids as a JSON list.
    """
    sql = f"""SELECT b.entry_id, {COLUMNS} FROM bodies b
              WHERE b.entry_id IN (SELECT value FROM json_each(?))"""  # noqa: S608 - a constant
    rows = db.execute(sql, (entry_ids_json,)).fetchall()
    return [(entry_id, decode(*columns)) for entry_id, *columns in rows]

"""A body as bytes: made once, where the feed is read, then carried, stored and only taken apart when it is opened.

Nearly all of what an import costs is done to bodies. In this form the process that paints hands them on untouched.
"""

from __future__ import annotations

import zlib
from hashlib import blake2b

import msgspec

from ticker_tui.model import Block, Entry, Packed

_LEVEL = 1
"""A third of the size; higher levels take twice the time for a tenth of it."""
_BLOCKS: msgspec.msgpack.Decoder[tuple[Block, ...]] = msgspec.msgpack.Decoder(tuple[Block, ...])


def pack(blocks: tuple[Block, ...], folded: str) -> Packed:
    """The packed form of a body.

    Args:
        blocks: What the reader shows.
        folded: What the search table holds of the entry.
    """
    encoded = msgspec.msgpack.encode(blocks)
    return Packed(
        blocks=zlib.compress(encoded, level=_LEVEL),
        digest=blake2b(encoded, digest_size=16).digest(),
        folded=folded,
        folded_zlib=compressed(folded),
    )


def compressed(text: str) -> bytes:
    """A text as the archive keeps it."""
    return zlib.compress(text.encode(), level=_LEVEL)


def packed(entry: Entry) -> Entry:
    """The same entry with its body packed."""
    return msgspec.structs.replace(
        entry, blocks=(), search_text="", packed=pack(entry.blocks, entry.search_text)
    )


def unpack_blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a body.

    Raises:
        zlib.error, msgspec.DecodeError: `data` is not from `pack`.
    """
    return _BLOCKS.decode(zlib.decompress(data))

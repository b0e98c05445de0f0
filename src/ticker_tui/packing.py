"""A body as bytes: made once, where the feed is read, then carried, stored and only taken apart when it is opened.

Nearly all of what an import costs is done to bodies. In this form the process that paints hands them on untouched.
"""

from __future__ import annotations

import zlib
from hashlib import sha256

import msgspec

from ticker_tui.model import Block, Entry, Packed

_ZLIB = b"x"
"""How a zlib stream begins (RFC 1950, 2.2: deflate, a window of 32 kB), and a list in MessagePack never does."""
_LEVEL = 1
"""A third of the size; higher levels take twice the time for a tenth of it."""
_BLOCKS: msgspec.msgpack.Decoder[tuple[Block, ...]] = msgspec.msgpack.Decoder(tuple[Block, ...])


def pack(blocks: tuple[Block, ...], folded: str, *, squeeze: bool = True) -> Packed:
    """The packed form of a body.

    Args:
        blocks: What the reader shows.
        folded: What the search table holds of the entry.
        squeeze: Whether to take the time that makes it small.
    """
    encoded = msgspec.msgpack.encode(blocks)
    return Packed(
        blocks=squeezed(encoded) if squeeze else encoded,
        digest=sha256(encoded).digest()[:16],
        folded=folded,
        folded_packed=pack_text(folded, squeeze=squeeze),
    )


def packed(entry: Entry) -> Entry:
    """The same entry with its body packed; one that the archive will have to touch again is not made small yet."""
    return msgspec.structs.replace(
        entry,
        blocks=(),
        search_text="",
        packed=pack(entry.blocks, entry.search_text, squeeze=not entry.words_to_come),
    )


def squeezed(data: bytes) -> bytes:
    """Packed blocks, made small; what is small already stays as it is."""
    return data if data[:1] == _ZLIB else zlib.compress(data, level=_LEVEL)


def unpack_blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a body.

    Raises:
        zlib.error, msgspec.DecodeError: `data` is not from `pack`.
    """
    return _BLOCKS.decode(zlib.decompress(data) if data[:1] == _ZLIB else data)


def pack_text(text: str, *, squeeze: bool = True) -> bytes:
    """A text without NUL as bytes that know where they end, so that others may follow."""
    data = text.encode()
    return zlib.compress(data, level=_LEVEL) if squeeze else b"\0" + data + b"\0"


def unpack_text(data: bytes) -> tuple[str, bytes]:
    """A text from `pack_text`, and what follows it.

    Raises:
        zlib.error, UnicodeDecodeError: `data` does not begin with one.
    """
    if data[:1] == b"\0":
        text, _, rest = data[1:].partition(b"\0")
        return text.decode(), rest
    inflater = zlib.decompressobj()
    return inflater.decompress(data).decode(), inflater.unused_data

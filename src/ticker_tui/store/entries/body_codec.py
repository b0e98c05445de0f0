"""The stored form of an entry's body: one compressed record, made once in the parser process.

The polling process passes the bytes on, the archive stores them, and they are decoded when the article is opened. The words
given to the search table are part of the record: FTS5 needs them again to delete a row.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.model import Block, Entry, Packed
from ticker_tui.text.search_words import index, indexed_stems

if TYPE_CHECKING:
    import zstandard

_LEVEL: Final = 3
"""Zstandard's default. On articles of a few kilobytes it is as fast as level 1 and a tenth smaller."""


class BodyError(ValueError):
    """A stored body is damaged."""


class Body(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the archive keeps of an entry beside its row in the list."""

    author: str
    categories: tuple[str, ...]
    summary: str
    blocks: tuple[Block, ...]
    folded: str
    """First column of the search table."""
    stems: str
    """Second column of the search table."""


_DECODER: Final[msgspec.msgpack.Decoder[Body]] = msgspec.msgpack.Decoder(Body)


def pack(entry: Entry) -> Packed:
    """Encode and compress the body of an entry, and the words under which it is found."""
    from hashlib import sha256  # loads OpenSSL; reading the archive does not need it

    if folded := entry.search_text:
        stems = indexed_stems(folded)
    else:
        folded, stems = index(entry.title, entry.author, entry.summary, entry.blocks)
    body = Body(entry.author, entry.categories, entry.summary, entry.blocks, folded, stems)
    encoded = msgspec.msgpack.encode(body)
    return Packed(
        body=_compressor().compress(encoded),
        digest=sha256(encoded).digest()[:16],
        folded=folded,
        stems=stems,
    )


def pack_body(body: Body) -> bytes:
    """Encode and compress a body."""
    return _compressor().compress(msgspec.msgpack.encode(body))


def packed(entry: Entry) -> Entry:
    """Return the entry with its body packed."""
    return msgspec.structs.replace(entry, blocks=(), search_text="", packed=pack(entry))


def unpack_body(data: bytes) -> Body:
    """Decode a body.

    Raises:
        BodyError: `data` is not from `pack`.
    """
    import zstandard

    try:
        return _DECODER.decode(_decompressor().decompress(data))
    except (zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise BodyError(str(error)) from error


@cache
def _compressor() -> zstandard.ZstdCompressor:
    import zstandard  # not needed before the first paint

    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)


@cache
def _decompressor() -> zstandard.ZstdDecompressor:
    import zstandard

    return zstandard.ZstdDecompressor()

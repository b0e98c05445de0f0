"""Decode the Content-Encoding of a body within a bound, as tolerantly as browsers do.

A megabyte of gzip can hold a gigabyte of zeros, so no step produces more than the limit. The header is a hint: servers call
plain text gzip, name codings that do not exist, compress twice and append comments to compressed pages.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_PIECE: Final = 1 << 14
"""Bytes given to a decoder at once: at the end of a gzip member zlib copies what is left."""
_STEP: Final = 1 << 18
"""Bytes taken from it at once."""
_MAX_LAYERS: Final = 4
_MAX_MEMBERS: Final = 1000
"""Of one gzip file."""
_MAX_JUNK: Final = 64
"""Bytes after a stream of raw deflate."""
_ZEROS: Final = re.compile(rb"\0*")


class UnsupportedCodingError(ValueError):
    """The body is in a coding that was not offered; the text names it."""


class InvalidDataError(ValueError):
    """The compressed data is invalid; the text names the coding."""


class TooLargeError(ValueError):
    """The decoded body exceeds the limit."""


class DecodedBody(NamedTuple):
    """A decoded body."""

    body: bytes
    cut: str = ""
    """The coding whose data ends too early, `body` being what could be decoded; empty: it is complete."""


def decode_body(raw: bytes, content_encoding: str, limit: int) -> DecodedBody:
    """Undo the codings of a body.

    Args:
        raw: As sent.
        content_encoding: Value of the header. Names that are no coding are ignored, and so is a coding the data is not in.
        limit: Bytes each coding may produce.

    Raises:
        UnsupportedCodingError: Zstandard, or too many codings.
        DamagedError: Compressed data is invalid.
        TooLargeError: The limit would be exceeded.
    """
    names = [name.strip().lower().removeprefix("x-") for name in content_encoding.split(",")]
    codings = [name for name in names if name in _DECODERS]
    if len(codings) > _MAX_LAYERS:
        raise UnsupportedCodingError(", ".join(codings[: _MAX_LAYERS + 1]))
    body, cut = raw, ""
    for coding in reversed(codings):
        body, cut_here = _DECODERS[coding](body, limit)
        cut = cut or cut_here
    for _ in range(_MAX_LAYERS):
        if not body.startswith(_GZIP):
            break
        body, cut_here = _gunzip(body, limit)  # a .gz file as it is, or compressed once more than announced
        cut = cut or cut_here
    if body.startswith(_ZSTD):
        raise UnsupportedCodingError("zstd")
    return DecodedBody(body, cut)


def _gunzip(raw: bytes, limit: int) -> DecodedBody:
    """Decode one or more members (RFC 1952 2.2); what follows them is ignored."""
    if not raw.startswith(_GZIP):
        return _inflate_either(raw, limit) if _has_zlib_header(raw) else DecodedBody(raw)
    parts: list[bytes] = []
    offset = 0
    for _ in range(_MAX_MEMBERS):
        part, end = _inflate(raw, offset, 31, limit - sum(map(len, parts)), "gzip")
        parts.append(part)
        if end is None:
            return DecodedBody(b"".join(parts), "gzip")
        zeros = _ZEROS.match(raw, end)
        offset = zeros.end() if zeros else end
        if not raw.startswith(_GZIP, offset):
            return DecodedBody(b"".join(parts))
    raise InvalidDataError("gzip")


def _inflate_either(raw: bytes, limit: int) -> DecodedBody:
    """Decode ``deflate``: zlib's format by RFC 9110 8.4.1.2, raw deflate from some servers, plain text from others."""
    if raw.startswith(_GZIP):
        return _gunzip(raw, limit)
    is_zlib = _has_zlib_header(raw)
    if is_zlib:
        with suppress(InvalidDataError):
            body, end = _inflate(raw, 0, 15, limit, "deflate")
            return DecodedBody(body, "" if end is not None else "deflate")
    # Raw deflate has no header: only a stream that ends where the body does is believed.
    with suppress(InvalidDataError):
        body, end = _inflate(raw, 0, -15, limit, "deflate")
        if end is not None and len(raw) - end <= _MAX_JUNK:
            return DecodedBody(body)
    if is_zlib:
        raise InvalidDataError("deflate")
    return DecodedBody(raw)


def _unbrotli(raw: bytes, limit: int) -> DecodedBody:
    """Decode Brotli, which has no magic number: what is invalid from its first bytes on is taken as plain."""
    stream, error = _brotli_decoder()
    parts: list[bytes] = []
    left = limit
    for offset in range(0, len(raw), _PIECE):
        piece = raw[offset : offset + _PIECE]
        while not stream.is_finished():
            try:
                part = stream.process(piece, output_buffer_limit=_STEP)
            except error:
                if parts:
                    raise InvalidDataError("br") from None
                return DecodedBody(raw)
            left -= len(part)
            if left < 0:
                raise TooLargeError
            parts.append(part)
            piece = b""
            if stream.can_accept_more_data():
                break
    return DecodedBody(b"".join(parts), "" if stream.is_finished() or not raw else "br")


class _BrotliDecoder(Protocol):
    """`brotli.Decompressor`, which has no types."""

    def process(self, data: bytes, *, output_buffer_limit: int) -> bytes:
        """Take data once `can_accept_more_data`, else none; give about so much."""
        ...

    def is_finished(self) -> bool:
        """Whether the stream has ended."""
        ...

    def can_accept_more_data(self) -> bool:
        """Whether all output for the data so far was given."""
        ...


def _brotli_decoder() -> tuple[_BrotliDecoder, type[Exception]]:
    """A decoder, and the exception it raises."""
    import brotli

    return cast("tuple[_BrotliDecoder, type[Exception]]", (brotli.Decompressor(), brotli.error))  # pyright: ignore[reportUnknownMemberType]


def _inflate(raw: bytes, offset: int, window: int, limit: int, coding: str) -> tuple[bytes, int | None]:
    """Decode one stream; the result and where it ends in `raw`, None: it does not."""
    stream = zlib.decompressobj(window)
    parts: list[bytes] = []
    left = limit
    while not stream.eof and offset < len(raw):
        piece = raw[offset : offset + _PIECE]
        offset += len(piece)
        while not stream.eof:
            try:
                part = stream.decompress(piece, _STEP)
            except zlib.error:
                raise InvalidDataError(coding) from None
            left -= len(part)
            if left < 0:
                raise TooLargeError
            parts.append(part)
            piece = stream.unconsumed_tail
            if not piece and len(part) < _STEP:
                break
    return b"".join(parts), offset - len(stream.unused_data) if stream.eof else None


def _has_zlib_header(raw: bytes) -> bool:
    return len(raw) > 1 and raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0


_DECODERS: Final[dict[str, Callable[[bytes, int], DecodedBody]]] = {
    "gzip": _gunzip,
    "deflate": _inflate_either,
    "br": _unbrotli,
}

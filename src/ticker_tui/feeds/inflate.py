"""Decompression with a bound: a megabyte of gzip can hold a gigabyte of zeros."""

from __future__ import annotations

import zlib

_GZIP = b"\x1f\x8b\x08"
STEP_BYTES = 1 << 18
"""So much is decompressed at once."""
PIECE_BYTES = 1 << 14
"""So much is given to zlib at once: where a member ends, it copies what is left."""


class DamagedError(ValueError):
    """The stream is not what its header says."""


class TooLargeError(ValueError):
    """More comes out than was allowed."""


class Inflater:
    """Takes the raw chunks of one body and gives back its bytes, never more than the limit.

    Args:
        coding: ``gzip``, ``deflate``, or empty for none.
        limit_bytes: Of the result, and of what it is made from: that can be much and come to nothing.

    Raises:
        ValueError: for any other coding.
    """

    def __init__(self, coding: str, limit_bytes: int) -> None:
        if coding not in {"", "gzip", "deflate"}:
            raise ValueError(coding)
        self._coding = coding
        self._limit = self._room = self._raw_room = limit_bytes
        self._parts: list[bytes] = []
        self._stream = zlib.decompressobj()
        self._begun = False

    def feed(self, chunk: bytes) -> None:
        """Take the next raw bytes.

        Raises:
            DamagedError: they cannot be decompressed.
            TooLargeError: they or the result would exceed the limit.
        """
        if not self._coding:
            self._keep(chunk)
            return
        self._raw_room -= len(chunk)
        if self._raw_room < 0:
            raise TooLargeError
        try:
            for start in range(0, len(chunk), PIECE_BYTES):
                self._unpack(chunk[start : start + PIECE_BYTES])
        except zlib.error as error:
            raise DamagedError(str(error)) from error

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            DamagedError: it ends too early.
            TooLargeError: it was a packed file, and what is in it exceeds the limit.
        """
        if self._begun and not self._stream.eof:
            raise DamagedError("ends too early")
        body = b"".join(self._parts)
        if not self._coding and body.startswith(_GZIP):
            inner = Inflater("gzip", self._limit)  # a file that was packed, and is sent as it lies there
            inner.feed(body)
            return inner.finish()
        return body

    def _unpack(self, chunk: bytes) -> None:
        while chunk:
            if self._stream.eof:
                # RFC 1952 2.2: a gzip file is one or more members; zeros after them are padding.
                chunk = chunk.lstrip(b"\0") if self._coding == "gzip" else b""
                if not chunk:
                    return
                self._begun = False
            if not self._begun:
                self._stream = zlib.decompressobj(self._window(chunk))
                self._begun = True
            self._keep(self._stream.decompress(chunk, STEP_BYTES))
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def _window(self, chunk: bytes) -> int:
        """The `wbits` of zlib. Some servers call raw deflate ``deflate``, against RFC 9110 8.4.1.2."""
        if self._coding == "gzip":
            return 31
        has_header = len(chunk) > 1 and chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0
        return 15 if has_header else -15

    def _keep(self, part: bytes) -> None:
        self._room -= len(part)
        if self._room < 0:
            raise TooLargeError
        self._parts.append(part)

"""A SQLite file page by page, without SQLite: what is left of a damaged one can still be read.

Follows https://www.sqlite.org/fileformat2.html; numbers in comments are its sections.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, Final, Self, TypeAlias

from ticker_tui.store.db.connections import PAGE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Value: TypeAlias = int | float | str | bytes | None

_TREE_PAGES: Final = frozenset({0x02, 0x05, 0x0A, 0x0D})
_TABLE_LEAF: Final = 0x0D
_INDEX_LEAF: Final = 0x0A
_INDEX_INTERIOR: Final = 0x02
_MAGIC: Final = b"SQLite format 3\0"
_WAL_MAGIC: Final = (0x377F0682, 0x377F0683)
_SIZES: Final = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
"""Bytes of a column, by its serial type."""


class DamagedCellError(Exception):
    """A cell that cannot be read."""


class RawFile:
    """The pages of a database as its last finished transaction left them, those in its log included."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is only read.

        Raises:
            OSError: It cannot be read.
        """
        self._file = path.open("rb")
        try:
            head = self._file.read(100).ljust(100, b"\0")
            self.page_bytes = _page_bytes(head) or _likely_page_bytes(self._file)
            reserved = head[20] if head.startswith(_MAGIC) else 0
            self._usable = self.page_bytes - (reserved if reserved < self.page_bytes // 8 else 0)
            self._file.seek(0, 2)
            self.page_count = -(-self._file.tell() // self.page_bytes)
            self._logged: dict[int, bytes] = {}
            self._read_log(path.with_name(f"{path.name}-wal"))
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def page(self, number: int) -> bytes:
        """A page, from 1; shorter than the others, or empty, where the file has been cut off."""
        if (logged := self._logged.get(number)) is not None:
            return logged
        self._file.seek((number - 1) * self.page_bytes)
        return self._file.read(self.page_bytes)

    def image(self) -> bytes:
        """The whole database as a file without a log, which SQLite can open from memory."""
        pages = (self.page(number).ljust(self.page_bytes, b"\0") for number in range(1, self.page_count + 1))
        whole = bytearray(b"".join(pages))
        whole[18:20] = b"\x01\x01"  # 1.3.3: read and written without a log
        return bytes(whole)

    def records(self) -> Iterator[tuple[int | None, list[Value]]]:
        """Every row of every table and index that can be read: its row id (None in an index), and its values."""
        unused = self._unused()
        for number in range(1, self.page_count + 1):
            if number not in unused:
                yield from self._records_of(number)

    def _records_of(self, number: int) -> Iterator[tuple[int | None, list[Value]]]:
        """1.6: the cells of one page."""
        page = self.page(number)
        start = 100 if number == 1 else 0
        if len(page) < start + 12 or page[start] not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR}:
            return
        kind = page[start]
        first = start + (12 if kind == _INDEX_INTERIOR else 8)
        cells = int.from_bytes(page[start + 3 : start + 5])
        for place in range(first, min(first + 2 * cells, len(page) - 1), 2):
            at = int.from_bytes(page[place : place + 2])
            try:
                yield self._cell(page, at, kind)
            except (DamagedCellError, IndexError, UnicodeDecodeError, struct.error):
                continue

    def _cell(self, page: bytes, at: int, kind: int) -> tuple[int | None, list[Value]]:
        row_id: int | None = None
        if kind == _INDEX_INTERIOR:
            at += 4
        size, at = _varint(page, at)
        if kind == _TABLE_LEAF:
            row_id, at = _varint(page, at)
        return row_id, _values(self._payload(page, at, size, is_table=kind == _TABLE_LEAF))

    def _payload(self, page: bytes, at: int, size: int, *, is_table: bool) -> bytes:
        """1.6: what is in the page, and what its overflow pages hold."""
        usable = self._usable
        most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
        if size > self.page_count * self.page_bytes:
            raise DamagedCellError
        if size <= most:
            payload = page[at : at + size]
        else:
            least = (usable - 12) * 32 // 255 - 23
            local = least + (size - least) % (usable - 4)
            local = local if local <= most else least
            parts = [page[at : at + local]]
            following = int.from_bytes(page[at + local : at + local + 4])
            missing = size - local
            while missing > 0:  # ends: each turn takes a page's worth of what is missing
                if not 1 < following <= self.page_count:
                    raise DamagedCellError
                overflow = self.page(following)
                parts.append(overflow[4 : 4 + min(missing, usable - 4)])
                missing -= usable - 4
                following = int.from_bytes(overflow[:4])
            payload = b"".join(parts)
        if len(payload) != size:
            raise DamagedCellError
        return payload

    def _unused(self) -> set[int]:
        """1.5: the pages on the free list, which may still hold rows that were deleted."""
        head = self.page(1)
        unused: set[int] = set()
        if not head.startswith(_MAGIC):
            return unused
        trunk = int.from_bytes(head[32:36])
        while 1 < trunk <= self.page_count and trunk not in unused:
            unused.add(trunk)
            page = self.page(trunk)
            leaves = min(int.from_bytes(page[4:8]), self.page_bytes // 4 - 2)
            unused.update(int.from_bytes(page[8 + 4 * n : 12 + 4 * n]) for n in range(leaves))
            trunk = int.from_bytes(page[:4])
        return unused

    def _read_log(self, path: Path) -> None:
        """4: the frames of the log up to its last finished transaction."""
        if not path.is_file():
            return
        with path.open("rb") as log:
            head = log.read(32)
            if len(head) < 32:
                return
            magic, _, page_bytes, _ = struct.unpack(">4I", head[:16])
            if magic not in _WAL_MAGIC or page_bytes != self.page_bytes:
                return
            order = ">" if magic & 1 else "<"
            sums = _checksum((0, 0), head[:24], order)
            if sums != struct.unpack(">2I", head[24:32]):
                return
            unfinished: dict[int, bytes] = {}
            while len(frame := log.read(24 + page_bytes)) == 24 + page_bytes:
                number, size_after = struct.unpack(">2I", frame[:8])
                sums = _checksum(_checksum(sums, frame[:8], order), frame[24:], order)
                if frame[8:16] != head[16:24] or sums != struct.unpack(">2I", frame[16:24]):
                    return
                unfinished[number] = frame[24:]
                if size_after:
                    self._logged.update(unfinished)
                    unfinished.clear()
                    self.page_count = size_after


def _page_bytes(head: bytes) -> int:
    """1.3.2; 0 where the header is damaged."""
    size = int.from_bytes(head[16:18])
    size = 65536 if size == 1 else size
    is_sound = head.startswith(_MAGIC) and size >= 512 and size & (size - 1) == 0
    return size if is_sound else 0


def _likely_page_bytes(file: BinaryIO) -> int:
    """The size of the pages of an archive whose header is damaged: `PAGE_BYTES`, or half of it in an older one.

    Then pages of tables and indices begin where otherwise the middle of a page is.
    """
    half = PAGE_BYTES // 2
    size = file.seek(0, 2)
    starts = range(half, size, PAGE_BYTES)
    pages = 0
    for at in starts:
        file.seek(at)
        kind, _, cells, content = struct.unpack(">BHHH", file.read(7).ljust(7, b"\0"))  # 1.6
        pages += kind in _TREE_PAGES and 8 + 2 * cells <= content <= half
    return half if pages * 8 > len(starts) else PAGE_BYTES


def _checksum(sums: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    """4.2."""
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """1.6: a number of one to nine bytes, and the place behind it."""
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


def _values(payload: bytes) -> list[Value]:
    """2.1: the columns of a record."""
    end, at = _varint(payload, 0)
    if not 0 < end <= len(payload):
        raise DamagedCellError
    place = end
    values: list[Value] = []
    while at < end:
        kind = payload[at]
        if kind < 0x80:  # nearly always
            at += 1
        else:
            kind, at = _varint(payload, at)
        size = (kind - 12) // 2 if kind >= 12 else _SIZES.get(kind, -1)
        data = payload[place : place + size] if size >= 0 else None
        if data is None or len(data) != size:
            raise DamagedCellError
        place += size
        values.append(int.from_bytes(data, signed=True) if 0 < kind < 7 else _value(kind, data))
    if place != len(payload):
        raise DamagedCellError
    return values


def _value(kind: int, data: bytes) -> Value:
    """2.1: one column, by its serial type."""
    match kind:
        case 0:
            return None
        case 7:
            return float(struct.unpack(">d", data)[0])
        case 8 | 9:
            return kind - 8
        case _:
            return data.decode() if kind & 1 else data

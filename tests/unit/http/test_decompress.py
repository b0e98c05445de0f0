"""Bodies in the codings that are said, that are not said and that are none."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.http.decompress import InvalidDataError, TooLargeError, UnsupportedCodingError, decode_body

TEXT = b"<rss>" + bytes(range(32, 127)) * 40 + b"</rss>"
LIMIT = 100_000


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def test_it_is_decoded() -> None:
    for raw, coding in (
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT), " X-GZip "),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (brotli.compress(TEXT), "br"),
        (gzip.compress(brotli.compress(TEXT)), "br, gzip"),
        (gzip.compress(gzip.compress(TEXT)), "gzip"),
        (gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]) + bytes(5000), "gzip"),
        (gzip.compress(TEXT) + b"<!-- cached -->", "gzip"),
        (zlib.compress(TEXT) + b"<!-- cached -->", "deflate"),
        (gzip.compress(TEXT), ""),
        (gzip.compress(TEXT), "utf-8"),
        (gzip.compress(TEXT), "deflate"),
        (zlib.compress(TEXT), "gzip"),
        (TEXT, "gzip"),
        (TEXT, "deflate"),
        (TEXT, "br"),
        (TEXT, "gzip, br"),
        (TEXT, "none"),
        (TEXT, ", ,identity;"),
    ):
        assert decode_body(raw, coding, LIMIT) == (TEXT, ""), coding


def test_what_was_cut_is_said() -> None:
    for raw, coding, cut in (
        (gzip.compress(TEXT)[:-6], "gzip", "gzip"),
        (gzip.compress(TEXT)[:-6], "", "gzip"),
        (zlib.compress(TEXT)[:-3], "deflate", "deflate"),
        (brotli.compress(TEXT)[:-1], "br", "br"),
    ):
        body, found = decode_body(raw, coding, LIMIT)
        assert found == cut
        assert TEXT.startswith(body)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", ""])
def test_nothing_stays_nothing(coding: str) -> None:
    assert decode_body(b"", coding, LIMIT) == (b"", "")


def test_damaged_data_is_named() -> None:
    with pytest.raises(InvalidDataError, match="gzip"):
        decode_body(gzip.compress(TEXT)[:15] + b"\xff" * 40, "gzip", LIMIT)
    with pytest.raises(InvalidDataError, match="deflate"):
        decode_body(zlib.compress(TEXT)[:-4] + bytes(4), "deflate", LIMIT)
    with pytest.raises(UnsupportedCodingError, match="zstd"):
        decode_body(b"\x28\xb5\x2f\xfd" + TEXT, "zstd", LIMIT)
    with pytest.raises(UnsupportedCodingError, match="gzip, gzip"):
        decode_body(TEXT, "gzip," * 9, LIMIT)


def test_no_more_than_the_limit_is_decoded() -> None:
    for raw, coding in (
        (gzip.compress(bytes(LIMIT + 1)), "gzip"),
        (gzip.compress(bytes(LIMIT + 1)), ""),
        (zlib.compress(bytes(LIMIT + 1)), "deflate"),
        (raw_deflate(bytes(LIMIT + 1)), "deflate"),
        (brotli.compress(bytes(LIMIT + 1)), "br"),
        (gzip.compress(gzip.compress(bytes(LIMIT + 1))), "gzip"),
        (gzip.compress(bytes(LIMIT // 2)) * 3, "gzip"),
    ):
        with pytest.raises(TooLargeError):
            decode_body(raw, coding, LIMIT)


def test_just_the_limit_is() -> None:
    for packed, coding in ((gzip.compress, "gzip"), (zlib.compress, "deflate"), (brotli.compress, "br")):
        assert decode_body(packed(bytes(LIMIT)), coding, LIMIT).body == bytes(LIMIT)


def test_members_without_end_are_given_up() -> None:
    with pytest.raises(InvalidDataError):
        decode_body(gzip.compress(b"") * 100_000, "gzip", LIMIT)


@given(
    st.binary(max_size=300),
    st.lists(st.sampled_from(["gzip", "deflate", "br", "x", ""]), max_size=4).map(",".join),
)
def test_any_bytes_are_decoded_or_refused_within_the_limit(raw: bytes, coding: str) -> None:
    with suppress(InvalidDataError, TooLargeError, UnsupportedCodingError):
        assert len(decode_body(raw, coding, 1000).body) <= 1000

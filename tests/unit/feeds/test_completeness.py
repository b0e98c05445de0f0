from __future__ import annotations

import pytest

from ticker_tui.feeds.completeness import is_complete


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel></channel></rss>",
        b"\xef\xbb\xbf \n<?xml version='1.0'?>\n<!-- a --><?style x?>\n<rss version='2.0'>x</rss >\r\n \n<!-- cached -->\n",
        b"<feed xmlns='x'>x</feed>",
        b"<rdf:RDF>x</rdf:RDF>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>x</rss>",
        b"<!doctype html><html><body></body></HTML>",
        "<?xml version='1.0'?><rss>خبر</rss>".encode("utf-16"),
        "<rss>خبر</rss>".encode("utf-16-be"),
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}\n',
        b"[1]",
    ],
)
def test_it_is_complete(body: bytes) -> None:
    assert is_complete(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"<rss><channel></channel>",
        b"<rss><channel></channel></rs",
        b"<rss><item></item></channel>",
        b"<feed><rss></rss>",
        b"<rss></rss><rss>",
        b"plain text",
        b"<",
        b"<!-- <rss></rss>",
        b'{"items": [',
        b'{"items": []',
        b"{" * 2000,
        b"\x89PNG\r\n\x1a\n",
        "<rss>خبر</rs".encode("utf-16"),
    ],
)
def test_it_is_not(body: bytes) -> None:
    assert not is_complete(body)


@pytest.mark.parametrize(
    "body", [b"<!--" * 500_000, b"<?" * 500_000, b"<rss>" + b"<!-- -->" * 250_000, b"<!DOCTYPE [" * 200_000]
)
def test_megabytes_of_hostility_take_a_moment(body: bytes) -> None:
    assert not is_complete(body)

"""A feed with a mistake that feedparser cannot bear is read by repairing it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ticker_tui.feeds.parse import parse_feed
from ticker_tui.processes.parser_protocol import Parsed, ParseJob

ITEMS = "<item><title>Ferry &amp; port reopen</title><link>http://e.example/1</link></item><item><title>Two</title></item>"


@pytest.mark.parametrize(
    "damage",
    [
        "</width>",
        "<image><title>Logo</titel><url>u</url><width>88</width></image>",
        "</creativeCommons:license>& more",
    ],
)
def test_an_element_nobody_needs_does_not_cost_the_feed(damage: str) -> None:
    body = f"<rss version='2.0'><channel><title>T</title>{damage}{ITEMS}</channel></rss>".encode()
    found = parse_feed(ParseJob(url="http://e.example/f", body=body, now=datetime(2026, 11, 1, tzinfo=UTC)))
    assert isinstance(found, Parsed)
    assert [entry.title for entry in found.entries] == ["Ferry & port reopen", "Two"]
    assert found.warning

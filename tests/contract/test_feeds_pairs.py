"""Every feed of tests/fixtures/feeds has its expected reading beside it, as JSON.

`TICKER_ACCEPT=1 pytest tests/contract/test_feeds_pairs.py` writes what is read now; then read the difference.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ticker_tui.feeds.charset import decode
from ticker_tui.feeds.entries import build_entries
from ticker_tui.feeds.formats.feedparser_fallback import read_feedparser
from ticker_tui.feeds.formats.rss_and_atom import read_xml
from ticker_tui.feeds.parse import MAX_ENTRIES, legal_xml, parse_feed
from ticker_tui.html.tree import NotWellFormedError
from ticker_tui.processes.parser_protocol import Answer, Parsed, ParseJob
from ticker_tui.store.entries.body_codec import pack
from ticker_tui.text import fold

FOLDER = Path(__file__).parent.parent / "fixtures" / "feeds"
FEEDS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))
LANGS = dict.fromkeys(
    (
        "encoding_windows1256_says_utf8.xml",
        "encoding_windows1256_says_nothing.xml",
        "json_feed_windows1256.json",
    ),
    "ar",
)
TYPES = {".html": "text/html", ".json": "application/json", ".txt": "text/plain"}

DIFFERENT = {
    "rss091_doctype.xml": "the quick reader leaves document types to feedparser",
    "hostile_laughs.xml": "likewise",
    "hostile_xxe.xml": "likewise",
    "media_rss.xml": "feedparser takes a thumbnail before a picture of a group",
    "atom10_media_group.xml": "feedparser takes the picture's description for the entry's summary",
    "rss10_dublin_core.xml": "feedparser does not tell an item's dc:language",
    "rss10_items_inside_and_outside.xml": "feedparser takes rdf:about for no link",
    "rss10_no_channel.xml": "likewise",
    "rss20_no_channel.xml": "feedparser finds a feed's title in its channel only",
    "rss20_two_channels.xml": "feedparser takes the last channel's title",
    "rss20_dublin_core_beside.xml": "feedparser takes the Dublin Core for a content beside the summary",
    "rss20_itunes.xml": "likewise its iTunes fields, and knows no title or picture of theirs",
    "atom10_author_of_feed.xml": "feedparser does not tell the author of an entry's source",
    "atom10_content_binary.xml": "feedparser takes a picture for text",
    "atom10_ids_missing.xml": "feedparser does not know relations by their address",
    "namespaces_redefined.xml": "feedparser goes by the usual prefix where it does not know the namespace",
    "rss20_description_markup_not_escaped.xml": "feedparser puts unescaped markup back together",
    **dict.fromkeys(
        ("rss20_author_angle.xml", "rss20_author_email.xml", "rss20_author_email_only.xml"),
        "feedparser looks for an address in the name and cuts it where it thinks its top-level domain ends",
    ),
}


def job(path: Path) -> ParseJob:
    return ParseJob(
        url="https://feeds.example/feed.xml",
        body=path.read_bytes(),
        content_type=TYPES.get(path.suffix, "application/xml"),
        lang=LANGS.get(path.name, ""),
        now=datetime(2026, 11, 24, tzinfo=UTC),
    )


def readable(answer: Answer) -> dict[str, Any]:
    """As in the expected file."""
    return msgspec.json.decode(msgspec.json.encode(answer))  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_pair(path: Path) -> None:
    """What is read is what is expected, the same each time, and can be searched for."""
    answer = parse_feed(job(path))
    found = readable(answer)
    expected_path = path.with_name(path.name + ".expected.json")
    if os.environ.get("TICKER_ACCEPT"):
        expected_path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    assert found == msgspec.json.decode(expected_path.read_bytes())
    assert parse_feed(job(path)) == answer
    for entry in answer.entries if isinstance(answer, Parsed) else ():
        folded = pack(entry).folded
        for text in (entry.title, entry.author, *(block.text for block in entry.blocks)):
            assert words(fold(text)) in words(folded)


def words(folded: str) -> str:
    found = " ".join(re.findall(r"[^\W_]+", folded))
    return f" {found} " if found else " "


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_the_quick_reader_and_feedparser_agree(path: Path) -> None:
    """Where both can read a document, the entries they end in are the same."""
    if path.name in DIFFERENT:
        return
    given = job(path)
    text = legal_xml(decode(given.body, lang=given.lang).text)
    try:
        quick = read_xml(text.lstrip(), given.url)
    except NotWellFormedError:
        return
    if quick is None:
        return
    patient = read_feedparser(text, given.url)
    assert patient is not None
    first, second = (build_entries(feed, given, limit=MAX_ENTRIES) for feed in (quick, patient[0]))
    assert first == second
    assert (quick.title, quick.lang, quick.ttl_s) == (patient[0].title, patient[0].lang, patient[0].ttl_s)


def test_there_are_pairs_enough() -> None:
    assert len(FEEDS) >= 150


def test_no_pair_is_left_without_its_feed() -> None:
    for path in FOLDER.glob("*.expected.json"):
        assert path.with_name(path.name.removesuffix(".expected.json")).exists(), path.name

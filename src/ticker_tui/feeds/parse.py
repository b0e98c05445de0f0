"""A body → its entries. Runs in the parser process (`child`), since what it uses may hang or swell.

decode → the quick XML reader, JSON Feed, or feedparser → entries; what is flawless XML in UTF-8 is not even decoded first
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker_tui.feeds.charset import decode
from ticker_tui.feeds.entries import build_entries, lang_tag
from ticker_tui.feeds.formats.rss_and_atom import read_xml
from ticker_tui.html.titles import title_line, without_tags
from ticker_tui.html.tree import NotWellFormedError
from ticker_tui.processes.parser_protocol import Parsed, Unreadable
from ticker_tui.store.entries.body_codec import packed

if TYPE_CHECKING:
    from ticker_tui.feeds.formats.raw_feed import RawFeed
    from ticker_tui.processes.parser_protocol import Answer, ParseJob

MAX_ENTRIES = 500
"""The newest ones of an answer are kept."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not allow (2.2), where one costs the whole document; and C1, which it only advises against."""
_DECLARATION = re.compile(rb"[ \t\r\n]*<\?xml(?=[\s?])[^>\x80-\xff]{0,500}\?>")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_ODD_REFERENCE = re.compile(
    rb"#(?<=&#)(?!(?:9|1[03]|3[2-9]|[4-9][0-9]|1[016-9][0-9]|12[0-7]|[2-9][0-9]{2}|[1-9][0-9]{3}|[1-4][0-9]{4}|1[0-9]{5}"
    rb"|[xX](?:[2-7][0-9A-Fa-f]|[A-Fa-f][0-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Ca-c][0-9A-Fa-f]{3}|1[0-9A-Fa-f]{4}));)"
)
"""What may not be legal, CDATA included. What stands in its middle is looked for first, since ``&`` is frequent."""
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));")
_BARE_AMPERSAND = re.compile(r"&(?!#[0-9]{1,8};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{0,30};)")
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_JSON_FEED = "jsonfeed.org/version"
_HTML = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)


def parse_feed(job: ParseJob) -> Answer:
    """Read one body.

    Raises:
        Exception: what feedparser raises on documents it is not ready for; the caller makes it an `Unreadable`.
    """
    found, warnings = _read_flawless(job.body, job.url), list[str]()
    if found is None:
        decoded = decode(job.body, charset=job.charset, lang=job.lang)
        text = legal_xml(decoded.text)
        if decoded.damaged:
            warnings.append("Some letters could not be read.")
        found = _read(text, job.url)
        if found is None:
            from ticker_tui.feeds.discovery import feeds_of_page, refresh_target  # few answers are web pages

            feeds = feeds_of_page(text, job.url) if "<" in text else ()
            refresh = refresh_target(text, job.url) if "<" in text else ""
            reason = (
                f"The address answered with a web page that leads to {refresh}."
                if refresh
                else what_it_is(text, job.content_type)
            )
            return Unreadable(reason=reason, feeds=feeds, refresh=refresh)
    feed, reader, complaint = found
    if complaint:
        warnings.append("The feed is not well-formed; what could be read is shown.")
    entries = build_entries(feed, job, limit=MAX_ENTRIES)
    return Parsed(
        entries=tuple(entry if entry.unchanged else packed(entry) for entry in entries)
        if job.for_archive
        else entries,
        title=title_line(feed.title, is_html=feed.title_is_html, limit=200),
        lang=lang_tag(feed.lang),
        ttl_s=feed.ttl_s,
        warning=" ".join(warnings),
        reader=reader,
    )


def _read_flawless(body: bytes, url: str) -> tuple[RawFeed, str, str] | None:
    """What `_read` gives, if that is the quick reader's and libxml2 sees the same in the bytes as in their text. None: ask `_read`.

    libxml2 refuses what is not UTF-8, and the characters that `legal_xml` takes out, but for DEL and C1; and NUL may end a text.
    """
    declaration = _DECLARATION.match(body)
    document = (body[declaration.end() :] if declaration else body).lstrip()
    head = document[:80_000]  # no less than `_read` looks at
    if (
        document[:1] != b"<"
        or document.startswith(b"<?xml")  # an odd one
        or b"<!DOCTYPE" in head
        or b"<!doctype" in head
        or b"\0" in document
        or b"\x7f" in document
        or (b"\xc2" in document and _C1.search(document))
        or _ODD_REFERENCE.search(document)
    ):
        return None
    try:
        feed = read_xml(document, url)
    except NotWellFormedError:
        return None
    return None if feed is None else (feed, "xml", "")


def _read(text: str, url: str) -> tuple[RawFeed, str, str] | None:
    """The feed, the name of the reader that understood it, and what was wrong with it; None: it is no feed.

    Args:
        text: Without what XML forbids.
        url: Of the feed.
    """
    start = text.lstrip()[:1]
    if not start:
        return None
    if start == "{" or (start != "<" and _JSON_FEED in text[:5000]):
        from ticker_tui.feeds.formats.json_feed import read_json  # few feeds are JSON

        found = read_json(text)
        return None if found is None else (found[0], "json", found[1])
    if "<!DOCTYPE" not in text[:20_000] and "<!doctype" not in text[:20_000]:
        try:
            if (feed := read_xml(text.lstrip(), url)) is not None:
                return feed, "xml", ""
        except NotWellFormedError:
            pass
    if _HTML.search(text[:2000]) and not re.search(r"<(?:rss|rdf:RDF|feed)\b", text[:5000]):
        return None
    if "<" not in text:
        return None
    return _read_damaged(text, url)


def _read_damaged(text: str, url: str) -> tuple[RawFeed, str, str] | None:
    """Read a document that is not well-formed, as `_read` does.

    Raises:
        Exception: Neither reader can read it.
    """
    from ticker_tui.feeds.formats.feedparser_fallback import read_feedparser

    try:
        tolerant = read_feedparser(text, url)
    except Exception:
        # It raises errors of many kinds on damaged elements that nobody needs, such as an empty <width>.
        repaired = read_xml(_BARE_AMPERSAND.sub("&#38;", _without_named(text.lstrip())), url, repair=True)
        if repaired is None or not repaired.entries:
            raise
        return repaired, "xml", "damaged"
    return None if tolerant is None else (tolerant[0], "feedparser", tolerant[1])


def _without_named(text: str) -> str:
    """XML's own five references as numbers: behind a mistake, libxml2 drops named ones."""
    for name, character in (("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'")):
        text = text.replace(f"&{name};", f"&#{ord(character)};")
    return text


def legal_xml(text: str) -> str:
    """The text without the characters and references that XML forbids, which real feeds do contain."""
    text = _ILLEGAL.sub("", text)
    return _REFERENCE.sub(_legal_reference, text) if "&#" in text else text


def _legal_reference(match: re.Match[str]) -> str:
    hexadecimal, decimal = match.groups()
    digits = (hexadecimal or decimal).lstrip("0")
    if len(digits) > 8:
        return "\ufffd"
    code = int(digits or "0", 16 if hexadecimal else 10)
    if 0x80 <= code <= 0x9F:  # meant in windows-1252, as browsers read it (HTML 13.2.5.80)
        return bytes([code]).decode("cp1252", "replace")
    if (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    ):
        return match[0]
    return "\ufffd"


def what_it_is(text: str, content_type: str) -> str:
    """A sentence that says what came instead of a feed."""
    if not text.strip():
        return "The address answered with an empty page."
    kind = content_type or "no type given"
    if "<opml" in text[:5000]:
        return "The address answered with a list of feeds (OPML), not with a feed."
    if _HTML.search(text[:5000]) or "html" in content_type:
        match = _TITLE.search(text[:200_000])
        title = title_line(without_tags(match[1]), limit=80) if match else ""
        named = f", titled “{title}”" if title else ""
        return f"The address answered, but it is not a feed ({kind}: a web page{named})."
    return f"The address answered, but it is not a feed ({title_line(kind, limit=60)})."

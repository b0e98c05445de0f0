"""A web page → its article. Runs in the parser process (`child`), like everything that reads what others wrote.

trafilatura finds the article among menus, cookie notices, comments and lists of other news, and hands it on as plain
HTML; from there it goes the way of every feed's body. This is the only module that knows trafilatura.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import trafilatura as _trafilatura
import trafilatura.htmlprocessing as _htmlprocessing

from ticker_tui.feeds.charset import decode
from ticker_tui.feeds.entries import lang_tag
from ticker_tui.feeds.feed_dates import parse_date
from ticker_tui.html.blocks import to_blocks
from ticker_tui.html.json_ld import PageMetadata, metadata_in
from ticker_tui.html.titles import title_line
from ticker_tui.html.tree import parse_html
from ticker_tui.model import Block, BlockKind
from ticker_tui.processes.parser_protocol import Page, Unreadable
from ticker_tui.text import fold

if TYPE_CHECKING:
    from datetime import datetime

    from ticker_tui.html.tree import Node
    from ticker_tui.processes.parser_protocol import PageJob

bare_extraction = cast("Any", _trafilatura).bare_extraction
build_html_output = cast("Any", _htmlprocessing).build_html_output  # it ships no types

MAX_PAGE = 3_000_000
"""Characters of HTML that are looked at."""
LEAST_TEXT = 120
"""Characters; with fewer the page is a front page, a wall or a player, not an article."""
MAX_AUTHOR = 120

_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"})
_BYLINE_END = re.compile(r"\s*(?:[·•|،;]|\s[-–—]\s).*")
"""Where a byline goes on with a date or a place."""


class _ExtractedPage(NamedTuple):
    """What trafilatura says about a page."""

    html: str
    title: str
    author: str
    date: str


def read_page(job: PageJob) -> Page | Unreadable:
    """The article of one page, or why there is none.

    Raises:
        Exception: what libxml2 and trafilatura raise on pages they are not ready for; the caller makes it an `Unreadable`.
    """
    if job.content_type not in _TYPES:
        kind = title_line(job.content_type, limit=60)
        return Unreadable(reason=f"The link does not lead to a page that can be read here ({kind}).")
    text = decode(job.body, charset=job.charset, lang=job.lang).text[:MAX_PAGE]
    if job.content_type == "text/plain":
        return _checked(Page(blocks=to_blocks(text, is_html=False), lang=job.lang))
    root = parse_html(text)
    if root is None:
        return Unreadable(reason="The page behind the link is empty.")
    said = metadata_in(root)
    found = _extract(text, job.url)
    if found is None:
        return Unreadable(reason="No article was found on the page behind the link.")
    title = title_line(said.title or found.title, limit=500)
    blocks = _without_repeats(to_blocks(found.html, base=job.url, is_html=True), {job.title, title})
    page = Page(
        blocks=blocks,
        title=title,
        author=said.author or title_line(_BYLINE_END.sub("", found.author), limit=MAX_AUTHOR),
        published_at=_published(said, found, job.now),
        lang=lang_tag(_lang(root)) or job.lang,
    )
    return _checked(page)


def _checked(page: Page) -> Page | Unreadable:
    """The page, if there is enough of it to be an article."""
    if sum(len(block.text) for block in page.blocks) >= LEAST_TEXT or any(
        block.rows for block in page.blocks
    ):
        return page
    return Unreadable(reason="No article was found on the page behind the link.")


def _extract(text: str, url: str) -> _ExtractedPage | None:
    document = bare_extraction(
        text,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
        include_tables=True,
    )
    if document is None or document.body is None:
        return None
    # From the same extraction: asking for HTML would be a second one.
    html = str(build_html_output(document, with_metadata=False))
    return _ExtractedPage(html, *(str(getattr(document, name) or "") for name in ("title", "author", "date")))


def _published(said: PageMetadata, found: _ExtractedPage, now: datetime) -> datetime | None:
    return parse_date(said.published, now=now) or parse_date(found.date, now=now)


def _lang(root: Node) -> str:
    return next((lang for node in root.iter("html") if (lang := node.get("lang", ""))), "")


def _without_repeats(blocks: tuple[Block, ...], titles: set[str]) -> tuple[Block, ...]:
    """The blocks without a heading that says the headline once more, and without a picture shown twice."""
    known = {fold(title) for title in titles if title}
    kept: list[Block] = []
    pictures: set[str] = set()
    for place, block in enumerate(blocks):
        if place < 4 and block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH} and fold(block.text) in known:
            continue
        if block.kind is BlockKind.IMAGE and block.src:
            if block.src in pictures:
                continue
            pictures.add(block.src)
        kept.append(block)
    return tuple(kept)

"""Raw entries → `model.Entry`: here everything a feed says is cleaned, bounded, dated and named."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from ticker_tui import __version__
from ticker_tui.feeds.feed_dates import parse_date
from ticker_tui.feeds.identity import distinct_keys
from ticker_tui.html.blocks import looks_like_html, to_blocks
from ticker_tui.html.spans import PLAIN, InlineText, clean_spans
from ticker_tui.html.titles import ellipsised, title_line
from ticker_tui.model import Block, BlockKind, Entry
from ticker_tui.text import clean_line
from ticker_tui.urls.safe_link import safe_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.feeds.formats.raw_feed import RawEntry, RawFeed
    from ticker_tui.processes.parser_protocol import ParseJob

MAX_SUMMARY = 500
MAX_CATEGORIES = 20
_FIRST_WORDS = 120
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_ANGLED = re.compile(r"\s*<[^<>\s]*@[^<>\s]*>\s*$")
_FOOTER = re.compile(
    r"The post .{1,600} (?:appeared first on|first appeared on) |ظهرت المقالة .{1,600} أولا?ً? على |نوشته .{1,600} اولین بار در "
)
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING})
_NO_LINK = frozenset({"n/a", "na", "none", "null", "nil", "undefined", "false", "-", "--", "#", ".", "?"})
"""What feeds write where they have no link; as relative addresses they would lead somewhere."""
_AGES_AGO = datetime(1, 1, 1, tzinfo=UTC)


class _Draft:
    """An entry whose identity is being looked for."""

    __slots__ = ("author", "base", "date_text", "guid", "link", "published_at", "raw", "title", "updated_at")

    def __init__(self, raw: RawEntry, url: str, now: datetime) -> None:
        self.raw = raw
        self.guid = raw.guid
        self.base = raw.base if raw.base.startswith(("http://", "https://")) else ""
        has_link = raw.link and raw.link.strip().casefold() not in _NO_LINK
        self.link = safe_link(raw.link, self.base or url) if has_link else ""
        self.title = title_line(raw.title, is_html=raw.title_is_html)
        self.author = author_line(raw.author)
        self.date_text = raw.published or raw.updated
        self.updated_at = parse_date(raw.updated, now=now)
        self.published_at = self.updated_at
        if raw.published != raw.updated:
            self.published_at = parse_date(raw.published, now=now) or self.updated_at

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        raw = self.raw
        return not (self.title or self.link or raw.summary or raw.content or raw.guid)

    @property
    def essence(self) -> str:
        """What tells the entry from others when it has neither guid nor link."""
        return self.title or (self.raw.summary or self.raw.content)[:500]

    @property
    def text(self) -> str:
        """Everything below the title."""
        return f"{self.raw.summary}\x1f{self.raw.content}"


def build_entries(feed: RawFeed, job: ParseJob, *, limit: int) -> tuple[Entry, ...]:
    """The entries of one answer, as the feed orders them.

    Args:
        feed: As read.
        job: Where it came from, and what is known of it.
        limit: So many at most: the newest.
    """
    drafts = _newest(
        [draft for raw in feed.entries if not (draft := _Draft(raw, job.url, job.now)).is_empty], limit
    )
    keys = distinct_keys(drafts)
    claimed = lang_tag(feed.lang)
    entries: list[Entry] = []
    for draft, key in zip(drafts, keys, strict=True):
        if key is None:
            continue
        lang = job.lang or (draft.raw.lang and lang_tag(draft.raw.lang)) or claimed
        mark = _mark(draft, key, lang, job)
        if mark in job.known:
            entries.append(
                Entry(
                    key=key,
                    title=draft.title,
                    link=draft.link,
                    published_at=draft.published_at,
                    mark=mark,
                    unchanged=True,
                )
            )
        else:
            entries.append(_entry(draft, key, job, lang, mark))
    return tuple(entries)


def _mark(draft: _Draft, key: str, lang: str, job: ParseJob) -> bytes:
    """A fingerprint of all that an entry is made of, this program's version included."""
    raw = draft.raw
    if not job.for_archive:
        return b""
    if (raw.updated and draft.updated_at is None) or (raw.published and draft.published_at is None):
        return b""  # a date that lies in the future today will be believed when it has come
    made_of = (__version__, key, lang, job.url, job.salt, raw)
    return sha256(msgspec.msgpack.encode(made_of)).digest()[:8]


def _newest(drafts: Sequence[_Draft], limit: int) -> Sequence[_Draft]:
    """At most `limit`, in their order; those without a date count as old, and earlier ones win."""
    if len(drafts) <= limit:
        return drafts
    ranked = sorted(range(len(drafts)), key=lambda i: drafts[i].published_at or _AGES_AGO, reverse=True)
    return [drafts[i] for i in sorted(ranked[:limit])]


def _entry(draft: _Draft, key: str, job: ParseJob, lang: str, mark: bytes) -> Entry:
    raw = draft.raw
    base = draft.base or draft.link or job.url
    body, body_is_html = (
        (raw.content, raw.content_is_html) if raw.content else (raw.summary, raw.summary_is_html)
    )
    blocks = without_footer(to_blocks(body, base=base, is_html=body_is_html))
    blocks = _with_picture(blocks, raw, base)
    summary = _summary(raw, blocks)
    title = draft.title or ellipsised(summary, _FIRST_WORDS) or draft.link or clean_line(raw.guid)
    categories = [name for text in raw.categories[:MAX_CATEGORIES] if (name := title_line(text, limit=80))]
    return Entry(
        key=key,
        title=title,
        link=draft.link,
        published_at=draft.published_at,
        updated_at=draft.updated_at,
        author=draft.author,
        categories=tuple(dict.fromkeys(categories)),
        summary=summary,
        blocks=blocks,
        lang=lang,
        mark=mark,
    )


def _summary(raw: RawEntry, blocks: Sequence[Block]) -> str:
    """The feed's own summary, else the beginning of the body."""
    if raw.summary and raw.content:
        html = looks_like_html(raw.summary) if raw.summary_is_html is None else raw.summary_is_html
        if not html:
            return ellipsised(raw.summary, MAX_SUMMARY)
        if summary := _beginning(without_footer(to_blocks(raw.summary[: MAX_SUMMARY * 40], is_html=True))):
            return summary
    return _beginning(blocks)


def _beginning(blocks: Sequence[Block]) -> str:
    """The first running text of a body on one line."""
    parts: list[str] = []
    length = 0
    for block in blocks:
        if block.kind in _RUNNING and (text := block.text):
            parts.append(text)
            length += len(text)
            if length > MAX_SUMMARY:
                break
    return ellipsised(" ".join(parts), MAX_SUMMARY)


def without_footer(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A body without the line that WordPress adds to every one: “The post … appeared first on …”."""
    if len(blocks) > 1 and _FOOTER.match(blocks[-1].text):
        return blocks[:-1]
    return blocks


def _with_picture(blocks: tuple[Block, ...], raw: RawEntry, base: str) -> tuple[Block, ...]:
    """The picture that a feed names beside the text comes first, unless the text has it."""
    src = safe_link(raw.image, base) if raw.image else ""
    if not src or any(block.kind is BlockKind.IMAGE for block in blocks):
        return blocks
    alt = title_line(raw.image_alt)
    return (Block(kind=BlockKind.IMAGE, spans=clean_spans([InlineText(alt, PLAIN)]), src=src), *blocks)


def author_line(text: str) -> str:
    """A name from ``name``, ``mail (name)`` or ``name <mail>``; linear, unlike the pattern feedparser uses."""
    line = title_line(text[:1000], limit=200)
    if line.endswith(")") and "@" in (before := line.partition("(")[0]) and " " not in before.strip():
        return line.partition("(")[2].removesuffix(")").strip()
    return _ANGLED.sub("", line[:200]) or line


def lang_tag(text: str) -> str:
    """A language tag that looks like one, with hyphens; empty for anything else."""
    match = _LANG.fullmatch(text.strip())
    return match[0].replace("_", "-") if match else ""

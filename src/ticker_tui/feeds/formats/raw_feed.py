"""A feed as its format says it, before anything is cleaned or believed: what the three readers have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_READ = 5_000
"""Items of one answer that are looked at."""


class RawEntry(msgspec.Struct, kw_only=True):
    """One item, in the feed's own words."""

    guid: str = ""
    link: str = ""
    """May be relative to `base`."""
    title: str = ""
    title_is_html: bool | None = None
    """None: the format does not say."""
    published: str = ""
    updated: str = ""
    author: str = ""
    categories: list[str] = []
    summary: str = ""
    summary_is_html: bool | None = None
    content: str = ""
    content_is_html: bool | None = None
    base: str = ""
    """Absolute address that `xml:base` names; empty: it names none."""
    lang: str = ""
    image: str = ""
    image_alt: str = ""


class RawFeed(msgspec.Struct, kw_only=True):
    """A whole answer."""

    title: str = ""
    title_is_html: bool | None = None
    lang: str = ""
    ttl_s: float | None = None
    entries: list[RawEntry] = []


_PICTURE_NAME = re.compile(r"[^?#]*\.(?:jpe?g|png|gif|webp|avif|bmp)(?:[?#].*)?", re.IGNORECASE | re.DOTALL)


def is_picture(url: str, kind: str, medium: str = "") -> bool:
    """Whether what a feed encloses is a picture: it says so, or says nothing and is named like one.

    Args:
        url: Of the enclosed thing.
        kind: Its media type; may be empty.
        medium: What Media RSS calls it.
    """
    kind, medium = kind.strip().lower(), medium.strip().lower()
    if kind or medium:
        return kind.startswith("image/") or medium == "image"
    return _PICTURE_NAME.fullmatch(url.strip()) is not None


def names_in_one(names: Iterable[str]) -> str:
    """The authors of an entry as one text; of a person with and without an address, the name without it."""
    said = [name for name in names if name]
    plain = [name for name in said if "@" not in name]
    return ", ".join(dict.fromkeys(plain)) if plain else "".join(said[-1:])


UPDATE_PERIODS_S = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}
"""RSS module `syndication`: the words of `sy:updatePeriod`."""


def requested_interval(ttl: str, period: str, frequency: str) -> float | None:
    """Seconds between checks that a feed asks for: RSS `ttl` (minutes), else `sy:updatePeriod` over `sy:updateFrequency`."""
    if (minutes := _whole(ttl)) is not None and minutes > 0:
        return minutes * 60.0
    seconds = UPDATE_PERIODS_S.get(period.strip().lower())
    if seconds is None:
        return None
    return seconds / max(1, _whole(frequency) or 1)


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None

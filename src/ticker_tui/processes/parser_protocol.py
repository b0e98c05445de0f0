"""What goes to the parser process and what comes back: the two ends of one pipe.

A frame (`frames`) is a `Job` in msgpack one way, an `Answer` the other.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads the annotations while the program runs
from enum import StrEnum
from typing import Final

import msgspec

from ticker_tui.model import Block, Entry  # noqa: TC001 - msgspec reads the annotations while the program runs

CPU_S: Final = 5.0
"""Processor time that reading one body may take. Wall time would say how busy the machine is."""


class _Job(msgspec.Struct, frozen=True, kw_only=True):
    """What all jobs have."""

    cpu_s: float = CPU_S
    """The limit for this job. The start of the process is not counted."""


class ParseJob(_Job, frozen=True, kw_only=True, tag="feed"):
    """A feed's body to read."""

    url: str
    """Where the body came from: the base of relative links, and the feed's name in messages."""
    body: bytes
    content_type: str = ""
    charset: str = ""
    """What the HTTP header claims."""
    lang: str = ""
    """The user's setting for this feed."""
    now: datetime
    """Dates later than this (and a little) are not believed."""
    for_archive: bool = False
    """Entries are wanted as the archive takes them: marked, their bodies as bytes and not as blocks."""
    known: frozenset[bytes] = frozenset()
    """`Entry.mark` of what the archive has; such items come back as `unchanged`, unread."""
    salt: str = ""
    """What else an entry is made of, beside item and `lang`: marks of another salt are other marks."""


class PageJob(_Job, frozen=True, kw_only=True, tag="page"):
    """A web page whose article is wanted."""

    url: str
    """Where it came from, after redirects."""
    body: bytes
    content_type: str = ""
    charset: str = ""
    lang: str = ""
    """Of the entry that led here: helps to decode pages which do not say their charset."""
    title: str = ""
    """The entry's headline: a heading that repeats it is left out."""
    now: datetime


class ImageProtocol(StrEnum):
    """How a picture is to be drawn, and so what is wanted of it."""

    BLOCKS = "blocks"
    """Two pixels a cell."""
    KITTY = "kitty"
    """A PNG."""
    SIXEL = "sixel"
    """Pixels of few colours, and the blocks that stand where they do."""


class PictureJob(_Job, frozen=True, kw_only=True, tag="picture"):
    """A picture's file that is to be scaled to cells."""

    url: str
    body: bytes
    way: ImageProtocol
    columns: int
    rows: int
    """What it may take, at least 1."""
    cell_width: int = 10
    cell_height: int = 20
    """Pixels."""
    colours: int = 256
    """Sixel only: how many the terminal has for a picture."""
    ground: tuple[int, int, int] = (0, 0, 0)
    """What shows through where the picture does."""


Job = ParseJob | PageJob | PictureJob


def thing_of(job: Job) -> str:
    """What a job reads, as sentences name it."""
    match job:
        case ParseJob():
            return "feed"
        case PageJob():
            return "page"
        case PictureJob():
            return "picture"


class Parsed(msgspec.Struct, frozen=True, kw_only=True, tag="parsed"):
    """What a body held."""

    entries: tuple[Entry, ...]
    """As the feed lists them; at most `parse.MAX_ENTRIES`, the newest ones."""
    title: str = ""
    lang: str = ""
    """What the feed claims for itself; entries already carry the one that counts."""
    ttl_s: float | None = None
    warning: str = ""
    """What was odd though the answer was read, one plain sentence."""
    reader: str = ""
    """Which reader understood it: ``xml``, ``json`` or ``feedparser``."""


class Page(msgspec.Struct, frozen=True, kw_only=True, tag="page"):
    """The article of a web page, without what stands around it."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    lang: str = ""


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag="drawn"):
    """A picture, scaled. What its way does not need is empty."""

    columns: int
    rows: int
    blocks: bytes = b""
    """RGB, `columns` pixels wide and 2 x `rows` high."""
    png: bytes = b""
    width_px: int = 0
    height_px: int = 0
    pixels: bytes = b""
    """Numbers of colours, `width_px` x `height_px` of them."""
    palette: bytes = b""
    """RGB of each number."""


class LinkedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that a web page names."""

    url: str
    title: str = ""


class Unreadable(msgspec.Struct, frozen=True, kw_only=True, tag="unreadable"):
    """The body is no feed, or reading it failed."""

    reason: str
    """One plain sentence."""
    feeds: tuple[LinkedFeed, ...] = ()
    """When it is a web page: the feeds it names, the likeliest first."""
    refresh: str = ""
    """When it is a web page that only leads to another address: that one."""
    detail: str = ""
    """A traceback for the log, when it was our fault."""


Answer = Parsed | Page | Picture | Unreadable

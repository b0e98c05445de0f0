"""The use case: the pictures of an article → their files → cells of a terminal. Only what was asked for is fetched.

Like the poller it knows no widget. What fails is a value with its reason.
"""

from __future__ import annotations

import importlib.util
import logging
from typing import TYPE_CHECKING

import msgspec

from ticker_tui.errors import ParseError
from ticker_tui.processes.parser_protocol import ImageProtocol, PictureJob

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from ticker_tui.config import Settings
    from ticker_tui.model import Feed
    from ticker_tui.polling.parser_pool import ParserPool
    from ticker_tui.processes.parser_protocol import Picture

_log = logging.getLogger(__name__)


class ImageShape(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture is to fit."""

    way: ImageProtocol
    columns: int
    rows: int
    cell_width: int
    cell_height: int
    """Pixels."""
    colours: int
    ground: tuple[int, int, int]

    @property
    def room(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.columns, self.rows


class DrawnImage(msgspec.Struct, frozen=True):
    """One picture, or why there is none."""

    src: str
    picture: Picture | None = None
    reason: str = ""
    """One plain sentence."""
    body: bytes = b""
    """The file, to be fitted again."""


def can_draw() -> bool:
    """Whether Pillow is installed; it is not imported."""
    return importlib.util.find_spec("PIL") is not None


async def draw_pictures(
    sources: Sequence[str],
    feed: Feed,
    shape: ImageShape,
    *,
    settings: Settings,
    kept: Mapping[str, bytes],
    allow_private: bool = False,
) -> AsyncGenerator[DrawnImage]:
    """Each picture as soon as it is there, one after the other.

    Args:
        sources: Addresses, as the article has them.
        feed: Whose article it is: how its server is asked.
        shape: What they are to fit.
        settings: Time limit and User-Agent.
        kept: Files that are here already.
        allow_private: Whether the feed came from a private address (`FeedState.is_private`).
    """
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.feeds.fetch_outcome import Fetched, FetchFailed
    from ticker_tui.polling.parser_pool import ParserPool

    refresh = settings.refresh
    async with (
        Fetcher(deadline_s=refresh.timeout_s, user_agent=refresh.user_agent) as fetcher,
        ParserPool(size=1) as pool,
    ):
        for src in sources:
            if (body := kept.get(src)) is not None:
                yield await _drawn(pool, src, body, shape)
                continue
            match await fetcher.fetch_picture(src, feed, allow_private=allow_private):
                case Fetched() as fetched:
                    yield await _drawn(pool, src, fetched.body, shape)
                case FetchFailed() as failed:
                    yield DrawnImage(src, reason=failed.reason)
                case _:  # we sent no validators
                    yield DrawnImage(src, reason="The server did not send the picture.")


async def _drawn(pool: ParserPool, src: str, body: bytes, shape: ImageShape) -> DrawnImage:
    job = PictureJob(
        url=src,
        body=body,
        way=shape.way,
        columns=shape.columns,
        rows=shape.rows,
        cell_width=shape.cell_width,
        cell_height=shape.cell_height,
        colours=shape.colours,
        ground=shape.ground,
    )
    try:
        return DrawnImage(src, await pool.read_picture(job), body=body)
    except ParseError as error:
        _log.info("%s: %s", src, error.reason)
        return DrawnImage(src, reason=error.reason)

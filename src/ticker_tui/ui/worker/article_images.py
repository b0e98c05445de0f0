"""The pictures of an article on their way to the screen; runs in the worker's thread."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.ui import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from ticker_tui.config import Config
    from ticker_tui.model import Feed
    from ticker_tui.polling.image_download import ImageShape
    from ticker_tui.store.store import Store


class ImageRequest(NamedTuple):
    """Pictures that somebody has asked for."""

    entry_id: int
    """Whose."""
    feed: Feed
    """Its feed, as far as it is known when feeds.toml does not have it any more."""
    sources: tuple[str, ...]
    """Addresses."""
    shape: ImageShape
    kept: dict[str, bytes]
    """Files that are here already."""


async def draw_for_screen(
    wanted: ImageRequest,
    config: Config,
    post: Callable[[Message], object],
    failed: Callable[[Exception], str],
    store: Store,
) -> None:
    """Post each picture, or why there is none; `failed` makes a sentence of an error that nobody expected."""
    from ticker_tui.polling.image_download import DrawnImage, draw_pictures

    feed = next((feed for feed in config.feeds if feed.url == wanted.feed.url), wanted.feed)
    left = list(wanted.sources)
    try:
        state = await asyncio.to_thread(store.state, feed.url)
        drawing = draw_pictures(
            wanted.sources,
            feed,
            wanted.shape,
            settings=config.settings,
            kept=wanted.kept,
            allow_private=state is not None and state.is_private,
        )
        async with contextlib.aclosing(drawing):
            async for drawn in drawing:
                left.remove(drawn.src)
                post(messages.PictureDrawn(wanted.entry_id, drawn))
    except Exception as error:  # noqa: BLE001 - the worker's edge: the reader must not wait for ever
        reason = failed(error)
        for src in left:
            post(messages.PictureDrawn(wanted.entry_id, DrawnImage(src, reason=reason)))

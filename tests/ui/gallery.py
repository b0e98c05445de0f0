"""A real server with a few pictures, which counts what it is asked for."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from ticker_tui.demo.pictures import picture
from ticker_tui.demo.server import Resource, Server
from ticker_tui.model import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk


class Gallery:
    """Pictures by path."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.base_url = ""
        self.open = threading.Event()
        """While it is not set, whoever asks waits."""
        self.open.set()

    def resource(self, path: str) -> Resource | None:
        self.asked.append(path)
        self.open.wait()
        if path in {"/bay.png", "/quay.png"}:
            return Resource(picture(path, "#2f6f8f"), "image/png")
        if path == "/drawing.svg":
            return Resource(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")
        return Resource(b"gone", status=HTTPStatus.NOT_FOUND)

    def block(self, path: str, alt: str) -> Block:
        return Block(kind=BlockKind.IMAGE, spans=(Span(alt),), src=self.base_url + path)


@contextmanager
def gallery(desk: Desk) -> Iterator[Gallery]:
    """A desk whose first headline is an article with pictures, its second one has none, its third one has one."""
    site = Gallery()
    server = Server(site)
    server.start()
    site.base_url = server.base_url
    desk.feeds[1] = msgspec.structs.replace(desk.feeds[1], url=f"{server.base_url}/rss")
    desk.write_config()
    desk.store.sync_feeds(desk.feeds)
    words = Block(kind=BlockKind.PARAGRAPH, spans=(Span("Thousands walked across the bay today. " * 60),))
    bodies = (
        (
            Block(kind=BlockKind.PARAGRAPH, spans=(Span("The bridge is open."),)),
            site.block("/bay.png", "A white bridge above a calm bay"),
            site.block("/drawing.svg", "A map of the bay"),
            site.block("/none.png", "The mayor"),
            words,
        ),
        (words,),
        (site.block("/quay.png", "Cranes at night"), words),
    )
    desk.save(
        1,
        *(
            desk.entry(4 * number + 1, title=f"Story {number}", lang="en", blocks=blocks, breaking=False)
            for number, blocks in enumerate(bodies)
        ),
    )
    try:
        yield site
    finally:
        site.open.set()
        server.close()

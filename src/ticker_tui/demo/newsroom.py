"""The built-in newsroom: invented outlets on a loopback address, for `ticker demo`, for pictures and for tests."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from http import HTTPStatus
from math import inf
from typing import TYPE_CHECKING, Self

from ticker_tui.clock import utc_now
from ticker_tui.demo.feed_documents import MEDIA_TYPES, changed_at, render_feed
from ticker_tui.demo.outlets import load_outlets
from ticker_tui.demo.pages import RELATED, article_page, front_page, index_page, not_found_page
from ticker_tui.demo.pictures import picture
from ticker_tui.demo.server import Resource, Server
from ticker_tui.demo.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from ticker_tui.demo.outlets import Outlet

FEED_MAX_AGE_S = 5
PICTURE_MAX_AGE_S = 86400
CHECK_INTERVAL = "10s"
_FAULTS = {
    "/faults/closed.xml": Resource(
        b"closed", "text/plain; charset=utf-8", status=HTTPStatus.SERVICE_UNAVAILABLE, retry_after_s=60
    ),
    "/faults/hangs.xml": Resource(b"", delay_s=inf),
}


class Newsroom:
    """A web site with several outlets that publish while it runs.

    Use it as a context manager; it answers from `__enter__` to `__exit__`, in threads of its own.

    Args:
        seed: Decides what is released when. The same seed, opening time and clock give the same news.
        still: A fixed set: nothing is released after the opening.
        faults: Adds a feed that answers 503 and one that never answers.
        now: The opening time, aware; default: what the clock says.
        clock: Tells the time, aware; tests move it by hand.
        port: TCP port on 127.0.0.1; 0: any free one.
    """

    def __init__(
        self,
        *,
        seed: int = 1,
        still: bool = False,
        faults: bool = False,
        now: datetime | None = None,
        clock: Callable[[], datetime] = utc_now,
        port: int = 0,
    ) -> None:
        self.now = (now or clock()).astimezone(UTC)
        """When the newsroom opened; the ages of its items count from here."""
        self.outlets = load_outlets()
        self._clock = clock
        self._faults = _FAULTS if faults else {}
        self._by_slug = {outlet.slug: outlet for outlet in self.outlets}
        self._wire = Timeline(self.outlets, opened_at=self.now, seed=seed, still=still)
        self._lock = threading.Lock()
        self._feeds: dict[str, tuple[int, Resource]] = {}
        self._server = Server(self, port=port)

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop at once, whoever still waits for an answer."""
        self._server.close()

    @property
    def base_url(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return self._server.base_url

    @property
    def feed_urls(self) -> tuple[str, ...]:
        """The addresses that `config_toml` subscribes to, in its order."""
        paths = [*(outlet.subscribed_path for outlet in self.outlets), *self._faults]
        return tuple(self.base_url + path for path in paths)

    def config_toml(self) -> str:
        """A complete feeds.toml for these outlets."""
        names = [outlet.name for outlet in self.outlets]
        tables = [
            _feed_table(url, outlet.name, outlet.lang, outlet.category, outlet.colour)
            for url, outlet in zip(self.feed_urls, self.outlets, strict=False)
        ]
        tables += [
            _feed_table(url, url.rpartition("/")[2], "en", "English", "#8a8f98")
            for url in self.feed_urls[len(names) :]
        ]
        # All outlets share one host here; without this, two slow ones would hold up the others.
        return "# The outlets of the demo's newsroom.\n\n[refresh]\nper_host = 16\n\n" + "\n".join(tables)

    def resource(self, path: str) -> Resource | None:
        """What is at a path (the server calls this from its threads)."""
        if path in self._faults:
            return self._faults[path]
        match path.split("/")[1:]:
            case [""]:
                return Resource(index_page(self.outlets, base_url=self.base_url).encode())
            case ["media", slug, file] if slug in self._by_slug and file.endswith(".png"):
                return self._picture(self._by_slug[slug], file.removesuffix(".png"))
            case [slug, *rest] if slug in self._by_slug:
                return self._page(self._by_slug[slug], rest)
            case _:
                return None

    def _page(self, outlet: Outlet, rest: list[str]) -> Resource:
        with self._lock:
            self._wire.advance(self._clock())
            match rest:
                case [""]:
                    entries = self._wire.listed(outlet.slug)
                    return Resource(front_page(outlet, entries, base_url=self.base_url).encode())
                case [file] if file == outlet.feed_file:
                    return self._feed(outlet)
                case [file] if file == outlet.moved_from:
                    location = self.base_url + outlet.feed_path
                    return Resource(b"", status=HTTPStatus.MOVED_PERMANENTLY, location=location)
                case [item_slug, *words] if len(words) <= int(outlet.titled_links):
                    return self._article(outlet, item_slug)
                case _:
                    return self._not_found(outlet)

    def _feed(self, outlet: Outlet) -> Resource:
        """The feed, made once for each revision of it."""
        revision = self._wire.revision[outlet.slug]
        known = self._feeds.get(outlet.slug)
        if known is not None and known[0] == revision:
            return known[1]
        entries = self._wire.listed(outlet.slug)
        resource = Resource(
            render_feed(outlet, entries, base_url=self.base_url),
            MEDIA_TYPES[outlet.format],
            max_age_s=FEED_MAX_AGE_S,
            changed_at=changed_at(entries),
            delay_s=outlet.delay_s,
        )
        self._feeds[outlet.slug] = (revision, resource)
        return resource

    def _article(self, outlet: Outlet, item_slug: str) -> Resource:
        entry = self._wire.find(outlet.slug, item_slug)
        if entry is None:
            return self._not_found(outlet)
        others = self._wire.listed(outlet.slug)[: RELATED + 1]
        page = article_page(outlet, entry, others, base_url=self.base_url)
        return Resource(page.encode(), changed_at=entry.updated_at)

    def _not_found(self, outlet: Outlet) -> Resource:
        page = not_found_page(outlet, base_url=self.base_url)
        return Resource(page.encode(), status=HTTPStatus.NOT_FOUND)

    def _picture(self, outlet: Outlet, name: str) -> Resource | None:
        known = any(
            (item.picture and item.slug == name) or f'"media:{name}"' in item.body + item.more
            for item in outlet.items
        )
        if not known:
            return None
        return Resource(
            picture(f"{outlet.slug}/{name}", outlet.colour), "image/png", max_age_s=PICTURE_MAX_AGE_S
        )


def _feed_table(url: str, name: str, lang: str, category: str, colour: str) -> str:
    lines = {
        "url": url,
        "name": name,
        "lang": lang,
        "category": category,
        "colour": colour,
        "interval": CHECK_INTERVAL,
    }
    return "[[feeds]]\n" + "".join(f"{key} = {_basic_string(value)}\n" for key, value in lines.items())


def _basic_string(text: str) -> str:
    """TOML's basic string; JSON escapes the same characters in the same way."""
    return json.dumps(text, ensure_ascii=False)

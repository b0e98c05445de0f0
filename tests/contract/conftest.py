"""A real archive in a fresh folder, and entries that are quick to write down."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.model import Entry, Feed, FeedState, FeedStatus, PollResult
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Desk:
    """A store with a clock that stands still until it is moved, and feeds by name."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def feed(self, name: str = "A", **more: Any) -> Feed:
        return Feed(url=f"https://{name.lower()}.example/rss", name=name, **more)

    def save(self, *entries: Entry, feed: Feed | None = None, expires_s: float = 7200.0) -> PollResult:
        feed = feed or self.feed()
        state = FeedState(url=feed.url, status=FeedStatus.OK, checked_at=self.now)
        return self.store.save(feed, state, entries, now=self.now, breaking_expires_s=expires_s)

    def ago(self, **span: float) -> datetime:
        return self.now - timedelta(**span)

    def titles(self, **view: Any) -> list[str]:
        from ticker_tui.model import View

        ids = self.store.ids(View(**view), now=self.now)
        return [headline.title for headline in self.store.headlines(ids, now=self.now)]

    def found(self, query: str) -> list[str]:
        return self.titles(search=query)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path, now=NOW) as store:
        yield Desk(store)


@pytest.fixture
def entry() -> Callable[..., Entry]:
    def make(key: str, title: str = "", **more: Any) -> Entry:
        return Entry(key=key, title=title or key, link=more.pop("link", f"https://a.example/{key}"), **more)

    return make


@pytest.fixture(scope="session")
def serve_feeds() -> ModuleType:
    """The benchmarks' server of invented feeds."""
    path = Path(__file__).parents[2] / "benchmarks" / "serve_feeds.py"
    spec = importlib.util.spec_from_file_location("serve_feeds", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["serve_feeds"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def feed_server(serve_feeds: ModuleType) -> Iterator[Callable[..., Any]]:
    """Starts a `FeedServer` with the arguments given; it stops with the test."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(serve_feeds.FeedServer(**options))


@pytest.fixture(autouse=True, scope="session")
def quick(quick_processes: None) -> None:
    """What polls and parses is forked."""

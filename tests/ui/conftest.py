"""The whole screen without a terminal: a real store, a real worker thread, a clock that stands still."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from making import ARABIC_BODY, FEEDS, NOW, TITLES
from textual.css.stylesheet import Stylesheet

from ticker_tui.config import load_config
from ticker_tui.i18n import Language, speak
from ticker_tui.model import Entry, FeedState, FeedStatus
from ticker_tui.store.store import Store
from ticker_tui.ui.app import TickerApp
from ticker_tui.ui.headlines.model import HeadlineListModel as ShownDesk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from textual.css.model import RuleSet
    from textual.message import Message
    from textual.pilot import Pilot

    from ticker_tui.config import Config
    from ticker_tui.model import Feed, PollResult

CATEGORIES = ("العالم", "English", "العالم", "")
PATIENCE_S = 30


@pytest.fixture
def anyio_backend() -> str:
    """Textual runs on asyncio."""
    return "asyncio"


class Desk:
    """A folder with feeds.toml and an archive, and the screen on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "feeds.toml"
        self.feeds = [
            msgspec.structs.replace(feed, category=category)
            for feed, category in zip(FEEDS, CATEGORIES, strict=True)
        ]
        self.write_config()
        self.store = Store.open(folder, now=NOW)
        self.seen: list[Message] = []
        """Every message the app has handled."""

    def write_config(self, settings: str = "", feeds: list[Feed] | None = None) -> None:
        tables = [
            f'[[feeds]]\nurl = "{feed.url}"\nname = "{feed.name}"\nlang = "{feed.lang}"\ncategory = "{feed.category}"\n'
            for feed in (self.feeds if feeds is None else feeds)
        ]
        self.path.write_text(settings + "\n" + "\n".join(tables), encoding="utf-8")

    @property
    def config(self) -> Config:
        return load_config(self.path)

    def state(self, feed: Feed, **changes: object) -> FeedState:
        facts: dict[str, object] = {
            "url": feed.url,
            "status": FeedStatus.OK,
            "checked_at": NOW,
            "next_due_at": NOW + timedelta(minutes=5),
        }
        return FeedState(**(facts | changes))  # type: ignore[arg-type]

    def save(self, feed_number: int, *entries: Entry, **state: object) -> PollResult:
        feed = self.feeds[feed_number]
        return self.store.save(feed, self.state(feed, **state), entries, now=NOW, breaking_expires_s=7200.0)

    def entry(self, number: int, **changes: object) -> Entry:
        """The entry of a number: feeds take turns; a larger number is older."""
        feed_number, title = TITLES[number % len(TITLES)]
        facts: dict[str, object] = {
            "key": f"urn:{number}",
            "title": title,
            "link": f"https://example.org/{number}",
            "published_at": NOW - timedelta(minutes=7 * number),
            "lang": self.feeds[feed_number].lang,
            "blocks": ARABIC_BODY,
            "breaking": number == 5,
        }
        return Entry(**(facts | changes))  # type: ignore[arg-type]

    def fill(self, count: int = 12, **changes: object) -> None:
        """Entries 1 to `count`, the first one newest, every feed known and not due."""
        self.store.sync_feeds(self.feeds)
        for place in range(len(self.feeds)):
            numbers = [number for number in range(1, count + 1) if TITLES[number % len(TITLES)][0] == place]
            self.save(place, *(self.entry(number, **changes) for number in numbers))

    @asynccontextmanager
    async def open(
        self, size: tuple[int, int] = (120, 30), *, poll: bool = True, **options: object
    ) -> AsyncIterator[tuple[TickerApp, Pilot[None]]]:
        """The screen, painted and with its worker at rest."""
        config = self.config
        shown = ShownDesk(self.store, config.feeds, clock=lambda: NOW, views=config.settings.views)
        app = TickerApp(config, shown, self.store, poll=poll, clock=lambda: NOW, **options)  # type: ignore[arg-type]
        async with app.run_test(size=size, message_hook=self.seen.append) as pilot:
            await until(pilot, lambda: app._painted)
            if poll:
                await until(pilot, lambda: app.board.leading and "LeaderChanged" in self.names)
            await pilot.pause()
            yield app, pilot
        assert app.session.stop(PATIENCE_S), "the worker ends"

    @property
    def names(self) -> set[str]:
        return {type(message).__name__ for message in self.seen}


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the app work until something is so."""
    deadline = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < deadline, "it did not come about"
        await pilot.pause()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.store.close()


@pytest.fixture(autouse=True, scope="session")
def css_read_once() -> Iterator[None]:
    """Textual reads its style sheets for every app anew, a tenth of what a screen costs: the same text is read once here."""
    read: dict[object, list[RuleSet]] = {}
    parse_rules = Stylesheet._parse_rules

    def once(sheet: Stylesheet, *words: Any, **more: Any) -> list[RuleSet]:
        key = (frozenset(sheet._variables.items()), words, frozenset(more.items()))
        if key not in read:
            read[key] = parse_rules(sheet, *words, **more)
        return read[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever runs the tests, and whatever the test before spoke: a screen begins in English."""
    for name in ("LANGUAGE", "LC_MESSAGES", "LC_TIME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    speak(Language())


@pytest.fixture(autouse=True)
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests are run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)

"""Somebody who presses, clicks, drags, pastes and resizes at random: the same in every run of the same seed.

As a script it uses the demo for so long, one screen after the other, and prints figures once a minute::

    python tests/ui/random_use.py --seconds 3600 --seed 1
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import deque
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from grid import strips
from making import NOW
from textual import events
from textual.keys import _character_to_key
from textual.widget import Widget

from ticker_tui.config import load_config
from ticker_tui.demo import Newsroom
from ticker_tui.i18n import CODES, Language, speak
from ticker_tui.store.store import Store
from ticker_tui.ui import messages
from ticker_tui.ui.app import TickerApp
from ticker_tui.ui.export import browser, editor
from ticker_tui.ui.feeds.controller import FeedsController
from ticker_tui.ui.headlines.list_widget import HeadlineList
from ticker_tui.ui.headlines.model import HeadlineListModel
from ticker_tui.ui.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    import pytest
    from textual.message import Message
    from textual.pilot import Pilot
    from textual.strip import Strip

PATIENCE_S = 30.0
REMEMBERED = 80
"""Actions that are told when something is wrong."""

SETTLED_AFTER = 3
"""Pauses in which messages are handled that messages have caused."""

LETTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    " !\"#$%&'()*+,-./:;<=>?@[]^_{|}~",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظًٌَُٰٱلآأإ؟،؛",
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپوژ۱۲۳۴۵",
    "قوعرتےءیہپاسدفگحجکلطصشچثبنمٹڑڈھںۓ",
    "קראטוןםפשדגכעיחלךףזסבהנמצתץ",
    "éßñçΩжЩ漢字かな한글👩‍👩‍👧🏳️‍🌈",
)
NAMED = (
    *(
        [
            "up",
            "down",
            "left",
            "right",
            "pageup",
            "pagedown",
            "home",
            "end",
            "tab",
            "shift+tab",
            "enter",
            "escape",
            "backspace",
            "delete",
            "insert",
            "space",
        ]
    ),
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abdefghijklmnoprstuvwxy"),
    *(
        [
            "ctrl+up",
            "ctrl+down",
            "ctrl+left",
            "ctrl+right",
            "ctrl+home",
            "ctrl+end",
            "shift+up",
            "shift+down",
            "alt+a",
            "alt+enter",
        ]
    ),
)
USEFUL = (
    "j",
    "k",
    "enter",
    "escape",
    "down",
    "up",
    "slash",
    "F",
    "P",
    "question_mark",
    "ctrl+p",
    "M",
    "H",
    "u",
    "tab",
)
"""What opens and closes things; pressed more often, so that dialogs are met."""
SIZES = (
    *(
        (1, 1),
        (2, 1),
        (1, 3),
        (3, 3),
        (8, 2),
        (19, 4),
        (20, 5),
        (40, 10),
        (80, 24),
        (80, 24),
        (120, 30),
        (120, 30),
    ),
    *((300, 10), (200, 60), (10, 60), (1, 60), (300, 1)),
)
PASTES = (
    "",
    "is:unread",
    "قمر صناعي",
    "a\nb\r\nc\td",
    "\x1b[31mred\x1b]0;x\x07",
    "שלום \u202eworld\u2066",
    "x" * 5000,
    "👩‍👩‍👧" * 50,
    "\u0301" * 300,
    'feed:"',
)


class Action(NamedTuple):
    """What is done, as it is told."""

    name: str
    words: tuple[object, ...]

    def __str__(self) -> str:
        return f"{self.name}{self.words!r}"


def draw(dice: random.Random, size: tuple[int, int]) -> Action:  # noqa: PLR0911 - one for each kind
    """The next action on a screen of a size."""
    x, y = dice.randrange(max(1, size[0])), dice.randrange(max(1, size[1]))
    kind = dice.random()
    if kind < 0.30:
        return Action("key", (dice.choice(USEFUL),))
    if kind < 0.45:
        return Action("key", (dice.choice(NAMED),))
    if kind < 0.62:
        return Action("type", (dice.choice(dice.choice(LETTERS)),))
    if kind < 0.72:
        return Action("click", (x, y, dice.choice((1, 1, 1, 2, 3)), dice.choice((1, 1, 1, 3))))
    if kind < 0.79:
        path = tuple(
            (dice.randrange(max(1, size[0])), dice.randrange(max(1, size[1])))
            for _ in range(dice.randrange(1, 6))
        )
        return Action("drag", (x, y, path))
    if kind < 0.86:
        return Action("wheel", (x, y, dice.choice(("up", "down")), dice.randrange(1, 12)))
    if kind < 0.89:
        return Action("paste", (dice.choice(PASTES),))
    if kind < 0.95:
        return Action("resize", dice.choice((*SIZES, (dice.randrange(1, 301), dice.randrange(1, 61)))))
    if kind < 0.96:
        return Action("language", (dice.choice(CODES),))
    return Action("pause", ())


def mouse(kind: Callable[..., events.MouseEvent], x: int, y: int, button: int = 0) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)


def input_events(action: Action) -> Iterator[events.Event]:
    """What the driver would post."""
    match action:
        case Action("key", (str(key),)):
            yield events.Key(
                key, key if len(key) == 1 else {"slash": "/", "question_mark": "?", "space": " "}.get(key)
            )
        case Action("type", (str(character),)):
            yield events.Key(_character_to_key(character), character)
        case Action("click", (int(x), int(y), int(times), int(button))):
            for _ in range(times):
                yield mouse(events.MouseMove, x, y)
                yield mouse(events.MouseDown, x, y, button)
                yield mouse(events.MouseUp, x, y, button)
        case Action("drag", (int(x), int(y), tuple(path))):
            yield mouse(events.MouseDown, x, y, 1)
            for x, y in path:
                yield mouse(events.MouseMove, x, y, 1)
            yield mouse(events.MouseUp, x, y, 1)
        case Action("wheel", (int(x), int(y), way, int(times))):
            kind = events.MouseScrollUp if way == "up" else events.MouseScrollDown
            for _ in range(times):
                yield mouse(kind, x, y)
        case Action("paste", (str(text),)):
            yield events.Paste(text)
        case _:
            pass


class User:
    """Acts on an app, and looks whether all is well."""

    def __init__(self, app: TickerApp, pilot: Pilot[None], seed: int) -> None:
        self.app = app
        self.seed = seed
        self.done: deque[str] = deque(maxlen=REMEMBERED)
        self.count = 0
        self.posted = 0
        """Input events so far."""
        self.handled = 0
        """Those of them that the app has dispatched."""
        self._waiting: dict[int, events.Event] = {}
        self._pilot = pilot
        self._dice = random.Random(seed)

    def see(self, message: Message) -> None:
        """Called before a message is dispatched."""
        if id(message) in self._waiting:  # once: it is dispatched again when it is forwarded
            del self._waiting[id(message)]
            self.handled += 1

    async def act(self) -> None:
        """Do the next thing."""
        action = draw(self._dice, self.app.size)
        self.done.append(str(action))
        self.count += 1
        match action:
            case Action("resize", (int(width), int(height))):
                await self._pilot.resize_terminal(width, height)
            case Action("language", (str(code),)):
                self.app.call_later(self.app.action_language, code)
            case Action("pause", ()):
                await self._pilot.pause()
            case _:
                for event in input_events(action):
                    self._waiting[id(event)] = event
                    self.app.post_message(event)
                    self.posted += 1

    async def use(self, *, actions: int = 0, seconds: float = 0.0, check_every: int = 20) -> None:
        """So many actions, or so long."""
        until = monotonic() + seconds
        start = self.count
        while self.count - start < actions or monotonic() < until:
            await self.act()
            if self.count % 3 == 0:
                await self._pilot.pause()
            if self.count % check_every == 0:
                await self.check()
        await self.check()

    async def check(self) -> None:
        """No error, no key lost, no row that would be drawn otherwise from nothing."""
        for _ in range(SETTLED_AFTER):
            await self._pilot.pause()
        wrong = self._wrong()
        if wrong:
            raise AssertionError(f"{wrong}\nseed {self.seed}, after {self.count} actions: {list(self.done)}")

    def _wrong(self) -> str:
        if self.app.crash is not None or not self.app.is_running:
            return f"it has ended: {self.app.crash!r}"
        if self.handled != self.posted or self.app._held_input:
            return (
                f"{self.posted} events posted, {self.handled} handled, {len(self.app._held_input)} held back"
            )
        return stale_rows(self.app)


def stale_rows(app: TickerApp) -> str:
    """Rows of the screen that are drawn otherwise when nothing is remembered of them; empty: there are none. The bar moves."""
    before = [shown(strip) for strip in strips(app)]
    for screen in app.screen_stack:
        for widget in screen.walk_children(with_self=True):
            assert isinstance(widget, Widget)
            widget._styles_cache.clear()
            if isinstance(widget, HeadlineList):
                widget.forget_rows()
    after = [shown(strip) for strip in strips(app)]
    return "\n".join(
        f"row {y} of {app.size}, {type(app.screen).__name__}:\n  {old}\n  {new}"
        for y, (old, new) in enumerate(zip(before, after, strict=True))
        if old != new and y not in range(app.bar.region.y, app.bar.region.bottom)
    )


def shown(strip: Strip) -> list[tuple[str, str]]:
    """What a row shows: stretches of one style."""
    joined: list[tuple[str, str]] = []
    for segment in strip:
        style = str(segment.style)
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + segment.text, style)
        elif segment.text:
            joined.append((segment.text, style))
    return joined


def neutralise(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Nothing is opened, run, looked up or written outside of a folder; the program is not left."""
    patch.setenv("HOME", str(home))
    for name in ("XDG_DOWNLOAD_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        patch.setenv(name, str(home / name.lower()))
    patch.setattr(browser, "open_link", lambda *_: True)
    patch.setattr(editor, "edit", lambda *_: 0)
    patch.setattr(FeedsController, "action_edit_config", lambda app: app.notify("edited", markup=False))

    async def stay(_: object) -> None:
        """Not left."""

    patch.setattr(TickerApp, "action_quit", stay)
    patch.setattr(
        Worker,
        "find_feed",
        lambda session, address: session._post(
            messages.FeedLookedFor(address, problem="Nothing is looked up.")
        ),
    )


@asynccontextmanager
async def demo_user(folder: Path, seed: int, *, size: tuple[int, int] = (120, 30)) -> AsyncIterator[User]:
    """A user of the demo, whose first refresh is over."""
    with ExitStack() as stack:
        room = stack.enter_context(
            Newsroom(seed=seed, still=True, now=NOW, clock=lambda: NOW + timedelta(seconds=1))
        )
        path = folder / "feeds.toml"
        path.write_text(room.config_toml(), encoding="utf-8")
        config = load_config(path)
        settings = msgspec.structs.replace(
            config.settings,
            reader=msgspec.structs.replace(config.settings.reader, save_to=str(folder / "saved")),
        )
        config = msgspec.structs.replace(config, settings=settings)
        store = stack.enter_context(Store.open(folder, now=NOW))
        desk = HeadlineListModel(store, config.feeds, clock=lambda: NOW, views=settings.views)
        app = TickerApp(config, desk, store, clock=lambda: NOW)
        seen: list[str] = []
        user: User | None = None

        def see(message: Message) -> None:
            if user is not None:
                user.see(message)
            elif isinstance(message, messages.PollFinished):
                seen.append("polled")

        async with app.run_test(size=size, message_hook=see) as pilot:
            until = monotonic() + PATIENCE_S
            while not seen:
                assert monotonic() < until
                await pilot.pause(0.02)
            user = User(app, pilot, seed)
            yield user
        assert app.session.stop(PATIENCE_S), "the worker ends"


class Figures(NamedTuple):
    """What a process holds."""

    threads: int
    descriptors: int
    resident_mb: int

    @classmethod
    def now(cls) -> Figures:
        status = Path("/proc/self/status").read_text("ascii", "replace")
        facts = dict(line.split(":", 1) for line in status.splitlines())
        return cls(
            int(facts["Threads"]),
            len(list(Path("/proc/self/fd").iterdir())),
            int(facts["VmRSS"].split()[0]) // 1024,
        )


async def run(seconds: float, seed: int) -> None:
    """Use one demo for so long, and tell how it goes."""
    import pytest

    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        neutralise(patch, folder)
        async with demo_user(folder, seed) as user:
            start = monotonic()
            while (left := start + seconds - monotonic()) > 0:
                try:
                    await user.use(seconds=min(60.0, left))
                except AssertionError as error:
                    if "it has ended" in str(error):
                        raise
                    print(f"wrong: {error}", flush=True)
                print(f"{monotonic() - start:6.0f} s {user.count:7} actions {Figures.now()}", flush=True)
    speak(Language())


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.seconds, arguments.seed))


if __name__ == "__main__":
    main()

"""Every screen as pictures in pairs: the cells are the oracle for text, the SVG for colours, and for the eye.

Each in both directions, at three widths in the dark theme; in the light one, which changes no cell, at the middle width.
Ordinarily each is compared in every direction, at every width and in both themes, but not in all of each other: `make test-all`
does that.
``TICKER_UPDATE_GOLDEN=1`` writes them anew.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import until
from grid import cells
from making import NOW
from picture import svg_of

from ticker_tui.model import FeedStatus
from ticker_tui.ui.article.scroll import SEEK_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio
SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = bool(os.environ.get("TICKER_UPDATE_GOLDEN"))
HEIGHT = 30
WIDTHS = (60, 100, 160)
"""One pane, two, and two with air."""
PICTURES = (*((width, "dark") for width in WIDTHS[::-1]), (WIDTHS[1], "light"))
"""In an order that never makes a window wider than it was opened, but for the last one."""
ORDINARY = {"en": PICTURES[:1] + PICTURES[-1:], "ar": PICTURES[1:3]}
"""What is compared in which language without `slow`: between them all of `PICTURES`."""


class Shown(NamedTuple):
    """A screen, and the keys that lead to it."""

    keys: tuple[str, ...] = ()
    fill: Callable[[Desk], None] = lambda desk: desk.fill(30)


def failing(desk: Desk) -> None:
    """Nothing in the archive, and no feed answers."""
    desk.store.sync_feeds(desk.feeds)
    for number in range(len(desk.feeds)):
        error = "The server's name is not known, or there is no network."
        due = {"failures": 1, "next_due_at": NOW + timedelta(minutes=3)}
        desk.save(number, status=FeedStatus.FAILED, error=error, **due)


SCREENS = {
    "list": Shown(("j", "s")),
    "reading": Shown(("j", "j", "enter")),
    "finding": Shown(("j", "j", "enter", "slash", *"المسبار")),
    "links": Shown(("j", "j", "enter", "l")),
    "filter": Shown(("slash", *"ferry")),
    "picked": Shown(("j", "V", "J", "J")),
    "headings": Shown(("T",)),
    "one-line": Shown(("D",)),
    "stacked": Shown(("backslash", "backslash", "j")),
    "starred-empty": Shown(("3",)),
    "offline": Shown((), failing),
    "empty": Shown((), lambda desk: desk.store.sync_feeds(desk.feeds)),
    "help": Shown(("question_mark",)),
    "feeds": Shown(("F",)),
    "adding": Shown(("F", "a")),
    "settings": Shown(("P", "down", "down")),
    "muting": Shown(("j", "M")),
    "highlighting": Shown(("j", "H")),
    "palette": Shown(("ctrl+p", *"the")),
}


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock on the screen is UTC's."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("language", ORDINARY)
@pytest.mark.parametrize("name", SCREENS)
async def test_screen(desk: Desk, name: str, language: str, utc: None) -> None:
    await compare(desk, name, language, PICTURES if UPDATE else ORDINARY[language])


@pytest.mark.slow
@pytest.mark.parametrize("language", ORDINARY)
@pytest.mark.parametrize("name", SCREENS)
async def test_every_picture_of_a_screen(desk: Desk, name: str, language: str, utc: None) -> None:
    await compare(desk, name, language, PICTURES)


async def compare(desk: Desk, name: str, language: str, pictures: Sequence[tuple[int, str]]) -> None:
    """A screen with the files, in these widths and themes."""
    shown = SCREENS[name]
    desk.write_config(f'language = "{language}"\n[display]\nmotion = "reduced"\ntheme = "ticker-dark"\n')
    shown.fill(desk)
    async with desk.open((WIDTHS[-1], HEIGHT), poll=False) as (app, pilot):
        app.bar.paused = True
        for key in shown.keys:
            await pilot.press(key)
        wrong: list[str] = []
        for width, theme in pictures:
            app.theme = f"ticker-{theme}"
            await pilot.resize_terminal(width, HEIGHT)
            await at_rest(app, pilot)
            wrong += differences(app, f"{language}/{name}-{width}", theme)
        assert wrong == [], "TICKER_UPDATE_GOLDEN=1 writes them anew, for a look at what changed"


async def at_rest(app: TickerApp, pilot: Pilot[None]) -> None:
    """Wait until nothing is still on its way to the screen."""
    await until(pilot, lambda: app._preview_wait is None)
    await until(pilot, lambda: app._reader is None or app._reader._rest is None)
    app._show_standing()  # which the second's tick would say anew
    delay_s = 2 * SEEK_S if app.reading else 0.02  # a reader may still be on its way to its place
    before: list[str] = []
    while (now := cells(app)) != before:
        before = now
        await pilot.pause(delay_s)
    app._show_standing()
    await pilot.pause()


def differences(app: TickerApp, picture: str, theme: str) -> list[str]:
    """What is not as the files have it."""
    wrong = []
    for suffix, text in ((".cells", "\n".join(cells(app)) + "\n"), (f"-{theme}.svg", svg_of(app))):
        path = SNAPSHOTS / f"{picture}{suffix}"
        if UPDATE:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            wrong.append(f"{picture}{suffix}")
    return wrong


def test_no_picture_is_left_over() -> None:
    known = {
        f"{language}/{name}-{width}{suffix}"
        for language in ORDINARY
        for name in SCREENS
        for width, theme in PICTURES
        for suffix in (".cells", f"-{theme}.svg")
    }
    assert {path.relative_to(SNAPSHOTS).as_posix() for path in SNAPSHOTS.rglob("*.*")} == known

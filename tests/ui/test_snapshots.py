"""The main screens as pictures in pairs: the cells are the oracle, the SVG is for the eye."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import NOW

from ticker_tui.model import FeedStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio
SNAPSHOTS = Path(__file__).parent / "snapshots"


def svg_of(app: TickerApp) -> str:
    """Textual's picture. A viewer must not order the letters a second time; ids are made the same from run to run."""
    svg = app.export_screenshot(title="ticker")
    svg = re.sub(r"terminal-\d+", "terminal-1", svg)
    return svg.replace("<style>", "<style>\n    text { direction: ltr; unicode-bidi: bidi-override; }\n", 1)


def compare(app: TickerApp, name: str) -> None:
    """Compare the cells with the file beside; ``TICKER_UPDATE_GOLDEN=1`` writes both files instead."""
    path = SNAPSHOTS / f"{name}.cells"
    rows = cells(app)
    if os.environ.get("TICKER_UPDATE_GOLDEN"):
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        path.with_suffix(".svg").write_text(svg_of(app), encoding="utf-8")
    assert rows == path.read_text(encoding="utf-8").splitlines()
    assert "bidi-override" in path.with_suffix(".svg").read_text(encoding="utf-8")


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock on the screen is UTC's."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


SCREENS = {
    "wide": ((120, 30), ()),
    "reading": ((120, 30), ("j", "enter")),
    "narrow-list": ((64, 20), ("j", "s")),
    "narrow-reader": ((64, 20), ("j", "enter")),
    "finding": ((120, 30), ("j", "enter", "slash", *"2026")),
    "found-narrow": ((64, 20), ("j", "enter", "slash", *"orbit", "enter", "n")),
    "choosing-link": ((120, 30), ("j", "enter", "l", "tab")),
    "starred-empty": ((100, 16), ("3",)),
    "help": ((100, 40), ("question_mark",)),
    "feeds": ((100, 20), ("F",)),
    "small": ((18, 6), ()),
    "light": ((120, 30), ("t",)),
}


@pytest.mark.parametrize(
    "name",
    [
        "wide",
        "reading",
        "narrow-list",
        "narrow-reader",
        "finding",
        "found-narrow",
        "choosing-link",
        "starred-empty",
        "help",
        "feeds",
        "small",
    ],
)
async def test_arabic_screen(desk: Desk, name: str, utc: None) -> None:
    desk.write_config('language = "ar"\n')
    await look_at(desk, name, f"arabic-{name}")


async def test_offline_in_arabic(desk: Desk, utc: None) -> None:
    desk.write_config('language = "ar"\n')
    desk.store.sync_feeds(desk.feeds)
    for number in range(4):
        error = "The server's name is not known, or there is no network."
        due = {"failures": 1, "next_due_at": NOW + timedelta(minutes=3)}
        desk.save(number, status=FeedStatus.FAILED, error=error, **due)
    async with desk.open((100, 20), poll=False) as (app, pilot):
        await pilot.pause()
        compare(app, "arabic-offline")


@pytest.mark.parametrize("name", SCREENS)
async def test_screen(desk: Desk, name: str, utc: None) -> None:
    await look_at(desk, name, name)


async def look_at(desk: Desk, name: str, picture: str) -> None:
    size, keys = SCREENS[name]
    desk.fill(30)
    async with desk.open(size, poll=False) as (app, pilot):
        app.bar.mode = "flip"
        app.bar.paused = True
        await pilot.press(*keys)
        await until(pilot, lambda: not app._settling and progress_is_told(app))
        await pilot.pause()
        compare(app, picture)


def progress_is_told(app: TickerApp) -> bool:
    """Whether the foot knows how far the article is read, once it is laid out."""
    if not app.reading:
        return True
    told = "%" in app.status._standing or "٪" in app.status._standing
    return app.reader.complete and told is (app.reader.percent_read is not None)

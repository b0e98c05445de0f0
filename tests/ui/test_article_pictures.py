"""The pictures of an article: asked for by key, fetched from a real server, read in a real child process."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import until
from gallery import Gallery, gallery
from grid import cells, strips
from scripted_terminal import recorded
from test_pty_session import start  # noqa: F401 - a fixture

from ticker_tui.images.half_blocks import HALF
from ticker_tui.terminal.textual_internals import use_truecolor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Desk
    from scripted_terminal import Peer

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


@pytest.fixture
def site(desk: Desk) -> Iterator[Gallery]:
    with gallery(desk) as site:
        yield site


def text(app: TickerApp) -> str:
    return "\n".join(cells(app, app.reader))


def picture_rows(app: TickerApp) -> list[int]:
    return [y for y, row in enumerate(cells(app, app.reader)) if row.count(HALF) > 10]


async def test_the_key_fetches_them_and_nothing_else_does(desk: Desk, site: Gallery) -> None:
    async with desk.open((120, 40)) as (app, pilot):
        use_truecolor(app)
        await pilot.press("enter")
        assert "A white bridge above a calm bay" in text(app)
        assert "/bay.png" not in site.asked
        site.open.clear()
        await pilot.press("I")
        await until(pilot, lambda: "is being fetched" in text(app))
        site.open.set()
        await until(pilot, lambda: "nothing at this address" in text(app))
        assert [each for each in site.asked if "." in each] == ["/bay.png", "/drawing.svg", "/none.png"]
        rows = picture_rows(app)
        assert len(rows) > 8
        assert rows == list(range(rows[0], rows[-1] + 1))
        assert "A white bridge above a calm bay" in cells(app, app.reader)[rows[0] - 1], (
            "the alternative text stays"
        )
        colours = {segment.style for segment in strips(app, app.reader)[rows[3]] if HALF in segment.text}
        assert len(colours) > 2
        assert "SVG" in text(app)
        asked = len(site.asked)
        await pilot.press("I")
        await pilot.pause()
        assert not picture_rows(app)
        assert "SVG" not in text(app)
        assert len(site.asked) == asked
        await pilot.press("h", "j", "I")
        assert app.status.text.startswith("This article has no picture")


async def test_they_go_with_their_article_and_the_place_in_it_stays(desk: Desk, site: Gallery) -> None:
    async with desk.open((120, 30)) as (app, pilot):
        use_truecolor(app)
        await pilot.press("enter", *"jjjjjj")
        first = cells(app, app.reader)[0]
        await pilot.press("I")
        await until(pilot, lambda: app._easel is not None and app._easel._pictures)
        await pilot.pause()
        assert cells(app, app.reader)[0] == first, "the line that was read first is still the first"
        await pilot.press("h", "j")
        await until(pilot, lambda: app._easel is None)
        assert not app._files
        await pilot.press("k")
        await pilot.pause()
        assert not picture_rows(app), "asked for once is not asked for ever"


async def test_a_pane_of_another_size_has_them_fitted_from_the_file_that_is_here(
    desk: Desk, site: Gallery
) -> None:
    async with desk.open((160, 40)) as (app, pilot):
        use_truecolor(app)
        await pilot.press("enter", "I")
        await until(pilot, lambda: picture_rows(app))
        await until(pilot, lambda: "nothing at this address" in text(app))
        wide = max(row.count(HALF) for row in cells(app, app.reader))
        asked = site.asked.count("/bay.png")
        await pilot.resize_terminal(70, 30)
        await until(pilot, lambda: 10 < max(row.count(HALF) for row in cells(app, app.reader)) < wide)
        assert max(row.count(HALF) for row in cells(app, app.reader)) <= app.reader.measure
        assert site.asked.count("/bay.png") == asked


async def test_without_colours_or_without_the_library_one_sentence_says_so(
    desk: Desk, site: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.open((120, 30)) as (app, pilot):
        use_truecolor(app)
        await pilot.press("enter")
        monkeypatch.setattr("ticker_tui.polling.image_download.can_draw", lambda: False)
        await pilot.press("I")
        await pilot.pause()
        assert "ticker-tui[images]" in "".join(str(each.message) for each in app._notifications)
        app.no_color = True
        await pilot.press("I")
        await pilot.pause()
        assert "too few colours" in "".join(str(each.message) for each in app._notifications)
        assert "/bay.png" not in site.asked


def test_a_terminal_with_sixels_gets_them_over_its_cells_and_again_when_they_were_covered(
    desk: Desk,
    site: Gallery,
    start: Callable[..., Peer],  # noqa: F811 - the fixture
) -> None:
    desk.store.close()
    peer = start(terminal=recorded("foot"), TERM="foot", COLORTERM="truecolor")
    sixel = re.compile(rb'\x1b7\x1b\[\d+;\d+H\x1bP0;1;0q"1;1;\d+;\d+')
    peer.wait_for(b"Story 0")
    peer.send(b"\r")
    peer.wait_for(b"The bridge is open.")
    peer.send(b"I")
    shown = peer.wait_for(sixel.search)
    peer.send(b"?")
    covered = peer.wait_for(b"Headlines", after=shown)
    peer.send(b"\x1b")
    back = peer.wait_for(sixel.search, after=covered)
    peer.send(b"I")
    peer.wait_for(b"Pictures hidden", after=back)
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert not sixel.search(peer.output[peer.output.rfind(b"Pictures hidden") :]), "none is left behind"


def test_kitty_gets_the_picture_once_and_has_it_deleted(
    desk: Desk,
    site: Gallery,
    start: Callable[..., Peer],  # noqa: F811 - the fixture
) -> None:
    desk.store.close()
    peer = start(terminal=recorded("kitty 0.48"), TERM="xterm-kitty", COLORTERM="truecolor")
    peer.wait_for(b"Story 0")
    peer.send(b"\r")
    peer.wait_for(b"The bridge is open.")
    peer.send(b"I")
    peer.wait_for("\U0010eeee\u0305\u0305".encode())
    sent = re.findall(rb"\x1b_Ga=T,U=1,i=(\d+),f=100", peer.output)
    assert len(sent) == 1
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert b"\x1b_Ga=d,d=I,i=%b,q=2" % sent[0] in peer.output

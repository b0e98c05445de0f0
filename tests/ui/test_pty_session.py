"""The real program in a real pty: how it starts, how it ends, and what it leaves behind."""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest
from making import NOW
from scripted_terminal import Peer, Recorded, recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Desk
    from forks import Forks

TICKER = "import sys\nfrom ticker_tui.cli.main import main\nsys.exit(main(sys.argv[1:]))\n"
LEFT_IN_ORDER = (
    b"\x1b[?1049l",  # the alternate screen
    b"\x1b[?1000l",  # mouse
    b"\x1b[?1003l",
    b"\x1b[?1006l",
    b"\x1b[?25h",  # cursor
    b"\x1b[?2004l",  # bracketed paste
    b"\x1b[8h",  # the terminal's own bidi
)


@pytest.fixture
def start(desk: Desk, tmp_path: Path, quick_screens: Forks) -> Iterator[Callable[..., Peer]]:
    """Start `ticker` on the desk's folder, in a fork unless it is to be fresh; `before` is run in its process first."""
    peers: list[Peer] = []

    def begin(
        before: str = "",
        words: tuple[str, ...] = (),
        *,
        terminal: Recorded | None = recorded("xterm"),  # noqa: B008 - a constant
        fresh: bool = False,
        **environ: str,
    ) -> Peer:
        surroundings = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "TERM": "xterm-256color",
            "COLUMNS": "120",
            "LINES": "30",
            "LANG": "C.UTF-8",
            **environ,
        }
        argv = [before + "\n" + TICKER, *(words or ("--config", str(desk.path), "--data", str(desk.folder)))]
        if fresh:
            peer = Peer([sys.executable, "-c", *argv], surroundings, terminal)
        else:
            peer = Peer(argv, surroundings, terminal, forks=quick_screens)
        peers.append(peer)
        return peer

    yield begin
    for peer in peers:
        peer.close()


@pytest.fixture
def quiet_desk(desk: Desk) -> Desk:
    """An archive whose feeds are not due: nothing is fetched while the test looks."""
    desk.fill()
    desk.store.close()
    return desk


AHEAD = f"""
import datetime, ticker_tui.ui.app as app, ticker_tui.ui.run as run
run.utc_now = lambda: datetime.datetime.fromisoformat({NOW.isoformat()!r})
"""
"""The screen's clock stands where the archive's news is from."""


def test_it_shows_headlines_and_quits_in_order(quiet_desk: Desk, start: Callable[..., Peer]) -> None:
    peer = start(AHEAD, fresh=True)
    peer.wait_for(b"Ferry service resumes")
    entered = peer.output.index(b"\x1b[8l")
    drawn = peer.output.index(b"Ferry service")
    assert drawn > entered, "the terminal's own bidi is off before anything is drawn"
    peer.wait_for(b"all keys")
    assert b"\x1b[2J" not in peer.output[drawn:], "Textual paints over the first frame and erases nothing"
    assert b"\x1b[?1049" not in peer.output[drawn:]
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert [part for part in LEFT_IN_ORDER if part not in peer.output[entered:]] == []
    assert not (quiet_desk.folder / "ticker.log").exists(), "a good day leaves no log"


def test_a_terminal_that_does_not_answer_shows_headlines_too(
    quiet_desk: Desk, start: Callable[..., Peer]
) -> None:
    peer = start(AHEAD, terminal=None)
    peer.wait_for(b"Ferry service resumes")
    peer.wait_for(b"all keys")
    left = peer.output.rindex(b"\x1b[?1049l")
    assert b"Ferry service" in peer.output[left:], "the frame is drawn again when the question is given up"
    peer.send(b"q")
    assert peer.wait_for_end() == 0


def test_the_bar_alone_fills_a_line_and_leaves_it_in_order(
    quiet_desk: Desk, start: Callable[..., Peer]
) -> None:
    words = ("bar", "--config", str(quiet_desk.path), "--data", str(quiet_desk.folder))
    peer = start(AHEAD, words, LINES="1")
    seen = peer.wait_for(b"Ferry service")
    assert b"Commuters" not in peer.output, "breaking news alone, and no list below it"
    assert b"all keys" not in peer.output
    peer.send(b"d")
    peer.wait_for(b"LATEST", after=seen)
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert [part for part in LEFT_IN_ORDER if part not in peer.output] == []
    assert not (quiet_desk.folder / "ticker.log").exists()


def test_a_key_that_is_quicker_than_the_first_picture(quiet_desk: Desk, start: Callable[..., Peer]) -> None:
    """A sheet may open before the rest of the screen is mounted: it is not mounted on the sheet."""
    slow = "first = app.TickerApp._after_first_paint\n"
    slow += "app.TickerApp._after_first_paint = lambda self: (self.action_show_help(), self.call_later(first, self))\n"
    peer = start(AHEAD + slow)
    seen = peer.wait_for(b"esc closes")
    peer.read_for(0.5)  # what is behind the sheet is mounted
    peer.send(b"q")
    peer.wait_for(b"next refresh", after=seen)
    peer.read_for(0.3)
    peer.send(b"q")
    assert peer.wait_for_end() == 0


def test_it_is_used_from_an_arabic_keyboard(quiet_desk: Desk, start: Callable[..., Peer]) -> None:
    peer = start(AHEAD)
    peer.wait_for(b"Ferry service resumes")
    seen = peer.wait_for(b"all keys")
    peer.send("؟".encode())
    seen = peer.wait_for(b"esc closes", after=seen)
    peer.send("ض".encode())
    seen = peer.wait_for(b"Ferry service", after=seen)
    peer.send("لا".encode())  # the key of b sends two letters
    seen = peer.wait_for(b"back", after=seen)
    peer.send("ض".encode())
    assert peer.wait_for_end() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_in_order(
    quiet_desk: Desk, start: Callable[..., Peer], number: int, code: int
) -> None:
    peer = start(AHEAD)
    seen = peer.wait_for(b"Ferry service resumes")
    peer.signal(number)
    assert peer.wait_for_end() == code
    assert [part for part in LEFT_IN_ORDER if part not in peer.output[seen:]] == []


def test_a_signal_ends_it_even_when_the_screen_hangs(quiet_desk: Desk, start: Callable[..., Peer]) -> None:
    peer = start(
        AHEAD
        + "import time\napp.TickerApp.action_show_help = lambda self: [time.sleep(0.01) for _ in range(6000)]\n"
    )
    seen = peer.wait_for(b"Ferry service resumes")
    peer.send(b"?")
    peer.read_for(0.3)
    peer.signal(signal.SIGTERM)
    assert peer.wait_for_end() == 143, "while the screen hangs for longer than anybody waits here"
    assert [part for part in LEFT_IN_ORDER if part not in peer.output[seen:]] == []


def test_a_crash_is_one_line_and_its_trace_is_in_the_log(
    quiet_desk: Desk, start: Callable[..., Peer]
) -> None:
    peer = start(
        AHEAD
        + "def fail(self): raise RuntimeError('\\x1b]52;c;RVZJTA==\\x07 [/]')\napp.TickerApp.action_show_help = fail\n"
    )
    seen = peer.wait_for(b"Ferry service resumes")
    peer.send(b"?")
    assert peer.wait_for_end() == 70
    after = peer.output[seen:]
    assert [part for part in LEFT_IN_ORDER if part not in after] == []
    assert b"stopped by an error in the program (RuntimeError)" in after
    assert b"Traceback" not in after
    assert b"\x1b]52" not in after
    log = (quiet_desk.folder / "ticker.log").read_bytes()
    assert b"RuntimeError" in log
    assert b"\x1b" not in log


def test_a_disk_that_is_full_is_said_and_the_screen_lives(
    quiet_desk: Desk, start: Callable[..., Peer]
) -> None:
    """No file may grow beyond a few pages: the log of the archive soon cannot."""
    peer = start(f"{AHEAD}\nimport resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))")
    peer.wait_for(b"all keys")
    for _ in range(200):  # each star a transaction of its own, as a person gives them
        peer.send(b"s")
        until = time.monotonic() + 0.1
        while time.monotonic() < until:
            peer.read(0.05)
        if b"annot save" in peer.output:
            break
    before = peer.wait_for(b"annot save")
    peer.send(b"j")
    peer.wait_for(b"\x1b[", after=before)
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert [part for part in LEFT_IN_ORDER if part not in peer.output] == []


def test_arabic_is_utf8_under_a_c_locale(quiet_desk: Desk, start: Callable[..., Peer]) -> None:
    peer = start(AHEAD, fresh=True, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    peer.wait_for("ﺇﺧﻼﺀ"[::-1].encode())
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert b"\\u06" not in peer.output


def test_no_color_tells_by_form_what_it_does_not_tell_by_colour(
    quiet_desk: Desk, start: Callable[..., Peer]
) -> None:
    peer = start(AHEAD, NO_COLOR="1", COLORTERM="truecolor")
    peer.wait_for(b"Ferry service resumes")
    peer.send(b"q")
    peer.wait_for_end()
    colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", peer.output)
    assert colours
    assert all(red == green == blue for red, green, blue in colours), "grey only"


def test_the_demo_runs_from_feed_to_screen(start: Callable[..., Peer]) -> None:
    peer = start(words=("demo", "--still"), fresh=True)
    peer.wait_for(b"9/9 ok", seconds=60)
    assert b"Halcyon-3" in peer.output
    peer.send(b"\r")
    peer.wait_for(b"back")
    peer.send(b"q")
    assert peer.wait_for_end() == 0


def test_a_terminal_with_a_light_ground_is_drawn_light_from_the_first_frame_on(
    quiet_desk: Desk, start: Callable[..., Peer]
) -> None:
    light = dataclasses.replace(recorded("xterm"), ground="rgb:ffff/ffff/ffff")
    peer = start(terminal=light, COLORTERM="truecolor")
    peer.wait_for(b"all keys")
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    drawn = peer.output[peer.output.index(b"\x1b[48;2;") if b"\x1b[48;2;" in peer.output else 0 :]
    assert b"48;2;251;251;248" in drawn, "the light theme's ground"
    assert b"48;2;18;20;24" not in drawn, "nothing was drawn dark before"

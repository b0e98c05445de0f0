"""Random keys, clicks, pastes and sizes on the real demo, in every language, on a terminal that reads slowly."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import struct
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyte
import pytest
from random_use import LETTERS, PASTES, SIZES
from scripted_terminal import Peer, recorded
from test_pty_hour import _UNKNOWN_TO_PYTE as UNKNOWN_TO_PYTE

if TYPE_CHECKING:
    from forks import Forks

SEED = int(os.environ.get("TICKER_RANDOM_SEED", "1"))
TICKER = "import sys\nfrom ticker_tui.cli.main import main\nsys.exit(main(sys.argv[1:]))\n"
HELD_BACK = """
from ticker_tui.ui.worker import worker
from ticker_tui.ui import messages
found = lambda self, address: self._post(messages.FeedLookedFor(address, problem="None."))
for name, instead in {"find_feed": found, "edit_config": lambda *_, **__: None, "rule": lambda *_: None}.items():
    assert hasattr(worker.Worker, name)
    setattr(worker.Worker, name, instead)
from ticker_tui.ui.app import TickerApp
notify = TickerApp.notify
TickerApp.notify = lambda self, *words, timeout=None, **options: notify(self, *words, timeout=0.2, **options)
"""
"""Notifications go before rows are compared. What is typed as an address is looked up nowhere; feeds.toml stays as it is, for another one may let the bar move."""
LANGUAGES = {
    "en": "C.UTF-8",
    "ar": "ar_EG.UTF-8",
    "fa": "fa_IR.UTF-8",
    "ur": "ur_PK.UTF-8",
    "he": "he_IL.UTF-8",
}
SETTINGS = '[bar]\nmode = "off"\n[display]\nmotion = "reduced"\n'
LEAVE = frozenset("qضۃקQ")
"""Keys that end the program, on each keyboard; Ctrl+C, Ctrl+Q and Ctrl+Z are not drawn."""
SEQUENCES = (
    *(
        b"\x1b[A",
        b"\x1b[B",
        b"\x1b[C",
        b"\x1b[D",
        b"\x1b[H",
        b"\x1b[F",
        b"\x1b[5~",
        b"\x1b[6~",
        b"\x1b[3~",
        b"\x1b[Z",
    ),
    *(
        b"\x1bOP",
        b"\x1bOQ",
        b"\x1b[15~",
        b"\x1b[1;5A",
        b"\x1b[1;5C",
        b"\t",
        b"\r",
        b"\x7f",
        b"\x10",
        b"\x04",
        b"\x15",
    ),
)
USEFUL = (b"j", b"k", b"\r", b"\x1b", b"/", b"F", b"P", b"?", b"\x10", b"M", b"u", b"\t")
SIZE = (100, 30)
SIP_BYTES = 300
"""What the terminal reads after an action: less than is written."""
THREADS, DESCRIPTORS = 20, 20
PATIENCE_S = 20.0


class SlowTerminal:
    """A terminal that lags behind."""

    def __init__(self, peer: Peer, seed: int) -> None:
        self.peer = peer
        self._dice = random.Random(seed)
        self._size = SIZE
        self.screen = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self.screen)
        self._shown = 0

    def act(self) -> None:
        """Do something at random."""
        dice = self._dice
        width, height = self._size
        x, y = dice.randint(1, width), dice.randint(1, height)
        match dice.choices(range(6), (35, 15, 25, 12, 3, 10))[0]:
            case 0:
                self.peer.send(dice.choice(USEFUL))
            case 1:
                self.peer.send(dice.choice(SEQUENCES))
            case 2:
                letter = dice.choice(dice.choice(LETTERS))
                self.peer.send(b"" if letter in LEAVE else letter.encode())
            case 3:
                button = dice.choice((0, 0, 2, 64, 65))
                self.peer.send(f"\x1b[<{button};{x};{y}M".encode())
                if button < 64:
                    self.peer.send(f"\x1b[<{button + 32};{y};{x}M\x1b[<{button};{x};{y}m".encode())
            case 4:
                text = dice.choice([each for each in PASTES if "\x1b" not in each and len(each) < 1000])
                self.peer.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
            case _:
                self.resize(dice.choice(SIZES))
        self.sip()

    def resize(self, size: tuple[int, int]) -> None:
        self._size = size
        fcntl.ioctl(self.peer.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def sip(self) -> None:
        """Read a little of what there is."""
        os.set_blocking(self.peer.fd, False)
        try:
            self.peer.output += os.read(self.peer.fd, SIP_BYTES)
        except BlockingIOError:
            pass
        finally:
            os.set_blocking(self.peer.fd, True)

    def catch_up(self) -> list[str]:
        """Read until nothing more comes; the rows that are seen then."""
        known = -1
        while known != len(self.peer.output):
            known = len(self.peer.output)
            assert self.peer.read(0.5), "it has ended"
        if self._shown == 0:
            self._shown = max(0, self.peer.output.rfind(b"\x1b[?1049h"))
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", self.peer.output[self._shown :]))
        self._shown = known
        return list(self.screen.display)

    def wait_for(self, wanted: str) -> None:
        """Read until a row has the text; `PATIENCE_S` is for a busy machine."""
        until = time.monotonic() + PATIENCE_S
        while wanted not in (shown := "\n".join(self.catch_up())):
            assert time.monotonic() < until, shown


def held(pid: int) -> tuple[int, int]:
    """Threads and descriptors."""
    return tuple(len(list(Path(f"/proc/{pid}/{what}").iterdir())) for what in ("task", "fd"))  # type: ignore[return-value]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
@pytest.mark.parametrize(
    "lang", ["ar", *(pytest.param(lang, marks=pytest.mark.slow) for lang in LANGUAGES if lang != "ar")]
)
def test_random_use_on_a_slow_terminal(tmp_path: Path, quick_screens: Forks, lang: str) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "TERM": "xterm-256color",
        "LANG": LANGUAGES[lang],
        "LC_ALL": LANGUAGES[lang],
        "BROWSER": "true",
        "VISUAL": "true",
    }
    words = [HELD_BACK + TICKER, "demo", "--still", "--config", str(settings)]
    peer = Peer(words, environ, recorded("xterm"), forks=quick_screens)
    try:
        terminal = SlowTerminal(peer, SEED)
        terminal.resize(SIZE)
        peer.wait_for("ﻝﺍﺰﻟﺯ".encode())
        terminal.catch_up()
        before = held(peer.pid)
        for _ in range(200):
            terminal.act()
        terminal.resize(SIZE)
        terminal.catch_up()
        for _ in range(8):  # out of every dialog and field; one after the other, or they are one key
            peer.send(b"\x1b")
            terminal.catch_up()
        rows = terminal.catch_up()
        peer.signal(signal.SIGCONT)  # draws everything again
        assert terminal.catch_up()[:-1] == rows[:-1], "the last row counts down"
        peer.send(b"/")
        terminal.catch_up()
        for letter in b"zebra crossing":
            peer.send(bytes([letter]))
        terminal.wait_for("zebra crossing")
        threads, descriptors = held(peer.pid)
        assert threads <= before[0] + THREADS
        assert descriptors <= before[1] + DESCRIPTORS
        peer.send(b"\x1b")
        terminal.catch_up()
        peer.send(b"q")
        assert peer.wait_for_end() == 0
    finally:
        peer.close()

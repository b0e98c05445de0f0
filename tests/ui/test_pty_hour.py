"""An hour of use: somebody moves, reads, marks and searches while news keeps arriving, in a real pty.

Every minute one thing is done and something arrives. What is done may move the screen; what arrives may not: the
selected headline stays selected and on its row, and the article stays at the line it was read at.
"""

from __future__ import annotations

import os
import random
import re
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pyte
import pytest
from scripted_terminal import Peer, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTH, HEIGHT = 120, 30
LIST_ROWS = range(2, HEIGHT - 1)
LIST_COLUMNS = range(WIDTH // 2 - 1)
READER_COLUMNS = range(WIDTH // 2 + 1, WIDTH - 1)
SETTLED_S = 0.06
PATIENCE_S = 30.0
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[>?=]?[0-9;]*\$p|\x1b\[[><=][0-9;]*[a-zA-Z]|\x1b[P\]][^\x1b\x07]*(?:\x1b\\|\x07)"
)
WORDS = {
    "en": "harbour ferry council bridge storm orchard lantern quarry signal archive".split(),  # noqa: SIM905 - prose
    "ar": "الميناء العبارة المجلس الجسر العاصفة البستان الفانوس المحجر الإشارة الأرشيف".split(),  # noqa: SIM905 - prose
}


class Newsroom(BaseHTTPRequestHandler):
    """Two feeds whose items grow."""

    items: ClassVar[dict[str, list[str]]] = {}
    answers = threading.Event()
    """Set while those who ask are answered; the others wait."""

    def do_GET(self) -> None:
        assert self.answers.wait(PATIENCE_S)
        lang = self.path.strip("/")
        body = (
            f'<rss version="2.0"><channel><title>{lang}</title>'
            + "".join(reversed(self.items[lang][-40:]))
            + "</channel></rss>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is its own."""

    @classmethod
    def publish(cls, dice: random.Random, *, at: datetime, breaking: bool = False) -> None:
        """One more item in one of the feeds."""
        lang = dice.choice(("en", "ar"))
        number = sum(map(len, cls.items.values()))
        prefix = {"en": "Breaking: ", "ar": "عاجل: "}[lang] if breaking else ""
        words = " ".join(dice.choices(WORDS[lang], k=6))
        body = "".join(f"<p>{' '.join(dice.choices(WORDS[lang], k=40))}</p>" for _ in range(12))
        cls.items[lang].append(
            f"<item><title>{prefix}{words} {number}</title><link>http://127.0.0.1/{number}</link><guid>{number}</guid>"
            f"<pubDate>{format_datetime(at)}</pubDate><description><![CDATA[{body}]]></description></item>"
        )


@contextmanager
def newsroom() -> Iterator[str]:
    """The address of a running one, with enough news for two screens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Newsroom)
    Newsroom.items = {"en": [], "ar": []}
    Newsroom.answers.set()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Seen(NamedTuple):
    """What must not move by itself."""

    selected: str
    """The line of the selected headline that is highlighted."""
    row: int
    article: tuple[str, ...]


class Viewer:
    """Somebody before the screen."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self._screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.ByteStream(self._screen)
        self._taken = 0

    def look(self, seconds: float = SETTLED_S) -> None:
        """Take in what is painted within a time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            assert self.peer.read(min(left, 0.05)), f"it ended: {self.peer.output[-2000:]!r}"
        whole = self.peer.output.rfind(b"\x1b", self._taken)  # a sequence may be cut
        end = whole if len(self.peer.output) - whole < 40 else len(self.peer.output)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", self.peer.output[self._taken : end]))
        self._taken = end

    def until(self, text: str) -> None:
        """Look until something stands on the screen."""
        deadline = time.monotonic() + PATIENCE_S
        while text not in "\n".join(self._screen.display):
            assert time.monotonic() < deadline, f"{text!r}:\n" + "\n".join(self._screen.display)
            self.look(0.05)

    def do(self, keys: bytes) -> None:
        """Press keys, of which the last one asks the feeds, and look until all of it is on the screen."""
        Newsroom.answers.clear()
        self.peer.send(keys)
        self.until("refreshing 0/2")  # so the keys before it have been taken
        Newsroom.answers.set()
        self.until("2/2 ok")
        self.look()

    def text(self, row: int, columns: range) -> str:
        """Cells of a row."""
        return "".join(self._screen.buffer[row][x].data for x in columns).rstrip()

    @property
    def seen(self) -> Seen:
        """The selection and the article."""
        grounds = [self._screen.buffer[row][LIST_COLUMNS[0]].bg for row in LIST_ROWS]
        usual = max(set(grounds), key=grounds.count)
        rows = [row for row, ground in zip(LIST_ROWS, grounds, strict=True) if ground != usual]
        chosen = rows[0] if rows else -1
        # The sign for what waits stands over the end of the first row, so the beginning of the headline is compared.
        arabic = re.search("[\ufb50-\ufefc]", self.text(chosen, LIST_COLUMNS[-20:])) if rows else None
        selected = self.text(chosen, LIST_COLUMNS[-28:] if arabic else LIST_COLUMNS[:30]) if rows else ""
        article = tuple(self.text(row, READER_COLUMNS) for row in LIST_ROWS)
        return Seen(selected, chosen, article)


def things_to_do() -> list[tuple[str, bytes]]:
    """What somebody does in an hour: a name and its keys. Each leaves a list or an article on the screen."""
    return [
        *[("down", b"j")] * 6,
        *[("up", b"k")] * 3,
        ("a page down", b"\x1b[6~"),
        ("a page up", b"\x1b[5~"),
        *[("open", b"\r")] * 4,
        *[("back", b"\x7f")] * 3,
        *[("scroll", b" j")] * 2,
        *[("next unread", b"n")] * 3,
        ("star", b"s"),
        ("mark", b"m"),
        ("undo", b"u"),
        ("redo", b"U"),
        ("all read", b"A"),
        ("the breaking tab", b"2"),
        *[("the first tab", b"1")] * 2,
        ("only unread", b"v"),
        ("one source", b"i"),
        ("density", b"D"),
        ("faster bar", b"+"),
        ("pause", b","),
    ]


@pytest.fixture
def viewer(tmp_path: Path) -> Iterator[Viewer]:
    with newsroom() as address:
        dice = random.Random(7)
        begin = datetime.now(UTC) - timedelta(minutes=110)
        for minute in range(50):
            Newsroom.publish(dice, at=begin + timedelta(minutes=minute), breaking=minute % 20 == 7)
        feeds = "".join(
            f'[[feeds]]\nurl = "{address}/{lang}"\nname = "{name}"\nlang = "{lang}"\n'
            for lang, name in (("en", "The Quay"), ("ar", "الرصيف"))
        )
        (tmp_path / "feeds.toml").write_text(f'[refresh]\ninterval = "6h"\n\n{feeds}', encoding="utf-8")
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "COLUMNS": str(WIDTH),
            "LINES": str(HEIGHT),
            "LANG": "C.UTF-8",
        }
        argv = [sys.executable, "-m", "ticker_tui", "--config", str(tmp_path / "feeds.toml")]
        peer = Peer([*argv, "--data", str(tmp_path / "data")], environ, recorded("xterm"))
        made = Viewer(peer)
        made.until("2/2 ok")
        made.look(0.5)
        yield made
        peer.close()
    assert not list(tmp_path.rglob("ticker.log")), "a good hour leaves no log"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("minutes", [20, pytest.param(60, marks=pytest.mark.slow)])
def test_an_hour_of_news_moves_nothing_under_the_reader_s_eyes(viewer: Viewer, minutes: int) -> None:
    """And a third of an hour, which shows the same more often."""
    dice = random.Random(11)
    clock = datetime.now(UTC) - timedelta(minutes=60)
    moved = 0
    for minute in range(minutes):
        name, keys = dice.choice(things_to_do())
        viewer.do(keys + b"r")
        before = viewer.seen
        assert before.row >= 0 or "back" in name or not before.selected, (
            f"minute {minute}, {name}: something is selected"
        )
        for _ in range(dice.randint(0, 3)):
            Newsroom.publish(dice, at=clock + timedelta(minutes=minute), breaking=dice.random() < 0.2)
        viewer.do(b"r")
        after = viewer.seen
        assert after == before, f"minute {minute}: {name}, then news"
        moved += before.row >= 0
    assert moved > minutes // 2, "most of the time something was selected"
    assert sum(map(len, Newsroom.items.values())) > 50 + minutes
    viewer.peer.send(b"q")
    assert viewer.peer.wait_for_end() == 0

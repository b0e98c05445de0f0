"""What is loaded before the first headlines are drawn, and before Textual paints them."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ticker_tui.model import Entry, Feed, FeedState, FeedStatus
from ticker_tui.store.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))
from scripted_terminal import Peer, recorded

NEVER = {
    "pycurl",
    "anyio",
    "feedparser",
    "lxml",
    "tomlkit",
    "watchfiles",
    "trafilatura",
    "http.client",
    "ticker_tui.polling",
    "ticker_tui.feeds.fetch",
    "ticker_tui.demo",
    "ticker_tui.ui.palette.commands",
    "ticker_tui.ui.keys.help_screen",
    "ticker_tui.ui.article.reader",
}
NOT_BEFORE_THE_FRAME = {
    "hashlib",
    "asyncio",
    "rich",
    "textual",
    "ticker_tui.cli.commands.feeds",
    "ticker_tui.cli.commands.headlines",
    "ticker_tui.cli.commands.watch",
    "ticker_tui.store.entries.recognition",
    "ticker_tui.store.entries.retention",
    "ticker_tui.store.entries.saving",
}
SPY = """
import json, sys
def note(name):
    with open(PATH + name, "w") as file:
        json.dump(sorted(sys.modules), file)
from ticker_tui.ui.render import first_paint
draw = first_paint.FirstPaint.draw
def spied_draw(self):
    draw(self)
    note("frame")
first_paint.FirstPaint.draw = spied_draw
hand_over = first_paint.FirstPaint.hand_over
def spied_hand_over(self, app):
    hand_over(self, app)
    after = app._after_first_paint
    def spied_after():
        note("paint")
        after()
        app.exit()
    app._after_first_paint = spied_after
first_paint.FirstPaint.hand_over = spied_hand_over
from ticker_tui.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The modules in memory at the first frame and at the first paint of a real start."""
    folder = tmp_path_factory.mktemp("start")
    now = datetime.now(UTC)
    feed = Feed(url="http://127.0.0.1:9/feed", name="A")
    (folder / "feeds.toml").write_text(f'[[feeds]]\nurl = "{feed.url}"\nname = "A"\n', encoding="utf-8")
    with Store.open(folder, now=now) as store:
        state = FeedState(
            url=feed.url, status=FeedStatus.OK, checked_at=now, next_due_at=now + timedelta(hours=1)
        )
        store.save(feed, state, [Entry(key="a", title="سطر")], now=now, breaking_expires_s=60.0)
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    argv = [sys.executable, "-c", f"PATH = {str(folder) + '/'!r}\n{SPY}"]
    argv += ["--config", str(folder / "feeds.toml"), "--data", str(folder)]
    peer = Peer(argv, environ, recorded("xterm"))
    try:
        assert peer.wait_for_end() == 0, peer.output[-2000:]
    finally:
        peer.close()
    return {name: set(json.loads((folder / name).read_text())) for name in ("frame", "paint")}


def test_the_first_frame_needs_no_user_interface(loaded: dict[str, set[str]]) -> None:
    assert "sqlite3" in loaded["frame"], "the archive was read"
    assert loaded["frame"] & (NEVER | NOT_BEFORE_THE_FRAME) == set()


def test_nothing_slow_is_loaded_before_the_first_paint(loaded: dict[str, set[str]]) -> None:
    assert "ticker_tui.ui.app" in loaded["paint"], "the screen was painted"
    assert loaded["paint"] & NEVER == set()

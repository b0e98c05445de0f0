"""The real command in a real process, mostly a forked one: what a person and a script see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest
from forks import Forks

from ticker_tui.demo import Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

PATIENCE_S = 60


class Ended(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    err: str


class Ticker(Protocol):
    """Runs `ticker` with pipes at its three ends."""

    def __call__(
        self, *words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> Ended: ...


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment with an empty home, and nothing of this machine's terminal or language.

    A feeds.toml in the home, where commands run, is named by the environment: about one that is not, a user would be asked.
    """
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
    if (home / "feeds.toml").exists():
        kept["TICKER_CONFIG"] = "feeds.toml"
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", **more}


@pytest.fixture
def user(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """The environment of a user whose home is the test's folder."""
    return partial(environment, tmp_path)


IMPORTED = (
    "forks",
    *(
        "ticker_tui." + name
        for name in (
            "cli",
            "cli.output.headline_table",
            "config.edit.feed_edits",
            "demo",
            "feeds.formats.opml",
        )
    ),
    *(
        "ticker_tui." + name
        for name in (
            "i18n.time_zones",
            "log",
            "polling.poll_round",
            "polling.feed_finder",
            "store.store",
            "store.search.language",
            "text",
        )
    ),
    *("ticker_tui." + name for name in ("terminal.session", "ui.widget_strings")),
)
COMMAND = """
import os, sys
from functools import partial
from forks import Door, start_process
from ticker_tui.cli.main import main
from ticker_tui.processes import pipes
folder, parsers, *words = sys.argv[1:]
os.chdir(folder)
pipes.start_process = partial(start_process, Door(parsers))
raise SystemExit(main(words))
"""
"""What a fork does: `ticker`, whose parsers are forks too."""


class Commands:
    """Starts `ticker` in forks of a process that has imported it.

    What that does not show (a locale of Python's own, what is imported when) is tested with a fresh one.
    """

    def __init__(self, forks: Forks, parsers: Forks) -> None:
        self._forks = forks
        self._parsers = parsers

    def start(
        self,
        words: Iterable[str | Path],
        *,
        environ: Mapping[str, str],
        folder: Path,
        streams: tuple[int, int, int],
    ) -> Callable[[], int]:
        """Start a command with these file descriptors as its standard streams; what waits for its exit code."""
        argv = (COMMAND, str(folder), self._parsers.opened(), *map(str, words))
        pid, line = self._forks.start(argv, environ, streams)
        return partial(self._forks.wait, pid, line, PATIENCE_S)


@pytest.fixture(scope="session")
def commands(quick_parsers: Forks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    with Forks(*IMPORTED, environ=environment(tmp_path_factory.mktemp("nobody"))) as forks:
        yield Commands(forks, quick_parsers)


@pytest.fixture
def ticker(tmp_path: Path, commands: Commands) -> Ticker:
    """In a fork of a process that has imported it."""

    def run(*words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ended:
        with (
            open(os.devnull, "rb") as nothing,  # noqa: PTH123 - the name of no file
            TemporaryFile(dir=tmp_path) as out,
            TemporaryFile(dir=tmp_path) as err,
        ):
            code = commands.start(
                words,
                environ=environment(tmp_path, **(env or {})),
                folder=cwd or tmp_path,
                streams=(nothing.fileno(), out.fileno(), err.fileno()),
            )()
            out.seek(0)
            err.seek(0)
            return Ended(code, out.read().decode("utf-8"), err.read().decode("utf-8"))

    return run


@pytest.fixture
def fresh_ticker(tmp_path: Path) -> Ticker:
    """In a process of its own from the start, with pipes, as a script would run it."""

    def run(*words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "ticker_tui", *map(str, words)],
            env=environment(tmp_path, **(env or {})),
            cwd=cwd or tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


class Shown(NamedTuple):
    """What a terminal was sent."""

    code: int
    text: str


class OnTerminal(Protocol):
    """Runs `ticker` on a terminal of its own."""

    def __call__(
        self, *words: str | Path, columns: int = 100, rows: int = 30, env: Mapping[str, str] | None = None
    ) -> Shown: ...


@pytest.fixture
def on_terminal(tmp_path: Path, commands: Commands) -> OnTerminal:
    """In a fork of a process that has imported it."""

    def run(
        *words: str | Path, columns: int = 100, rows: int = 30, env: Mapping[str, str] | None = None
    ) -> Shown:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        code = commands.start(
            words,
            environ=environment(tmp_path, **(env or {})),
            folder=tmp_path,
            streams=(theirs, theirs, theirs),
        )
        os.close(theirs)
        try:
            sent = read_to_end(ours)
            return Shown(code(), sent.decode("utf-8").replace("\r\n", "\n"))
        finally:
            os.close(ours)

    return run


def read_to_end(terminal: int) -> bytes:
    """Everything that is written to a terminal until its last user has gone."""
    sent, until = b"", time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:  # EIO: Linux's way to say that nobody has it open any more
            break
        if not data:
            break
        sent += data
    return sent


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    """Real feeds on a loopback address, the same set all the time."""
    with Newsroom(still=True) as room:
        yield room


@pytest.fixture(scope="session")
def config(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feeds.toml for them."""
    path = tmp_path_factory.mktemp("config") / "feeds.toml"
    path.write_text(newsroom.config_toml(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def data(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose archive `ticker refresh` has filled. Tests that change it copy it first."""
    folder = tmp_path_factory.mktemp("data")
    done = subprocess.run(
        [sys.executable, "-m", "ticker_tui", "refresh", "--config", str(config), "--data", str(folder)],
        env=environment(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder

"""The real program, in a process, among a crowd of villains: what is healthy arrives, and nothing is left behind."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from processes import started
from villains import READ, VILLAINS, villains

from ticker_tui.model import View
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

FINE = ("fine-0", "fine-1", "fine-2")
TICKER = [sys.executable, "-m", "ticker_tui"]
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with villains() as url:
        yield url


def config(folder: Path, base: str, names: tuple[str, ...], settings: str = "") -> Path:
    path = folder / "feeds.toml"
    feeds = "".join(f'[[feeds]]\nurl = "{base}/{name}"\nname = "{name}"\n' for name in names)
    path.write_text(f'[refresh]\ntimeout = "6s"\nper_host = 16\n{settings}{feeds}', encoding="utf-8")
    return path


def start(
    folder: Path, *words: str, limit: int | None = None
) -> AbstractContextManager[subprocess.Popen[str]]:
    """The program on the feeds.toml of a folder; `limit`: no file of its may grow beyond so many bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environ = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return started(
        [*TICKER, *words, "--config", str(folder / "feeds.toml"), "--data", str(folder / "data")],
        env={**environ, "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,  # this process has one thread here
    )


def run(folder: Path, *words: str, limit: int | None = None) -> tuple[int, str, str]:
    """Exit code, output and errors of the program."""
    with start(folder, *words, limit=limit) as process:
        out, err = process.communicate(timeout=100)
    return process.returncode, out, err


def rows(out: str) -> dict[str, tuple[str, int, str]]:
    """Status, new headlines and note of each feed, as a pipe gets them."""
    lines = [line.split("\t") for line in out.splitlines()]
    return {name: (status, int(new), note) for status, name, new, _, note, _ in lines}


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text(encoding="ascii").split()):
            found |= {child} | descendants(child)
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_among_all_villains_the_healthy_feeds_arrive_and_each_villain_is_named(
    tmp_path: Path, base: str
) -> None:
    config(tmp_path, base, (*VILLAINS, *FINE))
    code, out, err = run(tmp_path, "refresh", "--deadline", "60")
    assert (code, err) == (1, "")
    said = rows(out)
    assert {name: said[name][:2] for name in FINE} == dict.fromkeys(FINE, ("ok", 3))
    failed = {name for name, (status, _, _) in said.items() if status not in {"ok", "not modified"}}
    # A machine that is busy may give up on what could be read; it may not read what cannot be.
    assert set(VILLAINS) - READ - {"laughs", "deep"} <= failed <= set(VILLAINS)
    for name in failed:
        assert said[name][2], name
        assert said[name][2].isprintable(), said[name]
    # This process's own children: the program, its parsers, and the server, whose bodies are the larger ones.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600 * 1024
    code, shown, err = run(tmp_path, "headlines", "--limit", "10000")
    assert (code, err) == (0, "")
    assert all(f"Item {number} of {name}" in shown for number in range(3) for name in FINE)
    assert all(line.isprintable() for line in shown.replace("\t", " ").splitlines())
    with Store.open(tmp_path / "data") as store:
        assert store.check()


def test_kill_9_in_the_middle_leaves_a_sound_archive_and_no_process(tmp_path: Path, base: str) -> None:
    config(tmp_path, base, ("author", *FINE))
    archive = tmp_path / "data" / ARCHIVE_NAME
    children: set[int] = set()
    with start(tmp_path, "refresh") as process:
        until = time.monotonic() + 30
        while time.monotonic() < until and not (children and saved(archive) >= 9):
            children = descendants(process.pid)
            time.sleep(0.02)
        assert children, "a parser was at work"
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)
    # One that is stuck in a document too: not after its six seconds of processor time, but at once.
    until = time.monotonic() + 3
    while any(map(alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in children if alive(pid)]
    config(tmp_path, base, FINE)
    code, out, err = run(tmp_path, "refresh")
    assert (code, err) == (0, ""), "the lead and the archive are free"
    assert sum(new for _, new, _ in rows(out).values()) == 0, "what was saved is saved, once"
    with Store.open(tmp_path / "data") as store:
        assert store.check()
        assert store.counts(now=datetime.now(UTC)).all == 9


def saved(archive: Path) -> int:
    try:
        with sqlite3.connect(f"file:{archive}?mode=ro", uri=True, timeout=0.1) as db:
            found: int = db.execute("SELECT count(*) FROM entries").fetchone()[0]
        db.close()
    except sqlite3.Error:
        return 0
    return found


def test_a_full_disk_costs_what_cannot_be_saved_and_is_said(tmp_path: Path, base: str) -> None:
    config(tmp_path, base, FINE)
    assert run(tmp_path, "refresh")[0] == 0
    config(tmp_path, base, (*FINE, "fine-many"))
    size = max(path.stat().st_size for path in (tmp_path / "data").iterdir())
    code, out, err = run(tmp_path, "refresh", limit=size + 8192)
    assert code == 1
    assert "Traceback" not in err
    assert any("Cannot save to " in note for _, _, note in rows(out).values()), out
    with Store.open(tmp_path / "data") as store:
        assert store.check()
        titles = {
            headline.title
            for headline in store.headlines(store.ids(View(), now=datetime.now(UTC)), now=datetime.now(UTC))
        }
        assert {f"Item {number} of {name}" for number in range(3) for name in FINE} <= titles
    code, out, err = run(tmp_path, "refresh")
    assert (code, err) == (0, ""), f"and once there is room it is as it was: {out}"

"""The subject in a scripted terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripted_terminal import Peer, Recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forks import Forks

SUBJECT = Path(__file__).parent / "subject_app.py"


@pytest.fixture
def start(tmp_path: Path, quick_screens: Forks) -> Iterator[Callable[..., Peer]]:
    """Starts the subject in a scripted terminal: a fork, unless it is to be fresh or a shell's; `before` runs before its code."""
    peers: list[Peer] = []

    def start_subject(
        terminal: Recorded | None = None,
        *,
        wanted: str = "auto",
        environ: dict[str, str] | None = None,
        path: str = "",
        answers: bool = True,
        shell: str = "",
        fresh: bool = False,
        before: str = "",
    ) -> Peer:
        around = {
            "PATH": path or os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "COLORTERM": "truecolor",
            "TERM": "xterm-256color",
            "PYTHONUTF8": "1",
            **(terminal.environ if terminal is not None else {}),
            **(environ or {}),
        }
        words = [wanted, str(tmp_path / "terminals.json")]
        argv = [sys.executable, str(SUBJECT), *words]
        if shell:  # with job control: what is run in it is a process group of its own
            argv = ["/bin/sh", "-mc", shell, *argv]
        if shell or fresh:
            peers.append(Peer(argv, around, terminal if answers else None))
        else:
            code = f"{before}\nexec({SUBJECT.read_text('utf-8')!r})"
            peers.append(Peer([code, *words], around, terminal if answers else None, forks=quick_screens))
        return peers[-1]

    yield start_subject
    for peer in peers:
        peer.close()

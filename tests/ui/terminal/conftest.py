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

SUBJECT = Path(__file__).parent / "subject_app.py"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Peer]]:
    """Starts the subject in a scripted terminal."""
    peers: list[Peer] = []

    def start_subject(
        terminal: Recorded | None = None,
        *,
        wanted: str = "auto",
        environ: dict[str, str] | None = None,
        path: str = "",
        answers: bool = True,
        shell: str = "",
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
        argv = [sys.executable, str(SUBJECT), wanted, str(tmp_path / "terminals.json")]
        if shell:  # with job control: what is run in it is a process group of its own
            argv = ["/bin/sh", "-mc", shell, *argv]
        peers.append(Peer(argv, around, terminal if answers else None))
        return peers[-1]

    yield start_subject
    for peer in peers:
        peer.close()

"""An alert in a real pty, and through a real tmux: what the terminal gets."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scripted_terminal import Peer

TELLING = Path(__file__).parent / "alerting_app.py"
TOLD = "\x1b]777;notify;الأنباء;زلزال في سارفا\x1b\\".encode()


def surroundings(tmp_path: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


@pytest.mark.parametrize("form", ["visual", "osc66", "inverse", "colour"])
def test_the_text_arrives_whole_whatever_the_form_of_the_screen(tmp_path: Path, form: str) -> None:
    peer = Peer([sys.executable, str(TELLING), form, "osc777"], surroundings(tmp_path), None)
    try:
        end = peer.wait_for(TOLD)
        assert b"\a" in peer.output[:end], "the bell"
        peer.send(b"q")
        assert peer.wait_for_end() == 0
    finally:
        peer.close()


def test_auto_asks_the_table_of_terminals(tmp_path: Path) -> None:
    peer = Peer(
        [sys.executable, str(TELLING), "auto", "auto"],
        surroundings(tmp_path, TERM_PROGRAM="ghostty"),
        None,
    )
    try:
        peer.wait_for(TOLD)
    finally:
        peer.close()


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_it_gets_through_tmux_and_the_option_is_put_back(tmp_path: Path) -> None:
    around = surroundings(tmp_path, TMUX_TMPDIR=str(tmp_path))

    def tmux(*words: str) -> str:
        asked = ["tmux", "-L", "alerts", *words]
        return subprocess.run(asked, env=around, capture_output=True, text=True, check=True).stdout.strip()

    inside = f"{shlex.join([sys.executable, str(TELLING), 'auto', 'osc777'])}; echo over; sleep 60"
    peer = Peer(
        [shutil.which("tmux") or "", "-u", "-L", "alerts", "-f", "/dev/null", "new-session", inside],
        around,
        None,
    )
    try:
        told = peer.wait_for(TOLD)
        peer.send(b"q")
        peer.wait_for(b"over", after=told)
        assert not tmux("show-options", "-p", "-v", "allow-passthrough")
    finally:
        subprocess.run(["tmux", "-L", "alerts", "kill-server"], env=around, check=False, capture_output=True)
        peer.close()

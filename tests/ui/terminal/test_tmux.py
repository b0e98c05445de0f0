"""In a real tmux: the switch gets through, and the pane's option is put back."""

from __future__ import annotations

import base64
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scripted_terminal import Peer

SUBJECT = Path(__file__).parent / "subject_app.py"


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("own", ["", "on"])
def test_the_switch_gets_through_and_the_option_is_put_back(tmp_path: Path, own: str) -> None:
    around = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMUX_TMPDIR": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "VTE_VERSION": "7006",
    }

    def tmux(*words: str) -> str:
        asked = ["tmux", "-L", "test", *words]
        return subprocess.run(asked, env=around, capture_output=True, text=True, check=True).stdout.strip()

    inside = f"{shlex.join([sys.executable, str(SUBJECT), 'auto'])}; echo over; sleep 60"
    if own:
        inside = f"tmux set-option -p allow-passthrough {own}; {inside}"
    peer = Peer(
        [shutil.which("tmux") or "", "-L", "test", "-f", "/dev/null", "new-session", inside], around, None
    )
    try:
        peer.wait_for(b"ready .")
        switched = peer.output.index(b"\x1b[8l\x1b[2J")
        assert peer.output.rindex(b"keys:") > switched
        assert tmux("show-options", "-p", "-v", "allow-passthrough") == "on"
        # Erased around tmux's back, so tmux was told to draw: the status line stands below the switch.
        assert b"[0] " in peer.output[switched:]
        peer.send(b"c")
        peer.wait_for(
            b"\x1b]52;c;" + base64.b64encode("خبر".encode())
        )  # tmux by itself would keep what is copied
        mark = len(peer.output)
        peer.send(b"q")
        peer.wait_for(b"over", after=mark)
        assert b"\x1b[8h\x1b[2J" in peer.output[mark:]
        assert tmux("show-options", "-p", "-v", "allow-passthrough") == own
    finally:
        subprocess.run(["tmux", "-L", "test", "kill-server"], env=around, check=False, capture_output=True)
        peer.close()

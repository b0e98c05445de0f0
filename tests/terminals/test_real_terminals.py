"""The doctor in every real terminal that is installed: is it known, is the form right, are the widths as counted?

What a picture shows only a person can judge: `tools/terminals/contact_sheet.py` makes one of each.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools" / "terminals"

# label of the lab: (program that must be there, terminal, multiplexer, name, form, switches)
EXPECTED = {
    "xterm": ("xterm", "", "xterm 379", "visual", ["CSI 8 l"]),
    "urxvt": ("urxvt", "", "urxvt", "visual", ["CSI 8 l"]),
    "st": ("st", "", "st", "visual", ["CSI 8 l"]),
    "xfce4-terminal": ("xfce4-terminal", "", "VTE", "visual", ["CSI 8 l"]),
    "gnome-terminal": ("gnome-terminal", "", "VTE", "visual", ["CSI 8 l"]),
    "konsole": ("konsole", "", "Konsole", "visual", ["CSI 8 l", "OSC 50"]),
    "qterminal": ("qterminal", "", "QTerminal", "colour", ["CSI 8 l"]),
    "mlterm": ("mlterm", "", "mlterm", "visual", ["CSI 8 l", "OSC 5379"]),
    "kitty": ("kitty", "", "kitty", "", ["CSI 8 l"]),
    "alacritty": ("alacritty", "", "Alacritty", "visual", ["CSI 8 l"]),
    "foot": ("foot", "", "foot", "visual", ["CSI 8 l"]),
    "pterm": ("pterm", "", "PuTTY", "inverse", []),
    "zutty": ("zutty", "", "zutty", "visual", ["CSI 8 l"]),
    "xfce4-terminal in tmux": ("xfce4-terminal", "tmux", "VTE", "visual", ["CSI 8 l"]),
    "konsole in tmux": ("konsole", "tmux", "Konsole", "visual", ["CSI 8 l", "OSC 50"]),
    "xfce4-terminal in screen": ("xfce4-terminal", "screen", "VTE", "visual", ["CSI 8 l"]),
}


@pytest.mark.terminals
@pytest.mark.timeout(120)
@pytest.mark.parametrize("label", EXPECTED)
def test_the_terminal_is_known_and_counts_cells_as_the_program_does(label: str, tmp_path: Path) -> None:
    terminal, mux, name, form, switches = EXPECTED[label]
    for needed in ("Xvfb", "xdotool", terminal, *filter(None, [mux])):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed")
    answer = tmp_path / "report.json"
    command = f"{sys.executable} -m ticker_tui doctor --json --data {tmp_path} > {answer}.new; mv {answer}.new {answer}"
    subprocess.run(
        [sys.executable, str(TOOLS / "shoot.py"), terminal, "none.png", "--wait"]
        + (["--mux", mux] if mux else [])
        + ["--", "sh", "-c", command],
        check=True,
        timeout=100,
    )
    report = json.loads(answer.read_text("utf-8"))
    assert report["asked"]
    assert report["terminal"].startswith(name.partition(" ")[0])
    assert report["mux"] == mux
    assert form in {report["form"], ""}
    assert report["switches"] == switches
    (widths,) = [each for each in report["findings"] if each["topic"] == "widths"]
    assert widths["good"], widths["said"]

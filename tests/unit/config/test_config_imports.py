"""Reading a sound feeds.toml stands before the first paint: what it loads is counted."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from ticker_tui.config.paths import default_text

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from ticker_tui.config import find_config, load_config
load_config(find_config(Path(sys.argv[1]), environ={}, cwd=Path(), agree=lambda _: None).path)
print(*sys.modules)
"""
NOT_YET = {
    "tomlkit",
    "difflib",
    "watchfiles",
    "platformdirs",
    "importlib.resources",
    "ticker_tui.config.toml_positions",
    "ticker_tui.text",
}


def test_a_sound_file_is_read_without_what_only_mistakes_and_edits_need(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(default_text(), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.split())
    assert "tomllib" in loaded
    assert loaded & NOT_YET == set()

#!/usr/bin/env python3
"""Write docs/keys.md from the key table."""

from __future__ import annotations

from pathlib import Path

from ticker_tui.ui.keymap import to_markdown

if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "keys.md").write_text(to_markdown(), encoding="utf-8")

"""docs/config.md says what the program checks."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_the_one_the_tables_make() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "make_config_page.py"))
    written = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    assert written == tool["page"](), "run tools/make_config_page.py"

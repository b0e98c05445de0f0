"""Golden grids: what a screen looked like when someone last looked at it and found it right."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def anyio_backend() -> str:
    """Textual runs on asyncio."""
    return "asyncio"


@pytest.fixture
def golden() -> Callable[[str, list[str]], None]:
    """Compare rows with ``golden/NAME.cells``; ``TICKER_UPDATE_GOLDEN=1`` writes the file instead."""

    def compare(name: str, rows: list[str]) -> None:
        path = GOLDEN / f"{name}.cells"
        if os.environ.get("TICKER_UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        assert rows == path.read_text(encoding="utf-8").splitlines()

    return compare

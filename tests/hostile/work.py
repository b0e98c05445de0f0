"""What something costs, counted instead of timed: the same figure on every machine, however busy it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ticker_tui.processes import pipes

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import FrameType

    import pytest


def calls(do: Callable[[], object]) -> int:
    """How many calls, of Python and of C, it takes to do something; each step of a generator is one.

    What one call of C does inside is not seen: a pattern that turns in circles needs a `timeout` of the test's own.
    """
    count = 0

    def each(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(each)
    try:
        do()
    finally:
        sys.setprofile(before)
    return count


def count_starts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The modules of the processes that are started from now on."""
    start, started = pipes.start_process, list[str]()

    async def counted(module: str, *argv: str) -> asyncio.subprocess.Process:
        started.append(module)
        return await start(module, *argv)

    monkeypatch.setattr(pipes, "start_process", counted)
    return started

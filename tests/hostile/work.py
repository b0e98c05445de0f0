"""What something costs, counted instead of timed: the same figure on every machine, however busy it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


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

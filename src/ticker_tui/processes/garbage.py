"""How often Python looks for what refers to itself."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """For a process that makes entries by the thousand, which hold no cycles: looking for some seldom saves a twelfth of its time."""
    gc.freeze()  # what is there now stays
    gc.set_threshold(50_000, 20, 20)
    gc.enable()

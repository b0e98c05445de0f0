"""Noticing that feeds.toml was saved: its stamp, looked at about once a second.

A look costs two microseconds. The kernel's notifications would say it sooner by half a second, and cost a library that
takes 20 ms to import, a thread, and the editors' many ways to save (rename, truncate, delete and make again).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.config.load import stamp_of

if TYPE_CHECKING:
    from pathlib import Path


class Watch:
    """Tells once of each change of a file, when it has come to rest."""

    def __init__(self, path: Path, stamp: tuple[int, int] | None) -> None:
        """Start from the stamp of what is in use (`Config.stamp`); None: nothing is."""
        self._path = path
        self._told = stamp
        self._last = stamp

    def changed(self) -> bool:
        """Whether the file is another one than when this last said so, and the same as at the last look.

        The second condition keeps a file that an editor is still writing, or has just deleted, from being read.
        """
        now = stamp_of(self._path)
        at_rest = now == self._last
        self._last = now
        if not at_rest or now == self._told:
            return False
        self._told = now
        return True

    def taken(self) -> bool:
        """Whether the file is another one, be it at rest or not: for whoever has just written it whole."""
        now = self._last = stamp_of(self._path)
        changed = now != self._told
        self._told = now
        return changed

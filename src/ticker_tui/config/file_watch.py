"""Noticing that feeds.toml, or a theme beside it, was saved: their stamps, looked at about once a second.

A look costs some twenty microseconds. The kernel's notifications would say it sooner by half a second, and cost a library that
takes 20 ms to import, a thread, and the editors' many ways to save (rename, truncate, delete and make again).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.config.load import stamp_of
from ticker_tui.config.theme_files import theme_paths

if TYPE_CHECKING:
    from pathlib import Path


class FileWatcher:
    """Tells once of each change of a file, when it has come to rest."""

    def __init__(self, path: Path, stamp: tuple[int, int] | None) -> None:
        """Start from the stamp of what is in use (`Config.stamp`); None: nothing is."""
        self._path = path
        self._told = self._last = (stamp, self._themes())

    def told(self, stamp: tuple[int, int]) -> None:
        """Another version is in use, read by whoever made it."""
        self._told = self._last = (stamp, self._themes())

    def changed(self) -> bool:
        """Whether the file is another one than when this last said so, and the same as at the last look.

        The second condition keeps a file that an editor is still writing, or has just deleted, from being read.
        """
        now = (stamp_of(self._path), self._themes())
        at_rest = now == self._last
        self._last = now
        if not at_rest or now == self._told:
            return False
        self._told = now
        return True

    def taken(self) -> bool:
        """Whether the file is another one, be it at rest or not: for whoever has just written it whole."""
        now = self._last = (stamp_of(self._path), self._themes())
        changed = now != self._told
        self._told = now
        return changed

    def _themes(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(stamp_of(path) for path in theme_paths(self._path))

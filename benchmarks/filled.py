"""Filled archives that are kept: making 100,000 entries takes a minute or two, copying them half a second."""

from __future__ import annotations

import shutil
import sys
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from fill import fill

import ticker_tui
from ticker_tui.store.db.archive import ARCHIVE_NAME

if TYPE_CHECKING:
    from datetime import datetime

PACKAGE = Path(ticker_tui.__file__).parent
MAKERS = (
    Path(__file__).with_name("fill.py"),
    PACKAGE / "store" / "entries" / "body_codec.py",
    PACKAGE / "text" / "fold.py",
    PACKAGE / "text" / "search_words.py",
    *(
        PACKAGE / "store" / f"{name}.py"
        for name in (
            "db/background_migrations",
            "db/database_schema",
            "entries/saving",
            "stories/compare",
            "stories/group",
            "stories/index",
            "stories/word_lists",
        )
    ),
)
"""What decides the bytes of a filled archive."""
KEPT_S = 86_400.0
"""An archive of other makers that was not asked for in this time is deleted."""

QUIET_S = 5.0


def fingerprint() -> str:
    """Another one when the invented news, the archive's format or the saving has changed."""
    digest = blake2b(digest_size=6)
    for path in MAKERS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def copy_filled(cache: Path, size: int, target: Path, *, now: datetime) -> None:
    """Put an archive of so many entries into a folder; it is made when `cache` has none, in two steps, so that none is half full."""
    whole = cache / f"{size}-{fingerprint()}.sqlite3"
    cache.mkdir(parents=True, exist_ok=True)
    if not whole.exists():
        making = cache / f"making-{whole.stem}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        fill(making, size, now=now, said=Progress(f"filling {size:,}", size).say)
        (making / ARCHIVE_NAME).rename(whole)
        shutil.rmtree(making)
    whole.touch()
    for other in cache.glob(f"{size}-*.sqlite3"):
        if other.stat().st_mtime < time.time() - KEPT_S:
            other.unlink()
    shutil.copy(whole, target / ARCHIVE_NAME)


class Progress:
    """A line on stderr every few seconds."""

    def __init__(self, what: str, whole: int) -> None:
        self._what = what
        self._whole = whole
        self._began = time.monotonic()
        self._said = self._began

    def say(self, done: int) -> None:
        """So much is done."""
        now = time.monotonic()
        if now >= self._said + QUIET_S:
            self._said = now
            spent_s = now - self._began
            print(
                f"{self._what}: {done / self._whole:.0%} after {spent_s:.0f} s", file=sys.stderr, flush=True
            )

"""The log file of the screen: the only place where a traceback is written.

A traceback can quote the text of a feed, so it never goes to the terminal, and what it quotes is escaped here.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ticker_tui.filesystem import open_private
from ticker_tui.urls.credentials import hide_secrets

if TYPE_CHECKING:
    from pathlib import Path

LOG_NAME = "ticker.log"
MAX_BYTES = 512_000


class _LazyFile(logging.Handler):
    """Opens the file with the first record: a good day leaves no log."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = hide_secrets(self.format(record)).encode("ascii", "backslashreplace")
            text = bytes(byte if byte >= 32 or byte == 10 else 0x3F for byte in text)
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > MAX_BYTES:
                self._path.replace(self._path.with_suffix(".log.1"))
            with open_private(self._path) as file:
                file.write(text + b"\n")
        except OSError:
            return  # a full disk must not end the program a second time


def start_log(folder: Path) -> Path:
    """Send warnings and errors of the whole program to a file; nothing to the terminal.

    Returns:
        Where the file will be.
    """
    path = folder / LOG_NAME
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _LazyFile)]:
        root.removeHandler(handler)
    root.addHandler(_LazyFile(path))
    return path

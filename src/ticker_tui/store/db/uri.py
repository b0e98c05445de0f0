"""The address by which SQLite opens a file with options."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path


def file_uri(path: Path, options: str = "") -> str:
    """The `file:` URI of a path, as `Path.as_uri` gives it, which loads an HTTP client from Python 3.14 on.

    Args:
        path: Absolute or relative.
        options: What follows the question mark.
    """
    text = path.absolute().as_posix()
    root = "" if text.startswith("/") else "/"  # C:/ on Windows
    return f"file://{root}{quote(os.fsencode(text))}{options and '?' + options}"

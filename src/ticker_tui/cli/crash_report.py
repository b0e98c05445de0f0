"""What is said when ticker itself is at fault: one sentence on screen, the trace in a file.

A trace can quote a feed's text raw, so it never goes to the terminal.
"""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ticker_tui import __version__, console
from ticker_tui.urls.credentials import hide_secrets

TEXTUAL_MAJOR: Final = 8
"""The version of Textual that the program is made for, as pyproject.toml says; it uses private members of it."""


def report(error: Exception) -> str:
    """Write the trace down.

    Returns:
        The sentence for the screen: what it was by kind (its words may be a feed's) and where the trace is; or that
        Textual is not the version this program needs.
    """
    if sentence := unsuitable_textual():
        return sentence
    sentence = f"ticker: an error in ticker itself ({type(error).__name__})"
    text = "".join(
        (
            f"ticker {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
            f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {' '.join(sys.argv)}\n\n",
            *traceback.format_exception(error),
        )
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="ticker-error-",
            suffix=".log",
            encoding="utf-8",
            errors="backslashreplace",
            delete=False,
        ) as file:
            file.write(console.printable(hide_secrets(text)))
    except OSError:
        return f"{sentence}; its trace could not be written"
    return f"{sentence}; the trace is in {Path(file.name)}"


def unsuitable_textual() -> str:
    """Say which Textual is needed if another one is installed; empty if it is the right one."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("textual")
    except PackageNotFoundError:
        return ""
    if found.partition(".")[0] == str(TEXTUAL_MAJOR):
        return ""
    return (
        f"ticker: Textual {found} is installed, but this version needs Textual {TEXTUAL_MAJOR}; "
        f'install it with: {sys.executable} -m pip install "textual>=8.2,<9"'
    )

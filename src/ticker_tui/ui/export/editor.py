"""The user's editor on feeds.toml, while the screen steps aside."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

USUAL = ("nano", "vim", "vi")
"""Tried in this order where neither $VISUAL nor $EDITOR says anything."""


def editor_of(environ: Mapping[str, str]) -> list[str]:
    """The editor's command, or an empty list when none is found. Split as a shell would, and never given to one."""
    said = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(said)
    except ValueError:
        words = []
    if words and shutil.which(words[0], path=environ.get("PATH")):
        return words
    found = [name for name in USUAL if shutil.which(name, path=environ.get("PATH"))]
    return found[:1]


def edit(path: Path, command: list[str]) -> int:
    """Run the editor until it ends; returns its exit code."""
    return subprocess.run([*command, os.fspath(path)], check=False).returncode

"""What is remembered of terminals between runs: the form chosen for each, and which advice was given.

One small JSON file in the data folder. It is a convenience: when it cannot be read or written, nothing is
remembered and nothing fails.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["advise_once", "forget_form", "remember_form", "remembered_form"]

FILE_NAME = "terminals.json"
"""Its name in the data folder."""


class _Preferences(msgspec.Struct):
    forms: dict[str, str] = {}
    advised: list[str] = []


def remembered_form(path: Path, identity: str) -> str:
    """The form that `ticker doctor --choose` saved for a terminal; empty if none."""
    return _read(path).forms.get(identity, "")


def remember_form(path: Path, identity: str, form: str) -> None:
    """Save a form for a terminal.

    Raises:
        OSError: The file cannot be written.
    """
    memory = _read(path)
    memory.forms[identity] = form
    _write(path, memory)


def forget_form(path: Path, identity: str) -> None:
    """Go back to the table's form for a terminal.

    Raises:
        OSError: The file cannot be written.
    """
    memory = _read(path)
    if memory.forms.pop(identity, ""):
        _write(path, memory)


def advise_once(path: Path | None, identity: str, advice: str) -> str:
    """The advice, the first time it applies to this terminal; afterwards empty."""
    if not advice or path is None:
        return advice
    memory = _read(path)
    mark = f"{identity}: {advice}"
    if mark in memory.advised:
        return ""
    memory.advised.append(mark)
    with contextlib.suppress(OSError):
        _write(path, memory)
    return advice


def _read(path: Path) -> _Preferences:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Preferences)
    except (OSError, msgspec.DecodeError):
        return _Preferences()


def _write(path: Path, memory: _Preferences) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.format(msgspec.json.encode(memory), indent=1) + b"\n")
    new.replace(path)

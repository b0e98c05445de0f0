"""A text in a file of its own: named by a headline, never over another file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category, normalize

from ticker_tui.text.cells import cluster_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NAME_BYTES: Final = 120
"""Of a name in UTF-8, without its suffix: file systems take 255, and a folder is read by people."""
MAX_SAME: Final = 1000
_NOT_IN_NAMES: Final = re.compile(r'[/\\:*?"<>|]+')
_JOINERS: Final = "\u200c\u200d"
_JOINED: Final = re.compile(f"[{_JOINERS}]+")
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\..*)?", re.IGNORECASE
)
"""Windows has devices of these names in every folder."""


class SavedFile(NamedTuple):
    """Where a text is."""

    path: Path
    before: bool = False
    """A file with just this text was there already."""


class SaveFailed(NamedTuple):
    """Why it is nowhere."""

    path: Path
    reason: str


def file_name(title: str) -> str:
    """A name that any file system takes, without a suffix: the headline's letters in their own script.

    Controls of direction and other invisible characters are left out, except joiners inside a word, where they are part of its
    spelling. A dot at the start, which would hide the file, is left out too.
    """
    visible = "".join(" " if char.isspace() else char for char in title)
    visible = "".join(char for char in visible if char in _JOINERS or not category(char).startswith("C"))
    visible = _JOINED.sub(_joiner, visible)
    name = _NOT_IN_NAMES.sub(" ", normalize("NFC", visible))
    name = " ".join(name.split()).strip(". ")
    name = _shortened(name, MAX_NAME_BYTES).rstrip(f". {_JOINERS}")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return name or "article"


def _joiner(found: re.Match[str]) -> str:
    """The joiner where scripts and emoji know it (می‌خواهم), a space where it parts words otherwise, else nothing."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if all(char > "\u02ff" and category(char)[0] in "LMNS" for char in (before, after)):
        return found[0][0]
    return " " if found[0][0] == _JOINERS[0] and before.isalnum() and after.isalnum() else ""


def _shortened(name: str, most: int) -> str:
    """Up to the end of a word, if there is one in its second half; else up to the end of a cluster."""
    data = name.encode()
    if len(data) <= most:
        return name
    fits = len(data[:most].decode("utf-8", "ignore"))
    head = name[: max((start for start in cluster_starts(name) if start <= fits), default=0)]
    space = head.rfind(" ")
    return head[:space] if space > len(head) // 2 else head


def save_folder(setting: str) -> Path:
    """The folder that articles are saved in: the user's wish, else that of downloads, else the home folder."""
    if setting:
        return Path(setting).expanduser()
    import platformdirs

    downloads = platformdirs.user_downloads_path()
    return downloads if downloads.is_dir() else Path.home()


def keep(text: str, folder: Path, name: str, suffix: str) -> SavedFile | SaveFailed:
    """Write a text into a new file; the folder is made if need be. A name that is taken gets a number."""
    data = text.encode("utf-8", "replace")
    path = folder / f"{name}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in _free(folder, name, suffix):
            try:
                # Made by this call or not at all: a file or link that is there already is never written through.
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError:
                if _holds(path, data):
                    return SavedFile(path, before=True)
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            return SavedFile(path)
    except (OSError, RuntimeError) as error:
        return SaveFailed(folder, getattr(error, "strerror", None) or str(error))
    return SaveFailed(path, os.strerror(17))


def _free(folder: Path, name: str, suffix: str) -> Iterator[Path]:
    yield folder / f"{name}{suffix}"
    for number in range(2, MAX_SAME):
        yield folder / f"{name} ({number}){suffix}"


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False

"""Why an archive cannot be written: the cause as one sentence, found without opening the archive itself.

Opening and closing the file in this process would drop the locks that SQLite holds on it (POSIX), so only its metadata is read.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from typing import TYPE_CHECKING

from ticker_tui.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

NEWER_TICKER = "A newer ticker has changed the archive; quit and start again."
FILE_SYSTEM = "The file system of {detail} is mounted read-only."
FILE_PERMISSION = "There is no permission to write to the file {detail}."
FOLDER_PERMISSION = "There is no permission to write to the folder {detail}."
IMMUTABLE = "{detail} is protected against changes (immutable attribute)."
NO_INODE = "No inode is free on the file system of {detail}."
NO_SPACE = "The file system of {detail} is full."
NO_QUOTA = "The disk quota is used up, so nothing can be written to {detail}."
NO_FILE = "No file can be written to {detail}."
NO_LOCKS = "The file system of {detail} cannot lock files."
NOTHING_SAVED = "Feeds are not polled, and nothing is saved."
MISSING = "There is no archive at {detail}, and none can be made there."

PROBE_BYTES = 64 * 1024
"""What SQLite needs to begin a write: its index of the log has 32 kB."""


def regular_file(path: Path) -> Path:
    """The file itself where `path` is a symbolic link: SQLite keeps its log beside the target.

    Raises:
        StoreError: There is something that is no regular file, or it cannot be looked at.
    """
    target = path
    try:
        if path.is_symlink():
            target = path.resolve()
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        reason = getattr(error, "strerror", None) or "the symbolic links form a loop"
        raise StoreError(f"{path}: cannot be opened ({reason}). Name another folder with --data.") from error
    if not stat.S_ISREG(mode):
        kind = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
        raise StoreError(
            f"{path} is {kind}, so no archive can be kept there. Name another folder with --data."
        )
    return target


def write_obstacle(path: Path) -> str:
    """Why the archive cannot be written, as far as mount flags and permissions tell; empty: they allow it. Costs microseconds."""
    folder = path.parent
    for place, sentence in (
        *((each, FILE_PERMISSION) for each in _files(path)),
        (folder, FOLDER_PERMISSION),
    ):
        needed = os.W_OK | (os.X_OK if place is folder else 0)
        if os.access(place, os.F_OK) and not os.access(place, needed):
            return _denied(place, sentence)
    return FILE_SYSTEM.format(detail=folder) if _mounted_read_only(folder) else ""


def write_failure(path: Path) -> str:
    """The same, and by writing a small file into the folder; empty: that worked."""
    if obstacle := write_obstacle(path):
        return obstacle
    import tempfile  # no part of the start

    try:
        with tempfile.TemporaryFile(dir=path.parent, prefix=f".{path.name}-") as file:
            file.write(b"\0" * PROBE_BYTES)
            file.flush()
    except OSError as error:
        return _why_not_made(path.parent, error)
    return ""


def lock_failure(path: Path) -> str:
    """Why no file can be locked there, as on some network file systems; empty: it can, or that cannot be found out."""
    if sys.platform == "win32":
        return ""
    import fcntl
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=path.parent, prefix=f".{path.name}-") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                return NO_LOCKS.format(detail=f"{path.parent} ({os.strerror(error.errno or 0)})")
    except OSError:
        pass
    return ""


def _files(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{suffix}") for suffix in ("", "-wal", "-shm")]


def _denied(place: Path, sentence: str) -> str:
    """Why `access` says no."""
    if _mounted_read_only(place):
        return FILE_SYSTEM.format(detail=place.parent if sentence is FILE_PERMISSION else place)
    if sys.platform == "win32":
        return sentence.format(detail=place)
    found = place.stat()
    user = os.geteuid()
    # The superuser, and the owner whose mode allows it, are denied by an attribute of the file only.
    if user == 0 or (found.st_uid == user and found.st_mode & stat.S_IWUSR):
        return IMMUTABLE.format(detail=place)
    owner = "" if found.st_uid == user else f" (owner: {_user_name(found.st_uid)})"
    return sentence.format(detail=f"{place}{owner}")


def _user_name(uid: int) -> str:
    if sys.platform != "win32":
        import pwd

        try:
            return pwd.getpwuid(uid).pw_name
        except KeyError:
            pass  # of another machine, or of a container
    return str(uid)


def _mounted_read_only(place: Path) -> bool:
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(place).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _why_not_made(folder: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC:
            return (NO_INODE if _inodes_used_up(folder) else NO_SPACE).format(detail=folder)
        case errno.EDQUOT:
            return NO_QUOTA.format(detail=folder)
        case errno.EROFS:
            return FILE_SYSTEM.format(detail=folder)
        case errno.EACCES:
            return FOLDER_PERMISSION.format(detail=folder)
        case errno.EPERM:
            return IMMUTABLE.format(detail=folder)
        case _:
            return NO_FILE.format(detail=f"{folder} ({os.strerror(error.errno or 0)})")


def _inodes_used_up(folder: Path) -> bool:
    if sys.platform == "win32":
        return False
    found = os.statvfs(folder)
    return found.f_files > 0 and found.f_favail == 0

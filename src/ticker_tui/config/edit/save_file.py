"""Rewriting feeds.toml in one step: read, changed, checked, and put in the place of what was there; or left as it was."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
import time
import tomllib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui.config.edit.merge import MergeConflictError, merged
from ticker_tui.config.load import (
    BYTE_ORDER_MARK,
    parse_config,
    read_text,
    shown_path,
    stamp_of,
    syntax_problem,
)
from ticker_tui.errors import ChangedSinceError, ConfigError, StaleConfigError
from ticker_tui.filesystem import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import tomlkit

    from ticker_tui.model import Feed

LOCK_S = 10.0
"""How long another program may hold the file; ours do for milliseconds."""
RETRY_S = 0.02
_BARE_LINE_END = re.compile(r"(?<!\r)\n")


def read(path: Path) -> tuple[str, tomlkit.TOMLDocument]:
    """The file as it is and as a document."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text, _ = read_text(path)
    bare = text.removeprefix(BYTE_ORDER_MARK)
    try:
        tomllib.loads(bare)
        return text, tomlkit.parse(bare)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([syntax_problem(path, bare, error)]) from None
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise _not_editable(path, error) from error


def _not_editable(path: Path, error: Exception) -> ConfigError:
    """What tomllib reads and tomlkit does not."""
    return ConfigError(
        [f"{shown_path(path)}: cannot be edited by the program ({error}); nothing was written"]
    )


def rewrite(
    path: Path,
    change: Callable[[tomlkit.TOMLDocument], str | None],
    stamp: tuple[int, int] | None = None,
) -> None:
    """Have a change made to the file, all of it or nothing; `change` works on the document, or returns the whole text anew.

    Raises:
        ConfigError: The file has changed since `stamp`, is no TOML, or cannot be written; or what `change` raises.
    """
    from tomlkit.exceptions import TOMLKitError

    read_text(path)  # what is no regular file is refused here, before it is locked
    target = path.resolve()  # a link into somebody's dotfiles stays a link
    with _locked(path, target):
        before = stamp_of(target)
        if stamp is not None and before != stamp:
            raise StaleConfigError(
                [f"{shown_path(path)}: has changed meanwhile; nothing was written, look at it and try again"]
            )
        text, document = read(path)
        try:
            after = change(document)
            after = text_of(document) if after is None else after
            if "\r\n" in text:
                after = _BARE_LINE_END.sub("\r\n", after)
            tomllib.loads(after)
        except (TOMLKitError, tomllib.TOMLDecodeError) as error:
            raise _not_editable(path, error) from error
        if text.startswith(BYTE_ORDER_MARK):
            after = f"{BYTE_ORDER_MARK}{after}"
        replace_file(path, target, after, before)


@contextmanager
def _locked(path: Path, target: Path) -> Generator[None]:
    """Let one program at a time read, change and replace the file, so that the next one reads what this one has written.

    Raises:
        ConfigError: The file is read-only, or another program has kept it locked for `LOCK_S`.
    """
    until = time.monotonic() + LOCK_S
    if sys.platform == "win32":
        yield  # an open file cannot be replaced there
        return
    try:
        while True:
            with target.open("rb") as file:
                status = os.fstat(file.fileno())
                if (
                    not stat.S_ISREG(status.st_mode)
                    or not status.st_mode & 0o222
                    or not os.access(target, os.W_OK)
                ):
                    raise ConfigError([f"{shown_path(path)}: is read-only; nothing was written"])
                # When it was replaced meanwhile, the lock is on the old file.
                if try_lock(file) and os.path.samestat(status, target.stat()):
                    yield
                    return
            if time.monotonic() > until:
                raise ConfigError(
                    [f"{shown_path(path)}: another program is writing it; nothing was written, try again"]
                )
            time.sleep(RETRY_S)
    except OSError as error:
        raise ConfigError([f"{shown_path(path)}: cannot be written ({error.strerror})"]) from error


def apply_change(path: Path, before: str, after: str) -> None:
    """Make a change to the file that turned one text into another; what else has changed since stays.

    To undo a change, exchange the two texts.

    Raises:
        ConfigError: The same lines have been changed since, the result would have a mistake in it, or it cannot be written.
    """
    text_in(path)  # what is no regular file is refused here, before it is locked
    target = path.resolve()
    with _locked(path, target):
        stamp = stamp_of(target)
        text = text_in(path)
        conflict = ChangedSinceError([f"{shown_path(path)}: was changed at the same place since"])
        try:
            wanted = merged(before, text, after)
        except MergeConflictError:
            raise conflict from None
        if wanted == text:
            return
        result = _feeds_of(wanted, path)
        if text != before:
            # Tables look alike: a merge by lines could put the lines of one feed into the table of another.
            base, ours, theirs = (_feeds_of(each, path) for each in (before, text, after))
            urls = base.keys() | ours.keys() | theirs.keys()
            expected = {url: (ours if theirs.get(url) == base.get(url) else theirs).get(url) for url in urls}
            if result != {url: feed for url, feed in expected.items() if feed is not None}:
                raise conflict
        replace_file(path, target, wanted, stamp)


def _feeds_of(text: str, path: Path) -> dict[str, Feed]:
    """The feeds of a whole feeds.toml, by address."""
    return {feed.url: feed for feed in parse_config(text, path, (0, 0)).feeds}


def replace_text(path: Path, text: str, *, instead_of: str) -> None:
    """Put a text into the file, unless somebody else has changed it meanwhile.

    Raises:
        ConfigError: It has other contents than `instead_of`, or cannot be written.
    """
    text_in(path)
    target = path.resolve()
    with _locked(path, target):
        stamp = stamp_of(target)
        if text_in(path) != instead_of:
            raise StaleConfigError([f"{shown_path(path)}: was changed by somebody else just now"])
        replace_file(path, target, text, stamp)


def text_in(path: Path) -> str:
    """The text of the file, as it is: line ends and a byte order mark are part of it.

    Raises:
        ConfigError: It cannot be read.
    """
    return read_text(path)[0]


def replace_file(path: Path, target: Path, text: str, before: tuple[int, int] | None) -> None:
    """Put the new text in the file's place in one step: whoever reads it sees the old one or the new one."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        status = target.stat()
        if hasattr(os, "chown"):
            with suppress(OSError):  # root's edit of somebody's file leaves it theirs
                os.chown(temporary, status.st_uid, status.st_gid)
        Path(temporary).chmod(stat.S_IMODE(status.st_mode))
        if stamp_of(target) != before:
            raise StaleConfigError(
                [f"{shown_path(path)}: was changed by somebody else just now; nothing was written"]
            )
        Path(temporary).replace(target)
    except OSError as error:
        raise ConfigError([f"{shown_path(path)}: cannot be written ({error.strerror})"]) from error
    finally:
        with suppress(OSError):
            Path(temporary).unlink()


def text_of(document: tomlkit.TOMLDocument) -> str:
    """A document as text; as long as nothing was changed, the text it was read from."""
    import tomlkit

    return tomlkit.dumps(document)

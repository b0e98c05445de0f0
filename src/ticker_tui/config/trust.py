"""Whether a feeds.toml that merely lies in the current folder may be used: what it could do, and what its user has agreed to.

A folder may come from anywhere (a clone, an archive, /tmp). Its feeds.toml can run programs and send variables of the environment
to servers, so it is used only after a question. What is remembered is the file's real path together with what the file could do
at that time: a pull, another file in its place or another owner is asked about again as soon as it can do more. Device and inode
are not remembered, since most editors, and `config.edit.feed_edits.save_file`, change them with each save.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from ticker_tui.errors import ConfigError
from ticker_tui.filesystem import open_private, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker_tui.config.schema import Config
    from ticker_tui.model import Feed

FILE_NAME: Final = "folders.json"
MAX_BYTES: Final = 4_000_000
_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")


class TrustAnswer(msgspec.Struct, frozen=True):
    """What was answered about one file."""

    use: bool
    powers: frozenset[str] = frozenset()
    """What it could do then."""


class LocalFile(msgspec.Struct, frozen=True, kw_only=True):
    """The feeds.toml of a folder."""

    path: Path
    """Without symbolic links."""
    powers: tuple[str, ...]
    """What it can do, each as the end of a sentence that begins with “It”."""
    answer: TrustAnswer | None
    """What was answered earlier; None: nothing, or it can do more by now."""


def look_at(path: Path) -> LocalFile:
    """Read a folder's feeds.toml without using it. One with mistakes can do nothing, as it is not loaded."""
    from ticker_tui.config.load import load_config

    real = Path(os.path.realpath(path))
    can = [*_ownership(real)]
    with suppress(ConfigError):
        can += powers(load_config(real, feeds_needed=False))
    answer = _answers().get(str(real))
    if answer is not None and answer.use and not answer.powers.issuperset(can):
        answer = None
    return LocalFile(path=real, powers=tuple(dict.fromkeys(can)), answer=answer)


def remember(file: LocalFile, *, use: bool) -> None:
    """Keep the answer about a file.

    Raises:
        OSError: It cannot be written.
    """
    path = _memory()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    answers = {**_answers(), str(file.path): TrustAnswer(use, frozenset(file.powers))}
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with open_private(new, "xb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(answers, order="sorted"), indent=1) + b"\n")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def agree_to(path: Path) -> frozenset[str]:
    """Let a file that is in use do what it can do now, since its user has edited it in the program."""
    file = look_at(path)
    with suppress(OSError):
        remember(file, use=True)
    return frozenset(file.powers)


def refuse_more(config: Config, granted: frozenset[str]) -> None:
    """Refuse a file that was changed while it was in use and can do more than was agreed to.

    Raises:
        ConfigError: It can; the message says what.
    """
    from ticker_tui.config.load import shown_path

    real = Path(os.path.realpath(config.path))
    more = [power for power in (*_ownership(real), *powers(config)) if power not in granted]
    if more:
        remedy = "nobody has agreed to that; start ticker again to be asked"
        raise ConfigError([f"{shown_path(config.path)}: it {power}; {remedy}" for power in more])


def powers(config: Config) -> Iterator[str]:
    """What a file makes the program do besides requesting feeds."""
    settings = config.settings
    for command in (settings.alerts.command, *(share.command for share in settings.share)):
        if command:
            yield f"runs the program {shlex.join(command)}"
    for feed in config.feeds:
        yield from _powers_of_feed(feed)


def _powers_of_feed(feed: Feed) -> Iterator[str]:
    for text in (feed.auth, *feed.headers.values()):
        for name in _VARIABLE.findall(text):
            yield f"sends your variable {name} to {_host(feed.url)}"
    for name in _VARIABLE.findall(feed.proxy):
        yield f"sends your variable {name} to the proxy {_host(feed.proxy)}"


def _host(url: str) -> str:
    """Scheme, host and port; a variable in them is shown by name."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _ownership(path: Path) -> Iterator[str]:
    """Who else decides what the file says."""
    if not hasattr(os, "getuid"):
        return
    with suppress(OSError):
        status, folder = path.stat(), path.parent.stat()
        if status.st_uid not in {os.getuid(), 0}:
            yield f"belongs to another user (number {status.st_uid})"
        open_folder = folder.st_mode & stat.S_IWOTH and not folder.st_mode & stat.S_ISVTX
        if status.st_mode & stat.S_IWOTH or open_folder:
            yield "can be changed by every user of this machine"


def _answers() -> dict[str, TrustAnswer]:
    try:
        data, _ = read_regular(_memory(), limit=MAX_BYTES)
        return msgspec.json.decode(data, type=dict[str, TrustAnswer])
    except (OSError, msgspec.DecodeError):
        return {}


def _memory() -> Path:
    """Where answers are kept: with the user's state, whatever folder the archive is in."""
    import platformdirs

    return platformdirs.user_state_path("ticker-tui", appauthor=False) / FILE_NAME

"""Rewriting feeds.toml in one step: read, changed, checked, and put in the place of what was there; or left as it was."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui.config.load import shown_path, stamp_of
from ticker_tui.errors import ConfigError, StaleConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    import tomlkit

_BARE_LINE_END = re.compile(r"(?<!\r)\n")


def read(path: Path) -> tuple[str, tomlkit.TOMLDocument]:
    """The file as it is and as a document."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = path.read_bytes().decode("utf-8")
        return text, tomlkit.parse(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except OSError as error:
        raise ConfigError([f"{shown_path(path)}: cannot be read ({error.strerror})"]) from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise _mistake(path, error) from error


def _mistake(path: Path, error: Exception) -> ConfigError:
    remedy = "`ticker check` says where; nothing was written"
    return ConfigError([f"{shown_path(path)}: has a mistake in it ({error}); {remedy}"])


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

    target = path.resolve()  # a link into somebody's dotfiles stays a link
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
        raise _mistake(path, error) from error
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        after = f"\N{ZERO WIDTH NO-BREAK SPACE}{after}"
    replace_file(path, target, after, before)


def replace_file(path: Path, target: Path, text: str, before: tuple[int, int] | None) -> None:
    """Put the new text in the file's place in one step: whoever reads it sees the old one or the new one."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode & 0o7777)
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

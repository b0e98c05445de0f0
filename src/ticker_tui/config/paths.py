"""Which feeds.toml, and where the archive lives."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.errors import ConfigError, StoreError
from ticker_tui.filesystem import open_private, read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONFIG_NAME = "feeds.toml"
_APPLICATION = "ticker-tui"
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")


class FoundConfig(NamedTuple):
    """The feeds.toml to use."""

    path: Path
    reason: str
    """Why this one."""
    granted: frozenset[str] | None = None
    """What it may do (`trust.powers`); None: whatever it says."""


def find_config(
    explicit: Path | None,
    *,
    environ: Mapping[str, str],
    cwd: Path,
    agree: Callable[[Path], frozenset[str] | None],
) -> FoundConfig:
    """The feeds.toml to use: `--config`, `$TICKER_CONFIG`, `./feeds.toml` if its user agrees, else the one in the user's config folder.

    The last one is made from the default file on first run. The first two have to exist, as they were asked for.

    Args:
        explicit: `--config`.
        environ: The environment.
        cwd: The current folder.
        agree: Asked about a feeds.toml that nobody has named; returns what it may do, or None when it is not to be used.

    Raises:
        ConfigError: A file that was asked for is not there, or the default one cannot be made.
    """
    if explicit is not None:
        return FoundConfig(_asked_for(explicit, "--config"), "named by --config")
    if environ.get("TICKER_CONFIG"):
        named = Path(environ["TICKER_CONFIG"]).expanduser()
        return FoundConfig(_asked_for(named, "$TICKER_CONFIG"), "named by $TICKER_CONFIG")
    here, users = cwd / CONFIG_NAME, user_config()
    reason = "your own"
    if os.path.isfile(here) and os.path.realpath(here) != os.path.realpath(users):  # noqa: PTH113 - False for a loop of links
        granted = agree(here)
        if granted is not None:
            return FoundConfig(here, "in this folder, as you agreed", granted)
        reason = "your own; the feeds.toml of this folder is not used"
    if not users.exists():
        make_default(users, language=locale_language(environ))
    return FoundConfig(users, reason)


def user_config() -> Path:
    """Where the user's own feeds.toml is, or would be."""
    import platformdirs

    return platformdirs.user_config_path(_APPLICATION, appauthor=False) / CONFIG_NAME


def locale_language(environ: Mapping[str, str]) -> str:
    """The language of the locale, as feeds.toml writes it; empty for C and POSIX."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    found = _LANGUAGE.match(locale)
    return found[1].lower() if found else ""


def default_text(language: str = "") -> str:
    """The feeds.toml that a first run gets: the feeds in a language are on in it, besides those that always are."""
    from importlib.resources import files

    text = files("ticker_tui.config").joinpath(CONFIG_NAME).read_text(encoding="utf-8")
    if not language:
        return text
    head, *feeds = text.split("[[feeds]]\n")
    wanted = f'\nlang = "{language}"\n'
    feeds = [feed.replace("\nenabled = false\n", "\n", 1) if wanted in feed else feed for feed in feeds]
    return "[[feeds]]\n".join([head, *feeds])


def is_default(path: Path, *, environ: Mapping[str, str]) -> bool:
    """Whether a feeds.toml is still as a first run got it."""
    try:
        data, _ = read_regular(path, limit=1_000_000)
    except OSError:
        return False
    return data == default_text(locale_language(environ)).encode()


def make_default(path: Path, *, language: str = "") -> None:
    """Write the default feeds.toml, never over one that is there.

    Raises:
        ConfigError: It cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open_private(path, "xb") as file:  # passwords may be written into it
            file.write(default_text(language).encode())
    except FileExistsError:
        return  # another ticker was faster
    except OSError as error:
        remedy = "name a feeds.toml with --config"
        raise ConfigError(
            [f"{path}: cannot make the first feeds.toml ({error.strerror}); {remedy}"]
        ) from error


def data_dir(explicit: Path | None, *, environ: Mapping[str, str]) -> Path:
    """The folder of the archive: `--data`, `$TICKER_DATA`, else the user's data folder. Made when it is not there.

    Raises:
        StoreError: It cannot be made.
    """
    if explicit is not None:
        folder = explicit
    elif environ.get("TICKER_DATA"):
        folder = Path(environ["TICKER_DATA"]).expanduser()
    else:
        import platformdirs

        folder = platformdirs.user_data_path(_APPLICATION, appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise StoreError(f"{folder}: is a file; name a folder with --data") from None
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot make the data folder ({os.strerror(error.errno or 0)})"
        ) from error
    return folder


def _asked_for(path: Path, by: str) -> Path:
    if not os.path.lexists(path):  # what else may be wrong with it is said by whoever reads it
        raise ConfigError([f"{path}: there is no such file ({by} asked for it)"])
    return path

"""Which feeds.toml, and where the archive lives."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_NAME = "feeds.toml"
_APPLICATION = "ticker-tui"
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")


def find_config(explicit: Path | None, *, environ: Mapping[str, str], cwd: Path) -> Path:
    """The feeds.toml to use: `--config`, `$TICKER_CONFIG`, `./feeds.toml`, else the one in the user's config folder.

    The last one is made from the default file on first run. The first two have to exist, as they were asked for.

    Raises:
        ConfigError: A file that was asked for is not there, or the default one cannot be made.
    """
    if explicit is not None:
        return _asked_for(explicit, "--config")
    if environ.get("TICKER_CONFIG"):
        return _asked_for(Path(environ["TICKER_CONFIG"]).expanduser(), "$TICKER_CONFIG")
    here = cwd / CONFIG_NAME
    if here.is_file():
        return here
    users = user_config()
    if not users.exists():
        make_default(users, language=locale_language(environ))
    return users


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
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return text == default_text(locale_language(environ))


def make_default(path: Path, *, language: str = "") -> None:
    """Write the default feeds.toml, never over one that is there.

    Raises:
        ConfigError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(default_text(language))
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
    if not path.exists():
        raise ConfigError([f"{path}: there is no such file ({by} asked for it)"])
    return path

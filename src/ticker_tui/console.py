"""Standard output and standard error: the one place where the program prints.

Sentences may quote arguments, file names, variables of the environment or the text of a feed. A terminal would obey the
escape sequences in them, so they are cleaned here, and logins and tokens are hidden in messages.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from ticker_tui.urls.credentials import hide_secrets

if TYPE_CHECKING:
    from _typeshed import SupportsWrite


def printable(text: str) -> str:
    """A text that a terminal shows and does not obey; line ends stay."""
    if text.replace("\n", "").isprintable():
        return text
    from ticker_tui.text import clean_text  # takes longer to import than `ticker --version` takes

    return clean_text(text, limit=len(text))


def warn(message: str) -> None:
    """Print a message for people to standard error."""
    print(printable(hide_secrets(message)), file=sys.stderr)


def ask(question: str) -> None:
    """Print a question to standard error, the answer to be typed behind it."""
    print(printable(question), end="", file=sys.stderr, flush=True)


def say(sentence: str) -> None:
    """Print a sentence for people to standard output."""
    print(printable(sentence))


def put(data: str, *, end: str = "\n") -> None:
    """Print finished data to standard output: JSON, or fields that have been cleaned."""
    print(data, end=end)


class CleaningArgumentParser(ArgumentParser):
    """A parser whose messages, which quote the arguments, are cleaned like all others."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - argparse's own, passed on
        super().__init__(*args, **options)
        # Python 3.14 would put escape sequences into the help, half of which would be cleaned away.
        self.color = False

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        super()._print_message(printable(hide_secrets(message)) if message else message, file)

"""The language that is spoken now. There is one screen, one reader, and so one language at a time."""

from __future__ import annotations

from ticker_tui.i18n.locale import Language


class _Spoken:
    now = Language()


def speak(language: Language) -> None:
    """Say everything from now on in this language. What has been said is said again by whoever said it."""
    _Spoken.now = language


def current() -> Language:
    """The language that is spoken now."""
    return _Spoken.now


def tr(message: str) -> str:
    """A sentence in the language that is spoken."""
    return _Spoken.now.tr(message)


def trn(one: str, many: str, count: int) -> str:
    """A sentence about `count` things in the language that is spoken, ``{count}`` filled in."""
    return _Spoken.now.trn(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name translators' tools know
    """A sentence that is translated later, when it is shown: for tables that are made while modules are imported."""
    return message

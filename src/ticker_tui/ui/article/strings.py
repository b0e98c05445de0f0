"""What the screen says about the article that is being read: found words, links, progress, and what became of it elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.i18n import tr, trn
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.strings import isolated, number

if TYPE_CHECKING:
    from ticker_tui.ui.article.find import FindResult


def find_hint() -> str:
    """In the empty field."""
    return tr("find in the article")


def matches(found: FindResult) -> str:
    """How many places have it, and at which of them one is."""
    if not found.total:
        return tr("not found")
    said = trn("{place} of {count} match", "{place} of {count} matches", found.total)
    return said.format(place=number(found.place))


def matches_summary(found: FindResult, next_key: str, previous_key: str) -> str:
    """While the marks stand and nobody types."""
    keys = " ".join(isolated(key) for key in (next_key, previous_key) if key)
    return f"{matches(found)} · {keys}" if keys else matches(found)


def link(link_number: int, address: str, *, safe: bool) -> str:
    """A link, before it is followed.

    Args:
        link_number: As shown in the article.
        address: As a person reads it.
        safe: Whether it is opened at all.
    """
    label, said = isolated(f"[{link_number}]"), isolated(address)
    return (
        f"{label} {said}"
        if safe
        else tr("{number} is not opened: {address}").format(number=label, address=said)
    )


def no_links() -> str:
    """There is none to choose."""
    return tr("This article has no links.")


def progress(percent: int) -> str:
    """How much of the article has gone by. As wide with one digit as with three: it stands in a row with others."""
    return tr("{percent}%").format(percent=number(f"{percent}".rjust(3, "\u2007")))


def last_of_list(step: int) -> str:
    """There is no next (1) or previous (-1) headline."""
    if step > 0:
        return tr("This is the last headline of the list.")
    return tr("This is the first headline of the list.")


def saved(path: str, *, before: bool = False) -> str:
    """Where an article was put; `before`: it was there already, just so."""
    said = tr("It is there already: {path}") if before else tr("Saved: {path}")
    return said.format(path=isolated(path))


def not_saved(path: str, why: str) -> str:
    """The article is in no file."""
    return tr("Not saved in {path}: {reason}").format(path=isolated(path), reason=isolated(reason(why)))


def nothing_to_share() -> str:
    """feeds.toml names no command."""
    return tr("feeds.toml has no command to share with: add one as [[share]].")


def share_title() -> str:
    """Above several commands."""
    return tr("Share")


def share_keys() -> str:
    """Below it."""
    return tr("a number or ⏎ chooses")


def shared(name: str) -> str:
    """A command of the user has ended well."""
    return tr("Shared: {name}").format(name=isolated(name))


def share_missing(name: str, program: str) -> str:
    """The program is not there."""
    return tr("{name}: there is no program {program}.").format(name=isolated(name), program=isolated(program))


def share_failed(name: str, code: int) -> str:
    """The program ended with an error."""
    return tr("{name} ended with an error (code {code}).").format(name=isolated(name), code=number(code))


def share_slow(name: str) -> str:
    """The program was ended."""
    return tr("{name} took too long and was ended.").format(name=isolated(name))


def share_not_safe(name: str) -> str:
    """The command wants a link, and there is none that may be handed over."""
    return tr("{name} wants a link, and this article has none that can be given to it.").format(
        name=isolated(name)
    )

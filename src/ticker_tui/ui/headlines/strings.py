"""What is said about the list of headlines: its order, what is picked, what is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.i18n import N_, tr, trn
from ticker_tui.model import Order
from ticker_tui.ui.strings import isolated, nothing_unread
from ticker_tui.ui.undo import Change, Deed, Edited, EntryFlag, FileEdit, RuleEdit

if TYPE_CHECKING:
    from ticker_tui.ui.headlines.snapshot import Narrowing

_ORDERS = {
    Order.TIME: N_("sorted by time"),
    Order.SOURCE: N_("sorted by source"),
    Order.SIZE: N_("sorted by how many tell a story"),
}


def narrowed(narrowing: Narrowing, usual: Narrowing, *, source: str, count: int, key: str) -> str:
    """What of a tab is shown, and how to see all of it.

    Args:
        narrowing: Not everything, or not as usual.
        usual: What `key` goes back to.
        source: The name of the one that is shown alone.
        count: How many headlines it leaves.
        key: That ends it, as displayed.
    """
    parts = [
        tr("only unread") if narrowing.unread_only else "",
        tr("only {source}").format(source=isolated(source)) if narrowing.feed_url else "",
        tr("search: {query}").format(query=isolated(narrowing.search)) if narrowing.search else "",
        tr("one headline a story") if narrowing.stories or narrowing.order is Order.SIZE else "",
        "" if narrowing.order is usual.order is Order.TIME else tr(_ORDERS[narrowing.order]),
        trn("{count} headline", "{count} headlines", count),
    ]
    said = " · ".join(filter(None, parts))
    return f"{said} · " + tr("{key} shows all").format(key=isolated(key)) if key else said


def nothing_to_unfold() -> str:
    """A story of which nothing else can be shown."""
    return tr("Nothing else tells this story, or it is in the list already.")


def undone(change: Deed | None) -> str:
    """The answer to undo; None: there was nothing to take back."""
    return (
        tr("There is nothing to take back.")
        if change is None
        else tr("Undone: {what}").format(what=_what(change))
    )


def redone(change: Deed | None) -> str:
    """The answer to redo; None: nothing had been taken back."""
    return (
        tr("Nothing was taken back.")
        if change is None
        else tr("Done again: {what}").format(what=_what(change))
    )


def repeated(edit: FileEdit) -> str:
    """The answer to undo or redo of a change in feeds.toml."""
    return undone(edit) if edit.undone else redone(edit)


def done(change: Change) -> str:
    """The answer to a key that marks many headlines as read."""
    return _what(change) if change.ids else nothing_unread()


def _what(change: Deed) -> str:
    if isinstance(change, RuleEdit):
        from ticker_tui.ui.rules import strings as rules_strings

        return rules_strings.deed(change)
    if isinstance(change, FileEdit):
        return tr(_EDITS[change.kind]).format(name=isolated(change.name))
    headlines = trn("{count} headline", "{count} headlines", len(change.ids))
    return tr(_CHANGES[change.mark, change.value]).format(headlines=headlines)


_EDITS = {
    Edited.FEED_ADDED: N_("feed added · {name}"),
    Edited.FEED_REMOVED: N_("feed removed · {name}"),
    Edited.FEED_DESCRIBED: N_("feed edited · {name}"),
    Edited.FEED_ON: N_("feed switched on · {name}"),
    Edited.FEED_OFF: N_("feed switched off · {name}"),
    Edited.FEED_MOVED: N_("new address taken over · {name}"),
    Edited.SETTING: N_("setting changed · {name}"),
}

_CHANGES = {
    (EntryFlag.READ, True): N_("read · {headlines}"),
    (EntryFlag.READ, False): N_("unread · {headlines}"),
    (EntryFlag.STARRED, True): N_("starred · {headlines}"),
    (EntryFlag.STARRED, False): N_("star taken off · {headlines}"),
    (EntryFlag.DELETED, True): N_("deleted · {headlines}"),
    (EntryFlag.DELETED, False): N_("brought back · {headlines}"),
}


def picked(count: int, key: str) -> str:
    """The status while headlines are picked: keys act on all of them.

    Args:
        count: How many.
        key: That lets go of them, as displayed; empty: the user has taken it away.
    """
    said = trn("{count} headline picked", "{count} headlines picked", count)
    return f"{said} · " + tr("{key} lets go").format(key=isolated(key)) if key else said


def deleted(change: Change, key: str) -> str:
    """The answer to the key that deletes, and how to take it back."""
    said = done(change)
    return f"{said} · " + tr("{key} brings back").format(key=isolated(key)) if key else said


def was_out_of_view(key: str) -> str:
    """The answer to the key that deletes, where what it would delete was not on the screen."""
    return tr("The selected headline was out of view. Press {key} again to delete it.").format(
        key=isolated(key)
    )


def copied_headlines(count: int) -> str:
    """The status after several headlines went to the clipboard."""
    return trn("copied {count} headline", "copied {count} headlines", count)


def really_open(count: int, key: str) -> str:
    """Asked before many pages are opened at once."""
    return trn(
        "This would open {count} page in the browser; {key} once more opens them all.",
        "This would open {count} pages in the browser; {key} once more opens them all.",
        count,
    ).replace("{key}", isolated(key))


def opened_pages(count: int) -> str:
    """The browser has them now."""
    return trn("Opened {count} page in the browser.", "Opened {count} pages in the browser.", count)


def headings_are(*, shown: bool) -> str:
    """The answer to the key of the headings."""
    return tr("Headings stand between the rows.") if shown else tr("No headings.")

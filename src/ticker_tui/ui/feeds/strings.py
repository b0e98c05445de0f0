"""What the sheet of feeds and the forms behind it say: how a feed stands, where it has moved to, how one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.i18n import N_, current, tr, trn
from ticker_tui.i18n.dates import ago
from ticker_tui.model import FeedStatus
from ticker_tui.text import cell_len, layout
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.strings import clock_time, isolated, number, span

if TYPE_CHECKING:
    from datetime import datetime

    from ticker_tui.model import FeedState, FeedStats
    from ticker_tui.polling.redirects import Move
    from ticker_tui.ui.dialogs.dialog import SheetRow

_STATUS = {
    FeedStatus.NEVER: N_("not asked yet"),
    FeedStatus.OK: N_("ok"),
    FeedStatus.NOT_MODIFIED: N_("ok, nothing new"),
    FeedStatus.FAILED: N_("failed"),
    FeedStatus.GONE: N_("gone for good"),
}


def feed_line(state: FeedState, wait_s: float | None) -> str:
    """How a feed stands, beside its name."""
    parts = [tr(_STATUS[state.status])]
    if state.checked_at is not None:
        parts.append(tr("asked {time}").format(time=clock_time(state.checked_at)))
    if state.answer_s is not None and state.status in {FeedStatus.OK, FeedStatus.NOT_MODIFIED}:
        parts.append(tr("answered in {seconds} s").format(seconds=number(f"{state.answer_s:.1f}")))
    if state.failures > 1:
        parts.append(trn("{count} time in a row", "{count} times in a row", state.failures))
    if wait_s is not None:
        parts.append(tr("next in {span}").format(span=span(wait_s)))
    return " · ".join(parts)


def has_moved(address: str, width_cells: int) -> list[SheetRow]:
    """Where a feed is now, by its server's word; the address stands on a line of its own where it fits on none with words."""
    said = tr("has moved to {address}")
    whole = said.format(address=f"\u2066{address}\u2069")
    if cell_len(whole) <= width_cells:
        return [((whole, "text", 0),)]
    words = said.format(address="").strip()
    return [((words, "text", 0),), *in_lines(address, "text", width_cells)]


def how_to_move(move: Move, key: str) -> str:
    """What to do about it."""
    return (
        reason(move.obstacle)
        if move.obstacle
        else tr("{key} takes the new address over").format(key=isolated(key))
    )


def has_not_moved(name: str) -> str:
    """There is no new address to take over."""
    return tr("{name} has not moved.").format(name=isolated(name))


def feed_is_moved(name: str) -> str:
    """Its new address is in feeds.toml."""
    return tr("{name} is read at its new address from now on.").format(name=isolated(name))


def filter_hint() -> str:
    """What is typed into the field of the feeds' filter."""
    return tr("name, address or category of a feed")


def no_feed_matches() -> str:
    """There are feeds, but none is found by what was typed."""
    return tr("No feed matches.")


def removal_question(key: str) -> str:
    """One more key removes a feed."""
    return tr("Press {key} again to remove this feed.").format(key=isolated(key))


def feed_removed(name: str, key: str) -> str:
    """It is no longer in feeds.toml.

    Args:
        name: Of the feed.
        key: That brings it back, as displayed; empty: the user has taken it away.
    """
    removed = tr("{name} was removed.").format(name=isolated(name))
    return (
        f"{removed} " + tr("{key} restores it and its headlines.").format(key=isolated(key))
        if key
        else removed
    )


def feed_added(name: str) -> str:
    """It is in feeds.toml."""
    return tr("{name} was added.").format(name=isolated(name))


def in_lines(sentence: str, role: str, width_cells: int) -> list[SheetRow]:
    """A sentence as lines of a sheet, broken where a reader would, and whole: nothing is left out."""
    lines = (line.logical for line in layout(sentence, max(8, width_cells)))
    return [((sentence[place.start : place.stop].rstrip(), role, 0),) for place in lines]


def add_feed_title() -> str:
    """Above the form for a new feed."""
    return tr("Add a feed")


def edit_feed_title() -> str:
    """Above the form for what is said of a feed."""
    return tr("What feeds.toml says of this feed")


def feed_fields() -> tuple[tuple[str, str], ...]:
    """The fields of both forms, each with its label."""
    return ("name", tr("Name")), ("category", tr("Category")), ("lang", tr("Language code"))


def address_label() -> str:
    """Before the field for an address."""
    return tr("Address")


def address_hint() -> str:
    """In the empty field for an address."""
    return tr("news.example, or the address of a feed or of a page")


def form_find() -> str:
    """What Enter does while an address is typed."""
    return tr("look for the feed")


def form_add() -> str:
    """What Enter does when a feed was found."""
    return tr("add it")


def form_done() -> str:
    """What Enter does in the form of a feed that is there."""
    return tr("done")


def form_close() -> str:
    """What Escape does in a form."""
    return tr("cancel")


def looking_for_feed(address: str) -> str:
    """The address was given."""
    return tr("Looking for a feed at {address}…").format(address=isolated(address))


def no_feed_found(why: str) -> str:
    """Why there is no feed at an address, in the language that is spoken."""
    from ticker_tui.polling.feed_finder import NOT_NEARBY

    if not why.endswith(NOT_NEARBY):
        return reason(why)
    nearby = tr("No feed was found behind it.")
    return f"{reason(why.removesuffix(NOT_NEARBY).strip())} {nearby}"


def feed_is_there(name: str) -> str:
    """A feed that feeds.toml has already."""
    return tr("This feed is there already: {name}.").format(name=isolated(name))


def feed_brings(count: int) -> str:
    """Above the newest headlines of a feed that was found."""
    return trn("{count} headline; the newest:", "{count} headlines; the newest:", count)


def no_language(code: str) -> str:
    """What was typed as a language is none."""
    return tr("{code} is no language; write its code, such as ar or en-GB.").format(code=isolated(code))


def feed_off() -> str:
    """A feed that is not asked because the user wants it so."""
    return tr("switched off")


def feed_pace(pace: FeedStats, now: datetime, *, stale: bool) -> str:
    """What a feed brings, below its state."""
    a_day = f"{pace.per_day:.0f}" if pace.per_day >= 10 else f"{pace.per_day:.1f}"
    parts = [tr("{count} a day").format(count=number(a_day))]
    if pace.newest_at is not None:
        parts.append(isolated(ago(pace.newest_at, now=now, language=current())))
    if stale:
        parts.append(tr("nothing new for long"))
    return " · ".join(parts)


def retrying(name: str) -> str:
    """One feed is asked on its own."""
    return tr("Asking {name}…").format(name=isolated(name))

"""Every sentence the shell of the program says, in one place, in the language that is spoken (`language/`).

Texts of feeds are put between isolates (UAX #9: FSI … PDI), so that an Arabic name inside an English sentence
cannot disturb the order of the rest, nor an address an Arabic one. `text.layout` uses the isolates and never lets
them reach the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import FeedStatus, Shelf
from ticker_tui.text import clean_line
from ticker_tui.ui.language import N_, current, tr, trn
from ticker_tui.ui.reasons import reason
from ticker_tui.ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ticker_tui.model import FeedState, View
    from ticker_tui.ui.feedboard import FeedBoard

MOST_LISTED = 8
"""How many failing feeds the empty list names."""


def isolated(text: str) -> str:
    """A foreign text inside a sentence of ours."""
    return f"\u2068{clean_line(text, limit=200)}\u2069"


def number(value: int | str) -> str:
    """A number in the digits of the interface."""
    return current().number(value)


def span(seconds: float) -> str:
    """A time to wait, to the second: ``3:12``, ``1:02:05``."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return number(f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}")


def clock_time(moment: datetime | None) -> str:
    """A moment on the user's clock, empty for None."""
    return number(f"{moment.astimezone():%H:%M}") if moment else ""


def words(*, relative_times: bool = False) -> Words:
    """What list and reader say."""
    return Words(
        language=current(),
        new=lambda count: trn("{count} new ↑", "{count} new ↑", count),
        image=tr("image"),
        links=tr("Links"),
        no_body=tr("This feed sends headlines only: open the page in the browser to read on."),
        relative=relative_times,
    )


# Bar, tabs, titles -----------------------------------------------------------------------------------------------


def bar_label(*, breaking: bool) -> str:
    """What stands at the start edge of the bar."""
    return tr("BREAKING") if breaking else tr("LATEST")


def view_all() -> str:
    """The view of everything."""
    return tr("All")


def view_breaking() -> str:
    """The view of breaking news."""
    return tr("Breaking")


def view_starred() -> str:
    """The view of what was starred."""
    return tr("Starred")


def too_small() -> str:
    """In a window without room for anything else."""
    return tr("too small")


def nothing_open() -> str:
    """The reader without an article."""
    return tr("Nothing is selected.")


def help_title() -> str:
    """Above all keys."""
    return tr("Keys")


def feeds_title() -> str:
    """Above all feeds."""
    return tr("Feeds")


def close_hint() -> str:
    """Beside the title of a sheet."""
    return tr("esc closes")


def go_to_views() -> str:
    """The keys 1 to 9, as one line of the help."""
    return tr("Go to the view of that number")


def views_keys() -> str:
    """Those keys."""
    return "1 … 9"


# Answers to keys -------------------------------------------------------------------------------------------------


def gone() -> str:
    """An entry that was pruned."""
    return tr("This entry is no longer in the archive.")


def no_link() -> str:
    """Nothing to open in the browser."""
    return tr("This article has no link.")


def browser_started() -> str:
    """The browser has it now."""
    return tr("Opened in the browser.")


def no_browser() -> str:
    """There is none."""
    return tr("No browser was found. Set $BROWSER to the one you use.")


def unsafe_link(link: str) -> str:
    """A link that no browser is given."""
    return tr("This link is not opened: {link}").format(link=isolated(link))


def nothing_to_copy() -> str:
    """Neither a selection nor a headline."""
    return tr("Nothing is selected that could be copied.")


def copied(characters: int, *, cut: bool = False) -> str:
    """The status after text went to the clipboard.

    Args:
        characters: How many, as a person counts them.
        cut: There was more than a terminal takes.
    """
    if cut:
        return trn(
            "copied the first {count} character, a terminal takes no more",
            "copied the first {count} characters, a terminal takes no more",
            characters,
        )
    return trn("copied {count} character", "copied {count} characters", characters)


def nothing_unread() -> str:
    """No unread headline that way."""
    return tr("No unread headline in this view.")


def nothing_in_bar() -> str:
    """The bar has nothing to open."""
    return tr("The bar is empty.")


def language_is(name: str) -> str:
    """The interface speaks another language now."""
    return tr("Language: {name}").format(name=isolated(name))


def use_language(name: str) -> str:
    """A command of the palette."""
    return language_is(name)


def go_to_view(title: str) -> str:
    """A command of the palette."""
    return tr("Go to view: {title}").format(title=isolated(title))


def use_theme(name: str) -> str:
    """A command of the palette."""
    return tr("Theme: {name}").format(name=isolated(name))


def search_commands() -> str:
    """In the palette's empty field."""
    return tr("Search for commands…")


# The status line -------------------------------------------------------------------------------------------------


def refreshing(done: int, total: int) -> str:
    """The status while feeds are being asked."""
    return tr("refreshing {done}/{total}").format(done=number(done), total=number(total))


def already_refreshing() -> str:
    """A second refresh was asked for."""
    return tr("A refresh is running.")


def healthy(ok: int, total: int) -> str:
    """How many feeds answered last time."""
    return tr("{ok}/{total} ok").format(ok=number(ok), total=number(total))


def next_refresh(seconds: float) -> str:
    """The status between two refreshes."""
    return tr("next refresh {span}").format(span=span(seconds))


def follower() -> str:
    """Another program holds the lead."""
    return tr("another ticker is polling")


def follower_refresh() -> str:
    """Why this one does not ask feeds."""
    return tr("Another ticker has these feeds; it does the polling.")


def no_feeds() -> str:
    """The status without feeds."""
    return tr("no feeds")


# Notices ---------------------------------------------------------------------------------------------------------


def feed_failing(name: str, error: str, wait_s: float | None) -> str:
    """One failing feed, its cause and its next try."""
    facts = {"name": isolated(name), "error": isolated(reason(error).rstrip("."))}
    if wait_s is None:
        return tr("{name} did not answer: {error}").format(**facts)
    return tr("{name} did not answer: {error} · next try in {span}").format(**facts, span=span(wait_s))


def feeds_failing(count: int, name: str, error: str, wait_s: float | None, key: str) -> str:
    """Several failing feeds: the first one and how to see the others."""
    first = feed_failing(name, error, wait_s)
    if count < 2:
        return first
    others = trn("{count} more feed", "{count} more feeds", count - 1)
    return f"{first} · {others}" + (f": {isolated(key)}" if key else "")


def config_problem(problems: tuple[str, ...]) -> str:
    """What stands on the screen while feeds.toml cannot be used."""
    more = len(problems) - 1
    said = isolated(problems[0])
    if more > 0:
        said += trn(" (and {count} more)", " (and {count} more)", more)
    return tr("{problem} — the last good feeds stay in use").format(problem=said)


def unknown_theme(name: str, known: Sequence[str]) -> str:
    """``display.theme`` names none that there is."""
    return tr("[display] theme: there is no theme {name}; there are {known}").format(
        name=isolated(name), known=isolated(", ".join(known))
    )


def cannot_save(why: str) -> str:
    """The store refused a write."""
    return tr("This could not be saved: {reason}").format(reason=isolated(why))


def worker_trouble(why: str, log: str) -> str:
    """Something unexpected in the worker thread."""
    return tr("Polling met an error: {reason}. Details: {log}").format(
        reason=isolated(why), log=isolated(log)
    )


def crashed(kind: str, log: str) -> str:
    """The one line on stderr after a crash; like all of stderr in English."""
    return f"ticker: stopped by an error in the program ({kind}). Details: {log}"


# The sheet of feeds ----------------------------------------------------------------------------------------------


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


_STATUS = {
    FeedStatus.NEVER: N_("not asked yet"),
    FeedStatus.OK: N_("ok"),
    FeedStatus.NOT_MODIFIED: N_("ok, nothing new"),
    FeedStatus.FAILED: N_("failed"),
    FeedStatus.GONE: N_("gone for good"),
}


# The empty list --------------------------------------------------------------------------------------------------


def empty_list(
    board: FeedBoard, *, view: View, stored: int, now: datetime, path: str, refresh_key: str, star_key: str
) -> list[str]:
    """What an empty list says: what is so, why, and what to do. One paragraph a line.

    Args:
        board: How the feeds stand.
        view: The open one.
        stored: How many entries the archive holds.
        now: The clock.
        path: The feeds.toml in use.
        refresh_key: As displayed; empty: the user has taken it away.
        star_key: The same.
    """
    if stored:
        return list(_empty_view(view, star_key))
    if not len(board):
        return [
            tr("There are no feeds to read."),
            tr("Add some to {path}: they are read as soon as it is saved.").format(path=isolated(path)),
        ]
    failing = board.failing
    if not failing:
        return _nothing_fetched(board)
    total = len(board)
    lines = [_not_answered(len(failing), total), ""]
    reasons = {each.state.error for each in failing}
    if len(reasons) == 1 and len(failing) > 1:
        waits = [wait for each in failing if (wait := each.wait_s(now)) is not None]
        names = tr(", ").join(isolated(each.feed.name) for each in failing)
        lines += [f"{isolated(reason(reasons.pop()).rstrip('.'))}.", "", names]
        lines += ["", tr("Next try in {span}.").format(span=span(min(waits)))] if waits else []
    else:
        some = failing[:MOST_LISTED]
        lines += [feed_failing(each.feed.name, each.state.error, each.wait_s(now)) for each in some]
        more = len(failing) - MOST_LISTED
        lines += [trn("and {count} more", "and {count} more", more)] if more > 0 else []
    asks = tr("{key} asks them again now.").format(key=isolated(refresh_key)) + " " if refresh_key else ""
    demo = tr("{command} shows the program without a network.").format(command=isolated("`ticker demo`"))
    return [*lines, "", asks + demo]


def _nothing_fetched(board: FeedBoard) -> list[str]:
    if not board.refreshing:
        return [tr("No news yet."), tr("The feeds have not been asked.")]
    answered = trn(
        "{done} of {count} feed has answered.", "{done} of {count} feeds have answered.", board.asked
    )
    return [tr("Fetching the news…"), answered.replace("{done}", number(board.answered))]


def _not_answered(failing: int, total: int) -> str:
    if failing == total:
        return tr("No feed answered.")
    said = trn("{failing} of {count} feed did not answer.", "{failing} of {count} feeds did not answer.", total)
    return said.replace("{failing}", number(failing))


def _empty_view(view: View, star_key: str) -> tuple[str, str]:
    if view.shelf is Shelf.STARRED:
        how = tr("{key} stars a headline; starred ones are kept for good.")
        return tr("Nothing is starred."), how.format(key=isolated(star_key or tr("The palette")))
    if view.shelf is Shelf.BREAKING:
        return tr("Nothing is breaking."), tr("Breaking news stands here, and in the bar, until it is old.")
    return tr("Nothing here yet."), tr("Headlines come with the next refresh.")

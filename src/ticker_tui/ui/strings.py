"""Every sentence the shell of the program says, in one place, in the language that is spoken (`language/`).

Texts of feeds are put between isolates (UAX #9: FSI … PDI), so that an Arabic name inside an English sentence
cannot disturb the order of the rest, nor an address an Arabic one. `text.layout` uses the isolates and never lets
them reach the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.i18n import current, tr, trn
from ticker_tui.i18n.dates import ago
from ticker_tui.text import clean_line, isolate_of
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.widget_strings import WidgetStrings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ticker_tui.model import Headline


def isolated(text: str, *, lang: str = "") -> str:
    """A foreign text inside a sentence of ours, in its own order: RLI or FSI, and PDI."""
    return f"{isolate_of(text, lang)}{clean_line(text, limit=200)}\u2069"


def mirrored() -> bool:
    """Whether the interface runs right to left."""
    return current().rtl


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


def words(*, relative_times: bool = False, calendars: tuple[str, ...] = ()) -> WidgetStrings:
    """What list and reader say."""
    return WidgetStrings(
        language=current(),
        new=_new,
        image=tr("image"),
        links=tr("Links"),
        no_body=tr("This feed sends headlines only: open the page in the browser to read on."),
        updated=tr("updated"),
        updated_on=tr("updated {date}"),
        reading=_reading,
        relative=relative_times,
        calendars=calendars,
    )


def _new(count: int) -> str:
    return trn("{count} new ↑", "{count} new ↑", count)


def _reading(minutes: int) -> str:
    return trn("{count} min read", "{count} min read", minutes)


# Bar, tabs, titles -----------------------------------------------------------------------------------------------


def bar_label(*, breaking: bool) -> str:
    """What stands at the start edge of the bar."""
    return tr("BREAKING") if breaking else tr("LATEST")


def bar_empty() -> str:
    """In a bar that has nothing to show."""
    return tr("No headlines yet: the feeds are being asked.")


def bar_detail(headline: Headline, *, now: datetime) -> str:
    """What stands behind a headline in the bar: where it is from, and how old it is."""
    return f"{isolated(headline.source, lang=headline.lang)} · {isolated(ago(headline.sort_at, now=now, language=current()))}"


def bar_place(place: int, total: int, *, paused: bool) -> str:
    """At the end of the bar's second line: which of the headlines it is, and whether the bar rests."""
    said = f"{number(place)}/{number(total)}"
    return tr("paused · {place}").format(place=said) if paused else said


def bar_speed(cells_s: float) -> str:
    """The bar runs at another speed now."""
    cells = round(cells_s)
    return trn("The bar runs {count} column a second.", "The bar runs {count} columns a second.", cells)


def bar_dismissed() -> str:
    """A headline has been taken out of the bar."""
    return tr("Taken out of the bar; it stays in the list.")


def view_all() -> str:
    """The view of everything."""
    return tr("All")


def view_breaking() -> str:
    """The view of breaking news."""
    return tr("Breaking")


def view_starred() -> str:
    """The view of what was starred."""
    return tr("Starred")


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


def fetching_page() -> str:
    """The full article was asked for."""
    return tr("Fetching the full article…")


def which_text(*, full: bool) -> str:
    """What the reader shows now."""
    return tr("The full article.") if full else tr("What the feed says.")


def no_full_article(why: str) -> str:
    """The page behind a link could not be had; what the feed gave stays."""
    return tr("No full article: {reason}").format(reason=isolated(reason(why)))


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


def filter_hint() -> str:
    """In the empty field of the filter."""
    return tr('words  -not  "in order"  a OR b  feed:…  is:unread  since:2d')


def query_problem(why: str) -> str:
    """Why a search cannot be understood; a sign points at the place."""
    return reason(why)


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


def search_commands() -> str:
    """In the palette's empty field."""
    return tr("Search for commands…")


def no_editor() -> str:
    """There is nothing to edit with."""
    return tr("No editor was found. Set $EDITOR to the one you use.")


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


def polling_restarts(seconds: float) -> str:
    """The status after the polling process has ended."""
    return tr("polling restarts in {span}").format(span=span(seconds))


def follower() -> str:
    """Another program holds the lead."""
    return tr("another ticker is polling")


def nobody_polls() -> str:
    """The status when the news could not be saved."""
    return tr("feeds are not polled")


def obstacle(why: str) -> str:
    """Why nothing is polled, and what else that means.

    Args:
        why: `Store.obstacle`: a sentence a line; may be empty.
    """
    return " ".join(map(reason, why.splitlines()))


def follower_refresh(why: str) -> str:
    """Why this one does not poll feeds; `why` empty: another one does."""
    if why:
        return obstacle(why)
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


def view_problem(name: str, column: int, why: str) -> str:
    """The query of one of ``[[views]]`` cannot be understood."""
    return tr("[[views]] {name}: the query cannot be understood at character {column}: {reason}").format(
        name=isolated(name), column=number(column), reason=isolated(reason(why))
    )


def cannot_repeat(name: str) -> str:
    """A change of feeds.toml cannot be undone or redone, as somebody has changed the same lines since."""
    return tr("{name} was changed at the same place since, so nothing was written.").format(
        name=isolated(name)
    )


def file_changed(name: str) -> str:
    """feeds.toml was saved by somebody else since it was read: nothing was written into it."""
    return tr("{name} has changed meanwhile, so nothing was written: look at it, and try again.").format(
        name=isolated(name)
    )


def cannot_save(why: str) -> str:
    """The store refused a write."""
    return tr("This could not be saved: {reason}").format(reason=isolated(obstacle(why)))


def worker_trouble(why: str, log: str) -> str:
    """Something unexpected in the worker thread."""
    return tr("Polling met an error: {reason}. Details: {log}").format(
        reason=isolated(why), log=isolated(log)
    )


def crashed(kind: str, log: str) -> str:
    """The one line on stderr after a crash; like all of stderr in English."""
    return f"ticker: stopped by an error in the program ({kind}). Details: {log}"

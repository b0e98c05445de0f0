"""Every sentence the shell of the program says, in one place.

Texts of feeds are put between isolates (UAX #9: FSI … PDI), so that an Arabic name inside an English sentence
cannot disturb the order of the rest. `text.layout` uses the isolates and never lets them reach the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import FeedStatus
from ticker_tui.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ticker_tui.model import FeedState
    from ticker_tui.ui.feedboard import FeedBoard

MOST_LISTED = 8
"""How many failing feeds the empty list names."""

BAR_BREAKING = "BREAKING"
BAR_LATEST = "LATEST"
NOTHING_OPEN = "Nothing is selected."
GONE = "This entry is no longer in the archive."

VIEW_ALL = "All"
VIEW_BREAKING = "Breaking"
VIEW_STARRED = "Starred"

TOO_SMALL = "too small"
NO_LINK = "This article has no link."
BROWSER_STARTED = "Opened in the browser."
NO_BROWSER = "No browser was found. Set $BROWSER to the one you use."
FETCHING_PAGE = "Fetching the full article…"
FULL_ARTICLE = "The full article."
FEED_TEXT = "What the feed says."
NOTHING_TO_COPY = "Nothing is selected that could be copied."
NOTHING_UNREAD = "No unread headline in this view."
NOTHING_IN_BAR = "The bar is empty."
ALREADY_REFRESHING = "A refresh is running."
FOLLOWER = "another ticker is polling"
FOLLOWER_REFRESH = "Another ticker has these feeds; it does the polling."
NO_FEEDS = "no feeds"
HELP_TITLE = "Keys"
FEEDS_TITLE = "Feeds"
GO_TO_VIEWS = "Go to the view of that number"
CLOSE_HINT = "esc closes"


def isolated(text: str) -> str:
    """A foreign text inside a sentence of ours."""
    return f"\u2068{clean_line(text, limit=200)}\u2069"


def span(seconds: float) -> str:
    """A time to wait, to the second: ``3:12``, ``1:02:05``."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def clock_time(moment: datetime | None) -> str:
    """A moment on the user's clock, empty for None."""
    return f"{moment.astimezone():%H:%M}" if moment else ""


def refreshing(done: int, total: int) -> str:
    """The status while feeds are being asked."""
    return f"refreshing {done}/{total}"


def healthy(ok: int, total: int) -> str:
    """How many feeds answered last time."""
    return f"{ok}/{total} ok"


def next_refresh(seconds: float) -> str:
    """The status between two refreshes."""
    return f"next refresh {span(seconds)}"


def feed_failing(name: str, error: str, wait_s: float | None) -> str:
    """One failing feed, its cause and its next try."""
    sentence = f"{isolated(name)} did not answer: {isolated(error.rstrip('.'))}"
    return sentence if wait_s is None else f"{sentence} · next try in {span(wait_s)}"


def feeds_failing(count: int, name: str, error: str, wait_s: float | None, key: str) -> str:
    """Several failing feeds: the first one and how to see the others."""
    first = feed_failing(name, error, wait_s)
    more = count - 1
    if not more:
        return first
    others = "1 more feed" if more == 1 else f"{more} more feeds"
    return f"{first} · {others}" + (f": {key}" if key else "")


def config_problem(problems: tuple[str, ...]) -> str:
    """What stands on the screen while feeds.toml cannot be used."""
    more = len(problems) - 1
    tail = f" (and {more} more)" if more > 0 else ""
    return f"{isolated(problems[0])}{tail} — the last good feeds stay in use"


def no_full_article(reason: str) -> str:
    """The page behind a link could not be had; what the feed gave stays."""
    return f"No full article: {isolated(reason)}"


def copied(characters: int, *, cut: bool = False) -> str:
    """The status after text went to the clipboard.

    Args:
        characters: How many, as a person counts them.
        cut: There was more than a terminal takes.
    """
    counted = "1 character" if characters == 1 else f"{characters:,} characters"
    return f"copied the first {counted}, a terminal takes no more" if cut else f"copied {counted}"


def cannot_save(reason: str) -> str:
    """The store refused a write."""
    return f"This could not be saved: {isolated(reason)}"


def worker_trouble(reason: str, log: str) -> str:
    """Something unexpected in the worker thread."""
    return f"Polling met an error: {isolated(reason)}. Details: {log}"


def crashed(kind: str, log: str) -> str:
    """The one line on stderr after a crash."""
    return f"ticker: stopped by an error in the program ({kind}). Details: {log}"


def unsafe_link(link: str) -> str:
    """A link that no browser is given."""
    return f"This link is not opened: {isolated(link)}"


def feed_line(state: FeedState, wait_s: float | None) -> str:
    """How a feed stands, beside its name."""
    parts = [_STATUS[state.status]]
    if state.checked_at is not None:
        parts.append(f"asked {clock_time(state.checked_at)}")
    if state.answer_s is not None and state.status in {FeedStatus.OK, FeedStatus.NOT_MODIFIED}:
        parts.append(f"answered in {state.answer_s:.1f} s")
    if state.failures > 1:
        parts.append(f"{state.failures} times in a row")
    if wait_s is not None:
        parts.append(f"next in {span(wait_s)}")
    return " · ".join(parts)


_STATUS = {
    FeedStatus.NEVER: "not asked yet",
    FeedStatus.OK: "ok",
    FeedStatus.NOT_MODIFIED: "ok, nothing new",
    FeedStatus.FAILED: "failed",
    FeedStatus.GONE: "gone for good",
}


def go_to_view(title: str) -> str:
    """A command of the palette."""
    return f"Go to view: {isolated(title)}"


def use_theme(name: str) -> str:
    """A command of the palette."""
    return f"Theme: {name}"


def unknown_theme(name: str, known: Sequence[str]) -> str:
    """``display.theme`` names none that there is."""
    return f"[display] theme: there is no theme {isolated(name)}; there are {', '.join(known)}"


def empty_list(
    board: FeedBoard, *, title: str, stored: int, now: datetime, path: str, refresh_key: str, star_key: str
) -> list[str]:
    """What an empty list says: what is so, why, and what to do. One paragraph a line.

    Args:
        board: How the feeds stand.
        title: The open view's.
        stored: How many entries the archive holds.
        now: The clock.
        path: The feeds.toml in use.
        refresh_key: As displayed; empty: the user has taken it away.
        star_key: The same.
    """
    if stored:
        return list(_empty_view(title, star_key))
    if not len(board):
        return [
            "There are no feeds to read.",
            f"Add some to {isolated(path)}: they are read as soon as it is saved.",
        ]
    failing = board.failing
    if not failing:
        answered = f"{board.answered} of {board.asked} feeds have answered." if board.refreshing else ""
        return (
            ["Fetching the news…", answered]
            if answered
            else ["No news yet.", "The feeds have not been asked."]
        )
    total = len(board)
    lines = [
        "No feed answered." if len(failing) == total else f"{len(failing)} of {total} feeds did not answer.",
        "",
    ]
    reasons = {each.state.error for each in failing}
    if len(reasons) == 1 and len(failing) > 1:
        waits = [wait for each in failing if (wait := each.wait_s(now)) is not None]
        names = ", ".join(isolated(each.feed.name) for each in failing)
        lines += [f"{isolated(reasons.pop().rstrip('.'))}.", "", names]
        lines += ["", f"Next try in {span(min(waits))}."] if waits else []
    else:
        some = failing[:MOST_LISTED]
        lines += [feed_failing(each.feed.name, each.state.error, each.wait_s(now)) for each in some]
        lines += [f"and {len(failing) - MOST_LISTED} more"] if len(failing) > MOST_LISTED else []
    asks = f"{refresh_key} asks them again now. " if refresh_key else ""
    return [*lines, "", f"{asks}`ticker demo` shows the program without a network."]


def _empty_view(title: str, star_key: str) -> tuple[str, str]:
    if title == VIEW_STARRED:
        return (
            "Nothing is starred.",
            f"{star_key or 'The palette'} stars a headline; starred ones are kept for good.",
        )
    if title == VIEW_BREAKING:
        return "Nothing is breaking.", "Breaking news stands here, and in the bar, until it is old."
    return "Nothing here yet.", "Headlines come with the next refresh."

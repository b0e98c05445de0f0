"""What stands in the place of an empty list: one sentence, what belongs to it, and one key. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.i18n import current, tr, trn
from ticker_tui.model import TabKind
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.strings import feed_failing, isolated, number, obstacle, span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticker_tui.model import View
    from ticker_tui.ui.feeds.health import FeedHealthTable

MOST_LISTED = 8
"""How many failing feeds are named."""


class EmptyState(NamedTuple):
    """A calm notice in the middle of a pane."""

    sentence: str = ""
    details: tuple[str, ...] = ()
    """One paragraph each."""
    key: str = ""
    """As displayed; empty: there is nothing to do, or the user has taken the key away."""
    does: str = ""
    """What the key does."""

    @property
    def text(self) -> str:
        """All of it, one paragraph a line."""
        key = f"{self.key} {self.does}" if self.key else ""
        return "\n".join(part for part in (self.sentence, *self.details, key) if part)


class EmptyStateContext(NamedTuple):
    """What a card is chosen by."""

    board: FeedHealthTable
    """How the feeds stand."""
    view: View
    """The open one."""
    stored: int
    """How many entries the archive holds."""
    now: datetime
    path: str
    """The feeds.toml in use."""
    key: Callable[[str], str]
    """How the first key of an id is displayed; empty: it has none."""
    welcome: bool = False
    """Nobody has used the program here before."""
    mistakes: tuple[str, ...] = ()
    """Why feeds.toml cannot be used."""
    archive: tuple[str, ...] = ()
    """What happened to the archive when it was opened, or why it cannot be written."""


def card(so: EmptyStateContext) -> EmptyState:
    """The card for an empty list, or for one that waits to be shown for the first time."""
    if so.welcome:
        return _welcome(so)
    if so.stored:
        return _empty_view(so)
    if so.mistakes or not len(so.board):
        return _no_feeds(so)
    return _offline(so) if so.board.failing else _nothing_yet(so)


def _no_feeds(so: EmptyStateContext) -> EmptyState:
    edits = (so.key("program.edit"), tr("opens it in your editor"))
    if so.mistakes:
        lines = tuple(isolated(line) for line in so.mistakes[:MOST_LISTED])
        return EmptyState(tr("feeds.toml has a mistake in it."), lines, *edits)
    how = tr("Add some to {path}: they are read as soon as it is saved.").format(path=isolated(so.path))
    return EmptyState(tr("There are no feeds to read."), (how,), *edits)


def _nothing_yet(so: EmptyStateContext) -> EmptyState:
    if so.board.refreshing:
        return EmptyState(
            tr("Fetching the news…"), (_answered(so),), so.key("news.feeds"), tr("shows how each feed stands")
        )
    if so.board.obstacle:
        return EmptyState(tr("No news yet."), (obstacle(so.board.obstacle),))
    asks = (so.key("news.refresh"), tr("asks the feeds now"))
    if so.archive:
        return EmptyState(
            tr("The archive is empty again."), tuple(isolated(line) for line in so.archive), *asks
        )
    return EmptyState(tr("No news yet."), (tr("The feeds have not been asked."),), *asks)


def _welcome(so: EmptyStateContext) -> EmptyState:
    count = len(so.board)
    feeds = trn("{count} feed brings the news.", "{count} feeds bring the news.", count)
    if so.board.refreshing:
        feeds += f" {_answered(so)}"
    hints = tr("Language: {name} ({key} changes it) · {help} shows all keys").format(
        name=isolated(current().name),
        key=isolated(so.key("program.language")),
        help=isolated(so.key("program.help")),
    )
    where = tr("Which ones, and all else, stands in {path}.").format(path=isolated(so.path))
    return EmptyState(tr("Welcome to ticker."), (feeds, where, hints), so.key("headlines.open"), tr("begins"))


def _answered(so: EmptyStateContext) -> str:
    said = trn(
        "{done} of {count} feed has answered.", "{done} of {count} feeds have answered.", so.board.asked
    )
    return said.replace("{done}", number(so.board.answered))


def _offline(so: EmptyStateContext) -> EmptyState:
    failing, total = so.board.failing, len(so.board)
    if len(failing) == total:
        sentence = tr("No feed answered.")
    else:
        said = trn(
            "{failing} of {count} feed did not answer.", "{failing} of {count} feeds did not answer.", total
        )
        sentence = said.replace("{failing}", number(len(failing)))
    reasons = {each.state.error for each in failing}
    if len(reasons) == 1 and len(failing) > 1:
        waits = [wait for each in failing if (wait := each.wait_s(so.now)) is not None]
        names = tr(", ").join(isolated(each.feed.name) for each in failing)
        details = [f"{isolated(reason(reasons.pop()).rstrip('.'))}.", names]
        details += [tr("Next try in {span}.").format(span=span(min(waits)))] if waits else []
    else:
        some = failing[:MOST_LISTED]
        details = [feed_failing(each.feed.name, each.state.error, each.wait_s(so.now)) for each in some]
        more = len(failing) - MOST_LISTED
        details += [trn("and {count} more", "and {count} more", more)] if more > 0 else []
    demo = tr("{command} shows the program without a network.").format(command=isolated("`ticker demo`"))
    return EmptyState(sentence, (*details, demo), so.key("news.refresh"), tr("asks them again now"))


def _empty_view(so: EmptyStateContext) -> EmptyState:
    view, key = so.view, so.key
    if view.search:
        words = tr("Search words are found from their beginning, in any spelling.")
        return EmptyState(
            tr("Nothing matches."), (words,), key("program.dismiss"), tr("shows everything again")
        )
    if view.unread_only:
        how = tr("New headlines come with the next refresh.")
        return EmptyState(
            tr("Nothing is unread here."), (how,), key("headlines.unread_only"), tr("shows what was read too")
        )
    if view.shelf is TabKind.STARRED:
        how = tr("Starred headlines are kept for good.")
        return EmptyState(tr("Nothing is starred."), (how,), key("headlines.star"), tr("stars a headline"))
    if view.shelf is TabKind.BREAKING:
        how = tr("Breaking news stands here, and in the bar, until it is old.")
        return EmptyState(tr("Nothing is breaking."), (how,), key("views.1"), tr("goes to all headlines"))
    how = tr("Headlines come with the next refresh.")
    return EmptyState(tr("Nothing here yet."), (how,), key("news.refresh"), tr("asks the feeds now"))

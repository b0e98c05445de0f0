"""What the worker thread tells the screen. Every message carries finished, frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker_tui.config import Config
    from ticker_tui.model import PollResult
    from ticker_tui.polling.feed_finder import FoundFeed
    from ticker_tui.polling.image_download import DrawnImage
    from ticker_tui.store.rules.rule_changes import RuleChanges
    from ticker_tui.ui.undo import FileEdit, RuleEdit


class PollStarted(Message):
    """Feeds are being asked.

    Attributes:
        total: How many.
    """

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total


class FeedsPolled(Message):
    """Feeds have answered or failed, and what they brought is in the store.

    Attributes:
        results: Of each of them, in the order in which they came.
    """

    def __init__(self, *results: PollResult) -> None:
        super().__init__()
        self.results = results


class PollFinished(Message):
    """Every feed that was asked has answered, failed, or been given up."""


class NothingDue(Message):
    """The program has begun to poll, and no feed is due yet."""


class PollDelayed(Message):
    """The polling process has failed, or the archive could not be used; polling continues after a pause.

    Attributes:
        wait_s: Length of the pause; 0: it has ended.
    """

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait_s = wait_s


class LeaderChanged(Message):
    """Whether this program is the one that polls; another `ticker` on the same store may be.

    Attributes:
        leading: Whether it is.
        obstacle: Why none can be; empty: one can.
    """

    def __init__(self, *, leading: bool, obstacle: str = "") -> None:
        super().__init__()
        self.leading = leading
        self.obstacle = obstacle


class StoreChanged(Message):
    """Another program has written to the store."""

    def can_replace(self, message: Message) -> bool:
        """One of them in the queue is enough."""
        return isinstance(message, StoreChanged)


class Saved(Message):
    """A change of state is in the store.

    Attributes:
        ticket: The number `Worker.write` gave out for it.
        problem: Why it could not be saved; empty when it was.
    """

    def __init__(self, ticket: int, problem: str = "") -> None:
        super().__init__()
        self.ticket = ticket
        self.problem = problem


class ViewsCounted(Message):
    """The user's own views have been looked through.

    Attributes:
        counts: The unread headlines of each, by query.
        told: What has just come and is in a view that notifies.
    """

    def __init__(self, counts: Mapping[str, int], told: tuple[int, ...]) -> None:
        super().__init__()
        self.counts = counts
        self.told = told


class PageFetched(Message):
    """The page behind an entry's link was asked for.

    Attributes:
        entry_id: Whose.
        problem: Why there is no article to show; empty: it is in the store.
    """

    def __init__(self, entry_id: int, problem: str = "") -> None:
        super().__init__()
        self.entry_id = entry_id
        self.problem = problem


class PictureDrawn(Message):
    """A picture of an article was asked for.

    Attributes:
        entry_id: Whose.
        drawn: The picture, or why there is none.
    """

    def __init__(self, entry_id: int, drawn: DrawnImage) -> None:
        super().__init__()
        self.entry_id = entry_id
        self.drawn = drawn


class ConfigChanged(Message):
    """feeds.toml was edited and can be used."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config


class RulesReapplied(Message):
    """Other headlines are muted or highlighted than before.

    Attributes:
        config: Whose rules are in force.
        judged: What was changed in the archive.
        ruling: The rule that was asked for, if it came of that.
    """

    def __init__(self, config: Config, judged: RuleChanges, ruling: RuleEdit | None = None) -> None:
        super().__init__()
        self.config = config
        self.judged = judged
        self.ruling = ruling


class RuleRefused(Message):
    """A rule could not be put into feeds.toml or taken out of it.

    Attributes:
        ruling: Which.
        problem: For a person.
    """

    def __init__(self, ruling: RuleEdit, problem: str) -> None:
        super().__init__()
        self.ruling = ruling
        self.problem = problem


class ConfigBroken(Message):
    """feeds.toml was edited and cannot be used; the last good one stays.

    Attributes:
        problems: Finished lines, at least one.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__()
        self.problems = problems


class FileChanged(Message):
    """feeds.toml was to be changed by the program.

    Attributes:
        done: What to say when it was; may be empty.
        problem: Why it was not, finished sentences; empty when it was.
        nothing_to_undo: What was to be undoable afterwards and is not, as nothing was changed.
    """

    def __init__(self, done: str = "", problem: str = "", nothing_to_undo: FileEdit | None = None) -> None:
        super().__init__()
        self.done = done
        self.problem = problem
        self.nothing_to_undo = nothing_to_undo


class FileEditRepeated(Message):
    """A change of feeds.toml was to be taken back, or to be made again.

    Attributes:
        edit: Which; `FileEdit.undone` says which of the two.
        problem: Why it was not, finished sentences; empty when it was.
        for_good: Trying it again would not help.
    """

    def __init__(self, edit: FileEdit, problem: str = "", *, for_good: bool = False) -> None:
        super().__init__()
        self.edit = edit
        self.problem = problem
        self.for_good = for_good


class FeedLookedFor(Message):
    """Somebody wanted to know which feed is behind an address.

    Attributes:
        address: As it was typed.
        found: The feed; None: there is none.
        problem: Why not, one sentence in English.
    """

    def __init__(self, address: str, found: FoundFeed | None = None, problem: str = "") -> None:
        super().__init__()
        self.address = address
        self.found = found
        self.problem = problem


class WorkerFailed(Message):
    """The worker met an error it did not expect; it goes on, and the traceback is in the log.

    Attributes:
        sentence: For a person.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

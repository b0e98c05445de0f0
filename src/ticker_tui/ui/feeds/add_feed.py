"""A new feed: an address as people type it, what is behind it, and what it is to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.widgets import Input

from ticker_tui.model import Feed
from ticker_tui.ui.feeds import strings as feeds_strings
from ticker_tui.ui.feeds.feed_form import FeedDescription, FeedForm, labelled
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.urls.credentials import shown_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.widget import Widget

    from ticker_tui.polling.feed_finder import FoundFeed
    from ticker_tui.ui.dialogs.dialog import SheetRow

PREVIEW = 5
"""Headlines that are shown."""
LABEL_CELLS = 14


class AddFeedCallbacks(NamedTuple):
    """What the form may ask and have done; the app gives it."""

    feeds: Callable[[], Sequence[Feed]]
    find: Callable[[str], None]
    """Look for the feed at an address; `AddFeedScreen.found` is told."""
    add: Callable[[Feed], None]


class AddFeedScreen(FeedForm):
    """First the address, then a preview with the three fields."""

    DEFAULT_CSS = """
    AddFeedScreen.-asking .form-row.-described { display: none; }
    """

    def __init__(self, asked: AddFeedCallbacks) -> None:
        super().__init__(FeedDescription("", "", ""), classes="-asking")
        self._asked = asked
        self._found: FoundFeed | None = None
        self._wanted = ""

    @property
    def title_text(self) -> str:
        """What the form is called."""
        return feeds_strings.add_feed_title()

    def above(self) -> Iterable[Widget]:
        """The address."""
        field = TextField(id="form-url", placeholder=feeds_strings.address_hint(), select_on_focus=False)
        yield labelled(feeds_strings.address_label(), field)

    def begin(self) -> None:
        """Let somebody type the address."""
        for name in FeedDescription._fields:
            row = self.query_one(f"#form-{name}").parent
            assert row is not None  # noqa: S101 - `labelled` has put it there
            row.add_class("-described")  # pyright: ignore[reportAttributeAccessIssue] - a parent is a widget
        self._ask()

    @property
    def _url(self) -> TextField:
        return self.query_one("#form-url", TextField)

    def _ask(self) -> None:
        """Back to the question for an address."""
        self._found = None
        self.busy = False
        self.add_class("-asking")
        self._url.focus()
        self.show_keys(feeds_strings.form_find())

    @on(Input.Changed, "#form-url")
    def _address_changed(self, message: Input.Changed) -> None:
        """What was found belongs to another address."""
        message.stop()
        if self._found is not None and message.value.strip() != self._wanted:
            self._ask()
            self.say([])

    def action_accept(self) -> None:
        """Look for it, or add what was found."""
        if self._found is not None:
            super().action_accept()
            return
        address = self._url.value.strip()
        if address and not (self.busy and address == self._wanted):
            self._wanted, self.busy = address, True
            self.say([(), ((feeds_strings.looking_for_feed(shown_address(address)), "muted", 0),)])
            self._asked.find(address)

    def found(self, address: str, feed: FoundFeed | None, problem: str) -> None:
        """What is behind an address; an answer to a question that was taken back is dropped."""
        if address != self._wanted or self._found is not None or not self.busy:
            return
        self.busy = False
        if feed is None:
            self.complain(problem)
            return
        from ticker_tui.urls.credentials import comparable, with_login

        there = next(
            (
                each
                for each in self._asked.feeds()
                if comparable(with_login(each.url, each.login))
                == comparable(with_login(feed.url, feed.login))
            ),
            None,
        )
        if there is not None:
            self.complain(feeds_strings.feed_is_there(there.name))
            return
        self._found = feed
        self._preview(feed)

    def _preview(self, feed: FoundFeed) -> None:
        from ticker_tui.config import checks
        from ticker_tui.text import clean_line

        try:
            lang = str(checks.language(feed.lang))
        except checks.InvalidValueError:
            lang = ""  # it says nothing, or nothing that is a language
        self.query_one("#form-name", TextField).value = clean_line(feed.title, limit=80)
        self.query_one("#form-lang", TextField).value = lang
        self.remove_class("-asking")
        rows: list[SheetRow] = [()]
        rows += feeds_strings.in_lines(feed.url, "muted", self.query_one("#panel").size.width - 6)
        rows.append(((feeds_strings.feed_brings(len(feed.entries)), "muted", 0),))
        rows += [(("·", "muted", 2), (entry.title, "text", 0)) for entry in feed.entries[:PREVIEW]]
        self.say(rows)
        self.query_one("#form-name", TextField).focus()
        self.show_keys(feeds_strings.form_add())

    def done(self, said: FeedDescription) -> None:
        """Have it added."""
        assert self._found is not None  # noqa: S101 - `action_accept` looked
        self._asked.add(
            Feed(
                url=self._found.url,
                login=self._found.login,
                name=said.name,
                category=said.category,
                lang=said.lang,
            )
        )

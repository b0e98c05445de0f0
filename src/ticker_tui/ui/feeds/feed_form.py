"""What feeds.toml says of one feed, to be filled in: its name, the tab it belongs to, its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ticker_tui.i18n import current
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.feeds import strings as feeds_strings
from ticker_tui.ui.keys.footer import KeyFooter
from ticker_tui.ui.keys.key_table import Group, Key, Scope, spread
from ticker_tui.ui.keys.user_keymap import Keymap
from ticker_tui.ui.lifetime import ReadyScreen
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rtl.prerendered import PreRendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from ticker_tui.model import Feed
    from ticker_tui.ui.dialogs.dialog import SheetRow


ROOMY_LINES = 26


class FeedDescription(NamedTuple):
    """What a person says of a feed; empty: nothing."""

    name: str
    category: str
    lang: str


class FeedForm(PreRendered, ModalScreen[None], ReadyScreen):
    """Three fields over the sheet of feeds. Enter has it done, Escape puts it away; `answered` says how it went."""

    DEFAULT_CSS = """
    FeedForm { align: center middle; background: $background 60%; }
    FeedForm #panel { width: 86; max-width: 100%; height: auto; max-height: 94%; background: $panel; padding: 1 1; }
    FeedForm #form-title { height: 1; color: $text-muted; padding: 0 1; }
    FeedForm .form-row { height: 1; margin-top: 1; }
    FeedForm.-flat .form-row, FeedForm.-flat #form-keys { margin-top: 0; }
    FeedForm .form-label { width: 14; padding: 0 1; color: $text-muted; }
    FeedForm TextField, FeedForm TextField:focus { border: none; padding: 0 1; height: 1; width: 1fr; background: $surface; }
    FeedForm TextField:focus { background: $cursor-background; }
    FeedForm #form-keys { margin-top: 1; }
    FeedForm.-rtl .form-label { text-align: right; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding(spread("escape"), "close", show=False)]

    def __init__(self, described: FeedDescription, *, classes: str = "") -> None:
        super().__init__(classes=f"{classes} {'-rtl' if current().rtl else ''}")
        self._described = described
        self.busy = False
        """What was filled in is being done."""

    @property
    def title_text(self) -> str:
        """What the form is called."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """A title, what stands above the fields, the fields, what is said of them, and the keys."""
        with Vertical(id="panel"):
            yield Static(f"{self.title_text} · {strings.close_hint()}", id="form-title", markup=False)
            yield from self.above()
            for name, label in feeds_strings.feed_fields():
                value = getattr(self._described, name)
                yield labelled(label, TextField(value, id=f"form-{name}", select_on_focus=False))
            facts = ColumnsView(id="form-facts")
            facts.mirrored = current().rtl
            facts.can_focus = False
            yield facts
            keys = KeyFooter(id="form-keys")
            keys.mirrored = current().rtl
            yield keys

    def above(self) -> Iterable[Widget]:
        """What stands above the fields."""
        return ()

    def on_mount(self) -> None:
        """Begin."""
        self.begin()

    def begin(self) -> None:
        """Let somebody type the name."""
        self.query_one("#form-name", TextField).focus()
        self.show_keys(feeds_strings.form_done())

    def show_keys(self, label: str) -> None:
        """Say what Enter does now."""
        enter = Key("form.accept", ("enter",), "screen.accept", label, Group.FEEDS, Scope.FEEDS, label)
        escape = Key(
            "form.close",
            ("escape",),
            "screen.close",
            "",
            Group.FEEDS,
            Scope.FEEDS,
            feeds_strings.form_close(),
        )
        self.query_one(KeyFooter).show(Keymap((enter, escape)), Scope.FEEDS)

    def say(self, rows: Iterable[SheetRow]) -> None:
        """Say something below the fields."""
        self.query_one("#form-facts", ColumnsView).show(list(rows))

    def complain(self, sentence: str) -> None:
        """Say what stands in the way."""
        self.busy = False
        self.say([(), *feeds_strings.in_lines(sentence, "bad", self.query_one("#panel").size.width - 6)])

    @property
    def filled(self) -> FeedDescription | None:
        """What the fields say; None, with a sentence on the screen, when it cannot be used."""
        from ticker_tui.config import checks
        from ticker_tui.text import clean_line

        said = FeedDescription(
            *(
                clean_line(self.query_one(f"#form-{name}", TextField).value, limit=80)
                for name in FeedDescription._fields
            )
        )
        if said.lang:
            try:
                checks.language(said.lang)
            except checks.InvalidValueError:
                self.complain(feeds_strings.no_language(said.lang))
                self.query_one("#form-lang", TextField).focus()
                return None
        return said

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Have it done."""
        if not self.busy and (said := self.filled) is not None:
            self.busy = True
            self.done(said)

    def done(self, said: FeedDescription) -> None:
        """Do what the form is for."""
        raise NotImplementedError

    def answered(self, problem: str) -> None:
        """What was asked for is done, or why not."""
        if problem:
            self.complain(problem)
        else:
            self.action_close()

    def action_close(self) -> None:
        """Put it away."""
        self.close()

    def on_resize(self) -> None:
        """On a flat screen the fields move together."""
        self.set_class(self.size.height < ROOMY_LINES, "-flat")

    def on_click(self, event: events.Click) -> None:
        """A click beside the form puts it away."""
        if event.widget is self:
            self.action_close()


class EditFeedScreen(FeedForm):
    """What feeds.toml says of a feed that is in it."""

    def __init__(self, feed: Feed, describe: Callable[[Feed, FeedDescription], None]) -> None:
        super().__init__(FeedDescription(feed.name, feed.category, feed.lang))
        self._feed = feed
        self._describe = describe

    @property
    def title_text(self) -> str:
        """What the form is called."""
        return feeds_strings.edit_feed_title()

    def done(self, said: FeedDescription) -> None:
        """Have it written."""
        self._describe(self._feed, said)


def labelled(label: str, field: TextField) -> Horizontal:
    """A field behind its label, from the start edge."""
    parts = (Static(label, classes="form-label", markup=False), field)
    return Horizontal(*(parts[::-1] if current().rtl else parts), classes="form-row")

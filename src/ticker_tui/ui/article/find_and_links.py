"""What keys do in the text of an article: finding words, choosing links, and what is told of both at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from ticker_tui.ui.article import strings as article_strings
from ticker_tui.ui.article.find_field import FindPane
from ticker_tui.ui.export import browser
from ticker_tui.ui.export.copy import CopyController
from ticker_tui.urls.safe_link import is_safe

if TYPE_CHECKING:
    from ticker_tui.ui.article.find_marks import SearchedReader
    from ticker_tui.ui.article.links import LinkedReader
    from ticker_tui.ui.article.pane import ReadPane


class FindAndLinksController(CopyController):
    """Finding and following."""

    @property
    def _find(self) -> FindPane:
        """Where one types what to find; there since the first paint."""
        return self._desk_screen.query_one("#find", FindPane)

    def action_find(self) -> None:
        """Type what to find in the article."""
        if self.reader.article is None:
            return
        self.reader.end_links()
        self.reader.begin_find()
        self._find.stand_below(self.reader.region, self.size.width)
        self._find.say("")
        self._find.open("")

    @on(FindPane.Typed, "#find")
    def _find_typed(self, message: FindPane.Typed) -> None:
        if message.text.strip():
            self.reader.find(message.text)
        else:
            self.reader.end_find()
        self._show_found()

    @on(FindPane.Stepped, "#find")
    def _find_stepped(self, message: FindPane.Stepped) -> None:
        self.reader.find_step(message.step)
        self._show_found()

    @on(FindPane.Accepted, "#find")
    def _find_accepted(self) -> None:
        if not self.reader.found.total:
            self.reader.end_find()
        self._leave_field()

    @on(FindPane.Dropped, "#find")
    def _find_dropped(self) -> None:
        self.reader.end_find()
        self._leave_field()

    @on(FindPane.Left, "#find")
    def _find_left(self) -> None:
        """Somebody went elsewhere while typing."""
        if not self.reader.found.total:
            self.reader.end_find()
        self._show_found()

    def _leave_field(self) -> None:
        self._focus_pane()
        self._show_found()

    def on_searched_reader_found_changed(self, message: SearchedReader.FoundChanged) -> None:
        """Found by its name: the reader is not imported yet when this class is made."""
        message.stop()
        self._show_found()

    def _show_found(self) -> None:
        typed = self.reader.finding
        self._find.say(article_strings.matches(self.reader.found) if typed else "")
        self._show_hint()

    def _show_hint(self) -> None:
        """What the article has to say at the foot of the screen: the link that is meant, else what was found."""
        number, address = self.reader.described_link
        if address:
            self.status.hint(
                article_strings.link(number, browser.readable_address(address), safe=is_safe(address))
            )
        elif self.reader.finding and not self._find.typing:
            keys = [self.keymap.first(f"reader.{way}_found") for way in ("next", "previous")]
            self.status.hint(article_strings.matches_summary(self.reader.found, *keys))
        else:
            self.status.hint("")

    def on_linked_reader_link_described(self, message: LinkedReader.LinkDescribed) -> None:
        """Tell of the link."""
        message.stop()
        self._show_hint()

    def on_read_pane_moved(self, message: ReadPane.Moved) -> None:
        """Tell how far the article is read."""
        message.stop()
        self._show_status()

    def action_links(self) -> None:
        """Choose a link."""
        if not self.reader.choose_link():
            self.status.say(article_strings.no_links())

    def _let_go_in_text(self) -> bool:
        """Leave what was begun in the article: choosing a link, else a search; False: nothing was."""
        return self._reader is not None and (self._reader.end_links() or self._reader.end_find())

    def action_copy_link(self) -> None:
        """Copy the address of the chosen link, else that of the article's page."""
        if self.reading and (chosen := self.reader.chosen_link):
            self._copy(chosen)
        else:
            super().action_copy_link()

"""An article laid out in lines, and where somebody stands in it.

Lines are laid out as far as the screen needs at once and the rest in short slices while nothing else happens,
so a long article opens as fast as a short one. Where a reader stands in an article is remembered as a place in
its text, not as a line number: it survives another width, another theme, another article in between.
"""

from __future__ import annotations

import sys
from time import thread_time
from typing import TYPE_CHECKING, Final

from textual.reactive import reactive

from ticker_tui.ui.article.document import Document, LayoutOptions
from ticker_tui.ui.article.document_lines import ArticlePosition
from ticker_tui.ui.render.line_view import LinePane
from ticker_tui.ui.widget_strings import WidgetStrings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from textual.timer import Timer

    from ticker_tui.model import Article
    from ticker_tui.ui.article.document_lines import DocLine, Inset

MEASURE_CELLS: Final = 76
"""The longest line a person reads with ease."""
SLICE_S: Final = 0.008
"""How long the rest of an article may be laid out at a stretch. Here and below: of this thread's processor time."""
SEEK_S: Final = 0.1
"""How long the way to a remembered place may be laid out before anything is painted."""
FIRST_S: Final = 0.05
"""How long what a key wants to see may be laid out before it is painted; the rest comes as it is ready."""
KEPT_PLACES: Final = 500
END: Final = ArticlePosition(sys.maxsize, 0)
"""Behind every line of an article."""


class ArticleLines(LinePane, can_focus=True, inherit_bindings=False):
    """Lays out and scrolls; what a line looks like is for those who build on it, who hear of new text by `text_came`."""

    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    def __init__(
        self,
        *,
        words: WidgetStrings | None = None,
        tz: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Without an article.

        Args:
            words: In the language of the interface.
            tz: The zone dates are told in; None: the machine's.
            id: As in Textual.
            classes: As in Textual.
        """
        super().__init__(id=id, classes=classes)
        self.words = words or WidgetStrings()
        self._tz = tz
        self._article: Article | None = None
        self._document: Document | None = None
        self._lines: list[DocLine] = []
        self._rest: Iterator[DocLine | None] | None = None
        self._sought: ArticlePosition | None = None
        """Where to go as soon as that place is laid out."""
        self._places: dict[int, ArticlePosition] = {}
        self._laid_out_width = -1
        self._wanted: Callable[[DocLine], bool] | None = None
        """The line to show as soon as it is laid out."""
        self._looked_through = 0
        """Lines that are not the wanted one."""
        self._slices: Timer | None = None
        self._stood: tuple[int, ArticlePosition] | None = None
        """The top line after the text was laid out anew, and the place that was sought then."""
        self.insets: Mapping[str, Inset] = {}
        """What stands below the pictures of the article that are shown; `set_insets` changes it."""

    # What it is told

    @property
    def article(self) -> Article | None:
        """What is shown."""
        return self._article

    @property
    def complete(self) -> bool:
        """Whether the article is laid out to its end."""
        return self._rest is None

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses of the article; the one shown as [1] comes first."""
        return self._document.links if self._document else ()

    def set_insets(self, insets: Mapping[str, Inset]) -> None:
        """Show pictures of the article, or no longer; the place in it stays."""
        self.insets = insets
        self._keep_place_and_lay_out()

    def show(self, article: Article | None) -> None:
        """Show an article where it was left, or nothing. The same one again (its state or body changed) keeps its place."""
        self._remember_place()
        if not _same_text(self._article, article):
            self.clear_selection()
        self._article = article
        self._sought = self._places.get(article.headline.id) if article else None
        self._wanted = None
        self._lay_out()

    # Moving

    def scroll_lines(self, lines: int) -> None:
        """Move the text by so many lines."""
        self._go_to_line(self.scroll_offset.y + lines)

    def page(self, pages: int) -> bool:
        """Move by pages, two lines less than fits each; False if it stood at that end already."""
        before = self.scroll_offset.y
        self._go_to_line(before + pages * max(1, self.view_size.height - 2))
        return self.scroll_offset.y != before

    def top(self) -> None:
        """Go to the headline."""
        self._go_to_line(0)

    def bottom(self) -> None:
        """Go to the last line, as soon as everything is laid out."""
        self._sought = END
        self._seek(deadline=thread_time() + SEEK_S)

    def _go_to_line(self, line: int) -> None:
        self._sought = self._wanted = None
        self._lay_out_lines(until=line + 2 * max(1, self.view_size.height), deadline=thread_time() + FIRST_S)
        self.scroll_to_line(min(line, len(self._lines) - self.view_size.height))

    def _remember_place(self) -> None:
        if self._article is None or not self._lines:
            return
        entry_id = self._article.headline.id
        self._places.pop(entry_id, None)
        top = self.scroll_offset.y
        place = self._sought
        if place is None and self._stood is not None and self._stood[0] == top:
            place = self._stood[1]  # nobody has scrolled since: many widths in a row must not add up to a way
        if place is None and 0 < top < len(self._lines):
            place = self._lines[top].place
        if place is not None:
            self._places[entry_id] = place
            if len(self._places) > KEPT_PLACES:
                del self._places[next(iter(self._places))]

    # Laying out

    @property
    def measure(self) -> int:
        """The width of the text, in cells."""
        width = self.view_size.width
        return max(1, min(MEASURE_CELLS, width - 4 if width >= 40 else width - 2 if width >= 12 else width))

    def _lay_out(self) -> None:
        """Start over: another article, width or language."""
        self._lines = []
        self._rest = None
        self._document = None
        self._stood = None
        self._looked_through = 0
        self.text_gone()
        self._laid_out_width = self.view_size.width
        if self._article is not None and self.view_size.width > 0:
            setting = LayoutOptions(self.measure, self.words, self.marks, self._tz, self.insets)
            self._document = Document(self._article, setting)
            self._rest = self._document.steps()
        self._lay_out_lines(until=2 * max(1, self.view_size.height), deadline=thread_time() + FIRST_S)
        if self._sought is None:
            self.scroll_to_line(0)
        self._seek(deadline=thread_time() + SEEK_S)
        self._continue_later()
        self.refresh()

    def _lay_out_lines(self, *, until: int | None, deadline: float | None = None) -> None:
        """Lay out more lines: so many in all, or all (None), or as many as there is time for."""
        if self._rest is None:
            self.set_line_count(len(self._lines))
            return
        lines = self._lines
        known = len(lines)
        while until is None or len(lines) < until:
            if deadline is not None and thread_time() >= deadline:
                break
            try:
                line = next(self._rest)
            except StopIteration:
                self._rest = None
                break
            if line is not None:
                lines.append(line)
        self.set_line_count(len(self._lines))
        self.text_came(lines[known:])
        self._show_wanted()

    def text_gone(self) -> None:
        """All lines are to be laid out anew: another article, width or language."""

    def text_came(self, lines: Sequence[DocLine]) -> None:
        """These lines have been laid out, behind those there were."""

    def _continue_later(self) -> None:
        if self._slices is not None:
            self._slices.stop()  # one at a time, however often the text is laid out anew
            self._slices = None
        if self._rest is not None and self.is_running:
            self._slices = self.set_timer(0.02, self._lay_out_a_slice)

    def _lay_out_a_slice(self) -> None:
        if self._rest is not None:
            self._lay_out_lines(until=None, deadline=thread_time() + SLICE_S)
            self._seek()
            self._continue_later()

    def _seek(self, *, deadline: float | None = None) -> None:
        """Go to the remembered place if it is laid out, with a screen of lines behind it.

        Args:
            deadline: Until when to lay out more lines in search of it; None: look at those there are.
        """
        if (place := self._sought) is None:
            return
        looked_at = 0
        while True:
            lines, height = self._lines, self.view_size.height
            while looked_at < len(lines) and lines[looked_at].place < place:
                looked_at += 1
            if self._rest is None or len(lines) >= looked_at + height:
                break
            if deadline is None or thread_time() >= deadline:
                return
            self._lay_out_lines(until=len(lines) + max(1, height))
        self._sought = None
        if looked_at < len(lines):
            inside = lines[looked_at].place > place and looked_at > 0
            self.scroll_to_line(looked_at - 1 if inside else looked_at)
            self._stood = (self.scroll_offset.y, place)
        elif place == END:
            self.scroll_to_line(len(lines) - self.view_size.height)

    # What is looked for

    def reveal_line_with(self, has: Callable[[DocLine], bool]) -> None:
        """Show the first line that has something, as soon as it is laid out."""
        self._wanted, self._looked_through = has, 0
        deadline = thread_time() + FIRST_S
        while not self._show_wanted() and thread_time() < deadline:
            self._lay_out_lines(until=len(self._lines) + 200, deadline=deadline)

    def _show_wanted(self) -> bool:
        """Look for the wanted line in what has been laid out since; whether nothing more is to be done."""
        if (wanted := self._wanted) is None:
            return True
        for number in range(self._looked_through, len(self._lines)):
            if wanted(self._lines[number]):
                self._wanted = None
                self.reveal(number)
                return True
        self._looked_through = len(self._lines)
        if self._rest is None:
            self._wanted = None
        return self._rest is None

    def reveal(self, number: int) -> None:
        """Scroll as far as it takes to show a line, and no further."""
        top, height = self.scroll_offset.y, self.view_size.height
        if number < top:
            self._go_to_line(number)
        elif number >= top + height:
            self._go_to_line(number - height + 1)

    # What changes the lines

    def watch_marks(self) -> None:
        """Lay out again: a mark takes no cell, but a line knows its marks."""
        self._keep_place_and_lay_out()

    def resized(self) -> None:
        """Another width means other lines."""
        if self.view_size.width != self._laid_out_width:
            self._keep_place_and_lay_out()

    def on_mount(self) -> None:
        """Take the size there is."""
        self._keep_place_and_lay_out()

    def _keep_place_and_lay_out(self) -> None:
        self._remember_place()
        if self._article is not None and self._sought is None and self.scroll_offset.y > 0:
            self._sought = self._places.get(self._article.headline.id)
        self._lay_out()


def _same_text(article: Article | None, other: Article | None) -> bool:
    """Whether two articles show the same text, so that what is selected in one is selected in the other."""
    if article is None or other is None:
        return False
    return (
        article.headline.id == other.headline.id
        and article.headline.title == other.headline.title
        and article.blocks == other.blocks
        and article.summary == other.summary
    )

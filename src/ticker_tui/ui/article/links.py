"""A reader in which one can go from link to link: a chosen link stands out, and is told of before it is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.message import Message

from ticker_tui.text import Line
from ticker_tui.ui.article.find_marks import SearchedReader
from ticker_tui.ui.article.link_picker import LinkPicker

if TYPE_CHECKING:
    from textual import events

    from ticker_tui.model import Article
    from ticker_tui.ui.article.document_lines import DocLine, TextStyle

CHOSEN = Style(reverse=True, bold=True, underline=False)
"""Is seen without colour too."""


class LinkedReader(SearchedReader, can_focus=True, inherit_bindings=False):
    """Chooses links: `choose_link`, `step_link`, `type_digit`, `follow_link`, `end_links`."""

    _choice: LinkPicker | None = None
    """None: links are not being chosen."""
    _hovered = 0

    class LinkDescribed(Message):
        """Another link is chosen or under the pointer, or none: `described_link` has it."""

        def can_replace(self, message: Message) -> bool:
            """A pointer crosses many."""
            return isinstance(message, LinkedReader.LinkDescribed)

    @property
    def choosing(self) -> bool:
        """Whether a link is being chosen."""
        return self._choice is not None

    @property
    def chosen_link(self) -> str:
        """The address of the chosen link; empty: none."""
        return self._address(self._choice.number if self._choice is not None else 0)

    @property
    def described_link(self) -> tuple[int, str]:
        """Number and address of the link to tell of: under the pointer, else the chosen one; (0, ""): none."""
        number = self._hovered or (self._choice.number if self._choice is not None else 0)
        address = self._address(number)
        return (number, address) if address else (0, "")

    def _address(self, number: int) -> str:
        return self.links[number - 1] if 1 <= number <= len(self.links) else ""

    def choose_link(self) -> bool:
        """Begin to choose, with the first link on the screen, else the first behind it; False: there is none."""
        if self._choice is None and self.links:
            top = self.scroll_offset.y
            number = next((found for line in self._lines[top:] if (found := _first_link(line))), 1)
            self._choose(LinkPicker(number))
        return bool(self.links)

    def step_link(self, step: int) -> bool:
        """Go to the next link (1) or the one before (-1), and choose from now on; False: there is none."""
        if self._choice is None:
            return self.choose_link()
        if self.links:
            self._choose(self._choice.stepped(step, len(self.links)))
        return bool(self.links)

    def type_digit(self, digit: str) -> None:
        """A digit of a link's number; the link is followed as soon as it can be no other."""
        if self._choice is None:
            return
        choice, certain = self._choice.typed(digit, len(self.links))
        self._choose(choice)
        if certain:
            self.follow_link()

    def erase_digit(self) -> bool:
        """Take the last digit back; False: none was typed."""
        if self._choice is None or not self._choice.digits:
            return False
        self._choose(self._choice.erased())
        return True

    def follow_link(self) -> None:
        """Follow the chosen link; it stays the chosen one."""
        if self._choice is not None:
            self.open_link(self._choice.number)
            self._choose(LinkPicker(self._choice.number))

    def end_links(self) -> bool:
        """Choose no longer; False if nothing was being chosen."""
        if self._choice is None:
            return False
        self._choose(None)
        return True

    def _choose(self, choice: LinkPicker | None) -> None:
        before, self._choice = self._choice, choice
        if choice is not None and (before is None or before.number != choice.number):
            self.reveal_line_with(lambda line: _has_link(line, choice.number))
        self.forget_painted()
        self.post_message(self.LinkDescribed())

    def show(self, article: Article | None) -> None:
        """As `ReaderPane.show`; the choice is one of the article's."""
        links = self.links if self._choice is not None else ()
        super().show(article)
        self._hover(0)
        if self._choice is not None and self.links != links:
            self.end_links()

    def make_style(self, look: TextStyle) -> Style:
        """The chosen link stands out."""
        style = super().make_style(look)
        chosen = self._choice is not None and look.link > 0 and look.link == self._choice.number
        return style + CHOSEN if chosen else style

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell of the link under the pointer."""
        self._hover(0 if self.selecting else self.link_under(self.cell_of(event)))

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self._hover(0)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.post_message(self.LinkDescribed())


def _first_link(line: DocLine) -> int:
    """The number of the first link of a line, in the order of reading; 0: it has none."""
    for piece in line.pieces:
        text = piece.line
        if isinstance(text, Line):
            for index in sorted(glyph.logical_index for glyph in text.glyphs):
                if link := piece.look_at(index).link:
                    return link
    return 0


def _has_link(line: DocLine, number: int) -> bool:
    """Whether a line has something of a link."""
    for piece in line.pieces:
        text = piece.line
        if isinstance(text, Line):
            if piece.looks is None:
                if piece.pad.link == number:
                    return True
            elif any(piece.look_at(glyph.logical_index).link == number for glyph in text.glyphs):
                return True
    return False

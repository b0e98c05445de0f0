"""A reader in which one can look for words: what is found is marked on its letters, and gone to."""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from ticker_tui.text import Line
from ticker_tui.ui.article.find import BEGINNING, Findings, FindResult, Origin
from ticker_tui.ui.article.reader import ReaderPane
from ticker_tui.ui.article.scroll import FIRST_S
from ticker_tui.ui.render.highlighted_spans import clusters_in
from ticker_tui.ui.theme.component_styles import background_of, ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style

    from ticker_tui.model import Article
    from ticker_tui.ui.article.document_lines import DocLine, LayoutRun
    from ticker_tui.ui.article.find import Match


class SearchedReader(ReaderPane, can_focus=True, inherit_bindings=False):
    """Finds as one types: `find`, `find_step`, `end_find`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--match", "reader--match-here"}
    DEFAULT_CSS = """
    SearchedReader {
        & > .reader--match { background: $secondary; color: auto 95%; text-style: underline; }
        & > .reader--match-here { background: $accent; color: auto 95%; text-style: bold underline; }
    }
    """

    _findings: Findings | None = None
    """None: nothing is looked for."""
    _step: int | None = None
    """Where to go as soon as the match is laid out: as `_go_when_found` is told."""
    _origin = BEGINNING
    """What was at the top of the view when the search began."""
    _match_styles: tuple[Style, Style] | None = None

    class FoundChanged(Message):
        """A search found more, or other things."""

        def can_replace(self, message: Message) -> bool:
            """Text comes in slices."""
            return isinstance(message, SearchedReader.FoundChanged)

    @property
    def finding(self) -> bool:
        """Whether something is looked for, so that there is a next one to go to."""
        return self._findings is not None

    @property
    def found(self) -> FindResult:
        """How the search stands."""
        return self._findings.found if self._findings is not None else FindResult(0, 0)

    def begin_find(self) -> None:
        """From here on: what is typed is looked for from the top of the view."""
        top = self.scroll_offset.y
        seen = (piece for line in self._lines[top:] for piece in line.pieces if piece.passage is not None)
        piece = next(seen, None)
        if piece is None or piece.passage is None or not isinstance(piece.line, Line):
            self._origin = BEGINNING
        else:
            self._origin = Origin(piece.passage.key, piece.offset + piece.line.logical.start)

    def find(self, typed: str) -> None:
        """Look for what is typed, and show the first place of it at or behind where the search began."""
        if self._findings is None:
            self._findings = Findings()
            self._findings.add(self.passages())
        findings = self._findings
        findings.look_for(typed)
        self._go_when_found(0 if typed else None)

    def find_step(self, step: int) -> None:
        """Go on to the next match (1) or back to the one before (-1)."""
        if self._findings is not None:
            self._go_when_found(step)

    def _go_when_found(self, step: int | None) -> None:
        """Go to a match: now if it is known which one that is, else when more is laid out.

        Args:
            step: 0: the first one from where the search began; else the next or the previous one. None: to none.
        """
        findings = self._findings
        if findings is None or step is None:
            self._step = None
            self._show_hit(None)
        elif self.complete or findings.knows(step, self._origin):
            self._step = None
            self._show_hit(findings.step(step) if step else findings.go_from(self._origin))
        else:
            self._step = step
            self._show_hit(None)
            self._lay_out_lines(until=None, deadline=thread_time() + FIRST_S)

    def end_find(self) -> bool:
        """Look for nothing; the place stays. False if nothing was looked for."""
        if self._findings is None:
            return False
        self._findings = self._step = None
        self.forget_painted()
        self.post_message(self.FoundChanged())
        return True

    def _show_hit(self, hit: Match | None) -> None:
        if hit is not None:
            self.reveal_line_with(lambda line: _has(line, hit))
        self.forget_painted()
        self.post_message(self.FoundChanged())

    def show(self, article: Article | None) -> None:
        """As `ReaderPane.show`; what is looked for is forgotten with the article."""
        before = self.article
        super().show(article)
        if before is None or article is None or before.headline.id != article.headline.id:
            self.end_find()

    def text_gone(self) -> None:
        """The matches go with the text."""
        super().text_gone()
        if self._findings is not None:
            self._findings.forget_text()

    def text_came(self, lines: Sequence[DocLine]) -> None:
        """Look through it."""
        super().text_came(lines)
        if self._findings is not None:
            came = (piece.passage for line in lines for piece in line.pieces if piece.passage is not None)
            if self._findings.add(came):
                self.post_message(self.FoundChanged())
            if self._step is not None and (self.complete or self._findings.knows(self._step, self._origin)):
                self._go_when_found(self._step)

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._match_styles = None

    def styles_in(self, piece: LayoutRun, line: Line) -> Callable[[int], Style]:
        """With the matches laid over."""
        plain = super().styles_in(piece, line)
        findings, passage = self._findings, piece.passage
        if findings is None or passage is None or not (ranges := findings.ranges(passage.key)):
            return plain
        here = findings.current if findings.current and findings.current.key == passage.key else None
        marked = clusters_in(line, (_shifted(each.start, each.stop, piece.offset) for each in ranges))
        at = clusters_in(line, [_shifted(here.start, here.stop, piece.offset)]) if here else set[int]()
        match, match_here = self._styles_of_matches()

        def style_at(index: int) -> Style:
            if index in at:
                return plain(index) + match_here
            return plain(index) + match if index in marked else plain(index)

        return style_at

    def _styles_of_matches(self) -> tuple[Style, Style]:
        if self._match_styles is None:
            match, here = (
                ink(self, name, background_of(self, name)) for name in ("reader--match", "reader--match-here")
            )
            self._match_styles = (match, here)
        return self._match_styles


def _shifted(start: int, stop: int, offset: int) -> range:
    return range(start - offset, stop - offset)


def _has(line: DocLine, hit: Match) -> bool:
    """Whether a match begins in a line."""
    for piece in line.pieces:
        passage, text = piece.passage, piece.line
        if passage is None or not isinstance(text, Line) or passage.key != hit.key:
            continue
        logical = text.logical
        if logical.start + piece.offset <= hit.start < logical.stop + piece.offset:
            return True
    return False

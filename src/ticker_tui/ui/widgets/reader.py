"""The reader: one article, its paragraphs each in their own direction, in a measure that suits reading.

Lines are laid out as far as the screen needs at once and the rest in short slices while nothing else happens,
so a long article opens as fast as a short one. Where a reader stands in an article is remembered as a place in
its text, not as a line number: it survives another width, another theme, another article in between.

What else a reader can do is built on top of it: `searching.py` finds in the article, `linking.py` goes from link to
link, `readpane.py` has the keys. They are told of new text by `text_came` and `text_gone`.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ticker_tui.model import BlockKind, Direction
from ticker_tui.ui.inks import ground_of, ink
from ticker_tui.ui.paint import blank, centred, field, hyperlink, line_strip, row, sign
from ticker_tui.ui.selection import Unit
from ticker_tui.ui.sources import Sources
from ticker_tui.ui.themes import contrast_of
from ticker_tui.ui.widgets.doclines import DocLine, Inset, Look, Part, Place, link_at, stretches
from ticker_tui.ui.widgets.document import Document, Setting
from ticker_tui.ui.widgets.linepane import LinePane
from ticker_tui.ui.widgets.rail import RAIL_CELLS
from ticker_tui.ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from textual import events

    from ticker_tui.model import Article
    from ticker_tui.text import Line
    from ticker_tui.ui.paint import Field
    from ticker_tui.ui.selection import Passage, Stretch
    from ticker_tui.ui.widgets.doclines import Piece, Tile

MEASURE_CELLS: Final = 76
"""The longest line a person reads with ease."""
SLICE_S: Final = 0.008
"""How long the rest of an article may be laid out at a stretch."""
SEEK_S: Final = 0.1
"""How long the way to a remembered place may be laid out before anything is painted."""
KEPT_PLACES: Final = 500


def _no_tile(tile: Tile) -> Field:
    """While no picture is shown."""
    _ = tile
    return []


class ReaderPane(LinePane, can_focus=True, inherit_bindings=False):
    """An article. Keys come from outside, through `scroll_lines`, `page`, `top`, `bottom`, `open_link`."""

    UNITS = Unit.PASSAGE
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reader--{part.value}" for part in Part} | {"reader--empty"}
    DEFAULT_CSS = """
    ReaderPane {
        & > .reader--title { color: $foreground; text-style: bold; }
        & > .reader--breaking { background: $error; color: auto 90%; text-style: bold; }
        & > .reader--source { color: $text-muted; }
        & > .reader--byline { color: $text-muted; }
        & > .reader--text { color: $foreground 90%; }
        & > .reader--heading { color: $warning; text-style: bold; }
        & > .reader--table-head { color: $foreground; text-style: bold; }
        & > .reader--quote { color: $foreground 75%; }
        & > .reader--quote-bar { color: $primary; }
        & > .reader--marker { color: $text-muted; }
        & > .reader--code { background: $panel; color: $foreground; }
        & > .reader--image { color: $text-muted; }
        & > .reader--caption { color: $text-muted; }
        & > .reader--rule { color: $foreground 30%; }
        & > .reader--link { color: $accent; }
        & > .reader--empty { color: $text-muted; }
    }
    """

    empty: reactive[str] = reactive("", init=False)
    """What stands in the middle while there is no article; may have several lines."""
    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    class LinkOpened(Message):
        """Someone wants to follow a link."""

        def __init__(self, reader: ReaderPane, url: str) -> None:
            super().__init__()
            self.reader = reader
            self.url = url

        @property
        def control(self) -> ReaderPane:
            """The reader it came from."""
            return self.reader

    class PicturesGone(Message):
        """Another article is shown, without the pictures of the one before."""

    class Remeasured(Message):
        """The pictures that are shown have more room now, or less."""

        def can_replace(self, message: Message) -> bool:
            """Only the last size counts."""
            return isinstance(message, ReaderPane.Remeasured)

    def __init__(
        self,
        *,
        sources: Sources | None = None,
        words: Words | None = None,
        tz: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty reader.

        Args:
            sources: Colours of the sources.
            words: In the language of the interface.
            tz: The zone dates are told in; None: the machine's.
            id: As in Textual.
            classes: As in Textual.
        """
        super().__init__(id=id, classes=classes)
        self._sources = sources or Sources()
        self.words = words or Words()
        self._tz = tz
        self._article: Article | None = None
        self._document: Document | None = None
        self._lines: list[DocLine] = []
        self._rest: Iterator[DocLine] | None = None
        self._sought: Place | None = None
        """Where to go as soon as that place is laid out."""
        self._places: dict[int, Place] = {}
        self._strips: dict[int, Strip] = {}
        self._palette: dict[Part, Style] | None = None
        self._styles: dict[Look, Style] = {}
        self._laid_out_width = -1
        self.insets: Mapping[str, Inset] = {}
        """What stands below the pictures of the article that are shown; `set_insets` changes it."""
        self.paint_tile: Callable[[Tile], Field] = _no_tile
        """Gives the cells of a row of a picture, left to right."""
        self._stood: tuple[int, Place] | None = None
        """The top line after the text was laid out anew, and the place that was sought then."""

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

    @property
    def sources(self) -> Sources:
        """Colours of the sources."""
        return self._sources

    @sources.setter
    def sources(self, sources: Sources) -> None:
        self._sources = sources
        self._strips.clear()
        self.refresh()

    def say(self, words: Words, empty: str) -> None:
        """Go over to another language; the place in the article stays.

        Args:
            words: In that language.
            empty: What stands in the middle while there is no article.
        """
        self.words, self.empty = words, empty
        self._keep_place_and_lay_out()

    def set_insets(self, insets: Mapping[str, Inset]) -> None:
        """Show pictures of the article, or no longer; the place in it stays."""
        self.insets = insets
        self._keep_place_and_lay_out()

    def pictures(self) -> tuple[str, ...]:
        """The addresses of the article's pictures, those from the top of the view on first."""
        if self._article is None:
            return ()
        top = self._lines[self.scroll_offset.y].place.block if self.scroll_offset.y < len(self._lines) else 0
        found = [
            (number < top, number, block.src)
            for number, block in enumerate(self._article.blocks)
            if block.kind is BlockKind.IMAGE and block.src
        ]
        return tuple(dict.fromkeys(src for _, _, src in sorted(found)))

    def tiles(self) -> Iterator[tuple[int, int, Tile]]:
        """The rows of pictures that are in view: row and column of the pane, and what stands there."""
        for y, line in enumerate(self._lines[self.scroll_offset.y :][: self.view_size.height]):
            pieces = line.pieces if line.direction is Direction.LTR else line.pieces[::-1]
            x = self._left_of(line) + (RAIL_CELLS if self.mirrored else 0)
            for piece in pieces:
                if piece.tile is not None:
                    yield y, x, piece.tile
                x += piece.width_cells

    def show(self, article: Article | None) -> None:
        """Show an article where it was left, or nothing.

        The same article again (its state or body changed) keeps its place on the screen. Another one is shown without its
        pictures.
        """
        self._remember_place()
        if (article and article.headline.id) != (self._article and self._article.headline.id):
            if self.insets:
                self.post_message(self.PicturesGone())
            self.insets = {}
        if not _same_text(self._article, article):
            self.clear_selection()
        self._article = article
        self._sought = self._places.get(article.headline.id) if article else None
        self._lay_out()

    def open_link(self, number: int) -> bool:
        """Ask for the link shown as ``[number]``; False if there is none."""
        if not 1 <= number <= len(self.links):
            return False
        self.post_message(self.LinkOpened(self, self.links[number - 1]))
        return True

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
        """Go to the last line."""
        self._lay_out_lines(until=None)
        self._go_to_line(len(self._lines))

    def _go_to_line(self, line: int) -> None:
        self._sought = None
        self._lay_out_lines(until=line + 2 * max(1, self.view_size.height))
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
        self._strips.clear()
        self._lines = []
        self._rest = None
        self._document = None
        self._stood = None
        self.text_gone()
        self._laid_out_width = self.view_size.width
        if self._article is not None and self.view_size.width > 0:
            setting = Setting(self.measure, self.words, self.marks, self._tz, self.insets)
            self._document = Document(self._article, setting)
            self._rest = self._document.lines()
        self._lay_out_lines(until=2 * max(1, self.view_size.height))
        if self._sought is None:
            self.scroll_to_line(0)
        self._seek(deadline=monotonic() + SEEK_S)
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
            if deadline is not None and monotonic() >= deadline:
                break
            line = next(self._rest, None)
            if line is None:
                self._rest = None
                break
            lines.append(line)
        self.set_line_count(len(self._lines))
        self.text_came(lines[known:])

    def text_gone(self) -> None:
        """All lines are to be laid out anew: another article, width or language."""

    def text_came(self, lines: Sequence[DocLine]) -> None:
        """These lines have been laid out, behind those there were."""

    def _continue_later(self) -> None:
        if self._rest is not None and self.is_running:
            self.set_timer(0.02, self._lay_out_a_slice)

    def _lay_out_a_slice(self) -> None:
        if self._rest is not None:
            self._lay_out_lines(until=None, deadline=monotonic() + SLICE_S)
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
            if deadline is None or monotonic() >= deadline:
                return
            self._lay_out_lines(until=len(lines) + max(1, height))
        self._sought = None
        if looked_at < len(lines):
            inside = lines[looked_at].place > place and looked_at > 0
            self.scroll_to_line(looked_at - 1 if inside else looked_at)
            self._stood = (self.scroll_offset.y, place)

    # What is looked for

    def line_with(self, has: Callable[[DocLine], bool], *, first: int = 0) -> int | None:
        """The first line that has something, from a line on; what is not laid out yet is. None: no line has."""
        number = first
        while True:
            while number < len(self._lines):
                if has(self._lines[number]):
                    return number
                number += 1
            if self._rest is None:
                return None
            self._lay_out_lines(until=len(self._lines) + 200)

    def reveal(self, number: int) -> None:
        """Scroll as far as it takes to show a line, and no further."""
        top, height = self.scroll_offset.y, self.view_size.height
        if number < top:
            self._go_to_line(number)
        elif number >= top + height:
            self._go_to_line(number - height + 1)

    def forget_painted(self) -> None:
        """Paint all lines again: something in them looks different now."""
        self._strips.clear()
        self._styles.clear()
        self.refresh()

    # What changes the picture

    def watch_marks(self) -> None:
        """Lay out again: a mark takes no cell, but a line knows its marks."""
        self._keep_place_and_lay_out()

    def watch_empty(self) -> None:
        """Shown only while there is no article."""
        if self._article is None:
            self.refresh()

    def resized(self) -> None:
        """Another width means other lines."""
        if self.insets:
            # Textual calls this with the screen as the sender, and then the message would go no further than to it.
            self.post_message(self.Remeasured().set_sender(self))
        if self.view_size.width != self._laid_out_width:
            self._keep_place_and_lay_out()

    def on_mount(self) -> None:
        """Take the size there is."""
        self._keep_place_and_lay_out()

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went."""
        super().notify_style_update()
        self._palette = None

    def _keep_place_and_lay_out(self) -> None:
        self._remember_place()
        if self._article is not None and self._sought is None and self.scroll_offset.y > 0:
            self._sought = self._places.get(self._article.headline.id)
        self._lay_out()

    # Painting

    def _style(self, look: Look) -> Style:
        """What a look is in this theme."""
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self.make_style(look)
        return style

    def make_style(self, look: Look) -> Style:
        """What a look is in this theme, as it is now."""
        ground = ground_of(self)
        if look.code and look.part is not Part.CODE:
            ground = ground_of(self, "reader--code")
        elif look.part in {Part.CODE, Part.BREAKING}:
            ground = ground_of(self, f"reader--{look.part.value}")
        is_link = 1 <= look.link <= len(self.links)
        style = ink(self, f"reader--{Part.LINK if is_link else look.part}", ground)
        if look.part is Part.SOURCE and self._article is not None:
            theme = self.app.current_theme  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
            on, least = ground.hex6.lower(), contrast_of(theme)
            url = self._article.headline.feed_url
            style += Style(color=self._sources.colour(url, dark=theme.dark, on=on, least=least))
        if look.bold or look.italic or look.strike:
            style += Style(bold=look.bold or None, italic=look.italic or None, strike=look.strike or None)
        if is_link:
            style += Style(underline=look.part is not Part.LINK)
            style += hyperlink(self.links[look.link - 1])
        return style

    def _check_palette(self) -> None:
        """Forget what was painted if the theme says something else now."""
        if self._palette is None:
            palette = {part: self.get_component_rich_style(f"reader--{part.value}") for part in Part}
            if palette != getattr(self, "_painted_palette", None):
                self._painted_palette = palette
                self._strips.clear()
            self._palette = palette

    def paint_line(self, y: int) -> Strip:
        """One line of the visible part."""
        width = self.view_size.width
        if width <= 0:
            return Strip([], 0)
        self._check_palette()
        if self._document is None:
            style = self.get_component_rich_style("reader--empty")
            base = Direction.RTL if self.words.language.rtl else Direction.AUTO
            return centred(
                self.empty, y, width, self.view_size.height, style, base_style=self.rich_style, base=base
            )
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return line_strip(None, width, self.rich_style, base_style=self.rich_style)
        strip = self._strips.get(number)
        if strip is None:
            if not self._strips:
                self._styles.clear()
            strip = self._strips[number] = self._paint(self._lines[number], width)
        return strip

    @property
    def _margin(self) -> int:
        """Empty cells at the left of the measure."""
        return (self.view_size.width - self.measure) // 2

    def _left_of(self, line: DocLine) -> int:
        """The cell of the view where the pieces of a line begin."""
        rtl = line.direction is Direction.RTL
        return self._margin + (self.measure - line.width_cells if rtl else 0)

    def _paint(self, line: DocLine, width: int) -> Strip:
        ground = self.rich_style
        fields = [self._paint_piece(piece) for piece in line.pieces]
        mirrored = line.direction is Direction.RTL
        body = row(fields, self.measure, base_style=ground, mirrored=mirrored)
        return row([blank(self._margin, ground), list(body)], width, base_style=ground)

    def _paint_piece(self, piece: Piece) -> Field:
        pad = self._style(piece.pad)
        if piece.tile is not None:
            return self.paint_tile(piece.tile) or blank(piece.width_cells, pad)
        match piece.line:
            case None:
                return blank(piece.width_cells, pad)
            case str() as text:
                return sign(text, pad)
            case line:
                return field(
                    line,
                    piece.width_cells,
                    self.styles_in(piece, line),
                    base_style=pad,
                    align=piece.align,
                )

    def styles_in(self, piece: Piece, line: Line) -> Callable[[int], Style]:
        """The style of the cluster at a logical index of a piece's line."""
        _ = line
        return lambda index: self._style(piece.look_at(index))

    # The mouse

    def stretches_at(self, line: int) -> Sequence[Stretch]:
        """The text of a row."""
        if not 0 <= line < len(self._lines):
            return ()
        return stretches(self._lines[line], self._left_of(self._lines[line]))

    def passages(self) -> Iterable[Passage]:
        """The text that is laid out."""
        return (piece.passage for line in self._lines for piece in line.pieces if piece.passage is not None)

    def scroll_selecting(self, lines: int) -> None:
        """Show what is selected next; it may have to be laid out."""
        self.scroll_lines(lines)

    def on_click(self, event: events.Click) -> None:
        """Follow the link under the pointer."""
        offset = self.cell_of(event)
        if offset is None or self.click_is_spent(event):
            return
        number = offset.y + self.scroll_offset.y
        if 0 <= number < len(self._lines) and self.open_link(
            link_at(self._lines[number], offset.x - self._left_of(self._lines[number]))
        ):
            event.stop()


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

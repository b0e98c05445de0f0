"""The reader: one article, its paragraphs each in their own direction, in a measure that suits reading.

The reader is built in layers: `scroll.py` lays out and keeps places, this one paints and knows the pointer,
`find_marks.py` finds in the article, `links.py` goes from link to link, `pane.py` has the keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ticker_tui.model import BlockKind, Direction
from ticker_tui.ui.article.document_lines import TextRole, link_at, placed, stretches
from ticker_tui.ui.article.scroll import ArticleLines
from ticker_tui.ui.render.scrollbar import RAIL_CELLS
from ticker_tui.ui.render.strips import blank, centred, field, hyperlink, line_strip, row, sign
from ticker_tui.ui.render.text_selection import Unit
from ticker_tui.ui.theme.component_styles import background_of, ink
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.theme.textual_themes import contrast_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import tzinfo

    from textual import events
    from textual.geometry import Offset

    from ticker_tui.model import Article
    from ticker_tui.text import Line
    from ticker_tui.ui.article.document_lines import DocLine, LayoutRun, TextStyle, Tile
    from ticker_tui.ui.render.strips import Field
    from ticker_tui.ui.render.text_selection import Passage, PassageLine
    from ticker_tui.ui.widget_strings import WidgetStrings


def _no_tile(tile: Tile) -> Field:
    """While no picture is shown."""
    _ = tile
    return []


class ReaderPane(ArticleLines, can_focus=True, inherit_bindings=False):
    """An article. Keys come from outside, through `scroll_lines`, `page`, `top`, `bottom`, `open_link`."""

    UNITS = Unit.PASSAGE
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reader--{part.value}" for part in TextRole} | {"reader--empty"}
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
        sources: FeedColours | None = None,
        words: WidgetStrings | None = None,
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
        super().__init__(words=words, tz=tz, id=id, classes=classes)
        self._sources = sources or FeedColours()
        self._strips: dict[int, Strip] = {}
        self._palette: dict[TextRole, Style] | None = None
        self._styles: dict[TextStyle, Style] = {}
        self.paint_tile: Callable[[Tile], Field] = _no_tile
        """Gives the cells of a row of a picture, left to right."""

    # What it is told

    @property
    def sources(self) -> FeedColours:
        """Colours of the sources."""
        return self._sources

    @sources.setter
    def sources(self, sources: FeedColours) -> None:
        self._sources = sources
        self._strips.clear()
        self.refresh()

    def say(self, words: WidgetStrings, empty: str) -> None:
        """Go over to another language; the place in the article stays.

        Args:
            words: In that language.
            empty: What stands in the middle while there is no article.
        """
        self.words, self.empty = words, empty
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
            left = self._left_of(line) + (RAIL_CELLS if self.mirrored else 0)
            yield from ((y, left + x, piece.tile) for x, piece in placed(line) if piece.tile is not None)

    def show(self, article: Article | None) -> None:
        """As `ArticleLines.show`; another article is shown without the pictures of the one before."""
        if (article and article.headline.id) != (self._article and self._article.headline.id):
            if self.insets:
                self.post_message(self.PicturesGone())
            self.insets = {}
        super().show(article)

    def open_link(self, number: int) -> bool:
        """Ask for the link shown as ``[number]``; False if there is none."""
        if not 1 <= number <= len(self.links):
            return False
        self.post_message(self.LinkOpened(self, self.links[number - 1]))
        return True

    def forget_painted(self) -> None:
        """Paint all lines again: something in them looks different now."""
        self._strips.clear()
        self._styles.clear()
        self.refresh()

    # What changes the picture

    def text_gone(self) -> None:
        """What was painted goes with it."""
        super().text_gone()
        self._strips.clear()

    def watch_empty(self) -> None:
        """Shown only while there is no article."""
        if self._article is None:
            self.refresh()

    def resized(self) -> None:
        """Another width means other lines, and another size of the pictures."""
        if self.insets:
            # Textual calls this with the screen as the sender, and then the message would go no further than to it.
            self.post_message(self.Remeasured().set_sender(self))
        super().resized()

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went."""
        super().notify_style_update()
        self._palette = None

    # Painting

    def _style(self, look: TextStyle) -> Style:
        """What a look is in this theme."""
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self.make_style(look)
        return style

    def make_style(self, look: TextStyle) -> Style:
        """What a look is in this theme, as it is now."""
        ground = background_of(self)
        if look.code and look.part is not TextRole.CODE:
            ground = background_of(self, "reader--code")
        elif look.part in {TextRole.CODE, TextRole.BREAKING}:
            ground = background_of(self, f"reader--{look.part.value}")
        is_link = 1 <= look.link <= len(self.links)
        style = ink(self, f"reader--{TextRole.LINK if is_link else look.part}", ground)
        if look.part is TextRole.SOURCE and self._article is not None:
            theme = self.app.current_theme  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
            on, least = ground.hex6.lower(), contrast_of(theme)
            url = self._article.headline.feed_url
            style += Style(color=self._sources.colour(url, dark=theme.dark, on=on, least=least))
        if look.bold or look.italic or look.strike:
            style += Style(bold=look.bold or None, italic=look.italic or None, strike=look.strike or None)
        if is_link:
            style += Style(underline=look.part is not TextRole.LINK)
            style += hyperlink(self.links[look.link - 1])
        return style

    def _check_palette(self) -> None:
        """Forget what was painted if the theme says something else now."""
        if self._palette is None:
            palette = {part: self.get_component_rich_style(f"reader--{part.value}") for part in TextRole}
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

    def _paint_piece(self, piece: LayoutRun) -> Field:
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

    def styles_in(self, piece: LayoutRun, line: Line) -> Callable[[int], Style]:
        """The style of the cluster at a logical index of a piece's line."""
        _ = line
        return lambda index: self._style(piece.look_at(index))

    # The mouse

    def stretches_at(self, line: int) -> Sequence[PassageLine]:
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

    def link_under(self, cell: Offset | None) -> int:
        """The number of the link at a cell of the view; 0: none there."""
        number = -1 if cell is None else cell.y + self.scroll_offset.y
        if cell is None or not 0 <= number < len(self._lines):
            return 0
        line = self._lines[number]
        return link_at(line, cell.x - self._left_of(line))

    def on_click(self, event: events.Click) -> None:
        """Follow the link under the pointer."""
        cell = self.cell_of(event)
        if cell is not None and not self.click_is_spent(event) and self.open_link(self.link_under(cell)):
            event.stop()

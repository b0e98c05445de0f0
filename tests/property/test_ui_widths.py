"""No row of the screen is ever wider or narrower than its pane, whatever the text and the width."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from ticker_tui.model import Article, Block, BlockKind, Direction, Headline, Span, TableCell
from ticker_tui.text import clean_line, clean_text
from ticker_tui.ui.article.document import Document, LayoutOptions
from ticker_tui.ui.article.tables import column_widths
from ticker_tui.ui.bar.marquee import Marquee
from ticker_tui.ui.headlines.column_widths import columns_for, lead_cells, levels_for
from ticker_tui.ui.render.strips import field, row, sign, text_field

if TYPE_CHECKING:
    from ticker_tui.ui.article.document_lines import LayoutRun

PLAIN = Style()
MOMENT = datetime(2026, 11, 23, tzinfo=UTC)

ALPHABET = st.one_of(
    st.sampled_from("abc XYZ 019.,:-()[]«»/%"),
    st.sampled_from("ابتثجلالإآلأ ءئؤةىيكپچگ ٠١٩،؛؟ًٌَّٰ‌‍"),
    st.sampled_from("אבגדה שׁ־"),
    st.sampled_from("中文字ｗｉｄｅ🙂👩‍👧🇸🇾é̃"),
    st.characters(),
)
TEXTS = st.text(ALPHABET, max_size=80)
LINES = TEXTS.map(clean_line)
BODIES = TEXTS.map(clean_text)
WIDTHS = st.integers(1, 90)
SPANS = st.lists(
    st.builds(
        Span,
        text=BODIES,
        bold=st.booleans(),
        code=st.booleans(),
        link=st.sampled_from(("", "", "https://example.org/a", "https://example.org/%D8%AE")),
    ),
    max_size=4,
).map(tuple)
ROWS = st.lists(
    st.lists(st.builds(TableCell, spans=SPANS, header=st.booleans()), max_size=6).map(tuple), max_size=4
).map(tuple)
BLOCKS = st.lists(
    st.builds(
        Block,
        kind=st.sampled_from(BlockKind),
        spans=SPANS,
        level=st.integers(0, 9),
        ordinal=st.none() | st.integers(-5, 100_000),
        quote_depth=st.integers(0, 6),
        rows=ROWS,
        direction=st.sampled_from(Direction),
        lang=st.sampled_from(("", "ar", "fa", "he", "en")),
    ),
    max_size=5,
).map(tuple)


def headline(title: str, *, lang: str = "", entry_id: int = 1) -> Headline:
    return Headline(
        id=entry_id, feed_url="", source="Source", title=title, link="", sort_at=MOMENT, published_at=None,
        lang=lang, category="", breaking=bool(entry_id % 2), read=False, starred=False,
    )  # fmt: skip


def painted(piece: LayoutRun) -> str:
    if piece.line is None:
        return " " * piece.width_cells
    if isinstance(piece.line, str):
        return "".join(segment.text for segment in sign(piece.line, PLAIN))
    assert piece.line.width_cells <= piece.width_cells
    segments = field(piece.line, piece.width_cells, PLAIN, base_style=PLAIN, align=piece.align)
    return "".join(segment.text for segment in segments)


@given(LINES, WIDTHS, st.sampled_from(Direction))
def test_a_field_has_its_width(text: str, width: int, base: Direction) -> None:
    shown = "".join(segment.text for segment in text_field(text, width, PLAIN, base=base))
    assert cell_len(shown) == width


@given(st.lists(st.tuples(LINES, st.integers(0, 20)), max_size=6), WIDTHS, st.booleans())
def test_a_row_has_its_width(parts: list[tuple[str, int]], width: int, mirrored: bool) -> None:
    fields = [text_field(text, cells, PLAIN) for text, cells in parts]
    strip = row(fields, width, base_style=PLAIN, mirrored=mirrored)
    assert cell_len(strip.text) == strip.cell_length == width


@given(BLOCKS, LINES, st.sampled_from(("", "ar", "he", "en")), WIDTHS)
def test_no_line_of_an_article_exceeds_its_measure(
    blocks: tuple[Block, ...], title: str, lang: str, width: int
) -> None:
    article = Article(
        headline=headline(title, lang=lang), author=title, categories=(), summary="", blocks=blocks
    )
    document = Document(article, LayoutOptions(width, tz=UTC))
    for line in document.lines():
        cells = [cell_len(painted(piece)) for piece in line.pieces]
        assert cells == [piece.width_cells for piece in line.pieces]
        assert sum(cells) <= width
        for piece in line.pieces:
            if piece.line is not None and not isinstance(piece.line, str):
                for glyph in piece.line.glyphs:
                    assert 0 <= piece.look_at(glyph.logical_index).link <= len(document.links)


@given(st.lists(LINES.filter(bool), min_size=1, max_size=5), st.integers(1, 60), st.integers(-300, 300))
def test_a_window_on_the_crawl_has_its_width(titles: list[str], room: int, position: int) -> None:
    crawl = Marquee([headline(title, entry_id=number) for number, title in enumerate(titles)], room)
    shown = "".join(segment.text for segment in crawl.window(position, room, (PLAIN, PLAIN)))
    assert cell_len(shown) == room
    assert crawl.starts == sorted(crawl.starts)
    for x in range(room):
        assert 0 <= crawl.item_at(x, position, room) < len(titles)


@given(st.integers(-50, 500), st.integers(1, 40))
def test_every_step_of_the_crawl_lands_on_a_beginning(position: int, room: int) -> None:
    crawl = Marquee(
        [headline(title, entry_id=number) for number, title in enumerate(("abc", "אבג", "de"))], room
    )
    forth, back = crawl.step(position, 1), crawl.step(position, -1)
    assert back < position < forth
    assert forth % crawl.length_cells in crawl.starts
    assert back % crawl.length_cells in crawl.starts


@given(st.integers(0, 400), st.sampled_from(("auto", "one", "two", "summary")), st.integers(8, 16))
def test_the_columns_of_a_row_fit_into_it(width: int, density: str, source_cells: int) -> None:
    columns = columns_for(width, levels_for(width, density), source_cells)  # type: ignore[arg-type]
    lead = lead_cells(columns.levels)
    used = lead + columns.title
    if "whole" in columns.levels:
        used += (columns.clock + 2 if columns.clock else 0) + (columns.source + 2 if columns.source else 0)
    assert columns.title >= 1
    assert used <= max(width, lead + 1)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9), st.integers(0, 120))
def test_columns_of_a_table_share_the_room_fairly(natural: list[int], room: int) -> None:
    widths = column_widths(natural, room)
    if widths:
        assert sum(widths) <= max(room, sum(max(1, width) for width in natural if sum(natural) <= room))
        assert all(1 <= width <= max(1, wish) for width, wish in zip(widths, natural, strict=True))
        cut = [width for width, wish in zip(widths, natural, strict=True) if width < wish]
        assert not cut or max(widths) - min(cut) <= 1 + max(widths) - max(cut)

"""Blocks as lines. Rows are shown as they stand on the screen, `·` marking what a piece leaves free."""

from __future__ import annotations

from datetime import UTC
from itertools import islice

import msgspec
import pytest
from making import ARABIC_BODY, article, paragraph
from work import calls

from ticker_tui.html.blocks import MAX_STYLED, to_blocks
from ticker_tui.model import Block, BlockKind, Direction, Span, TableCell
from ticker_tui.ui.article.document import Document, LayoutOptions
from ticker_tui.ui.article.document_lines import (
    ArticlePosition,
    DocLine,
    LayoutRun,
    TextRole,
    TextStyle,
    link_at,
)
from ticker_tui.ui.article.tables import column_widths
from ticker_tui.ui.export.browser import readable_address
from ticker_tui.ui.widget_strings import WidgetStrings


def shown_piece(piece: LayoutRun) -> str:
    match piece.line:
        case None:
            return " " * piece.width_cells
        case str() as text:
            return text
        case line:
            free = " " * (piece.width_cells - line.width_cells)
            rtl = (piece.align or line.direction) is Direction.RTL
            return free + line.visual_text if rtl else line.visual_text + free


def shown(line: DocLine) -> str:
    pieces = [shown_piece(piece) for piece in line.pieces]
    return "".join(reversed(pieces) if line.direction is Direction.RTL else pieces)


def body(*blocks: Block, width: int = 30, lang: str = "en", title: str = "Title") -> list[str]:
    """The rows of the blocks alone, without headline, byline and list of links."""
    document = Document(article(blocks=blocks, lang=lang, title=title), LayoutOptions(width, tz=UTC))
    return [shown(line) for line in document.lines() if 0 <= line.place.block < len(blocks)]


def item(text: str, *, level: int = 1, ordinal: int | None = None) -> Block:
    return Block(kind=BlockKind.ITEM, level=level, ordinal=ordinal, spans=(Span(text),))


def test_the_head_says_who_and_when() -> None:
    document = Document(
        article(blocks=ARABIC_BODY, title="אבג", lang="he", source="Giva"), LayoutOptions(70, tz=UTC)
    )
    lines = list(document.lines())
    assert shown(lines[1]) == "גבא".rjust(70)
    byline = shown(lines[2]).strip()
    assert byline.startswith("Monday, 23 November 2026, 08:26 GMT · ")
    assert byline.endswith(" · Giva")


def test_a_byline_without_room_has_the_date_on_a_line_of_its_own() -> None:
    document = Document(article(title="T", lang="en", source="Orbit"), LayoutOptions(40, tz=UTC))
    rows = [shown(line).rstrip() for line in document.lines() if line.place.block == -2]
    assert rows[0].startswith("Orbit · ")
    assert rows[1] == "Monday, 23 November 2026, 08:26 GMT"


def test_every_paragraph_decides_its_own_direction() -> None:
    assert body(paragraph("abc"), paragraph("אבג"), width=10) == ["abc       ", "", "       גבא"]


def test_a_dir_attribute_outranks_the_first_letter() -> None:
    assert body(paragraph("abc", direction=Direction.RTL), width=10) == ["       abc"]


def test_a_paragraph_without_letters_follows_the_headline() -> None:
    assert body(paragraph("10-20"), width=10, lang="he", title="אבג") == ["     10-20"]
    assert body(paragraph("10-20"), width=10) == ["10-20     "]


def test_lists_hang_at_the_start_of_their_direction() -> None:
    assert body(item("one two three", ordinal=1), item("four", ordinal=12), width=12) == [
        " 1. one two ",
        "    three   ",
        "12. four    ",
    ]
    assert body(item("אבג דהו זחט", ordinal=1), item("יכל"), width=12) == [
        "והד גבא .1".rjust(12),
        "טחז   ".rjust(12),
        "לכי • ".rjust(12),
    ]


def test_arabic_items_have_arabic_numbers_and_persian_ones_persian() -> None:
    arabic = body(item("واحد", ordinal=3), width=12, lang="ar", title="خبر")
    assert arabic[0].endswith(" .٣")
    persian = body(item("یک", ordinal=4), width=12, lang="fa", title="خبر")
    assert persian[0].endswith(" .۴")
    english_feed = body(item("واحد", ordinal=3), width=12)
    assert english_feed[0].endswith(" .٣")


def test_nested_items_are_indented_and_have_other_bullets() -> None:
    assert body(item("a"), item("b", level=2), item("c", level=3), width=20) == [
        "• a                 ",
        "  ◦ b               ",
        "    ▪ c             ",
    ]


def test_an_inner_list_begins_below_the_text_of_the_outer_one() -> None:
    assert body(item("a", ordinal=9), item("b", ordinal=10), item("c", level=2), width=20) == [
        " 9. a".ljust(20),
        "10. b".ljust(20),
        "    ◦ c".ljust(20),
    ]


def test_quotes_have_a_bar_on_their_own_side() -> None:
    assert body(paragraph("abc", quote_depth=1), width=12) == ["▌ abc       "]
    assert body(paragraph("אבג", quote_depth=2), width=14) == ["       גבא ▐ ▐"]


def test_the_bar_runs_through_the_gap_of_one_quotation() -> None:
    one = body(paragraph("abc", quote_depth=1), paragraph("def", quote_depth=1), width=12)
    assert [row.rstrip() for row in one] == ["▌ abc", "▌", "▌ def"]
    two = body(paragraph("abc", quote_depth=1), paragraph("אבג", quote_depth=1), width=12)
    assert two[1] == ""


def table(*rows: tuple[str, ...], header: bool = True) -> Block:
    return Block(
        kind=BlockKind.TABLE,
        rows=tuple(
            tuple(TableCell((Span(text),), header=header and number == 0) for text in row)
            for number, row in enumerate(rows)
        ),
    )


def test_a_table_has_its_columns_in_reading_order() -> None:
    ltr = body(table(("ab", "c"), ("d", "ef")), width=20)
    assert ltr == ["ab │ c ", "───┼───", "d  │ ef"]
    rtl = body(table(("אב", "ג"), ("ד", "12")), width=20)
    assert rtl == [" ג │ בא", "───┼───", "12 │  ד"]


def test_wide_tables_wrap_their_cells_and_keep_their_columns_straight() -> None:
    rows = body(table(("one two three four", "five"), ("six", "seven eight nine")), width=20)
    assert all(len(row) <= 20 for row in rows)
    assert len({row.index("│") for row in rows if "│" in row}) == 1


def test_a_table_with_too_many_columns_becomes_a_list() -> None:
    rows = body(table(tuple("abcdefgh"), header=False), width=20)
    assert rows[0].startswith("a · b · c")


@pytest.mark.parametrize(
    ("natural", "room", "expected"),
    [
        ([3, 5], 20, [3, 5]),
        ([3, 50], 20, [3, 17]),
        ([40, 40], 20, [10, 10]),
        ([2, 30, 9], 25, [2, 14, 9]),
        ([10, 10, 10], 5, []),
        ([0, 1], 9, [1, 1]),
    ],
)
def test_column_widths(natural: list[int], room: int, expected: list[int]) -> None:
    assert column_widths(natural, room) == expected


def test_code_runs_left_to_right_and_keeps_its_indent() -> None:
    code = Block(kind=BlockKind.CODE, spans=(Span('if x:\n    y = "אבג"\n'),))
    assert body(code, width=20, title="אבג", lang="he") == [" if x:              ", '     y = "גבא"      ']


def test_pictures_captions_and_rules() -> None:
    picture = Block(kind=BlockKind.IMAGE, spans=(Span("a harbour"),))
    bare = Block(kind=BlockKind.IMAGE)
    caption = Block(kind=BlockKind.CAPTION, spans=(Span("photo: x"),))
    rows = body(picture, caption, bare, Block(kind=BlockKind.RULE), width=14)
    assert [row.rstrip() for row in rows] == ["▣ a harbour", "  photo: x", "", "▣ image", "", "─" * 14]


def test_links_are_numbered_once_each_and_listed() -> None:
    blocks = (
        paragraph(
            "see ", Span("one", link="https://a.example/1"), " and ", Span("two", link="https://b.example/")
        ),
        paragraph(
            Span("o", link="https://a.example/1"), Span("ne", bold=True, link="https://a.example/1"), " again"
        ),
    )
    document = Document(article(blocks=blocks, title="T", lang="en"), LayoutOptions(40, tz=UTC))
    assert document.links == ("https://a.example/1", "https://b.example/")
    rows = [shown(line).replace("\u00a0", " ").rstrip() for line in document.lines() if line.place.block >= 0]
    assert rows == [
        "see one [1] and two [2]",
        "",
        "one [1] again",
        "",
        "─" * 12,
        "[1] a.example/1",
        "[2] b.example",
    ]


def test_every_cell_of_a_link_leads_to_it_in_either_direction() -> None:
    blocks = (paragraph("אבג ", Span("דהו", link="https://a.example/"), " זחט"),)
    document = Document(article(blocks=blocks, title="אבג", lang="he"), LayoutOptions(30, tz=UTC))
    line = next(line for line in document.lines() if line.place.block == 0)
    row = shown(line).replace("\u00a0", " ")
    assert row == "טחז [1] והד גבא".rjust(30)
    linked = "".join(cell for x, cell in enumerate(row) if link_at(line, x))
    assert linked == "[1] והד"
    assert link_at(line, 99) == link_at(line, -1) == 0


def test_looks_follow_their_letters() -> None:
    blocks = (paragraph("אב", Span("גד", bold=True), "הו"),)
    document = Document(article(blocks=blocks), LayoutOptions(30, tz=UTC))
    piece = next(line for line in document.lines() if line.place.block == 0).pieces[0]
    assert piece.line is not None
    assert not isinstance(piece.line, str)
    bold = "".join(glyph.text for glyph in piece.line.glyphs if piece.look_at(glyph.logical_index).bold)
    assert bold == "דג"


def test_looks_follow_their_letters_onto_later_lines() -> None:
    blocks = (paragraph("one two three\nfour ", Span("five", italic=True)),)
    document = Document(article(blocks=blocks), LayoutOptions(10, tz=UTC))
    found = []
    for line in document.lines():
        for piece in line.pieces if line.place.block == 0 else ():
            if piece.line is not None and not isinstance(piece.line, str):
                found += [
                    glyph.text for glyph in piece.line.glyphs if piece.look_at(glyph.logical_index).italic
                ]
    assert "".join(found) == "five"


def test_an_entry_without_a_body_shows_its_summary_or_says_so() -> None:
    bare = article(title="T", lang="en")
    rows = [shown(line).rstrip() for line in Document(bare, LayoutOptions(80, tz=UTC)).lines()]
    assert rows[4] == WidgetStrings().no_body
    from msgspec.structs import replace

    rows = [
        shown(line).rstrip()
        for line in Document(replace(bare, summary="Short."), LayoutOptions(80, tz=UTC)).lines()
    ]
    assert rows[4] == "Short."


def test_breaking_stands_before_the_headline() -> None:
    lines = list(Document(article(title="אבג", lang="he", breaking=True), LayoutOptions(30, tz=UTC)).lines())
    assert shown(lines[1]).endswith("גבא  קזבמ ")
    assert lines[1].pieces[0].look_at(1).part is TextRole.BREAKING


def test_overlong_paragraphs_are_laid_out_in_pieces_that_lose_nothing() -> None:
    text = " ".join(str(number) for number in range(3000)) + " end"
    rows = body(paragraph(text), width=60)
    assert " ".join(row.strip() for row in rows).split() == text.split()
    assert "".join(body(paragraph("x" * 9000), width=60)).count("x") == 9000


def test_places_ascend() -> None:
    lines = list(Document(article(blocks=ARABIC_BODY), LayoutOptions(24, tz=UTC)).lines())
    places = [line.place for line in lines]
    assert places == sorted(places)
    assert places[0] == ArticlePosition(-3, -1)


def test_addresses_for_the_eye() -> None:
    assert readable_address("https://example.org/%D8%AE%D8%A8%D8%B1/") == "example.org/خبر"
    assert "\x1b" not in readable_address("https://example.org/%1B%5D52%3B")


def test_a_look_is_plain_by_default() -> None:
    assert TextStyle(TextRole.TEXT) == TextStyle(
        TextRole.TEXT, bold=False, italic=False, code=False, strike=False, link=0
    )


def test_the_whole_article(golden: object) -> None:
    for width in (24, 60):
        lines = Document(article(blocks=ARABIC_BODY), LayoutOptions(width, tz=UTC)).lines()
        golden(f"document-{width}", [shown(line).rstrip() for line in lines])  # type: ignore[operator]


# Right to left: every kind of block


def of_kind(kind: BlockKind, text: str, **changes: object) -> Block:
    return Block(kind=kind, spans=(Span(text),), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION])
def test_blocks_of_text_stand_at_the_side_where_they_are_read_from(kind: BlockKind) -> None:
    assert body(of_kind(kind, "אבג דהו"), width=10) == ["   והד גבא"]
    assert body(of_kind(kind, "אבג דהו"), width=5) == ["  גבא", "  והד"], "also on their later lines"
    assert body(of_kind(kind, "abc", direction=Direction.RTL), width=6) == ["   abc"]
    assert body(of_kind(kind, "אבג", direction=Direction.LTR), width=6) == ["גבא   "]


def test_headings_are_strong_letter_by_letter() -> None:
    heading = Block(kind=BlockKind.HEADING, level=2, spans=(Span("אב"), Span("גד", italic=True)))
    looks = looks_of(heading)
    assert [(text, look.bold, look.italic) for text, look in looks] == [
        ("ד", True, False),
        ("ג", True, False),
        ("ב", True, False),
        ("א", True, False),
    ]
    assert {look.part for _, look in looks} == {TextRole.HEADING}


def looks_of(*blocks: Block, width: int = 40, lang: str = "he") -> list[tuple[str, TextStyle]]:
    """The glyphs of the blocks, row by row from left to right, and their looks."""
    document = Document(article(blocks=blocks, lang=lang, title="אבג"), LayoutOptions(width, tz=UTC))
    pieces = [
        piece
        for line in document.lines()
        if 0 <= line.place.block < len(blocks)
        for piece in (line.pieces if line.direction is Direction.LTR else line.pieces[::-1])
    ]
    return [
        (glyph.text, piece.look_at(glyph.logical_index))
        for piece in pieces
        if piece.line is not None and not isinstance(piece.line, str)
        for glyph in piece.line.glyphs
    ]


def test_nested_lists_hang_from_the_right() -> None:
    rows = body(
        item("אב", ordinal=9),
        item("גד", ordinal=10),
        item("הו זח טי כל מנ פצ", level=2),
        item("סע", level=3),
        width=20,
    )
    assert rows == [
        "בא .9 ".rjust(20),
        "דג .10".rjust(20),
        "נמ לכ יט חז וה ◦    ".rjust(20),
        "צפ      ".rjust(20),
        "עס ▪      ".rjust(20),
    ]


def test_a_number_stands_on_the_side_of_its_own_item() -> None:
    rows = body(item("abc", ordinal=1), item("אבג", ordinal=2), width=9)
    assert rows == ["1. abc   ", "   גבא .2"]


def test_arabic_numbers_of_two_digits_keep_their_order() -> None:
    [row] = body(item("بند", ordinal=12), width=12, lang="ar", title="خبر")
    assert row.endswith(" .١٢"), "digits are read from the left, the dot follows at their left"


def test_quotes_keep_their_bar_on_every_line() -> None:
    assert body(paragraph("אבג דהו זחט", quote_depth=1), width=12) == ["   והד גבא ▐", "       טחז ▐"]
    nested = body(paragraph("אבג", quote_depth=1), paragraph("דהו", quote_depth=2), width=16)
    assert nested == ["גבא ▐".rjust(16), " ▐", "והד ▐ ▐".rjust(16)]


def test_a_quoted_list_has_both() -> None:
    quoted = Block(kind=BlockKind.ITEM, level=1, quote_depth=1, spans=(Span("אבג"),))
    assert body(quoted, width=14) == ["גבא • ▐".rjust(14)]


def test_three_columns_are_mirrored_and_their_cells_keep_their_own_direction() -> None:
    rows = body(table(("אב", "גד", "הו"), ("abc de", "שת", "1-2")), width=30)
    assert rows == [" וה │ דג │     בא", "────┼────┼───────", "1-2 │ תש │ abc de"]


def test_a_cell_wraps_in_its_own_direction() -> None:
    rows = body(table(("אבג דהו זחט יכל", "מנ"), ("one two three", "ס"), header=False), width=14)
    assert rows == ["נמ │   והד גבא", "   │   לכי טחז", " ס │ one two  ", "   │ three    "]


@pytest.mark.parametrize("lang", ["he", "en"])
def test_code_is_left_to_right_whatever_it_begins_with(lang: str) -> None:
    code = of_kind(BlockKind.CODE, "אבג = x\n  (זחט) y")
    title = "אבג" if lang == "he" else "Title"
    assert body(code, width=20, lang=lang, title=title) == [" גבא = x            ", "   (טחז) y          "]


def test_code_in_a_quotation_leaves_the_bar_on_its_side() -> None:
    code = of_kind(BlockKind.CODE, "x = 1", quote_depth=1)
    assert body(code, width=20, lang="he", title="אבג") == [" x = 1             ▐"]
    assert body(code, width=20) == ["▌  x = 1            "]


def test_pictures_and_their_captions_in_hebrew() -> None:
    picture = of_kind(BlockKind.IMAGE, "אבג", src="https://a.example/1.jpg")
    caption = of_kind(BlockKind.CAPTION, "דהו: x")
    bare = Block(kind=BlockKind.IMAGE)
    rows = body(picture, caption, bare, width=12, lang="he", title="אבג")
    assert rows == ["גבא ▣".rjust(12), "x :והד  ".rjust(12), "", "image ▣".rjust(12)]


def test_a_rule_is_as_long_as_there_is_room() -> None:
    rule = Block(kind=BlockKind.RULE, quote_depth=1)
    assert body(rule, width=16, lang="he", title="אבג") == ["─" * 14 + " ▐"]


@pytest.mark.parametrize(
    ("before", "link", "behind", "expected"),
    [
        ("אבג ", "abc.de", " דהו", "והד [1] abc.de גבא"),
        ("abc ", "אבג", " def", "abc גבא [1] def"),
        ("אבג ", "דהו", " זחט", "טחז [1] והד גבא"),
        ("abc ", "def", " ghi", "abc def [1] ghi"),
        ("אבג ", "abc", "", "[1] abc גבא"),
        ("אבג ", "abc", " def", "abc [1] def גבא"),
        ("abc ", "אבג", ".", "abc גבא [1]."),
        ("אבג ", "דהו 10", ", זחט", "טחז ,[1] 10 והד גבא"),
    ],
)
def test_the_number_of_a_link_stands_behind_it(before: str, link: str, behind: str, expected: str) -> None:
    block = paragraph(before, Span(link, link="https://a.example/"), behind)
    assert body(block)[0].replace("\u00a0", " ").strip() == expected


def test_the_list_of_links_begins_at_the_right() -> None:
    spans = [Span(letter, link=f"https://a.example/{number}") for number, letter in enumerate("אבגדהוזחטי")]
    document = Document(
        article(blocks=(paragraph(*spans),), title="אבג", lang="he"), LayoutOptions(24, tz=UTC)
    )
    rows = [shown(line) for line in document.lines() if line.place.block == 1]
    assert rows[1] == ("─" * 12).rjust(24)
    assert rows[2] == "a.example/0 [1] ".rjust(24)
    assert rows[-1] == "a.example/9 [10]".rjust(24)


WORDS = ["كتاب", "السَّلام", "بالأخبار", "می\u200cخواهم", "پښتو", "ئۇيغۇرچە"]


@pytest.mark.parametrize("word", WORDS)
def test_another_style_inside_a_word_leaves_its_letters_joined(word: str) -> None:
    plain = [text for text, _ in looks_of(paragraph(word))]
    for cut in range(1, len(word)):
        styled = looks_of(paragraph(word[:cut], Span(word[cut:], bold=True)))
        assert [text for text, _ in styled] == plain
        [line] = [
            line
            for line in Document(article(blocks=(paragraph(word),)), LayoutOptions(40, tz=UTC)).lines()
            if line.place.block == 0
        ]
        drawn = line.pieces[0].line
        assert drawn is not None
        assert not isinstance(drawn, str)
        bold = [look.bold for _, look in styled]
        assert bold == [glyph.logical_index >= cut for glyph in drawn.glyphs], (
            "each cluster has the look it began with"
        )


def test_right_to_left_text_is_emphasised_by_weight_since_it_knows_no_slant() -> None:
    block = paragraph(Span("אבג", italic=True), " and ", Span("slanted", italic=True))
    caption = Block(kind=BlockKind.CAPTION, spans=(Span("אבג"),))
    looks = looks_of(block, caption)
    assert {glyph for glyph, look in looks if look.italic} == set("slanted")
    assert {glyph for glyph, look in looks if look.bold} == set("אבג")
    assert {look.bold for _, look in looks if look.part is TextRole.CAPTION} == {False}


@pytest.mark.parametrize(
    ("style", "shown"), [("bold", "bold"), ("italic", "bold"), ("code", "code"), ("strike", "strike")]
)
def test_every_style_follows_its_letters_over_a_wrap(style: str, shown: str) -> None:
    text = "אבג דהו זחט יכל מנס"
    styled_span = msgspec.structs.replace(Span(text[5:13]), **{style: True})
    block = paragraph(text[:5], styled_span, text[13:])
    found = looks_of(block, width=8)
    assert [getattr(look, shown) for _, look in found if look.part is TextRole.TEXT].count(True) > 0
    styled = {glyph for glyph, look in found if look.part is TextRole.TEXT and getattr(look, shown)}
    assert styled - {" "} == set("הוזחטי")


def test_what_is_copied_of_an_article_is_what_it_says() -> None:
    lines = list(Document(article(blocks=ARABIC_BODY), LayoutOptions(30, tz=UTC)).lines())
    passages = {piece.passage.key: piece.passage for line in lines for piece in line.pieces if piece.passage}
    own = [passage.own_text(0, len(passage.text)) for _, passage in sorted(passages.items())]
    of_blocks = [block.text for block in ARABIC_BODY if block.kind is not BlockKind.TABLE and block.text]
    assert [text for text in of_blocks if text not in own] == []
    assert own[0] == article().headline.title
    assert own[own.index("الجهاز") :][:4] == ["الجهاز", "الوزن", "مطياف", "9.5"]


STEPS = 600
"""Of an article that has more; what is behind them is like them."""


def linked(count: int) -> tuple[Block, ...]:
    """One paragraph as full of links as a body may be."""
    spans = [
        each
        for number in range(count)
        for each in (Span("x", link=f"https://a.example/{number}"), Span(" و"))
    ]
    return (paragraph(*spans),)


def words(count: int) -> tuple[Span, ...]:
    return (Span("كلمة " * count),)


WORST = {
    "links": linked(MAX_STYLED),
    "cells": to_blocks("<table>" + ("<tr>" + "<td>خلية" * 200) * 100, is_html=True),
    "one word": (paragraph("ا" * 40_000),),
    "words": (paragraph("كلمة و " * 6_000),),
    "a cell": (
        Block(kind=BlockKind.TABLE, rows=((TableCell(spans=words(20_000)), TableCell(spans=words(1))),)),
    ),
    "rows": (Block(kind=BlockKind.TABLE, rows=((TableCell(spans=words(2)),) * 3,) * 3_000),),
    "columns": (Block(kind=BlockKind.TABLE, rows=((TableCell(spans=words(1)),) * 3_000,)),),
    "signs that are sentences": (paragraph("\ufdfd" * 20_000),),
    "a cell of them": (Block(kind=BlockKind.TABLE, rows=((TableCell(spans=(Span("\ufdfd" * 20_000),)),),)),),
    "items": tuple(
        Block(kind=BlockKind.ITEM, level=number % 9, ordinal=number, spans=words(1))
        for number in range(20_000)
    ),
    "quotations": tuple(paragraph("q", quote_depth=number) for number in range(10_000)),
    "a line of code": (Block(kind=BlockKind.CODE, spans=(Span("x=1;" * 20_000),)),),
    "isolates": (paragraph("\u2067a\u2066ب" * 5_000 + "\u2069" * 10_000),),
    "joined pictures": (paragraph("👩\u200d" * 20_000),),
    "marks": (paragraph("ب\u0651\u064e" * 10_000),),
    "digits": (paragraph("1," * 30_000 + "ب"),),
}


@pytest.mark.parametrize("name", WORST)
def test_no_step_of_the_worst_article_makes_the_screen_stand_still(name: str) -> None:
    """The reader goes on step by step, and looks at the clock between them: 50 ms is the promise, for a step as well."""
    steps = Document(article(blocks=WORST[name]), LayoutOptions(76, tz=UTC)).steps()
    costs: list[int] = []
    done: list[DocLine | None] = []
    while len(costs) == len(done) < STEPS:
        costs.append(calls(lambda: done.extend(islice(steps, 1))))
    assert len(costs) > 20
    assert max(costs) < 100_000  # in 40 ms; a paragraph of 95,000 links took two million in one step


def test_a_cell_is_laid_out_line_by_line() -> None:
    """A cell of 500 kB took 1.6 s before its first line was there."""
    document = Document(article(blocks=WORST["a cell"]), LayoutOptions(76, tz=UTC))
    assert calls(lambda: list(islice(document.lines(), 20))) < 200_000
    assert len([line for line in document.lines() if line.place.block == 0]) > 1_000


def test_a_long_cell_and_a_short_one_stand_side_by_side() -> None:
    rows = ((TableCell(spans=(Span("one two three four"),)), TableCell(spans=(Span("end"),))),)
    lines = body(Block(kind=BlockKind.TABLE, rows=rows), width=16)
    assert [line.rstrip() for line in lines] == ["one two    │ end", "three four │"]

"""Which way a terminal shows pictures, and the bytes of each way."""

from __future__ import annotations

import re
import unicodedata
from base64 import standard_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.images import half_blocks, kitty
from ticker_tui.images.decode import cells_of
from ticker_tui.images.protocols import Limitation, cell_size, choose_protocol
from ticker_tui.images.sixel import sixel
from ticker_tui.processes.parser_protocol import ImageProtocol, Picture
from ticker_tui.terminal import Terminal, identify
from ticker_tui.terminal.replies import Replies, ReplySieve
from ticker_tui.ui.article.document_lines import Tile
from ticker_tui.ui.article.image_overlay import ImageRows, stretches, touches

TRUE = 1 << 24


def known(xtversion: str, da1: str = "62", **environ: str) -> Terminal:
    return identify(Replies(xtversion=xtversion or None, da1=da1), environ)


@pytest.mark.parametrize(
    ("terminal", "colours", "way"),
    [
        (known("kitty(0.48.2)", "62;52;"), TRUE, ImageProtocol.KITTY),
        (known("kitty(0.27.1)", "62;"), TRUE, ImageProtocol.BLOCKS),
        (known("kitty(0.48.2)"), 256, ImageProtocol.BLOCKS),
        (known("ghostty 1.1.3"), TRUE, ImageProtocol.KITTY),
        (known("foot(1.13.1)", "62;4;22"), 256, ImageProtocol.SIXEL),
        (known("foot(1.13.1)", "62;4;22"), 16, ImageProtocol.SIXEL),
        (known("foot(1.13.1)", "62;4;22"), 0, None),
        (known("XTerm(379)", "64;1;2;6"), TRUE, ImageProtocol.BLOCKS),
        (known("", "4"), TRUE, ImageProtocol.BLOCKS),
        (known("tmux 3.5a", "1;2;4", TMUX="x"), TRUE, ImageProtocol.BLOCKS),
        (known("tmux 3.5a", "1;2;4", TMUX="x"), 16, None),
    ],
)
def test_a_terminal_gets_the_best_way_it_has(
    terminal: Terminal, colours: int, way: ImageProtocol | None
) -> None:
    chosen = choose_protocol(terminal, colours=colours)
    assert chosen.way is way
    assert (chosen.why is Limitation.IN_MUX) == (bool(terminal.mux) and way is not None)


@pytest.mark.parametrize(
    ("window", "answered", "expected"),
    [
        ((36, 120, 1200, 720), None, (10, 20)),
        ((36, 120, 1080, 756), (8, 16), (9, 21)),
        ((36, 120, 0, 0), (10, 22), (10, 22)),
        ((36, 120, 0, 0), None, (10, 20)),
        ((0, 0, 0, 0), (0, 0), (10, 20)),
    ],
)
def test_the_size_of_a_cell(
    window: tuple[int, int, int, int], answered: tuple[int, int] | None, expected: tuple[int, int]
) -> None:
    assert cell_size(window, answered) == expected


def test_what_the_terminal_says_of_pictures_is_no_key() -> None:
    sieve = ReplySieve()
    passed = [sieve.feed(part) for part in ("a\x1b[6;2", "1;9t\x1b[?1;0;", "1024Sb\x1b[6~", "\x1b[6;5~c")]
    assert "".join(passed) == "ab\x1b[6~\x1b[6;5~c"
    assert (sieve.replies.cell, sieve.replies.registers) == ((9, 21), 1024)
    sieve.feed("\x1b[?1;3;0S")
    assert sieve.replies.registers == 1024, "a refusal says no number"


@given(
    st.tuples(st.integers(2, 5000), st.integers(2, 5000)),
    st.tuples(st.integers(1, 108), st.integers(1, 90)),
    st.booleans(),
)
def test_a_picture_fits_and_keeps_its_proportions(
    natural: tuple[int, int], room: tuple[int, int], as_blocks: bool
) -> None:
    columns, rows = cells_of(natural, room, (10, 20), blocks=as_blocks)
    assert 1 <= columns <= room[0]
    assert 1 <= rows <= room[1]
    exact = columns * 10 * natural[1] / natural[0] / 20
    assert abs(rows - exact) <= max(1.0, exact / columns), "right to a cell"


# kitty


def test_kitty_gets_the_file_in_chunks_and_answers_nothing() -> None:
    png = bytes(range(256)) * 40
    sequences = list(kitty.send(70_000, png, 30, 9))
    parts = [re.fullmatch(r"\x1b_G([^;]*);(.*)\x1b\\", each) for each in sequences]
    heads = [part[1] for part in parts if part is not None]
    data = [part[2] for part in parts if part is not None]
    assert len(data) == len(sequences)
    assert standard_b64decode("".join(data)) == png
    assert heads[0] == "a=T,U=1,i=70000,f=100,c=30,r=9,q=2,m=1"
    assert set(heads[1:-1]) == {"q=2,m=1"}
    assert heads[-1] == "q=2,m=0"
    assert max(map(len, data)) <= 4096
    assert kitty.forget(70_000) == "\x1b_Ga=d,d=I,i=70000,q=2\x1b\\"


def test_its_cells_say_where_they_are() -> None:
    assert kitty.cells(2, 2) == ["\U0010eeee\u030e\u0305", "\U0010eeee\u030e\u030d"]
    assert kitty.colour(0x123456) == (0x12, 0x34, 0x56)
    assert len(set(kitty.MARKS)) == len(kitty.MARKS) > 100
    for mark in kitty.MARKS:
        assert unicodedata.combining(mark) == 230
        assert not unicodedata.decomposition(mark)
        assert unicodedata.normalize("NFC", "a" + mark) == "a" + mark


# Sixel


def drawn(sequence: str) -> dict[tuple[int, int], tuple[int, int, int]]:
    """The pixels that a terminal makes of it, in hundredths."""
    match = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)(.*)\x1b\\', sequence, re.DOTALL)
    assert match is not None
    palette: dict[int, tuple[int, int, int]] = {}
    pixels: dict[tuple[int, int], tuple[int, int, int]] = {}
    x = y = colour = 0
    for number, red, green, blue, count, character in re.findall(
        r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|(?:!(\d+))?([?-~$-])", match[3]
    ):
        if number:
            colour = int(number)
            if red:
                palette[colour] = (int(red), int(green), int(blue))
        elif character == "$":
            x = 0
        elif character == "-":
            x, y = 0, y + 6
        else:
            for _ in range(int(count or 1)):
                for bit in range(6):
                    if ord(character) - 63 >> bit & 1:
                        pixels[x, y + bit] = palette[colour]
                x += 1  # noqa: SIM113 - it goes on in the next run
    assert all(px < int(match[1]) and py < int(match[2]) for px, py in pixels), "within the raster"
    return pixels


@given(
    st.integers(1, 30),
    st.integers(1, 25),
    st.integers(0, 24),
    st.integers(1, 25),
    st.randoms(use_true_random=False),
)
def test_a_sixel_draws_every_pixel_of_its_rows(
    width: int, height: int, top: int, rows: int, dice: object
) -> None:
    top = min(top, height - 1)
    bottom = min(height, top + rows)
    pixels = bytes(dice.randrange(5) for _ in range(width * height))  # type: ignore[attr-defined]
    palette = bytes([0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 128, 0, 10, 20, 250])
    picture = Picture(columns=1, rows=1, width_px=width, height_px=height, pixels=pixels, palette=palette)
    hundredths = [tuple((palette[3 * n + c] * 100 + 127) // 255 for c in range(3)) for n in range(5)]
    assert drawn(sixel(picture, top, bottom)) == {
        (x, y - top): hundredths[pixels[y * width + x]] for x in range(width) for y in range(top, bottom)
    }


def test_half_blocks_take_two_rows_of_pixels() -> None:
    picture = Picture(columns=2, rows=1, blocks=bytes(range(12)))
    assert half_blocks.pairs(picture, 0) == [((0, 1, 2), (6, 7, 8)), ((3, 4, 5), (9, 10, 11))]


# Over the cells


@pytest.mark.parametrize(
    ("data", "touched"),
    [
        ("\x1b[1;1Hthe bar", False),
        ("\x1b[1;1Hthe bar\x1b[12;40Htext", True),
        ("\x1b[12;101Hright of it", False),
        ("\x1b[21;40Hbelow", False),
        ("\x1b[2J", True),
        ("\x1b[?25l", False),
    ],
)
def test_only_what_goes_to_its_cells_touches_a_picture(data: str, touched: bool) -> None:
    assert touches(data, range(5, 20), 100) is touched


def test_rows_of_one_picture_are_drawn_together() -> None:
    tiles = [(2, 9, Tile("a", 3)), (3, 9, Tile("a", 4)), (7, 9, Tile("b", 0)), (9, 9, Tile("b", 2))]
    assert list(stretches(tiles)) == [
        ImageRows("a", 3, 2, 9, 2),
        ImageRows("b", 0, 1, 9, 7),
        ImageRows("b", 2, 1, 9, 9),
    ]

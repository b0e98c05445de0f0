"""The order of reading in the crawl, told with windows of a few cells."""

from __future__ import annotations

from making import headline
from rich.cells import cell_len
from rich.style import Style

from ticker_tui.model import Direction, Headline
from ticker_tui.ui.bar.marquee import SEPARATOR, Marquee, crawl_direction

PLAIN = (Style(), Style())
GAP = len(SEPARATOR)


def item(title: str, entry_id: int = 1) -> Headline:
    return headline(entry_id, title=title, lang="")


def seen(crawl: Marquee, position: int, room: int) -> str:
    text = "".join(segment.text for segment in crawl.window(position, room, PLAIN))
    assert cell_len(text) == room
    return text


def test_an_rtl_crawl_has_item_one_rightmost_and_moves_right() -> None:
    crawl = Marquee([item("אבג"), item("דהו", 2)], 9)
    assert crawl.direction is Direction.RTL
    assert seen(crawl, 0, 9) == "ד  ◆  גבא"
    assert seen(crawl, 1, 9) == "הד  ◆  גב"
    assert seen(crawl, 2, 9) == "והד  ◆  ג"


def test_an_ltr_crawl_is_its_mirror_image() -> None:
    crawl = Marquee([item("abc"), item("def", 2)], 9)
    assert crawl.direction is Direction.LTR
    assert seen(crawl, 0, 9) == "abc  ◆  d"
    assert seen(crawl, 1, 9) == "bc  ◆  de"
    assert seen(crawl, 2, 9) == "c  ◆  def"


def test_what_enters_an_rtl_crawl_enters_in_the_order_of_reading() -> None:
    """The leftmost cell, frame by frame, spells the next headline from its beginning."""
    title = "הפגישה נדחתה"
    crawl = Marquee([item("אבגדהוזחט"), item(title, 2)], 9)
    first_frame = crawl.starts[1] - 9 + 1
    entered = "".join(seen(crawl, first_frame + frame, 9)[0] for frame in range(len(title)))
    assert entered == title


def test_the_crawl_goes_round() -> None:
    crawl = Marquee([item("אבג"), item("דהו", 2)], 9)
    assert crawl.length_cells == 2 * (3 + GAP)
    for position in range(crawl.length_cells):
        assert seen(crawl, position, 9) == seen(crawl, position + 3 * crawl.length_cells, 9)


def test_the_direction_is_that_of_most_items_then_of_the_first() -> None:
    hebrew, english = item("אבג"), item("abc")
    assert crawl_direction([hebrew, hebrew, english]) is Direction.RTL
    assert crawl_direction([hebrew, english, english]) is Direction.LTR
    assert crawl_direction([hebrew, english]) is Direction.RTL
    assert crawl_direction([english, hebrew]) is Direction.LTR
    assert crawl_direction([]) is Direction.LTR


def test_an_item_of_the_other_direction_keeps_its_own_order() -> None:
    crawl = Marquee([item("אבג"), item("one two", 2), item("דהו", 3)], 30)
    assert seen(crawl, 0, 23) == "והד  ◆  one two  ◆  גבא"


def test_an_overlong_item_of_the_other_direction_comes_in_pieces_that_can_be_seen_whole() -> None:
    """Moving right, an English sentence would enter with its end; each piece of it is in view as a whole."""
    room = 16
    crawl = Marquee([item("אבג"), item("one two three four five", 2), item("דהו", 3)], room)
    windows = [seen(crawl, position, room) for position in range(crawl.length_cells)]
    for piece in ("one two…", "…three four…", "…five"):
        assert any(piece in window for window in windows)
    first_seen = [
        next(i for i, window in enumerate(windows) if piece in window)
        for piece in ("one two…", "…three four…", "…five")
    ]
    assert first_seen == sorted(first_seen)


def test_a_headline_in_the_feeds_direction_may_begin_with_latin_letters() -> None:
    crawl = Marquee([headline(1, title="BBC אבג", lang="he")], 20)
    assert crawl.direction is Direction.RTL
    assert seen(crawl, 0, 7) == "גבא BBC"


def test_stepping_goes_from_beginning_to_beginning() -> None:
    crawl = Marquee([item("abc"), item("defgh", 2), item("ij", 3)], 5)
    assert crawl.starts == [0, 3 + GAP, 8 + 2 * GAP]
    assert crawl.step(0, 1) == crawl.starts[1]
    assert crawl.step(crawl.starts[1], 1) == crawl.starts[2]
    assert crawl.step(crawl.starts[2], 1) == crawl.length_cells
    assert crawl.step(2, -1) == 0
    assert crawl.step(0, -1) == crawl.starts[2] - crawl.length_cells
    assert Marquee([], 5).step(3, 1) == 0


def test_the_item_under_a_cell() -> None:
    rtl = Marquee([item("אבג"), item("דהו", 2)], 9)
    assert [rtl.item_at(x, 0, 9) for x in (8, 6, 0)] == [0, 0, 1]
    ltr = Marquee([item("abc"), item("def", 2)], 9)
    assert [ltr.item_at(x, 0, 9) for x in (0, 2, 8)] == [0, 0, 1]
    assert Marquee([], 9).item_at(0, 0, 9) == -1


def test_few_items_fit_and_stand_at_their_start_edge() -> None:
    crawl = Marquee([item("אבג"), item("דהו", 2)], 40)
    assert crawl.fits(3 + GAP + 3)
    assert not crawl.fits(3 + GAP + 2)
    assert "".join(segment.text for segment in crawl.still(40, PLAIN)) == "והד  ◆  גבא"

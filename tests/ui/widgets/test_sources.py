from __future__ import annotations

import subprocess
import sys

import pytest
from textual.color import Color

from ticker_tui.model import Feed
from ticker_tui.ui.theme.feed_colours import DARK, LIGHT, MAX_COLUMN_CELLS, MIN_COLUMN_CELLS, FeedColours

URLS = [f"https://{letter}.example/" for letter in "abcdefghi"]


def test_neighbours_in_feeds_toml_have_different_colours() -> None:
    sources = FeedColours(Feed(url=url, name=url) for url in URLS)
    for dark in (True, False):
        assert len({sources.colour(url, dark=dark) for url in URLS}) == len(URLS)


def test_a_colour_of_the_feed_outranks_ours_and_nonsense_counts_as_none() -> None:
    feeds = [Feed(url=URLS[0], name="a", colour="teal"), Feed(url=URLS[1], name="b", colour="#12")]
    sources = FeedColours(feeds)
    assert sources.colour(URLS[0]) == "#008080"
    assert sources.colour(URLS[1]) == DARK[1]


def test_a_feed_that_is_gone_keeps_a_colour() -> None:
    assert FeedColours().colour("https://gone.example/") == FeedColours().colour("https://gone.example/")
    assert FeedColours().colour("\udc80") in DARK


@pytest.mark.parametrize(
    ("names", "cells"),
    [
        ([], MAX_COLUMN_CELLS),
        (["BBC"], MIN_COLUMN_CELLS),
        (["الجزيرة نت", "BBC"], 10),
        (["x" * 40], MAX_COLUMN_CELLS),
    ],
)
def test_the_column_is_as_wide_as_the_widest_name_within_bounds(names: list[str], cells: int) -> None:
    assert FeedColours(Feed(url=name, name=name) for name in names).column_cells == cells


@pytest.mark.parametrize(("palette", "ground"), [(DARK, "#121418"), (LIGHT, "#fbfbf8")])
def test_names_are_readable_on_their_ground(palette: tuple[str, ...], ground: str) -> None:
    """WCAG's contrast of at least 4.5 to 1."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        red, green, blue = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for colour in palette:
        brighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
        assert (brighter + 0.05) / (darker + 0.05) >= 4.5, colour


def test_colours_of_most_feeds_are_known_without_textual() -> None:
    script = (
        "import sys; from ticker_tui.model import Feed; from ticker_tui.ui.theme.feed_colours import FeedColours; "
        "print(FeedColours([Feed(url='u', name='n', colour='#AABBCC')]).colour('u'), 'textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["#aabbcc", "False"]

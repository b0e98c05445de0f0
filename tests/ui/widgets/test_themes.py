"""Every theme there is, ours and Textual's, gives list, bar and reader colours that can be told apart."""

from __future__ import annotations

from array import array
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from making import ARABIC_BODY, NOW, article, headline
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from ticker_tui.ui.article.reader import ReaderPane
from ticker_tui.ui.bar.bar import TickerBar
from ticker_tui.ui.headlines.list_widget import HeadlineList
from ticker_tui.ui.theme import textual_themes
from ticker_tui.ui.theme.palettes import looks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual.strip import Strip

pytestmark = pytest.mark.anyio


class ThemedApp(App[None]):
    CSS = files("ticker_tui.ui").joinpath("ticker.tcss").read_text(encoding="utf-8")

    def __init__(self, theme: str) -> None:
        super().__init__()
        textual_themes.register(self, ())
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return textual_themes.defaults(dark=self.current_theme.dark)

    def compose(self) -> ComposeResult:
        yield TickerBar(id="bar")
        yield HeadlineList(
            lambda ids: [headline(entry_id, breaking=entry_id == 3) for entry_id in ids],
            now=lambda: NOW,
            id="headlines",
        )
        yield ReaderPane(id="reader")

    def on_mount(self) -> None:
        self.query_one(TickerBar).show([headline(1)], breaking=True)
        self.query_one(HeadlineList).show(array("q", [1, 2, 3]))
        self.query_one(ReaderPane).show(article(blocks=ARABIC_BODY))


def inked(strip: Strip) -> Iterator[tuple[str, Style]]:
    """The cells of a strip that have a letter, with their style."""
    for segment in strip:
        if segment.text.strip() and segment.style is not None:
            yield segment.text, segment.style


@pytest.mark.parametrize(
    "name",
    [theme for theme in (*BUILTIN_THEMES, *looks()) if not theme.startswith("ansi")],
)
async def test_all_text_can_be_read(name: str) -> None:
    app = ThemedApp(name)
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.pause()
        for widget in app.query("#bar, #headlines, #reader"):
            for y in range(widget.size.height):
                for text, style in inked(widget.render_line(y)):
                    assert style.color is not None
                    assert style.bgcolor is not None
                    if set(text) <= set(" ─│┼▐◆●★"):
                        continue  # lines may be faint; marks are told by their shape, and by hue
                    ink, ground = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
                    assert abs(ink.brightness - ground.brightness) > 0.12, (name, text, style)

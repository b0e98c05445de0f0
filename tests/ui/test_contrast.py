"""Every pair of colours that is really painted, on every screen, in every theme of ours, has the contrast it promises."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from making import ARABIC_BODY, NOW
from rich.color import ColorType
from textual.geometry import Region
from textual.widget import Widget

from ticker_tui.contrast import contrast, is_dark, readable
from ticker_tui.ui.theme.feed_colours import DARK as ON_DARK
from ticker_tui.ui.theme.feed_colours import LIGHT as ON_LIGHT
from ticker_tui.ui.theme.palettes import CONTRAST, DARK, LOOKS, PAPER, looks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk
    from rich.style import Style

    from ticker_tui.ui.app import TickerApp

ORNAMENT = re.compile(r"[\s\u2500-\u259f\u25c6]*")
"""Rules, rails and the lozenge between two headlines: they hold no information that is not said otherwise."""


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("ground", ["#000000", "#121418", "#00356b", "#777777", "#e3d5b4", "#ffffff"])
def test_a_colour_is_moved_only_as_far_as_it_must(ground: str) -> None:
    for colour in (*ON_DARK, *ON_LIGHT):
        moved = readable(colour, ground, 4.5)
        assert contrast(moved, ground) >= 4.5 or moved == ("#ffffff" if is_dark(ground) else "#000000")
        assert (moved == colour) == (contrast(colour, ground) >= 4.5)


def test_a_theme_of_the_user_stands_on_one_of_ours() -> None:
    from ticker_tui.config.schema import ThemeFile

    known = looks(
        [
            ThemeFile(name="sea", colours={"background": "#001122"}),
            ThemeFile(name="page", dark=False, base=PAPER),
            ThemeFile(name=DARK, colours={"accent": "#00ff00"}),
        ]
    )
    assert list(known)[-2:] == ["sea", "page"]
    assert known["sea"].colours["background"] == "#001122"
    assert known["sea"].colours["text"] == looks()[DARK].colours["text"]
    assert known["page"].colours == looks()[PAPER].colours
    assert known[DARK].colours["accent"] == "#00ff00"


def pairs(app: TickerApp) -> Iterator[tuple[str, str, str]]:
    """What stands on the topmost screen: text, colour, ground."""
    for widget in app.screen.walk_children(Widget):
        if not (widget.display and widget.size and widget.region):
            continue
        for strip in widget.render_lines(Region(0, 0, *widget.size)):
            for segment in strip:
                if segment.style is not None and not ORNAMENT.fullmatch(segment.text):
                    yield (segment.text.strip(), *colours(segment.style))


def colours(style: Style) -> tuple[str, str]:
    assert style.color is not None
    assert style.bgcolor is not None
    assert style.color.type is ColorType.TRUECOLOR
    ink, ground = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
    return (ground, ink) if style.reverse else (ink, ground)


STEPS = ("", "j", "j s", "enter", "escape", "slash f e r r y", "enter", "escape", "3", "1", "question_mark", "escape", "F",
         "escape", "ctrl+p t h", "escape", "P", "down", "escape")  # fmt: skip
"""Keys after which all that is painted is looked at."""

OWN_COLOURS = """
[[highlight]]
words = ["ferry"]
colour = "navy"
[[highlight]]
feeds = ["ميدان نيوز"]
colour = "yellow"
[[views]]
name = "Sea"
query = "ferry"
colour = "navy"
[[views]]
name = "Sky"
query = "orbit"
colour = "yellow"
"""
"""Nobody can read both of them on the same ground."""


@pytest.mark.anyio
@pytest.mark.parametrize("name", [look.name for look in LOOKS])
async def test_every_pair_of_colours_that_is_painted_can_be_read(desk: Desk, name: str) -> None:
    least = looks()[name].contrast
    assert least == (7.0 if name == CONTRAST else 4.5)
    feeds = [feed for feed in desk.feeds if feed.name != "Orbit"]
    desk.write_config(f'[display]\ntheme = "{name}"\n[bar]\nmode = "flip"\n' + OWN_COLOURS, feeds)
    desk.store.use_rules(desk.config.settings.rules(NOW))
    desk.fill(12)
    desk.save(0, desk.entry(40, blocks=ARABIC_BODY))
    faint: dict[tuple[str, str], str] = {}
    measured = cache(contrast)
    seen = 0
    async with desk.open((120, 40), poll=False) as (app, pilot):
        app.headlines.waiting = 3
        app.notices.trouble = "The archive was damaged."
        for key in STEPS:
            await pilot.press(*key.split())
            app.status.say("copied 12 characters")
            app._show_standing()
            app.notify("Opened in the browser.", severity="warning" if key else "information")
            await pilot.pause()
            for text, ink, ground in pairs(app):
                seen += 1
                if measured(ink, ground) < least:
                    faint[ink, ground] = f"{text} ({contrast(ink, ground):.2f}) after {key!r}"
    assert seen > 500
    assert not faint

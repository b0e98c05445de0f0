"""How much may move on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import constants

if TYPE_CHECKING:
    from textual.types import AnimationLevel

    from ticker_tui.config.schema import Motion


def animations(setting: Motion) -> AnimationLevel:
    """What `display.motion` means to Textual and to the bar: with "none" nothing crawls, flashes or blinks.

    `auto` is what Textual's own ``$TEXTUAL_ANIMATIONS`` says; without it, everything moves.
    """
    if setting == "auto":
        return constants.TEXTUAL_ANIMATIONS
    return "none" if setting == "reduced" else "full"

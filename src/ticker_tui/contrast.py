"""Contrast as WCAG 2.2 measures it, and colours that are moved until they can be read. Pure, without Textual."""

from __future__ import annotations

from functools import lru_cache


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ``#rrggbb``, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_dark(ground: str) -> bool:
    """Whether white text has more contrast on a ground than black."""
    return contrast("#ffffff", ground) > contrast("#000000", ground)


@lru_cache(maxsize=1024)
def readable(colour: str, ground: str, least: float) -> str:
    """A colour as it is, or moved towards white or black until its contrast on the ground is at least `least`.

    The hue stays as long as it can; on a ground of middle lightness, where not even white or black have so much, it is
    the better of the two.
    """
    if contrast(colour, ground) >= least:
        return colour
    goal = "#ffffff" if is_dark(ground) else "#000000"
    for step in range(1, 20):
        moved = _mixed(colour, goal, step / 20)
        if contrast(moved, ground) >= least:
            return moved
    return goal


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

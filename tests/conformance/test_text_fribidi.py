"""10,000 random lines, the same every time, against libfribidi: order, mirroring, place of the marks, joining.

Left out, because libfribidi 1.0 answers otherwise and we side with HarfBuzz or the later standard: marks between lam
and alef (it makes no ligature across them), a direction mark between two letters (it cuts the word there, though the
mark is transparent to joining), marks that compose with their letter, marks without a base. Its hamza has no form.
"""

from __future__ import annotations

import ctypes
import random
import re

import pytest

from ticker_tui.text import Direction, layout
from ticker_tui.text.shape import FORMS

NOT_DRAWN = re.compile("[\u200b-\u200f\u061c\u2060\u2066-\u2069]")
TRANSPARENT = "\u064b-\u0652\u0670\u05b0\u05b7\u200b\u200e\u200f\u061c\u2060"
OTHERWISE = re.compile(
    f"\u0644[{TRANSPARENT}]+[\u0622\u0623\u0625\u0627]"
    f"|[\u2066-\u2069][\u200b-\u200f\u2060]*[\u064b-\u0652\u0670\u05b0\u05b7]"
    f"|[\u0600-\u06ff][{TRANSPARENT}]*[\u200e\u200f\u061c][{TRANSPARENT}]*[\u0600-\u06ff]"
)

ARABIC = sorted(FORMS)
TATWEEL = "\u0640"
ALPHABETS: dict[str, list[str]] = {
    "Arabic": [*"ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى", *"ااالللمينور"],
    "all letters with forms": ARABIC,
    "Persian and Urdu": [*"پچژگکیےںہھٹڈڑ", "\u200c"],
    "other letters of Arabic script": [*"ټځڅډړږښګڼۍڕڵێەٽڏڊڙڠݢڽۏڢڧڨڥېۆۇۈۋ"],
    "Hebrew": [*"אבגדהוזחטיכלמנסעפצקרשתךםןףץ"],
    "Latin": [*"abcdefghijklmnopqrstuvwxyzABCXYZ"],
    "numbers": [*"0123456789٠١٢٣۴۵۶"],
    "spaces": [" "],
    "signs": [*".,:;!?-+/%$#@&*=_'\"،؛؟٪٫٬…–"],
    "brackets": [*"()[]{}<>«»‹›“”"],
    "joiners": ["\u0640", "\u200c"],
    "marks": [*"\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u05b0\u05b7"],
    "direction marks": ["\u200e", "\u200f", "\u061c", "\u200b", "\u2060"],
}
WEIGHTS = {"Arabic": 30, "spaces": 8, "Latin": 6, "signs": 6, "numbers": 6}


MIRRORING, REORDER_MARKS, PRESENTATION_FORMS, LAM_ALEF = 0x1, 0x2, 0x100, 0x200
LEFT, RIGHT = 0x110, 0x111
FILL = "\ufeff"
"""Stands where an alef went into a lam."""


class Fribidi:
    """Raises OSError where the library is not installed."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libfribidi.so.0")

    def visual(self, text: str, *, rtl: bool) -> str:
        """The line from left to right, letters joined, brackets mirrored, marks behind their base, controls still in it."""
        library, length = self._library, len(text)
        chars = (ctypes.c_uint32 * length)(*map(ord, text))
        types = (ctypes.c_uint32 * length)()
        brackets = (ctypes.c_uint32 * length)()
        levels = (ctypes.c_int8 * length)()
        joining = (ctypes.c_uint8 * length)()
        base = ctypes.c_uint32(RIGHT if rtl else LEFT)
        library.fribidi_get_bidi_types(chars, length, types)
        library.fribidi_get_bracket_types(chars, length, types, brackets)
        assert library.fribidi_get_par_embedding_levels_ex(
            types, brackets, length, ctypes.byref(base), levels
        )
        library.fribidi_get_joining_types(chars, length, joining)
        library.fribidi_join_arabic(types, length, levels, joining)
        flags = MIRRORING | PRESENTATION_FORMS | LAM_ALEF
        library.fribidi_shape(flags, levels, length, joining, chars)
        assert library.fribidi_reorder_line(REORDER_MARKS, types, length, 0, base, levels, chars, None)
        return "".join(map(chr, chars)).replace(FILL, "")


def random_line(rng: random.Random) -> str:
    names = rng.sample(list(ALPHABETS), k=rng.randint(2, 6))
    weights = [WEIGHTS.get(name, 2) for name in names]
    line = ""
    for _ in range(rng.randint(3, 30)):
        name = rng.choices(names, weights)[0]
        stretch = rng.randint(1, 6) if name in {"Arabic", "Latin", "Hebrew", "numbers"} else 1
        if name == "marks" and not (line and line[-1].isalpha() and line[-1] != TATWEEL):
            continue
        line += "".join(rng.choice(ALPHABETS[name]) for _ in range(stretch))
    if rng.random() < 0.2:
        at, end = sorted(rng.sample(range(len(line) + 1), 2)) if len(line) > 1 else (0, len(line))
        line = line[:at] + rng.choice("\u2066\u2067\u2068") + line[at:end] + "\u2069" + line[end:]
    return line


@pytest.mark.parametrize("count", [2_500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_random_lines_look_as_libfribidi_draws_them(count: int) -> None:
    try:
        fribidi = Fribidi()
    except OSError:
        pytest.skip("libfribidi.so.0 is not installed on this machine")
    rng = random.Random(20261123)
    compared = 0
    different: list[str] = []
    while compared < count:
        line = random_line(rng)
        if OTHERWISE.search(line) or not NOT_DRAWN.sub("", line):
            continue
        rtl = rng.random() < 0.7
        base = Direction.RTL if rtl else Direction.LTR
        lines = layout(line, 10_000, base=base)
        ours = "".join(part.visual_text for part in lines)
        theirs = NOT_DRAWN.sub("", fribidi.visual(line, rtl=rtl)).replace("\u0621", "\ufe80")
        compared += 1
        if ours != theirs:
            different.append(f"{line!a} {base}\n  ours   {ours!a}\n  theirs {theirs!a}")
    assert not different, f"{len(different)} of {compared}:\n" + "\n".join(different[:8])

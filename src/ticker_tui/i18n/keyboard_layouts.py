"""The same key on another keyboard: which characters the layouts of Arabic, Persian, Hebrew and Urdu have on a Latin key.

A terminal sends characters, not keys. Who reads Arabic has the Arabic layout on, and the key of ``j`` then sends ت.
`stand_ins` says which characters may stand in for the keys of a table.

Two layouts can have one character on two keys: د is ``]`` on the Arabic one and ``n`` on the Persian one. The layout
that comes first in the order has it: those of the interface's language, then Arabic, Persian, Hebrew, Urdu. A character
of ASCII never stands in for another key, since it is also typed on Latin keyboards, where it means itself: the Hebrew
layout has ``/`` on the key of ``q``, the Arabic one has ``[`` on that of ``F``.

Checked against the layouts ``ara``, ``ara(mac)``, ``ir``, ``il`` and ``pk(urd-phonetic)`` of xkeyboard-config; what
Windows has in other places is added where it differs.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN: Final = tuple("qwertyuiop[]asdfghjkl;'zxcvbnm,./")
SHIFTED: Final = tuple("QWERTYUIOPASDFGHJKLZXCVBNM")


class Layout(NamedTuple):
    """One keyboard layout. In `plain` and `shifted` the keys stand in the order of `PLAIN` and `SHIFTED`."""

    name: str
    lang: str
    plain: str
    """One character for each key, with spaces between; a middle dot where there is none."""
    shifted: str
    digits: str = ""
    """What the keys 1 to 9 send."""
    more: tuple[tuple[str, str], ...] = ()
    """Characters that mean the same as one of ASCII, and what another edition of the layout has."""

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Each Latin character with the one of this layout on the same key."""
        yield from zip(PLAIN, self.plain.split(), strict=True)
        yield from zip(SHIFTED, self.shifted.split(), strict=True)
        yield from zip("123456789", self.digits, strict=False)
        yield from self.more


ARABIC: Final = Layout(
    "Arabic (101)",
    "ar",
    "ض ص ث ق ف غ ع ه خ ح ج د  ش س ي ب ل ا ت ن م ك ط  ئ ء ؤ ر ﻻ ى ة و ز ظ",
    "َ ً ُ ٌ ﻹ إ · ÷ × ؛  ِ ٍ · · ﻷ أ ـ ، ·  · ْ · · ﻵ آ ·",
    "١٢٣٤٥٦٧٨٩",
    (("?", "؟"), (",", "،"), ("U", "‘")),
)
ARABIC_MAC: Final = Layout(
    "Arabic (Mac)",
    "ar",
    "ض ص ث ق ف غ ع ه خ ح ج ة  ش س ي ب ل ا ت ن م ك ؛  ظ ط ذ د ز ر و ، · ·",
    "َ ً ِ ٍ ُ ٌ ْ ّ · ·  » « ى ٰ · آ ٱ · ·  · · ئ ء أ إ ؤ",
    "١٢٣٤٥٦٧٨٩",
)
PERSIAN: Final = Layout(
    "Persian (ISIRI 9147)",
    "fa",
    "ض ص ث ق ف غ ع ه خ ح ج چ  ش س ی ب ل ا ت ن م ک گ  ظ ط ز ر ذ د پ و · ·",
    "ْ ٌ ٍ ً ُ ِ َ ّ · ·  ؤ ئ ي إ أ آ ة » «  ك ٓ ژ ٰ · ٔ ء",
    "۱۲۳۴۵۶۷۸۹",
    (("?", "؟"), (",", "،")),
)
HEBREW: Final = Layout(
    "Hebrew (SI-1452)",
    "he",
    "· · ק ר א ט ו ן ם פ · ·  ש ד ג כ ע י ח ל ך ף ·  ז ס ב ה נ מ צ ת ץ ·",
    # Shift makes Latin capitals.
    "· · · · · · · · · ·  · · · · · · · · ·  · · · · · · ·",
)
URDU: Final = Layout(
    "Urdu (phonetic)",
    "ur",
    "ق و ع ر ت ے ء ی ہ پ · ·  ا س د ف گ ح ج ک ل ؛ ·  ز ش چ ط ب ن م ، ۔ ·",
    "ْ ؤ ٰ ڑ ٹ َ ئ ِ ۃ ُ  آ ص ڈ ّ غ ھ ض خ ٔ  ذ ژ ث ظ · ں ٘",
    "۱۲۳۴۵۶۷۸۹",
    (("?", "؟"),),
)
LAYOUTS: Final = (ARABIC, PERSIAN, HEBREW, ARABIC_MAC, URDU)

JOINED: Final = {"لا": "ﻻ", "لأ": "ﻷ", "لإ": "ﻹ", "لآ": "ﻵ"}
"""Keys of the Arabic layout that send two characters, by the one that X11 has for them. `joined` tells them from two keys."""


def order(lang: str, *, mac: bool = sys.platform == "darwin") -> list[Layout]:
    """The layouts, the one first whose characters win."""
    preferred = ARABIC_MAC if mac else ARABIC
    return sorted(LAYOUTS, key=lambda layout: (layout.lang != lang, layout is not preferred))


def stand_ins(keys: Iterable[str], *, lang: str = "", mac: bool = sys.platform == "darwin") -> dict[str, str]:
    """The characters that stand in for keys.

    Args:
        keys: Every character that means something by itself; none of them stands in for another.
        lang: The language of the interface: its layout goes first.
        mac: Of the two Arabic layouts the one of the Mac goes first.

    Returns:
        The Latin character by the one that stands in for it.
    """
    own = frozenset(keys)
    found: dict[str, str] = {}
    for layout in order(lang, mac=mac):
        for latin, character in layout.pairs():
            if latin in own and character != "·" and character not in own:
                found.setdefault(character, latin)
    return found


def joined(sent: str) -> str:
    """The key that was pressed, when a terminal sent just these characters at once; itself for everything else."""
    return JOINED.get(sent, sent)

"""The search key of a text: what two spellings of the same words have in common.

Search must find `الأمريكيّة` for `الامريكية`, Persian `یک` for Arabic `يك`, `٢٠٢٥` for `2025` and `Café` for `cafe`.
Both sides of a comparison go through `fold`; nobody ever reads its result.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

_SAME_LETTER: Final = {
    # Alef in its dresses; decomposition has already taken hamza and madda off.
    "ا": "ٱٲٳٵ",
    # Yeh: dotless at the end of Arabic words, Persian, Urdu and Pashto yehs, Kurdish and Uyghur E.
    "ي": "ىیېۍےۓێؠ",
    "و": "ۆۇۈۋۉۅۏ",
    # Teh marbuta is written heh as often as not; Urdu, Kurdish and Uyghur hehs.
    "ه": "ةہھەۃۀۂ",
    "ك": "کڪګ",
    "ن": "ں",
}
_SPLIT_LETTERS: Final = str.maketrans(
    {variant: base for base, variants in _SAME_LETTER.items() for variant in variants}
)
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TATWEEL: Final = "\u0640"
_WHITE: Final = re.compile(r"\s+")


class _Dropped(dict[int, int | None]):
    """Marks, tatweel, joiners and direction controls: not part of a word's identity."""

    def __missing__(self, code: int) -> int | None:
        if len(self) > 20_000:  # a hostile feed may bring every character there is
            self.clear()
        char = chr(code)
        dropped = char == _TATWEEL or category(char) in {"Mn", "Me", "Cf"}
        self[code] = None if dropped else code
        return self[code]


_DROPPED: Final = _Dropped()


def fold(text: str) -> str:
    """Reduce a text to its search key.

    Presentation forms and widths are undone (NFKC), marks and tatweel dropped, the variants of alef, yeh, waw,
    heh and kaf unified, Arabic and Persian digits made European, case folded, white space single. Idempotent.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = normalize("NFKD", normalize("NFKC", text).casefold())
    folded = folded.translate(_DROPPED).translate(_SPLIT_LETTERS).translate(_DIGITS)
    return _WHITE.sub(" ", normalize("NFC", folded)).strip()

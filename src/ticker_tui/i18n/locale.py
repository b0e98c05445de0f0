"""Which language the interface speaks: what feeds.toml says, else what the locale says, else English."""

from __future__ import annotations

import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES: Final = ("en", "ar", "fa", "ur", "he")
"""The languages there are, in the order in which a key goes through them."""
NAMES: Final = {"en": "English", "ar": "العربية", "fa": "فارسی", "ur": "اردو", "he": "עברית"}
"""Each in itself."""

ARABIC: Final = "٠١٢٣٤٥٦٧٨٩"
EXTENDED: Final = "۰۱۲۳۴۵۶۷۸۹"
"""Of Persian, and of Urdu where it is not written with Latin ones."""
DIGITS: Final = {"latin": "", "arabic": ARABIC, "persian": EXTENDED}
"""The ten digits by the word that feeds.toml has for them; empty: those of ASCII."""
_LATIN_IN_ARABIC: Final = frozenset({"AE", "DZ", "EH", "LY", "MA", "TN"})
"""Countries whose Arabic is printed with Latin digits, as the CLDR has it."""

_LOCALE: Final = re.compile(r"([A-Za-z]{2,3})(?:[_-][A-Za-z]{4})?(?:[_-]([A-Za-z]{2}))?(?![A-Za-z0-9])")
_OLD_CODES: Final = {"iw": "he"}


class Language(msgspec.Struct, frozen=True):
    """A language as it is written in a country."""

    code: str = "en"
    """One of `CODES`."""
    country: str = ""
    """Two capitals; empty: none in particular."""
    digits: str = ""
    """The ten digits; empty: those of ASCII."""

    @property
    def rtl(self) -> bool:
        """Whether the screen begins at the right."""
        return self.code != "en"

    @property
    def name(self) -> str:
        """The language's name in itself."""
        return NAMES[self.code]

    def number(self, number: int | str) -> str:
        """A number, or the ASCII digits of a text, in the digits of the language."""
        text = str(number)
        return text.translate(_table(self.digits)) if self.digits else text

    def tr(self, message: str) -> str:
        """A sentence of the program in this language; in English where the catalogue lacks it."""
        return _catalogue(self.code).gettext(message)

    def trn(self, one: str, many: str, count: int) -> str:
        """A sentence about `count` things with ``{count}`` filled in: Arabic alone has six forms of it."""
        return _catalogue(self.code).ngettext(one, many, count).replace("{count}", self.number(count))


def chosen(setting: str, digits: str, environ: Mapping[str, str]) -> Language:
    """The language to speak.

    Args:
        setting: ``auto``, or a tag such as ``ar`` or ``ar-LB``.
        digits: ``auto``, ``latin``, ``arabic`` or ``persian``.
        environ: Where the locale stands.
    """
    if setting == "auto":
        code, country = next(
            ((code, country) for code, country in _of_locale(environ) if code in CODES), ("en", "")
        )
    else:
        code, country = _parsed(setting)
        code = code if code in CODES else "en"
    # Whoever writes only "ar" has said nothing about the country, and the machine may know it.
    country = country or _parsed(_first(environ, "LC_ALL", "LC_TIME", "LANG"))[1]
    return Language(code, country, usual_digits(code, country) if digits == "auto" else DIGITS[digits])


def usual_digits(code: str, country: str = "") -> str:
    """The digits a language is printed with in a country."""
    if code == "ar":
        return "" if country in _LATIN_IN_ARABIC else ARABIC
    if code == "fa" or (code, country) == ("ur", "IN"):
        return EXTENDED
    return ""


def _of_locale(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Languages and countries the locale asks for, the most wanted first; gettext's rules."""
    locale = _first(environ, "LC_ALL", "LC_MESSAGES", "LANG")
    if not _parsed(locale)[0]:  # C and POSIX: LANGUAGE does not count
        return []
    wanted = environ.get("LANGUAGE", "").split(":")
    return [_parsed(each) for each in (*wanted, locale) if each]


def _first(environ: Mapping[str, str], *names: str) -> str:
    return next((value for name in names if (value := environ.get(name, ""))), "")


def _parsed(locale: str) -> tuple[str, str]:
    """Language and country of ``ar_EG.UTF-8`` or ``ar-Arab-EG``; empty for what is none of the kind."""
    found = _LOCALE.match(locale)
    if found is None:
        return "", ""
    code = found[1].lower()
    return _OLD_CODES.get(code, code), (found[2] or "").upper()


@cache
def _table(digits: str) -> dict[int, str]:
    return {ord("0") + value: digit for value, digit in enumerate(digits)}


@cache
def _catalogue(code: str) -> NullTranslations:
    """The sentences of a language; English ones are in the code."""
    path = Path(__file__).with_name("catalogues") / f"{code}.mo"
    if code == "en":
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)

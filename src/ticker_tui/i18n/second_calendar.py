"""The day in other calendars, as it stands beside the Gregorian date: Hijri (Umm al-Qura) and Persian (Solar Hijri).

Two libraries know the calendars; they are loaded with the first date that wants them. The CLDR's names of these months
do not come with Babel, so the table is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ticker_tui.i18n.locale import Language

HIJRI: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira", "Rajab", "Shaban",
        "Ramadan", "Shawwal", "Dhu al-Qada", "Dhu al-Hijja",
    ),
    "ar": (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة",
        "ذو الحجة",
    ),
    "fa": (
        "محرم", "صفر", "ربیع‌الاول", "ربیع‌الثانی", "جمادی‌الاول", "جمادی‌الثانی", "رجب", "شعبان", "رمضان", "شوال", "ذیقعده",
        "ذیحجه",
    ),
    "ur": (
        "محرم", "صفر", "ربیع الاول", "ربیع الثانی", "جمادی الاول", "جمادی الثانی", "رجب", "شعبان", "رمضان", "شوال", "ذوالقعدہ",
        "ذوالحجہ",
    ),
    "he": (
        "מוחרם", "צפר", "רביע אל-אוול", "רביע א-ת׳אני", "ג׳ומאדא אל-אולא", "ג׳ומאדא אל-אח׳רה", "רג׳ב", "שעבאן", "רמדאן", "שוואל",
        "ד׳ו אל-קעדה", "ד׳ו אל-חיג׳ה",
    ),
}  # fmt: skip
"""The months of the Hijri year by language."""

PERSIAN: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
    "ar": ("فروردين", "أرديبهشت", "خرداد", "تير", "مرداد", "شهريور", "مهر", "آبان", "آذر", "دي", "بهمن", "إسفند"),
    "fa": ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    "ur": ("فروردین", "اردیبہشت", "خرداد", "تیر", "مرداد", "شہریور", "مہر", "آبان", "آذر", "دی", "بہمن", "اسفند"),
    "he": (
        "פרוורדין", "אורדיבהשת", "ח׳ורדאד", "תיר", "מורדאד", "שהריור", "מהר", "אבאן", "אד׳ר", "די", "בהמן", "אספנד",
    ),
}  # fmt: skip
"""The months of the Persian year by language."""


def beside(day: date, calendars: Sequence[str], *, language: Language) -> str:
    """A day in other calendars: ``13 Jumada al-Akhira 1448 AH``; several are joined, none give an empty text.

    Args:
        day: Gregorian. The Hijri day that begins at its eve is not told: newspapers print that of the daylight.
        calendars: Of ``hijri`` and ``persian``, in the order to print them in.
        language: Of the names; digits are put into it by whoever has the whole line.
    """
    told = (_CALENDARS[name](day, language) for name in calendars)
    return language.tr(", ").join(text for text in told if text)


def _hijri(day: date, language: Language) -> str:
    from hijridate import Gregorian

    try:
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:  # the tables of Umm al-Qura go from 1924 to 2077
        return ""
    return language.tr("{day} {month} {year} AH").format(
        day=hijri.day, month=HIJRI[language.code][hijri.month - 1], year=hijri.year
    )


def _persian(day: date, language: Language) -> str:
    from persiantools.jdatetime import JalaliDate

    persian = JalaliDate(day)  # type: ignore[no-untyped-call]  # its constructor takes many forms and is not annotated
    return language.tr("{day} {month} {year} SH").format(
        day=persian.day, month=PERSIAN[language.code][persian.month - 1], year=persian.year
    )


_CALENDARS: Final[dict[str, Callable[[date, Language], str]]] = {"hijri": _hijri, "persian": _persian}

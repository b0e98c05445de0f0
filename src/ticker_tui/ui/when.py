"""Moments as a person reads them: the clock column of the list and the date line of the reader.

The language's own digits and month names are used where this module knows them; elsewhere the date is
written in numbers, most significant first, which nobody misreads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

CLOCK_CELLS: Final = 6
"""The width that every `clock` text fits into."""

_EXTENDED: Final = "۰۱۲۳۴۵۶۷۸۹"
_DIGITS: Final = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": _EXTENDED, "ur": _EXTENDED, "ps": _EXTENDED, "ckb": "٠١٢٣٤٥٦٧٨٩"}


class _Calendar(NamedTuple):
    """A language's names, Monday first and January first."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    separator: str
    """Between weekday and date, and between date and time."""


_CALENDARS: Final = {
    "en": _Calendar(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        ", ",
    ),
    "ar": _Calendar(
        ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        (
            *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
            *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        ),
        "، ",
    ),
    "fa": _Calendar(
        ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
        (
            *("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن"),
            *("ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"),
        ),
        "، ",
    ),
    "ur": _Calendar(
        ("پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار"),
        (
            *("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون"),
            *("جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"),
        ),
        "، ",
    ),
    "he": _Calendar(
        ("יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"),
        (
            *("בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני"),
            *("ביולי", "באוגוסט", "בספטמבר", "באוקטובר", "בנובמבר", "בדצמבר"),
        ),
        ", ",
    ),
}


def primary(lang: str) -> str:
    """The language of a tag without its script and region: ``ar`` of ``ar-EG``."""
    return lang.replace("_", "-").split("-", 1)[0].lower()


def digits(number: int | str, lang: str) -> str:
    """A number, or the ASCII digits of a text, in the digits of a language."""
    text = str(number)
    own = _DIGITS.get(primary(lang))
    return text.translate({ord("0") + value: digit for value, digit in enumerate(own)}) if own else text


def clock(moment: datetime, *, now: datetime, tz: tzinfo | None = None, lang: str = "en") -> str:
    """The shortest text that places a moment: the time today, the day this year, else the year.

    Args:
        moment: Aware.
        now: Aware.
        tz: Whose days count; None: the machine's zone.
        lang: The language of the interface.

    Returns:
        At most `CLOCK_CELLS` wide.
    """
    local, today = moment.astimezone(tz), now.astimezone(tz)
    if local.date() == today.date():
        text = f"{local:%H:%M}"
    elif abs((today - local).days) >= 300:
        text = f"{local.year:04}"
    elif primary(lang) == "en":
        text = f"{local.day} {_CALENDARS['en'].months[local.month - 1][:3]}"
    else:
        text = f"{local.day:02}/{local.month:02}"
    return digits(text, lang)


def full_date(moment: datetime, *, tz: tzinfo | None = None, lang: str = "en") -> str:
    """The whole date with its weekday and time, as the reader shows it.

    Args:
        moment: Aware.
        tz: The zone it is told in; None: the machine's zone.
        lang: The language of the interface; unknown ones get ``2026-11-23 08:24``.
    """
    local = moment.astimezone(tz)
    calendar = _CALENDARS.get(primary(lang))
    if calendar is None:
        return f"{local:%Y-%m-%d %H:%M}"
    date = f"{local.day} {calendar.months[local.month - 1]} {local.year}"
    text = calendar.separator.join((calendar.weekdays[local.weekday()], date, f"{local:%H:%M}"))
    return digits(text, lang)

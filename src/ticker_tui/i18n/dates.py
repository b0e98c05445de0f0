"""Moments as a person reads them: the clock column of the list and the date line of the reader.

Names of days and months come from a table made from the CLDR (`i18n/cldr_calendars.py`): the library that knows them
all takes longer to load than the whole first picture may (docs/languages.md has the numbers).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ticker_tui.i18n.locale import Language, usual_digits
from ticker_tui.i18n.time_zones import zone_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, tzinfo

CLOCK_CELLS: Final = 6
"""The width that every `clock` text fits into."""
RELATIVE_CELLS: Final = {"en": 8, "ar": 13, "fa": 14, "ur": 14, "he": 14}
"""The width that every `ago` text of a language fits into."""
OLD_DAYS: Final = 30
"""From so many days on, nobody counts them."""

ENGLISH: Final = Language()


def primary(lang: str) -> str:
    """The language of a tag without its script and region: ``ar`` of ``ar-EG``."""
    return lang.replace("_", "-").split("-", 1)[0].lower()


def foreign_number(number: int, lang: str) -> str:
    """A number of a text that somebody else wrote, in the digits its language is printed with."""
    return Language("en", digits=usual_digits(primary(lang))).number(number)


def clock(moment: datetime, *, now: datetime, tz: tzinfo | None = None, language: Language = ENGLISH) -> str:
    """The shortest text that places a moment: the time today, the day this year, else the year.

    Args:
        moment: Aware.
        now: Aware.
        tz: Whose days count; None: the machine's zone.
        language: Of the interface.

    Returns:
        At most `CLOCK_CELLS` wide.
    """
    local, today = moment.astimezone(tz), now.astimezone(tz)
    if local.date() == today.date():
        text = f"{local:%H:%M}"
    elif abs((today - local).days) >= 300:
        text = f"{local.year:04}"
    elif language.code == "en":
        text = f"{local.day} {_months(language)[local.month - 1][:3]}"
    else:
        text = f"{local.day:02}/{local.month:02}"
    return language.number(text)


def ago(moment: datetime, *, now: datetime, tz: tzinfo | None = None, language: Language = ENGLISH) -> str:
    """How long ago a moment was; from a month on, and for what is still to come, its `clock`.

    The arguments are those of `clock`. At most `RELATIVE_CELLS` of the language wide.
    """
    seconds = (now - moment).total_seconds()
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if seconds < 0 or days >= OLD_DAYS:
        return clock(moment, now=now, tz=tz, language=language)
    if minutes < 1:
        return language.tr("now")
    if hours < 1:
        return language.trn("{count} min", "{count} min", minutes)
    if days < 1:
        return language.trn("{count} hour", "{count} hours", hours)
    return language.trn("{count} day", "{count} days", days)


def full_date(
    moment: datetime,
    *,
    tz: tzinfo | None = None,
    language: Language = ENGLISH,
    calendars: Sequence[str] = (),
) -> str:
    """The whole date with its weekday, time and zone, as the reader shows it.

    Args:
        moment: Aware.
        tz: The zone it is told in; None: the machine's zone.
        language: Of the interface; its country decides what months are called.
        calendars: Other ones whose date stands beside it, of ``hijri`` and ``persian``.
    """
    from ticker_tui.i18n.cldr_calendars import WEEKDAYS

    local = moment.astimezone(tz)
    year = str(local.year)
    if calendars:
        from ticker_tui.i18n.second_calendar import beside

        others = beside(local.date(), calendars, language=language)
        year += f" ({others})" if others else ""
    text = language.tr("{weekday}, {day} {month} {year}, {time} {zone}").format(
        weekday=WEEKDAYS[language.code][local.weekday()],
        day=local.day,
        month=_months(language)[local.month - 1],
        year=year,
        time=f"{local:%H:%M}",
        zone=zone_words(local, tz, language),
    )
    return language.number(text)


def day_heading(day: date, *, today: date, language: Language = ENGLISH) -> str:
    """A day as it stands above its headlines: today, yesterday, else the whole date with its weekday."""
    if day == today:
        return language.tr("Today")
    if day == today - timedelta(days=1):
        return language.tr("Yesterday")
    from ticker_tui.i18n.cldr_calendars import WEEKDAYS

    text = language.tr("{weekday}, {day} {month} {year}").format(
        weekday=WEEKDAYS[language.code][day.weekday()],
        day=day.day,
        month=_months(language)[day.month - 1],
        year=day.year,
    )
    return language.number(text)


def _months(language: Language) -> tuple[str, ...]:
    """January first, by the names of the country if it has its own."""
    from ticker_tui.i18n.cldr_calendars import MONTHS

    return MONTHS.get(f"{language.code}-{language.country}") or MONTHS[language.code]

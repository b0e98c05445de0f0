"""The dates feeds really write, and a refusal of the rest.

A wrong date is worse than none: an entry without one is sorted by when it was first seen. So what cannot be read for
certain is None: unknown zones, impossible days, years before the web, the future.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from ticker_tui.feeds.month_names import MONTHS, fold_letters

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=10)
"""How far a server's clock may be ahead of ours."""
MAX_LENGTH = 120

ZONES_H: dict[str, float] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2,
    "eet": 2, "eest": 3, "msk": 3, "trt": 3, "ast": 3, "ksa": 3, "irst": 3.5, "irdt": 4.5, "gst": 4, "aft": 4.5, "pkt": 5,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "aest": 10, "aedt": 11,
}  # fmt: skip
"""Hours east of Greenwich. AST is Arabia here, as in the feeds this program is for. IST is left out: three zones."""

_DATE = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_YMD = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_SECOND_NAME = rf"(?:[\s/(]*(?:{_DATE})\)?)?"  # August twice: أغسطس/آب
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?![\d:])")
_HALF = re.compile(r"(?<!\w)(am|a\.m\.|ص|صباحا|pm|p\.m\.|م|مساء)(?!\w)")
_OFFSET = re.compile(r"^(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$")
_STAMP = re.compile(r"(\d{10})(?:\.\d{1,6})?|(\d{13})|(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
_BASIC = re.compile(r"^(\d{4})(\d{2})(\d{2})t(\d{2})(\d{2})(\d{2})")
_SPOKEN = re.compile(r"(?<!\w)(?:الساعه|في|at|um|à|ساعت)(?!\w)")
_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|([+-])(0[0-9]|1[0-3]):([0-5][0-9]))"
)
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([0-9]{4})"
    r" ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))? (?:GMT|UTC|Z|([+-])(0[0-9]|1[0-3])([0-5][0-9]))"
)
_JUNK = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


# With names of months: a start of the parser need not wait for them, as few dates ask.


@cache
def _day_month() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*(?:de )?({_DATE}){_SECOND_NAME}[\s\-/.]*(?:de )?(\d{{2,4}})(?!\d)"
    )


@cache
def _month_day() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_DATE})[\s.]*(\d{{1,2}})(?:st|nd|rd|th)?[\s]+(\d{{4}})(?!\d)")


@cache
def _asctime() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)({_DATE}) (\d{{1,2}}) (\d{{1,2}}:[\d:]+) ?([a-z]{{1,5}}|[+-]\d{{2}}:?\d{{2}})? (\d{{4}})$"
    )


def parse_date(text: str, *, now: datetime) -> datetime | None:
    """The moment a feed's date means, in UTC; None when it is not certain.

    Args:
        text: As the feed has it, in any of the forms of the table in the tests. Without a zone it is taken as UTC.
        now: Aware; a date more than `AHEAD` after it is not believed.
    """
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        moment = _usual(text) or _read(_normal(text))
    except (ValueError, OverflowError):  # 31 February, 25:00, +9999
        return None
    return moment if moment is not None and EARLIEST <= moment <= now + AHEAD else None


def _usual(text: str) -> datetime | None:
    """What nearly all feeds write, read at a fifth of the cost: RFC 822 with an English month and RFC 3339, with numbers for zones.

    It is what `_read` makes of the same text, or None.
    """
    if found := _RFC_3339.fullmatch(text):
        year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    elif found := _RFC_822.fullmatch(text):
        day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
        month = MONTHS[name.lower()]
    else:
        return None
    moment = datetime(
        int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=UTC
    )
    if sign is None or hours == minutes == "00":
        return moment
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return moment - east if sign == "+" else moment + east


def _normal(text: str) -> str:
    """Lower case, ASCII digits, one spelling of each letter, no commas, single spaces."""
    text = fold_letters(_JUNK.sub("", text).lower())
    digits = text
    if not text.isascii():
        digits = "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    return " ".join(re.sub(r"[,،؛;|]+| - ", " ", digits).split())


def _read(text: str) -> datetime | None:
    if match := _STAMP.fullmatch(text):
        return _from_stamp(match)
    if match := _BASIC.match(text):  # 20261123T100000Z
        text = "{}-{}-{}t{}:{}:{}".format(*match.groups()) + text[match.end() :]
    if match := _asctime().search(text):  # Mon Nov 23 10:00:00 AST 2026
        text = "{1} {0} {4} {2} {3}".format(*(part or "" for part in match.groups()))
    found = _find_day(text)
    if found is None:
        return None
    (year, month, day), rest = found
    hour, minute, second, rest = _take_time(rest)
    offset = _take_zone(rest)
    if offset is None:
        return None
    moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
    return moment.astimezone(UTC)


def _from_stamp(match: re.Match[str]) -> datetime | None:
    """Epoch seconds or milliseconds, 20261123 or 20261123100000."""
    if match[1]:
        return datetime.fromtimestamp(int(match[1]), UTC)
    if match[2]:
        return datetime.fromtimestamp(int(match[2]) / 1000, UTC)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[2:])
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _find_day(text: str) -> tuple[tuple[int, int, int], str] | None:
    """Year, month and day, and the text with them cut out."""
    if match := _YMD.search(text):
        day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DMY.search(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        # Day first, as everywhere but in the United States, unless that month cannot be.
        day = (year, first, second) if second > 12 >= first else (year, second, first)
    elif match := _day_month().search(text):
        day = _year(match[3]), MONTHS[match[2]], int(match[1])
    elif match := _month_day().search(text):
        day = int(match[3]), MONTHS[match[1]], int(match[2])
    else:
        return None
    return day, f"{text[: match.start()]} \x00 {text[match.end() :]}"


def _year(digits: str) -> int:
    """RFC 2822 4.3: two digits are this century up to 49; three are years since 1900."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if len(digits) == 2 and year < 50 else 1900)


def _take_time(text: str) -> tuple[int, int, int, str]:
    """Hour, minute, second (midnight without a time), and the text with them cut out."""
    match = _TIME.search(text)
    if not match:
        return 0, 0, 0, text
    hour, minute, second = (
        int(match[1]),
        int(match[2]),
        min(int(match[3] or 0), 59),
    )  # a leap second is the one before
    before, after = text[: match.start()], text[match.end() :]
    if half := _HALF.search(after):
        if not 1 <= hour <= 12:
            hour %= 24 if hour < 24 else 1  # "14:30 PM" says the same thing twice
        else:
            hour = hour % 12 + (12 if half[1] in {"pm", "p.m.", "م", "مساء"} else 0)
        after = after[: half.start()] + after[half.end() :]
    return hour, minute, second, f"{before} \x00 {after}"


def _take_zone(text: str) -> timedelta | None:
    """The offset named after day and time; zero when nothing is named, None when it is not known."""
    # What stands before the day is a weekday or words; after the last of day and time stands the zone.
    after = re.sub(r"\([^)]*\)?", "", text.rpartition("\x00")[2])
    words = _SPOKEN.sub(" ", after).replace(" t ", " ").strip(" .")
    if words in {"", "t"}:
        return timedelta()
    if match := _OFFSET.match(words):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > 14 * 60:
            return None
        return timedelta(minutes=-minutes if match[1] == "-" else minutes)
    hours = ZONES_H.get(words.removesuffix(" time"))
    return None if hours is None else timedelta(hours=hours)

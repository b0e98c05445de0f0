"""Checks of single values: each takes what TOML gave and returns what the program uses, or says what it expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import cast
from urllib.parse import urlsplit

import msgspec

from ticker_tui.config.setting_names import COLOURS, LANGUAGES, language_hint
from ticker_tui.urls.credentials import hide_in_invalid

Check = Callable[[object], object]

_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d|w)")
_UNIT_S = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
INTERFACE = frozenset({"ar", "en", "fa", "he", "ur"})
"""The languages of the interface; `i18n/` has a catalogue for each but English."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*")
_HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 5.6.2, token
_HOURS = re.compile(r"(\d{1,2}):(\d{2})[-–](\d{1,2}):(\d{2})")
_PLACES = ("title", "source", "link")
_PLACE = re.compile(r"\{(\w*)\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SHOWN_CHARACTERS = 60


class InvalidValueError(ValueError):
    """The value is not what the key takes; the text says what was expected and what came."""


def shown(value: object) -> str:
    """A value as a person wrote it, short enough for one line and without control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1]}…"


def text(value: object) -> str:
    """Any text of one line."""
    if not isinstance(value, str):
        raise InvalidValueError(f"expected text in quotes, got {shown(value)}")
    if _CONTROL.search(value):
        raise InvalidValueError(f"expected text of one line without control characters, got {shown(value)}")
    return value


def name(value: object) -> str:
    """A text that will stand on screen: cleaned like text from a feed, since lists of feeds are passed around."""
    line = text(value).strip()
    if line.isprintable():
        return line
    from ticker_tui.text import clean_line

    return clean_line(line)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    wrong = InvalidValueError(f'expected a list such as ["first", "second"], got {shown(value)}')
    if not isinstance(value, list):
        raise wrong
    items = cast("list[object]", value)
    if not all(isinstance(item, str) for item in items):
        raise wrong
    return tuple(line for line in map(text, items) if line.strip())


def kinds(value: object) -> tuple[str, ...]:
    """One text or a list of them."""
    return texts([value] if isinstance(value, str) else value)


def rule_words(value: object) -> tuple[str, ...]:
    """One word or a list of them, each with a letter or a digit in it: no headline could be found by another."""
    words = tuple(word.strip() for word in kinds(value))
    for word in words:
        if not any(character.isalnum() for character in word):
            raise InvalidValueError(f"expected a word, got {shown(word)}, which has no letter in it")
    return words


def rule_query(value: object) -> str:
    """A search whose answer about an entry stays the same while that lies in the archive."""
    # The room that knows the language, asked only where there is a query: it brings the archive's modules along.
    from ticker_tui.errors import QueryError
    from ticker_tui.store.search.conditions import changing
    from ticker_tui.store.search.language import parse

    line = text(value).strip()
    try:
        query = parse(line)
    except QueryError as error:
        raise InvalidValueError(
            f"the search cannot be understood at character {error.column}: {error.problem}"
        ) from None
    if line and not any(character.isalnum() for character in line):
        raise InvalidValueError(f"expected a search, got {shown(line)}, which has no letter in it")
    if unsteady := changing(query):
        raise InvalidValueError(
            f"{unsteady} does not stay true of a headline; ask for words, feed:, category:, lang: or a day (since:2026-11-23)"
        )
    return line


def moment(value: object) -> datetime:
    """A date and time of TOML, in UTC; a day begins at midnight where the user lives."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)  # one without an offset is on the clock of this machine
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).astimezone(UTC)
    try:
        datetime.fromisoformat(value if isinstance(value, str) else "")
        remedy = f" (write it without quotation marks: {shown(value)[1:-1]})"
    except ValueError:
        remedy = ""
    raise InvalidValueError(
        f"expected a time such as 2026-12-01T08:00:00Z or a day such as 2026-12-01, got {shown(value)}{remedy}"
    )


def command(value: object) -> tuple[str, ...]:
    """An argument list whose places to fill in are known; empty: none."""
    if isinstance(value, str):
        raise InvalidValueError(
            f'expected a list such as ["notify", "{{title}}"], since no shell reads it, got {shown(value)}'
        )
    arguments = texts(value)
    for argument in arguments:
        for place in _PLACE.findall(argument):
            if place not in _PLACES:
                known = ", ".join(f"{{{each}}}" for each in _PLACES)
                raise InvalidValueError(
                    f"expected {known} in braces, got {shown(f'{{{place}}}')}{nearest(place, _PLACES)}"
                )
    if arguments and _PLACE.search(arguments[0]):
        raise InvalidValueError(f"expected the name of a program first, got {shown(arguments[0])}")
    return arguments


def hours(value: object) -> tuple[int, int] | None:
    """Hours of the day such as "22:00-07:00", as minutes since midnight; empty: none."""
    if value == "":
        return None
    found = _HOURS.fullmatch(value.replace(" ", "")) if isinstance(value, str) else None
    if found is None:
        raise InvalidValueError(f'expected hours such as "22:00-07:00", got {shown(value)}')
    start_h, start_m, end_h, end_m = (int(part) for part in found.groups())
    if max(start_h, end_h) > 23 or max(start_m, end_m) > 59:
        raise InvalidValueError(f'expected hours from "00:00" to "23:59", got {shown(value)}')
    start, end = start_h * 60 + start_m, end_h * 60 + end_m
    if start == end:
        raise InvalidValueError(f"expected hours that begin and end at different times, got {shown(value)}")
    return start, end


def yes_no(value: object) -> bool:
    """`true` or `false`, nothing that merely looks like it."""
    if not isinstance(value, bool):
        raise InvalidValueError(f"expected true or false, got {shown(value)}")
    return value


class WholeNumber(msgspec.Struct, frozen=True):
    """A whole number within bounds, both included."""

    least: int
    most: int

    def __call__(self, value: object) -> int:
        """Check one."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise InvalidValueError(
                f"expected a whole number from {self.least} to {self.most}, got {shown(value)}"
            )
        return value


class Number(msgspec.Struct, frozen=True):
    """A number within bounds, both included."""

    least: float
    most: float

    def __call__(self, value: object) -> float:
        """Check one."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.least <= value <= self.most
        ):
            raise InvalidValueError(
                f"expected a number from {self.least:g} to {self.most:g}, got {shown(value)}"
            )
        return float(value)


def seconds(value: object) -> float:
    """A duration such as "90s", "5m", "1h30m", in seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise InvalidValueError(
            f'expected a duration with its unit, such as "{value:g}s" or "5m", got {shown(value)}'
        )
    compact = value.replace(" ", "") if isinstance(value, str) else ""
    if not _DURATION.fullmatch(compact):
        raise InvalidValueError(f'expected a duration such as "90s", "5m", "2h" or "1d", got {shown(value)}')
    return sum(float(amount) * _UNIT_S[unit] for amount, unit in _DURATION_PART.findall(compact))


class Duration(msgspec.Struct, frozen=True):
    """A duration within bounds, in seconds."""

    least_s: float
    most_s: float = 366 * 86_400

    def __call__(self, value: object) -> float:
        """Check one."""
        length_s = seconds(value)
        if not self.least_s <= length_s <= self.most_s:
            raise InvalidValueError(
                f'expected a duration from "{self.least_s:g}s" to "{self.most_s / 86_400:g}d", got {shown(value)}'
            )
        return length_s


class OneOf(msgspec.Struct, frozen=True):
    """One of a few words."""

    choices: tuple[str, ...]

    def __call__(self, value: object) -> str:
        """Check one."""
        if not isinstance(value, str) or value not in self.choices:
            listed = ", ".join(f'"{choice}"' for choice in self.choices)
            raise InvalidValueError(
                f"expected one of {listed}, got {shown(value)}{nearest(value, self.choices)}"
            )
        return value


def one_of(*choices: str) -> OneOf:
    """One of a few words."""
    return OneOf(choices)


class SomeOf(msgspec.Struct, frozen=True):
    """A list of a few words, each once; one of them may stand alone."""

    choices: tuple[str, ...]

    def __call__(self, value: object) -> tuple[str, ...]:
        """Check one."""
        one = OneOf(self.choices)
        return tuple(dict.fromkeys(one(each) for each in kinds(value)))


def some_of(*choices: str) -> SomeOf:
    """A list of a few words, each once."""
    return SomeOf(choices)


def time_zone(value: object) -> str:
    """A name of the time zone database; empty: the machine's."""
    name = text(value).strip()
    if not name:
        return ""
    from difflib import get_close_matches
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown; a folder of zones; a path
        known = {zone.lower(): zone for zone in available_timezones()}
        near = get_close_matches(name.lower().replace(" ", "_"), known, n=1)
        meant = f' (did you mean "{known[near[0]]}"?)' if near else ""
        raise InvalidValueError(
            f'expected a time zone such as "Asia/Riyadh", got {shown(name)}{meant}'
        ) from None
    return name


def marks(value: object) -> str:
    """`"auto"`, `"on"` or `"off"`; `true` and `false` are the last two."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return one_of("auto", "on", "off")(value)


def mark_read(value: object) -> str | float:
    """`"open"`, `"never"` or a duration."""
    if isinstance(value, str) and value in {"open", "never"}:
        return value
    try:
        return seconds(value)
    except InvalidValueError:
        raise InvalidValueError(
            f'expected "open", "never" or a duration such as "2s", got {shown(value)}'
        ) from None


def language(value: object) -> str:
    """A BCP 47 tag whose language exists."""
    tag = text(value)
    found = _LANGUAGE.fullmatch(tag)
    if not found or found[1].lower() not in LANGUAGES:
        hint = language_hint(tag)
        meant = f' (did you mean "{hint}"?)' if hint else ""
        raise InvalidValueError(f'expected a language code such as "ar" or "en-GB", got {shown(tag)}{meant}')
    return tag


def interface_language(value: object) -> str:
    """`"auto"` or a language that the interface speaks."""
    tag = "auto" if value == "auto" else language(value)
    if tag != "auto" and tag.partition("-")[0].lower() not in INTERFACE:
        raise InvalidValueError(f'the interface speaks "ar", "en", "fa", "he" and "ur", not {shown(tag)}')
    return tag


def colour(value: object) -> str:
    """A colour by name or as #rrggbb."""
    wanted = text(value).strip().lower()
    if wanted and wanted not in COLOURS and not _HEX_COLOUR.fullmatch(wanted):
        raise InvalidValueError(
            f'expected a colour such as "teal" or "#3fa7d6", got {shown(value)}{nearest(wanted, COLOURS)}'
        )
    return wanted


def hex_colour(value: object) -> str:
    """A colour as #rrggbb or #rgb; comes back as #rrggbb."""
    wanted = text(value).strip().lower()
    if not _HEX_COLOUR.fullmatch(wanted):
        raise InvalidValueError(f'expected a colour such as "#3fa7d6", got {shown(value)}')
    return wanted if len(wanted) == 7 else "#" + "".join(2 * digit for digit in wanted[1:])


def address(value: object) -> str:
    """An http(s) address with a host."""
    if not isinstance(value, str):
        raise InvalidValueError(f"expected an http(s) address in quotes, got {shown(value)}")
    hidden = shown(hide_in_invalid(value.strip()))
    try:
        url = text(value).strip()
    except InvalidValueError:
        raise InvalidValueError(f"expected an address without control characters, got {hidden}") from None
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname, parts.scheme.lower()
    except ValueError:
        raise InvalidValueError(f"expected an http(s) address, got {hidden}") from None
    try:
        _ = parts.port
    except ValueError:
        raise InvalidValueError(
            f"expected an http(s) address with a number as its port, got {hidden}"
        ) from None
    if any(character.isspace() for character in url):
        raise InvalidValueError(f"expected an address without spaces, got {hidden}")
    if scheme in {"http", "https"} and host:
        return url
    if "://" not in url and "." in url.partition("/")[0] and not url.startswith((".", "/")):
        raise InvalidValueError(
            f'expected an http(s) address, got {hidden} (did you mean "https://{hidden[1:]}?)'
        )
    raise InvalidValueError(f"expected an http(s) address, got {hidden}")


def headers(value: object) -> dict[str, str]:
    """HTTP header fields."""
    if not isinstance(value, dict):
        raise InvalidValueError('expected a table such as { Accept-Language = "ar" }')
    fields = cast("dict[str, object]", value)
    for field, content in fields.items():
        if not _HEADER_NAME.fullmatch(field):
            raise InvalidValueError(f"expected the name of an HTTP header, got {shown(field)}")
        if not isinstance(content, str) or not content.isascii() or _CONTROL.search(content):
            # It may be a secret, and is not quoted.
            raise InvalidValueError(
                f"expected the value of {field} as ASCII text in quotes, without control characters"
            )
    return cast("dict[str, str]", fields)


_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")


_SOCKS = re.compile(r"socks(?:4a?|5h?)?(?=://)", re.IGNORECASE)


def proxy(value: object) -> str:
    """An HTTP or SOCKS proxy, or `"none"`; a name or password in it may come from the environment."""
    if value == "none":
        return "none"
    address(_VARIABLE.sub("x", _SOCKS.sub("http", value, count=1)) if isinstance(value, str) else value)
    return cast("str", value).strip()


def file(value: object) -> str:
    """The path of a file, absolute or in the home folder, so that it means the same wherever ticker is started."""
    line = text(value).strip()
    if not line.startswith(("/", "~")):
        raise InvalidValueError('expected a full path, such as "/etc/ssl/own-ca.pem" or "~/own-ca.pem"')
    return line


def login(value: object) -> str:
    """`user:password`."""
    # It may be a secret, and is not quoted.
    if not isinstance(value, str) or ":" not in value or _CONTROL.search(value):
        raise InvalidValueError('expected "user:password", best as "user:${NAME_OF_A_VARIABLE}"')
    return value


def nearest(word: object, known: Iterable[str], *, quote: str = '"') -> str:
    """` (did you mean "…"?)`, or nothing when no known word is near."""
    if not isinstance(word, str):
        return ""
    from difflib import get_close_matches  # only ever needed for a mistake

    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f" (did you mean {quote}{found[0]}{quote}?)" if found else ""

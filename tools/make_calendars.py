#!/usr/bin/env python3
"""Make the tables of dates in src/ticker_tui/i18n from the CLDR, as Babel brings it.

tools/make_calendars.py          # writes cldr_calendars.py and cldr_cities.py
tools/make_calendars.py --check  # says whether they are what would be written
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global
from babel.dates import get_day_names, get_month_names

FOLDER = Path(__file__).parents[1] / "src" / "ticker_tui" / "i18n"
CODES = ("en", "ar", "fa", "ur", "he")

CALENDARS = '''\
"""Names of days and months. Made by tools/make_calendars.py from the CLDR; not edited."""

from __future__ import annotations

from typing import Final

WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {{
{weekdays}}}
"""By language, Monday first."""

MONTHS: Final[dict[str, tuple[str, ...]]] = {{
{months}}}
"""January first, by language, and by language and country where a country has names of its own."""
'''
CITIES = '''\
"""What cities that name a time zone are called. Made by tools/make_calendars.py from the CLDR; not edited."""

from __future__ import annotations

from typing import Final

CITIES: Final[dict[str, dict[str, str]]] = {{
{cities}}}
"""By language, then by the name of the zone, without those of Antarctica. English has the zone's own name."""
'''


def months(tag: str) -> tuple[str, ...]:
    """The twelve names of a locale, as they stand in a date."""
    names = get_month_names("wide", context="format", locale=tag)
    return tuple(str(names[number]) for number in range(1, 13))


def row(key: str, names: tuple[str, ...]) -> str:
    """A line of a table."""
    return f"    {_quoted(key)}: (\n" + "".join(f"        {_quoted(name)},\n" for name in names) + "    ),\n"


def calendars() -> str:
    """cldr_calendars.py, whole."""
    weekdays = ""
    for code in CODES:
        names = get_day_names("wide", context="format", locale=code)
        weekdays += row(code, tuple(str(names[day]) for day in range(7)))
    lines = ""
    for code in CODES:
        common = months(code)
        lines += row(code, common)
        if code == "en":
            continue  # its countries differ in nothing that is shown
        for tag in sorted(localedata.locale_identifiers()):
            locale = Locale.parse(tag)
            if locale.language != code or locale.territory is None or locale.script or locale.variant:
                continue
            own = months(tag)
            if own != common:
                lines += row(f"{code}-{locale.territory}", own)
    return CALENDARS.format(weekdays=weekdays, months=lines)


def cities() -> str:
    """cldr_cities.py, whole."""
    # The CLDR keeps a zone's first name for good, `Asia/Katmandu`; machines have the one of today, too.
    aliases = [pair for pair in get_global("zone_aliases").items() if all("/" in name for name in pair)]
    table = ""
    for code in CODES[1:]:
        table += f"    {_quoted(code)}: {{\n"
        named: dict[str, str] = {}
        for zone, names in Locale.parse(code).time_zones.items():
            if "/" in zone and not zone.startswith(("Etc/", "Antarctica/")) and "city" in names:
                named[zone] = names["city"]
        for old, new in aliases:
            named |= {old: named[new]} if new in named else {new: named[old]} if old in named else {}
        table += "".join(
            f"        {_quoted(zone)}: {_quoted(city)},\n" for zone, city in sorted(named.items())
        )
        table += "    },\n"
    return CITIES.format(cities=table)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> int:
    """Write the tables, or compare them."""
    made = {FOLDER / "cldr_calendars.py": calendars(), FOLDER / "cldr_cities.py": cities()}
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text]
        print(*(f"{name} is not what tools/make_calendars.py makes" for name in stale), sep="\n")
        return bool(stale)
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

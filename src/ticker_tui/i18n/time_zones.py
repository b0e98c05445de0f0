"""What a time zone is called."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from ticker_tui.i18n.locale import Language

GREENWICH: Final = frozenset({"UTC", "GMT", "UCT", "Zulu", "Greenwich", "Universal"})
_LOCALTIME: Final = Path("/etc/localtime")


def zone_words(local: datetime, tz: tzinfo | None, language: Language) -> str:
    """The zone of a moment, as it stands behind a time of day.

    By the city that names it (``Cairo time``), as newspapers do; by its distance from Greenwich where no name is known.

    Args:
        local: In that zone.
        tz: The zone; None: the machine's.
        language: To say it in.
    """
    from ticker_tui.i18n.cldr_cities import CITIES

    name = str(getattr(tz, "key", "")) if tz is not None else machine_zone()
    offset = local.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset is not None else 0
    if not minutes and (not name or name.rpartition("/")[2] in GREENWICH):
        return language.tr("GMT")
    if language.code == "en":
        city = (
            name.rpartition("/")[2].replace("_", " ") if "/" in name and not name.startswith("Etc/") else ""
        )
    else:
        city = CITIES[language.code].get(name, "")
    if city:
        return language.tr("{city} time").format(city=city)
    hours, left = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return language.tr("GMT{offset}").format(offset=f"{sign}{hours}" + (f":{left:02}" if left else ""))


class _Before:
    """What the environment said before a zone was chosen."""

    known = False
    zone: str | None = None


def use_zone(name: str) -> None:
    """Tell all times in a zone from now on, as if the program had been started with it in ``TZ``.

    Args:
        name: Of the time zone database, ``Asia/Riyadh``; empty: the machine's again.
    """
    if not hasattr(time, "tzset"):
        return  # Windows tells its own time
    if name:
        if not _Before.known:
            _Before.known, _Before.zone = True, os.environ.get("TZ")
        os.environ["TZ"] = name
    elif not _Before.known:
        return
    elif _Before.zone is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = _Before.zone
    _Before.known = bool(name)
    time.tzset()


def machine_zone() -> str:
    """The name of the machine's time zone, ``Africa/Cairo``; empty when it cannot be told."""
    wish = os.environ.get("TZ", "").removeprefix(":")
    if wish:
        return wish
    try:
        target = str(_LOCALTIME.readlink())
    except OSError:
        return ""
    return target.rpartition("zoneinfo/")[2] if "zoneinfo/" in target else ""

"""What a time zone is called."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from ticker_tui.ui.language.choice import Language

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
    from ticker_tui.ui.language.cities import CITIES

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

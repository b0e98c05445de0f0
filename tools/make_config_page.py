#!/usr/bin/env python3
"""Write docs/config.md from the tables that feeds.toml is checked with.

tools/make_config_page.py          # writes the page
tools/make_config_page.py --print  # only shows it
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ticker_tui.config.edit.toml_values import written
from ticker_tui.config.schema import (
    FEED,
    HIGHLIGHT,
    MUTE,
    SHARE,
    TABLES,
    TOP,
    VIEW,
    HighlightRule,
    MuteRule,
    SavedView,
    Settings,
    ShareCommand,
)
from ticker_tui.config.theme_files import ABOUT, COLOURS
from ticker_tui.model import Feed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ticker_tui.config.schema import SettingKey

PAGE = Path(__file__).parents[1] / "docs" / "config.md"

_TOP = """\
# feeds.toml

One file says what ticker reads and how: [TOML](https://toml.io), in UTF-8. It is looked for in this order:

1. `--config FILE`
2. `$TICKER_CONFIG`
3. `feeds.toml` in the current folder, if you have agreed to it (see below)
4. `ticker-tui/feeds.toml` in your config folder (`~/.config` on Linux); made from the default file on first run

The archive (what was fetched, read and starred) is elsewhere: `--data FOLDER`, `$TICKER_DATA`, else `ticker-tui` in your
data folder (`~/.local/share` on Linux). feeds.toml is yours: ticker only ever changes it when told to, and keeps your comments.

A feeds.toml can run programs (`alerts.command`, `[[share]]`) and send variables of your environment to servers (`${NAME}`). So one that
merely lies in the current folder is not obeyed: on a terminal ticker names what the file can do and asks; `y` and `never` are remembered
for its real path. It asks again when the file can do more than you agreed to, belongs to another user, or can be changed by every user;
while ticker runs, such a change is refused. Without a terminal (cron, a pipe) the file is not used and a message says so: name it with
`--config` or `$TICKER_CONFIG`. `ticker check` and `ticker doctor` tell which file is in use, and why.

User name and password in an address (`https://me:secret@example.org/feed`) are sent to that server and appear nowhere else: not in the
archive, the output, messages or exports. Two accounts on one address are two feeds. A token in the query (`?token=…`) is part of the
address: it is left out of messages and logs, but stands in the archive, in `--json` and in exports.

Save the file and the running ticker follows within two seconds. After a mistake the last good version stays in use, and what is
wrong stands on screen; `ticker check` says the same on the command line and ends with exit code 2:

```
feeds.toml:12: feeds[2].intervall: unknown key (did you mean 'interval'?)
feeds.toml:15: refresh.timeout: expected a duration with its unit, such as "30s" or "5m", got 30
```

`feeds[2]` is the second feed of the file. Durations are written with their unit: `"90s"`, `"5m"`, `"1h30m"`, `"2d"`, `"1w"`.
"""

_FEEDS = """\
## [[feeds]]

One table for each feed. Only `url` has to be there.

```toml
[[feeds]]
url = "https://feeds.bbci.co.uk/arabic/rss.xml"
name = "BBC عربي"
lang = "ar"
category = "دولية"
```
"""

_AFTER_FEEDS = """\
A feed that is taken out of the file is no longer shown; its entries stay in the archive until they are pruned, the starred ones
stay visible under *Starred*. Put it back and they are back. The address is what a feed is known by: with another address it is
another feed. Two feeds with one address are a mistake.

How often a feed is asked: as it publishes, a feed with an entry every quarter of an hour every five minutes, one that has been silent
for hours more seldom, between `fastest` and `slowest`; with its own `interval`, just so often. Less often when it asks for that (`ttl`,
`sy:updatePeriod`, `Cache-Control`), up to half an hour; after a failure with growing pauses, or when the server's `Retry-After`
says so. A feed whose server says that it is closed for good (410) is asked no more until you want it: in the list of feeds (`F`), or
with `ticker refresh --gone`. `r` asks all the others at once.

Secrets need not stand in this file: write `${NAME}` and set the variable in the environment. They go to the feed's own server only.

```toml
[[feeds]]
url = "https://members.example/feed"
auth = "amal:${MEMBERS_PASSWORD}"
headers = { X-Api-Key = "${MEMBERS_KEY}" }
```
"""

_VIEWS = """\
## [[views]]

Tabs of your own, behind those of the categories: searches with a name.

```toml
[[views]]
name = "البحر"
query = "ميناء OR ferry -is:read"
colour = "teal"
```
"""

_THEMES = """\
## Themes of your own

A file `themes/NAME.toml` beside feeds.toml is a theme; `theme = "NAME"` under `[display]` uses it, and `t` goes to it too. It says the
colours that are to be others, as `"#rrggbb"`; the rest comes from `base`. What you change is seen as soon as it is saved. A mistake
costs that theme, and is said with its line. The colours of sources are made readable on every ground.

```toml
base = "ticker-dark"
background = "#101820"
accent = "#ffb454"
```
"""

_SHARE = """\
## [[share]]

Commands of your own for `|`, which gives them the article that is read or selected. No shell reads them; with several, `|` asks.

```toml
[[share]]
name = "Read later"
command = ["wallabag", "add", "{link}"]

[[share]]
name = "Mail to Amal"
command = ["mail", "-s", "{title}", "amal@example.org"]
```
"""

_RULES = """\
## [[mute]] and [[highlight]]

What you do not want to see, and what you do not want to miss; [rules.md](rules.md) tells more. A rule means the entries for which
everything holds that it says.

```toml
[[mute]]
words = ["كرة القدم", "football"]
until = 2026-12-01T08:00:00Z

[[mute]]
feeds = "Orbit"
query = "podcast"
name = "too long for me"

[[highlight]]
words = ["الأمريكيّة", "elect*"]
colour = "teal"
notify = true
```

### [[mute]]
"""

_KEYS = """\
## [keys]

Your own keys, by the id of what they do; `?` in the program and docs/keys.md list the ids. One key or a list:

```toml
[keys]
"headlines.open" = ["enter", "l"]
"program.quit" = "ctrl+q"
```
"""


def page() -> str:
    """The whole page."""
    defaults = Settings()
    parts = [_TOP, "## Settings at the top of the file\n", _table(TOP, defaults)]
    for name, keys in TABLES.items():
        parts += [f"## [{name}]\n", _table(keys, getattr(defaults, name))]
    parts += [
        _VIEWS,
        _table(VIEW, SavedView(name="", query="")),
        _THEMES,
        _meanings({**ABOUT, **COLOURS}),
        _SHARE,
        _table(SHARE, ShareCommand(name="", command=()), required=SHARE),
        _RULES,
        _table(MUTE, MuteRule()),
        "### [[highlight]]\n",
        _table(HIGHLIGHT, HighlightRule()),
        _KEYS,
        _FEEDS,
        _table(FEED, Feed(url="", name="")),
        _AFTER_FEEDS,
    ]
    return "\n".join(parts)


def _table(keys: Mapping[str, SettingKey], defaults: object, *, required: Collection[str] = ()) -> str:
    rows = ["| key | default | meaning |", "|---|---|---|"]
    for name, key in keys.items():
        default = None if name in required else getattr(defaults, key.attribute)
        rows.append(f"| `{name}` | {_shown(name, key, default)} | {key.about.replace('|', '&#124;')} |")
    return "\n".join(rows) + "\n"


def _meanings(keys: Mapping[str, SettingKey]) -> str:
    rows = ["| key | meaning |", "|---|---|", *(f"| `{name}` | {key.about} |" for name, key in keys.items())]
    return "\n".join(rows) + "\n"


def _shown(name: str, key: SettingKey, value: object) -> str:
    """A default as it would be written in the file."""
    if name == "url" or value is None or value in ("", {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    value = written(key, value)
    if isinstance(value, list):
        listed = ", ".join(f'"{each}"' for each in cast("list[object]", value))
        return f"`[{listed}]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value:g}`"


if __name__ == "__main__":
    if "--print" in sys.argv:
        print(page(), end="")
    else:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")

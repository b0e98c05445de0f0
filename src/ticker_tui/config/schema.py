"""What feeds.toml may say: the typed settings, and for each key its check and its one line of help."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads the annotations while the program runs
from pathlib import Path  # noqa: TC003 - as above
from typing import Literal, NamedTuple

import msgspec

from ticker_tui.config import checks
from ticker_tui.config.checks import Check  # noqa: TC001 - as above
from ticker_tui.model import Feed, Rule, Rules

BarMode = Literal["scroll", "flip", "off"]
Marks = Literal["auto", "on", "off"]
Notify = Literal["auto", "osc9", "osc99", "osc777", "notify-send", "off"]
Digits = Literal["auto", "latin", "arabic", "persian"]
Motion = Literal["auto", "full", "reduced"]
PaneLayout = Literal["auto", "side", "stacked"]
Bidi = Literal["auto", "visual", "colour", "osc66", "inverse", "logical"]


class RefreshSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How feeds are asked."""

    interval_s: float = 300.0
    fastest_s: float | None = None
    slowest_s: float | None = None
    timeout_s: float = 30.0
    user_agent: str = ""
    per_host: int = 2

    @property
    def bounds_s(self) -> tuple[float, float]:
        """The shortest and the longest time between two checks of a feed that answers."""
        fastest_s = 0.4 * self.interval_s if self.fastest_s is None else self.fastest_s
        slowest_s = 3 * self.interval_s if self.slowest_s is None else self.slowest_s
        return fastest_s, max(fastest_s, slowest_s)


class BreakingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What counts as breaking news, and for how long."""

    words: tuple[str, ...] = ()
    expires_s: float = 7200.0


class BarSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The bar at the top."""

    mode: BarMode = "scroll"
    speed_cells_s: float = 8.0


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is told outside of the screen, and how."""

    wanted: tuple[str, ...] = ("breaking",)
    """``breaking``, ``all``, or names of categories and feeds."""
    bell: bool = False
    notify: Notify = "off"
    command: tuple[str, ...] = ()
    """An argument list with places to fill in; empty: none."""
    limit: int = 3
    """So many alerts within `per_s`."""
    per_s: float = 600.0
    quiet: tuple[int, int] | None = None
    """Minutes since midnight; the end may lie on the next day."""


class DisplaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the list and the reader look."""

    theme: str = "auto"
    motion: Motion = "auto"
    marks: Marks = "auto"
    mark_read: Literal["open", "never"] | float = "open"
    """A number: seconds for which an entry must have been selected."""
    relative_times: bool = False
    density: Literal["auto", "one", "two", "summary"] = "auto"
    """How many lines a headline takes in the list."""
    layout: PaneLayout = "auto"
    split: float = 50.0
    """The list's share of the screen, in percent."""
    sort: Literal["time", "source", "size"] = "time"
    group_by_day: bool = False
    follow: bool = False
    digits: Digits = "auto"
    calendars: tuple[str, ...] = ()
    """Of ``hijri`` and ``persian``, beside the Gregorian one."""
    time_zone: str = ""
    """A name of the time zone database; empty: the machine's."""


class ReaderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an article that is kept."""

    save_to: str = ""
    """A folder; ``~`` is the user's. Empty: that of downloads."""
    save_as: Literal["markdown", "text"] = "markdown"


class ShareCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A program that an article can be given to."""

    name: str
    command: tuple[str, ...]
    """An argument list with places to fill in."""


class TerminalSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the terminal is told."""

    bidi: Bidi = "auto"


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A tab of the user's own: a search with a name."""

    name: str
    query: str
    """In the language of the search. The room that knows that language is the one to check it."""
    colour: str = ""
    notify: bool = False


class MuteRule(Rule, frozen=True, kw_only=True):
    """What is not to be seen."""

    until: datetime | None = None
    """When it ends, in UTC; None: never."""

    def holds(self, now: datetime) -> bool:
        """Whether it has not ended."""
        return self.until is None or now < self.until


class HighlightRule(Rule, frozen=True, kw_only=True):
    """What is to be noticed."""

    colour: str = ""
    """Empty: the theme's."""
    bell: bool = False
    notify: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in feeds.toml but the feeds."""

    language: str = "auto"
    keep: int = 500
    keep_days: int = 30
    refresh: RefreshSettings = RefreshSettings()
    breaking: BreakingSettings = BreakingSettings()
    bar: BarSettings = BarSettings()
    alerts: AlertSettings = AlertSettings()
    display: DisplaySettings = DisplaySettings()
    reader: ReaderSettings = ReaderSettings()
    terminal: TerminalSettings = TerminalSettings()
    share: tuple[ShareCommand, ...] = ()
    """In the order of the file."""
    views: tuple[SavedView, ...] = ()
    """In the order of the file."""
    mute: tuple[MuteRule, ...] = ()
    """In the order of the file, those that have ended among them."""
    highlight: tuple[HighlightRule, ...] = ()
    """In the order of the file: the first that means an entry marks it."""
    keys: dict[str, tuple[str, ...]] = {}
    """Keys by the id of what they do: ``{"headlines.open": ("enter",)}``. The ids are the screen's to check."""

    def rules(self, now: datetime) -> Rules:
        """The rules in force at a moment."""
        return Rules(mute=tuple(rule for rule in self.mute if rule.holds(now)), highlight=self.highlight)


class ThemeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A theme of the user's own, without mistakes."""

    name: str
    dark: bool = True
    base: str = ""
    """Gives the colours that are not said; empty: the dark or the light one."""
    colours: dict[str, str] = {}
    """``#rrggbb`` by what it is for."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """A feeds.toml without mistakes."""

    path: Path
    settings: Settings
    feeds: tuple[Feed, ...]
    """In the order of the file, the ones that are off among them."""
    stamp: tuple[int, int]
    """Modification time in ns and size in bytes: what tells a changed file."""
    themes: tuple[ThemeFile, ...] = ()
    """The user's own, from the folder beside the file."""
    theme_problems: tuple[str, ...] = ()
    """A line for each mistake in one of them."""
    granted: frozenset[str] | None = None
    """What the file may do (`trust.powers`); None: whatever it says."""


class SettingKey(NamedTuple):
    """A key of a table: where its value goes, how it is checked, what it means."""

    attribute: str
    check: Check
    about: str
    title: str = ""
    """What the settings screen calls it; empty: it is not there."""
    choices: tuple[str, ...] = ()
    """What is offered there besides what the check itself knows."""


TOP: dict[str, SettingKey] = {
    "language": SettingKey(
        "language",
        checks.interface_language,
        "Language of the interface: `ar`, `en`, `fa`, `he` or `ur`, with a country if you like (`ar-LB`: its names of months); "
        "`auto` asks the locale.",
        title="Language",
        choices=("auto", "ar", "en", "fa", "he", "ur"),
    ),
    "keep": SettingKey(
        "keep",
        checks.WholeNumber(1, 100_000),
        "How many entries of each feed the archive keeps. Starred ones stay.",
        title="Entries kept of a feed",
    ),
    "keep_days": SettingKey(
        "keep_days",
        checks.WholeNumber(1, 36_500),
        "After how many days entries go that their feed no longer serves.",
        title="Days they are kept",
    ),
}

TABLES: dict[str, dict[str, SettingKey]] = {
    "refresh": {
        "interval": SettingKey(
            "interval_s",
            checks.Duration(1),
            "Time between two checks of a feed whose pace is not known yet; `fastest` and `slowest` follow from it.",
            title="Time between two checks",
        ),
        "fastest": SettingKey(
            "fastest_s",
            checks.Duration(1),
            "Feeds that bring much are asked as often as this; without it, 0.4 times `interval`.",
            title="At the most as often as",
        ),
        "slowest": SettingKey(
            "slowest_s",
            checks.Duration(1),
            "Quiet feeds are asked as seldom as this; without it, 3 times `interval`.",
            title="At the least as often as",
        ),
        "timeout": SettingKey(
            "timeout_s",
            checks.Duration(1),
            "How long one feed may take, from asking to the last byte.",
            title="Time a feed may take",
        ),
        "user_agent": SettingKey(
            "user_agent",
            checks.text,
            "What ticker calls itself; empty: its own name and address.",
            title="Name told to servers",
        ),
        "per_host": SettingKey(
            "per_host",
            checks.WholeNumber(1, 16),
            "How many feeds of one server are asked at once.",
            title="Feeds of one server at once",
        ),
    },
    "breaking": {
        "words": SettingKey(
            "words",
            checks.texts,
            "Headlines with one of these words are breaking news, in any spelling.",
            title="Words of breaking news",
        ),
        "expires": SettingKey(
            "expires_s",
            checks.Duration(60),
            "How long after its date an entry stays breaking.",
            title="It breaks for",
        ),
    },
    "bar": {
        "mode": SettingKey(
            "mode",
            checks.one_of("scroll", "flip", "off"),
            "`scroll`, `flip` (one after the other) or `off`.",
            title="What the bar does",
        ),
        "speed": SettingKey(
            "speed_cells_s",
            checks.Number(0.5, 60),
            "Columns a second.",
            title="Its speed, in columns a second",
        ),
    },
    "alerts": {
        "for": SettingKey(
            "wanted",
            checks.kinds,
            'What is told: `"breaking"`, `"all"`, or names of categories and feeds; one or a list.',
            title="What is told",
        ),
        "bell": SettingKey("bell", checks.yes_no, "Ring the terminal's bell.", title="Bell"),
        "notify": SettingKey(
            "notify",
            checks.one_of("auto", "osc9", "osc99", "osc777", "notify-send", "off"),
            "Desktop notifications: through the terminal (`osc9`, `osc99`, `osc777`), `notify-send`, `off`, or `auto`: what is "
            "there.",
            title="Notifications",
        ),
        "command": SettingKey(
            "command",
            checks.command,
            'A program and its arguments, run without a shell: `["say", "{source}: {title}"]`. `{title}`, `{source}` and `{link}` '
            "are filled in.",
            title="Program to run",
        ),
        "limit": SettingKey(
            "limit", checks.WholeNumber(1, 100), "At most so many alerts…", title="At most so many"
        ),
        "per": SettingKey(
            "per_s", checks.Duration(1), "…in this time; the others are not told later.", title="in this time"
        ),
        "quiet": SettingKey(
            "quiet", checks.hours, 'Hours in which nothing is told: `"22:00-07:00"`.', title="Quiet hours"
        ),
    },
    "display": {
        "theme": SettingKey(
            "theme",
            checks.text,
            "`auto` (dark or light, as the terminal is), `ticker-dark`, `ticker-light`, `ticker-paper`, `ticker-contrast`, one of "
            "Textual's own, or one of yours; `t` goes through them.",
            title="Theme",
        ),
        "motion": SettingKey(
            "motion",
            checks.one_of("auto", "full", "reduced"),
            "`reduced`: the bar changes its headline instead of crawling, and nothing flashes or blinks; `full`: it moves; `auto`: as "
            "`$TEXTUAL_ANIMATIONS` says.",
            title="Motion",
        ),
        "marks": SettingKey(
            "marks",
            checks.marks,
            "Vowel marks (harakat): `auto` shows them where the terminal draws them right, `true` always, `false` never.",
            title="Vowel marks",
            choices=("auto", "on", "off"),
        ),
        "mark_read": SettingKey(
            "mark_read",
            checks.mark_read,
            'When an entry counts as read: `"open"`, `"never"`, or after being selected for a time such as `"2s"`.',
            title="An entry counts as read",
            choices=("open", "2s", "never"),
        ),
        "relative_times": SettingKey(
            "relative_times",
            checks.yes_no,
            "`5 min` instead of `08:31` in the list.",
            title="How long ago, instead of when",
        ),
        "density": SettingKey(
            "density",
            checks.one_of("auto", "one", "two", "summary"),
            "Lines a headline takes: `one`, `two`, `summary` (with the first words of the article), or `auto`, as wide as the list "
            "is; `D` switches.",
            title="Lines a headline takes",
        ),
        "sort": SettingKey(
            "sort",
            checks.one_of("time", "source", "size"),
            "Order of the list: `time`, `source`, or `size` (the stories that most tell, of the last two days first); `S` switches.",
            title="Order of the list",
        ),
        "group_by_day": SettingKey(
            "group_by_day",
            checks.yes_no,
            "`true`: a heading above each day, or above each source where the list is sorted by it; `T` switches.",
            title="Headings between the days",
        ),
        "layout": SettingKey(
            "layout",
            checks.one_of("auto", "side", "stacked"),
            "List and reader `side` by side, `stacked` one above the other, or `auto`, as the window is; `\\` switches.",
            title="List and reader",
        ),
        "split": SettingKey(
            "split",
            checks.Number(10, 90),
            "How much of the screen the list gets beside or above the reader, in percent; `<` and `>` change it.",
            title="The list's share of the screen",
        ),
        "follow": SettingKey(
            "follow",
            checks.yes_no,
            "`true`: news comes in by itself while the top of the list is selected; else it waits for `a`.",
            title="News comes in by itself",
        ),
        "digits": SettingKey(
            "digits",
            checks.one_of("auto", "latin", "arabic", "persian"),
            "`latin` (123), `arabic` (١٢٣) or `persian` (۱۲۳) digits; `auto`: as the language is printed in your country.",
            title="Digits",
        ),
        "calendars": SettingKey(
            "calendars",
            checks.some_of("hijri", "persian"),
            'Dates that stand beside the Gregorian one above an article: `["hijri"]` (Umm al-Qura), `["persian"]` or both.',
            title="Other calendars",
        ),
        "time_zone": SettingKey(
            "time_zone",
            checks.time_zone,
            'Whose days and hours are told: `"Asia/Riyadh"`; empty: the machine\'s. As `TZ` does, it holds for all of ticker.',
            title="Time zone",
        ),
    },
    "reader": {
        "save_to": SettingKey(
            "save_to",
            checks.text,
            "Folder that `w` saves articles in: `~/Documents/news`; made when it is needed. Empty: your folder of downloads.",
            title="Folder for saved articles",
        ),
        "save_as": SettingKey(
            "save_as",
            checks.one_of("markdown", "text"),
            "`markdown` (.md) or plain `text` (.txt).",
            title="Saved articles are",
        ),
    },
    "terminal": {
        "bidi": SettingKey(
            "bidi",
            checks.one_of("auto", "visual", "colour", "osc66", "inverse", "logical"),
            "How right-to-left text is sent: `visual`, `colour`, `osc66`, `inverse`, `logical`; docs/bidi.md tells them apart. "
            "`auto` asks the terminal; `ticker doctor` says what it found.",
            title="Right-to-left text",
        ),
    },
}

VIEW: dict[str, SettingKey] = {
    "name": SettingKey(
        "name",
        checks.name,
        "What its tab says. Must be there, and be another one than those of the other views.",
    ),
    "query": SettingKey(
        "query",
        checks.text,
        "What it shows, as in the field of `/`: `ferry OR storm`, `feed:BBC -is:read`, `lang:ar since:2d`… Must be there.",
    ),
    "colour": SettingKey("colour", checks.colour, "Colour of its tab: `teal`, `#3fa7d6`…"),
    "notify": SettingKey("notify", checks.yes_no, "`true`: what arrives in it is worth an alert."),
}

SHARE: dict[str, SettingKey] = {
    "name": SettingKey("name", checks.name, "What the choice of commands calls it. Must be there."),
    "command": SettingKey(
        "command",
        checks.command,
        "The program and its arguments, run without a shell, with `{title}`, `{source}` and `{link}` filled in and the article as "
        "text on its standard input. Must be there.",
    ),
}

_WHICH: dict[str, SettingKey] = {
    "words": SettingKey(
        "words",
        checks.rule_words,
        'Words of the headline, in any spelling; one of them is enough. Whole words: `"elect*"` also means what begins so, '
        '`"cup final"` the words side by side.',
    ),
    "query": SettingKey(
        "query",
        checks.rule_query,
        "A search as in the field of `/`; it looks into the text too. Without `is:` and spans such as `since:2d`, which would "
        "not stay true.",
    ),
    "feeds": SettingKey("feeds", checks.kinds, "Names or addresses of feeds; one or a list."),
    "categories": SettingKey("categories", checks.kinds, "Names of categories; one or a list."),
}

MUTE: dict[str, SettingKey] = {
    **_WHICH,
    "until": SettingKey(
        "until",
        checks.moment,
        "When it ends: `2026-12-01T08:00:00Z`, without quotation marks; without an offset, on your clock; a day (`2026-12-01`) "
        "means its beginning. Without it, never.",
    ),
    "name": SettingKey("name", checks.name, "What you call it, or why it is there."),
}

HIGHLIGHT: dict[str, SettingKey] = {
    **_WHICH,
    "colour": SettingKey(
        "colour",
        checks.colour,
        "Colour of its sign and its words: `teal`, `#3fa7d6`… Without one, the theme's.",
    ),
    "bell": SettingKey("bell", checks.yes_no, "`true`: the bell rings when such a headline comes."),
    "notify": SettingKey(
        "notify",
        checks.yes_no,
        "`true`: such a headline is notified, by `alerts.notify` or, where that is off, as `auto` would.",
    ),
    "name": SettingKey("name", checks.name, "What you call it, or why it is there."),
}

RULES: dict[str, tuple[type[Rule], dict[str, SettingKey]]] = {
    "mute": (MuteRule, MUTE),
    "highlight": (HighlightRule, HIGHLIGHT),
}
"""What each list of rules is called, what each of its tables becomes, and its keys."""

FEED: dict[str, SettingKey] = {
    "url": SettingKey("url", checks.address, "Address of the feed. The only key that must be there."),
    "name": SettingKey("name", checks.name, "What the list calls it; without one, its server's name."),
    "lang": SettingKey(
        "lang",
        checks.language,
        "Language of its headlines: `ar`, `fa`, `ur`, `he`, `en`… Outranks the feed's own claim.",
    ),
    "category": SettingKey("category", checks.name, "The tab it belongs to."),
    "colour": SettingKey(
        "colour", checks.colour, "Colour of its name: `teal`, `#3fa7d6`… Without one, it gets its own."
    ),
    "enabled": SettingKey("enabled", checks.yes_no, "`false`: it is not asked; what it brought stays."),
    "breaking": SettingKey("breaking", checks.yes_no, "`true`: everything in it is breaking news."),
    "full": SettingKey(
        "full",
        checks.yes_no,
        "`true`: the full article is fetched by itself when an entry is opened, or selected as long as `mark_read` says.",
    ),
    "interval": SettingKey(
        "interval_s", checks.Duration(1), "Time between two checks, however much or little the feed brings."
    ),
    "user_agent": SettingKey("user_agent", checks.text, "What ticker calls itself to this server."),
    "headers": SettingKey(
        "headers", checks.headers, 'HTTP headers to send along: `{ Accept-Language = "ar" }`.'
    ),
    "auth": SettingKey(
        "auth",
        checks.login,
        'Name and password (HTTP Basic): `"me:${MY_PASSWORD}"`. `${NAME}` is read from the environment, here, in `headers` and '
        "in `proxy`.",
    ),
    "proxy": SettingKey(
        "proxy",
        checks.proxy,
        'HTTP or SOCKS proxy for this feed: `"http://localhost:8118"`, `"socks5://localhost:9050"`; `"none"`: no proxy, whatever '
        "`$http_proxy` and `$all_proxy` say.",
    ),
    "ca_file": SettingKey(
        "ca_file",
        checks.file,
        'PEM file with the certificate authorities that its server is checked with: `"~/own-ca.pem"`; without one, Mozilla\'s, or '
        "those of `$SSL_CERT_FILE` or `$SSL_CERT_DIR`.",
    ),
    "client_cert": SettingKey(
        "client_cert",
        checks.file,
        "PEM file with a client certificate, presented to the feed's own server only.",
    ),
    "client_key": SettingKey(
        "client_key",
        checks.file,
        "PEM file with its private key, without a passphrase; not needed where `client_cert` holds it.",
    ),
    "keep": SettingKey(
        "keep",
        checks.WholeNumber(1, 100_000),
        "How many of its entries the archive keeps, if not the global number.",
    ),
}

GROUPS: dict[str, str] = {
    "display": "Display",
    "reader": "Reader",
    "bar": "Bar",
    "alerts": "Alerts",
    "breaking": "Breaking news",
    "refresh": "Asking the feeds",
    "": "Language and archive",
    "terminal": "Terminal",
}
"""The tables as the settings screen heads them, in its order; the empty one is the top of the file."""

MAKES: dict[str, type[msgspec.Struct]] = {
    "refresh": RefreshSettings,
    "breaking": BreakingSettings,
    "bar": BarSettings,
    "alerts": AlertSettings,
    "display": DisplaySettings,
    "reader": ReaderSettings,
    "terminal": TerminalSettings,
}
"""What each table of `TABLES` becomes."""

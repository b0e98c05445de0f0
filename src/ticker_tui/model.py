"""What crosses a room, a thread or a process: frozen data, no behaviour that does I/O.

All texts are cleaned (see `text.clean`) and in logical order. All times are aware and in UTC. What there are thousands of
(`gc=False`) holds nothing that could lead back to it, and the garbage collector need not look at it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

STALE_AFTER = timedelta(days=7)
SURE_MOVES = 2
"""How often in a row a server says where a feed has moved for good before it is believed: one may be a slip of its owner."""


class Direction(StrEnum):
    """The base direction of a paragraph, or the wish to find it (UAX #9, P2 and P3)."""

    AUTO = "auto"
    LTR = "ltr"
    RTL = "rtl"


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription, as feeds.toml has it."""

    url: str
    """The identity of the feed: its http(s) address, without user name and password."""
    name: str
    lang: str = ""
    """BCP 47 tag the user gave; it outranks the feed's own claim."""
    category: str = ""
    colour: str = ""
    """A colour name or #rrggbb; empty: one is chosen from the theme by the name's hash."""
    enabled: bool = True
    breaking: bool = False
    """Everything in this feed is breaking news."""
    full: bool = False
    """The page behind a link is fetched when its entry is read."""
    interval_s: float | None = None
    """Seconds between checks; None: the global interval."""
    user_agent: str = ""
    headers: dict[str, str] = {}
    """``${NAME}`` in a value is filled in from the environment; so in the next two."""
    login: str = ""
    """``user:password`` of the address, percent-encoded as it was written; sent like `auth`, and nothing in it is filled in."""
    auth: str = ""
    """``user:password`` for HTTP Basic; sent to the feed's own host only."""
    proxy: str = ""
    """Address of an HTTP or SOCKS proxy for this feed; ``none``: not even the environment's."""
    ca_file: str = ""
    """PEM file of the certificate authorities that its server is checked with; empty: the usual ones."""
    client_cert: str = ""
    """PEM file of the certificate that is presented to its server."""
    client_key: str = ""
    """PEM file of the private key; empty: `client_cert` holds it."""
    keep: int | None = None
    """How many entries the archive keeps of this feed; None: the global number."""


class Span(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A stretch of a block's text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    link: str = ""
    """Absolute http(s) address, percent-encoded; empty: no link."""


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    """One item of a list."""
    CODE = "code"
    TABLE = "table"
    IMAGE = "image"
    """`spans` hold the alternative text, `src` the address."""
    CAPTION = "caption"
    RULE = "rule"


class TableCell(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One cell of a table."""

    spans: tuple[Span, ...]
    header: bool = False


class Block(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One block of an article's body. A body is a flat tuple of them; nesting is told by the depths."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 0
    """HEADING: 1-6. ITEM: depth of the list, from 1."""
    ordinal: int | None = None
    """ITEM: its number in an ordered list; None: a bullet."""
    quote_depth: int = 0
    """How many block quotes it stands in."""
    rows: tuple[tuple[TableCell, ...], ...] = ()
    """TABLE only."""
    src: str = ""
    """IMAGE only: absolute http(s) address."""
    direction: Direction = Direction.AUTO
    """What a `dir` attribute said; AUTO: the paragraph decides for itself."""
    lang: str = ""

    @property
    def text(self) -> str:
        """The block's text without styles."""
        if len(self.spans) == 1:
            return self.spans[0].text
        return "".join([span.text for span in self.spans])


class Packed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A body in its stored form, and what the search table is given; see `packing`."""

    body: bytes
    digest: bytes
    """Fingerprint: equal for equal bodies."""
    folded: str
    stems: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One item of a feed as parsed; not yet stored."""

    key: str
    """What its feed says it is, unlike that of all others of its response (`feeds.identity`); the archive decides (`store.entries.recognition`)."""
    title: str
    """The headline; a breaking prefix has been taken off once `breaking` is decided."""
    link: str = ""
    """Absolute http(s) address or empty."""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""
    """Plain text, at most 500 characters."""
    blocks: tuple[Block, ...] = ()
    lang: str = ""
    """The feed's `lang` setting, else the entry's or the feed's own claim; may be empty."""
    breaking: bool = False
    search_text: str = ""
    """The folded words by which it is found; empty: those of title, author, summary and blocks (`indexing`)."""
    packed: Packed | None = None
    """The body in its stored form; then `blocks` is empty."""
    mark: bytes = b""
    """Of the item as it stands in the feed: one with the same mark reads the same. Empty: it has to be read each time."""
    unchanged: bool = False
    """The mark was known: only `key`, `title`, `link`, `published_at` and `mark` have been filled in."""


class FeedStatus(StrEnum):
    """How the last check of a feed ended."""

    NEVER = "never"
    OK = "ok"
    NOT_MODIFIED = "not modified"
    FAILED = "failed"
    GONE = "gone"


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered about a feed between two checks; survives restarts."""

    url: str
    status: FeedStatus = FeedStatus.NEVER
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    """SHA-256 of the last parsed body: the same body is not parsed again."""
    checked_at: datetime | None = None
    next_due_at: datetime | None = None
    failures: int = 0
    """In a row."""
    error: str = ""
    """Why the last check failed, one plain sentence; empty when it did not."""
    warning: str = ""
    """What was odd though the answer was read."""
    newest_at: datetime | None = None
    answer_s: float | None = None
    title: str = ""
    """What the feed calls itself."""
    ttl_s: float | None = None
    """What the feed asks for: RSS `ttl`, `sy:updatePeriod`."""
    gap_s: float | None = None
    """The usual time between two of its entries; None: not known yet."""
    moved_to: str = ""
    """Where its server said at the last answer that it has moved for good."""
    moves: int = 0
    """How often in a row it said the same."""
    is_private: bool = False
    """Whether the last answer came from a private address: only then may links of its entries lead to one."""

    @property
    def new_address(self) -> str:
        """Where the feed has moved for good, said often enough; empty: it has not."""
        return self.moved_to if self.moves >= SURE_MOVES else ""


class FeedStats(msgspec.Struct, frozen=True, kw_only=True):
    """How much a feed brings."""

    stored: int = 0
    """Entries in the archive."""
    per_day: float = 0.0
    """Over the last week."""
    newest_at: datetime | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether it has brought nothing for longer than a living news feed does."""
        return self.newest_at is not None and now - self.newest_at > STALE_AFTER


class PollResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one check of one feed brought; what a worker posts to the screen."""

    feed: Feed
    state: FeedState
    new_ids: tuple[int, ...] = ()
    """Store ids of entries that were not there before."""
    updated_ids: tuple[int, ...] = ()
    breaking_ids: tuple[int, ...] = ()
    """What is breaking news now and was not before: of `new_ids`, and of `updated_ids` what the update made breaking."""
    joined_ids: tuple[int, ...] = ()
    """Those of all these that tell a story which was there before: a list of stories has no new row for them."""
    muted_ids: tuple[int, ...] = ()
    """What was not there before and is not shown, by a rule; not among `new_ids`."""
    first_read: bool = False
    """Nothing of this feed was in the archive before: entries without a date may be of any age."""

    @property
    def ok(self) -> bool:
        """Whether the feed answered with something usable."""
        return self.state.status in {FeedStatus.OK, FeedStatus.NOT_MODIFIED}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are meant: those for which everything holds that a rule says; what it leaves empty holds always."""

    words: tuple[str, ...] = ()
    """One of them is in the headline: whole words, in any spelling; with a ``*`` at its end, the beginning of one."""
    query: str = ""
    """In the language of the search, without what changes while an entry lies there (`is:`, `since:2d`)."""
    feeds: tuple[str, ...] = ()
    """It comes from one of them: names or addresses."""
    categories: tuple[str, ...] = ()
    name: str = ""
    """What the user calls it, or why it is there."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force."""

    mute: tuple[Rule, ...] = ()
    """What one of them means is not shown."""
    highlight: tuple[Rule, ...] = ()
    """The first that means an entry is the one that marks it."""


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list: everything it shows, nothing more."""

    id: int
    feed_url: str
    source: str
    """The feed's name."""
    title: str
    link: str
    sort_at: datetime
    """min(published, first seen): the place in the list."""
    published_at: datetime | None
    lang: str
    category: str
    breaking: bool
    """Breaking and not yet expired when it was read from the store."""
    read: bool
    starred: bool
    changed_at: datetime | None = None
    """When its publisher last changed headline or text; None: they are those it came with."""
    story_size: int = 1
    """How many entries tell its story, itself included; 1 where entries stand for themselves."""
    highlight: int = 0
    """Which of the rules of `Rules.highlight` marks it, counted from 1; 0: none."""
    muted: bool = False
    """A rule keeps it out of sight."""
    summary: str = ""
    """The beginning of the article, where a list shows it."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A headline with its body: what the reader shows."""

    headline: Headline
    author: str
    categories: tuple[str, ...]
    summary: str
    blocks: tuple[Block, ...]


class FullArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The page behind an entry's link, without what stands around the article."""

    url: str
    """Where it was found, after redirects."""
    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    lang: str = ""
    fetched_at: datetime
    blocks: tuple[Block, ...]


class TabKind(StrEnum):
    """The kinds of tab."""

    ALL = "all"
    BREAKING = "breaking"
    STARRED = "starred"
    CATEGORY = "category"


class Order(StrEnum):
    """What a list of headlines is sorted by."""

    TIME = "time"
    """The newest first."""
    SOURCE = "source"
    """The names of the feeds, the newest of each first."""
    SIZE = "size"
    """How many tell a story, the last two days before all else."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Which headlines are wanted."""

    shelf: TabKind = TabKind.ALL
    category: str = ""
    """CATEGORY only."""
    unread_only: bool = False
    feed_url: str = ""
    order: Order = Order.TIME
    search: str = ""
    """A query in the language of `store.search.language`; empty: everything."""
    stories: bool = False
    """One row for each story: the entry of the view that came first. What it is marked decides `unread_only`."""
    muted: bool = False
    """Also what rules keep out of sight. A search that asks for `is:muted` need not say so."""

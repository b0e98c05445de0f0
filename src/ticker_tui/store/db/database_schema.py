"""The tables, as ordered steps: a new archive takes all of them, an older one those it has not seen.

feeds ─┬─ feed_state        what is remembered between two checks, one JSON document a feed
       ├─ entries           what the list shows; small rows, indexed in the list's order
       │    ├─ bodies       what the reader shows
       │    ├─ pages        the full article behind the link, once it has been asked for
       │    └─ search       FTS5 over folded text, row id = entry id
       ├─ forgotten         pruned entries that their feed may still serve
       └─ rescued           marks of a damaged archive, until their entries come again
upkeep                      what older entries still have to be given; no row, no work
story_words                 under which words of its headline the first entry of a story is found
story_words_lately          the same as it came, not yet in order
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from ticker_tui.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

MIGRATION_S: Final = 120.0
"""How long a program waits while another one brings the archive to a new format: a large one on a slow disk takes a minute."""

APPLICATION_ID = 0x7469636B  # "tick": how SQLite files say whose they are

_FIRST = """
CREATE TABLE feeds (
    id           INTEGER PRIMARY KEY,
    url          TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    category     TEXT NOT NULL,
    lang         TEXT NOT NULL,  -- the user's word; outranks what its entries say
    listed       INTEGER NOT NULL DEFAULT 1,  -- in feeds.toml now; the entries of others are kept, not shown
    body_at      INTEGER NOT NULL DEFAULT 0,  -- when its last parsed body arrived
    entry_count  INTEGER NOT NULL DEFAULT 0,  -- both kept by triggers: the tabs' numbers cost nothing
    unread_count INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE feed_state (
    feed_id INTEGER PRIMARY KEY REFERENCES feeds ON DELETE CASCADE,
    state   BLOB NOT NULL  -- model.FeedState as JSON: a field more needs no new table
);
CREATE TABLE entries (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: a screen may hold the id of a pruned entry
    feed_id        INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    key            TEXT NOT NULL,
    title          TEXT NOT NULL,
    link           TEXT NOT NULL,
    lang           TEXT NOT NULL,
    sort_at        INTEGER NOT NULL,  -- min(published, first seen); all times are microseconds since 1970
    first_seen_at  INTEGER NOT NULL,
    published_at   INTEGER,
    updated_at     INTEGER,
    seen_at        INTEGER NOT NULL,  -- when a body of the feed last held it
    breaking_until INTEGER NOT NULL DEFAULT 0,
    read           INTEGER NOT NULL DEFAULT 0,
    starred        INTEGER NOT NULL DEFAULT 0,
    digest         BLOB NOT NULL,  -- of everything the feed said about it: equal means nothing to write
    UNIQUE (feed_id, key)
);
CREATE INDEX entries_in_order ON entries (sort_at, id, feed_id, read);
CREATE INDEX entries_of_feed ON entries (feed_id, sort_at, id, read);
CREATE INDEX entries_breaking ON entries (breaking_until, sort_at, id, feed_id, read) WHERE breaking_until > 0;
CREATE INDEX entries_starred ON entries (sort_at, id, feed_id, read) WHERE starred = 1;
CREATE TABLE bodies (
    entry_id   INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    author     TEXT NOT NULL,
    categories TEXT NOT NULL,  -- JSON list
    summary    TEXT NOT NULL,
    blocks     BLOB NOT NULL,  -- MessagePack of model.Block, zlib: a third of the size
    indexed    BLOB NOT NULL   -- exactly what `search` was given, which it needs again to forget it; folded as zlib
);
CREATE VIRTUAL TABLE search USING fts5 (
    folded, stems, content = '', prefix = '2', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TABLE forgotten (
    feed_id INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    key     TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, key)
) WITHOUT ROWID;

CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN
    UPDATE feeds SET entry_count = entry_count + 1, unread_count = unread_count + (NOT new.read) WHERE id = new.feed_id;
END;
CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN
    UPDATE feeds SET entry_count = entry_count - 1, unread_count = unread_count - (NOT old.read) WHERE id = old.feed_id;
END;
CREATE TRIGGER entries_read AFTER UPDATE OF read ON entries WHEN new.read <> old.read BEGIN
    UPDATE feeds SET unread_count = unread_count + old.read - new.read WHERE id = new.feed_id;
END;
"""

_PAGES = """
CREATE TABLE pages (
    entry_id     INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    url          TEXT NOT NULL,
    title        TEXT NOT NULL,
    author       TEXT NOT NULL,
    published_at INTEGER,
    lang         TEXT NOT NULL,
    fetched_at   INTEGER NOT NULL,
    blocks       BLOB NOT NULL   -- as in bodies
);
"""

_MARKS = """
ALTER TABLE entries ADD COLUMN mark BLOB NOT NULL DEFAULT x'';  -- model.Entry.mark
"""

_STORIES = """
ALTER TABLE entries ADD COLUMN story_id INTEGER;  -- the id of its story's first entry; NULL: it stands alone
DROP INDEX entries_in_order;
CREATE INDEX entries_in_order ON entries (sort_at, id, feed_id, read, story_id, lang);
CREATE INDEX entries_of_story ON entries (story_id, id, feed_id, read) WHERE story_id IS NOT NULL;
CREATE TABLE story_words (
    word     INTEGER NOT NULL,  -- CRC-32 of a word of the headline's gist
    at       INTEGER NOT NULL,  -- the entry's sort_at
    entry_id INTEGER NOT NULL,  -- without reference: one that is gone is passed over, and its words go within days
    PRIMARY KEY (word, at, entry_id)
) WITHOUT ROWID;
"""

_RESCUED = """
CREATE TABLE rescued (
    feed_url TEXT NOT NULL,
    key      TEXT NOT NULL,
    read     INTEGER NOT NULL,
    starred  INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (feed_url, key)
) WITHOUT ROWID;
CREATE TRIGGER entries_rescued AFTER INSERT ON entries WHEN EXISTS (SELECT 1 FROM rescued) BEGIN
    UPDATE entries SET
        read = coalesce((SELECT r.read FROM rescued r JOIN feeds f ON f.url = r.feed_url
                         WHERE f.id = new.feed_id AND r.key = new.key), read),
        starred = coalesce((SELECT r.starred FROM rescued r JOIN feeds f ON f.url = r.feed_url
                            WHERE f.id = new.feed_id AND r.key = new.key), starred)
    WHERE id = new.id;
    DELETE FROM rescued WHERE key = new.key AND feed_url = (SELECT url FROM feeds WHERE id = new.feed_id);
END;
"""

_UPDATES = """
ALTER TABLE entries ADD COLUMN changed_at INTEGER;  -- when headline or text were last changed; NULL: they are the first ones
CREATE INDEX entries_changed ON entries (id) WHERE changed_at IS NOT NULL;
"""

_ONE_LETTER = """
CREATE TABLE upkeep (
    task TEXT PRIMARY KEY,  -- as in store/db/background_migrations.py
    done INTEGER NOT NULL   -- the entries up to this id have it
) WITHOUT ROWID;
-- Takes the place of `search` once it holds what that holds: one letter is answered from an index of its own, and answers that
-- come in a row are merged in bigger lots.
CREATE VIRTUAL TABLE search_next USING fts5 (
    folded, stems, content = '', prefix = '1 2', tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO search_next (search_next, rank) VALUES ('automerge', 8);
INSERT INTO upkeep (task, done) VALUES ('search', 0), ('stories', 0);
"""

_DELETED = """
ALTER TABLE entries ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;  -- when the reader threw it away; 0: it is there
DROP INDEX entries_in_order;
DROP INDEX entries_of_feed;
DROP INDEX entries_breaking;
DROP INDEX entries_starred;
DROP INDEX entries_of_story;
CREATE INDEX entries_in_order ON entries (sort_at, id, feed_id, read, story_id, lang, deleted_at);
CREATE INDEX entries_of_feed ON entries (feed_id, sort_at, id, read, deleted_at);
CREATE INDEX entries_breaking ON entries (breaking_until, sort_at, id, feed_id, read, deleted_at) WHERE breaking_until > 0;
CREATE INDEX entries_starred ON entries (sort_at, id, feed_id, read, deleted_at) WHERE starred = 1;
CREATE INDEX entries_of_story ON entries (story_id, id, feed_id, read, deleted_at) WHERE story_id IS NOT NULL;
CREATE INDEX entries_deleted ON entries (feed_id, deleted_at) WHERE deleted_at > 0;
DROP TRIGGER entries_removed;
DROP TRIGGER entries_read;
CREATE TRIGGER entries_removed AFTER DELETE ON entries WHEN old.deleted_at = 0 BEGIN
    UPDATE feeds SET entry_count = entry_count - 1, unread_count = unread_count - (NOT old.read) WHERE id = old.feed_id;
END;
CREATE TRIGGER entries_read AFTER UPDATE OF read ON entries WHEN new.read <> old.read AND new.deleted_at = 0 BEGIN
    UPDATE feeds SET unread_count = unread_count + old.read - new.read WHERE id = new.feed_id;
END;
CREATE TRIGGER entries_thrown_away AFTER UPDATE OF deleted_at ON entries WHEN old.deleted_at = 0 AND new.deleted_at <> 0 BEGIN
    UPDATE feeds SET entry_count = entry_count - 1, unread_count = unread_count - (NOT new.read) WHERE id = new.feed_id;
END;
CREATE TRIGGER entries_brought_back AFTER UPDATE OF deleted_at ON entries WHEN old.deleted_at <> 0 AND new.deleted_at = 0 BEGIN
    UPDATE feeds SET entry_count = entry_count + 1, unread_count = unread_count + (NOT new.read) WHERE id = new.feed_id;
END;
"""

_RULES = """
ALTER TABLE entries ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;  -- a rule keeps it out of sight
ALTER TABLE entries ADD COLUMN highlight INTEGER NOT NULL DEFAULT 0;  -- the number of the rule that marks it, from 1
DROP INDEX entries_in_order;
DROP INDEX entries_of_feed;
DROP INDEX entries_breaking;
DROP INDEX entries_starred;
DROP INDEX entries_of_story;
CREATE INDEX entries_in_order ON entries (sort_at, id, feed_id, read, story_id, lang, deleted_at, muted);
CREATE INDEX entries_of_feed ON entries (feed_id, sort_at, id, read, deleted_at, muted);
CREATE INDEX entries_breaking ON entries (breaking_until, sort_at, id, feed_id, read, deleted_at, muted) WHERE breaking_until > 0;
CREATE INDEX entries_starred ON entries (sort_at, id, feed_id, read, deleted_at, muted) WHERE starred = 1;
CREATE INDEX entries_of_story ON entries (story_id, id, feed_id, read, deleted_at, muted) WHERE story_id IS NOT NULL;
CREATE TABLE judged (mark BLOB NOT NULL);  -- of the rules and feeds by which all entries were judged last; at most one row
CREATE INDEX entries_muted ON entries (id) WHERE muted = 1;
CREATE INDEX entries_highlighted ON entries (highlight, id) WHERE highlight > 0;
DROP TRIGGER entries_added;
DROP TRIGGER entries_removed;
DROP TRIGGER entries_read;
DROP TRIGGER entries_thrown_away;
DROP TRIGGER entries_brought_back;
-- What is counted is in sight: neither thrown away nor muted. One trigger for all three, as a statement may change several.
CREATE TRIGGER entries_added AFTER INSERT ON entries WHEN new.deleted_at = 0 AND new.muted = 0 BEGIN
    UPDATE feeds SET entry_count = entry_count + 1, unread_count = unread_count + (NOT new.read) WHERE id = new.feed_id;
END;
CREATE TRIGGER entries_removed AFTER DELETE ON entries WHEN old.deleted_at = 0 AND old.muted = 0 BEGIN
    UPDATE feeds SET entry_count = entry_count - 1, unread_count = unread_count - (NOT old.read) WHERE id = old.feed_id;
END;
CREATE TRIGGER entries_changed_state AFTER UPDATE OF read, deleted_at, muted ON entries
WHEN new.read <> old.read OR (new.deleted_at = 0 AND new.muted = 0) <> (old.deleted_at = 0 AND old.muted = 0) BEGIN
    UPDATE feeds SET
        entry_count = entry_count + (new.deleted_at = 0 AND new.muted = 0) - (old.deleted_at = 0 AND old.muted = 0),
        unread_count = unread_count + (new.read = 0 AND new.deleted_at = 0 AND new.muted = 0)
                                    - (old.read = 0 AND old.deleted_at = 0 AND old.muted = 0)
    WHERE id = new.feed_id;
END;
"""

_WORDS_TO_COME = """
CREATE TABLE words_to_come (entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE);
"""

_LATELY = """
CREATE TABLE story_words_lately (  -- a row of `story_words` goes into a page of its own: they are moved there many at a time
    word     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    entry_id INTEGER NOT NULL
);
-- Looking for the entry that a row refers to took as long as all else that is done for a new entry's words.
CREATE TABLE words_waiting (entry_id INTEGER PRIMARY KEY);
INSERT INTO words_waiting SELECT entry_id FROM words_to_come;
DROP TABLE words_to_come;
ALTER TABLE words_waiting RENAME TO words_to_come;
CREATE TRIGGER entries_without_words AFTER DELETE ON entries BEGIN
    DELETE FROM words_to_come WHERE entry_id = old.id;
END;
"""

_FORGOTTEN_STORIES = """
-- A key alone is no identity: feeds use a guid again for another story. Empty: only the key is known.
ALTER TABLE forgotten ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE forgotten ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE forgotten ADD COLUMN published_at INTEGER;
"""

_BODIES = """
ALTER TABLE bodies RENAME COLUMN blocks TO body;  -- a record of all that is stored of an entry, as `packing` makes it
DROP TRIGGER entries_without_words;
DROP TABLE IF EXISTS search_next;
CREATE VIRTUAL TABLE search_next USING fts5 (folded, stems, content = '', prefix = '1 2', tokenize = 'ascii');
INSERT INTO search_next (search_next, rank) VALUES ('automerge', 16);
INSERT OR REPLACE INTO upkeep (task, done) VALUES ('bodies', 0), ('search', 0);
"""

_SEEN = """
-- What a feed has just dropped is looked for with each of its responses, however much of it the archive holds.
CREATE INDEX entries_seen ON entries (feed_id, seen_at);
CREATE INDEX forgotten_seen ON forgotten (feed_id, seen_at);
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _PAGES,
    _MARKS,
    _STORIES,
    _RESCUED,
    _UPDATES,
    _ONE_LETTER,
    _DELETED,
    _RULES,
    _WORDS_TO_COME,
    _LATELY,
    _FORGOTTEN_STORIES,
    _BODIES,
    _SEEN,
)
"""Step n takes an archive from version n to n + 1. Never edit one that was released; add another."""


def version(db: sqlite3.Connection) -> int:
    """How many steps the file has taken."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def upgrade(
    db: sqlite3.Connection,
    *,
    steps: Sequence[str] | None = None,
    before: Callable[[int], None] | None = None,
) -> None:
    """Take the steps which are missing, all of them or none.

    Args:
        db: A connection in autocommit mode.
        steps: All steps, oldest first; None: `MIGRATIONS`.
        before: Called with the old version when an archive with content is about to change: the place for a copy. No
            other program can write to the archive meanwhile, this one through another connection neither.

    Raises:
        StoreError: The file is newer than this program.
    """
    steps = MIGRATIONS if steps is None else steps
    have = version(db)
    if have == len(steps):
        return
    if have > len(steps):
        raise StoreError(f"was made by a newer ticker (format {have}, this one reads {len(steps)})")
    begin_alone(db)
    try:
        # Another ticker may have started at the same moment and been faster.
        have = version(db)
        if 0 < have < len(steps) and before is not None:
            before(have)
        for number, step in enumerate(steps[have:], start=have + 1):
            for statement in _statements(step):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def begin_alone(db: sqlite3.Connection) -> None:
    """Begin a transaction that writes, after whatever another ticker is migrating: each try waits for the time-out of `db`.

    Raises:
        sqlite3.OperationalError: The archive is still locked after `MIGRATION_S`.
    """
    patiently(lambda: db.execute("BEGIN IMMEDIATE"))


def patiently(work: Callable[[], object]) -> None:
    """Do what another program's lock may refuse for as long as a migration takes.

    Raises:
        sqlite3.OperationalError: It fails otherwise, or is still refused after `MIGRATION_S`.
    """
    import sqlite3

    until = monotonic() + MIGRATION_S
    while True:
        try:
            work()
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.05)  # some locks are refused at once
        else:
            return


def _statements(step: str) -> list[str]:
    """The statements of a step one by one, as `executescript` would commit the transaction they belong to."""
    import sqlite3

    statements: list[str] = []
    pending = ""
    for line in step.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements

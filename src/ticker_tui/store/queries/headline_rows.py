"""The list's questions: which ids in which order, and what their rows show."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from ticker_tui.model import Article, Headline, Order, TabKind, View
from ticker_tui.store.db.timestamps import HOUR_US, from_us, from_us_or_none
from ticker_tui.store.entries import bodies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from ticker_tui.store.search.sql import QueryPlan

_HEADLINE = """e.id, f.url, f.name, e.title, e.link, e.sort_at, e.published_at,
               CASE f.lang WHEN '' THEN e.lang ELSE f.lang END, f.category, e.breaking_until,
               e.read, e.starred, e.changed_at, e.highlight, e.muted"""
_STORY_SIZE = """CASE WHEN e.story_id IS NULL THEN 1 ELSE max(1,
                     (SELECT count(*) FROM entries o JOIN feeds g ON g.id = o.feed_id
                      WHERE o.story_id = e.story_id
                        AND ((g.listed AND o.deleted_at = 0 AND o.muted = 0) OR o.id = e.id))) END"""
_SOME_UNLISTED = "SELECT EXISTS (SELECT 1 FROM feeds WHERE listed = 0)"
"""Asked once, it spares a quarter of what fifty thousand rows cost that are asked one by one."""
_IDS = msgspec.json.Decoder(list[int])
SUMMARY_CHARACTERS = 300
"""As many as the widest line of a list may show of an article's beginning."""
RECENT_US = 48 * HOUR_US
"""Sorted by the size of its story, what is not older than this goes before all else."""


FEW = 1000
"""Up to this many matches are looked up one by one; more are met faster on a walk through the list's index."""


def ids(
    db: sqlite3.Connection,
    view: View,
    *,
    now_us: int,
    limit: int | None = None,
    among: Iterable[int] | None = None,
) -> array[int]:
    """The ids a view shows, in its order. Starred entries show although their feed is no longer listed.

    With `among` only these are asked about, which costs as much as they are many.
    """
    plan = _plan(db, view.search, now_us)
    if plan and limit is not None and among is None and view.order is Order.TIME:
        first = _first_found(db, view, plan, now_us, limit=limit)
        if first is not None:
            return first
    sql, values = _asked(db, view, plan, now_us, among)
    sql = f"SELECT {_SORTED_BY[view.order]} FROM {sql} ORDER BY sort_at DESC, id DESC"  # noqa: S608 - columns of ours
    match view.order:
        case Order.TIME:
            # As one text: half of what fifty thousand rows cost. With a limit, even if it is none, their order is kept.
            sql = f"SELECT json_group_array(id) FROM ({sql} LIMIT ?)"  # noqa: S608 - as above
            text = db.execute(sql, [*values, -1 if limit is None else limit]).fetchone()[0]
            return array("q", _IDS.decode(text))
        case Order.SOURCE:
            return _by_source(db, db.execute(sql, values))[:limit]
        case Order.SIZE:
            return _by_size(db, db.execute(sql, values), recent_us=now_us - RECENT_US)[:limit]


def _first_found(
    db: sqlite3.Connection, view: View, plan: QueryPlan, now_us: int, *, limit: int
) -> array[int] | None:
    """The first ids of a search, from the matches that came last; None: there may be others before them.

    What came last is nearly always on top, so that the first answer costs the same in an archive of any size.
    """
    if not plan.match or plan.outside:
        return None
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    matches = [row[0] for row in db.execute(sql, (plan.match, FEW + 1))]
    oldest = matches[-1] if len(matches) > FEW else 0
    if oldest and view.stories:
        matches += _older_copies(db, plan.match, matches)
    sql, values = _asked(db, view, plan, now_us, matches=matches)
    sql = f"SELECT sort_at, id FROM {sql} ORDER BY sort_at DESC, id DESC LIMIT ?"  # noqa: S608 - columns of ours
    rows = db.execute(sql, [*values, limit]).fetchall()
    if oldest:
        # What came before the oldest of them was not looked at; where it is dated later, it may belong between them.
        above = """SELECT EXISTS (SELECT 1 FROM entries INDEXED BY entries_in_order
                                  WHERE (sort_at, id) > (?, ?) AND id < ?)"""
        if not rows or len(rows) < limit or db.execute(above, (*rows[-1], oldest)).fetchone()[0]:
            return None
    return array("q", (row[1] for row in rows))


def _older_copies(db: sqlite3.Connection, match: str, matches: Sequence[int]) -> list[int]:
    """What else matches and tells the stories of the newest matches, but came before all of them."""
    sql = """SELECT id FROM entries INDEXED BY entries_of_story WHERE id < ? AND story_id IN
             (SELECT e.story_id FROM json_each(?) t JOIN entries e ON e.id = t.value WHERE e.story_id IS NOT NULL)"""
    copies = {row[0] for row in db.execute(sql, (matches[-1], json_ids(matches)))}
    between = _matches(db, match, list(copies)) if copies else []
    return [entry_id for entry_id in between if entry_id in copies]


def count(db: sqlite3.Connection, view: View, *, now_us: int) -> int:
    """How many ids a view shows. SQLite counts without this program, which goes on meanwhile in another thread."""
    sql, values = _asked(db, view, _plan(db, view.search, now_us), now_us)
    return int(db.execute(f"SELECT count(*) FROM {sql}", values).fetchone()[0])  # noqa: S608 - as above


def _asked(
    db: sqlite3.Connection,
    view: View,
    plan: QueryPlan | None,
    now_us: int,
    among: Iterable[int] | None = None,
    *,
    matches: Sequence[int] | None = None,
) -> tuple[str, list[Any]]:
    """The table with its index and the conditions of a view, and their values.

    With `matches` the words of its search have been looked for already, as far as anybody wants to know.
    """
    index, where, values = _conditions(db, view, now_us)
    walk = f"INDEXED BY {index}"
    muted_too = view.muted or view.shelf is TabKind.STARRED  # a star outranks a rule
    these = None if among is None else list(among)
    if plan:
        walk = _search(db, plan, where, values, among=these, matches=matches) or walk
        muted_too = muted_too or plan.muted_too
    if these is not None:
        walk = "NOT INDEXED"
        where.append("id IN (SELECT value FROM json_each(?))")
        values.append(json_ids(these))
    if not muted_too:
        where.append("muted = 0")
    if view.stories:
        where.append(_first_of_story(where))
        values *= 2
    if view.unread_only:
        where.append("read = 0")
    return f"entries {walk} WHERE {' AND '.join(where)}", values


def _search(
    db: sqlite3.Connection,
    plan: QueryPlan,
    where: list[str],
    values: list[Any],
    *,
    among: Sequence[int] | None,
    matches: Sequence[int] | None,
) -> str:
    """Add the conditions of a search; returns how the entries are met, empty: as without it."""
    where += plan.where
    values += plan.values
    if plan.match:
        found = _matches(db, plan.match, among) if matches is None else matches
        if matches is not None or (len(found) <= FEW and not plan.outside):
            where.append("id IN (SELECT value FROM json_each(?))")
            values.append(json_ids(found))
            return "NOT INDEXED"
        # One byte for each id there is: a third quicker than the table of ids that SQLite would make, and fill, and search.
        where.append(f"substr(?, id + 1, 1) {'<>' if plan.outside else '='} x'01'")
        values.append(_flags(found))
    return f"INDEXED BY {plan.index}" if plan.index else ""


_SORTED_BY = {Order.TIME: "id", Order.SOURCE: "id, feed_id", Order.SIZE: "id, sort_at"}


def _by_size(db: sqlite3.Connection, rows: Iterable[tuple[int, int]], *, recent_us: int) -> array[int]:
    """The ids of (id, sort_at): those of the last days before the others, the biggest stories first, then in their order."""
    sql = """SELECT id, count(*) OVER (PARTITION BY story_id) FROM entries INDEXED BY entries_of_story
             WHERE story_id IS NOT NULL AND deleted_at = 0 AND muted = 0
               AND feed_id NOT IN (SELECT id FROM feeds WHERE listed = 0)"""
    sizes: dict[int, int] = dict(db.execute(sql))
    ranked = sorted(rows, key=lambda row: (row[1] < recent_us, -sizes.get(row[0], 1)))
    return array("q", (row[0] for row in ranked))


def _by_source(db: sqlite3.Connection, rows: Iterable[tuple[int, int]]) -> array[int]:
    """The ids of (id, feed id), in their order within a feed, the feeds by their folded names."""
    from ticker_tui.text import fold

    names = sorted((fold(name), feed_id) for feed_id, name in db.execute("SELECT id, name FROM feeds"))
    of_feed: dict[int, list[int]] = {feed_id: [] for _, feed_id in names}
    for entry_id, feed_id in rows:
        of_feed[feed_id].append(entry_id)
    return array("q", chain.from_iterable(of_feed.values()))


def _plan(db: sqlite3.Connection, search: str, now_us: int) -> QueryPlan | None:
    """How a search is asked; None: there is none.

    The list of every day does without these modules and the text room behind them.
    """
    if not search.strip():
        return None
    from ticker_tui.store.search import sql as searching

    return searching.plan(searching.parsed(search), searching.feed_rows(db), now=from_us(now_us))


def _matches(db: sqlite3.Connection, match: str, among: Sequence[int] | None) -> list[int]:
    """The ids of all matches; with `among`, only between the first and the last of these."""
    sql = "SELECT json_group_array(rowid) FROM search WHERE search MATCH ?"
    values: list[Any] = [match]
    if among is not None:
        sql += " AND rowid BETWEEN ? AND ?"
        values += [min(among, default=0), max(among, default=0)]
    return _IDS.decode(db.execute(sql, values).fetchone()[0])


def _flags(entry_ids: Iterable[int]) -> bytes:
    """1 in the place of each of these ids, 0 in those before and between them."""
    these = list(entry_ids)
    flags = bytearray(max(these, default=0) + 1)
    for entry_id in these:
        flags[entry_id] = 1
    return bytes(flags)


def _conditions(db: sqlite3.Connection, view: View, now_us: int) -> tuple[str, list[str], list[Any]]:
    """The index to walk, the SQL conditions but `unread_only`, and their values."""
    where: list[str] = []
    values: list[Any] = []
    index = "entries_of_feed" if view.feed_url else "entries_in_order"
    match view.shelf:
        case TabKind.BREAKING:
            index = "entries_breaking"
            where.append(
                "breaking_until > 0 AND breaking_until > ?"
            )  # the first half is the index's own condition
            values.append(now_us)
        case TabKind.STARRED:
            index = "entries_starred"
            where.append("starred = 1")
        case TabKind.CATEGORY:
            where.append("feed_id IN (SELECT id FROM feeds WHERE category = ?)")
            values.append(view.category)
        case TabKind.ALL:
            pass
    if view.feed_url:
        where.append("feed_id = (SELECT id FROM feeds WHERE url = ?)")
        values.append(view.feed_url)
    if view.shelf is not TabKind.STARRED and db.execute(_SOME_UNLISTED).fetchone()[0]:
        where.append("feed_id NOT IN (SELECT id FROM feeds WHERE listed = 0)")
    where.append("deleted_at = 0")
    return index, where, values


def _first_of_story(where: Sequence[str]) -> str:
    """Whether no earlier entry of its story is in the view too; the conditions are those of the view.

    The first one found is shown, not the newest: the row stays where it is and what it is when other feeds follow.
    """
    earlier = " AND ".join(["o.story_id = entries.story_id", "o.id < entries.id", *where])
    return f"""(story_id IS NULL OR story_id = entries.id
                OR NOT EXISTS (SELECT 1 FROM entries o INDEXED BY entries_of_story WHERE {earlier}))"""  # noqa: S608 - conditions of ours


def places(db: sqlite3.Connection, entry_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """By what entries are sorted: `sort_at` and the feed's name, without those that have been pruned."""
    sql = """SELECT e.id, e.sort_at, f.name FROM entries e JOIN feeds f ON f.id = e.feed_id
             WHERE e.id IN (SELECT value FROM json_each(?))"""
    return {row[0]: (row[1], row[2]) for row in db.execute(sql, (json_ids(entry_ids),))}


def headlines(
    db: sqlite3.Connection,
    entry_ids: Sequence[int],
    *,
    now_us: int,
    stories: bool = False,
    summaries: bool = False,
) -> list[Headline]:
    """The rows of these ids, in their order; an id that has been pruned meanwhile is left out.

    With `stories` they know the size of theirs; without, each stands for itself. With `summaries` they have theirs.
    """
    size = _STORY_SIZE if stories else "1"
    sql = f"""SELECT {_HEADLINE}, {size} FROM entries e JOIN feeds f ON f.id = e.feed_id
              WHERE e.id IN (SELECT value FROM json_each(?))"""  # noqa: S608 - no value is pasted in
    rows = db.execute(sql, (json_ids(entry_ids),)).fetchall()
    texts = _summaries(db, entry_ids) if summaries else {}
    found = {row[0]: _headline(row, now_us, texts.get(row[0], "")) for row in rows}
    return [found[entry_id] for entry_id in entry_ids if entry_id in found]


def _summaries(db: sqlite3.Connection, entry_ids: Sequence[int]) -> dict[int, str]:
    """The beginning of the summary of each entry, by id."""
    return {
        entry_id: body.summary[:SUMMARY_CHARACTERS]
        for entry_id, body in bodies.load_all(db, json_ids(entry_ids))
    }


def story(db: sqlite3.Connection, entry_id: int) -> list[int]:
    """The ids of an entry's story in feeds.toml's feeds, newest first, always with itself."""
    sql = """SELECT id FROM entries WHERE id = :id
                OR (deleted_at = 0 AND muted = 0 AND story_id = (SELECT story_id FROM entries WHERE id = :id)
                    AND feed_id NOT IN (SELECT id FROM feeds WHERE listed = 0))
             ORDER BY sort_at DESC, id DESC"""
    return [row[0] for row in db.execute(sql, {"id": entry_id})]


def copies(db: sqlite3.Connection) -> Iterator[tuple[str | None, int]]:
    """What views with `stories` do not show: the view's category, None for the view of everything, and 1 when unread."""
    listed = dict(db.execute("SELECT id, category FROM feeds WHERE listed"))
    members = db.execute(
        """SELECT story_id, feed_id, read FROM entries INDEXED BY entries_of_story
           WHERE story_id IS NOT NULL AND deleted_at = 0 AND muted = 0 ORDER BY story_id, id"""
    )
    last = 0
    seen: set[str | None] = set()
    for story_id, feed_id, read in members:
        if feed_id not in listed:
            continue
        if story_id != last:
            last, seen = story_id, set[str | None]()
        for view in (None, listed[feed_id]):
            if view in seen:
                yield view, 1 - read
            elif view != "":
                seen.add(view)


def folded(db: sqlite3.Connection, entry_ids: Sequence[int]) -> list[int]:
    """Those of some entries whose story something earlier tells that is in sight: views with `stories` do not show them."""
    sql = """SELECT e.id FROM json_each(?) t JOIN entries e ON e.id = t.value
             WHERE EXISTS (SELECT 1 FROM entries o INDEXED BY entries_of_story
                           WHERE o.story_id = e.story_id AND o.id < e.id AND o.deleted_at = 0 AND o.muted = 0
                             AND o.feed_id NOT IN (SELECT id FROM feeds WHERE listed = 0))
             ORDER BY e.id"""
    return [row[0] for row in db.execute(sql, (json_ids(entry_ids),))] if entry_ids else []


def with_copies(db: sqlite3.Connection, entry_ids: Iterable[int]) -> list[int]:
    """These ids and those of everything else in their stories that is in sight."""
    sql = """SELECT value FROM json_each(:these) UNION
             SELECT id FROM entries WHERE deleted_at = 0 AND muted = 0 AND story_id IN (SELECT e.story_id FROM json_each(:these) t JOIN entries e ON e.id = t.value)"""
    return [row[0] for row in db.execute(sql, {"these": json_ids(entry_ids)})]


def article(db: sqlite3.Connection, entry_id: int, *, now_us: int) -> Article | None:
    """One entry with its body; None when it has been pruned."""
    sql = f"""SELECT {_HEADLINE}, {_STORY_SIZE}, {bodies.COLUMNS}
              FROM entries e JOIN feeds f ON f.id = e.feed_id JOIN bodies b ON b.entry_id = e.id
              WHERE e.id = ?"""  # noqa: S608 - no value is pasted in
    row = db.execute(sql, (entry_id,)).fetchone()
    if row is None:
        return None
    body = bodies.decode(*row[16:])
    return Article(
        headline=_headline(row, now_us),
        author=body.author,
        categories=body.categories,
        summary=body.summary,
        blocks=body.blocks,
    )


def json_ids(entry_ids: Iterable[int]) -> str:
    """Ids as one value for `json_each`: any number of them, one prepared statement."""
    return f"[{','.join(map(str, entry_ids))}]"


def _headline(row: Sequence[Any], now_us: int, summary: str = "") -> Headline:
    return Headline(
        id=row[0],
        feed_url=row[1],
        source=row[2],
        title=row[3],
        link=row[4],
        sort_at=from_us(row[5]),
        published_at=from_us_or_none(row[6]),
        lang=row[7],
        category=row[8],
        breaking=row[9] > now_us,
        read=bool(row[10]),
        starred=bool(row[11]),
        changed_at=from_us_or_none(row[12]),
        highlight=row[13],
        muted=bool(row[14]),
        story_size=row[15],
        summary=summary,
    )

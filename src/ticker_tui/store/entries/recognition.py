"""Which stored entry is which entry of a response: decided over the whole response, with all that is stored of the feed at hand.

The parser gives every entry a key (`feeds.identity`): guid, else page, else a hash; where entries of one response share it, a hash
follows behind ``#``. What stands before that is the entry's claim. A claim alone is no identity: feeds give all entries one guid
("N/A", the home page), link all of them to one page, use a guid again for another story, or change the guid of a story. So

1. entries and stored ones of one claim are matched first, by what tells them apart: the same item (its mark), then equal words,
   then a key, link, page, headline, text or date that only one on each side has;
2. what remains is compared with what the feed has just dropped, by link: its guid may have changed, or a session number in it;
3. each match but the first kind has to be one story (`same_story`): else both are kept.

A stored entry keeps its key, whether or not its claim is shared today: a later response finds it by the claim. So archives of earlier
versions need no new keys, and nothing is new to them that was known. What was deleted or pruned (`forgotten`) is matched in the
same way, by headline, link and date, and stays away; what merely has its guid does not.

Every step is linear in entries: a response of thousands that all look alike costs no more than others of its size.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.store.db.timestamps import HOUR_US, to_us_or_none
from ticker_tui.store.entries import bodies
from ticker_tui.urls.same_page import is_front_page, same_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from ticker_tui.model import Entry
    from ticker_tui.store.entries.same_story import Evidence

RECENT_US: Final = 48 * HOUR_US
"""How long a feed may take back a guid and serve the same story under another one, with another date."""
MAX_COMPARED: Final = 8
"""Stored entries of one headline or date that an entry is compared with."""
_TOLD_APART = re.compile("#[0-9a-f]{16}")
_FORGOTTEN = "e.key, e.title, e.link, e.published_at, e.seen_at"
_ENTRIES = f"{_FORGOTTEN}, e.id, e.digest, e.mark, e.sort_at, e.first_seen_at, e.breaking_until"
_OF_CLAIMS = """SELECT {columns} FROM json_each(?) c CROSS JOIN {table} e
                ON e.feed_id = ? AND e.key >= c.value AND e.key < c.value || '#g'"""
"""A claim itself, and with a hash behind it; and a few others that begin alike."""


def claim_of(key: str) -> str:
    """An entry's key without what tells it from others of its response."""
    # Most keys end here.
    return (
        key[:-17] if len(key) > 17 and key[-17] == "#" and _TOLD_APART.fullmatch(key, len(key) - 17) else key
    )


@dataclass(slots=True, eq=False)
class Stored:
    """An entry as the archive has it, or what is known of one that was deleted or pruned."""

    key: str
    title: str
    link: str
    published_us: int | None
    seen_at: int
    id: int = 0
    """0: deleted or pruned."""
    digest: bytes = b""
    mark: bytes = b""
    sort_at: int = 0
    first_seen_at: int = 0
    breaking_until: int = 0
    text: str | None = None
    """The summary, once it was asked for."""
    matched: bool = False
    _page: str | None = None

    @property
    def page(self) -> str:
        """For comparing."""
        if self._page is None:
            self._page = same_page(self.link)
        return self._page


@dataclass(slots=True, eq=False)
class _Incoming:
    """An entry of the response, as `same_story` sees it."""

    key: str
    title: str
    link: str
    published_us: int | None
    mark: bytes
    unchanged: bool
    summary: str | None
    text: str | None
    """The summary; None when it is not known, or that of other entries too."""
    page: str


_Judge = Callable[[Stored, _Incoming], bool]
"""Whether two are one story."""


@dataclass(slots=True)
class Recognised:
    """What `recognise` found out."""

    stored: dict[str, Stored]
    """By key of the response's entry; what is not in it is new."""
    taken: set[str]
    """Keys of the archive that an entry of the response could get."""

    def free_key(self, entry: Entry) -> str:
        """A key for an entry which is none of the stored ones; its own, unless another story has it."""
        key, tries = entry.key, 0
        while key in self.taken:
            made_of = (entry.title, entry.link, entry.published_at, entry.summary, tries)
            key = f"{claim_of(entry.key)}#{sha256(msgspec.msgpack.encode(made_of)).hexdigest()[:16]}"
            tries += 1
        self.taken.add(key)
        return key


def recognise(db: sqlite3.Connection, feed_id: int, body: Mapping[str, Entry], *, now_us: int) -> Recognised:
    """Match the entries of a response with those of the archive.

    Args:
        db: The archive; `feeds.body_at` is still that of the response before.
        feed_id: Of which feed.
        body: The entries by key.
        now_us: The clock.
    """
    return _Recognition(db, feed_id, body, now_us).run()


@dataclass
class _Recognition:
    db: sqlite3.Connection
    feed_id: int
    body: Mapping[str, Entry]
    now_us: int
    found: dict[str, Stored] = field(default_factory=dict[str, Stored])

    def run(self) -> Recognised:
        entries: defaultdict[str, list[str]] = defaultdict(list)
        for key in self.body:
            entries[claim_of(key)].append(key)
        self.claims = entries
        stored = self._of_claims()
        for claim, keys in entries.items():
            if claim in stored:
                self._match_claim(claim, keys, stored[claim])
        rest = [key for key, entry in self.body.items() if key not in self.found and not entry.unchanged]
        if rest and self.last_body_at:
            self._match_moved([self._incoming(key) for key in rest], stored)
        taken = {one.key for group in stored.values() for one in group}
        return Recognised(self.found, taken)

    # ── by claim ──

    def _of_claims(self) -> dict[str, list[Stored]]:
        asked = (msgspec.json.encode(list(self.claims)).decode(), self.feed_id)
        groups: dict[str, list[Stored]] = {}
        for table, columns in (("entries", _ENTRIES), ("forgotten", _FORGOTTEN)):
            for row in self.db.execute(_OF_CLAIMS.format(columns=columns, table=table), asked):
                if (claim := claim_of(row[0])) in self.claims:
                    groups.setdefault(claim, []).append(Stored(*row))
        return groups

    def _match_claim(self, claim: str, keys: Sequence[str], stored: list[Stored]) -> None:
        """Match the entries of one claim with the stored ones of it."""
        if len(keys) == len(stored) == 1 and self._is_plain(claim, keys[0], stored[0]):
            self._take(keys[0], stored[0])
            return
        self._read_texts(stored)
        incoming = [self._incoming(key) for key in keys]
        pairs = _Pairs(incoming, stored, self.found)
        pairs.equal(lambda one: one.mark or None)
        pairs.equal(_words)
        for old in stored:  # of a forgotten entry of an earlier version, only the key is known
            if not old.title and not old.matched and old.key in self.body and old.key not in self.found:
                self._take(old.key, old)
        if all(one.key in self.found for one in incoming):
            return
        unique, only = self._unique(claim, incoming, stored), self._judge(self.evidence.ONLY)

        def on_one_page(old: Stored, new: _Incoming) -> bool:
            # Two parts of one page are two stories more often than not.
            return (only if _fragment(old) != _fragment(new) else self._judge(unique(new.page)))(old, new)

        current = [old for old in stored if self._is_current(old)] or stored
        pairs.unique(lambda one: one.key if one.key != claim else None, stored, self._judge(unique("")))
        pairs.unique(lambda one: one.link, current, on_one_page)
        pairs.unique(lambda one: one.page, current, on_one_page)
        pairs.unique(lambda _: claim, current, only)
        pairs.unique(lambda one: one.title, stored, only)
        pairs.unique(lambda one: one.text or None, stored, only)
        pairs.unique(lambda one: one.published_us, stored, only)
        pairs.any(lambda one: one.title, self._judge(self.evidence.SHARED))

    def _is_plain(self, claim: str, key: str, old: Stored) -> bool:
        """Whether an entry is without further questions the stored one of its claim: as nearly all are."""
        entry = self.body[key]
        if (entry.mark and entry.mark == old.mark) or (not old.title and key == old.key):
            return True
        if entry.title != old.title or (entry.link != old.link and same_page(entry.link) != old.page):
            return False
        return (len(self.claims) > 1 and not _is_weak(claim)) or to_us_or_none(
            entry.published_at
        ) == old.published_us

    def _unique(
        self, claim: str, incoming: Sequence[_Incoming], stored: Sequence[Stored]
    ) -> Callable[[str], Evidence]:
        """What it says that two entries have the claim and a page in common, which no other one of it has."""
        pages = Counter(old.page for old in stored)
        several = len(incoming) > 1 or len(pages) > 1
        by_page = several or claim.startswith("link:")

        def evidence(page: str) -> Evidence:
            is_reused = page and (pages[page] > 1 or (several and is_front_page(page)))
            if is_reused or _is_weak(claim) or not (several or self._has_other_claims(claim)):
                return self.evidence.ONLY
            return self.evidence.PAGE if by_page else self.evidence.UNIQUE

        return evidence

    def _has_other_claims(self, claim: str) -> bool:
        """Whether other entries of the feed have another guid or page: then theirs tell them apart."""
        if len(self.claims) > 1:
            return True
        sql = """SELECT EXISTS (SELECT 1 FROM entries WHERE feed_id = :feed AND key < :claim)
                     OR EXISTS (SELECT 1 FROM entries WHERE feed_id = :feed AND key >= :claim || '#g')"""
        return bool(self.db.execute(sql, {"feed": self.feed_id, "claim": claim}).fetchone()[0])

    # ── by link ──

    def _match_moved(self, rest: Sequence[_Incoming], of_claims: Mapping[str, Sequence[Stored]]) -> None:
        """Find stories whose guid has changed among what the feed has dropped since its last response."""
        places = {_place(one.page) for one in rest}
        dropped = [old for old in self._dropped(of_claims) if _place(old.page) in places]
        if not dropped:
            return
        self._read_texts(dropped)
        pairs = _Pairs(rest, dropped, self.found)
        in_body = Counter(same_page(entry.link) for entry in self.body.values())
        moved = self._judge(self.evidence.MOVED, moved=True)
        pairs.unique(
            lambda one: None if is_front_page(one.page) or in_body[one.page] > 1 else one.page, dropped, moved
        )
        pairs.unique(_only_text, dropped, moved)
        shared = self._judge(self.evidence.SHARED, moved=True)
        pairs.any(lambda one: (one.page, one.title) if one.page else None, shared)
        none = self._judge(self.evidence.NONE, moved=True)
        pairs.any(lambda one: (_place(one.page), one.title), none)
        pairs.any(lambda one: (_place(one.page), one.text) if one.text else None, none)
        pairs.any(lambda one: one.published_us and (_place(one.page), one.published_us), none)

    def _dropped(self, of_claims: Mapping[str, Sequence[Stored]]) -> Iterator[Stored]:
        """Entries of the last response or of the last 48 hours which are not in this one."""
        known = {(old.id, old.key): old for group in of_claims.values() for old in group}
        recent_us = self.now_us - RECENT_US
        since_us = min(self.last_body_at, recent_us)
        # None was seen first after it was seen last, so the first condition, which has an index, leaves none out.
        sql = f"SELECT {_ENTRIES} FROM entries e WHERE feed_id = ? AND seen_at >= ? AND (seen_at >= ? OR first_seen_at >= ?)"  # noqa: S608 - a constant
        rows = self.db.execute(sql, (self.feed_id, since_us, self.last_body_at, recent_us)).fetchall()
        sql = f"SELECT {_FORGOTTEN} FROM forgotten e WHERE feed_id = ? AND seen_at >= ? AND title <> ''"  # noqa: S608 - as above
        rows += self.db.execute(sql, (self.feed_id, since_us)).fetchall()
        for row in rows:
            old = Stored(*row)
            old = known.get((old.id, old.key), old)
            if not old.matched:
                yield old

    # ── both ──

    def _judge(self, evidence: Evidence, *, moved: bool = False) -> _Judge:
        from ticker_tui.store.entries.same_story import (
            is_same_story,  # its tables of words are no part of the start
        )

        def judge(old: Stored, new: _Incoming) -> bool:
            recent = self.now_us - old.first_seen_at <= RECENT_US or (not moved and self._is_current(old))
            return is_same_story(old, new, evidence, recent=recent, source=self.source)

        return judge

    @cached_property
    def evidence(self) -> type[Evidence]:
        from ticker_tui.store.entries.same_story import Evidence  # as above

        return Evidence

    @cached_property
    def _feed(self) -> tuple[int, str]:
        sql = "SELECT body_at, name FROM feeds WHERE id = ?"
        body_at, name = self.db.execute(sql, (self.feed_id,)).fetchone()
        return body_at, name

    @property
    def last_body_at(self) -> int:
        """When the feed's last response came; 0: this is its first."""
        return self._feed[0]

    @property
    def source(self) -> str:
        """The feed's name."""
        return self._feed[1]

    def _is_current(self, old: Stored) -> bool:
        """Whether the feed's last response held an entry."""
        return old.seen_at >= self.last_body_at

    def _take(self, key: str, old: Stored) -> None:
        self.found[key] = old
        old.matched = True

    @cached_property
    def _times_text(self) -> Counter[str]:
        return Counter(entry.summary for entry in self.body.values())

    def _incoming(self, key: str) -> _Incoming:
        entry = self.body[key]
        summary = None if entry.unchanged else entry.summary
        return _Incoming(
            key,
            entry.title,
            entry.link,
            to_us_or_none(entry.published_at),
            entry.mark,
            entry.unchanged,
            summary,
            None if summary and self._times_text[summary] > 1 else summary,
            same_page(entry.link),
        )

    def _read_texts(self, stored: Iterable[Stored]) -> None:
        by_id = {old.id: old for old in stored if old.id and old.text is None}
        for entry_id, body in bodies.load_all(self.db, msgspec.json.encode(list(by_id)).decode()):
            by_id[entry_id].text = body.summary


@dataclass(slots=True)
class _Pairs:
    """Entries of a response and stored ones, which are matched one to one, the surest first."""

    incoming: Sequence[_Incoming]
    stored: Sequence[Stored]
    found: dict[str, Stored]
    """By key of the response's entry."""

    def equal(self, what: Callable[[_Incoming | Stored], Hashable]) -> None:
        """Match those that have something in common which leaves no doubt."""
        self.any(what, lambda _old, _new: True)

    def unique(
        self,
        what: Callable[[_Incoming | Stored], Hashable],
        among: Sequence[Stored],
        judge: _Judge,
    ) -> None:
        """Match those that have something in common which no other one on either side has, if they are one story."""
        here, there = Counter(map(what, self.incoming)), Counter(map(what, among))
        of = {what(old): old for old in among if not old.matched}
        for one in self._left():
            value = what(one)
            if value is not None and here[value] == there[value] == 1 and (old := of.get(value)) is not None:
                self._match_if(one, old, judge)

    def any(self, what: Callable[[_Incoming | Stored], Hashable], judge: _Judge) -> None:
        """Match those that have something in common, if they are one story; of several, the first that is."""
        of: defaultdict[Hashable, dict[int, Stored]] = defaultdict(dict)
        for at, old in enumerate(self.stored):
            if not old.matched and (value := what(old)) is not None:
                of[value][at] = old
        for one in self._left():
            value = what(one)
            for at, old in list(islice(of.get(value, {}).items(), MAX_COMPARED)) if value is not None else ():
                if self._match_if(one, old, judge):
                    del of[value][at]
                    break

    def _left(self) -> list[_Incoming]:
        return [one for one in self.incoming if one.key not in self.found]

    def _match_if(self, one: _Incoming, old: Stored, judge: _Judge) -> bool:
        if old.matched or not judge(old, one):
            return False
        self.found[one.key] = old
        old.matched = True
        return True


def _words(one: _Incoming | Stored) -> Hashable:
    """All that is known of an entry."""
    text = one.summary if isinstance(one, _Incoming) else one.text
    return (one.title, one.page, one.link, one.published_us, text)


def _only_text(one: _Incoming | Stored) -> Hashable:
    """Text and date of an entry that has neither guid nor link: its key changes with its headline."""
    return (one.text, one.published_us) if one.text and one.key.startswith("text:") else None


def _is_weak(claim: str) -> bool:
    """Whether a claim is only that an entry links to the outlet's front page."""
    return claim.startswith("link:") and is_front_page(claim[5:])


def _fragment(one: _Incoming | Stored) -> str:
    return one.link.partition("#")[2]


def _place(page: str) -> str:
    """A page without its query, which may hold a session's number."""
    return page.partition("?")[0]

"""The archive against a model of it in twenty lines: whatever happens in whatever order, nothing is lost or doubled."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ticker_tui.model import Entry, Feed, FeedState, TabKind, View
from ticker_tui.store.store import Store

FEEDS = [Feed(url=f"https://{name}.example/", name=name, category=name.upper()) for name in ("a", "b")]
KEYS = ("alder", "birch", "cedar", "hazel", "larch", "maple", "poplar", "willow")
EDITIONS = ("quietly", "slowly", "proudly")
"""How a version of a headline ends: a correction, which leaves most words as they are. Other numbers could be another story."""
KEEP = 4


@dataclass
class Known:
    id: int
    title: str
    read: bool = False
    starred: bool = False


class ArchiveMachine(RuleBasedStateMachine):
    """Bodies arrive, entries are marked, pruned and searched, the program is restarted."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.store = Store.open(self.folder)
        self.store.sync_feeds(FEEDS)
        self.there: dict[tuple[str, str], Known] = {}
        self.ever: set[tuple[str, str]] = set()

    @rule(
        feed=st.sampled_from(FEEDS),
        body=st.lists(
            st.tuples(st.sampled_from(KEYS), st.sampled_from(EDITIONS)), unique_by=lambda pair: pair[0]
        ),
        minutes=st.integers(0, 300),
    )
    def an_answer_arrives(self, feed: Feed, body: list[tuple[str, str]], minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        entries = [
            Entry(
                key=key,
                title=f"The bridge at {key} opens {edition}",
                link=f"{feed.url}{key}",
            )
            for key, edition in body
        ]
        result = self.store.save(
            feed, FeedState(url=feed.url), entries, now=self.now, breaking_expires_s=60.0
        )
        new, updated = list(result.new_ids), list(result.updated_ids)
        for entry in reversed(entries):
            name = (feed.url, entry.key)
            if name in self.there:
                known = self.there[name]
                assert (known.id in updated) == (known.title != entry.title)
                known.title = entry.title
            elif name not in self.ever:
                self.there[name] = Known(new.pop(0), entry.title)
                self.ever.add(name)
        assert new == []  # nothing came back as news

    @rule(data=st.data(), value=st.booleans(), what=st.sampled_from(["read", "starred"]))
    def some_are_marked(self, data: st.DataObject, value: bool, what: str) -> None:
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.there)), unique=True)) if self.there else []
        known = [self.there[name] for name in chosen]
        mark = self.store.set_read if what == "read" else self.store.set_starred
        changed = mark([entry.id for entry in known], value)
        assert set(changed) == {entry.id for entry in known if getattr(entry, what) != value}
        for entry in known:
            setattr(entry, what, value)

    @rule()
    def old_ones_go(self) -> None:
        order = list(self.store.ids(View(), now=self.now))
        self.store.prune(FEEDS, keep=KEEP, keep_days=30, now=self.now)
        for feed in FEEDS:
            mine = {name: known for name, known in self.there.items() if name[0] == feed.url}
            newest = sorted(mine.values(), key=lambda known: order.index(known.id))[:KEEP]
            for name, known in mine.items():
                if known not in newest and not known.starred:
                    del self.there[name]

    @rule()
    def the_program_is_restarted(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder)
        assert self.store.notices == ()

    @rule(feed=st.sampled_from(FEEDS))
    def a_feed_is_taken_out_and_put_back(self, feed: Feed) -> None:
        self.store.sync_feeds([other for other in FEEDS if other is not feed])
        shown = self.store.headlines(self.store.ids(View(), now=self.now), now=self.now)
        assert feed.url not in {headline.feed_url for headline in shown}
        self.store.sync_feeds(FEEDS)

    @rule(key=st.sampled_from(KEYS), edition=st.sampled_from(EDITIONS))
    def two_words_are_searched(self, key: str, edition: str) -> None:
        found = set(self.store.ids(View(search=f"{key} {edition}"), now=self.now))
        assert found == {
            known.id for known in self.there.values() if known.title.endswith(f"{key} opens {edition}")
        }

    @invariant()
    def the_lists_show_what_is_there(self) -> None:
        known = {entry.id: entry for entry in self.there.values()}
        everything = self.store.ids(View(), now=self.now)
        assert len(everything) == len(set(everything)) == len(known)
        shown = self.store.headlines(everything, now=self.now)
        assert {(row.id, row.title, row.read, row.starred) for row in shown} == {
            (entry.id, entry.title, entry.read, entry.starred) for entry in known.values()
        }
        places = [(row.sort_at, row.id) for row in shown]
        assert places == sorted(places, reverse=True)
        starred = self.store.ids(View(shelf=TabKind.STARRED), now=self.now)
        assert set(starred) == {entry.id for entry in known.values() if entry.starred}

    @invariant()
    def the_counts_are_those_of_the_lists(self) -> None:
        counts = self.store.counts(now=self.now)
        assert counts.all == len(self.there)
        assert counts.unread == len(self.store.ids(View(unread_only=True), now=self.now))
        assert counts.starred == sum(known.starred for known in self.there.values())
        for feed in FEEDS:
            view = View(shelf=TabKind.CATEGORY, category=feed.category, unread_only=True)
            assert counts.by_category[feed.category] == len(self.store.ids(view, now=self.now))

    def teardown(self) -> None:
        assert self.store.check()
        self.store.close()
        shutil.rmtree(self.folder)


TestArchive = ArchiveMachine.TestCase

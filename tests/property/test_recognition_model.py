"""Random feeds over several responses: no story is lost, doubled, or put in another one's place, however bad its guid and link."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ticker_tui.feeds.parse import parse_feed
from ticker_tui.model import Feed, FeedState, View
from ticker_tui.processes.parser_protocol import Parsed, ParseJob
from ticker_tui.store.store import Store

FEED = Feed(url="https://tyre.example/rss", name="Tyre")
SUBJECTS = (
    "Harbour",
    "Lighthouse",
    "Orchard",
    "Library",
    "Tram",
    "Bakery",
    "Museum",
    "Bridge",
    "Theatre",
    "Quarry",
    "Airport",
    "Stadium",
)
DEEDS = (
    "reopens",
    "floods",
    "expands",
    "burns",
    "moves",
    "closes",
    "celebrates",
    "strikes",
    "rebuilds",
    "sinks",
    "votes",
    "wins",
)
PLACES = (
    "Sidon",
    "Kartal",
    "Odrin",
    "Selva",
    "Batra",
    "Maron",
    "Tarsa",
    "Velim",
    "Lydda",
    "Corba",
    "Zefta",
    "Nomar",
)
GUIDS = ("own", "", "N/A", "0", "https://tyre.example/", "session")
LINKS = ("own", "query", "fragment", "rss", "page", "home", "")
DATES = ("own", "day", "")
DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass
class Story:
    """What the feed's outlet thinks of as one entry."""

    number: int
    guid: str
    link: str
    date: str
    numbered: bool
    corrections: int = 0
    longer: int = 0
    served: tuple[int, int] = (0, 0)
    """Corrections of headline and text when it was served last."""
    row: int = 0
    read: bool = False
    starred: bool = False
    gone: bool = False

    @property
    def title(self) -> str:
        """A headline of its own, or one of many that differ in a number."""
        n = self.number
        said = (
            f"Advisory number {n + 1} about valve {n + 1}"
            if self.numbered
            else f"{SUBJECTS[n]} {DEEDS[n]} {PLACES[n]}"
        )
        return f"{said}{', corrected' * bool(self.corrections)}{' again' * (self.corrections - 1)}"

    @property
    def text(self) -> str:
        words = [
            f"{side}{SUBJECTS[self.number].lower()}" for side in ("north", "south", "east", "west", "upper")
        ]
        return f"{' '.join(words)} morning{' evening' * self.longer}"

    def item(self, poll: int) -> str:
        n = self.number
        guid = {"own": f"story-{n}", "session": f"sid{poll}-{n}"}.get(self.guid, self.guid)
        link = {
            "own": f"https://tyre.example/{n}?utm_campaign={poll}",
            "query": f"https://tyre.example/story?id={n}",
            "fragment": f"https://tyre.example/live#s{n}",
            "rss": f"https://tyre.example/live?rss={n}",
            "page": "https://tyre.example/changes.html",
            "home": "https://tyre.example/",
        }.get(self.link, "")
        date = {"own": DAY - timedelta(hours=n), "day": DAY}.get(self.date)
        return (
            f"<item><title>{escape(self.title)}</title><description>{escape(self.text)}</description>"
            + (f"<guid isPermaLink='false'>{guid}</guid>" if guid else "")
            + (f"<link>{escape(link)}</link>" if link else "")
            + (f"<pubDate>{format_datetime(date)}</pubDate>" if date else "")
            + "</item>"
        )


class RecognitionMachine(RuleBasedStateMachine):
    """One feed; its stories share guids, pages and dates, come, go, are corrected, marked, deleted and pruned."""

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.store = Store.open(self.folder)
        self.store.sync_feeds([FEED])
        self.poll = 0
        # Feeds have one way with guids and links, or are put together from several.
        guids = data.draw(st.lists(st.sampled_from(GUIDS), min_size=1, max_size=2))
        links = data.draw(st.lists(st.sampled_from(LINKS), min_size=1, max_size=2))
        dates = data.draw(st.sampled_from(DATES))
        self.stories = []
        for number in range(len(SUBJECTS)):
            guid, link = data.draw(st.sampled_from(guids)), data.draw(st.sampled_from(links))
            if guid == "session" and link not in {"own", "query"}:
                guid = "own"  # nothing would be left to know it by
            self.stories.append(Story(number, guid, link, dates, data.draw(st.booleans())))

    @rule(data=st.data(), minutes=st.integers(1, 120), knows=st.booleans())
    def a_response_arrives(self, data: st.DataObject, minutes: int, *, knows: bool) -> None:
        self.now += timedelta(minutes=minutes)
        self.poll += 1
        served = data.draw(
            st.lists(st.sampled_from(self.stories), unique_by=lambda story: story.number, max_size=6)
        )
        items = "".join(story.item(self.poll) for story in served)
        body = f"<rss version='2.0'><channel><title>Tyre</title>{items}</channel></rss>".encode()
        known = self.store.marks(FEED.url) if knows else frozenset[bytes]()
        answer = parse_feed(ParseJob(url=FEED.url, body=body, now=self.now, for_archive=True, known=known))
        assert isinstance(answer, Parsed)
        assert len(answer.entries) == len(served)
        result = self.store.save(
            FEED, FeedState(url=FEED.url), answer.entries, now=self.now, breaking_expires_s=60.0
        )
        new = [story for story in served if not story.row and not story.gone]
        rows = {row.title: row.id for row in self.store.headlines(result.new_ids, now=self.now)}
        assert sorted(rows) == sorted(story.title for story in new)
        for story in served:
            story.served = (story.corrections, story.longer)
        for story in new:
            story.row = rows[story.title]
        there = {story.row: story.title for story in served if not story.gone}
        assert {row.id: row.title for row in self.store.headlines(list(there), now=self.now)} == there

    @rule(data=st.data(), longer=st.booleans())
    def a_story_is_corrected(self, data: st.DataObject, *, longer: bool) -> None:
        story = data.draw(st.sampled_from(self.stories))
        if story.gone or (story.corrections, story.longer) != story.served:
            return  # headline and text at once: with a bad guid, that could be another story
        if longer:
            story.longer = 1
        else:
            story.corrections = min(2, story.corrections + 1)

    @rule(data=st.data(), what=st.sampled_from(["read", "starred", "gone"]))
    def a_story_is_marked(self, data: st.DataObject, what: str) -> None:
        story = data.draw(st.sampled_from(self.stories))
        if not story.row or story.gone:
            return
        if what == "gone":
            self.store.set_deleted([story.row], True, now=self.now)
        else:
            (self.store.set_read if what == "read" else self.store.set_starred)([story.row], True)
        setattr(story, what, True)

    @rule(keep=st.integers(1, 6))
    def old_ones_go(self, keep: int) -> None:
        self.store.prune([FEED], keep=keep, keep_days=30, now=self.now)
        there = set(self.store.ids(View(), now=self.now))
        for story in self.stories:
            if story.row and story.row not in there:
                story.gone = True
                # Its text is no longer known: with a bad guid, another headline could be another story.
                story.corrections, story.longer = story.served

    @invariant()
    def every_row_keeps_its_story(self) -> None:
        there = [story for story in self.stories if story.row and not story.gone]
        rows = {
            row.id: row for row in self.store.headlines(self.store.ids(View(), now=self.now), now=self.now)
        }
        assert rows.keys() == {story.row for story in there}
        for story in there:
            row = rows[story.row]
            assert story.title.startswith(row.title.partition(",")[0])
            assert (row.read, row.starred) == (story.read, story.starred)

    def teardown(self) -> None:
        assert self.store.check()
        self.store.close()
        shutil.rmtree(self.folder)


TestRecognition = RecognitionMachine.TestCase

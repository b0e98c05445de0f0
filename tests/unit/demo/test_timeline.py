"""What is published when: by a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ticker_tui.demo.outlets import load_outlets
from ticker_tui.demo.timeline import FEED_LENGTH, Published, Timeline

OPENED = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
OUTLETS = load_outlets()


def open_wire(*, seed: int = 1, still: bool = False) -> Timeline:
    return Timeline(OUTLETS, opened_at=OPENED, seed=seed, still=still)


def after(wire: Timeline, minutes: float) -> dict[str, Published]:
    """Everything that the feeds list at a time, by guid."""
    wire.advance(OPENED + timedelta(minutes=minutes))
    return {entry.guid: entry for outlet in OUTLETS for entry in wire.listed(outlet.slug)}


def arrivals(wire: Timeline, minutes: float) -> list[Published]:
    """What arrived or changed since the opening, in its order."""
    return sorted(
        (entry for entry in after(wire, minutes).values() if entry.updated_at > OPENED),
        key=lambda entry: entry.updated_at,
    )


def test_the_opening_has_every_item_that_is_not_withheld() -> None:
    wire = open_wire()
    for outlet in OUTLETS:
        entries = wire.listed(outlet.slug)
        assert {entry.item.slug for entry in entries} == {
            item.slug for item in outlet.items if item.minutes_ago is not None
        }
        assert [entry.published_at for entry in entries] == sorted(
            (entry.published_at for entry in entries), reverse=True
        )
        for entry in entries:
            assert entry.item.minutes_ago is not None
            assert entry.published_at == OPENED - timedelta(minutes=entry.item.minutes_ago)


def test_still_means_that_nothing_arrives() -> None:
    wire = open_wire(still=True)
    assert after(wire, 0) == after(wire, 60 * 24)
    assert set(wire.revision.values()) == {0}


def test_the_first_arrival_is_breaking_news_of_the_first_outlet_within_eight_seconds() -> None:
    for seed in range(10):
        first = arrivals(open_wire(seed=seed), 8 / 60)
        assert len(first) == 1
        assert first[0].item.breaking
        assert first[0].guid.split(":")[0] == OUTLETS[0].slug


def test_something_arrives_about_every_twenty_seconds_for_as_long_as_it_runs() -> None:
    wire = open_wire()
    for hour in range(1, 9):
        before = sum(wire.revision.values())
        wire.advance(OPENED + timedelta(hours=hour))
        assert 3600 / 25 - 1 <= sum(wire.revision.values()) - before <= 3600 / 15 + 1


def test_no_guid_comes_twice_and_no_two_arrivals_share_a_headline() -> None:
    wire = open_wire()
    seen: dict[str, str] = {}
    for minute in range(180):
        for guid, entry in after(wire, minute).items():
            headline = seen.setdefault(guid, entry.item.title)
            update = entry.item.update
            assert entry.item.title in {headline, update.title if update else headline}
    assert len(set(seen.values())) == len(seen) > 500


def test_every_withheld_item_is_released_before_the_bulletins_begin() -> None:
    withheld = {
        f"{outlet.slug}:{item.slug}"
        for outlet in OUTLETS
        for item in outlet.items
        if item.minutes_ago is None
    }
    arrived = arrivals(open_wire(), 20)
    updates = {entry.guid for entry in arrived if entry.published_at <= OPENED}
    assert updates
    first = {entry.guid for entry in arrived[: len(withheld) + len(updates)]}
    assert first == withheld | updates


def test_an_update_keeps_identity_and_date_of_publication() -> None:
    wire = open_wire()
    before, later = after(wire, 0), after(wire, 15)
    changed = [guid for guid in before if guid in later and later[guid].item != before[guid].item]
    assert changed
    for guid in changed:
        assert later[guid].published_at == before[guid].published_at
        assert later[guid].updated_at > OPENED
        update = before[guid].item.update
        assert update is not None
        assert (later[guid].item.title, later[guid].item.body) == (update.title, update.body)


def test_breaking_news_is_the_exception() -> None:
    for start in (0, 60):
        wire = open_wire()
        wire.advance(OPENED + timedelta(minutes=start))
        known = {entry.guid for entry in after(wire, start).values()}
        new = [entry for guid, entry in after(wire, start + 20).items() if guid not in known]
        share = sum(entry.item.breaking for entry in new) / len(new)
        assert 0.05 < share < 0.4


def test_arrivals_carry_the_time_of_their_release_and_feeds_stay_short() -> None:
    wire = open_wire()
    for minutes in (1, 10, 300):
        now = OPENED + timedelta(minutes=minutes)
        newest = max(entry.published_at for entry in after(wire, minutes).values())
        assert now - timedelta(seconds=26) <= newest <= now
    for outlet in OUTLETS:
        entries = wire.listed(outlet.slug)
        assert len(entries) <= FEED_LENGTH
        assert all(one.published_at >= other.published_at for one, other in pairwise(entries))


def test_the_seed_decides_and_the_steps_do_not_matter() -> None:
    at_once, in_steps = open_wire(seed=7), open_wire(seed=7)
    for minute in range(60):
        in_steps.advance(OPENED + timedelta(minutes=minute))
    assert after(at_once, 60) == after(in_steps, 60)
    assert after(open_wire(seed=8), 60) != after(at_once, 60)


def test_a_clock_that_steps_back_takes_nothing_away() -> None:
    wire = open_wire()
    assert after(wire, 10) == after(wire, 5)


def test_old_items_are_found_when_the_feed_no_longer_lists_them() -> None:
    wire = open_wire()
    wire.advance(OPENED + timedelta(hours=12))
    assert "sarva-quake" not in {entry.item.slug for entry in wire.listed("lazward")}
    assert wire.find("lazward", "sarva-quake") is not None
    assert wire.find("lazward", "nothing") is None

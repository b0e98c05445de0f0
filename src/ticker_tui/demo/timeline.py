"""The wire: what has been published at a moment, and what comes next.

Everything follows from the outlets, the seed and the opening time; the moment is an argument. So the same newsroom can
be replayed without waiting, and two of them with the same seed tell the same news.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, TypeVar

from ticker_tui.demo.outlets import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker_tui.demo.outlets import Bulletin, Outlet

FIRST_RELEASE_S = (5.0, 8.0)
"""Soon enough that whoever tries the demo sees news arrive."""
PAUSE_S = (15.0, 25.0)
CALM_BETWEEN_BREAKING = 3
CALM_BULLETINS_BETWEEN_BREAKING = 7
FEED_LENGTH = 40
"""How many entries a feed lists, newest first; older ones keep their web pages."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Published:
    """An item that is out."""

    item: Item
    guid: str
    """The same in every run: it holds no port and no time."""
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class _Release:
    """What the wire does next: publish an item, or replace one that is out by its update."""

    outlet: Outlet
    item: Item
    replaces: bool = False


class Timeline:
    """The published items of every outlet, growing as `advance` is told the time.

    Not thread-safe: the newsroom calls it under its lock.

    Args:
        outlets: Who publishes.
        opened_at: Aware UTC; `minutes_ago` counts from here.
        seed: The order and the pauses of what is released later.
        still: Nothing is released, ever.
    """

    def __init__(self, outlets: Sequence[Outlet], *, opened_at: datetime, seed: int, still: bool) -> None:
        opened_at = opened_at.replace(microsecond=0)  # a feed's dates have whole seconds
        self._out: dict[str, list[Published]] = {
            outlet.slug: _opening(outlet, opened_at) for outlet in outlets
        }
        self.revision: dict[str, int] = dict.fromkeys(self._out, 0)
        """How often each outlet's feed has changed since the opening."""
        self._releases = iter(()) if still else _schedule(outlets, opened_at, random.Random(seed))  # noqa: S311 - a show
        self._next = next(self._releases, None)

    def advance(self, now: datetime) -> None:
        """Publish everything that is due by `now`; a `now` before an earlier one changes nothing."""
        while self._next is not None and self._next[0] <= now:
            self._publish(*self._next)
            self._next = next(self._releases, None)

    def listed(self, slug: str) -> list[Published]:
        """What an outlet's feed lists, newest first."""
        return self._out[slug][:FEED_LENGTH]

    def find(self, slug: str, item_slug: str) -> Published | None:
        """An item of an outlet that is out, whether its feed still lists it or not."""
        return next((entry for entry in self._out[slug] if entry.item.slug == item_slug), None)

    def _publish(self, at: datetime, release: _Release) -> None:
        entries = self._out[release.outlet.slug]
        if release.replaces:
            position = next(i for i, entry in enumerate(entries) if entry.item.slug == release.item.slug)
            entries[position] = replace(entries[position], item=release.item, updated_at=at)
        else:
            entries.insert(0, _published(release.outlet, release.item, at))
        self.revision[release.outlet.slug] += 1


def _published(outlet: Outlet, item: Item, at: datetime) -> Published:
    return Published(item, f"{outlet.slug}:{item.slug}", at, at)


def _opening(outlet: Outlet, opened_at: datetime) -> list[Published]:
    out = [
        _published(outlet, item, opened_at - timedelta(minutes=item.minutes_ago))
        for item in outlet.items
        if item.minutes_ago is not None
    ]
    return sorted(out, key=lambda entry: entry.published_at, reverse=True)


def _schedule(
    outlets: Sequence[Outlet], opened_at: datetime, dice: random.Random
) -> Iterator[tuple[datetime, _Release]]:
    """Releases with their times, without end (unless there is nothing at all to release)."""
    at = opened_at + timedelta(seconds=round(dice.uniform(*FIRST_RELEASE_S)))
    for release in _withheld(outlets, dice):
        yield at, release
        at += timedelta(seconds=round(dice.uniform(*PAUSE_S)))
    composed = _Composer(dice)
    for number, (outlet, bulletin) in enumerate(_bulletin_order(outlets, dice), 1):
        yield at, _Release(outlet, composed.fill(outlet, bulletin, number, at))
        at += timedelta(seconds=round(dice.uniform(*PAUSE_S)))


def _withheld(outlets: Sequence[Outlet], dice: random.Random) -> list[_Release]:
    """The withheld items and the updates in their order, which begins with breaking news of the first outlet."""
    breaking: list[_Release] = []
    calm: list[_Release] = []
    for outlet in outlets:
        for item in outlet.items:
            if item.minutes_ago is None:
                (breaking if item.breaking else calm).append(_Release(outlet, item))
            elif item.update is not None:
                newer = replace(item, title=item.update.title, body=item.update.body)
                calm.append(_Release(outlet, newer, replaces=True))
    dice.shuffle(breaking)
    dice.shuffle(calm)
    breaking.sort(key=lambda release: release.outlet is not outlets[0])
    return list(_interleave(breaking, calm))


def _interleave(breaking: Sequence[_Release], calm: Sequence[_Release]) -> Iterator[_Release]:
    groups = [calm[i : i + CALM_BETWEEN_BREAKING] for i in range(0, len(calm), CALM_BETWEEN_BREAKING)]
    for alarm, group in zip_longest(breaking, groups):
        if alarm is not None:
            yield alarm
        yield from group or ()


def _bulletin_order(outlets: Sequence[Outlet], dice: random.Random) -> Iterator[tuple[Outlet, Bulletin]]:
    """Bulletins without end: every one once before any comes again, a breaking one now and then."""
    pairs = [(outlet, bulletin) for outlet in outlets for bulletin in outlet.bulletins]
    calm = _rounds([pair for pair in pairs if not pair[1].breaking], dice)
    breaking = _rounds([pair for pair in pairs if pair[1].breaking], dice)
    while pairs:
        yield from islice(calm, CALM_BULLETINS_BETWEEN_BREAKING)
        yield from islice(breaking, 1)


def _rounds(choices: Sequence[_T], dice: random.Random) -> Iterator[_T]:
    """The choices again and again, in a new order each round; nothing when there are none."""
    while choices:
        yield from dice.sample(choices, len(choices))


class _Composer:
    """Fills bulletins in; a value comes again only when all the others of its kind have been used."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._values: dict[tuple[str, str, str], Iterator[str]] = {}

    def fill(self, outlet: Outlet, bulletin: Bulletin, number: int, at: datetime) -> Item:
        """The bulletin as an item; `number` makes its slug, and so its guid, the only one of its kind."""
        local = at + timedelta(hours=outlet.utc_offset_h)
        words = {"time": outlet.number(f"{local:%H:%M}")}
        for name, choices in bulletin.values.items():
            place = (outlet.slug, bulletin.slug, name)
            words[name] = next(self._values.setdefault(place, _rounds(choices, self._dice)))
        return Item(
            slug=f"{bulletin.slug}-{number}",
            title=bulletin.title.format_map(words),
            body=bulletin.body.format_map(words),
            categories=bulletin.categories,
            author=bulletin.author,
            breaking=bulletin.breaking,
        )

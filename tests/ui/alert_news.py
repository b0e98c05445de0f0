"""Headlines to alert about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ticker_tui.model import Headline

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def headline(number: int, **changes: object) -> Headline:
    facts: dict[str, object] = {
        "id": number,
        "feed_url": "https://harbour.example/feed",
        "source": "The Harbour",
        "title": f"Story {number}",
        "link": f"https://harbour.example/{number}",
        "sort_at": NOON - timedelta(minutes=number),
        "published_at": None,
        "lang": "en",
        "category": "World",
        "breaking": False,
        "read": False,
        "starred": False,
    }
    return Headline(**(facts | changes))  # type: ignore[arg-type]

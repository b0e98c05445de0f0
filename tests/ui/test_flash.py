from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until

from ticker_tui.ui import messages

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.anyio


async def test_new_breaking_news_flashes_once_in_the_first_poll_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store.sync_feeds(desk.feeds)
    desk.save(1, desk.entry(9))
    async with desk.open(poll=False) as (app, pilot):
        flashes: list[str] = []
        monkeypatch.setattr(app.bar, "flash", lambda: flashes.append(app.bar.items[0].title))
        app.post_message(messages.PollStarted(1))
        app.post_message(
            messages.FeedsPolled(desk.save(1, desk.entry(5, title="Broke before", breaking=True)))
        )
        app.post_message(messages.PollFinished())
        await until(pilot, lambda: [item.title for item in app.bar.items] == ["Broke before"])
        await until(pilot, lambda: flashes == ["Broke before"])
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(0, title="Breaks now", breaking=True))))
        await until(pilot, lambda: len(app.bar.items) == 2)
        await until(pilot, lambda: len(flashes) == 2)
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(1, title="Quiet"))))
        await until(pilot, lambda: app.headlines.waiting)
        await pilot.pause()
        assert flashes == ["Broke before", "Breaks now"]

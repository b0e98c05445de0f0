"""News that arrives while the screen is open is told; what was there before, and what comes first, is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from making import NOW

from ticker_tui.config.schema import AlertSettings, HighlightRule
from ticker_tui.ui import messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from conftest import Desk

    from ticker_tui.model import Headline

pytestmark = pytest.mark.anyio


class Heard:
    """Takes the place of the terminal's side."""

    def __init__(self) -> None:
        self.fresh: list[str] = []
        self.settings: list[AlertSettings] = []

    def tell(
        self,
        fresh: Sequence[Headline],
        settings: AlertSettings,
        *,
        now: datetime,
        rules: Sequence[HighlightRule],
    ) -> None:
        assert now == NOW
        self.rules = rules
        self.fresh += [each.title for each in fresh]
        self.settings.append(settings)


async def test_only_what_comes_after_the_first_round_is_told(desk: Desk) -> None:
    rules = '[[mute]]\nwords = ["Quiet"]\n[[highlight]]\nwords = ["Late"]\nbell = true\n'
    desk.write_config(f"[alerts]\nbell = true\n{rules}")
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        heard = Heard()
        app.alerts = heard  # type: ignore[assignment]
        early = desk.save(1, desk.entry(60, title="Early", published_at=NOW - timedelta(minutes=2)))
        app.post_message(messages.FeedsPolled(early))
        app.post_message(messages.PollFinished())
        await pilot.pause(0.1)
        assert heard.fresh == []
        late = desk.save(
            1,
            desk.entry(61, title="Late", breaking=True, published_at=NOW - timedelta(minutes=1)),
            desk.entry(62, title="Quiet, please", breaking=True, published_at=NOW),
        )
        app.post_message(messages.FeedsPolled(late))
        app.post_message(messages.PollFinished())
        await pilot.pause(0.1)
        assert heard.fresh == ["Late"]
        assert heard.settings == [AlertSettings(bell=True)]
        assert heard.rules == (HighlightRule(words=("Late",), bell=True),)
        assert app.bar._flashing

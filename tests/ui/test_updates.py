"""What a publisher has changed is said where it stands: in the row, in the reader, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import strips

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("density", "language", "said", "byline"),
    [
        ("one", "en", "↻ 08:33", "updated Monday, 23 November 2026"),
        ("two", "en", "08:33   updated", "updated Monday, 23 November 2026"),
        ("one", "ar", "٠٨:٣٣ ↻", ""),
    ],
)
async def test_an_update_is_said_in_its_row_and_in_the_byline(
    desk: Desk, density: str, language: str, said: str, byline: str
) -> None:
    desk.write_config(f'language = "{language}"\n[display]\ndensity = "{density}"\n')
    desk.fill()
    async with desk.open((140, 30), poll=False) as (app, pilot):

        def shown(widget: object) -> str:
            return "\n".join(strip.text for strip in strips(app, widget))  # type: ignore[arg-type]

        before = list(app.headlines.ids)
        assert said not in shown(app.headlines)
        result = desk.save(1, desk.entry(1, title="Ferry service resumes at last"))
        app.headlines.refresh_rows(result.updated_ids)
        await pilot.press("j")  # in one-line rows the sign of the selected one stands in its place
        assert said in shown(app.headlines)
        assert list(app.headlines.ids) == before
        await pilot.press("k")
        await until(pilot, lambda: app._preview_wait is None)
        await pilot.pause()
        assert byline in shown(app.reader)
        await pilot.press("j")
        await until(pilot, lambda: app._preview_wait is None)
        await pilot.pause()
        assert not byline or byline not in shown(app.reader)

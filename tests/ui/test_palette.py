"""The command palette offers what can be done from the main screen, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.ui.commands import commands
from ticker_tui.ui.keymap import Scope

if TYPE_CHECKING:
    from conftest import Desk


pytestmark = pytest.mark.anyio


async def test_keys_of_a_dialog_are_no_commands_of_the_main_screen(desk: Desk) -> None:
    desk.fill(3)
    async with desk.open(poll=False) as (app, pilot):
        others = [key.id for key in app.keymap.keys if key.scope is Scope.FEEDS]
        offered = {command.name.also for command in commands(app)}
        assert others
        assert not [text for text in others if any(each.endswith(f" {text}") for each in offered)]
        await pilot.press("enter")
        in_reader = [command for command in commands(app) if "reader.page_up" in command.name.also]
        assert in_reader
        await pilot.press("escape")
        assert in_reader[0].run() is None, "the reader was closed after the palette was filled"

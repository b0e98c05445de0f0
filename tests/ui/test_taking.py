"""Taking an article along: saved, shared, copied whole. The commands are real ones."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from conftest import until

from ticker_tui.config import ShareCommand
from ticker_tui.ui.dialogs.choose import ChooseScreen
from ticker_tui.ui.export import share

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio
NOTE = "import sys; open(sys.argv[1], 'w').write(repr(sys.argv[2:]) + sys.stdin.read())"


def command(folder: Path, *arguments: str) -> str:
    """As feeds.toml has it: writes its arguments and its input into the file `note`."""
    parts = [sys.executable, "-c", NOTE, str(folder / "note"), *arguments]
    return "[" + ", ".join(f'"{part}"' for part in parts) + "]"


def said(app: TickerApp) -> str:
    return "\n".join(notification.message for notification in app._notifications)


async def test_saving_twice_says_that_it_is_there(desk: Desk) -> None:
    folder = desk.folder / "مقالات"
    desk.write_config(f'language = "ar"\n[reader]\nsave_to = "{folder}"\nsave_as = "text"\n')
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("enter", "w")
        await app.workers.wait_for_complete()
        assert "حُفظ المقال" in said(app)
        await pilot.press("w")
        await app.workers.wait_for_complete()
        assert "محفوظ من قبل" in said(app)
        [file] = folder.iterdir()
        assert file.suffix == ".txt"
        assert str(file.name) in said(app)
        assert "1. مطياف للأشعة" in file.read_text(encoding="utf-8")


async def test_a_folder_that_cannot_be_made_is_said(desk: Desk) -> None:
    desk.write_config(f'[reader]\nsave_to = "{desk.path}/below"\n')
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("w")
        await app.workers.wait_for_complete()
        assert "Not saved in" in said(app)
        assert "Not a directory" in said(app)


async def test_one_command_is_run_at_once_without_a_shell(desk: Desk) -> None:
    desk.write_config(
        f'[[share]]\nname = "Note"\ncommand = {command(desk.folder, "{title}", "$(id); {link}")}\n'
    )
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("j", "enter", "vertical_line")
        await app.workers.wait_for_complete()
        assert "Shared" in app.status.text
        headline = app.headlines.selected
        assert headline is not None
        note = (desk.folder / "note").read_text(encoding="utf-8")
        assert note.startswith(repr([headline.title, f"$(id); {headline.link}"]))
        assert "مطياف للأشعة" in note, "the article is on its input"


async def test_of_several_commands_one_is_chosen(desk: Desk) -> None:
    desk.write_config(
        f'[[share]]\nname = "First"\ncommand = {command(desk.folder, "first")}\n'
        f'[[share]]\nname = "بريد"\ncommand = {command(desk.folder, "second")}\n'
        '[[share]]\nname = "Missing"\ncommand = ["no-such-program-here", "{link}"]\n'
        f'[[share]]\nname = "Broken"\ncommand = ["{sys.executable}", "-c", "raise SystemExit(3)"]\n'
    )
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        for keys, result in ((["٢"], "['second']"), (["enter"], "['first']"), (["j", "enter"], "['second']")):
            (desk.folder / "note").unlink(missing_ok=True)
            await pilot.press("vertical_line")
            assert isinstance(app.screen, ChooseScreen)
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            assert (desk.folder / "note").read_text(encoding="utf-8").startswith(result)
        await pilot.press("vertical_line", "9", "escape")
        assert app.screen is app._desk_screen
        await pilot.press("vertical_line", "3")
        await until(pilot, lambda: "no-such-program-here" in said(app))
        await pilot.press("vertical_line", "4")
        await until(pilot, lambda: "code 3" in said(app))


def test_a_link_that_is_not_safe_is_not_handed_over(tmp_path: Path) -> None:
    from making import headline

    wants_link = ShareCommand(name="x", command=("true", "{link}"))
    assert share.share(wants_link, headline(1, link="javascript:alert(1)"), "") == share.NoLink()
    assert share.share(wants_link, headline(1, link=""), "") == share.NoLink()
    without = ShareCommand(name="x", command=("true", "{title}"))
    assert share.share(without, headline(1, link="", title="--option"), "x" * 300_000) == share.Shared()


def test_a_command_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from making import headline

    monkeypatch.setattr(share, "PATIENCE_S", 0.05)
    slow = ShareCommand(name="x", command=("sleep", "60"))
    assert share.share(slow, headline(1), "") == share.TooSlow()

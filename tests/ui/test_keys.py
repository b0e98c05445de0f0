"""Every key of the table, pressed; what it does is seen in the state or in the messages."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import NOW
from msgspec.structs import replace
from textual import events

from ticker_tui.config import ReaderSettings
from ticker_tui.model import Block, BlockKind, FullArticle, Order, Span, TabKind, View
from ticker_tui.ui import messages
from ticker_tui.ui.dialogs.dialog import ColumnsView, Dialog
from ticker_tui.ui.export import browser
from ticker_tui.ui.feeds.feed_form import FeedForm
from ticker_tui.ui.feeds.screen import FeedsScreen
from ticker_tui.ui.keys.key_table import KEYS, Scope
from ticker_tui.ui.palette.screen import PaletteScreen
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rules.screen import RulesScreen
from ticker_tui.ui.settings.screen import SettingsScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.ui.app import TickerApp

    Check = Callable[[TickerApp, Pilot[None], str, Desk], Awaitable[None]]

pytestmark = pytest.mark.anyio
CHECKS: dict[str, Check] = {}
AREAS: dict[str, str] = {}
"""By the key's id."""


def check(*ids: str, area: str = "") -> Callable[[Check], Check]:
    """What pressing one of these keys does.

    Args:
        ids: Of the keys, as in the table.
        area: Keys of one area are pressed one after the other on one screen, which costs more than they do: for those
            after which the list can be looked at as if nothing had been. Without it each key gets a screen of its own.
    """

    def keep(function: Check) -> Check:
        CHECKS.update(dict.fromkeys(ids, function))
        AREAS.update(dict.fromkeys(ids, area))
        return function

    return keep


@check("headlines.open", "panes.switch")
async def opens(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    selected = app.headlines.selected_id
    await pilot.press(key)
    await until(pilot, lambda: app.reading)
    assert app.focused is app.reader
    assert app.reader.article is not None
    assert app.reader.article.headline.id == selected
    assert app.reader.article.headline.read, "opened is read"
    await until(pilot, lambda: "Saved" in desk.names)
    [stored] = desk.store.headlines([selected or 0], now=app.clock())
    assert stored.read
    if key == "tab":
        await pilot.press(key)
        assert app.headlines.has_focus


@check(
    "headlines.up",
    "headlines.down",
    "headlines.page_up",
    "headlines.page_down",
    "headlines.first",
    "headlines.last",
    area="moving",
)
async def moves(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app.headlines.select(app.desk.ids[5])
    await pilot.press(key)
    after = app.headlines.cursor
    match key:
        case "up" | "k":
            assert after == 4
        case "down" | "j":
            assert after == 6
        case "pageup" | "g" | "home":
            assert after == 0
        case _:
            assert after == len(app.desk.ids) - 1
    assert not app.reading
    assert not desk.store.headlines([app.desk.ids[after]], now=app.clock())[0].read, (
        "selecting is not reading"
    )


@check("reader.back", area="reader")
async def goes_back(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("enter", key)
    assert not app.reading
    assert app.focused is app.headlines


@check(
    "reader.up",
    "reader.down",
    "reader.page_up",
    "reader.page_down",
    "reader.first",
    "reader.last",
    area="reader",
)
async def scrolls(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("enter", "G")
    bottom = app.reader.scroll_offset.y
    assert bottom > 3
    if BY_ID_OF[key] in {"reader.down", "reader.page_down", "reader.last"}:
        await pilot.press("g")
        assert app.reader.scroll_offset.y == 0
        await pilot.press(key)
        assert app.reader.scroll_offset.y == (1 if BY_ID_OF[key] == "reader.down" else bottom)
    else:
        await pilot.press(key)
        assert app.reader.scroll_offset.y == (bottom - 1 if BY_ID_OF[key] == "reader.up" else 0)


BY_ID_OF = {name: key.id for key in KEYS if key.scope is Scope.READER for name in key.keys}


@check("reader.next", "reader.previous", area="reader")
async def reads_on(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    app.headlines.select(ids[5])
    await pilot.press("enter", key)
    expected = ids[6] if key == "J" else ids[4]
    assert app.reading
    assert app.reader.article is not None
    assert (app.reader.article.headline.id, app.headlines.selected_id) == (expected, expected)
    app.headlines.select(ids[-1] if key == "J" else ids[0])
    await pilot.press("escape", "enter", key)
    assert app.status.text == f"This is the {'last' if key == 'J' else 'first'} headline of the list."
    assert app.headlines.selected_id == (ids[-1] if key == "J" else ids[0])


@check("reader.find", "reader.next_found", "reader.previous_found", area="reader")
async def finds(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("enter", "slash", *"orbit", "enter")
    assert app.reader.has_focus
    total = app.reader.found.total
    assert total > 2
    assert app.reader.found.place == 1
    if key == "slash":
        await pilot.press(key)
        assert app.focused is app._find.field
    else:
        await pilot.press(key)
        assert app.reader.found.place == (2 if key == "n" else total)
        selected = app.headlines.selected_id
        await pilot.press("escape", key)
        assert app.reading
        assert (app.headlines.selected_id == selected) is (key == "N"), (
            "without a search n is the next unread"
        )


@check("reader.links", "reader.next_link", "reader.previous_link", "reader.follow", area="reader")
async def follows_links(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    opened: list[str] = []

    def note(url: str, environ: object = None) -> bool:
        opened.append(url)
        return True

    before, browser.open_link = browser.open_link, note
    try:
        await pilot.press("enter", "l")
        links = app.reader.links
        assert app.reader.chosen_link == links[0]
        await pilot.press(key)
        await pilot.pause()
    finally:
        browser.open_link = before
    assert app.reader.chosen_link == (links[1] if "tab" in key else links[0])
    assert opened == ([links[0]] if key == "enter" else [])
    assert app.reading


@check("article.copy", area="copies")
async def copies_the_article(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    shown = app.headlines.selected
    assert shown is not None
    await pilot.press(key)
    assert app.clipboard.startswith(f"{shown.title}\n")
    assert "مطياف للأشعة السينية (XRS) وزنه 9.5 كغ" in app.clipboard


@check("article.save", area="copies")
async def saves_the_article(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    folder = desk.folder / "saved"
    app.config = replace(
        app.config, settings=replace(app.config.settings, reader=ReaderSettings(save_to=str(folder)))
    )
    await pilot.press(key)
    await app.workers.wait_for_complete()
    [file] = folder.iterdir()
    shown = app.headlines.selected
    assert shown is not None
    assert file.name == f"{shown.title}.md"
    assert file.read_text(encoding="utf-8").startswith(f"# {shown.title}")


@check("article.share", area="copies")
async def shares_the_article(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert "[[share]]" in "".join(notification.message for notification in app._notifications)


@check("headlines.browser", area="copies")
async def opens_the_browser(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    opened: list[str] = []

    def note(url: str, environ: object = None) -> bool:
        opened.append(url)
        return True

    before, browser.open_link = browser.open_link, note
    try:
        await pilot.press(key)
    finally:
        browser.open_link = before
    assert opened == ["https://example.org/1"]


@check("headlines.copy", "headlines.copy_link", area="copies")
async def copies(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    shown = app.headlines.selected
    assert shown is not None
    await pilot.press(key)
    expected = shown.link if key == "C" else f"{shown.title}\n{shown.link}"
    assert app.clipboard == expected
    assert app.status.text == f"copied {len(expected)} characters"


@check("headlines.full")
async def shows_the_full_article(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    entry_id = app.headlines.selected_id or 0
    whole = (Block(kind=BlockKind.PARAGRAPH, spans=(Span("The whole of it."),)),)
    desk.store.save_full_article(
        entry_id, FullArticle(url="https://example.org/1", fetched_at=app.clock(), blocks=whole)
    )
    app._show_mark(entry_id)
    for full in (True, False, True):
        assert app.reader.article is not None
        assert (app.reader.article.blocks == whole) is full
        await pilot.press(key)


@check("program.language", area="sheets")
async def speaks_another_language(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    place = (app.headlines.selected_id, app.headlines.has_focus)
    await pilot.press(key)
    assert app.tabs._tabs[0].title == "الكل"
    await until(pilot, lambda: app.headlines.region.x > app.reader.region.x)
    assert (app.headlines.selected_id, app.headlines.has_focus) == place
    await pilot.press(*[key] * 4)
    assert app.tabs._tabs[0].title == "All"
    await until(pilot, lambda: app.headlines.region.x == 0)


@check("headlines.read", area="list")
async def toggles_read(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    selected = app.headlines.selected_id or 0
    unread = app.desk.counts.unread
    await pilot.press(key)
    assert app.desk.headlines([selected])[0].read, "shown at once"
    await until(pilot, lambda: app.desk.counts.unread == unread - 1)
    await pilot.press(key)
    assert not app.desk.headlines([selected])[0].read
    await until(pilot, lambda: app.desk.counts.unread == unread)


@check("headlines.star", area="list")
async def toggles_star(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    selected = app.headlines.selected_id or 0
    await pilot.press(key)
    assert app.desk.headlines([selected])[0].starred, "shown at once"
    await until(pilot, lambda: app.desk.counts.starred == 1)
    await pilot.press(key)
    await until(pilot, lambda: app.desk.counts.starred == 0)


@check("headlines.read_all")
async def marks_all_read(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app._loaded = True
    app.headlines.select(app.desk.ids[4])
    place = (app.headlines.cursor, app.headlines.scroll_offset)
    await pilot.press("m")
    late = desk.save(1, desk.entry(0, title="Just in")).new_ids
    await pilot.press(key)
    assert all(headline.read for headline in app.desk.headlines(app.desk.ids)), "shown at once"
    assert (app.headlines.cursor, app.headlines.scroll_offset) == place
    assert app.status.text == "read · 11 headlines"
    await until(pilot, lambda: app.desk.counts.unread == 1)
    assert not app.desk.headlines(late)[0].read, "it arrived after the list was made"
    await pilot.press("u")
    await until(pilot, lambda: app.desk.counts.unread == 12)
    assert app.desk.headlines(app.desk.ids[4:5])[0].read, "it had been read before"


def _has_rules(app: TickerApp, kind: str, count: int) -> bool:
    return len(getattr(app.config.settings, kind)) == count


@check("rules.mute", "rules.highlight")
async def rules(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    everything, selected = list(app.desk.ids), app.headlines.selected
    assert selected is not None
    before = desk.path.read_text(encoding="utf-8")
    await pilot.press(key)
    assert isinstance(app.screen, RulesScreen)
    sheet = app.screen.query_one(ColumnsView)
    number = "1"
    if key == "M":
        await until(pilot, lambda: ("hides 3", "muted", 0) in sheet.rows[3])
        assert [column[0] for column in sheet.rows[3]] == ["▸", "1", "source", "The Harbour", "hides 3"]
    else:
        await until(pilot, lambda: ("marks 3", "muted", 0) in sheet.rows[2])
    await pilot.press(number)
    if key == "M":
        await until(pilot, lambda: len(app.headlines.ids) == 9)
        said = app.status.text.translate({0x2068: None, 0x2069: None})
        assert said == "The Harbour is muted · 3 headlines are hidden · u takes it back"
        assert app.headlines.selected_id == everything[1], "the next one that is still there"
        assert app.desk.counts.all == 9
    else:
        await until(pilot, lambda: app.desk.headlines(everything[:1])[0].highlight == 1)
        said = app.status.text.translate({0x2068: None, 0x2069: None})
        assert said == "“Ferry” is highlighted · 3 headlines are marked · u takes it back"
        assert "◆" in app.headlines.paint_line(0).text
    kind = "mute" if key == "M" else "highlight"
    assert len(getattr(desk.config.settings, kind)) == 1
    assert before in desk.path.read_text(encoding="utf-8")
    for undo, left in (("u", 0), ("U", 1), ("u", 0)):
        await pilot.press(undo)
        await until(pilot, partial(_has_rules, app, kind, left))
    assert list(app.headlines.ids) == everything
    assert not any(headline.highlight for headline in app.desk.headlines(everything))
    assert desk.path.read_text(encoding="utf-8").rstrip() == before.rstrip()


@check("headlines.filter", area="list")
async def filters(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert app.query_one(TextField).has_focus
    await pilot.press(*"storm", "enter")
    assert app.headlines.has_focus
    assert app.desk.view == View(search="storm")
    assert {headline.source for headline in app.desk.headlines(app.headlines.ids)} == {"The Harbour"}


@check("headlines.unread_only")
async def shows_what_is_unread(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    desk.store.set_read(ids[:3], True)
    app.headlines.select(ids[6])
    await pilot.press(key)
    assert app.headlines.ids == ids[3:]
    assert app.headlines.selected_id == ids[6]
    await pilot.press("m", "j")
    assert app.headlines.ids == ids[3:], "what is read now stays until it is looked for again"
    await pilot.press("4")
    assert app.desk.narrowing.unread_only, "it is a way of looking: it goes along"
    await pilot.press("1", key)
    assert app.headlines.ids == ids


@check("headlines.this_source", area="list")
async def shows_one_source(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    await pilot.press("j", key)
    selected = app.headlines.selected
    assert selected is not None
    assert selected.id == ids[1]
    assert {headline.feed_url for headline in app.desk.headlines(app.headlines.ids)} == {selected.feed_url}
    await pilot.press(key)
    assert (app.headlines.ids, app.headlines.selected_id) == (ids, ids[1])
    await pilot.press(key, "2", "1")
    assert app.headlines.ids == ids, "another tab shows all sources again"


def _one_event(desk: Desk) -> None:
    """Reports of one event by three sources."""
    title = "Great fire destroys the old harbour market in Bandar al-Mina overnight"
    for place in (0, 1, 2):
        number = 200 + place
        desk.save(
            place,
            desk.entry(
                number, title=title, lang="en", blocks=(), published_at=NOW - timedelta(minutes=place)
            ),
        )


@check("headlines.stories", "headlines.unfold")
async def folds_and_unfolds_stories(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    _one_event(desk)
    await pilot.press("a")
    everything = app.headlines.ids
    await pilot.press("X")
    folded = app.headlines.ids
    assert len(folded) < len(everything)
    [head] = [each.id for each in app.desk.headlines(folded) if each.story_size == 3 and "fire" in each.title]
    app.headlines.select(head)
    place = app.headlines.cursor
    await pilot.press("x")
    assert (app.headlines.selected_id, app.headlines.cursor) == (head, place)
    members = app.headlines.ids[place + 1 : place + 3]
    assert ["fire" in headline.title for headline in app.desk.headlines(members)] == [True, True]
    assert "└" in "".join(app.headlines.paint_line(y).text for y in range(app.headlines.view_size.height))
    await pilot.press("j", "x")
    assert (app.headlines.ids, app.headlines.selected_id) == (folded, head), (
        "folded from below: back on the headline"
    )
    await pilot.press("X")
    assert (app.headlines.ids, app.headlines.selected_id) == (everything, head)
    if key == "x":
        await pilot.press(key)
        assert app.status.text == "Nothing else tells this story, or it is in the list already."


@check("reader.pictures")
async def asks_for_pictures(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app.no_color = True  # test_article_pictures.py has some
    await pilot.press("enter", key)
    [said] = app._notifications
    assert "too few colours" in str(said.message)


@check("panes.layout", area="panes")
async def changes_the_layout(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key, key)
    await pilot.pause()
    assert app.reader.region.y > app.headlines.region.bottom, "above each other"
    await pilot.press(key)
    await pilot.pause()
    assert app.reader.region.y == app.headlines.region.y, "beside each other where there is room"


@check("panes.split_back", "panes.split_on", area="panes")
async def moves_the_divider(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    before = app.headlines.region.width
    await pilot.press(key)
    await pilot.pause()
    assert app.headlines.region.width == before + (4 if key == "greater_than_sign" else -4)


@check("panes.zoom", area="panes")
async def zooms(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    await pilot.pause()
    assert app.headlines.region.width == app.size.width
    await pilot.press(key)
    await pilot.pause()
    assert app.headlines.region.width < app.size.width


@check("headlines.density")
async def changes_the_density(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app.headlines.select(app.desk.ids[5])
    desk.save(1, desk.entry(5, summary="It began at quay 5."))
    assert (app.headlines.rows_each, app.headlines.virtual_size.height) == (2, 24)
    await pilot.press(key)
    assert (app.headlines.rows_each, app.headlines.virtual_size.height) == (3, 36)
    assert any("It began at quay" in row for row in cells(app, app.headlines))
    await pilot.press(key)
    assert (app.headlines.rows_each, app.headlines.virtual_size.height) == (1, 12)
    assert app.headlines.selected_id == app.desk.ids[5]
    await pilot.press("t")
    assert app.headlines.rows_each == 1
    await pilot.press(key)
    assert app.headlines.rows_each == 2


@check("headlines.headings", area="panes")
async def shows_headings(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    assert not any("Today" in row for row in cells(app, app.headlines))
    app.headlines.move(2)
    place = app.headlines.selected_id
    await pilot.press(key)
    assert "Today ─" in cells(app, app.headlines)[0]
    assert app.headlines.selected_id == place
    await pilot.press(key)
    assert not any("Today" in row for row in cells(app, app.headlines))


@check(
    "headlines.pick_range",
    "headlines.pick_down",
    "headlines.pick_up",
    "headlines.pick",
    "headlines.pick_all",
    area="picks",
)
async def picks(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    app.headlines.select(ids[5])
    await pilot.press(key)
    match key:
        case "V":
            assert app.headlines.picked == (ids[5],)
            await pilot.press("down", "down", "up", "V", "down")
            assert app.headlines.picked == tuple(ids[5:7]), "moving went on to mean nothing"
        case "J" | "shift+down":
            assert app.headlines.picked == tuple(ids[5:7])
            await pilot.press(key, "K")
            assert app.headlines.picked == tuple(ids[5:7]), "it gets shorter, too"
        case "K" | "shift+up":
            assert app.headlines.picked == tuple(ids[4:6])
        case "y" | "insert":
            await pilot.press("j", key)
            assert (app.headlines.picked, app.headlines.cursor) == ((ids[5], ids[7]), 8)
            app.headlines.select(ids[5])
            await pilot.press(key)
            assert app.headlines.picked == (ids[7],), "again: let go"
        case _:
            assert app.headlines.picked == tuple(ids)
    count = len(app.headlines.picked)
    await until(pilot, lambda: f"{count} headline{'s' * (count > 1)} picked" in app.status.text)
    shown = cells(app, app.headlines)
    assert sum("✓" in row for row in shown) == min(count, len(shown)), "said by a sign, not by colour alone"
    await pilot.press("escape")
    assert not app.headlines.picked
    assert not any("✓" in row for row in cells(app, app.headlines))


@check("headlines.delete")
async def deletes(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    app.headlines.select(ids[5])
    await pilot.press("s", key)
    assert ids[5] not in app.headlines.ids
    assert app.headlines.selected_id == ids[6], "what took its place"
    assert ids[5] not in [item.id for item in app.bar.items]
    assert app.status.text.startswith("deleted · 1 headline")
    await until(pilot, lambda: list(desk.store.ids(View(), now=app.clock())) == list(app.desk.ids))
    await pilot.press("u")
    await until(pilot, lambda: app.headlines.ids == ids)
    assert app.headlines.selected_id == ids[5]
    assert desk.store.headlines(ids[5:6], now=app.clock())[0].starred


@check("headlines.sort", area="list")
async def sorts(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    app.headlines.select(ids[5])
    await pilot.press(key)
    sources = [headline.source for headline in app.desk.headlines(app.headlines.ids)]
    assert list(dict.fromkeys(sources)) == ["Orbit", "The Harbour", "עיתון הגבעה", "ميدان نيوز"]
    assert sources == sorted(sources, key=sources.index), "each source in one piece"
    assert sorted(app.headlines.ids) == sorted(ids)
    assert app.headlines.selected_id == ids[5]
    assert "sorted by source" in app._filter.facts.text
    await pilot.press(key)
    assert app.desk.narrowing.order is Order.SIZE
    assert "sorted by how many tell a story" in app._filter.facts.text
    assert app.headlines.selected_id in {each.id for each in desk.store.story(ids[5], now=app.clock())}
    await pilot.press(key)
    assert app.headlines.ids == ids
    assert not app._filter.facts.text


@check("history.undo", "history.redo")
async def takes_back_and_makes_again(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    first, second = app.desk.ids[:2]

    def marks() -> list[tuple[bool, bool]]:
        return [(headline.read, headline.starred) for headline in app.desk.headlines([first, second])]

    await pilot.press(key)
    assert app.status.text in {"There is nothing to take back.", "Nothing was taken back."}
    steps = [marks()]
    for keys in ("m", "j", "s", "k"):
        await pilot.press(keys)
        steps.append(marks())
    assert steps[-1] == [(True, False), (False, True)]
    await pilot.press("u")
    assert (marks(), app.status.text) == (steps[1], "Undone: starred · 1 headline")
    await pilot.press("u")
    assert marks() == steps[0]
    assert app.headlines.selected_id == first, "the selection stays"
    if key != "u":
        await pilot.press(key, key)
        assert (marks(), app.status.text) == (steps[-1], "Done again: starred · 1 headline")
    shown = marks()
    await until(pilot, lambda: not app.desk._overlay._marks)
    assert marks() == shown, "written as shown"


@check("headlines.next_unread", "headlines.previous_unread", area="list")
async def goes_to_unread(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    ids = app.desk.ids
    desk.store.set_read([entry_id for entry_id in ids if entry_id not in (ids[1], ids[9])], True)
    app.headlines.forget_rows()
    app.headlines.select(ids[5])
    await pilot.press(key)
    assert app.headlines.selected_id == (ids[9] if key == "n" else ids[1])
    await pilot.press(key)
    assert app.headlines.selected_id == (ids[9] if key == "n" else ids[1]), "there is no other"


@check("headlines.take_new")
async def takes_new(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app._loaded = True
    await pilot.press("j", "j")
    place = app.headlines.selected_id
    result = desk.save(1, desk.entry(0, title="Just in"))
    app.post_message(messages.FeedsPolled(result))
    await until(pilot, lambda: app.headlines.waiting == 1)
    assert app.headlines.selected_id == place, "the selection stays"
    assert result.new_ids[0] not in app.desk.ids
    await pilot.press(key)
    assert app.headlines.waiting == 0
    assert app.headlines.selected_id == result.new_ids[0]


@check("bar.open")
async def opens_the_bar(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("3", key)
    await until(pilot, lambda: app.reading)
    assert app.reader.article is not None
    assert app.reader.article.headline.breaking
    assert app.desk.view == View(), "the list goes where the entry is"
    assert app.headlines.selected_id == app.reader.article.headline.id


@check("bar.pause", area="bar")
async def pauses_the_bar(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    paused = [app.bar.paused]
    for keys in ((key,), (key,), ("enter", "g", key)):
        await pilot.press(*keys)
        paused.append(app.bar.paused)
    assert paused == [False, True, False, False], "in the reader the key pages"


@check("bar.next", "bar.previous", area="bar")
async def steps_the_bar(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app.bar.mode = "flip"
    app.bar.show(app.desk.headlines(app.desk.ids[:3]), breaking=False)
    place = [each.id for each in app.bar.items].index(app.bar.current_id or 0)
    await pilot.press(key)
    assert app.bar.current_id == app.desk.ids[(place + (1 if key == "full_stop" else 2)) % 3]


@check("bar.focus", area="bar")
async def goes_to_the_bar_and_back(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    for first in ((), ("enter",)):
        await pilot.press(*first)
        came_from = app.focused
        await pilot.press(key)
        assert app.bar.has_focus
        assert app.current_id == app.bar.current_id
        assert [each.id for each in app.footer._keys][:3] == ["bar.leave", "bar.step_on", "bar.read"]
        await pilot.press(key)
        assert app.focused is came_from
    assert not app.bar.has_focus


@check("bar.leave", "bar.step_on", "bar.step_back", "bar.read", area="bar")
async def goes_through_the_bar(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app.bar.mode = "flip"
    app.bar.show(app.desk.headlines(app.desk.ids[:3]), breaking=False)
    await pilot.press("B")
    first = app.bar.current_id
    await pilot.press(key)
    match key:
        case "right" | "left":
            place = app.desk.ids.index(first or 0)
            assert app.bar.current_id == app.desk.ids[(place + (1 if key == "right" else 2)) % 3]
            assert app.bar.has_focus
        case "enter":
            await until(pilot, lambda: app.reading)
            assert app.reader.article is not None
            assert app.reader.article.headline.id == first
        case _:
            assert app.focused is app.headlines


@check("bar.faster", "bar.slower", area="bar")
async def changes_the_speed_of_the_bar(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    speed = app.bar.speed
    await pilot.press(key)
    assert app.bar.speed == (speed * 1.25 if key == "plus" else speed / 1.25)
    assert app.status.text == f"The bar runs {round(app.bar.speed)} columns a second."


@check("bar.dismiss")
async def takes_a_headline_out_of_the_bar(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    [breaking] = app.bar.items
    await pilot.press(key)
    assert breaking.id not in [item.id for item in app.bar.items]
    assert app.bar.items, "the latest run where nothing breaks any more"
    assert breaking.id in app.desk.ids, "the list keeps it"
    app._show_bar()
    assert breaking.id not in [item.id for item in app.bar.items]


@check(*(f"views.{number}" for number in range(1, 10)), area="views")
async def opens_views(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("4", key)
    number = int(key)
    wanted = app.desk.tabs[number - 1].view if number <= len(app.desk.tabs) else app.desk.tabs[3].view
    assert app.desk.view == wanted
    shown = app.desk.headlines(app.headlines.ids)
    if wanted.shelf is TabKind.CATEGORY:
        assert {headline.category for headline in shown} == {wanted.category}


@check("views.next", "views.previous", area="views")
async def steps_views(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert app.desk.tab_index == (1 if key == "right_square_bracket" else len(app.desk.tabs) - 1)
    for _ in app.desk.tabs[1:]:
        await pilot.press(key)
    assert app.desk.tab_index == 0, "round and round"


@check("news.refresh")
async def refreshes(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    await until(pilot, lambda: "PollFinished" in desk.names)
    started = [message for message in desk.seen if isinstance(message, messages.PollStarted)]
    assert [message.total for message in started] == [len(desk.feeds)], "all of them, due or not"
    assert len(app.board.failing) == len(desk.feeds), ".example does not resolve"
    app.board.poll_started(1)
    app.post_message(messages.PollDelayed(3600.0))
    await until(pilot, lambda: app.board.restart_at is not None)
    desk.seen.clear()
    await pilot.press(key)
    await until(pilot, lambda: "PollFinished" in desk.names)  # a key ends the pause of a round


@check("news.feeds", "program.help", area="sheets")
async def opens_a_sheet(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert isinstance(app.screen, Dialog)
    text = "\n".join(column[0] for line in app.screen.query_one(ColumnsView).rows for column in line)
    if key == "F":
        expected = [feed.name for feed in desk.feeds]
    else:
        expected = [key.description for key in KEYS if not key.id[-1].isdigit()]
    assert [part for part in expected if part not in text] == []
    await pilot.press("escape")
    assert app.screen is app._desk_screen


@check("program.palette", area="sheets")
async def opens_the_palette(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert isinstance(app.screen, PaletteScreen)
    await pilot.press(*"view english", "enter")
    await until(pilot, lambda: app.desk.view.category == "English")


@check("program.settings", area="sheets")
async def opens_the_settings(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert isinstance(app.screen, SettingsScreen)
    await pilot.press("escape")
    assert app.screen is app._desk_screen


@check("program.edit", area="sheets")
async def edits_the_file(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    asked: list[bool] = []
    app.action_edit_config = lambda: asked.append(True)  # type: ignore[method-assign]
    await pilot.press(key)
    assert asked == [True]


@check("program.theme", area="sheets")
async def switches_the_theme(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    assert app.theme == "ticker-light"
    assert "light" in app.status.text


@check("program.dismiss", area="sheets")
async def puts_notices_away(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    app.notices.advice = "This terminal wants something."
    app._show_standing()
    assert list(app.notice.texts) == ["This terminal wants something."]
    await pilot.press(key)
    assert list(app.notice.texts) == []


@check("program.suspend", area="sheets")
async def suspends(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    asked: list[bool] = []
    app.action_suspend_process = lambda: asked.append(True)  # type: ignore[method-assign]
    await pilot.press(key)
    assert asked == [True]


@check("program.quit")
async def quits(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press(key)
    await until(pilot, lambda: not app.is_running)
    assert app.return_code == 0


@check("feeds.up", "feeds.down", area="sheets")
async def chooses_a_feed(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("F", "j", key)
    assert isinstance(app.screen, FeedsScreen)
    assert app.screen.chosen == app.config.feeds[0 if key in {"up", "k"} else 2]


@check("feeds.page_up", "feeds.half_up", "feeds.first", area="sheets")
async def chooses_the_first_feed(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("F", "j", key)
    assert isinstance(app.screen, FeedsScreen)
    assert app.screen.chosen == app.config.feeds[0]


@check("feeds.page_down", "feeds.half_down", "feeds.last", area="sheets")
async def chooses_the_last_feed(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("F", "j", "j", key)
    assert isinstance(app.screen, FeedsScreen)
    assert app.screen.chosen == app.config.feeds[-1]


@check("feeds.filter", area="sheets")
async def filters_the_feeds(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("F", key, *"harbour")
    assert isinstance(app.screen, FeedsScreen)
    assert app.screen.chosen is not None
    assert app.screen.chosen.name == "The Harbour"
    await pilot.press("escape")
    assert len(app.screen.choice_lines) == len(app.config.feeds)


@check("feeds.undo", "feeds.redo", area="sheets")
async def undoes_from_the_feeds(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    done: list[str] = []
    app.action_undo = lambda: done.append("undo")  # type: ignore[method-assign]
    app.action_redo = lambda: done.append("redo")  # type: ignore[method-assign]
    await pilot.press("F", key)
    assert done == ["undo" if key == "u" else "redo"]


@check("feeds.add", "feeds.rename", area="sheets")
async def opens_a_form(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    await pilot.press("F", key)
    assert isinstance(app.screen, FeedForm)
    assert app.screen.has_class("-asking") is (key == "a")
    await pilot.press("escape")
    assert isinstance(app.screen, FeedsScreen)


@check("feeds.switch", "feeds.remove", "feeds.move")
async def changes_the_file(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    feed = app.config.feeds[0]
    app.board.polled(desk.save(0, moved_to="https://moved.example/rss", moves=2))
    await pilot.press("F", key, *([key] if key in {"d", "delete"} else []))
    await until(pilot, lambda: feed not in app.config.feeds)
    changed = next((each for each in app.config.feeds if each.name == feed.name), None)
    if key == "x":
        assert changed == replace(feed, enabled=False)
    elif key == "m":
        assert changed == replace(feed, url="https://moved.example/rss")
    else:
        assert changed is None


@check("feeds.retry", "feeds.edit", area="sheets")
async def asks_for_one_feed(app: TickerApp, pilot: Pilot[None], key: str, desk: Desk) -> None:
    done: list[object] = []
    app.session.retry = done.append  # type: ignore[method-assign, assignment]
    app.action_edit_config = lambda: done.append("edit")  # type: ignore[method-assign]
    await pilot.press("F", key)
    assert done == [app.config.feeds[0].url if key == "r" else "edit"]


def test_every_key_is_tested() -> None:
    assert set(CHECKS) == {key.id for key in KEYS}


ALL = [(key.id, name) for key in KEYS for name in key.keys]


@pytest.mark.parametrize(("key_id", "name"), [each for each in ALL if not AREAS[each[0]]])
async def test_key(desk: Desk, key_id: str, name: str) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await CHECKS[key_id](app, pilot, name, desk)


@pytest.mark.parametrize("area", sorted({*AREAS.values()} - {""}))
async def test_the_keys_of(desk: Desk, area: str) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        for key_id, name in ALL:
            if AREAS[key_id] == area:
                try:
                    await look_afresh(app, pilot, desk)
                    await CHECKS[key_id](app, pilot, name, desk)
                except Exception as error:
                    error.add_note(f"when {name} was pressed for {key_id}")
                    raise


async def look_afresh(app: TickerApp, pilot: Pilot[None], desk: Desk) -> None:
    """Back to the list as it was opened: all of it, unread, its first headline selected."""
    while app.screen is not app._desk_screen:
        await pilot.press("escape")
    await pilot.press(*["escape"] * (2 if app.reading else 1), "1")
    ids = desk.store.ids(View(), now=app.clock())
    desk.store.set_read(ids, False)
    desk.store.set_starred(ids, False)
    app.desk.recount()
    app.headlines.forget_rows()
    app.headlines.select(ids[0])
    assert (app.focused, app.reading, app.desk.view) == (app.headlines, False, View())
    assert app.headlines.ids == ids
    desk.seen.clear()


async def test_two_quick_enters_put_the_palette_away_once(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, PaletteScreen)
        await pilot.press(*"view all", "enter", "enter")
        await pilot.pause()
        assert app.screen_stack == [app._desk_screen]


@pytest.mark.parametrize("ended_by", ["enter", "escape"])
async def test_a_screen_opened_while_the_find_field_closes_keeps_the_keys(desk: Desk, ended_by: str) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("enter", "slash", *"orbit")
        app.post_message(events.Key(ended_by, None))
        app.post_message(events.Key("ctrl+p", None))
        await pilot.pause()
        assert isinstance(app.screen, PaletteScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen_stack == [app._desk_screen]

from __future__ import annotations

from array import array
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from grid import cells, strips
from making import FEEDS, NOW, headline
from textual.app import App, ComposeResult

from ticker_tui.i18n.locale import ARABIC, Language
from ticker_tui.ui.headlines.empty_states import EmptyState
from ticker_tui.ui.headlines.list_widget import HeadlineList
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.widget_strings import WidgetStrings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot

    from ticker_tui.model import Headline

pytestmark = pytest.mark.anyio


class ListApp(App[None]):
    """A list of so many entries, and all it says."""

    def __init__(self, count: int = 100, **changes: object) -> None:
        super().__init__()
        self.changes = changes
        self.asked: list[int] = []
        self.said: list[tuple[str, int | None]] = []  # what, about which entry
        self.headlines = HeadlineList(self.fetch, sources=FeedColours(FEEDS), now=lambda: NOW, tz=UTC)
        self.count = count

    def fetch(self, ids: Sequence[int]) -> list[Headline]:
        self.asked += ids
        return [headline(entry_id, **self.changes) for entry_id in ids]

    def compose(self) -> ComposeResult:
        yield self.headlines

    def on_mount(self) -> None:
        self.headlines.show(array("q", range(1, self.count + 1)), keep=False)

    def on_row_list_highlighted(self, message: HeadlineList.Highlighted) -> None:
        self.said.append(("highlighted", message.entry_id))

    def on_row_list_entry_opened(self, message: HeadlineList.EntryOpened) -> None:
        self.said.append(("opened", message.entry_id))

    def on_row_list_new_requested(self) -> None:
        self.said.append(("new", None))


def rows(app: ListApp) -> list[str]:
    """The list without its scroll bar."""
    width = app.headlines.view_size.width
    return [strip.crop(0, width).text.rstrip() for strip in strips(app, app.headlines)]


def screen_row_of(app: ListApp, entry_id: int) -> int:
    """The line of the screen an entry begins on."""
    rows_each = app.headlines.rows_each
    return app.headlines.ids.index(entry_id) * rows_each - app.headlines.scroll_offset.y


@pytest.mark.parametrize("mirrored", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("width", [30, 60, 120])
async def test_the_look(width: int, mirrored: bool, golden: Callable[[str, list[str]], None]) -> None:
    app = ListApp(8)
    app.headlines.mirrored = mirrored
    if mirrored:
        app.headlines.words = WidgetStrings(
            language=Language("ar", digits=ARABIC), new=lambda count: f"{count} جديدة ↑"
        )
    app.headlines.waiting = 3
    async with app.run_test(size=(width, 16)) as pilot:
        await pilot.pause()
        golden(f"headlines-{'rtl' if mirrored else 'ltr'}-{width}", cells(app))


async def test_one_line_has_columns_and_the_headline_keeps_its_side() -> None:
    app = ListApp(4)
    async with app.run_test(size=(100, 6)) as pilot:
        await pilot.pause()
        first, second = rows(app)[:2]
        assert first.startswith("▸●   08:33  The Harbour  Ferry service resumes")
        assert second.split()[1] == "08:26"
        assert len(second) == 98, "an RTL headline ends at the right edge, a cell of air before it"


async def test_an_rtl_headline_is_cut_at_its_left_end_and_an_ltr_one_at_its_right() -> None:
    app = ListApp(4)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        shown = rows(app)
        assert shown[0] == "▸● Ferry service resumes after overni…"
        assert shown[2][3] == "…"


async def test_a_story_says_how_many_others_tell_it_at_the_end_of_its_headline() -> None:
    app = ListApp(4, story_size=4)
    async with app.run_test(size=(100, 6)) as pilot:
        await pilot.pause()
        ltr, rtl = rows(app)[:2]
        assert ltr.endswith("(+3)")
        assert rtl.index("(+3)") == ltr.index("Ferry")
        assert len(rtl) == 98
    async with ListApp(2, story_size=4).run_test(size=(18, 6)) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app, ListApp)
        assert not any("(+3)" in row for row in rows(pilot.app)), "no room for it"


async def test_breaking_is_told_by_a_word_in_the_headlines_language() -> None:
    for lang, word in (("en", "BREAKING"), ("he", "קזבמ")):
        app = ListApp(2, breaking=True, lang=lang, title="abc" if lang == "en" else "אבג")
        async with app.run_test(size=(60, 6)) as pilot:
            await pilot.pause()
            assert word in rows(app)[0]
    app = ListApp(2, breaking=True)
    async with app.run_test(size=(18, 6)) as pilot:
        await pilot.pause()
        assert rows(app)[0].startswith("▸● !"), "too narrow for the word: a sign"


async def test_stars_are_shown() -> None:
    app = ListApp(2, starred=True)
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.pause()
        assert rows(app)[1].startswith(" ★ ")
        app.headlines.density = "one"
        await pilot.pause()
        assert rows(app)[0].startswith("▸●★ ")


async def test_every_sign_of_a_row_is_seen_beside_the_others() -> None:
    """The sign of the selected row stood where that of a changed headline does, and a member's stood where its own does."""
    app = ListApp(3, starred=True, changed_at=NOW)
    app.headlines.density = "one"
    async with app.run_test(size=(100, 6)) as pilot:
        await pilot.pause()
        assert [row[:4] for row in rows(app)[:2]] == ["▸●★↻", " ●★↻"]
        app.headlines.mark_members(frozenset({1}))
        await pilot.pause()
        assert rows(app)[0].startswith("▸●★└")


async def test_moving_stops_at_both_ends_and_says_where_it_is() -> None:
    app = ListApp(5)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        assert app.said == [("highlighted", 1)]
        app.headlines.move(-1)
        app.headlines.move(2)
        await pilot.pause()
        app.headlines.move(99)
        await pilot.pause()
        assert app.said[1:] == [("highlighted", 3), ("highlighted", 5)]
        app.headlines.home()
        app.headlines.end()
        assert app.headlines.selected_id == 5
        app.headlines.open()
        await pilot.pause()
        assert app.said[-1] == ("opened", 5)


@pytest.mark.parametrize("density", ["one", "two"])
async def test_the_selection_is_always_in_view(density: Any) -> None:
    app = ListApp(200)
    app.headlines.density = density
    async with app.run_test(size=(100, 11)) as pilot:
        await pilot.pause()
        height = 2 if density == "two" else 1
        moves: list[Callable[[], None]] = [lambda: app.headlines.move(1)] * 30
        moves += [lambda: app.headlines.page(3), lambda: app.headlines.page(-2), app.headlines.end]
        moves += [lambda: app.headlines.move(-13), app.headlines.home]
        for move in moves:
            move()
            await pilot.pause()
            line = app.headlines.cursor * height - app.headlines.scroll_offset.y
            assert 0 <= line <= 11 - height


async def test_a_move_paints_two_rows_only() -> None:
    app = ListApp(50_000)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        painted: list[int] = []
        paint = app.headlines.render_line

        def counted(y: int) -> Any:
            painted.append(y)
            return paint(y)

        app.headlines.render_line = counted  # type: ignore[method-assign]
        app.headlines.move(1)
        await pilot.pause()
        assert sorted(set(painted)) == [0, 1]


async def test_only_the_rows_around_the_visible_ones_are_fetched() -> None:
    app = ListApp(50_000)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert len(app.asked) <= 128
        app.asked.clear()
        app.headlines.end()
        await pilot.pause()
        assert min(app.asked) > 49_800
        assert len(app.asked) == len(set(app.asked))


async def test_scrolling_far_forgets_old_rows() -> None:
    app = ListApp(20_000)
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(80):  # 2,400 rows are drawn
            app.headlines.page(4)
            await pilot.pause()
        assert len(app.headlines._rows) <= 1100
        assert len(app.headlines._strips) <= 2048


async def test_new_entries_move_neither_selection_nor_place() -> None:
    app = ListApp(100)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        app.headlines.select(50)
        await pilot.pause()
        place, before, said = screen_row_of(app, 50), rows(app), list(app.said)
        app.headlines.show(array("q", [*range(900, 905), *range(1, 101)]), keep=True)
        await pilot.pause()
        assert app.headlines.selected_id == 50
        assert screen_row_of(app, 50) == place
        assert rows(app) == before
        assert app.said == said


async def test_at_the_top_the_first_row_stays_where_it_is_too() -> None:
    app = ListApp(100)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        before = rows(app)
        app.headlines.show(array("q", [900, 901, *range(1, 101)]), keep=True)
        await pilot.pause()
        assert rows(app) == before
        assert app.headlines.cursor == 2


async def test_out_of_sight_of_the_selection_the_topmost_row_stays() -> None:
    app = ListApp(100)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        app.headlines.scroll_to(y=40, animate=False)
        await pilot.pause()
        before = rows(app)
        app.headlines.show(array("q", [900, *range(1, 101)]), keep=True)
        await pilot.pause()
        assert rows(app) == before
        assert app.headlines.selected_id == 1


async def test_when_the_selected_entry_goes_the_next_one_is_selected() -> None:
    app = ListApp(20)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        app.headlines.select(8)
        app.headlines.show(array("q", [*range(1, 8), *range(10, 21)]), keep=True)
        await pilot.pause()
        assert app.headlines.selected_id == 10
        assert app.said[-1] == ("highlighted", 10)
        app.headlines.end()
        app.headlines.show(array("q", [1, 2, 3]), keep=True)
        await pilot.pause()
        assert app.headlines.selected_id == 3
        app.headlines.show(array("q"), keep=True)
        await pilot.pause()
        assert app.said[3:] == [("highlighted", None)]


async def test_a_new_list_begins_at_the_top() -> None:
    app = ListApp(100)
    async with app.run_test(size=(100, 10)) as pilot:
        app.headlines.end()
        await pilot.pause()
        app.headlines.show(array("q", range(40, 90)), keep=False)
        await pilot.pause()
        assert (app.headlines.selected_id, app.headlines.scroll_offset.y) == (40, 0)


async def test_the_waiting_sign_takes_no_row_and_can_be_clicked() -> None:
    app = ListApp(20)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        before = rows(app)
        app.headlines.waiting = 3
        await pilot.pause()
        assert rows(app)[0].endswith(" 3 new ↑")
        assert rows(app)[1:] == before[1:]
        width = app.headlines.view_size.width
        await pilot.click(HeadlineList, offset=(width - 3, 0))
        assert ("new", None) in app.said
        app.headlines.waiting = 0
        await pilot.pause()
        assert rows(app) == before


async def test_a_click_selects_and_a_second_one_opens() -> None:
    app = ListApp(20)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        await pilot.click(HeadlineList, offset=(10, 5))
        await pilot.pause()
        assert app.said[-1] == ("highlighted", 3)
        await pilot.click(HeadlineList, offset=(10, 4))
        await pilot.pause()
        assert app.said[-1] == ("opened", 3)


async def test_a_click_below_the_last_row_does_nothing() -> None:
    app = ListApp(2)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        said = list(app.said)
        await pilot.click(HeadlineList, offset=(10, 7))
        await pilot.pause()
        assert app.said == said


async def test_moving_among_wanted_entries() -> None:
    app = ListApp(50)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        assert app.headlines.move_within({7, 30}, 1)
        assert app.headlines.selected_id == 7
        assert app.headlines.move_within({7, 30}, 1)
        assert not app.headlines.move_within({7, 30}, 1)
        assert app.headlines.move_within({7, 30}, -1)
        assert app.headlines.selected_id == 7
        assert not app.headlines.select(999)


async def test_a_changed_row_is_fetched_and_painted_again() -> None:
    app = ListApp(20)
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        assert rows(app)[0].startswith("▸●")
        app.changes = {"read": True, "starred": True}
        app.headlines.refresh_rows([1])
        await pilot.pause()
        assert rows(app)[0].startswith("▸ ★")
        assert rows(app)[1].startswith(" ●")


async def test_entries_the_store_has_lost_leave_an_empty_row() -> None:
    app = ListApp(3)
    app.headlines.source = lambda ids: [headline(entry_id) for entry_id in ids if entry_id != 2]
    async with app.run_test(size=(100, 5)) as pilot:
        await pilot.pause()
        assert rows(app)[1] == ""
        assert rows(app)[2] != ""


async def test_the_empty_list_says_why() -> None:
    app = ListApp(0)
    app.headlines.empty = EmptyState("Nothing here yet.", (), "r", "asks the feeds [/] now")
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        shown = [row.strip() for row in cells(app)]
        assert [row for row in shown if row] == ["Nothing here yet.", "r asks the feeds [/] now"]
        app.headlines.waiting = 2
        await pilot.pause()
        assert cells(app)[0].endswith("2 new ↑")


async def test_another_width_keeps_the_selection_in_view() -> None:
    app = ListApp(300)
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        app.headlines.select(150)
        for width in (50, 130, 10, 90):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert 0 <= screen_row_of(app, 150) < 20


async def test_midnight_turns_times_into_dates() -> None:
    app = ListApp(1)
    now = [NOW]
    app.headlines._now = lambda: now[0]
    async with app.run_test(size=(100, 5)) as pilot:
        await pilot.pause()
        assert "08:33" in rows(app)[0]
        now[0] = NOW + timedelta(days=1)
        app.headlines.refresh()
        await pilot.pause()
        assert "23 Nov" in rows(app)[0]


async def test_a_theme_change_repaints() -> None:
    app = ListApp(5)
    async with app.run_test(size=(100, 5)) as pilot:
        await pilot.pause()
        dark = [segment.style for segment in strips(app)[0]]
        app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in strips(app)[0]] != dark


async def storm(pilot: Pilot[Any]) -> None:
    for width, height in ((1, 1), (3, 2), (200, 1), (2, 40), (80, 24)):
        await pilot.resize_terminal(width, height)
        await pilot.pause()


@pytest.mark.parametrize(
    "title",
    [
        "[/]",
        "[bold]x[/bold]",
        "[@click=app.quit]x[/]",
        "a" * 500,
        "ל" * 500,
        "\u200b",
        "中" * 250,
        "x" + "\u0301" * 4,
    ],
)
async def test_it_survives_any_size_and_title(title: str) -> None:
    app = ListApp(30, title=title, source=title, breaking=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.headlines.waiting = 12
        await storm(pilot)
        app.headlines.end()
        await storm(pilot)
        for y in range(app.headlines.size.height):
            assert app.headlines.render_line(y).cell_length == app.headlines.size.width

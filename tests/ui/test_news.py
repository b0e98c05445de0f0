"""What arrives, and what does not move when it does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from conftest import until
from grid import cells
from making import NOW

from ticker_tui.model import FeedStatus, TabKind, View
from ticker_tui.store.store import Store
from ticker_tui.ui import messages
from ticker_tui.ui.keys.key_table import KEYS

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.anyio


async def test_a_first_run_fills_the_screen_by_itself(desk: Desk) -> None:
    async with desk.open(poll=False) as (app, pilot):
        assert app.headlines.empty.sentence == "No news yet."
        app.post_message(messages.PollStarted(4))
        await until(pilot, lambda: "0 of 4" in app.headlines.empty.text)
        for feed_number, entry_number in ((1, 9), (2, 3)):
            result = desk.save(feed_number, desk.entry(entry_number))
            app.post_message(messages.FeedsPolled(result))
            await until(pilot, lambda result=result: result.new_ids[0] in app.headlines.ids)  # type: ignore[misc]
            assert app.headlines.cursor == 0
        assert app.headlines.waiting == 0


async def test_news_waits_once_somebody_reads(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app.post_message(messages.PollStarted(4))
        await pilot.press("j", "j", "enter")
        place = (app.headlines.cursor, app.headlines.selected_id, app.headlines.scroll_offset)
        article = app.reader.article
        result = desk.save(1, desk.entry(0, title="Just in"))
        app.post_message(messages.FeedsPolled(result))
        app.post_message(messages.PollFinished())
        await until(pilot, lambda: app.headlines.waiting == 1)
        assert (app.headlines.cursor, app.headlines.selected_id, app.headlines.scroll_offset) == place
        assert app.reader.article is article
        assert app.tabs._tabs[0].number == 13, "but it is counted"


async def test_who_follows_has_the_news_come_in_at_the_top_and_only_there(desk: Desk) -> None:
    desk.fill()
    desk.write_config("[display]\nfollow = true\n")
    async with desk.open(poll=False) as (app, pilot):
        app._loaded = True
        first = desk.save(1, desk.entry(0, key="urn:a", link="", title="Just in"))
        app.post_message(messages.FeedsPolled(first))
        await until(pilot, lambda: app.headlines.selected_id == first.new_ids[0])
        await pilot.press("j")
        place = app.headlines.selected_id
        app.post_message(
            messages.FeedsPolled(desk.save(1, desk.entry(0, key="urn:b", link="", title="And more")))
        )
        await until(pilot, lambda: app.headlines.waiting == 1)
        assert app.headlines.selected_id == place
        await pilot.press("k", "enter")
        app.post_message(
            messages.FeedsPolled(desk.save(1, desk.entry(0, key="urn:c", link="", title="Still more")))
        )
        await until(pilot, lambda: app.headlines.waiting == 2)
        assert app.reader.article is not None
        assert app.reader.article.headline.id == first.new_ids[0], "who reads is not disturbed"


async def test_after_the_first_refresh_news_waits_even_at_the_top(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app.post_message(messages.PollStarted(1))
        app.post_message(messages.PollFinished())
        await until(pilot, lambda: app._loaded)
        top = app.headlines.selected_id
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(0, title="Just in"))))
        await until(pilot, lambda: app.headlines.waiting == 1)
        assert app.headlines.selected_id == top
        assert any("1 new" in row for row in cells(app))


async def test_only_what_belongs_to_the_view_waits(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app._loaded = True
        await pilot.press("4")
        assert app.desk.view == View(shelf=TabKind.CATEGORY, category="العالم")
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(0, title="English news"))))
        app.post_message(messages.FeedsPolled(desk.save(0, desk.entry(40, lang="ar", title="خبر"))))
        await until(pilot, lambda: app.headlines.waiting)
        assert app.headlines.waiting == 1


async def test_the_place_in_a_view_is_found_again(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("j", "j", "j")
        place = app.headlines.selected_id
        await pilot.press("2", "1")
        assert app.headlines.selected_id == place


async def test_breaking_news_takes_the_bar(desk: Desk) -> None:
    desk.store.sync_feeds(desk.feeds)
    desk.save(1, desk.entry(1))
    async with desk.open(poll=False) as (app, pilot):
        assert app.bar.label == "LATEST"
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(0, title="It breaks", breaking=True))))
        await until(pilot, lambda: app.bar.label == "BREAKING")
        assert [item.title for item in app.bar.items] == ["It breaks"]


async def test_a_failed_save_takes_the_mark_back_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ticker_tui.errors import StoreError

    desk.fill()
    async with desk.open() as (app, pilot):

        def full(ids: object, starred: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(desk.store, "set_starred", full)
        await pilot.press("s")
        await until(pilot, lambda: app.notices.unsaved)
        assert "the disk is full" in app.notice.texts[0]
        assert app.notice.has_class("-error")
        assert not app.desk.headlines(app.desk.ids[:1])[0].starred


async def test_saved_edits_of_feeds_toml_take_effect(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        selected = app.headlines.selected_id
        feeds = [msgspec.structs.replace(feed, category="Renamed") for feed in desk.feeds[:3]]
        desk.write_config('[display]\ntheme = "ticker-light"\n[keys]\n"headlines.star" = ["z"]\n', feeds)
        await until(
            pilot, lambda: app.theme == "ticker-light" and "Renamed" in [tab.title for tab in app.desk.tabs]
        )
        assert app.headlines.selected_id == selected
        assert len(app.board) == 3
        assert {item.category for item in app.desk.headlines(app.headlines.ids)} == {"Renamed"}
        await pilot.press("z")
        await until(pilot, lambda: app.desk.counts.starred == 1)
        await pilot.press("s")
        assert app.desk.counts.starred == 1, "s is free now"


async def test_a_broken_feeds_toml_keeps_the_last_good_one_until_mended(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        desk.path.write_text('[[feeds]]\nurll = "https://a.example/"\n', encoding="utf-8")
        await until(pilot, lambda: app.notice.texts)
        assert "\u2068feeds.toml:1: feeds[1]: has no url\u2069 (and 1 more)" in app.notice.texts[0]
        assert app.notice.display
        assert len(app.board) == 4
        await pilot.press("escape")
        assert app.notice.texts, "this one cannot be put away"
        desk.write_config()
        await until(pilot, lambda: not app.notice.texts)


async def test_a_second_ticker_polls_nothing_and_sees_what_the_first_brings(desk: Desk) -> None:
    desk.fill()
    with Store.open(desk.folder, now=NOW) as first:
        assert first.try_lead()
        async with desk.open(poll=False) as (app, pilot):
            app.session.start()
            await until(pilot, lambda: not app.board.leading)
            assert app.status.text.startswith("another ticker is polling")
            await pilot.press("j", "r")
            assert "PollStarted" not in desk.names
            feed = desk.feeds[1]
            first.save(
                feed,
                desk.state(feed),
                [desk.entry(0, title="From the first")],
                now=NOW,
                breaking_expires_s=60.0,
            )
            await until(pilot, lambda: app.headlines.waiting == 1)


async def test_the_lead_is_taken_when_it_is_free(desk: Desk) -> None:
    desk.fill()
    first = Store.open(desk.folder, now=NOW)
    assert first.try_lead()
    async with desk.open(poll=False) as (app, pilot):
        app.session.start()
        await until(pilot, lambda: not app.board.leading)
        first.close()
        await until(pilot, lambda: app.board.leading)


@pytest.mark.parametrize("reasons", [1, 2])
async def test_offline_the_empty_screen_says_who_failed_why_and_what_to_do(desk: Desk, reasons: int) -> None:
    desk.store.sync_feeds(desk.feeds)
    for number in range(4):
        desk.save(
            number,
            status=FeedStatus.FAILED,
            error="the network is unreachable" if number % reasons == 0 else "the server said 503",
            failures=1,
            next_due_at=NOW + timedelta(minutes=3),
        )
    async with desk.open(poll=False) as (app, _pilot):
        text = app.headlines.empty.text.translate({0x2068: None, 0x2069: None})
        assert text.startswith("No feed answered.")
        assert text.count("the network is unreachable") == (1 if reasons == 1 else 2), (
            "a common cause is said once"
        )
        assert text.count("the server said 503") == (0 if reasons == 1 else 2)
        assert [feed.name for feed in desk.feeds if feed.name not in text] == []
        assert "ext try in 3:00" in text
        assert "r asks them again" in text
        assert "ticker demo" in text
        assert "did not answer" in app.notice.texts[0]
        assert "0/4 ok" in app.status.text


async def test_a_narrow_window_shows_one_pane_at_a_time(desk: Desk) -> None:
    desk.fill()
    async with desk.open((60, 20)) as (app, pilot):

        def widths() -> tuple[int, int]:
            return app.headlines.region.width, app.reader.region.width

        assert widths() == (60, 0)
        await pilot.press("enter")
        await until(pilot, lambda: widths() == (0, 60))
        await pilot.press("h")
        await until(pilot, lambda: widths() == (60, 0))


async def test_a_window_too_small_says_so_and_recovers(desk: Desk) -> None:
    desk.fill()
    async with desk.open((120, 30)) as (app, pilot):
        for size in ((19, 30), (120, 4), (1, 1), (2, 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            shown = [line.strip() for line in cells(app) if line.strip()]
            assert shown == ["too small", "20 by 5 at least", "q quits"] or size[0] < 19
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert cells(app, app.headlines)[0].startswith("▸●")
        assert app.reader.size.width > 50


async def test_a_window_that_grows_back_has_its_keys_and_fills_the_reader(desk: Desk) -> None:
    desk.fill()
    async with desk.open((60, 20)) as (app, pilot):
        for size in ((19, 4), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert app.focused is app.headlines
        await until(pilot, lambda: app.reader.article is not None)
        first = app.headlines.selected_id
        await pilot.press("j")
        assert app.headlines.selected_id != first
        await until(
            pilot,
            lambda: (
                app.reader.article is not None and app.reader.article.headline.id == app.headlines.selected_id
            ),
        )


async def test_views_and_keys_can_be_clicked(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        x = cells(app, app.tabs)[0].index("Starred")
        await pilot.click(app.tabs, offset=(x, 0))
        await until(pilot, lambda: app.desk.view.shelf is TabKind.STARRED)
        assert app.headlines.empty.sentence == "Nothing is starred."
        await pilot.press("1")
        x = cells(app, app.footer)[0].index("star")
        await pilot.click(app.footer, offset=(x, 0))
        await until(pilot, lambda: app.desk.counts.starred == 1)


async def test_mark_read_after_a_dwell_only_if_asked_for(desk: Desk) -> None:
    desk.fill()
    desk.write_config('[display]\nmark_read = "1s"\n')
    async with desk.open() as (app, pilot):
        await pilot.press("j")
        selected = app.headlines.selected_id
        assert selected is not None
        await until(pilot, lambda: app.desk.headlines([selected])[0].read)


async def test_reading_marks_nothing_when_told_never_to(desk: Desk) -> None:
    desk.fill()
    desk.write_config('[display]\nmark_read = "never"\n')
    async with desk.open() as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: app.reading)
        assert not app.desk.headlines(app.desk.ids[:1])[0].read


async def test_clashing_keys_and_unknown_themes_are_said(desk: Desk) -> None:
    desk.fill()
    desk.write_config(
        '[display]\ntheme = "no-such"\n[keys]\n"headlines.star" = ["x"]\n"headlines.read" = ["x"]\n'
    )
    async with desk.open() as (app, _pilot):
        said = "\n".join(app.notice.texts)
        assert "x is given to headlines.read and to headlines.star; headlines.read has it" in said
        assert "there is no theme" in said


async def test_every_footer_label_stands_in_the_footer(desk: Desk) -> None:
    desk.fill()
    async with desk.open((160, 30)) as (app, _pilot):
        row = cells(app, app.footer)[0]
        assert [
            key.label for key in KEYS if key.label and key.scope in {"list", "app"} and key.label not in row
        ] == []

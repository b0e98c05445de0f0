"""Rules on the command line: what is muted is not printed, unless it is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ticker_tui.config import load_config
from ticker_tui.model import Entry, FeedState
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

from ticker_tui.cli.main import main
from ticker_tui.clock import utc_now

FEED = '[[feeds]]\nurl = "https://a.example/rss"\nname = "A"\n'


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    main([*words])
    return [item["title"] for item in json.loads(capsys.readouterr().out)]


def test_muted_headlines_are_printed_only_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, data = tmp_path / "feeds.toml", tmp_path / "data"
    config.write_text(FEED, encoding="utf-8")
    [feed] = load_config(config).feeds
    titles = ("Cup final", "Rain", "قمة امريكية")
    with Store.open(data / ARCHIVE_NAME) as store:
        entries = [Entry(key=title, title=title) for title in titles]
        store.save(feed, FeedState(url=feed.url), entries, now=utc_now(), breaking_expires_s=60.0)
    words = ("headlines", "--json", "--config", str(config), "--data", str(data))
    assert set(printed(capsys, *words)) == set(titles)
    config.write_text(f"{FEED}[[mute]]\nwords = ['cup', 'الأمريكيّة']\n", encoding="utf-8")
    assert printed(capsys, *words) == ["Rain"], "the file was edited while no ticker ran"
    assert set(printed(capsys, *words, "--muted")) == set(titles)
    assert set(printed(capsys, *words, "--search", "is:muted")) == {"Cup final", "قمة امريكية"}
    config.write_text(f"{FEED}[[mute]]\nwords = ['cup']\nuntil = 2001-01-01\n", encoding="utf-8")
    assert set(printed(capsys, *words)) == set(titles), "what has ended is over"

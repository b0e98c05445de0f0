"""The feeds.toml that everybody gets."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from ticker_tui.config import Settings, load_config
from ticker_tui.config.paths import default_text

ROOT = Path(__file__).parents[3]


def test_the_packaged_file_is_the_one_at_the_top() -> None:
    assert (ROOT / "feeds.toml").read_text(encoding="utf-8") == default_text()


def test_it_is_without_mistakes_and_says_only_defaults() -> None:
    """What it sets is set for the reader's sake: leaving a line out changes nothing."""
    config = load_config(ROOT / "feeds.toml")
    assert config.settings == Settings()


def test_nine_sources_with_nine_owners_are_on() -> None:
    feeds = load_config(ROOT / "feeds.toml").feeds
    on = [feed for feed in feeds if feed.enabled]
    assert len(on) == 9
    assert {feed.lang for feed in on} == {"ar"}
    assert len({urlsplit(feed.url).hostname for feed in on}) == 9
    assert len(feeds) == 19
    assert all(feed.lang and feed.category and feed.name for feed in feeds)
    assert all(feed.url.startswith("https://") for feed in feeds)


def test_its_examples_are_true() -> None:
    """The commented feed at the top loads when the marks are taken off."""
    lines = default_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line == "#   [[feeds]]")
    example = "\n".join(line.removeprefix("#") for line in lines[start : lines.index("", start)])
    (feed,) = tomllib.loads(example)["feeds"]
    assert set(feed) == {"url", "name", "lang", "category", "colour", "interval", "breaking", "enabled"}

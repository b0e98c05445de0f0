"""feeds.toml: found, read, checked, watched and edited."""

from ticker_tui.config.load import load_config
from ticker_tui.config.paths import data_dir, find_config
from ticker_tui.config.schema import (
    BarSettings,
    BreakingSettings,
    Config,
    DisplaySettings,
    HighlightRule,
    MuteRule,
    ReaderSettings,
    RefreshSettings,
    SavedView,
    Settings,
    ShareCommand,
    TerminalSettings,
)

__all__ = [
    "BarSettings",
    "BreakingSettings",
    "Config",
    "DisplaySettings",
    "HighlightRule",
    "MuteRule",
    "ReaderSettings",
    "RefreshSettings",
    "SavedView",
    "Settings",
    "ShareCommand",
    "TerminalSettings",
    "data_dir",
    "find_config",
    "load_config",
]

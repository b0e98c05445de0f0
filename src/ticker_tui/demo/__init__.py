"""The demo's newsroom: real HTTP, real feeds, invented news. Needs no network and nothing outside the standard library."""

from __future__ import annotations

from ticker_tui.demo.newsroom import Newsroom

__all__ = ["Newsroom"]

"""Alerts: which news is told outside of the screen (`decide.py`), and by which way (`ways.py` and what it names)."""

from __future__ import annotations

from ticker_tui.ui.alerts.alarm import Alarm

__all__ = ["Alarm"]

"""Alerts: which news is told outside of the screen (`decide.py`), and by which way (`methods.py` and what it names)."""

from __future__ import annotations

from ticker_tui.alerts.send import AlertSender

__all__ = ["AlertSender"]

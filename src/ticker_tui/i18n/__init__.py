"""The language of the interface: which one, its sentences, its digits, its names of days and months."""

from __future__ import annotations

from ticker_tui.i18n.locale import CODES, Language, chosen
from ticker_tui.i18n.translate import N_, current, speak, tr, trn

__all__ = ["CODES", "N_", "Language", "chosen", "current", "speak", "tr", "trn"]

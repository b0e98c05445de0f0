"""Textual's own widgets with text in every script: a filter at the app's edge, an input field, the palette."""

from __future__ import annotations

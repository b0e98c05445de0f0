"""Colours: palettes, contrast, 16-colour terminals."""

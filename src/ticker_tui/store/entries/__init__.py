"""Entries: recognise, save, mark and remove them."""

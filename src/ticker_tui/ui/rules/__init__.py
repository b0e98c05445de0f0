"""The screen that edits rules."""

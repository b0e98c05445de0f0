"""The screen and the dialogs that manage feeds."""

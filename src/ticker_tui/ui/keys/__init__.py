"""The key table, keyboard layouts, help screen and footer."""

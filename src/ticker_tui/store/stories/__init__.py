"""Which headlines of different outlets report one story."""

"""The headline list: its model, rows, search fields and controller."""

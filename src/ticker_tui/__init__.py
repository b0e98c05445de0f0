"""A news ticker for the terminal, right in every script."""

__version__ = "0.1.0"

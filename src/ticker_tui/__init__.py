"""A news ticker for the terminal, right in every script."""

__version__ = "0.1.0"

HOMEPAGE = "https://ticker.example"
"""Where whoever wonders who is asking can read it. Said here, as reading the package's metadata costs time at every start."""

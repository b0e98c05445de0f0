"""The readers of feed formats, one module a format."""

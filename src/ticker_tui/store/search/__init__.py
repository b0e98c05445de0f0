"""The search language and its compilation to SQL."""

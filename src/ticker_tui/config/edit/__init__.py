"""Everything that writes feeds.toml."""

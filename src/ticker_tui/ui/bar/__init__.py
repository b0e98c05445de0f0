"""The scrolling bar of breaking news, and `ticker bar`."""

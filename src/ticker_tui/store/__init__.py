"""The archive: what was fetched, what was read, and how to find it again. `store.Store` is its public API.

Only this package knows SQLite. It imports nothing by itself: the parser process needs `entries.body_codec` alone.
"""

"""From a feed's address to its entries.

fetch (HTTP, bounded) -> child (a process that may be killed) -> parse: decode -> a reader of one format -> entries
"""

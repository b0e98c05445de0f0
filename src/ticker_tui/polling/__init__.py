"""Poll feeds: fetch, parse, decide and store, each response on its own.

`poll_round.Poller` does it in this process, for commands; `poller_client.PollerClient` in a process of its own, for the screen.
"""

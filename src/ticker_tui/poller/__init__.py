"""The use case: due feeds → fetch → parse → decide → store, each answer on its own.

`Poller` does it in this process, for a command that has nothing else to do; `apart.PollerApart` has it done in a process
of its own, for a screen that has keys to answer.
"""

from ticker_tui.poller.rounds import Poller, PollSummary

__all__ = ["PollSummary", "Poller"]

"""From a feed's address to its entries.

fetch (HTTP, bounded) -> child (a process that may be killed) -> parse: decode -> a reader of one format -> entries
"""

import sys
from importlib.util import find_spec

_NOT_THERE = None
"""In `sys.modules`: there is no such module, and nobody need search for it."""

if find_spec("sniffio") is None:
    # httpcore asks for it six times a request, whether trio is running; each time all of sys.path would be gone through.
    sys.modules["sniffio"] = _NOT_THERE  # type: ignore[assignment]  # that is how Python is told
# The command line of httpx: click and all of rich, half of what `import httpx` costs.
sys.modules["httpx._main"] = _NOT_THERE  # type: ignore[assignment]  # as above

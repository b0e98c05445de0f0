"""httpx without what nobody here has a use for. Whoever wants httpx takes it from here."""

import sys
from importlib.util import find_spec

_NOT_THERE = None
"""In `sys.modules`: there is no such module, and nobody need search for it."""

if find_spec("sniffio") is None:
    # httpcore asks for it six times a request, whether trio is running; each time all of sys.path would be gone through.
    sys.modules["sniffio"] = _NOT_THERE  # type: ignore[assignment]  # that is how Python is told
# The command line of httpx: click and all of rich, half of what `import httpx` costs.
sys.modules["httpx._main"] = _NOT_THERE  # type: ignore[assignment]  # as above

import httpx  # noqa: E402 - after what it is to do without

__all__ = ["httpx"]

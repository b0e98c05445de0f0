"""`python -m ticker_tui` is `ticker`."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the current folder: a module that lies in it must not be imported
    from ticker_tui.cli.main import main

    raise SystemExit(main())

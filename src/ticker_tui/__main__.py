"""`python -m ticker_tui` is `ticker`."""

from ticker_tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

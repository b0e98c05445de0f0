#!/bin/sh
# Makes .venv and fills it from a lock file, with nothing but a Python of 3.11 or newer. The Makefile calls it.
#
#   tools/venv.sh new              make .venv anew with the first Python that is new enough ($PYTHON goes first)
#   tools/venv.sh install LOCK     bring it to what LOCK says, and install this checkout into it
set -eu
cd "$(dirname "$0")/.."

stop() {
    echo "ticker: $1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    found=""
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
        found="$found $candidate ($("$candidate" --version 2>&1 | tail -n 1))"
    done
    if [ -n "$found" ]; then
        stop "Python 3.11 or newer is needed, and here is only:$found. PYTHON=/path/to/python3 make … names another."
    fi
    stop "Python 3.11 or newer is needed, and there is none on the PATH. PYTHON=/path/to/python3 make … names one."
}

new() {
    python=$(find_python)
    rm -rf .venv
    echo "Setting up .venv with $("$python" --version) (only the first time)…" >&2
    if ! reason=$("$python" -m venv .venv 2>&1); then
        rm -rf .venv
        echo "$reason" >&2
        stop "$python cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv"
    fi
    pwd >.venv/.home
}

install() {
    echo "Installing what $1 says into .venv…" >&2
    pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip --quiet --no-input install"
    # Only the files whose hashes are written down are taken; the build tools for the second step are among them.
    $pip --require-hashes --requirement "$1"
    $pip --no-deps --no-build-isolation --editable .
}

case "${1:-}" in
    new) new ;;
    install) install "$2" ;;
    *) stop "usage: tools/venv.sh new | install LOCK" ;;
esac

#!/bin/sh
# Makes a virtual environment ($VENV, .venv by default) and fills it from a lock file, with nothing but a Python of 3.11 or
# newer. The Makefile calls it.
#
#   tools/venv.sh new              make it anew with the first Python that is new enough ($PYTHON goes first)
#   tools/venv.sh install LOCK     bring it to what LOCK says, and install this checkout into it
#   tools/venv.sh newest           print the newest Python that is installed and can make one; nothing when there is none
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}

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

# One that cannot be run (a link to nothing, a pyenv shim of no version), is no release, or has no `venv` prints nothing.
DESCRIBE='import ensurepip, sys, venv
v = sys.version_info
if v >= (3, 11) and v.releaselevel == "final" and sys.prefix == sys.base_prefix:
    print("%03d.%03d.%03d" % v[:3], sys.executable)'

newest() {
    home=${HOME:-/nonexistent}
    {
        echo "$PATH" | tr : '\n'
        printf '%s\n' /usr/local/bin /opt/*/bin "${PYENV_ROOT:-$home/.pyenv}"/versions/*/bin "$home"/.local/share/uv/python/*/bin
    } | while read -r folder; do
        for candidate in "$folder"/python3 "$folder"/python3.[0-9] "$folder"/python3.[0-9][0-9]; do
            if [ -x "$candidate" ]; then
                "$candidate" -c "$DESCRIBE" 2>/dev/null </dev/null || true
            fi
        done
    done | sort | tail -n 1 | cut -d ' ' -f 2-
}

new() {
    python=$(find_python)
    rm -rf "$venv"
    echo "Setting up $venv with $("$python" --version) (only the first time)…" >&2
    if ! reason=$("$python" -m venv "$venv" 2>&1); then
        rm -rf "$venv"
        echo "$reason" >&2
        stop "$python cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv"
    fi
    pwd >"$venv/.home"
}

pip_install() {
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip --quiet --no-input install "$@"
}

install() {
    echo "Installing what $1 says into $venv…" >&2
    # Only the files whose hashes are written down are taken; the build tools for the second step are among them. The lock is
    # complete, so pip need not look for dependencies; `pip check` says so if it is not.
    pip_install --no-deps --require-hashes --requirement "$1"
    pip_install --no-deps --no-build-isolation --editable .
    "$venv/bin/python" -m pip check >/dev/null || stop "$1 lacks a package: $("$venv/bin/python" -m pip check 2>&1)"
}

case "${1:-}" in
    new) new ;;
    install) install "$2" ;;
    newest) newest ;;
    *) stop "usage: tools/venv.sh new | install LOCK | newest" ;;
esac

#!/bin/sh
# Makes the virtual environment; on a bare Debian the module venv is missing, and root may add it.
set -eu
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Нужен Python 3.11 или новее (есть: $("$PYTHON" --version 2>&1 || echo нет)). Debian: apt-get install python3" >&2
    exit 1
fi
if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Нет модуля venv. Поставьте его: sudo apt-get install python3-venv — и повторите." >&2
        exit 1
    fi
fi
exec "$PYTHON" -m venv "$VENV"

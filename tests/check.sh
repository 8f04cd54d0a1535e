#!/usr/bin/env bash
# Static checks: style, types, the map of the house, migrations, documentation.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=$(dirname "${PYTHON:-.venv/bin/python}")
OTKLIK_DATA=$(mktemp -d)
export OTKLIK_DATA
trap 'rm -rf "$OTKLIK_DATA"' EXIT
echo "ruff";        "$BIN/ruff" format --check --quiet . && "$BIN/ruff" check --quiet .
echo "mypy";        "$BIN/mypy" otklik
echo "contracts";   "$BIN/lint-imports" --config importlinter.toml
echo "migrations";  "$BIN/python" -m django makemigrations --check --dry-run --settings otklik.config.settings
echo "documents";   "$BIN/python" docs/check.py

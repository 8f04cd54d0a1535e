#!/usr/bin/env bash
# Runs the suite on SQLite, then on PostgreSQL and in headless Chromium wherever they can be had.
set -uo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-.venv/bin/python}
REQUIRE=${OTKLIK_REQUIRE_ALL:-0}
WORK=$(mktemp -d)
FAILED=0
SKIPPED=()

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

postgres_bin() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] && [ -x "$found/initdb" ] && echo "$found"
}

# On all cores, but for the tests that fork processes of their own.
suite() {
    "$PYTHON" -m pytest -m "not browser and not processes" -n auto --dist worksteal "$@" || FAILED=1
    "$PYTHON" -m pytest -m processes -n auto --dist worksteal "$@" || FAILED=1
}

install_missing() {
    local want=()
    [ -z "$(postgres_bin)" ] && want+=(postgresql)
    have chromium || want+=(chromium)
    have pdftoppm || want+=(poppler-utils)
    [ ${#want[@]} -eq 0 ] && return
    if [ "$(id -u)" = 0 ] && have apt-get; then
        say "Ставим для тестов: ${want[*]}"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${want[@]}" >/dev/null \
            || echo "Не удалось поставить: ${want[*]}"
    fi
}

skip() {
    SKIPPED+=("$1")
    say "ПРОПУЩЕНО: $1"
}

start_postgres() {
    bin=$(postgres_bin) || return 1
    as=()
    [ -n "$bin" ] || return 1
    mkdir -p "$WORK/pg"
    if [ "$(id -u)" = 0 ]; then
        id postgres >/dev/null 2>&1 || return 1
        chmod 755 "$WORK"
        chown postgres "$WORK/pg"
        as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    fi
    "${as[@]}" "$bin/initdb" -D "$WORK/pg/data" -U otklik --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        >"$WORK/initdb.log" 2>&1 || { cat "$WORK/initdb.log"; return 1; }
    PGPORT=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "${as[@]}" "$bin/pg_ctl" -D "$WORK/pg/data" -w -l "$WORK/pg/log" \
        -o "-c listen_addresses=127.0.0.1 -p $PGPORT -k $WORK/pg -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
        start >/dev/null || { cat "$WORK/pg/log"; return 1; }
    stop_postgres() { "${as[@]}" "$bin/pg_ctl" -D "$WORK/pg/data" -m immediate stop >/dev/null 2>&1; }
    "$bin/createdb" -h 127.0.0.1 -p "$PGPORT" -U otklik otklik || return 1
    export POSTGRES_URL="postgresql://otklik@127.0.0.1:$PGPORT/otklik"
}

stop_postgres() { :; }
trap 'stop_postgres; rm -rf "$WORK"' EXIT
export OTKLIK_DATA="$WORK/data"
unset OTKLIK_DATABASE OTKLIK_DEMO OTKLIK_DEBUG

install_missing

say "SQLite"
suite "$@"

if start_postgres; then
    say "PostgreSQL"
    # What asks no database has been run above.
    OTKLIK_DATABASE="$POSTGRES_URL" suite \
        --ignore tests/kernel --ignore tests/border --ignore tests/architecture "$@"
else
    skip "PostgreSQL (поставьте: apt-get install postgresql)"
fi

if have chromium; then
    say "Chromium"
    "$PYTHON" -m pytest -m browser -n auto --dist worksteal "$@" || FAILED=1
else
    skip "браузер (поставьте: apt-get install chromium)"
fi

if [ ${#SKIPPED[@]} -gt 0 ]; then
    say "Не проверено:"
    printf '  %s\n' "${SKIPPED[@]}"
    [ "$REQUIRE" = 1 ] && FAILED=1
fi
[ "$FAILED" = 0 ] && say "Всё прошло." || say "Есть ошибки."
exit "$FAILED"

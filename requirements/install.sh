#!/bin/sh
# Installs a locked list: by uv, which is quick, and by pip where uv finds no index (a mirror set for pip alone).
set -eu
list=$1
"$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/uv.txt
if ! "$PYTHON" -m uv pip install --quiet --python "$PYTHON" --no-deps --require-hashes -r "$list" 2>"$list.log"; then
    echo "uv не справился, ставим через pip…" >&2
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$list" || {
        cat "$list.log" >&2
        echo "Не удалось поставить зависимости. Проверьте доступ к индексу пакетов и повторите." >&2
        exit 1
    }
fi
rm -f "$list.log"

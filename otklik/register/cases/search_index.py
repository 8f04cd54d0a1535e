"""The full-text index of cases, the same on both databases: normal forms in, identifiers out."""

from collections.abc import Sequence

from django.db import connection

from otklik.ground.bulk import selectors as bulk
from otklik.kernel import language

_LETTERS, _DIGITS = 3, 5
_MOST_WORDS = 200
_LAST = chr(0x10FFFF)


def put(rows: Sequence[tuple[int, str]]) -> None:
    """Index new cases: pairs of case id and `kernel.language.index_terms`."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO cases_search (case_id, terms) VALUES (%s, array_to_tsvector(%s)) "
                "ON CONFLICT (case_id) DO UPDATE SET terms = excluded.terms",
                [(case_id, list(dict.fromkeys(terms.split()))[:8000]) for case_id, terms in rows],
            )
        else:
            cursor.executemany("INSERT INTO cases_search (rowid, terms) VALUES (%s, %s)", rows)


def add(case_id: int, terms: str) -> None:
    """More words for a case that is indexed already (a new post, a changed address)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE cases_search SET terms = terms || array_to_tsvector(%s) WHERE case_id = %s",
                [list(dict.fromkeys(terms.split()))[:8000], case_id],
            )
            return
        cursor.execute("SELECT terms FROM cases_search WHERE rowid = %s", [case_id])
        row = cursor.fetchone()
        joined = f"{row[0]} {terms}" if row else terms
        cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case_id])
        cursor.execute("INSERT INTO cases_search (rowid, terms) VALUES (%s, %s)", [case_id, joined])


def key() -> str:
    """The column of the index that holds the id of the case."""
    return "case_id" if connection.vendor == "postgresql" else "rowid"


def condition(query: str) -> tuple[str, list[object]] | None:
    """SQL that picks the ids of cases with all the words of the query, in any of their forms.

    The last word also matches as a beginning. None when the query holds no word.
    """
    groups = language.query_groups(query)
    if not groups:
        return None
    if connection.vendor == "postgresql":
        parts = ["(" + " | ".join(_pg(word, prefix=p) for word, p in _words(g, groups)) + ")" for g in groups]
        return "SELECT case_id FROM cases_search WHERE terms @@ %s::tsquery", [" & ".join(parts)]
    *others, last = groups
    parts = ["(" + " OR ".join(map(_fts, group)) + ")" for group in (*others, _begun(last))]
    return "SELECT rowid FROM cases_search WHERE cases_search MATCH %s", [" AND ".join(parts)]


def _words(group: Sequence[str], groups: Sequence[Sequence[str]]) -> list[tuple[str, bool]]:
    typed = group[-1]
    return [(word, group is groups[-1] and _may_go_on(typed) and word == typed) for word in group]


def _may_go_on(typed: str) -> bool:
    """Whether what was typed may be a beginning: of a number only when there is enough of it."""
    return len(typed) >= (_DIGITS if typed.isdigit() else _LETTERS)


def _begun(group: Sequence[str]) -> list[str]:
    """The alternatives of the last word with the words that begin with it as typed.

    FTS5 would put together all rows of all of them before the first is told; words by name are read as
    they are needed.
    """
    typed = group[-1]
    if not _may_go_on(typed):
        return list(group)
    sql = "SELECT term FROM cases_search_words WHERE term >= %s AND term < %s ORDER BY doc DESC LIMIT %s"
    found = bulk.rows(sql, [typed, typed + _LAST, _MOST_WORDS])
    return list(dict.fromkeys([*group, *(term for (term,) in found)]))


def _fts(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _pg(word: str, *, prefix: bool) -> str:
    quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{quoted}:*" if prefix else quoted

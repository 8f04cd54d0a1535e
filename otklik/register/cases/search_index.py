"""The full-text index of cases, the same on both databases: normal forms in, identifiers out."""

from collections.abc import Sequence

from django.db import connection

from otklik.kernel import language


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
    parts = ["(" + " OR ".join(_fts(word, prefix=p) for word, p in _words(g, groups)) + ")" for g in groups]
    return "SELECT rowid FROM cases_search WHERE cases_search MATCH %s", [" AND ".join(parts)]


def _words(group: Sequence[str], groups: Sequence[Sequence[str]]) -> list[tuple[str, bool]]:
    is_last = group is groups[-1]
    return [(word, is_last and len(word) >= 3) for word in group]


def _fts(word: str, *, prefix: bool) -> str:
    quoted = '"' + word.replace('"', '""') + '"'
    return f"{quoted}*" if prefix else quoted


def _pg(word: str, *, prefix: bool) -> str:
    quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{quoted}:*" if prefix else quoted

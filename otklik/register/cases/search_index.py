"""The full-text index of cases, the same on both databases: normal forms in, identifiers out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from otklik.ground.bulk import selectors as bulk
from otklik.ground.bulk import services as bulk_write
from otklik.kernel import language

_LETTERS, _DIGITS = 3, 5
_MOST_WORDS = 200
_LAST = chr(0x10FFFF)
_ALL = ""
_NAMED = (
    "SELECT '', COALESCE(MAX(id), 0) FROM cases_case UNION ALL "
    "SELECT term, doc FROM cases_search_words WHERE term IN ({})"
)
_BEGUN = (
    "SELECT * FROM (SELECT term, doc FROM cases_search_words WHERE term >= %s AND term < %s "
    "ORDER BY doc DESC LIMIT %s)"
)


def put(rows: Sequence[tuple[int, str]]) -> None:
    """Index new cases: pairs of case id and `kernel.language.index_terms`."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        bulk_write.tell(
            "INSERT INTO cases_search (case_id, terms) VALUES (%s, array_to_tsvector(%s)) "
            "ON CONFLICT (case_id) DO UPDATE SET terms = excluded.terms",
            [(case_id, list(dict.fromkeys(terms.split()))[:8000]) for case_id, terms in rows],
        )
    else:
        bulk_write.tell("INSERT INTO cases_search (rowid, terms) VALUES (%s, %s)", rows)


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


@dataclass(frozen=True, slots=True)
class Match:
    """SQL that picks the ids of cases; `hits` is about how many it picks, where that is known."""

    sql: str
    words: list[object]
    hits: int | None


def condition(query: str) -> tuple[str, list[object]] | None:
    """SQL that picks the ids of cases with all the words of the query; see `match`."""
    found = match(query)
    return None if found is None else (found.sql, found.words)


def match(query: str) -> Match | None:
    """All the words of the query, in any form; the last also as a beginning. None without a word."""
    groups = language.query_groups(query)
    if not groups:
        return None
    typed = groups[-1][-1] if _may_go_on(groups[-1][-1]) else ""
    if connection.vendor == "postgresql":
        parts = ["(" + " | ".join(map(_pg, group)) + ")" for group in groups]
        if typed:
            parts[-1] = f"({parts[-1]} | {_pg(typed)}:*)"
        return Match("SELECT case_id FROM cases_search WHERE terms @@ %s::tsquery", [" & ".join(parts)], None)
    told, begun = _known([word for group in groups for word in group], typed)
    groups[-1] = tuple(dict.fromkeys([*groups[-1], *begun]))
    hits = _expected([sum(told.get(word, 0) for word in group) for group in groups], told[_ALL])
    parts = ["(" + " OR ".join(map(_fts, group)) + ")" for group in groups]
    return Match("SELECT rowid FROM cases_search WHERE cases_search MATCH %s", [" AND ".join(parts)], hits)


def _may_go_on(typed: str) -> bool:
    """Whether what was typed may be a beginning: of a number only when there is enough of it."""
    return len(typed) >= (_DIGITS if typed.isdigit() else _LETTERS)


def _expected(holding: Sequence[int], every: int) -> int:
    """How many cases hold all the words, were the words strangers to each other."""
    return int(every * math.prod(min(1.0, one / every) for one in holding)) if every else 0


def _known(words: Sequence[str], typed: str) -> tuple[dict[str, int], list[str]]:
    """In how many cases each word is (`_ALL` for all), and the words that begin as the last was typed.

    FTS5 would put together all rows of all that begin so before it tells the first; words by name are read
    as they are needed.
    """
    sql = _NAMED.format(bulk.places_for(words))
    asked: list[object] = list(words)
    if typed:
        sql = f"{sql} UNION ALL {_BEGUN}"
        asked += [typed, typed + _LAST, _MOST_WORDS]
    told = {str(term): int(doc) for term, doc in bulk.rows(sql, asked)}
    return told, [term for term in told if typed and term.startswith(typed)]


def _fts(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _pg(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

"""The first of the cases that have the words of a search: a frequent word is found among the newest."""

from django.db.models.expressions import RawSQL

from otklik.register.cases import search_index
from otklik.register.cases.models import Case, CaseRows

NEAR = 1000
"""How many rows in their order are asked before the whole register is."""

_SOUGHT = """
    WITH near AS ({window}),
    ends AS (SELECT MIN(id) AS least, MAX(id) AS greatest FROM near),
    found AS (
        SELECT COUNT(*) AS hits FROM ({match}
        AND {key} BETWEEN (SELECT least FROM ends) AND (SELECT greatest FROM ends)
        AND +{key} IN (SELECT id FROM near)) f
    )
    {match}
    AND {key} BETWEEN (SELECT CASE WHEN hits >= %s THEN least ELSE 0 END FROM found, ends)
    AND (SELECT CASE WHEN hits >= %s THEN greatest ELSE {last} END FROM found, ends)
"""


def first(rows: CaseRows, text: str, *, most: int) -> list[Case]:
    """So many of the ordered rows that have all the words.

    A word of every third case is in tens of thousands: gathering and sorting them for one page takes longer
    than all the rest. So the rows that stand first are asked; where they hold enough, the ids beyond theirs
    are not read.
    """
    match = search_index.condition(text)
    if match is None:  # signs alone are in no case: everything would be a wrong answer
        return []
    window, told = rows.values("id")[:NEAR].query.sql_with_params()
    sql = _SOUGHT.format(window=window, match=match[0], key=search_index.key(), last=2**62)
    words = match[1]
    return list(rows.filter(id__in=RawSQL(sql, [*told, *words, *words, most, most]))[:most])  # noqa: S611

"""The first of the cases that have the words of a search: a frequent word is found among the newest."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
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


def first(
    rows: CaseRows, text: str, *, order: Sequence[str], fields: Sequence[str], most: int, near: int = NEAR
) -> list[Case]:
    """So many of the rows, in that order, that have all the words.

    Few cases are found by the words and sorted. A word of every third case is in tens of thousands, which
    would take longer than all the rest: there the rows that stand first are asked, and where they hold
    enough, the ids beyond theirs are not read.
    """
    found = search_index.match(text)
    if found is None:  # signs alone are in no case: everything would be a wrong answer
        return []
    if found.hits is not None and found.hits <= near:
        picked = Case.objects.filter(id__in=RawSQL(found.sql, found.words))  # noqa: S611
        seen = picked.filter(Exists(rows.filter(pk=OuterRef("pk"))))
    else:
        window, told = rows.order_by(*order).values("id")[:near].query.sql_with_params()
        sql = _SOUGHT.format(window=window, match=found.sql, key=search_index.key(), last=2**62)
        seen = rows.filter(id__in=RawSQL(sql, [*told, *found.words, *found.words, most, most]))  # noqa: S611
    return list(seen.order_by(*order).only(*fields)[:most])

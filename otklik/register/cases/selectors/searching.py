"""The first of the cases that have the words of a search: a frequent word is found among the newest."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from otklik.register.cases import search_index
from otklik.register.cases.models import Case, CaseRows

NEAR = 1000
"""How many cases of the town, in the order asked for, are looked at before all of them are."""

_AMONG = "{match} AND {key} BETWEEN (SELECT MIN(id) FROM ({near}) n) AND (SELECT MAX(id) FROM ({near}) n)"
_OF_THESE = "{among} AND +{key} IN (SELECT id FROM ({near}) n)"
"""The index of words answers for a stretch of ids at once; one by one it would be asked a thousand times."""


def first(
    rows: CaseRows,
    text: str,
    *,
    among: CaseRows,
    order: Sequence[str],
    fields: Sequence[str],
    most: int,
    near: int = NEAR,
) -> list[Case]:
    """So many of the rows, in that order, that have all the words; `among` is all of the town from there on.

    Few cases are found by the words and sorted. A word of every third case is in tens of thousands, which
    would take longer than all the rest: there the cases that stand first are asked before all.
    """
    found = search_index.match(text)
    if found is None:  # signs alone are in no case: everything would be a wrong answer
        return []
    words, is_few = RawSQL(found.sql, found.words), found.hits is not None and found.hits <= near  # noqa: S611
    window, told = among.order_by(*order).values("id")[:near].query.sql_with_params()
    key = search_index.key()
    stretch = _AMONG.format(match=found.sql, key=key, near=window)
    first_ones = RawSQL(  # noqa: S611
        _OF_THESE.format(among=stretch, key=key, near=window), [*found.words, *told, *told, *told]
    )
    picked = Case.objects.filter(
        Exists(rows.filter(pk=OuterRef("pk"))), id__in=words if is_few else first_ones
    )
    page = list(picked.order_by(*order).only(*fields)[:most])
    if is_few or len(page) == most:
        return page
    return list(rows.filter(id__in=words).order_by(*order).only(*fields)[:most])

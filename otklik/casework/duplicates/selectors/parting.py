"""Which cards were made of the questions of one message."""

from otklik.casework.duplicates.models import Offshoot


def offshoots(case_id: int) -> dict[int, int]:
    """The cards made of this one, by the place of their question in its text."""
    return dict(Offshoot.objects.filter(origin_id=case_id).order_by("part").values_list("part", "case_id"))


def family(case_id: int) -> tuple[int | None, list[int]]:
    """The card that this one was made of, and those made of it, for one query."""
    rows = Offshoot.objects.filter(origin_id=case_id) | Offshoot.objects.filter(case_id=case_id)
    told = list(rows.order_by("part").values_list("case_id", "origin_id"))
    origin = next((origin for case, origin in told if case == case_id), None)
    return origin, [case for case, origin in told if origin == case_id]

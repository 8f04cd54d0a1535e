"""Who executes a case beside its executor, and the cases that are open to a person only so."""

from otklik.ground.people.roles import Access, Action
from otklik.register.cases.models import Case, CaseRows, CoExecutor, Piece

CO_EXECUTING = frozenset({Action.SEE_CASES, Action.SEE_PERSONAL, Action.DRAFT})
"""What a co-executor may do with the case, as far as their role may do it anywhere in the town."""


_BROUGHT = (
    '"cases_case"."id" IN (SELECT case_id FROM cases_coexecutor WHERE user_id = %s)'
    ' AND +"cases_case"."municipality_id" = %s'
)
"""The sign keeps the database from walking the town to find the few that a person was brought to."""


def co_executed(access: Access, municipality_id: int) -> CaseRows:
    """The cases of a town to which the person was brought; none where they work there no more."""
    if not access.can(Action.SEE_CASES, municipality_id):
        return Case.objects.none()
    brought = CoExecutor.objects.filter(user_id=access.user_id).values("case_id")
    found = Case.objects.filter(municipality_id=municipality_id, id__in=brought)
    found.pieces = (Piece((_BROUGHT, (access.user_id, municipality_id))),)
    return found


def permits(access: Access, action: Action, municipality_id: int) -> bool:
    """Whether the action is of those that a co-executor may do."""
    return action in CO_EXECUTING and access.can(action, municipality_id)


def co_executors(case_id: int) -> list[CoExecutor]:
    """The co-executors of a case, the first brought first."""
    return list(CoExecutor.objects.filter(case_id=case_id))

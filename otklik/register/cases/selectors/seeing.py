"""Which cases a person may see, and finding one among them."""

from collections.abc import Sequence

from django.db.models import Q

from otklik.ground.people.roles import Access, Action
from otklik.register.cases.models import Case, CaseRows, Piece
from otklik.register.cases.selectors.co_executing import co_executed, permits
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

LIST_FIELDS = (
    "id", "number", "kind", "stream", "channel", "status", "is_open", "needs_decision", "topic_id",
    "block_id", "recipient_id", "assignee_id", "district_id", "address", "summary", "urgency", "received_at",
    "registered_at", "due_at", "attention_at", "answered_at", "closed_at", "promised_on", "rating",
    "reopened_count", "is_repeat", "duplicate_of_id", "topic_confidence", "municipality_id", "version",
    "updated_at",
)  # fmt: skip


MOST_PIECES = 8


class NotFound(LookupError):
    """No such case, or the person may not know that it exists."""


def visible(
    access: Access, action: Action, municipality_id: int, *, known: Snapshot | None = None
) -> CaseRows:
    """The cases of a town on which the person may do the action; `known` is the catalog read before."""
    rows = Case.objects.filter(municipality_id=municipality_id)
    grants = access.of(action, municipality_id)
    if any(grant.is_whole_town for grant in grants):
        return rows
    if not grants:
        return rows.none()
    snapshot = known or catalog.snapshot(municipality_id)
    block_codes = {grant.block_code for grant in grants if grant.block_code}
    organisations = {one for grant in grants for one in grant.organisation_ids}
    blocks = [b.id for b in snapshot.blocks.values() if b.code in block_codes]
    recipients = [r.id for r in snapshot.recipients.values() if r.organisation_id in organisations]
    found = rows.filter(Q(block_id__in=blocks) | Q(recipient_id__in=recipients))
    found.pieces = _pieces(blocks, recipients)
    return found


def _pieces(blocks: Sequence[int], recipients: Sequence[int]) -> tuple[Piece, ...]:
    """The rows of each block, and of each recipient those of no such block; a block and a recipient are of
    one town. Too many are not parted."""
    if len(blocks) + len(recipients) > MOST_PIECES:
        return ()
    marks = ", ".join(["%s"] * len(blocks))
    others = (
        f'("cases_case"."block_id" IS NULL OR "cases_case"."block_id" NOT IN ({marks}))' if blocks else ""
    )
    return (
        *(Piece(('"cases_case"."block_id" = %s', (one,))) for one in blocks),
        *(Piece(('"cases_case"."recipient_id" = %s', (one,)), (others, (*blocks,))) for one in recipients),
    )


def may(access: Access, action: Action, case: Case, *, known: Snapshot | None = None) -> bool:
    """Whether the action is permitted on this case."""
    snapshot = known or catalog.snapshot(case.municipality_id)
    block = snapshot.blocks.get(case.block_id) if case.block_id else None
    recipient = snapshot.recipients.get(case.recipient_id) if case.recipient_id else None
    return access.can_on(
        action,
        municipality_id=case.municipality_id,
        block_code=block.code if block else "",
        organisation_id=recipient.organisation_id if recipient else None,
    )


def get_for(
    access: Access, number: str, action: Action, *, municipality_id: int, known: Snapshot | None = None
) -> Case:
    """The case by its number, if the person may do the action on it; raises `NotFound`.

    What the roles do not open is asked again of those to which the person was brought as a co-executor.
    """
    beside = ("applicant", "duplicate_of", "account")
    rows = visible(access, action, municipality_id, known=known).select_related(*beside)
    case = rows.filter(number=number).first()
    if case is None and permits(access, action, municipality_id):
        case = co_executed(access, municipality_id).select_related(*beside).filter(number=number).first()
    if case is None:
        raise NotFound(number)
    return case


def allowed(access: Access, case: Case, *, known: Snapshot | None = None) -> tuple[frozenset[Action], bool]:
    """All that is permitted on this case, and whether only because the person is its co-executor."""
    granted = frozenset(one for one in Action if may(access, one, case, known=known))
    if Action.SEE_CASES in granted or not co_executes(access, Action.SEE_CASES, case):
        return granted, False
    town = case.municipality_id
    return granted | {one for one in Action if permits(access, one, town)}, True


def co_executes(access: Access, action: Action, case: Case) -> bool:
    """Whether the person may do the action as a co-executor of this case."""
    town = case.municipality_id
    return permits(access, action, town) and co_executed(access, town).filter(id=case.id).exists()


def by_ids(
    access: Access,
    ids: Sequence[int],
    *,
    municipality_id: int,
    action: Action,
    known: Snapshot | None = None,
) -> list[Case]:
    """The cases of these ids on which the action is permitted, in the given order."""
    found = {c.id: c for c in visible(access, action, municipality_id, known=known).filter(id__in=ids)}
    return [found[one] for one in ids if one in found]


def by_numbers(access: Access, numbers: Sequence[str], *, municipality_id: int, action: Action) -> list[Case]:
    rows = visible(access, action, municipality_id).filter(number__in=numbers)
    found = {case.number: case for case in rows}
    return [found[one] for one in numbers if one in found]


def number_of(case_id: int) -> str:
    return Case.objects.values_list("number", flat=True).get(id=case_id)


def of_ids(ids: Sequence[int]) -> list[Case]:
    """Cases of the system's own work, in no order."""
    return list(Case.objects.filter(id__in=ids).only(*LIST_FIELDS))


def by_id(case_id: int) -> Case:
    """A case for the system's own work (deliveries); doors use `get_for`."""
    return Case.objects.select_related("applicant", "account").get(id=case_id)

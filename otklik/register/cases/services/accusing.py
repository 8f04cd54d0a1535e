"""Naming whom a complaint is against, and refusing to give it to them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.border.ports.messages import CaseKind
from otklik.ground.audit import services as audit
from otklik.register.cases.complaints import NORM, Accused, Addressee, Banned, Bar
from otklik.register.cases.models import Case, ComplainedAgainst, Question
from otklik.register.cases.rules import AppealType
from otklik.register.cases.selectors import accusing
from otklik.register.cases.services.basing import undo_bases
from otklik.register.cases.services.moving import lock, save


@transaction.atomic
def name_accused(
    case_id: int,
    named: Sequence[Accused],
    *,
    now: datetime,
    actor_id: int | None = None,
    version: int | None = None,
) -> list[str]:
    """Say whom an appeal complains of. Whoever may not have it loses it at once.

    Returns what was taken away: "recipient", "assignee", "co_executors", "questions".
    """
    case = lock(case_id, version=version)
    if case.kind != CaseKind.APPEAL:
        raise Banned(_("На кого жалуются, указывают у обращений по 59-ФЗ."))
    unique = {" ".join(one.title.split()): one for one in named if one.title.strip()}
    if case.appeal_type == AppealType.COMPLAINT and not unique:
        raise Banned(_("Жалоба: укажите, на чьё решение или действие жалуются. Без этого её не направить."))
    ComplainedAgainst.objects.filter(case=case).delete()
    ComplainedAgainst.objects.bulk_create(
        [
            ComplainedAgainst(
                case=case, title=title[:300], organisation_id=one.organisation_id, user_id=one.user_id
            )
            for title, one in unique.items()
        ]
    )
    taken = _take_away(case, now=now, actor_id=actor_id)
    save(case, ["recipient", "assignee", "needs_decision", "auto_delivered"], now=now)
    audit.record(
        action="name_accused",
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
        details={
            "organisation": [one.organisation_id for one in unique.values() if one.organisation_id],
            "users": [one.user_id for one in unique.values() if one.user_id],
            "taken": taken,
        },
    )
    return taken


def _take_away(case: Case, *, now: datetime, actor_id: int | None) -> list[str]:
    taken = []
    if case.is_open and not accusing.may_have(case, case.recipient_id):
        undo_bases(case, reason=_("жалоба была у того, на кого жалуются"), now=now, actor_id=actor_id)
        case.recipient_id, case.auto_delivered = None, False
        case.needs_decision = True
        case.assignee_id = None
        case.questions.filter(order=1).update(recipient=None)
        taken.append("recipient")
    if case.assignee_id and accusing.barred_users(case, [case.assignee_id]):
        case.assignee_id = None
        taken.append("assignee")
    beside = list(case.co_executors.values_list("user_id", flat=True))
    if barred := accusing.barred_users(case, beside):
        case.co_executors.filter(user_id__in=barred).delete()
        taken.append("co_executors")
    rows = case.questions.filter(order__gt=1, recipient__isnull=False, outcome="")
    held = [row.id for row in rows if not accusing.may_have(case, row.recipient_id)]
    if held:
        Question.objects.filter(id__in=held).update(recipient=None)
        taken.append("questions")
    return taken


def refuse_recipient(case: Case, recipient_id: int | None) -> None:
    """Raise `Banned` where the recipient may not have the case, with another way named."""
    if recipient_id is None or case.kind != CaseKind.APPEAL:
        return
    known = accusing.accused(case.id)
    if not known:
        if case.appeal_type == AppealType.COMPLAINT:
            raise Banned(_("Жалоба: сначала укажите, на чьё решение или действие жалуются (%s).") % NORM)
        return
    found = accusing.recipient_finding(case, recipient_id, known=known)
    if found.bar is Bar.BARRED:
        ways = accusing.ways(case)
        raise Banned(f"{found.words} {found.norm}. {ways.words}", recipient_ids=ways.recipient_ids)


def refuse_addressee(case: Case, title: str, *, organisation_id: int | None = None) -> None:
    """The same for a body outside the catalog, told by its title."""
    found = accusing.finding(case, Addressee(title=title, organisation_id=organisation_id))
    if found.bar is Bar.BARRED:
        ways = accusing.ways(case)
        raise Banned(f"{found.words} {found.norm}. {ways.words}", recipient_ids=ways.recipient_ids)


def refuse_users(case: Case, user_ids: Sequence[int]) -> None:
    """The same for people: the executor, a co-executor."""
    if case.kind == CaseKind.APPEAL and accusing.barred_users(case, user_ids):
        raise Banned(_("На этого человека или его организацию жалуются: поручить ему нельзя. %s.") % NORM)

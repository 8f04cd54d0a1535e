"""Moving a case by the table of moves, and adding to its correspondence."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from otklik.border.ports.messages import Attachment as Incoming
from otklik.border.ports.messages import CaseKind
from otklik.ground.audit import services as audit
from otklik.kernel import language
from otklik.register.cases import files, search_index
from otklik.register.cases.models import Attachment, Case, Post, PostKind, StatusChange
from otklik.register.cases.rules import OPEN, Move, MoveNotAllowed, Status, find_move


class Stale(RuntimeError):
    """The case was changed by someone else since the form was opened; the message is Russian."""


def lock(case_id: int, *, version: int | None = None) -> Case:
    """The row held until the end of the transaction; raises `Stale` when the version is not the seen one."""
    case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
    if version is not None and case.version != version:
        raise Stale(
            "Карточку уже изменил другой сотрудник. Ваш текст сохранён: обновите страницу и проверьте его."
        )
    return case


@transaction.atomic
def touch(case_id: int, *, now: datetime, version: int | None = None) -> Case:
    """Hold a case for work that changes rows beside it: its version grows, a stale one raises `Stale`."""
    case = lock(case_id, version=version)
    save(case, [], now=now)
    return case


def hold(case_id: int) -> None:
    """Nobody else changes the case until the end of the transaction: what is read now stays true."""
    Case.objects.select_for_update(of=("self",)).only("id").get(id=case_id)


def save(case: Case, fields: Sequence[str], *, now: datetime) -> None:
    """Write the named fields with the next version."""
    case.version, case.updated_at = case.version + 1, now
    case.save(update_fields=[*fields, "version", "updated_at"])


@transaction.atomic
def move(
    case_id: int,
    target: Status,
    *,
    now: datetime,
    actor_id: int | None = None,
    by_label: str = "",
    comment: str = "",
    outcome: str = "",
    promised_on: date | None = None,
    version: int | None = None,
) -> Case:
    """Move a case; raises `MoveNotAllowed` or `Stale`. The move's norm goes to its row and the journal."""
    case = lock(case_id, version=version)
    source = Status(case.status)
    rule = _permitted(case, target)
    case.status, case.status_since, case.is_open = target, now, target in OPEN
    fields = ["status", "status_since", "is_open", *_consequences(case, target, now=now)]
    if outcome:
        case.questions.filter(outcome__in=["", case.outcome]).update(outcome=outcome)
        case.outcome = outcome
        fields.append("outcome")
    if target is Status.POSTPONED:
        case.promised_on = promised_on
        fields.append("promised_on")
    if target is Status.CLOSED and comment:
        case.closing_reason = comment[:300]
        fields.append("closing_reason")
    if source is Status.APPROVAL and target is Status.IN_WORK:
        case.returned_count += 1
        fields.append("returned_count")
    save(case, fields, now=now)
    StatusChange.objects.create(
        case=case,
        source=source,
        target=target,
        at=now,
        user_id=actor_id,
        by_label=by_label,
        norm=rule.norm,
        comment=comment[:1000],
    )
    audit.record(
        action=f"move:{target}",
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=rule.norm,
        details={"from": source, "to": target},
    )
    return case


def _permitted(case: Case, target: Status) -> Move:
    """The row of the table of moves. An appeal ends when all its questions have (59-ФЗ, ст. 10, ч. 1, п. 4).

    One answer closes the questions of its own recipient; those given to others are closed one by one.
    """
    rule = find_move(Status(case.status), target)
    if case.kind != CaseKind.APPEAL or target not in (Status.ANSWERED, Status.CLOSED):
        return rule
    left = case.questions.filter(outcome="")
    if target is Status.ANSWERED:
        left = left.filter(order__gt=1, recipient__isnull=False).exclude(recipient=case.recipient)
    orders = [str(order) for order in left.values_list("order", flat=True)]
    if orders:
        raise MoveNotAllowed(
            f"Не закрыты вопросы обращения: {', '.join(orders)}. Укажите результат по каждому: "
            "разъяснено, поддержано, не поддержано, направлено по компетенции."
        )
    return rule


def _consequences(case: Case, target: Status, *, now: datetime) -> list[str]:
    """The times on the face that follow from the new status."""
    if target is Status.ROUTED:
        case.routed_at = now
        case.needs_decision = False
        return ["routed_at", "needs_decision"]
    if target is Status.IN_WORK:
        case.taken_at = case.taken_at or now
        return ["taken_at"]
    if target is Status.POSTPONED:
        case.first_answer_at = case.first_answer_at or now
        return ["first_answer_at"]
    if target in {Status.ANSWERED, Status.FORWARDED, Status.REFUSED}:
        case.answered_at = now
        case.needs_decision = False
        fields = ["answered_at", "needs_decision"]
        if target is not Status.REFUSED:
            case.first_answer_at = case.first_answer_at or now
            fields.append("first_answer_at")
        return fields
    if target is Status.CLOSED:
        case.closed_at = now
        return ["closed_at"]
    if target is Status.REOPENED:
        case.reopened_count += 1
        case.answered_at = case.closed_at = None
        return ["reopened_count", "answered_at", "closed_at"]
    return []


@transaction.atomic
def add_post(
    case_id: int,
    *,
    kind: str,
    text: str,
    at: datetime,
    now: datetime,
    is_inbound: bool = False,
    by_label: str = "",
    actor_id: int | None = None,
    external_id: str = "",
    url: str = "",
    sent_at: datetime | None = None,
    attachments: Sequence[Incoming] = (),
) -> int:
    """Add an utterance; the case becomes findable by its words (notes too). Returns the post's id."""
    post = Post.objects.create(
        case_id=case_id,
        kind=kind,
        is_inbound=is_inbound,
        text=text,
        at=at,
        by_label=by_label[:300],
        user_id=actor_id,
        external_id=external_id[:200],
        url=url[:1000],
        sent_at=sent_at,
    )
    attach(case_id, attachments, post_id=post.id)
    Case.objects.filter(id=case_id).update(version=F("version") + 1, updated_at=now)
    if kind != PostKind.ANSWER:
        search_index.add(case_id, language.index_terms(text))
    audit.record(
        action=f"post:{kind}",
        subject="case",
        subject_id=case_id,
        municipality_id=Case.objects.values_list("municipality_id", flat=True).get(id=case_id),
        actor_id=actor_id,
        now=now,
        details={"post": post.id},
    )
    return post.id


def attach(case_id: int, attachments: Sequence[Incoming], *, post_id: int | None) -> None:
    """Keep files of a post (or of the case itself)."""
    Attachment.objects.bulk_create(
        [
            Attachment(
                case_id=case_id,
                post_id=post_id,
                name=one.name[:255],
                content_type=one.content_type[:100],
                size=len(one.content),
                sha256=files.keep(one.content),
            )
            for one in attachments
        ]
    )

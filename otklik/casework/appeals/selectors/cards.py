"""What the card of an appeal shows of its decisions, letters and requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from otklik.casework.appeals.models import (
    BodyRequest,
    Decision,
    ForwardedQuestion,
    Forwarding,
    Notice,
    Paper,
    QuestionCode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A notice or a letter; `is_late` once its last day has passed unsent, or it went after that."""

    id: int
    case_id: int
    kind: str
    code: str
    to_title: str
    text: str
    norm: str
    due_on: date | None
    is_due: bool
    drafted_at: datetime
    sent_on: date | None
    sent_how: str
    out_number: str

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and (self.sent_on or today) > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A forwarding with the ids of its questions."""

    id: int
    organisation_id: int | None
    title: str
    is_whole: bool
    letter_number: str
    letter_on: date
    due_on: date
    has_control: bool
    control_on: date | None
    result: str
    result_on: date | None
    notice_id: int | None
    covering_id: int | None
    at: datetime
    question_ids: tuple[int, ...] = ()

    @property
    def is_late(self) -> bool:
        return self.letter_on > self.due_on

    def is_overdue(self, today: date) -> bool:
        """Whether the result that was asked for has not come in time."""
        return self.control_on is not None and self.result_on is None and today > self.control_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A request for documents to another body."""

    id: int
    case_id: int
    title: str
    asked: str
    letter_number: str
    sent_at: datetime
    sent_on: date
    due_on: date
    reminded_on: date | None
    reminders: int
    answered_on: date | None
    answer: str
    letter_id: int | None

    def is_overdue(self, today: date) -> bool:
        return self.answered_on is None and today > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision of art. 11 with its ground."""

    id: int
    question_id: int | None
    code: str
    ground: str
    norm: str
    code_otk: str
    decided_at: datetime
    decided_by_id: int | None
    by_label: str
    public_answer_id: int | None
    notice_id: int | None


_WRITTEN = tuple(Written.__dataclass_fields__)
_REQUESTED = tuple(Requested.__dataclass_fields__)
_DECISION = tuple(DecisionView.__dataclass_fields__)
_SENT = tuple(name for name in Sent.__dataclass_fields__ if name != "question_ids")


def paper(case_id: int) -> Paper | None:
    """The paper side as a person has checked it."""
    return Paper.objects.filter(case_id=case_id).first()


def codes(question_ids: Sequence[int]) -> dict[int, str]:
    """Codes of the classifier given to questions by hand."""
    return dict(QuestionCode.objects.filter(question_id__in=question_ids).values_list("question_id", "code"))


def notices(case_id: int) -> list[Written]:
    """All texts of a case in the order they were drafted."""
    return [Written(**row) for row in Notice.objects.filter(case_id=case_id).values(*_WRITTEN)]


def notice(notice_id: int) -> Written | None:
    row = Notice.objects.filter(id=notice_id).values(*_WRITTEN).first()
    return Written(**row) if row else None


def notices_left(case_id: int) -> int:
    """How many notices the law demands have not gone yet."""
    return Notice.objects.filter(case_id=case_id, is_due=True, sent_on=None).count()


def forwardings(case_id: int) -> list[Sent]:
    """What went to other bodies, in order, for two queries."""
    rows = list(Forwarding.objects.filter(case_id=case_id).values(*_SENT))
    asked: dict[int, list[int]] = {}
    if rows:
        links = ForwardedQuestion.objects.filter(forwarding_id__in=[row["id"] for row in rows])
        for forwarding_id, question_id in links.values_list("forwarding_id", "question_id"):
            asked.setdefault(forwarding_id, []).append(question_id)
    return [Sent(**row, question_ids=tuple(asked.get(row["id"], ()))) for row in rows]


def results_left(municipality_id: int, *, today: date) -> list[Sent]:
    """Forwardings of a town whose result was asked for and has not come in time."""
    rows = Forwarding.objects.filter(
        Q(has_control=True, result_on=None, control_on__lt=today), case__municipality_id=municipality_id
    )
    return [Sent(**row) for row in rows.order_by("control_on").values(*_SENT)]


def requests(case_id: int) -> list[Requested]:
    """Requests to other bodies, in order."""
    return [Requested(**row) for row in BodyRequest.objects.filter(case_id=case_id).values(*_REQUESTED)]


def request(request_id: int) -> Requested | None:
    row = BodyRequest.objects.filter(id=request_id).values(*_REQUESTED).first()
    return Requested(**row) if row else None


def decisions(case_id: int) -> list[DecisionView]:
    """Decisions of art. 11 on the case, in order."""
    return [DecisionView(**row) for row in Decision.objects.filter(case_id=case_id).values(*_DECISION)]

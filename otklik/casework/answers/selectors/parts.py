"""Reading parts of an answer, in the order they will stand in it."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.casework.answers.models import Part, PartState

_LAST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part of the answer; `order` and `question` are of the question of the appeal it answers, if any."""

    id: int
    case_id: int
    user_id: int
    order: int
    question_id: int | None
    question: str
    task: str
    text: str
    state: str
    reason: str
    due_on: date | None
    handed_at: datetime | None
    returned_count: int
    version: int

    @property
    def is_handed(self) -> bool:
        return self.state == PartState.HANDED

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not in."""
        return not self.is_handed and self.due_on is not None and self.due_on < today


def parts(case_id: int) -> list[PartView]:
    """The parts of a case by the order of its questions, those to none last."""
    rows = Part.objects.filter(case_id=case_id).select_related("question")
    return sorted((_view(row) for row in rows), key=lambda one: (one.order or _LAST, one.id))


def part(case_id: int, part_id: int) -> PartView | None:
    row = Part.objects.filter(case_id=case_id, id=part_id).select_related("question").first()
    return _view(row) if row else None


def has_part(case_id: int, user_id: int) -> bool:
    """Whether a part of the answer is asked of the person."""
    return Part.objects.filter(case_id=case_id, user_id=user_id).exists()


def _view(row: Part) -> PartView:
    return PartView(
        id=row.id,
        case_id=row.case_id,
        user_id=row.user_id,
        order=row.question.order if row.question else 0,
        question_id=row.question_id,
        question=row.question.text if row.question else "",
        task=row.task,
        text=row.text,
        state=row.state,
        reason=row.reason,
        due_on=row.due_on,
        handed_at=row.handed_at,
        returned_count=row.returned_count,
        version=row.version,
    )

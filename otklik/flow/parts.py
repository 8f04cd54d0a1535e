"""Parts of several writers: asked, and assembled into the one answer with every question in its place."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.border.ports.messages import CaseKind
from otklik.casework.answers import selectors as answers_read
from otklik.casework.answers import services as answers
from otklik.casework.answers.services import BadDraft, BadPart, Part, Writing
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import naming
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.services import Asking
from otklik.register.catalog import selectors as catalog

__all__ = [
    "BadDraft",
    "BadPart",
    "Part",
    "ask",
    "assemble",
    "drop",
    "hand_in",
    "keep",
    "may_write",
    "send_back",
]


@dataclass(frozen=True, slots=True)
class Assembled:
    """What became of the parts: the text, and how many of them are not in yet."""

    text: str
    missing: int


def may_write(case_id: int, *, today: date) -> list[tuple[int, str]]:
    """Who may be asked: people of the recipients of the case and its questions first, then all others."""
    case = cases_read.by_id(case_id)
    known = catalog.snapshot(case.municipality_id).recipients
    ids = [case.recipient_id, *(one.recipient_id for one in cases_read.questions(case_id))]
    organisations = [
        known[one].organisation_id for one in dict.fromkeys(ids) if one is not None and one in known
    ]
    near = [(one.id, one.full_name) for place in organisations for one in people.executors(place)]
    everybody = people.permitted(case.municipality_id, Action.TAKE, today=today)
    return list(dict.fromkeys([*near, *everybody]))


@transaction.atomic
def ask(
    case_id: int, told: Part, *, now: datetime, today: date, actor_id: int | None, by_label: str = ""
) -> int:
    """Ask a person for a part and bring them to the case; raises `BadPart`."""
    case = cases_read.by_id(case_id)
    if told.user_id not in dict(may_write(case_id, today=today)):
        raise BadPart("Выберите, кто напишет часть: человека, который берёт карточки в работу.")
    if told.question_id not in (None, *(one.id for one in cases_read.questions(case_id))):
        raise BadPart("Этого вопроса уже нет: обновите карточку.")
    if told.user_id != case.assignee_id:
        cases.add_co_executors(case_id, [told.user_id], by_label=by_label, now=now, actor_id=actor_id)
    return answers.ask(case_id, told, now=now, today=today, actor_id=actor_id)


def keep(case_id: int, part_id: int, text: str, *, user_id: int, version: int | None) -> int:
    """Keep what the writer of the part is writing; raises `BadPart`."""
    _own(case_id, part_id, user_id)
    return answers.keep(part_id, text, version=version)


def hand_in(
    case_id: int, part_id: int, text: str, *, now: datetime, user_id: int, version: int | None
) -> None:
    """The writer hands the part in; raises `BadPart`."""
    _own(case_id, part_id, user_id)
    answers.hand_in(part_id, text, now=now, actor_id=user_id, version=version)


def send_back(case_id: int, part_id: int, *, reason: str, now: datetime, actor_id: int | None) -> None:
    """Return a part to its writer; raises `BadPart`."""
    if answers_read.part(case_id, part_id) is None:
        raise BadPart("Этой части уже нет: обновите карточку.")
    answers.send_part_back(part_id, reason=reason, now=now, actor_id=actor_id)


def drop(case_id: int, part_id: int, *, now: datetime, actor_id: int | None) -> None:
    """Ask for the part no more; raises `BadPart`."""
    if answers_read.part(case_id, part_id) is None:
        raise BadPart("Этой части уже нет: обновите карточку.")
    answers.drop(part_id, now=now, actor_id=actor_id)


@transaction.atomic
def assemble(
    case_id: int, writing: Writing, *, now: datetime, actor_id: int | None, version: int | None
) -> Assembled:
    """Put the parts that are in into the draft, in the order of the questions, under what is written there.

    Each part is kept with its question too. Raises `BadPart` where none is in, `BadDraft` on a conflict.
    """
    found = answers_read.parts(case_id)
    handed = [one for one in found if one.is_handed and one.text not in writing.text]
    if not handed:
        raise BadPart("Собирать пока нечего: ни одна новая часть не сдана.")
    case = cases_read.by_id(case_id)
    parts = "\n\n".join(one.text for one in handed)
    greeting = writing.text.rstrip() or (naming.salutation(case.applicant.name) if case.applicant else "")
    text = "\n\n".join(filter(None, (greeting, parts)))
    whole = Writing(
        text=text, is_interim=writing.is_interim, promised_on=writing.promised_on, outcome=writing.outcome
    )
    answers.write(case_id, whole, now=now, author_id=actor_id, version=version)
    _keep_with_questions(case, handed, now=now, actor_id=actor_id)
    return Assembled(text, sum(not one.is_handed for one in found))


def _keep_with_questions(
    case: cases_read.Case, handed: list[answers_read.PartView], *, now: datetime, actor_id: int | None
) -> None:
    if case.kind != CaseKind.APPEAL:
        return
    for one in cases_read.questions(case.id):
        told = "\n\n".join(part.text for part in handed if part.question_id == one.id)
        if told and told != one.answer_part:
            asking = Asking(
                text=one.text, topic_id=one.topic_id, recipient_id=one.recipient_id, outcome=one.outcome,
                answer_part=told,
            )  # fmt: skip
            cases.save_question(case.id, asking, question_id=one.id, now=now, actor_id=actor_id)


def _own(case_id: int, part_id: int, user_id: int) -> None:
    row = answers_read.part(case_id, part_id)
    if row is None or row.user_id != user_id:
        raise BadPart("Эту часть просили написать не вас.")

"""What a person does to a card that moves it nowhere: notes, executors, duplicates, questions, own views."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.border.ports.messages import Place
from otklik.casework.answers import services as answers
from otklik.casework.answers.services import BadDraft, Writing
from otklik.casework.triage import services as triage
from otklik.flow.decide import renew_clocks
from otklik.ground.audit import services as audit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.ground.places import matching as places
from otklik.ground.places.found import Found
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import BY_PERSON, URGENCY_TITLES
from otklik.register.cases.services import Asking, BadQuestion, forget_view, save_view
from otklik.register.catalog import selectors as catalog

__all__ = ["Asking", "BadCard", "BadDraft", "BadQuestion", "Writing", "forget_view", "save_view"]


class BadCard(ValueError):
    """The card cannot be changed so; the message is Russian and says what to do."""


@transaction.atomic
def note(case_id: int, text: str, *, now: datetime, actor_id: int | None, by_label: str = "") -> int:
    """A note for the staff alone; the post's id."""
    if not text.strip():
        raise BadCard("Заметка пуста: напишите, что нужно запомнить.")
    return cases.add_post(
        case_id, kind="note", text=text.strip(), at=now, now=now, actor_id=actor_id, by_label=by_label
    )


@transaction.atomic
def assign(case_id: int, user_id: int | None, *, now: datetime, actor_id: int | None) -> int | None:
    """Name the executor, or nobody; returns who it was before."""
    case = cases_read.by_id(case_id)
    if user_id is not None and user_id not in dict(may_execute(case_id)):
        raise BadCard("Этот человек не работает у получателя. Выберите другого исполнителя.")
    was: int | None = case.assignee_id
    cases.assign(case_id, user_id, now=now, actor_id=actor_id)
    return was


def may_execute(case_id: int) -> list[tuple[int, str]]:
    """The people of the recipient; while there is none, everybody with a role in the town."""
    case = cases_read.by_id(case_id)
    recipient = catalog.snapshot(case.municipality_id).recipients.get(case.recipient_id or 0)
    if recipient is not None and (found := people.executors(recipient.organisation_id)):
        return [(one.id, one.full_name) for one in found]
    return people.staff(case.municipality_id)


@transaction.atomic
def add_co_executor(
    case_id: int, user_id: int | None, *, now: datetime, today: date, actor_id: int, by_label: str
) -> None:
    """Bring one more person to the case, who will open it whatever their role opens."""
    if user_id not in dict(may_co_execute(case_id, today=today)):
        raise BadCard("Выберите, кого позвать соисполнителем: человека, который берёт карточки в работу.")
    cases.add_co_executors(case_id, [user_id], by_label=by_label, now=now, actor_id=actor_id)


@transaction.atomic
def remove_co_executor(case_id: int, user_id: int | None, *, now: datetime, actor_id: int) -> None:
    """Let a co-executor go."""
    if user_id is None or not cases.remove_co_executor(case_id, user_id, now=now, actor_id=actor_id):
        raise BadCard("Этот человек уже не соисполнитель. Обновите страницу.")


def may_co_execute(case_id: int, *, today: date) -> list[tuple[int, str]]:
    """The people of the town who take work, but for the executor and those who are on the case."""
    case = cases_read.by_id(case_id)
    on_it = {case.assignee_id, *(one.user_id for one in cases_read.co_executors(case_id))}
    found = people.permitted(case.municipality_id, Action.TAKE, today=today)
    return [(user_id, name) for user_id, name in found if user_id not in on_it]


@transaction.atomic
def link_duplicate(
    case_id: int, original_id: int | None, *, now: datetime, actor_id: int | None
) -> int | None:
    """Say that the card repeats another one, or take it back; returns what it repeated before."""
    if original_id == case_id:
        raise BadCard("Карточка не может повторять сама себя. Укажите номер другой.")
    was: int | None = cases_read.by_id(case_id).duplicate_of_id
    cases.link_duplicate(case_id, original_id, now=now, actor_id=actor_id)
    return was


def save_question(
    case_id: int, asking: Asking, *, question_id: int | None, now: datetime, actor_id: int | None
) -> int:
    """Add a question to an appeal or change it; raises `BadQuestion`."""
    return cases.save_question(case_id, asking, question_id=question_id, now=now, actor_id=actor_id)


def remove_question(case_id: int, question_id: int, *, now: datetime, actor_id: int | None) -> Asking:
    """Take a question away; raises `BadQuestion`."""
    return cases.remove_question(case_id, question_id, now=now, actor_id=actor_id)


@transaction.atomic
def set_appeal_type(case_id: int, appeal_type: str, *, now: datetime, actor_id: int | None) -> None:
    """A proposal, an application, a complaint or a request for information, which has a clock of its own."""
    cases.set_appeal_type(case_id, appeal_type, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)


def where_in_text(case: cases_read.Case) -> str:
    """The words of the message by which its address was found."""
    text = next((post.text for post in cases_read.thread(case.id) if post.is_inbound), "")
    return places.matcher(case.municipality_id).find(Place(), text).fragment


@transaction.atomic
def set_urgency(case_id: int, urgency: int | None, *, reason: str, now: datetime, actor_id: int) -> None:
    """A person says how urgent the case is, and why; rules leave it so."""
    if urgency not in URGENCY_TITLES:
        raise BadCard("Выберите срочность из списка.")
    told = " ".join(reason.split())
    if not told:
        raise BadCard("Напишите, почему меняете срочность: это увидят исполнитель и руководитель.")
    cases.set_urgency(case_id, urgency, reason=f"{BY_PERSON}: {told}", now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """What the text of a case says of its place; `candidates` are what its words fit as well, each found."""

    text: str
    found: Found
    candidates: tuple[Found, ...]


def place_in_text(case: cases_read.Case) -> PlaceRead:
    """The place that the message names, with the words, the grounds and the other places."""
    text = next((post.text for post in cases_read.thread(case.id) if post.is_inbound), "")
    matcher = places.matcher(case.municipality_id)
    found = matcher.find(Place(), text)
    others = (matcher.find(Place(text=one.address), "") for one in found.candidates)
    return PlaceRead(text, found, tuple(others))


def at_point(municipality_id: int, lat: float, lon: float) -> Found:
    """What lies at a point: the district by its boundary, and the nearest house."""
    return places.matcher(municipality_id).at_point(lat, lon)


def keep_draft(
    case_id: int,
    writing: Writing,
    *,
    now: datetime,
    actor_id: int | None,
    version: int | None,
) -> int:
    """Keep what is being written; the new version of the draft. Raises `BadDraft` on a conflict."""
    return answers.write(case_id, writing, now=now, author_id=actor_id, version=version).version


def template_used(template_id: int) -> None:
    """Count that the template was put into a draft."""
    answers.used(template_id)


def judge_sign(
    case_id: int, kind: str, *, is_right: bool | None, now: datetime, actor_id: int | None
) -> bool | None:
    """A person says of a sign that it is right or wrong; what was said before. Raises `LookupError`."""
    return triage.judge_sign(case_id, kind, is_right=is_right, user_id=actor_id, now=now)


def personal_seen(case_id: int, *, municipality_id: int, now: datetime, actor_id: int, ip: str) -> None:
    """Journal that a person has looked at who wrote."""
    audit.record(
        action="see_personal",
        subject="case",
        subject_id=case_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        ip=ip,
        norm="152-ФЗ, ст. 19, ч. 2, п. 8",
    )


def exported(*, form: str, query: str, municipality_id: int, now: datetime, actor_id: int, ip: str) -> None:
    """Journal that a list of cases leaves the system; `query` holds filters, never words of a search."""
    audit.record(
        action="export_cases",
        subject="queue",
        subject_id=municipality_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        ip=ip,
        details={"form": form, "query": query},
    )

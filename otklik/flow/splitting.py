"""A clerk gives one of several questions of a message a card of its own, with its own term and answer."""

from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Author, CaseKind, Inbound, Place, Record, Stream
from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.triage import selectors as triage
from otklik.casework.triage.parts import Part
from otklik.flow import receive
from otklik.flow.card import BadCard
from otklik.flow.tidying import tidy
from otklik.ground.places import matching
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.catalog import selectors as catalog


@transaction.atomic
def split_off(case_id: int, number: int, *, now: datetime, actor_id: int, by_label: str = "") -> int:
    """Make a card of the question of that number in the text; the id of the new card, the same when repeated.

    Its clocks begin with those of the message: it came on the same day.
    """
    case = cases_read.by_id(case_id)
    part = _part(case, number)
    if known := duplicates_read.offshoots(case_id).get(number):
        return known
    if case.account_id is None:
        raise BadCard("У этой карточки нет канала, откуда она пришла: внесите вопрос новой карточкой.")
    town = places.municipality(case.municipality_id)
    record = Record(row=1, inbound=tidy(_inbound(case, part, number)))
    thoughts = receive.think([record], town=town, now=case.registered_at, is_live=True)
    (taken,) = receive.write(thoughts, account_id=case.account_id, town=town, now=now, actor_id=actor_id)
    if taken.case_id is None:
        raise BadCard("Выделить не вышло: обновите страницу и попробуйте снова.")
    duplicates.part_off(taken.case_id, case_id, number, municipality_id=town.id, now=now, actor_id=actor_id)
    for one, told in (
        (case_id, f"Вопрос «{_short(part.text)}» выделен в карточку {taken.number}."),
        (taken.case_id, f"Выделено из карточки {case.number}: в ней весь текст и файлы заявителя."),
    ):
        cases.add_post(one, kind="note", text=told, at=now, now=now, actor_id=actor_id, by_label=by_label)
    return taken.case_id


def _part(case: cases_read.Case, number: int) -> Part:
    if case.kind == CaseKind.APPEAL:
        raise BadCard("Вопросы обращения по 59-ФЗ ведут в одной карточке: запишите его отдельным вопросом.")
    opinion = triage.opinion(case.id)
    parts = opinion.parts if opinion else ()
    if not 0 <= number < len(parts):
        raise BadCard("Такого вопроса в сообщении нет. Обновите страницу.")
    return parts[number]


def _inbound(case: cases_read.Case, part: Part, number: int) -> Inbound:
    topic = catalog.snapshot(case.municipality_id).topics.get(part.topic_id or 0)
    return Inbound(
        channel=case.channel,
        external_id=f"part-{case.id}-{number}",
        text=part.text,
        received_at=case.received_at,
        kind=CaseKind(case.kind),
        stream=Stream(case.stream),
        author=_author(case),
        place=_place(case, part.text),
        topic=topic.full_title if topic and topic.is_active else "",
        url=case.source_url,
        may_publish=case.may_publish,
    )


def _author(case: cases_read.Case) -> Author:
    """The same person by the same marks, so that both cards have one applicant."""
    who = case.applicant
    if who is None:
        return Author()
    return Author(
        name=who.name,
        phone=who.phone,
        email=who.email,
        address=who.address,
        external_id=who.identity.removeprefix("id:") if who.identity.startswith("id:") else "",
        profile_url=who.profile_url,
        is_organisation=who.is_organisation,
    )


def _place(case: cases_read.Case, text: str) -> Place:
    """Where the question itself says; else where the whole message is about."""
    if matching.matcher(case.municipality_id).find(Place(), text).by:
        return Place()
    return Place(text=case.address, lat=case.lat, lon=case.lon)


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

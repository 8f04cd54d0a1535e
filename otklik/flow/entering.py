"""Appeals and messages entered by hand: letters, personal reception, cards of other systems."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from otklik.border.ports.messages import Attachment, Author, CaseKind, Inbound, Place, Stream
from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals.rules import channels
from otklik.flow.receive import Taken, take
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import services as cases
from otklik.register.intake import selectors as intake_read


class BadEntry(ValueError):
    """The entry cannot be taken; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a clerk has typed; `questions` follow the first, `registration` is of the paper's journal."""

    account_code: str
    kind: CaseKind
    text: str
    received_at: datetime
    registration: str = ""
    appeal_type: str = ""
    author: Author = field(default_factory=Author)
    address: str = ""
    topic: str = ""
    attachments: tuple[Attachment, ...] = ()
    questions: Sequence[str] = ()


@transaction.atomic
def enter(entry: Entry, *, town: MunicipalityView, now: datetime, actor_id: int) -> Taken:
    """One case with its questions; the same registration number entered twice is one case."""
    account = intake_read.account(town.id, entry.account_code)
    if account is None or not account.is_active:
        raise BadEntry("Этот канал выключен в настройках. Выберите другой.")
    if entry.received_at > now:
        raise BadEntry("День поступления ещё не наступил. Проверьте дату.")
    if entry.kind is CaseKind.APPEAL:
        _refuse_unlawful(town.id, account.kind, entry.received_at.date())
    inbound = Inbound(
        channel=account.kind,
        external_id=_external_id(entry),
        text=entry.text,
        received_at=entry.received_at,
        kind=entry.kind,
        stream=Stream.APPEALS if entry.kind is CaseKind.APPEAL else Stream(account.stream),
        author=entry.author,
        place=Place(text=entry.address),
        topic=entry.topic,
        attachments=entry.attachments,
    )
    (taken,) = take([inbound], account_id=account.id, town=town, now=now, actor_id=actor_id)
    if taken.verdict != "added" or taken.case_id is None or entry.kind is not CaseKind.APPEAL:
        return taken
    if entry.appeal_type:
        cases.set_appeal_type(taken.case_id, entry.appeal_type, now=now, actor_id=actor_id)
    for text in entry.questions:
        cases.save_question(taken.case_id, cases.Asking(text=text), now=now, actor_id=actor_id)
    return taken


def _refuse_unlawful(municipality_id: int, channel: str, on: date) -> None:
    """What came by no lawful way of an appeal is entered as a message (59-ФЗ, ст. 4, п. 1)."""
    way = appeals.way_of(municipality_id, channel, on=on)
    if not channels.may_be_appeal(way):
        raise BadEntry(
            f"{way.title if way else channel}: по закону это не способ подать обращение. Внесите как "
            "сообщение: "
            "на карточке готов ответ о законных способах. Порядок меняют в настройках, «Способы обращения»."
        )


def _external_id(entry: Entry) -> str:
    if not entry.registration:
        return f"entered:{uuid.uuid4()}"
    return f"вх. {entry.registration} от {entry.received_at:%d.%m.%Y}"

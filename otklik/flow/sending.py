"""What an answer or a letter needs to go out: the facts of the case, the way to the author, the proof."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import CaseKind
from otklik.casework.letters import selectors as letters
from otklik.casework.letters.rules.proof import BadProof, Way, check_proof, ways
from otklik.flow.receive import OURS
from otklik.ground.places import selectors as places
from otklik.kernel import language, naming
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import Status
from otklik.register.catalog import selectors as catalog

NORM = "59-ФЗ, ст. 10, ч. 4"
_SLOT = re.compile(r"\{[^{}\n]{0,60}\}|_{3,}")
_GREETING = re.compile(
    r"\A\s*(?:здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро|уважаем\w+)[^.!\n]{0,120}[!.\n]\s*",
    re.IGNORECASE,
)


def ways_of(case: cases.Case, *, to_body: bool = False) -> list[Way]:
    """The ways an answer of the case may go by, the usual one first."""
    has_email = bool(case.applicant and case.applicant.email)
    return ways(kind=case.kind, channel=case.channel, has_email=has_email, to_body=to_body)


def proof_of(case_id: int, told: str) -> str:
    """The proof as typed or as the sent letter of the case tells it; raises `BadProof`."""
    return check_proof(told if told.strip() else letters.proof_of_answer(case_id))


def check_closing(case: cases.Case) -> None:
    """An appeal that was answered is closed only with the proof that the answer went; raises `BadProof`.

    A case of a foreign register has its proof there.
    """
    if case.kind != CaseKind.APPEAL or case.status != Status.ANSWERED or case.system != OURS:
        return
    answered = [one for one in cases.posts(case.id) if one.kind == "answer" and one.sent_at]
    if any(one.external_id.strip() or one.url for one in answered) or letters.is_settled(case.id):
        return
    raise BadProof(
        "Закрыть обращение нельзя: нет подтверждения, что ответ отправлен. Откройте «Документы» и отметьте, "
        "когда, как и под каким номером он ушёл."
    )


def facts(case: cases.Case, *, today: date, is_formal: bool = False) -> dict[str, str]:
    """The facts of a case by the slots of templates (`answers.rules.SLOTS`); what is not known is empty."""
    snapshot = catalog.snapshot(case.municipality_id)
    zone = ZoneInfo(places.municipality(case.municipality_id).timezone)
    topic, recipient = (
        snapshot.topics.get(case.topic_id or 0),
        snapshot.recipients.get(case.recipient_id or 0),
    )
    due = case.due_at.astimezone(zone).date() if case.due_at else None
    return {
        "name": naming.given(case.applicant.name) if case.applicant else "",
        "number": case.number,
        "received": f"{case.received_at.astimezone(zone):%d.%m.%Y}",
        "address": case.address,
        "topic": topic.title.lower() if topic else "",
        "organisation": recipient.title if recipient else "",
        "due": _due(due, today, is_formal=is_formal),
    }


def _due(day: date | None, today: date, *, is_formal: bool) -> str:
    if day is None:
        return ""
    return language.day_of_letter(day) if is_formal else language.day(day, this_year=today.year)


def empty_slot(text: str) -> str:
    """The first place of a template that was left to be filled; empty where there is none."""
    found = _SLOT.search(text)
    return found.group() if found else ""


def without_greeting(text: str) -> str:
    """A text for a letter, which greets on a line of its own."""
    return _GREETING.sub("", text, count=1)

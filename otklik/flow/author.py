"""A case as its author sees it: by the number and the secret code, in words without internal terms."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.flow import limits, rate
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases_read
from otklik.register.cases.rules import Status
from otklik.register.cases.selectors import Case, ThreadFile, ThreadPost
from otklik.register.catalog import selectors as catalog

PUBLIC_POSTS = ("message", "comment", "interim", "answer")
MOST_TRIES, LOCK_SECONDS = 10, 15 * 60
_MOST_OF_ADDRESS = 60


class UnknownCase(LookupError):
    """No case has this number and this code."""


class TooManyTries(Exception):
    """Codes are being guessed: nothing is told for a while, not even to a right code."""


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance that the author may see."""

    id: int
    is_mine: bool
    kind: str
    text: str
    at: datetime
    files: tuple[ThreadFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsCase:
    """`step` is 1 to 4: taken, handed over, being answered, answered. `state` and `more` are Russian."""

    id: int
    number: str
    municipality_id: int
    step: int
    state: str
    more: str
    received_at: datetime
    due_at: datetime | None
    promised_on: date | None
    is_open: bool
    is_late: bool
    topic: str
    address: str
    rating: int | None
    verdict: rate.Standing
    posts: tuple[Said, ...]


def open_case(number: str, code: str, *, ip: str, now: datetime) -> AuthorsCase:
    """The case; raises `UnknownCase`, or `TooManyTries` after ten bad codes from one address."""
    here = f"{ip}|{number}"
    if limits.is_spent("code", here, most=MOST_TRIES) or limits.is_spent("codes", ip, most=_MOST_OF_ADDRESS):
        raise TooManyTries
    case = cases_read.by_code([town.id for town in places.municipalities()], number, code)
    if case is None:
        _count_bad(here, ip)
        raise UnknownCase(number)
    return _seen(case, now=now)


def number_of(case_id: int, code: str, *, ip: str) -> str:
    """The number behind a short link; raises as `open_case`."""
    here = f"{ip}|#{case_id}"
    if limits.is_spent("code", here, most=MOST_TRIES) or limits.is_spent("codes", ip, most=_MOST_OF_ADDRESS):
        raise TooManyTries
    number = cases_read.number_by_code(case_id, code)
    if not number:
        _count_bad(here, ip)
        raise UnknownCase(case_id)
    return number


def file_of(number: str, code: str, attachment_id: int, *, ip: str, now: datetime) -> tuple[ThreadFile, str]:
    """A file of the correspondence and the digest its bytes are kept under; raises as `open_case`."""
    seen = open_case(number, code, ip=ip, now=now)
    found = next((one for post in seen.posts for one in post.files if one.id == attachment_id), None)
    if found is None:
        raise UnknownCase(number)
    return found, cases_read.digest_of(found.id)


def _count_bad(here: str, ip: str) -> None:
    limits.spend("code", here, most=MOST_TRIES, seconds=LOCK_SECONDS)
    limits.spend("codes", ip, most=_MOST_OF_ADDRESS, seconds=LOCK_SECONDS)


def _seen(case: Case, *, now: datetime) -> AuthorsCase:
    snapshot = catalog.snapshot(case.municipality_id)
    recipient = snapshot.recipients.get(case.recipient_id or 0)
    topic = snapshot.topics.get(case.topic_id or 0)
    posts = [post for post in cases_read.thread(case.id) if post.kind in PUBLIC_POSTS]
    status = Status(case.status)
    step, state = _words(status, recipient.title if recipient else "")
    return AuthorsCase(
        id=case.id,
        number=case.number,
        municipality_id=case.municipality_id,
        step=step,
        state=state,
        more=_more(case, status),
        received_at=case.received_at,
        due_at=case.due_at,
        promised_on=case.promised_on if case.is_open else None,
        is_open=case.is_open,
        is_late=bool(case.is_open and case.due_at and case.due_at < now),
        topic=topic.title if topic else "",
        address=case.address,
        rating=case.rating,
        verdict=rate.standing(case, now=now),
        posts=tuple(map(_said, posts)),
    )


def _words(status: Status, recipient: str) -> tuple[int, str]:
    """The step and the words; the step of a case with the author's second thoughts begins anew."""
    if status in (Status.ANSWERED, Status.CLOSED):
        return 4, "Ответ дан"
    if status is Status.FORWARDED:
        return 4, "Направлено туда, где это могут решить"
    if status is Status.REFUSED:
        return 4, "Рассмотрение завершено без ответа"
    if status is Status.APPROVAL:
        return 3, "Готовят ответ"
    if status is Status.POSTPONED:
        return 3, "Работают, дан промежуточный ответ"
    if status is Status.REOPENED:
        return 2, "Вернули в работу, потому что вопрос не решён"
    if status is Status.NEW or not recipient:
        return 1, "Принято, решаем, кто ответит"
    if status is Status.IN_WORK:
        return 3, f"Занимаются: {recipient}"
    return 2, f"Передано: {recipient}"


def _more(case: Case, status: Status) -> str:
    """What the author must know beside the state."""
    if status is Status.FORWARDED:
        told = [one.comment for one in cases_read.changes(case.id) if one.target == Status.FORWARDED]
        return told[-1] if told else ""
    if status is Status.REFUSED:
        return "Если вопрос остался, напишите новое сообщение и уточните место и время."
    return ""


def _said(post: ThreadPost) -> Said:
    return Said(post.id, post.is_inbound, post.kind, post.text, post.at, tuple(post.files))

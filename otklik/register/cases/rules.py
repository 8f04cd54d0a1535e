"""Where a case may go from where it stands, what permits it, and how it is numbered."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.border.ports.messages import Author
from otklik.ground.people.roles import Action


class Status(StrEnum):
    NEW = "new"
    ROUTED = "routed"
    IN_WORK = "in_work"
    APPROVAL = "approval"
    POSTPONED = "postponed"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    REFUSED = "refused"
    REOPENED = "reopened"
    CLOSED = "closed"


STATUS_TITLES: dict[Status, str] = {
    Status.NEW: "Новое",
    Status.ROUTED: "Направлено получателю",
    Status.IN_WORK: "В работе",
    Status.APPROVAL: "На согласовании",
    Status.POSTPONED: "Отложено до обещанного срока",
    Status.ANSWERED: "Дан ответ",
    Status.FORWARDED: "Направлено по компетенции",
    Status.REFUSED: "Не требует ответа",
    Status.REOPENED: "Возобновлено",
    Status.CLOSED: "Снято с контроля",
}

OPEN: frozenset[Status] = frozenset(
    {Status.NEW, Status.ROUTED, Status.IN_WORK, Status.APPROVAL, Status.POSTPONED, Status.REOPENED}
)


class Urgency:
    """Levels of urgency, as numbers so that the queue can be sorted by them."""

    USUAL, URGENT, DANGER = 0, 1, 2


URGENCY_TITLES = {0: "обычное", 1: "срочное", 2: "угроза жизни или здоровью"}
BY_PERSON = "решение сотрудника"
"""How the reason of an urgency begins that a person has set: rules leave it alone."""


class AppealType(StrEnum):
    """59-ФЗ, ст. 4; a request for information lives by 8-ФЗ with a clock of its own."""

    PROPOSAL = "proposal"
    APPLICATION = "application"
    COMPLAINT = "complaint"
    INFORMATION = "information"  # 8-ФЗ, ст. 18


APPEAL_TYPE_TITLES = {
    AppealType.PROPOSAL: "предложение",
    AppealType.APPLICATION: "заявление",
    AppealType.COMPLAINT: "жалоба",
    AppealType.INFORMATION: "запрос информации",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A permitted move; `action` is what the mover must be allowed, empty where the system moves itself."""

    source: Status
    target: Status
    action: Action
    norm: str


_ROUTE = "Положение о МЦУР (Чердаклы), п. 2.8.1 «а»; этапы обработки ПОС, п. 8 (координация)"
_WORK = "59-ФЗ, ст. 10, ч. 1; этапы обработки ПОС, п. 9 (исполнение)"
_APPROVE = "Этапы обработки ПОС, п. 10 (согласование и утверждение)"
_ANSWER = "59-ФЗ, ст. 10, ч. 1, п. 4"
_POSTPONE = "Регламент ПОС: отложенный ответ с обещанным сроком"
_FORWARD = "59-ФЗ, ст. 8, ч. 3"
_REFUSE = "Регламент ПОС: отклонение при модерации; 59-ФЗ, ст. 11"
_STOP = "59-ФЗ, ст. 11; ст. 5, п. 5 (прекращение по заявлению автора)"
_REOPEN = "Положение о МЦУР (Чердаклы), п. 2.8.1 «г» (удовлетворённость результатом)"
_CLOSE = "59-ФЗ, ст. 10; Положение о МЦУР (Чердаклы), п. 2.8.1 «в»"
_RETURN = "Положение о МЦУР (Чердаклы), п. 3.3.1 «е» (возврат на доработку)"


def _moves() -> tuple[Move, ...]:
    waiting = (Status.NEW, Status.REOPENED)
    with_recipient = (Status.ROUTED, Status.IN_WORK, Status.POSTPONED)
    rows = [
        *(Move(s, Status.ROUTED, Action.ROUTE, _ROUTE) for s in (*waiting, *with_recipient, Status.APPROVAL)),
        Move(Status.ROUTED, Status.NEW, Action.TAKE, "59-ФЗ, ст. 8, ч. 3 (не по компетенции, возврат)"),
        *(
            Move(s, Status.IN_WORK, Action.TAKE, _WORK)
            for s in (Status.NEW, Status.REOPENED, Status.ROUTED, Status.POSTPONED)
        ),
        *(Move(s, Status.APPROVAL, Action.DRAFT, _APPROVE) for s in (*waiting, *with_recipient)),
        Move(Status.APPROVAL, Status.IN_WORK, Action.APPROVE, _RETURN),
        *(
            Move(s, Status.ANSWERED, Action.APPROVE, _ANSWER)
            for s in (*waiting, *with_recipient, Status.APPROVAL)
        ),
        *(
            Move(s, Status.POSTPONED, Action.APPROVE, _POSTPONE)
            for s in (*waiting, *with_recipient, Status.APPROVAL)
        ),
        *(Move(s, Status.FORWARDED, Action.ROUTE, _FORWARD) for s in (*waiting, *with_recipient)),
        *(Move(s, Status.REFUSED, Action.REFUSE, _REFUSE) for s in (*waiting, Status.ROUTED)),
        *(
            Move(s, Status.REFUSED, Action.REFUSE, _STOP)
            for s in (Status.IN_WORK, Status.POSTPONED, Status.APPROVAL)
        ),
        *(
            Move(s, Status.CLOSED, Action.CLOSE, _CLOSE)
            for s in (Status.ANSWERED, Status.FORWARDED, Status.REFUSED)
        ),
        *(
            Move(s, Status.REOPENED, Action.REOPEN, _REOPEN)
            for s in (Status.ANSWERED, Status.CLOSED, Status.REFUSED, Status.FORWARDED)
        ),
    ]
    again = (Status.ROUTED, Status.POSTPONED)  # another recipient, another promised date
    return tuple(row for row in rows if row.source != row.target or row.target in again)


MOVES: tuple[Move, ...] = _moves()
_BY_PAIR = {(move.source, move.target): move for move in MOVES}


class MoveNotAllowed(ValueError):
    """The case may not go there from where it stands."""


def find_move(source: Status, target: Status) -> Move:
    """The row of the table that permits the move; raises `MoveNotAllowed` with a Russian message."""
    move = _BY_PAIR.get((source, target))
    if move is None:
        raise MoveNotAllowed(
            f"Из состояния «{STATUS_TITLES[source]}» нельзя перейти в «{STATUS_TITLES[target]}». "
            "Обновите карточку: её мог изменить другой сотрудник."
        )
    return move


def moves_from(source: Status) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.source == source)


class BadTemplate(ValueError):
    """A template of numbers that cannot work; the message is Russian."""


_SLOT = re.compile(r"\{(centre|year|month|number(?::0?\d{1,2}d)?)\}")


def check_template(template: str) -> None:
    """A template knows `{centre}`, `{year}`, `{month}` and must have `{number}` or `{number:06d}`."""
    left = _SLOT.sub("", template)
    if "{" in left or "}" in left:
        raise BadTemplate("Шаблон номера понимает только {centre}, {year}, {month} и {number:06d}.")
    if "{number" not in template or "{year}" not in template:
        raise BadTemplate("В шаблоне номера нужны {year} и {number}: иначе номера повторятся.")


def make_number(template: str, *, centre: str, year: int, month: int, number: int) -> str:
    """`{centre}-{year}-{number:06d}` → `МЦУ-2026-000123`."""
    return template.format(centre=centre, year=year, month=f"{month:02d}", number=number)


_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 10


def make_public_code() -> str:
    """Ten letters and digits that nobody guesses (49 bits), none of them alike to the eye."""
    left = secrets.randbelow(len(_CODE_LETTERS) ** _CODE_LENGTH)
    letters = []
    for _ in range(_CODE_LENGTH):
        left, place = divmod(left, len(_CODE_LETTERS))
        letters.append(_CODE_LETTERS[place])
    return "".join(letters)


_ATTENTION = {Urgency.DANGER: timedelta(0), Urgency.URGENT: timedelta(days=1)}


def attention_at(*, registered_at: datetime, due_at: datetime | None, urgency: int) -> datetime:
    """When the case starts to hurt, which is the order of the queue.

    A danger hurts from its registration, an urgent case a day later, a usual one when its term ends.
    """
    due = due_at or registered_at + timedelta(days=30)
    pause = _ATTENTION.get(urgency)
    return due if pause is None else min(due, registered_at + pause)


_DIGITS = re.compile(r"\D+")


def phone_key(phone: str) -> str:
    """The last ten digits: «8 (000) 123-45-67» and «+7 000 1234567» are one telephone."""
    digits = _DIGITS.sub("", phone)
    return digits[-10:] if len(digits) >= 10 else ""


def identity(author: Author) -> str:
    """By what the same person is known again: the outside id, else the name with a telephone or e-mail."""
    if author.external_id:
        return f"id:{author.external_id}"[:300]
    name = " ".join(author.name.casefold().replace("ё", "е").split())
    if phone := phone_key(author.phone):
        return f"tel:{phone}:{name}"[:300]
    if author.email:
        return f"mail:{author.email.strip().casefold()}:{name}"[:300]
    if name and author.address:
        return f"post:{name}:{author.address.casefold()}"[:300]
    return ""


def summary(text: str) -> str:
    """The first 300 characters on one line, for lists."""
    line = " ".join(text.split())
    return line if len(line) <= 300 else line[:299].rstrip() + "…"

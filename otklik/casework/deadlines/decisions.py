"""What a decision to extend or to pause a term must have, and why it is refused."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from otklik.casework.deadlines import speech
from otklik.casework.deadlines.terms import Term, Unit

REASON_LEAST = 10


class BadClock(ValueError):
    """The term cannot be begun, extended or paused so; the message is Russian and says what to do."""


class NeedsConfirming(BadClock):
    """It may be done, but only by one who has said that it is meant."""


class Ground(StrEnum):
    """Why a term is extended or paused."""

    EXCEPTIONAL = "exceptional"
    REQUEST = "request"
    WAITS_FOR_APPLICANT = "applicant"
    WAITS_FOR_SEASON = "season"
    WAITS_FOR_WORK = "work"
    WAITS_FOR_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground in words, with its clause."""

    ground: Ground
    title: str
    norm: str


_PAUSE = "Регламент центра: приостановка срока по сообщению (настройка)"
EXTENSION_GROUNDS = (
    GroundRow(Ground.EXCEPTIONAL, "исключительный случай", "59-ФЗ, ст. 12, ч. 2"),
    GroundRow(Ground.REQUEST, "направлен запрос в другой орган", "59-ФЗ, ст. 10, ч. 2; ст. 12, ч. 2"),
)
PAUSE_GROUNDS = (
    GroundRow(Ground.WAITS_FOR_APPLICANT, "ждём уточнения от заявителя", _PAUSE),
    GroundRow(Ground.WAITS_FOR_SEASON, "работы возможны только в сезон", _PAUSE),
    GroundRow(Ground.WAITS_FOR_WORK, "работы начаты и идут по графику", _PAUSE),
    GroundRow(Ground.WAITS_FOR_OTHERS, "ждём решения другой организации", _PAUSE),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """The citizen was told: the day, and the number and way that prove it."""

    on: date | None
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What every decision about a term says of itself."""

    ground: str
    reason: str
    decided_by: str
    decided_on: date | None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Extending:
    """To put the answer off by `days`; `is_again` says that a second time is meant."""

    deciding: Deciding
    days: int
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Pausing:
    """To stop counting until the day `until_on`, from which the term runs again."""

    deciding: Deciding
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the main term stands: its last day as it is counted now, the day the notice is due by at the
    latest, what it has been extended by already, and whether a request to another body was sent."""

    term: Term | None
    begun_on: date
    legal_on: date
    notice_by: date
    extended: int = 0
    times: int = 0
    has_request: bool = False
    is_paused: bool = False


def check_extension(asked: Extending, standing: Standing, *, today: date) -> None:
    """59-ФЗ, ст. 12, ч. 2 [M]: only with a ground, a decision and a notice before the term ends, 30 days in
    all; the law does not say «once», so a second time is asked about. Raises `BadClock`."""
    term = standing.term
    if term is None or not term.extension_norm:
        raise BadClock(
            "Этот срок не продлевается: закон позволяет продлить только ответ на обращение или на запрос "
            "информации. По сообщению дайте промежуточный ответ с обещанным сроком или приостановите срок."
        )
    left = term.extension_most - standing.extended
    if asked.days < 1:
        raise BadClock("Укажите, на сколько дней продлить срок.")
    if asked.days > left:
        already = f", уже продлено на {_days(standing.extended)}" if standing.extended else ""
        can = f"Можно ещё на {_days(left)}." if left else "Больше продлить нельзя."
        raise BadClock(f"Всего срок продлевают не больше чем на {_days(term.extension_most)}{already}. {can}")
    _check(asked.deciding, EXTENSION_GROUNDS, standing, today=today, what="продлить")
    if asked.deciding.ground == Ground.REQUEST and not standing.has_request:
        raise BadClock(
            "Запроса в другой орган в карточке нет. Сначала запишите запрос или выберите "
            "«исключительный случай»."
        )
    if standing.times and not asked.is_again:
        raise NeedsConfirming(
            f"Срок уже продлевали ({_days(standing.extended)}). Обычно продлевают один раз, второе "
            "придётся объяснять проверке. Если решение есть, отметьте «продлеваю ещё раз»."
        )


def check_pause(asked: Pausing, standing: Standing, *, today: date, most_days: int) -> None:
    """The centre's own rule [D]: a message may wait, an appeal under the law may not. Raises `BadClock`."""
    term = standing.term
    if term is None or not term.pause_norm:
        raise BadClock(
            "Этот срок не приостанавливается: для обращения закон знает только продление (59-ФЗ, ст. 12, "
            "ч. 2), а первую реакцию жителю дают сразу, хотя бы промежуточную."
        )
    if standing.is_paused:
        raise BadClock("Срок уже приостановлен. Сначала возобновите его.")
    if today > standing.legal_on:
        raise BadClock(
            f"Срок истёк {standing.legal_on:%d.%m.%Y}: приостановить его уже нельзя, "
            "карточка остаётся просроченной."
        )
    if asked.until_on is None or asked.until_on <= today:
        raise BadClock("Укажите день, с которого срок пойдёт снова: он должен быть позже сегодняшнего.")
    if asked.until_on > today + timedelta(days=most_days):
        raise BadClock(f"Приостановить можно не больше чем на {_days(most_days)}: так задано в настройках.")
    if asked.deciding.notice is None:
        raise BadClock(
            "Сначала сообщите жителю, что срок приостановлен и до какого дня: укажите дату "
            "и ссылку или номер."
        )
    _check(asked.deciding, PAUSE_GROUNDS, standing, today=today, what="приостановить")


def check_notice(notice: Notice, *, decided_on: date, notice_by: date, today: date) -> None:
    """Told not before the decision, not after the term ended, with a proof. Raises `BadClock`."""
    if notice.on is None:
        raise BadClock("Укажите день, когда уведомление отправлено заявителю.")
    if notice.on > today:
        raise BadClock("Уведомление ещё не отправлено: дата в будущем. Впишите её, когда отправите.")
    if notice.on < decided_on:
        raise BadClock("Уведомление отправлено раньше, чем принято решение. Проверьте даты.")
    if notice.on > notice_by:
        raise BadClock(
            f"Уведомить нужно было не позже {notice_by:%d.%m.%Y}. Продление не действует, "
            "срок остаётся прежним: просрочка не снимается."
        )
    if not notice.proof.strip():
        raise BadClock("Укажите, чем подтверждается уведомление: номер, дата и способ отправки или ссылка.")


def _check(
    told: Deciding, grounds: tuple[GroundRow, ...], standing: Standing, *, today: date, what: str
) -> None:
    if told.ground not in {row.ground for row in grounds}:
        raise BadClock(f"Выберите основание, чтобы {what} срок.")
    if len(told.reason.strip()) < REASON_LEAST:
        raise BadClock("Напишите причину словами: её увидят заявитель, проверяющий и суд.")
    if not told.decided_by.strip():
        raise BadClock("Укажите, кто принял решение: должность и фамилия руководителя или уполномоченного.")
    if told.decided_on is None:
        raise BadClock("Укажите день решения.")
    if told.decided_on > today:
        raise BadClock("День решения в будущем. Впишите день, когда решение принято.")
    if told.decided_on < standing.begun_on:
        raise BadClock("Решение не может быть раньше регистрации. Проверьте день решения.")
    if told.decided_on > standing.legal_on:
        raise BadClock(
            f"Решение принято после того, как срок истёк ({standing.legal_on:%d.%m.%Y}): {what} его уже "
            "нельзя, карточка остаётся просроченной."
        )
    if told.notice is not None:
        check_notice(told.notice, decided_on=told.decided_on, notice_by=standing.notice_by, today=today)
    elif today > standing.notice_by:
        raise BadClock(
            f"Уведомить заявителя нужно было не позже {standing.notice_by:%d.%m.%Y}: {what} срок уже нельзя, "
            "карточка остаётся просроченной."
        )


def _days(count: int) -> str:
    return speech.length(count, Unit.CALENDAR_DAYS)

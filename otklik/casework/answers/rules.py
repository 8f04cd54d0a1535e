"""What a draft must be before it may go, and what is worth a remark."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from otklik.border.ports.messages import CaseKind

SOCIAL_LIMIT = 1000
SOCIAL = frozenset({"vk", "ok", "telegram", "max", "incident"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A draft to look at, with what it answers."""

    body: str
    kind: CaseKind
    channel: str
    is_interim: bool = False
    promised_on: date | None = None
    outcome: str = ""
    today: date


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark with the place in the text (`start`..`end`, characters) and the reason in Russian.

    A blocking one does not let the draft go; the rest advise.
    """

    code: str
    reason: str
    start: int = 0
    end: int = 0
    is_blocking: bool = False
    norm: str = ""


Check = Callable[[Text], list[Remark]]
_SLOT = re.compile(r"\{[^{}\n]{0,60}\}|\[[А-Яа-яЁё _]{2,40}\]|_{3,}")
_GREETING = re.compile(r"здравствуй|добрый (день|вечер)|доброе утро|уважаем", re.IGNORECASE)
_PROMISE = re.compile(
    r"\b(будет|будут)\s+\w+(ен|ена|ено|ены|ан|ана|ано|аны|ят|ята|ято|яты)\b"
    r"|\bзапланирован\w*|\bпланиру(ется|ются)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b\d{1,2}\.\d{1,2}(\.\d{2,4})?\b"
    r"|\b\d{1,2}\s+(январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|\b(сегодня|завтра|до конца|в течение|во? (втором|третьем|первом|четв[её]ртом) квартале)\b",
    re.IGNORECASE,
)
_HOLLOW = re.compile(
    r"приняты (соответствующие )?меры|в рабочем порядке|по мере (поступления )?финансирования|"
    r"ваше? (обращение|сообщение) рассмотрено|информация принята|взято на контроль",
    re.IGNORECASE,
)


def empty(text: Text) -> list[Remark]:
    if text.body.strip():
        return []
    return [
        Remark("empty", "Ответ пуст: напишите текст.", is_blocking=True, norm="59-ФЗ, ст. 10, ч. 1, п. 4")
    ]


def unfilled_slots(text: Text) -> list[Remark]:
    return [
        Remark("slot", f"Не заполнено место шаблона «{m.group()}».", m.start(), m.end(), is_blocking=True)
        for m in _SLOT.finditer(text.body)
    ]


def no_promised_date(text: Text) -> list[Remark]:
    if not text.is_interim:
        return []
    if text.promised_on is None:
        return [
            Remark("no_date", "В промежуточном ответе нужен обещанный срок: выберите дату.", is_blocking=True)
        ]
    if text.promised_on <= text.today:
        return [Remark("past_date", "Обещанный срок уже прошёл: выберите дату позже.", is_blocking=True)]
    return []


def no_outcome(text: Text) -> list[Remark]:
    if text.is_interim or text.outcome:
        return []
    return [
        Remark("no_outcome", "Выберите результат рассмотрения.", is_blocking=True, norm="Форматы ССТУ.РФ")
    ]


def no_greeting(text: Text) -> list[Remark]:
    if not text.body.strip() or _GREETING.search(text.body[:120]):
        return []
    return [Remark("greeting", "Нет обращения к человеку: начните с приветствия и имени.", 0, 1)]


def promise_without_date(text: Text) -> list[Remark]:
    found = _PROMISE.search(text.body)
    if found is None or _WHEN.search(text.body) or text.promised_on:
        return []
    return [
        Remark("promise", "Обещана работа, но не сказано когда: назовите срок.", found.start(), found.end())
    ]


def hollow(text: Text) -> list[Remark]:
    return [
        Remark("hollow", f"«{m.group()}» — без факта это отписка: скажите, что сделано.", m.start(), m.end())
        for m in _HOLLOW.finditer(text.body)
    ]


def too_long(text: Text) -> list[Remark]:
    if text.channel not in SOCIAL or len(text.body) <= SOCIAL_LIMIT:
        return []
    reason = f"Для соцсети длинно: {len(text.body)} знаков при пределе {SOCIAL_LIMIT}."
    return [Remark("long", reason, SOCIAL_LIMIT, len(text.body))]


CHECKS: tuple[Check, ...] = (
    empty,
    unfilled_slots,
    no_promised_date,
    no_outcome,
    no_greeting,
    promise_without_date,
    hollow,
    too_long,
)


def remarks(text: Text) -> list[Remark]:
    """All remarks, those that block first."""
    found = [remark for check in CHECKS for remark in check(text)]
    return sorted(found, key=lambda remark: not remark.is_blocking)


_FILL = re.compile(r"\{(\w+)\}")


def fill(template: str, values: dict[str, str]) -> str:
    """Put known values into the slots of a template; unknown or empty ones stay to be filled by hand."""
    return _FILL.sub(lambda m: values.get(m.group(1)) or m.group(), template)


SLOTS: dict[str, str] = {
    "name": "имя и отчество заявителя",
    "number": "номер обращения",
    "received": "дата поступления",
    "address": "адрес из обращения",
    "topic": "тема",
    "organisation": "ответственный получатель",
    "due": "срок ответа",
}

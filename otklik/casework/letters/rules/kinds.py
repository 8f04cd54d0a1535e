"""The kinds of letters: to whom each goes, by which clause, what it asks to be filled in, its usual words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from otklik.border.ports.messages import CaseKind
from otklik.casework.letters.rules import texts


class LetterKind(StrEnum):
    """Kept in rows, so a value never changes."""

    ANSWER = "answer"
    INTERIM = "interim"
    REGISTRATION = "registration"
    FORWARDING = "forwarding"
    FORWARDED = "forwarded"
    REQUEST = "request"
    EXTENSION = "extension"
    WAYS = "ways"
    PUBLISHED = "published"
    COURT = "court"
    ABUSE = "abuse"
    UNREADABLE = "unreadable"
    UNCLEAR = "unclear"
    DISCLOSURE = "disclosure"
    TERMINATION = "termination"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What the writer fills in besides the facts of the case; `is_day` is picked in a calendar."""

    name: str
    title: str
    is_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of letters.

    `settles`: sent, it proves that an appeal was answered; `to_body`: it goes to another body, not to the
    author; `by_head`: the head or an authorised person alone may sign it.
    """

    code: LetterKind
    title: str
    subject: str
    text: str
    norm: str
    cases: frozenset[CaseKind] = frozenset({CaseKind.APPEAL})
    to_body: bool = False
    settles: bool = False
    by_head: bool = False
    asks: tuple[Slot, ...] = ()


_ALL = frozenset(CaseKind)
_BODY = Slot(name="орган", title="Кому: орган или должностное лицо")
_QUESTION = Slot(name="вопрос", title="О каком вопросе")
_GROUND = Slot(name="основание", title="Почему")

KINDS: tuple[Kind, ...] = (
    Kind(
        code=LetterKind.ANSWER, title="Ответ", subject="О рассмотрении обращения", text=texts.ANSWER,
        norm="59-ФЗ, ст. 10, ч. 1, п. 4", cases=_ALL, settles=True,
    ),
    Kind(
        code=LetterKind.INTERIM, title="Промежуточный ответ", subject="О ходе рассмотрения обращения",
        text=texts.INTERIM, norm="59-ФЗ, ст. 10, ч. 1", cases=_ALL,
        asks=(Slot(name="срок", title="К какому дню", is_day=True),),
    ),
    Kind(
        code=LetterKind.REGISTRATION, title="Уведомление о регистрации", subject="О регистрации обращения",
        text=texts.REGISTRATION, norm="59-ФЗ, ст. 8, ч. 2", cases=_ALL,
    ),
    Kind(
        code=LetterKind.FORWARDING, title="Сопроводительное письмо в другой орган",
        subject="О направлении обращения по компетенции", text=texts.FORWARDING, norm="59-ФЗ, ст. 8, ч. 3",
        to_body=True, asks=(_BODY, _QUESTION),
    ),
    Kind(
        code=LetterKind.FORWARDED, title="Уведомление заявителя о перенаправлении",
        subject="О направлении обращения по компетенции", text=texts.FORWARDED, norm="59-ФЗ, ст. 8, ч. 3",
        settles=True, asks=(_BODY, _QUESTION),
    ),
    Kind(
        code=LetterKind.REQUEST, title="Запрос в другой орган", subject="О предоставлении информации",
        text=texts.REQUEST, norm="59-ФЗ, ст. 10, ч. 1, п. 2; ст. 10, ч. 2", cases=_ALL, to_body=True,
        asks=(_BODY, Slot(name="предмет", title="Какие документы и сведения нужны")),
    ),
    Kind(
        code=LetterKind.EXTENSION, title="Уведомление о продлении срока",
        subject="О продлении срока рассмотрения обращения", text=texts.EXTENSION, norm="59-ФЗ, ст. 12, ч. 2",
        by_head=True, asks=(_GROUND, Slot(name="срок", title="Новый срок", is_day=True)),
    ),
    Kind(
        code=LetterKind.WAYS, title="Разъяснение: как подать обращение",
        subject="О способах подачи обращения", text=texts.WAYS,
        norm="59-ФЗ, ст. 7, ч. 3 (в редакции 547-ФЗ, с 30.03.2025)",
        cases=_ALL, settles=True,
    ),
    Kind(
        code=LetterKind.PUBLISHED, title="Ссылка на опубликованный ответ", subject="Об ответе на обращение",
        text=texts.PUBLISHED, norm="59-ФЗ, ст. 11, ч. 5.1", settles=True,
        asks=(Slot(name="ссылка", title="Адрес страницы с ответом"),),
    ),
    Kind(
        code=LetterKind.COURT, title="Возврат: обжалуется судебное решение",
        subject="О возвращении обращения", text=texts.COURT, norm="59-ФЗ, ст. 11, ч. 2", settles=True,
    ),
    Kind(
        code=LetterKind.ABUSE, title="Недопустимость злоупотребления правом",
        subject="О рассмотрении обращения", text=texts.ABUSE, norm="59-ФЗ, ст. 11, ч. 3", settles=True,
    ),
    Kind(
        code=LetterKind.UNREADABLE, title="Текст не поддаётся прочтению", subject="О рассмотрении обращения",
        text=texts.UNREADABLE, norm="59-ФЗ, ст. 11, ч. 4", settles=True,
    ),
    Kind(
        code=LetterKind.UNCLEAR, title="Суть обращения не определить", subject="О рассмотрении обращения",
        text=texts.UNCLEAR, norm="59-ФЗ, ст. 11, ч. 4.1", settles=True,
    ),
    Kind(
        code=LetterKind.DISCLOSURE, title="Ответ невозможен без разглашения тайны",
        subject="О рассмотрении обращения", text=texts.DISCLOSURE, norm="59-ФЗ, ст. 11, ч. 6", settles=True,
        asks=(_QUESTION,),
    ),
    Kind(
        code=LetterKind.TERMINATION, title="Прекращение переписки", subject="О прекращении переписки",
        text=texts.TERMINATION, norm="59-ФЗ, ст. 11, ч. 5", settles=True, by_head=True,
        asks=(_QUESTION, Slot(name="ответы", title="Номера и даты прежних ответов")),
    ),
    Kind(
        code=LetterKind.WITHDRAWN, title="Рассмотрение прекращено по заявлению",
        subject="О прекращении рассмотрения обращения", text=texts.WITHDRAWN, norm="59-ФЗ, ст. 5, п. 5",
        settles=True,
    ),
)  # fmt: skip
BY_CODE: Mapping[str, Kind] = {one.code: one for one in KINDS}


def fitting(case_kind: str) -> list[Kind]:
    """The kinds that may be written in such a case."""
    return [one for one in KINDS if case_kind in one.cases]

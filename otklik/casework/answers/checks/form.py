"""What an answer cannot be without: words, filled slots, the promised day, the outcome."""

import re

from otklik.casework.answers.checks.text import Remark, Text

_SLOT = re.compile(r"\{[^{}\n]{0,60}\}|\[[А-Яа-яЁё _]{2,40}\]|_{3,}|<[А-Яа-яЁё][А-Яа-яЁё ,]{1,40}>")


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

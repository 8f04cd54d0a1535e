"""Remarks to a draft: one small function a check, and the table that says how much each matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.casework.answers.checks import form, manner, merits, objects
from otklik.casework.answers.checks.text import Check, Remark, Spot, Text, Weight

__all__ = ["BY_CODE", "CHECKS", "Remark", "Rule", "Spot", "Text", "Weight", "remarks"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check as the settings name it; `usual` is its weight where the town has set none, None: it blocks."""

    code: str
    title: str
    check: Check
    usual: Weight | None


_OFF, _ADVICE, _DUTY = Weight
CHECKS: tuple[Rule, ...] = (
    Rule("empty", "Ответ пуст", form.empty, None),
    Rule("slot", "Не заполнено место шаблона", form.unfilled_slots, None),
    Rule("no_date", "Промежуточный ответ без срока", form.no_promised_date, None),
    Rule("no_outcome", "Не выбран результат", form.no_outcome, None),
    Rule("question", "Вопрос остался без ответа", merits.unanswered, _DUTY),
    Rule("promise", "Обещание без срока", manner.promise_without_date, _DUTY),
    Rule("photo", "Нет требуемой фотографии", merits.no_photo, _DUTY),
    Rule("place", "Ответ о другом адресе", merits.other_place, _DUTY),
    Rule("object", "Ответ о другом объекте", objects.other_object, _DUTY),
    Rule("personal", "Персональные данные других людей", merits.third_persons, _DUTY),
    Rule("contradiction", "Текст противоречит результату", merits.contradiction, _DUTY),
    Rule("template", "Шаблон без фактов", merits.copied, _DUTY),
    Rule("rude", "Грубость", manner.rude, _DUTY),
    Rule("hollow", "Отписка: формула без факта", manner.hollow, _ADVICE),
    Rule("off_topic", "Ответ не о том", merits.off_topic, _ADVICE),
    Rule("greeting", "Нет приветствия", manner.no_greeting, _ADVICE),
    Rule("name", "Не по имени", manner.no_name, _ADVICE),
    Rule("laws", "Много ссылок на нормы", manner.too_many_laws, _ADVICE),
    Rule("sentence", "Предложение не прочесть", manner.long_sentences, _ADVICE),
    Rule("office", "Канцелярит", manner.office_words, _ADVICE),
    Rule("abbreviation", "Сокращение не раскрыто", manner.abbreviations, _ADVICE),
    Rule("long", "Слишком длинно для канала", manner.too_long, _ADVICE),
)
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in CHECKS}


def remarks(
    text: Text, *, weights: Mapping[str, Weight] | None = None, reasons: Mapping[str, str] | None = None
) -> list[Remark]:
    """All remarks, those that hold the draft back first.

    `weights` are the town's by code of the check, `reasons` why a remark was left as it is, by code.
    """
    set_here, given = weights or {}, reasons or {}
    found = []
    for rule in CHECKS:
        weight = rule.usual and set_here.get(rule.code, rule.usual)
        if weight is Weight.OFF:
            continue
        why = given.get(rule.code, "").strip()
        found += [one.weighed(weight or Weight.ADVICE, why, body=text.body) for one in rule.check(text)]
    return sorted(found, key=lambda one: (not one.is_blocking, not one.is_duty))

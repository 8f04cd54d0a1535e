"""Reading the sentence of a rule back: the inverse of `speech`, for any sentence it can say."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any as Anything

from otklik.casework.automation.rules import speech
from otklik.casework.automation.rules.effects import AUTO, Effects, Internal
from otklik.casework.automation.rules.fields import FIELDS, FIXED, Asked, Labels, Lists
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.kernel.conditions import All, Any, Condition, Not, Test

_NOUNS = {one.noun: one for one in sorted(FIELDS.values(), key=lambda one: -len(one.noun))}
_QUOTED = re.compile("«((?:[^»]|»»)*)»(?!»)")
_NUMBER = re.compile(r"\d+")
_DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}")


class NotRead(ValueError):
    """The sentence is not one of ours; the Russian message says where reading stopped."""


def read(sentence: str, lists: Lists) -> Body:
    """The rule of a sentence; raises `NotRead`."""
    return _Reader(sentence.strip(), lists).rule()


class _Reader:
    """A place in a sentence that goes forward as things are recognised."""

    def __init__(self, text: str, lists: Lists) -> None:
        self._text = text
        self._at = 0
        self._lists = lists

    def rule(self) -> Body:
        condition: Condition = ALWAYS
        if not self._took("Всегда: "):
            self._need("Если ")
            condition = self._condition()
            self._need(", то ")
        effects = self._effects()
        if self._at != len(self._text):
            raise self._lost("конец предложения")
        return Body(condition, effects)

    def _condition(self) -> Condition:
        parts = [self._item()]
        joint, group = (" и ", All) if self._text.startswith(" и ", self._at) else (" или ", Any)
        while self._took(joint):
            parts.append(self._item())
        return group(tuple(parts)) if len(parts) > 1 else parts[0]

    def _item(self) -> Condition:
        if self._took("("):
            return self._closed()
        if self._took("неверно, что ("):
            return Not(self._closed())
        for noun, asked in _NOUNS.items():
            if self._took(f"{noun} "):
                return self._test(asked)
        raise self._lost("поле условия")

    def _closed(self) -> Condition:
        found = self._condition()
        self._need(")")
        return found

    def _test(self, asked: Asked) -> Condition:
        name = asked.name
        if self._took("не содержит слов "):
            return Not(Test(name, "contains_words", self._words()))
        if self._took("содержит слова "):
            return Test(name, "contains_words", self._words())
        if asked.unknown and self._took(asked.unknown):
            return Test(name, "is_empty")
        if asked.unknown and self._took(asked.unknown.removeprefix("не ")):
            return Test(name, "is_not_empty")
        if self._took("— не "):
            values = self._several(lambda: self._value(asked), " и ", again="не ")
            return Test(name, *(("is_not", values[0]) if len(values) == 1 else ("not_in", values)))
        if self._took("— "):
            values = self._several(lambda: self._value(asked), " или ")
            return Test(name, *(("is", values[0]) if len(values) == 1 else ("in", values)))
        return self._compared(asked)

    def _compared(self, asked: Asked) -> Test:
        first, last = ("с ", " по ") if asked.kind == "day" else ("от ", " до ")
        if self._took(first):
            low = self._value(asked)
            self._need(last)
            return Test(asked.name, "between", (low, self._value(asked)))
        for op, word in (speech.COMPARED_DAYS if asked.kind == "day" else speech.COMPARED).items():
            if self._took(f"{word} "):
                return Test(asked.name, op, self._value(asked))
        raise self._lost(f"условие о поле «{asked.title}»")

    def _several(self, one: Callable[[], Anything], joint: str, *, again: str = "") -> tuple[Anything, ...]:
        """Values joined by commas and a last word; a joint before anything else belongs to the condition."""
        found = [one()]
        while self._took(f", {again}", before="«") or self._took(f"{joint}{again}", before="«"):
            found.append(one())
        return tuple(found)

    def _value(self, asked: Asked) -> Anything:
        if asked.kind == "flag":
            return self._yes()
        if asked.kind == "number":
            return int(self._match(_NUMBER, "число"))
        if asked.kind == "day":
            return self._day()
        return self._words() if asked.kind == "text" else self._labelled(self._lists.labels(asked.name))

    def _day(self) -> str:
        told = self._match(_DAY, "дата")
        try:
            return datetime.strptime(told, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            raise NotRead(f"«{told}» — не дата.") from None

    def _yes(self) -> bool:
        if self._took("да"):
            return True
        self._need("нет")
        return False

    def _words(self) -> str:
        return self._match(_QUOTED, "значение в кавычках")[1:-1].replace("»»", "»")

    def _labelled(self, labels: Labels) -> str:
        told = self._words()
        if told.startswith(speech.MISSING):
            return told.removeprefix(speech.MISSING)
        found = next((value for value, title in labels.items() if title == told), None)
        if found is None:
            raise NotRead(f"В списках нет «{told}».")
        return found

    def _effects(self) -> Effects:
        told: dict[str, Anything] = {}
        while True:
            key = next((key for key, start in _STARTS.items() if self._took(start)), "")
            if not key or key in told:
                raise self._lost("действие")
            told[key] = self._effect(key)
            if self._took("."):
                return Effects(**told)
            if self._took(f"{speech.STOPS}."):
                return Effects(**told, stops=True)
            self._need(", ")

    def _effect(self, key: str) -> Anything:
        lists = self._lists
        if key == "executor" and self._took(speech.BY_COORDINATION):
            return AUTO
        if key == "fast_track":
            return self._yes()
        if key == "internal":
            return self._internal()
        if key == "tags":
            return self._several(self._words, " и ")
        labels = {
            "recipient": lists.recipients, "co_executors": lists.recipients, "template": lists.templates,
            "urgency": FIXED["urgency"],
        }.get(key, lists.people)  # fmt: skip
        found = self._several(lambda: int(self._labelled(labels)), " и ")
        return found if key in ("co_executors", "approvers") else found[0]

    def _internal(self) -> Internal:
        amount = int(self._match(_NUMBER, "число"))
        self._at += 1  # the space, of either kind
        for unit, forms in speech.UNITS.items():
            for form in sorted(forms, key=len, reverse=True):
                if self._took(form):
                    return Internal(amount, unit)
        raise self._lost("рабочие дни или часы")

    def _took(self, told: str, *, before: str = "") -> bool:
        """Step over a text if it stands here (and `before` after it)."""
        if not self._text.startswith(told + before, self._at):
            return False
        self._at += len(told)
        return True

    def _need(self, told: str) -> None:
        if not self._took(told):
            raise self._lost(f"«{told.strip()}»")

    def _match(self, shape: re.Pattern[str], wanted: str) -> str:
        found = shape.match(self._text, self._at)
        if found is None:
            raise self._lost(wanted)
        self._at = found.end()
        return found.group()

    def _lost(self, wanted: str) -> NotRead:
        rest = self._text[self._at : self._at + 40]
        return NotRead(f"Здесь должно быть: {wanted}. Осталось: «{rest}».")


_STARTS: Mapping[str, str] = {
    "recipient": "получатель — ",
    "executor": "исполнитель — ",
    "co_executors": "соисполнители — ",
    "fast_track": "фаст-трек — ",
    "internal": "внутренний срок — ",
    "urgency": "срочность — ",
    "template": "шаблон ответа — ",
    "approvers": "согласуют по порядку — ",
    "tags": "метки — ",
}

"""What an automatic rule may ask of a message: fields, their words, and the lists they choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from otklik.kernel.conditions import Field, Kind, Schema, schema_of

Labels = Mapping[str, str]

FIXED: Mapping[str, Labels] = MappingProxyType(
    {
        "stream": {
            "59fz": "обращения по 59-ФЗ", "pos": "ПОС", "digital": "цифровые сообщения",
            "hotline": "горячая линия",
        },
        "kind": {"appeal": "обращение", "message": "сообщение"},
        "author": {
            "person": "житель", "organisation": "организация", "anonymous": "без имени",
            "collective": "несколько авторов",
        },
        "urgency": {"0": "обычная", "1": "срочная", "2": "угроза жизни или здоровью"},
        "weekday": {
            "1": "понедельник", "2": "вторник", "3": "среда", "4": "четверг", "5": "пятница",
            "6": "суббота", "7": "воскресенье",
        },
        "season": {"winter": "зима", "spring": "весна", "summer": "лето", "autumn": "осень"},
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as the form offers it; `unknown` says in the right gender that it has no value."""

    name: str
    title: str
    kind: Kind
    unknown: str = ""
    bounds: tuple[int, int] = (0, 0)

    @property
    def noun(self) -> str:
        """As it stands in a sentence."""
        return self.title[0].lower() + self.title[1:] if self.title[1:2].islower() else self.title


FIELDS: Mapping[str, Asked] = MappingProxyType(
    {
        one.name: one
        for one in (
            Asked("topic", "Тематика", "choice", "не определена"),
            Asked("group", "Группа тем", "choice", "не определена"),
            Asked("block", "Отраслевой блок", "choice", "не определён"),
            Asked("text", "Текст", "text"),
            Asked("district", "Район", "choice", "не определён"),
            Asked("settlement", "Населённый пункт", "choice", "не определён"),
            Asked("street", "Улица", "choice", "не определена"),
            Asked("house", "Дом", "text", "не определён"),
            Asked("stream", "Поток", "choice"),
            Asked("channel", "Канал", "choice"),
            Asked("kind", "Вид", "choice"),
            Asked("author", "Заявитель", "choice"),
            Asked("repeat", "Номер повторного обращения", "number", bounds=(1, 100)),
            Asked("urgency", "Срочность", "choice"),
            Asked("signs", "Признак", "many"),
            Asked("fast_track", "Тема фаст-трека", "flag"),
            Asked("confidence", "Уверенность, %", "number", "не определена", bounds=(0, 100)),
            Asked("hour", "Час поступления", "number", bounds=(0, 23)),
            Asked("weekday", "День недели", "choice"),
            Asked("day", "Дата поступления", "day"),
            Asked("season", "Время года", "choice"),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Lists:
    """The town's lists: labels by value for the fields, and for recipients, people and templates.

    Labels are `shown` and unlike one another, so that a sentence can be read back.
    """

    of_fields: Mapping[str, Labels] = field(default_factory=dict)
    recipients: Labels = field(default_factory=dict)
    people: Labels = field(default_factory=dict)
    templates: Labels = field(default_factory=dict)

    def labels(self, name: str) -> Labels:
        return FIXED.get(name) or self.of_fields.get(name, {})


def schema(lists: Lists) -> Schema:
    """What `kernel.conditions` checks a rule's condition against."""
    return schema_of(
        *(Field(one.name, one.title, one.kind, lists.labels(one.name)) for one in FIELDS.values())
    )


def shown(title: str) -> str:
    """A title as it stands between «»: on one line, its own quotes are the inner ones."""
    return " ".join(title.replace("«", "„").replace("»", "“").split())


def labels_of(rows: Mapping[str, str]) -> dict[str, str]:
    """Titles as labels: those that look alike get their number."""
    seen: dict[str, list[str]] = {}
    for value, title in rows.items():
        seen.setdefault(shown(title), []).append(value)
    made: dict[str, str] = {}
    taken = {label for label, values in seen.items() if len(values) == 1}
    for label, values in seen.items():
        for value in values:
            told = label
            while len(values) > 1 and (told == label or told in taken):
                told = f"{told} (№ {value})"
            taken.add(told)
            made[value] = told
    return {value: made[value] for value in rows}

"""Personal reception: who comes first, how a reception may end, what its card must tell."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NORM = "59-ФЗ, ст. 13"
COMMON_DAY = (12, 12)
COMMON_NORM = (
    "Поручение Президента РФ от 26.04.2013 № Пр-936 (общероссийский день приёма граждан, 12 декабря)"
)


@dataclass(frozen=True, slots=True)
class Category:
    """Who is received out of turn. [M]"""

    code: str
    title: str
    is_first: bool
    norm: str = "59-ФЗ, ст. 13, ч. 7 и законодательство о льготах"


CATEGORIES: tuple[Category, ...] = (
    Category("", "не указана", is_first=False),
    Category("veteran", "ветеран или участник войны, боевых действий", is_first=True),
    Category("disabled", "инвалид I или II группы, его представитель", is_first=True),
    Category("hero", "Герой, полный кавалер ордена Славы или Трудовой Славы", is_first=True),
    Category("deputy", "депутат, сенатор", is_first=True),
    Category("liquidator", "подвергшийся радиации (Чернобыль, «Маяк»)", is_first=True),
    Category("large_family", "многодетная семья", is_first=False),
    Category("pensioner", "пенсионер", is_first=False),
)
BY_CODE = {row.code: row for row in CATEGORIES}


class Ending(StrEnum):
    BOOKED = "booked"
    MISSED = "missed"
    CANCELLED = "cancelled"
    ORAL = "oral"
    WRITTEN = "written"
    EXPLAINED = "explained"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class EndingRow:
    """How a reception ends: whether the citizen must agree, and whether it becomes an appeal."""

    code: Ending
    title: str
    norm: str
    needs_consent: bool = False
    makes_appeal: bool = False


ENDINGS: tuple[EndingRow, ...] = (
    EndingRow(Ending.BOOKED, "записан", "59-ФЗ, ст. 13, ч. 1"),
    EndingRow(Ending.MISSED, "не пришёл", "59-ФЗ, ст. 13, ч. 1"),
    EndingRow(Ending.CANCELLED, "запись отменена", "59-ФЗ, ст. 13, ч. 1"),
    EndingRow(
        Ending.ORAL, "дан устный ответ с согласия гражданина", "59-ФЗ, ст. 13, ч. 3",
        needs_consent=True, makes_appeal=True,
    ),
    EndingRow(Ending.WRITTEN, "будет дан письменный ответ", "59-ФЗ, ст. 13, ч. 3, 4", makes_appeal=True),
    EndingRow(
        Ending.EXPLAINED, "не наша компетенция: разъяснено, куда обратиться", "59-ФЗ, ст. 13, ч. 5",
        makes_appeal=True,
    ),
    EndingRow(
        Ending.REFUSED, "отказано: ранее дан ответ по существу", "59-ФЗ, ст. 13, ч. 6", makes_appeal=True
    ),
)  # fmt: skip
BY_ENDING = {row.code: row for row in ENDINGS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the card of a reception tells."""

    ending: Ending
    essence: str
    decision: str
    name: str
    address: str
    has_consent: bool = False


def faults(card: Card) -> list[str]:
    """What the card lacks for its ending, in Russian."""
    if card.ending in (Ending.BOOKED, Ending.MISSED, Ending.CANCELLED):
        return []
    row, found = BY_ENDING[card.ending], []
    if not card.name.strip():
        found.append("Впишите фамилию и имя: гражданин предъявляет документ (59-ФЗ, ст. 13, ч. 2).")
    if not card.essence.strip():
        found.append("Запишите суть обращения в карточку (59-ФЗ, ст. 13, ч. 3).")
    if not card.decision.strip():
        found.append("Запишите, что решено и что сказано гражданину.")
    if row.needs_consent and not card.has_consent:
        found.append("Устный ответ даётся только с согласия гражданина. Без него — письменный ответ.")
    if card.ending is Ending.WRITTEN and not card.address.strip():
        found.append("Для письменного ответа нужен адрес гражданина.")
    return found


def is_common_day(day: date) -> bool:
    """12 December; a day off moves it to the working day that the order names, which a person sets."""
    return (day.month, day.day) == COMMON_DAY


def order(category: str, number: int) -> tuple[bool, int]:
    """The key of the queue: out of turn first, then as they were booked."""
    return (not BY_CODE[category].is_first if category in BY_CODE else True, number)

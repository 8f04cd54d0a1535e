"""The 28 monthly indicators and the 7 yearly targets: what each counts, by what date, and on what norm."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from otklik.border.ports.messages import Stream
from otklik.insight.analytics.clauses import Clause, flag, known
from otklik.insight.analytics.values import CaseFact
from otklik.kernel.conditions import Test

DECREE = "Положение о МЦУР МО «Чердаклинский район»"
RULES_1844 = "ПП РФ от 16.11.2020 № 1844"


class Source(StrEnum):
    """Where the number comes from."""

    CASES = "cases"
    ENTRY = "entry"  # entered by hand, with a note of the source
    RECIPIENTS = "recipients"  # the register of responsible recipients


class Dating(StrEnum):
    """Which day puts a case into a month. By registration no share can pass 100 %."""

    REGISTRATION = "registration"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """`where` is what a case must be, beyond `SCOPE`. A level is a state, so it is not summed over months."""

    number: int
    title: str
    norm: str
    source: Source = Source.CASES
    where: tuple[Clause, ...] = ()
    is_level: bool = False
    counts_events: bool = False
    how: str = ""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return (*SCOPE, *self.where)

    def day_column(self, dating: Dating) -> str:
        """The column of the day by which the case falls into a month."""
        return "done_on" if dating is Dating.EVENT and self.counts_events else "registered_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Percent of the sum of `part` in the sum of `whole` (numbers of indicators)."""

    number: int
    title: str
    part: tuple[int, ...]
    whole: tuple[int, ...]
    norm: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case counts or does not: one clause and whether it holds."""

    says: str
    holds: bool


SCOPE: tuple[Clause, ...] = (
    flag("is_significant_topic", "тема относится к отраслевому блоку центра (социально значимая)"),
    flag("recipient_in_centre", "ответственный получатель входит в состав центра"),
)

STREAMS: dict[Stream, Clause] = {
    stream: Clause(says, Test("stream", "is", stream.value))
    for stream, says in {
        Stream.APPEALS: "поступило в порядке, установленном 59-ФЗ",
        Stream.POS: "поступило через ПОС",
        Stream.DIGITAL: "поступило через цифровую систему обратной связи",
        Stream.HOTLINE: "поступило на горячую линию",
    }.items()
}

_DONE = known("done_on", "рассмотрение окончено (дан ответ или карточка закрыта)")

GROUPS: dict[int, tuple[Clause, ...]] = {
    1: (
        flag("is_fast_track", "при регистрации тема шла по фаст-треку и маршрут выбран правилом"),
        flag("fast_track_met", "окончательный ответ дан в срок фаст-трека"),
    ),
    5: (flag("auto_delivered", "дошло до конечного исполнителя без ручной передачи"), _DONE),
    13: (flag("road_map_done", "связано с дорожной картой, в которой выполнено хотя бы одно мероприятие"),),
    17: (known("system", "обработано в информационной системе, указанной в карточке"), _DONE),
    21: (
        Clause(
            "есть подтверждение: фото с данными съёмки или трек ГЛОНАСС",
            Test("proof", "in", ("photo", "track")),
        ),
    ),
    25: (),
}
"""What each group of four indicators asks for, by the number of its first; rows in the order of `STREAMS`."""

OUTSIDE: dict[int, tuple[Source, bool, str]] = {
    9: (Source.ENTRY, True, "вносит ответственный за информирование по итогам месяца"),
    10: (
        Source.RECIPIENTS,
        True,
        "число действующих ответственных получателей в составе центра на отчётную дату",
    ),
    11: (Source.ENTRY, False, "вносит ответственный за ПОС по итогам голосований и обсуждений месяца"),
    12: (Source.ENTRY, False, "вносит ответственный за информирование: есть ссылка на публикацию и её дата"),
}
"""Indicators that no case tells: source, whether it is a level, and how it is counted."""


@cache
def titles() -> dict[str, str]:
    """The wording of the annexes, letter by letter: `i1`…`i28` and `p1`…`p7`."""
    text = files("otklik.insight.analytics").joinpath("titles.tsv").read_text("utf-8")
    lines = (line.partition("\t") for line in text.splitlines())
    return {code: title for code, _, title in lines}


def _indicator(number: int) -> Indicator:
    norm = f"{DECREE}, п. 2.7; приложение № 1, строка {number}"
    title = titles()[f"i{number}"]
    if number in OUTSIDE:
        source, is_level, how = OUTSIDE[number]
        return Indicator(number=number, title=title, norm=norm, source=source, is_level=is_level, how=how)
    first = max(start for start in GROUPS if start <= number)
    stream = tuple(STREAMS.values())[number - first]
    where = (stream, *GROUPS[first])
    return Indicator(number=number, title=title, norm=norm, where=where, counts_events=bool(GROUPS[first]))


INDICATORS: dict[int, Indicator] = {number: _indicator(number) for number in range(1, 29)}

_ALL = (25, 26, 27, 28)
_TARGETS: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {
    1: ((1, 2, 3, 4), _ALL),
    2: ((5, 6, 7, 8), _ALL),
    3: ((9,), (10,)),
    4: ((12,), (11,)),
    5: ((13, 14, 15, 16), _ALL),
    6: ((17, 18, 19, 20), _ALL),
    7: ((21, 22, 23, 24), _ALL),
}

TARGETS: dict[int, Target] = {
    number: Target(
        number=number,
        title=titles()[f"p{number}"],
        part=part,
        whole=whole,
        norm=f"{DECREE}, п. 2.2; приложение № 2, строка {number}; {RULES_1844}",
    )
    for number, (part, whole) in _TARGETS.items()
}


def describe(indicator: Indicator, dating: Dating = Dating.REGISTRATION) -> str:
    """How it is counted, in Russian, for the reader of the number."""
    if indicator.source is not Source.CASES:
        return f"{indicator.how[0].upper()}{indicator.how[1:]}. Норма: {indicator.norm}."
    day = "окончания рассмотрения" if indicator.day_column(dating) == "done_on" else "регистрации"
    clauses = "; ".join(clause.says for clause in indicator.clauses)
    return f"Карточки, у которых: {clauses}. Месяц — по дате {day}. Норма: {indicator.norm}."


def describe_target(target: Target) -> str:
    part, whole = (" + ".join(map(str, numbers)) for numbers in (target.part, target.whole))
    return f"({part}) ÷ ({whole}) × 100, по строкам ежемесячной формы. Норма: {target.norm}."


def reasons(fact: CaseFact, indicator: Indicator) -> tuple[Reason, ...]:
    """Each clause of the indicator and whether the case meets it; a counted case meets all."""
    return tuple(Reason(clause.says, clause.holds(fact)) for clause in indicator.clauses)


def counts(fact: CaseFact, indicator: Indicator) -> bool:
    return indicator.source is Source.CASES and all(reason.holds for reason in reasons(fact, indicator))

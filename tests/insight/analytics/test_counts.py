"""Numbers of a month and of a year: what is unknown, what grows, what opens."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from otklik.border.ports.messages import Stream
from otklik.insight.analytics import counts
from otklik.insight.analytics.counts import Inputs, Value
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.indicators import INDICATORS, Dating, Source
from otklik.insight.analytics.indicators import counts as counted
from otklik.insight.analytics.lake import Lake
from otklik.insight.analytics.values import CaseFact, Period
from tests.insight.analytics.facts_by_hand import a_fact

OCTOBER = Period.month(2026, 10)
NOW = Inputs(as_of=date(2026, 10, 31))


class Town:
    def __init__(self, folder: Path) -> None:
        self.lake = Lake(folder)
        self.engine = Engine(folder)

    def put(self, *facts: CaseFact) -> None:
        self.lake.absorb(lambda _: [(facts, "w")])

    def month(self, month: Period = OCTOBER, inputs: Inputs = NOW) -> dict[int, Value]:
        return {row.number: row for row in counts.monthly(self.engine, "town", month=month, inputs=inputs)}

    def year(self, year: int = 2026, inputs: Inputs = NOW) -> dict[int, Decimal | None]:
        return {row.number: row.value for row in counts.yearly(self.engine, "town", year=year, inputs=inputs)}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.engine.close()


def random_facts(count: int, seed: int = 4) -> list[CaseFact]:
    dice = Random(seed)
    facts = []
    for case_id in range(count):
        registered = date(2025, 11, 1) + timedelta(days=dice.randrange(360))
        done = registered + timedelta(days=dice.randrange(40))
        fact = a_fact(
            case_id, registered.isoformat(), **({"done": done.isoformat()} if dice.random() < 0.8 else {})
        )
        told = asdict(fact) | {
            "municipality": dice.choice(["town", "town", "village"]),
            "stream": dice.choice([*Stream]).value,
            "is_significant_topic": dice.random() < 0.8,
            "recipient_in_centre": dice.random() < 0.8,
            "is_fast_track": dice.random() < 0.5,
            "fast_track_due_at": fact.registered_at + timedelta(days=14) if dice.random() < 0.8 else None,
            "auto_delivered": dice.random() < 0.5,
            "road_map_done": dice.random() < 0.3,
            "system": dice.choice(["", "ПОС"]),
            "proof": dice.choice(["none", "photo", "track", ""]),
        }
        facts.append(CaseFact(**told))
    return facts


def test_месяц_до_начала_данных_неизвестен_а_не_ноль(town: Town) -> None:
    town.put(a_fact(1, "2026-10-05", stream="pos"))
    september = town.month(Period.month(2026, 9))
    assert {row.value for row in september.values()} == {None}
    october = town.month()
    assert october[26] == Value(26, value=1, previous=None, growth=None, growth_percent=None, total=1)
    assert october[25] == Value(25, value=0, previous=None, growth=None, growth_percent=None, total=0)


def test_пустое_озеро_не_знает_ничего(town: Town) -> None:
    assert {(row.value, row.total) for row in town.month().values()} == {(None, None)}
    assert set(town.year().values()) == {None}


def test_чужие_данные_не_наши(town: Town) -> None:
    town.put(a_fact(1, "2026-09-05", municipality="village"), a_fact(2, "2026-10-05"))
    assert town.month()[27].previous is None


@pytest.mark.parametrize(
    ("september", "october", "growth", "percent"),
    [
        (2, 3, 1, "50.0"),
        (3, 2, -1, "-33.3"),
        (3, 3, 0, "0.0"),
        (0, 2, 2, None),
        (8, 9, 1, "12.5"),
        (16, 17, 1, "6.3"),
    ],
)
def test_прирост(town: Town, september: int, october: int, growth: int, percent: str | None) -> None:
    town.put(
        a_fact(0, "2026-08-31"),
        *[a_fact(10 + number, "2026-09-30") for number in range(september)],
        *[a_fact(50 + number, "2026-10-01") for number in range(october)],
    )
    row = town.month()[27]
    assert (row.value, row.previous, row.growth) == (october, september, growth)
    assert row.growth_percent == (None if percent is None else Decimal(percent))
    assert row.total == 1 + september + october


def test_с_начала_года_не_берёт_прошлый_год_а_предыдущий_месяц_берёт(town: Town) -> None:
    town.put(a_fact(1, "2025-12-31"), a_fact(2, "2026-01-01"), a_fact(3, "2026-02-01"))
    row = town.month(Period.month(2026, 1))[27]
    assert (row.value, row.previous, row.total) == (1, 1, 1)


def test_на_отчётную_дату(town: Town) -> None:
    town.put(a_fact(1, "2026-10-10"), a_fact(2, "2026-10-11"))
    assert town.month(inputs=Inputs(as_of=date(2026, 10, 10)))[27].value == 1
    assert town.month(inputs=Inputs(as_of=date(2026, 9, 30)))[27].value is None


def test_поток_без_источника_неизвестен(town: Town) -> None:
    town.put(a_fact(1, stream="digital"))
    rows = town.month(inputs=Inputs(as_of=NOW.as_of, silent=frozenset({Stream.POS})))
    assert rows[26].value is None
    assert rows[28].value == 0


def test_внесённые_вручную(town: Town) -> None:
    entries = {
        (9, "2026-09"): 4,
        (9, "2026-10"): 5,
        (11, "2026-09"): 2,
        (11, "2026-10"): 3,
        (12, "2026-08"): 1,
    }
    rows = town.month(inputs=Inputs(as_of=NOW.as_of, recipients=20, entries=entries | {(10, "2026-09"): 16}))
    assert rows[9] == Value(9, value=5, previous=4, growth=1, growth_percent=Decimal("25.0"), total=5)
    assert rows[10] == Value(10, value=20, previous=16, growth=4, growth_percent=Decimal("25.0"), total=20)
    assert rows[11] == Value(11, value=3, previous=2, growth=1, growth_percent=Decimal("50.0"), total=5)
    assert rows[12] == Value(12, value=None, previous=None, growth=None, growth_percent=None, total=None)


def test_пропущенный_месяц_делает_сумму_неизвестной(town: Town) -> None:
    entries = {(11, "2026-08"): 2, (11, "2026-10"): 3}
    assert town.month(inputs=Inputs(as_of=NOW.as_of, entries=entries))[11].total is None


@pytest.mark.parametrize("dating", [*Dating])
def test_озеро_и_правило_считают_одинаково(town: Town, dating: Dating) -> None:
    facts = random_facts(900)
    town.put(*facts)
    for code in (1, 6, 10):
        month = Period.month(2026, code)
        rows = town.month(month, Inputs(as_of=date(2026, 12, 31), dating=dating))
        for number, indicator in INDICATORS.items():
            if indicator.source is not Source.CASES:
                continue
            ours = [
                fact.number
                for fact in facts
                if fact.municipality == "town"
                and counted(fact, indicator)
                and (day := getattr(fact, indicator.day_column(dating))) is not None
                and month.first <= day <= month.last
            ]
            assert rows[number].value == len(ours), (code, number)
            opened = counts.cases(
                town.engine, "town", numbers=[number], period=month, dating=dating, limit=1000
            )
            assert [line.number for line in opened] == ours


def test_по_дате_регистрации_доля_не_больше_ста_процентов(town: Town) -> None:
    town.put(*random_facts(600))
    assert all(value is None or value <= 100 for value in town.year().values())


def test_число_открывается_постранично(town: Town) -> None:
    town.put(*[a_fact(number, stream="pos") for number in range(1, 8)], a_fact(9, stream="digital"))
    pages, after = [], 0
    while page := counts.cases(
        town.engine, "town", numbers=[25, 26, 27], period=OCTOBER, after=after, limit=3
    ):
        after = page[-1].case_id
        pages.append([line.case_id for line in page])
    assert pages == [[1, 2, 3], [4, 5, 6], [7, 9]]
    assert counts.cases(town.engine, "town", numbers=[9, 11], period=OCTOBER) == []


def test_показатели_года(town: Town) -> None:
    town.put(
        *[a_fact(number, "2026-03-10", stream="pos", road_map_done=number == 1) for number in range(1, 4)],
        a_fact(4, "2025-12-31", road_map_done=True),
    )
    entries = {
        (9, "2026-09"): 5,
        (10, "2026-09"): 20,
        (9, "2026-10"): 9,
        (11, "2026-03"): 4,
        (12, "2026-03"): 3,
    }
    year = town.year(inputs=Inputs(as_of=date(2026, 10, 31), recipients=25, entries=entries))
    assert year == {
        1: Decimal("0.0"),
        2: Decimal("0.0"),
        3: Decimal("36.0"),
        4: Decimal("75.0"),
        5: Decimal("33.3"),
        6: Decimal("0.0"),
        7: Decimal("0.0"),
    }


def test_год_без_обращений_даёт_прочерк_а_не_ноль(town: Town) -> None:
    town.put(a_fact(1, "2025-06-01"))
    assert set(town.year(2026).values()) == {None}


def test_показатели_года_без_одного_потока(town: Town) -> None:
    town.put(a_fact(1, stream="digital", road_map_done=True), a_fact(2, stream="digital"))
    inputs = Inputs(as_of=NOW.as_of, silent=frozenset({Stream.POS, Stream.HOTLINE}))
    assert town.year(inputs=inputs)[5] == Decimal("50.0")
    assert town.year(inputs=Inputs(as_of=NOW.as_of, silent=frozenset(Stream)))[5] is None


def test_карточка_находится_целиком(town: Town) -> None:
    fact = a_fact(3, done="2026-10-06", rating=4)
    town.put(fact)
    assert counts.fact(town.engine, "town", fact.number) == fact
    assert counts.fact(town.engine, "village", fact.number) is None

"""The 28 indicators and 7 targets: the wording of the decree, and what counts and what does not."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from otklik.insight.analytics.indicators import (
    INDICATORS,
    TARGETS,
    Dating,
    Source,
    counts,
    describe,
    describe_target,
    reasons,
)
from tests.insight.analytics.facts_by_hand import a_fact

DUE = datetime(2026, 10, 12, 20, 59, tzinfo=UTC)
STREAMS = ("59fz", "pos", "digital", "hotline")
COUNTED: dict[int, dict[str, Any]] = {
    1: {"is_fast_track": True, "done": "2026-10-12", "fast_track_due_at": DUE},
    5: {"auto_delivered": True, "done": "2026-10-20"},
    13: {"road_map_done": True},
    17: {"system": "ПОС", "done": "2026-10-20"},
    21: {"proof": "track"},
    25: {},
}
FROM_CASES = [
    (first + place, stream, told) for first, told in COUNTED.items() for place, stream in enumerate(STREAMS)
]


@pytest.mark.parametrize(("number", "stream", "told"), FROM_CASES)
def test_каждый_показатель_считает_свой_поток(number: int, stream: str, told: dict[str, Any]) -> None:
    indicator = INDICATORS[number]
    assert counts(a_fact(stream=stream, **told), indicator)
    for other in set(STREAMS) - {stream}:
        assert not counts(a_fact(stream=other, **told), indicator)


@pytest.mark.parametrize(("number", "stream", "told"), FROM_CASES)
@pytest.mark.parametrize("out", ["is_significant_topic", "recipient_in_centre"])
def test_вне_блоков_и_вне_центра_не_считается(
    number: int, stream: str, told: dict[str, Any], out: str
) -> None:
    assert not counts(a_fact(stream=stream, **told, **{out: False}), INDICATORS[number])


@pytest.mark.parametrize(
    ("number", "told"),
    [
        pytest.param(
            1,
            {"is_fast_track": True, "done": "2026-10-13", "fast_track_due_at": DUE},
            id="фаст-трек, на день позже",
        ),
        pytest.param(1, {"is_fast_track": True, "fast_track_due_at": DUE}, id="фаст-трек без ответа"),
        pytest.param(1, {"is_fast_track": True, "done": "2026-10-06"}, id="фаст-трек без срока"),
        pytest.param(
            1, {"done": "2026-10-12", "fast_track_due_at": DUE}, id="обычная тема в срок фаст-трека"
        ),
        pytest.param(5, {"auto_delivered": True}, id="доставлено, но не обработано"),
        pytest.param(5, {"done": "2026-10-06"}, id="обработано с ручной передачей"),
        pytest.param(13, {"done": "2026-10-06"}, id="без дорожной карты"),
        pytest.param(17, {"system": "ПОС"}, id="в системе, но не обработано"),
        pytest.param(17, {"done": "2026-10-06"}, id="без системы"),
        pytest.param(21, {"proof": "none"}, id="без подтверждения"),
    ],
)
def test_не_считается(number: int, told: dict[str, Any]) -> None:
    assert not counts(a_fact(stream="59fz", **told), INDICATORS[number])


def test_причины_называют_чего_не_хватило() -> None:
    told = reasons(a_fact(stream="pos", is_fast_track=True, recipient_in_centre=False), INDICATORS[2])
    assert [reason.says for reason in told if not reason.holds] == [
        "ответственный получатель входит в состав центра",
        "окончательный ответ дан в срок фаст-трека",
    ]


def test_то_чего_карточки_не_говорят() -> None:
    outside = {
        number: indicator.source
        for number, indicator in INDICATORS.items()
        if indicator.source is not Source.CASES
    }
    assert outside == {9: Source.ENTRY, 10: Source.RECIPIENTS, 11: Source.ENTRY, 12: Source.ENTRY}


def test_каждый_показатель_входит_в_показатели_года_один_раз() -> None:
    parts = [number for target in TARGETS.values() for number in target.part]
    wholes = {number for target in TARGETS.values() for number in target.whole}
    assert sorted([*parts, *wholes]) == list(range(1, 29))


def test_у_каждой_строки_есть_норма_и_описание() -> None:
    for indicator in INDICATORS.values():
        assert indicator.norm in describe(indicator)
    for target in TARGETS.values():
        assert "1844" in describe_target(target)
    assert describe(INDICATORS[13]) == (
        "Карточки, у которых: тема относится к отраслевому блоку центра (социально значимая); ответственный"
        " получатель входит в состав центра; поступило в порядке, установленном 59-ФЗ; связано с дорожной"
        " картой, в которой выполнено хотя бы одно мероприятие. Месяц — по дате регистрации."
        " Норма: Положение о МЦУР МО «Чердаклинский район», п. 2.7; приложение № 1, строка 13."
    )
    assert "по дате окончания рассмотрения" in describe(INDICATORS[13], Dating.EVENT)
    assert "по дате регистрации" in describe(INDICATORS[25], Dating.EVENT)


def test_наименования_слово_в_слово_из_приложений(shared_dir: Path) -> None:
    decree = next((shared_dir / "seeds").glob("004_*.txt")).read_text("utf-8")
    lines = [re.sub(r"\s+", " ", line).strip() for line in decree.splitlines()]
    for row in [*INDICATORS.values(), *TARGETS.values()]:
        assert row.title in lines

"""The ladder: every clause with its vectors, the day before and the day after."""

from datetime import date

import pytest

from otklik.casework.deadlines.rules import due_of, ladder, regime_of
from otklik.casework.deadlines.terms import Regime
from otklik.casework.deadlines.times import CaseTimes, CountFrom, Opening, Settings
from otklik.ground.worktime.rules import Shift
from tests.casework.deadlines.cases import APPEAL, MOSCOW, at, codes, the, times

NEXT, NONE = Settings(shift=Shift.NEXT_WORKDAY), Settings(shift=Shift.NONE)

# registered, legal, control by the previous workday, by the next one
ANSWERS = [
    ("2025-10-02", "2025-11-01", "2025-11-01", "2025-11-01"),
    ("2026-04-01", "2026-05-01", "2026-04-30", "2026-05-04"),
    ("2026-04-09", "2026-05-09", "2026-05-08", "2026-05-12"),
    ("2026-12-01", "2026-12-31", "2026-12-30", "2027-01-11"),
    ("2027-01-21", "2027-02-20", "2027-02-20", "2027-02-20"),
    ("2027-10-06", "2027-11-05", "2027-11-03", "2027-11-08"),
    # the days around them
    ("2025-10-01", "2025-10-31", "2025-10-31", "2025-10-31"),
    ("2025-10-03", "2025-11-02", "2025-11-01", "2025-11-05"),
    ("2025-10-04", "2025-11-03", "2025-11-01", "2025-11-05"),
    ("2025-10-05", "2025-11-04", "2025-11-01", "2025-11-05"),
    ("2025-10-06", "2025-11-05", "2025-11-05", "2025-11-05"),
    ("2026-03-31", "2026-04-30", "2026-04-30", "2026-04-30"),
    ("2026-04-08", "2026-05-08", "2026-05-08", "2026-05-08"),
    ("2026-04-10", "2026-05-10", "2026-05-08", "2026-05-12"),
    ("2026-04-11", "2026-05-11", "2026-05-08", "2026-05-12"),
    ("2026-04-12", "2026-05-12", "2026-05-12", "2026-05-12"),
    ("2026-11-30", "2026-12-30", "2026-12-30", "2026-12-30"),
    ("2026-12-02", "2027-01-01", "2026-12-30", "2027-01-11"),
    ("2026-12-12", "2027-01-11", "2027-01-11", "2027-01-11"),
    ("2026-11-03", "2026-12-03", "2026-12-03", "2026-12-03"),
    ("2027-01-20", "2027-02-19", "2027-02-19", "2027-02-19"),
    ("2027-01-22", "2027-02-21", "2027-02-20", "2027-02-24"),
    ("2027-01-23", "2027-02-22", "2027-02-20", "2027-02-24"),
    ("2027-10-05", "2027-11-04", "2027-11-03", "2027-11-08"),
    ("2027-10-04", "2027-11-03", "2027-11-03", "2027-11-03"),
    ("2024-01-30", "2024-02-29", "2024-02-29", "2024-02-29"),
]


@pytest.mark.parametrize(
    ("registered", "legal", "previous", "following"),
    ANSWERS,
    ids=[f"59-ФЗ ст.12 ч.1 от {row[0]}" for row in ANSWERS],
)
def test_answer(registered: str, legal: str, previous: str, following: str) -> None:
    case = times(registered, **APPEAL)
    for settings, control in ((Settings(), previous), (NEXT, following), (NONE, legal)):
        rung = the("answer", case, settings)
        assert (rung.legal_on, rung.control_on) == (date.fromisoformat(legal), date.fromisoformat(control))
        assert rung.due_at == at(f"{control} 23:59:59")
    assert rung.norm == "59-ФЗ, ст. 12, ч. 1"
    assert rung.is_main


@pytest.mark.parametrize(
    ("registered", "control"),
    [
        ("2025-10-02", "2025-12-01"),
        ("2026-04-01", "2026-05-29"),
        ("2026-04-09", "2026-06-08"),
        ("2026-12-01", "2027-01-29"),
        ("2027-01-21", "2027-03-22"),
        ("2027-10-06", "2027-12-03"),
    ],
    ids=lambda text: f"59-ФЗ ст.12 ч.2 {text}",
)
def test_extended_by_thirty_days(registered: str, control: str) -> None:
    rung = the("answer", times(registered, **APPEAL, extended_days=30))
    assert rung.control_on == date.fromisoformat(control)
    assert rung.norm == "59-ФЗ, ст. 12, ч. 2"


@pytest.mark.parametrize(
    ("received", "control"),
    [
        ("2025-12-30", "2026-01-12"),
        ("2025-12-26", "2025-12-29"),
        ("2025-12-29", "2026-01-12"),
        ("2026-11-20", "2026-11-23"),
        ("2026-11-18", "2026-11-23"),
        ("2026-11-19", "2026-11-23"),
        ("2026-11-17", "2026-11-20"),
        ("2025-10-29", "2025-11-01"),
    ],
    ids=lambda text: f"59-ФЗ ст.8 ч.2 {text}",
)
def test_registration_ends_on_a_working_day_whatever_the_setting(received: str, control: str) -> None:
    for settings in (Settings(), NEXT, NONE):
        case = CaseTimes(received_at=at(received), **APPEAL)  # type: ignore[arg-type]
        assert the("registration", case, settings).control_on == date.fromisoformat(control)


@pytest.mark.parametrize(
    ("registered", "control"),
    [
        ("2026-11-23", "2026-11-30"),
        ("2026-11-21", "2026-11-27"),
        ("2026-12-24", "2026-12-30"),
        ("2026-12-23", "2026-12-30"),
        ("2026-10-28", "2026-11-03"),
        ("2026-01-03", "2026-01-12"),
    ],
    ids=lambda text: f"59-ФЗ ст.8 ч.3 {text}",
)
def test_forwarding(registered: str, control: str) -> None:
    """The last one: no working day lies between the start and the end, so the control day cannot go back."""
    assert the("forwarding", times(registered, **APPEAL)).control_on == date.fromisoformat(control)


def test_request_of_another_body_is_fifteen_days_from_sending() -> None:
    sent = Opening(kind="request", key="1", at=at("2026-11-05 15:00"), title="Ответ Росреестра")
    rung = the("request", times("2026-11-02", **APPEAL, opened=(sent,)))
    assert (rung.legal_on, rung.title, rung.key) == (date(2026, 11, 20), "Ответ Росреестра", "1")
    assert "request" not in codes(times("2026-11-02", **APPEAL))


@pytest.mark.parametrize(
    ("registered", "legal"),
    [("2026-11-03", "2026-12-02"), ("2025-10-02", "2025-10-31"), ("2026-04-01", "2026-04-30")],
    ids=lambda text: f"день регистрации — первый {text}",
)
def test_counting_from_the_same_day(registered: str, legal: str) -> None:
    rung = the("answer", times(registered, **APPEAL), Settings(count_from=CountFrom.SAME_DAY))
    assert rung.legal_on == date.fromisoformat(legal)
    assert "считая этот день" in rung.arithmetic


def test_working_days_counted_from_the_same_day() -> None:
    settings = Settings(count_from=CountFrom.SAME_DAY)
    case = times("2026-11-23", stream="pos", is_fast_track=True)
    assert the("fast", case, settings).control_on == date(2026, 12, 4)
    assert the("fast", case).control_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("registered", "days", "control"),
    [
        ("2025-12-29", None, "2026-01-22"),
        ("2027-02-15", None, "2027-03-02"),
        ("2026-05-07", 7, "2026-05-19"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2025-10-31", 1, "2025-11-01"),
        ("2026-11-21", 3, "2026-11-25"),
    ],
    ids=lambda value: f"фаст-трек {value}",
)
def test_fast_track(registered: str, days: int | None, control: str) -> None:
    case = times(registered, stream="pos", is_fast_track=True, fast_track_days=days)
    rung = the("fast", case)
    assert rung.control_on == date.fromisoformat(control)
    assert rung.is_main
    assert not the("pos_answer", case).is_main
    assert due_of(ladder(case, calendar=MOSCOW)).fast_track_due_at == rung.due_at


def test_slow_fast_track_is_not_main() -> None:
    """The nearest of the two answers is the one to keep."""
    case = times("2026-11-23", stream="pos", is_fast_track=True, fast_track_days=28)
    assert the("pos_answer", case).is_main


@pytest.mark.parametrize(
    ("registered", "urgency", "due"),
    [
        ("2026-11-23 09:00", 0, "2026-11-24 10:00"),
        ("2026-11-23 16:30", 1, "2026-11-24 11:30"),
        ("2026-11-23 16:30", 2, "2026-11-24 11:30"),
        ("2026-11-20 17:00", 1, "2026-11-23 12:00"),
        ("2026-11-20 23:50", 0, "2026-11-24 10:00"),
        ("2026-11-22 12:00", 1, "2026-11-23 13:00"),
        ("2026-11-03 12:30", 1, "2026-11-05 09:30"),
        ("2026-11-03 16:30", 1, "2026-11-05 12:30"),
        ("2025-10-31 17:00", 0, "2025-11-05 10:00"),
        ("2026-12-30 17:30", 0, "2027-01-12 09:30"),
        ("2026-11-23 13:30", 1, "2026-11-23 18:00"),
    ],
    ids=lambda value: f"ИМ {value}",
)
def test_first_reaction(registered: str, urgency: int, due: str) -> None:
    rung = the("reaction_urgent" if urgency else "reaction", times(registered, urgency=urgency))
    assert rung.due_at == at(due)
    assert rung.legal_on is None
    assert rung.is_main


def test_reaction_counts_from_routing_once_routed() -> None:
    case = times("2026-11-23 09:00", routed_at=at("2026-11-23 11:00"))
    assert the("reaction", case).due_at == at("2026-11-24 12:00")


def test_interim_answer_opens_the_final_term() -> None:
    case = times("2026-05-06 10:00", interim_sent_at=at("2026-05-07 12:00"))
    final = the("final", case)
    assert final.control_on == date(2026, 5, 19)
    assert final.is_main
    assert not the("reaction", case).is_main


@pytest.mark.parametrize(
    ("kind", "stream", "channel", "regime"),
    [
        ("appeal", "59fz", "", Regime.APPEAL),
        ("appeal", "pos", "", Regime.APPEAL),
        ("appeal", "digital", "vk", Regime.APPEAL),
        ("message", "pos", "", Regime.POS),
        ("message", "digital", "vk", Regime.SOCIAL),
        ("message", "digital", "", Regime.SOCIAL),
        ("message", "digital", "webform", Regime.PLAIN),
        ("message", "digital", "email", Regime.PLAIN),
        ("message", "hotline", "phone", Regime.PLAIN),
        ("message", "59fz", "email", Regime.PLAIN),
        ("information_request", "59fz", "", Regime.INFORMATION),
    ],
)
def test_regime(kind: str, stream: str, channel: str, regime: Regime) -> None:
    assert regime_of(kind=kind, stream=stream, channel=channel) == regime


LADDERS = [
    (APPEAL, ["registration", "resolution", "forwarding", "draft", "answer"]),
    (
        {**APPEAL, "internal_days": 5},
        ["registration", "resolution", "forwarding", "internal", "draft", "answer"],
    ),
    ({**APPEAL, "internal_days": 40}, ["registration", "resolution", "forwarding", "draft", "answer"]),
    (
        {"kind": "information_request"},
        ["information_registration", "resolution", "information_forwarding", "draft", "information_answer"],
    ),
    ({"stream": "pos"}, ["pos_answer"]),
    ({"stream": "pos", "is_fast_track": True}, ["fast", "pos_answer"]),
    ({"stream": "digital"}, ["reaction"]),
    ({"stream": "digital", "urgency": 1}, ["reaction_urgent"]),
    ({"stream": "digital", "is_fast_track": True}, ["reaction", "fast"]),
    ({"stream": "hotline"}, ["plain_internal", "plain_answer"]),
    ({"stream": "hotline", "is_fast_track": True}, ["fast", "plain_answer"]),
    ({"stream": "digital", "channel": "webform"}, ["plain_internal", "plain_answer"]),
]


@pytest.mark.parametrize(("case", "expected"), LADDERS, ids=[", ".join(row[1]) for row in LADDERS])
def test_ladder_of_a_case(case: dict[str, object], expected: list[str]) -> None:
    rungs = ladder(times("2026-11-23 10:00", **case), calendar=MOSCOW)
    assert sorted(rung.code for rung in rungs) == sorted(expected)
    assert [rung.due_at for rung in rungs] == sorted(rung.due_at for rung in rungs)
    assert sum(rung.is_main for rung in rungs) == 1


ARITHMETIC = [
    ("answer", "2026-11-03", APPEAL, "03.11 + 30 дней = 03.12, четверг"),
    ("answer", "2026-12-01", APPEAL, "01.12 + 30 дней = 31.12, четверг; нерабочий день → 30.12, среда"),
    (
        "answer",
        "2026-12-02",
        APPEAL,
        "02.12.2026 + 30 дней = 01.01.2027, пятница; нерабочий день → 30.12.2026, среда",
    ),
    ("registration", "2026-11-17", APPEAL, "17.11 + 3 дня = 20.11, пятница"),
    (
        "fast",
        "2025-12-29",
        {"stream": "pos", "is_fast_track": True},
        "29.12.2025 + 10 рабочих дней = 22.01.2026, четверг",
    ),
    (
        "fast",
        "2026-11-20",
        {"stream": "pos", "is_fast_track": True, "fast_track_days": 1},
        "20.11 + 1 рабочий день = 23.11, понедельник",
    ),
    (
        "reaction_urgent",
        "2026-11-03 17:30",
        {"urgency": 1},
        "03.11 17:30 + 4 рабочих часа = 05.11 13:00, четверг",
    ),
    (
        "answer",
        "2028-03-01",
        APPEAL,
        "01.03 + 30 дней = 31.03, пятница; переносы выходных на 2028 год ещё не утверждены",
    ),
]


@pytest.mark.parametrize(
    ("code", "registered", "case", "words"), ARITHMETIC, ids=[row[3] for row in ARITHMETIC]
)
def test_arithmetic(code: str, registered: str, case: dict[str, object], words: str) -> None:
    assert the(code, times(registered, **case)).arithmetic == words

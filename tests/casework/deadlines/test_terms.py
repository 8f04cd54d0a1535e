"""Terms: the town's zone, its own shorter terms, terms that change on a date, and the norms themselves."""

import json
from datetime import date, datetime

import pytest

from otklik.casework.deadlines import norms
from otklik.casework.deadlines.rules import as_json, is_too_long, ladder
from otklik.casework.deadlines.terms import Confidence, Event, Regime, Stop, Term, Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, Settings
from otklik.ground.worktime import official
from tests.casework.deadlines.cases import APPEAL, MOSCOW, at, codes, the, times


@pytest.mark.parametrize(
    ("zone", "registered", "due"),
    [
        ("Europe/Moscow", "2026-11-03T20:59:59+00:00", "2026-12-03T20:59:59+00:00"),
        ("Europe/Moscow", "2026-11-03T21:00:00+00:00", "2026-12-04T20:59:59+00:00"),
        ("Asia/Omsk", "2026-11-03T17:59:59+00:00", "2026-12-03T17:59:59+00:00"),
        ("Asia/Omsk", "2026-11-03T18:00:00+00:00", "2026-12-04T17:59:59+00:00"),
        ("Asia/Kamchatka", "2026-11-03T12:00:00+00:00", "2026-12-04T11:59:59+00:00"),
        ("Europe/Kaliningrad", "2026-11-03T21:59:00+00:00", "2026-12-03T21:59:59+00:00"),
        ("Europe/Berlin", "2026-03-02T12:00:00+00:00", "2026-04-01T21:59:59+00:00"),
    ],
)
def test_days_are_of_the_towns_zone(zone: str, registered: str, due: str) -> None:
    moment = datetime.fromisoformat(registered)
    case = CaseTimes(kind="appeal", stream="59fz", received_at=moment, registered_at=moment)
    assert the("answer", case, calendar=official.calendar(zone)).due_at == datetime.fromisoformat(due)


def test_a_municipality_shortens_an_editable_term() -> None:
    settings = Settings(
        own={"plain_answer": Amount(8, Unit.WORKING_DAYS), "answer": Amount(5, Unit.WORKING_DAYS)}
    )
    assert the("plain_answer", times("2026-11-23", stream="hotline"), settings).control_on == date(
        2026, 12, 3
    )
    assert the("answer", times("2026-11-23", **APPEAL), settings).legal_on == date(2026, 12, 23)


def test_term_in_minutes_runs_day_and_night() -> None:
    settings = Settings(own={"reaction_urgent": Amount(240, Unit.MINUTES)})
    case = times("2026-11-22 23:00", urgency=1)
    assert the("reaction_urgent", case, settings).due_at == at("2026-11-23 03:00")


@pytest.mark.parametrize(
    ("code", "amount", "unit", "too_long"),
    [
        ("pos_answer", 30, Unit.CALENDAR_DAYS, False),
        ("pos_answer", 31, Unit.CALENDAR_DAYS, True),
        ("pos_answer", 21, Unit.WORKING_DAYS, False),
        ("pos_answer", 22, Unit.WORKING_DAYS, True),
        ("reaction", 24, Unit.WORKING_HOURS, False),
        ("reaction", 25, Unit.WORKING_HOURS, True),
        ("reaction", 1440, Unit.MINUTES, False),
    ],
)
def test_longest_own_term(code: str, amount: int, unit: Unit, too_long: bool) -> None:
    assert is_too_long(norms.EDITABLE[code], Amount(amount, unit)) is too_long


def _answer(amount: int, **more: date) -> Term:
    return Term(
        code="answer",
        title="Ответ",
        regimes=(Regime.APPEAL,),
        starts_from=Event.REGISTERED,
        amount=amount,
        unit=Unit.CALENDAR_DAYS,
        norm=f"{amount} дней",
        confidence=Confidence.OURS,
        is_main=True,
        **more,
    )


@pytest.mark.parametrize(
    ("registered", "norm"),
    [
        ("2026-06-29", "30 дней"),
        ("2026-06-30", "30 дней"),
        ("2026-07-01", "15 дней"),
        ("2026-07-02", "15 дней"),
    ],
)
def test_a_case_keeps_the_term_of_its_registration_day(registered: str, norm: str) -> None:
    terms = norms.by_regime([_answer(30, until=date(2026, 6, 30)), _answer(15, since=date(2026, 7, 1))])
    rungs = ladder(times(f"{registered} 23:00", **APPEAL), calendar=MOSCOW, terms=terms)
    assert [rung.norm for rung in rungs] == [norm]


def test_reopened_case_counts_its_answer_anew() -> None:
    case = times("2026-10-05", **APPEAL, reopened_at=at("2026-11-23 12:00"))
    assert codes(case) == ["draft", "answer"]
    assert the("answer", case).legal_on == date(2026, 12, 23)
    social = times("2026-10-05", interim_sent_at=at("2026-10-06"), reopened_at=at("2026-11-23 12:00"))
    assert codes(social) == ["reaction"]


def test_unregistered_appeal_has_only_its_registration() -> None:
    assert codes(CaseTimes(received_at=at("2026-11-23"), kind="appeal", stream="59fz")) == ["registration"]


def test_every_term_names_its_clause() -> None:
    assert all(term.norm and term.title and term.stops_by for term in norms.TERMS)
    assert len({term.code for term in norms.TERMS}) == len(norms.TERMS)
    assert all(term.editable == (term.most is not None) for term in norms.TERMS)
    assert {term.norm for term in norms.TERMS if term.is_main and not term.editable} == {
        "59-ФЗ, ст. 12, ч. 1",
        "59-ФЗ, ст. 12, ч. 1.1",
        "8-ФЗ, ст. 18, ч. 6",
        "210-ФЗ, ст. 11.2, ч. 6",
        norms.PROMISED,
    }
    assert all(bool(term.extension_norm) == bool(term.extension_most) for term in norms.TERMS)
    assert all(term.extension_notice in norms.ON_DEMAND for term in norms.TERMS if term.extension_norm)
    assert Stop.FIRST_ANSWER in norms.STOPS["reaction"]
    assert Stop.FIRST_ANSWER not in norms.STOPS["final"]


def test_json_of_a_ladder() -> None:
    told = json.loads(json.dumps(as_json(ladder(times("2026-12-01", **APPEAL), calendar=MOSCOW))))
    assert told[-1] == {
        "code": "answer",
        "key": "",
        "title": "Ответ на обращение",
        "starts_at": "2026-11-30T21:00:00+00:00",
        "legal_on": "2026-12-31",
        "control_on": "2026-12-30",
        "due_at": "2026-12-30T20:59:59+00:00",
        "arithmetic": "01.12 + 30 дней = 31.12, четверг; нерабочий день → 30.12, среда",
        "norm": "59-ФЗ, ст. 12, ч. 1",
        "confidence": "R2",
        "is_main": True,
    }

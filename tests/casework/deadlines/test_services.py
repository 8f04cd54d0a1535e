"""Clocks of cases: started in bulk, stopped by events, counted anew, begun again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from otklik.casework.deadlines import selectors, services
from otklik.casework.deadlines.models import Clock
from otklik.casework.deadlines.terms import Stop, Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, CountFrom
from otklik.ground.audit import selectors as audit
from otklik.ground.places.models import Municipality
from otklik.ground.worktime.rules import Shift
from otklik.register.cases.models import Case

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 11:00 in Moscow, a Monday

pytestmark = pytest.mark.django_db


def a_town(code: str = "ozersk") -> int:
    return Municipality.objects.create(code=code, title=code, title_genitive=code, created_at=NOW).pk


def a_case(town: int, number: int = 1, *, at: datetime = NOW, **more: object) -> CaseTimes:
    found = CaseTimes(municipality_id=town, received_at=at, registered_at=at)
    found = replace(found, **more)  # type: ignore[arg-type]
    row = Case.objects.create(
        municipality_id=town,
        number=f"МЦУ-2026-{number:06d}",
        public_code=f"c{number}",
        kind=found.kind,
        stream=found.stream,
        channel=found.channel,
        status_since=at,
        received_at=at,
        registered_at=at,
        updated_at=at,
        attention_at=at,
    )
    return replace(found, case_id=row.pk)


def an_appeal(town: int, number: int = 1, **more: object) -> CaseTimes:
    return a_case(town, number, kind="appeal", stream="59fz", **more)


def running(case: CaseTimes) -> list[str]:
    return [clock.code for clock in selectors.rungs(case.case_id) if clock.is_running]


def mains(case: CaseTimes) -> dict[str, bool]:
    return {clock.code: clock.is_main for clock in selectors.rungs(case.case_id)}


def actions(case: CaseTimes) -> list[str]:
    return [line.action for line in audit.of_subject("case", case.case_id)]


def test_start_gives_the_face_and_keeps_the_ladder() -> None:
    case = an_appeal(a_town())
    due = services.start([case])[case.case_id]
    assert due.due_at == datetime(2026, 12, 23, 20, 59, 59, tzinfo=UTC)
    assert due.norm == "59-ФЗ, ст. 12, ч. 1"
    clocks = selectors.rungs(case.case_id)
    assert [clock.code for clock in clocks] == ["registration", "resolution", "forwarding", "draft", "answer"]
    assert clocks[0].stopped_at == NOW  # it was registered on coming
    assert clocks[-1].arithmetic == "23.11 + 30 дней = 23.12, среда"


def test_starting_twice_starts_once() -> None:
    case = an_appeal(a_town())
    first = services.start([case])
    assert services.start([case]) == first
    assert len(selectors.rungs(case.case_id)) == 5


def test_ladders_counted_for_the_face_are_kept_as_they_are() -> None:
    case = an_appeal(a_town())
    found = selectors.ladders([replace(case, case_id=0)])
    services.start([case], found=found)
    assert [clock.due_at for clock in selectors.rungs(case.case_id)] == [
        rung.due_at for rung in found[0] or ()
    ]


def test_ladders_of_a_batch_cost_one_query(django_assert_num_queries) -> None:
    town = a_town()
    cases = [a_case(town, n) for n in range(3)]
    selectors.ladders(cases)
    with django_assert_num_queries(1):
        selectors.ladders(cases)


def test_a_batch_is_written_in_few_statements(django_assert_max_num_queries) -> None:
    town = a_town()
    cases = [a_case(town, n, stream="hotline", channel="phone") for n in range(200)]
    with django_assert_max_num_queries(6):
        dues = services.start(cases)
    assert len(dues) == 200
    assert Clock.objects.count() == 400


def test_date_outside_the_calendar_leaves_the_others_their_clocks() -> None:
    town = a_town()
    ancient = an_appeal(town, 1, at=datetime(1970, 1, 1, tzinfo=UTC))
    usual = an_appeal(town, 2)
    dues = services.start([ancient, usual])
    assert dues[ancient.case_id].due_at is None
    assert "не рассчитан" in dues[ancient.case_id].norm
    assert dues[usual.case_id].due_at is not None
    assert selectors.rungs(ancient.case_id) == ()


def test_imported_case_has_its_clocks_stopped_when_they_were_met() -> None:
    case = a_case(a_town(), interim_sent_at=NOW + timedelta(hours=1))
    answered = NOW + timedelta(days=3)
    past = ((Stop.FIRST_ANSWER, NOW + timedelta(hours=1)), (Stop.ANSWERED, answered))
    services.start([replace(case, past=past)])
    clocks = {clock.code: clock for clock in selectors.rungs(case.case_id)}
    assert clocks["reaction"].stopped_at == NOW + timedelta(hours=1)
    assert clocks["final"].stopped_at == answered
    assert clocks["final"].is_main


@pytest.mark.parametrize(
    ("event", "left"),
    [
        (Stop.ROUTED, ["forwarding", "draft", "answer"]),
        (Stop.TAKEN, ["draft", "answer"]),
        (Stop.DRAFTED, ["resolution", "forwarding", "answer"]),
        (Stop.FIRST_ANSWER, ["resolution", "forwarding", "draft", "answer"]),
        (Stop.ANSWERED, []),
        (Stop.FORWARDED, []),
        (Stop.CLOSED, []),
    ],
)
def test_stop_by_an_event(event: Stop, left: list[str]) -> None:
    case = an_appeal(a_town())
    services.start([case])
    stopped = services.stop(case.case_id, event=event, at=NOW, now=NOW)
    assert running(case) == left
    assert stopped == 4 - len(left)
    assert services.stop(case.case_id, event=event, at=NOW + timedelta(days=1), now=NOW) == 0
    assert actions(case).count("stop_terms") == (1 if stopped else 0)


def test_stop_of_one_clock() -> None:
    case = an_appeal(a_town())
    services.start([case])
    assert services.stop(case.case_id, code="forwarding", event=Stop.CLOSED, at=NOW, now=NOW) == 1
    assert running(case) == ["resolution", "draft", "answer"]


def test_overdue_is_computed_and_stays_with_a_late_stop() -> None:
    case = an_appeal(a_town())
    services.start([case])
    (*_, answer) = selectors.rungs(case.case_id)
    assert not answer.is_overdue(answer.due_at)
    assert answer.is_overdue(answer.due_at + timedelta(seconds=1))
    services.stop(case.case_id, event=Stop.ANSWERED, at=answer.due_at + timedelta(hours=1), now=NOW)
    assert selectors.rungs(case.case_id)[-1].is_overdue(NOW)


def test_recount_moves_the_reaction_to_routing() -> None:
    case = a_case(a_town())
    services.start([case])
    due = services.recount([replace(case, routed_at=NOW + timedelta(hours=2))], now=NOW)[case.case_id]
    assert due.due_at == datetime(2026, 11, 24, 12, tzinfo=UTC)  # 13:00, over lunch and night
    assert [clock.due_at for clock in selectors.rungs(case.case_id)] == [due.due_at]


def test_recount_after_the_topic_and_back() -> None:
    case = a_case(a_town(), stream="pos")
    services.start([case])
    fast = services.recount([replace(case, is_fast_track=True, fast_track_days=5)], now=NOW)[case.case_id]
    assert fast.due_at == fast.fast_track_due_at == datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC)
    assert [(c.code, c.is_main) for c in selectors.rungs(case.case_id)] == [
        ("fast", True),
        ("pos_answer", False),
    ]
    services.recount([case], now=NOW)
    assert running(case) == ["pos_answer"]
    services.recount([replace(case, is_fast_track=True)], now=NOW)
    assert running(case) == ["fast", "pos_answer"]


def test_recount_of_what_has_not_changed_writes_nothing() -> None:
    case = an_appeal(a_town())
    services.start([case])
    services.recount([case], now=NOW)
    assert actions(case) == []


def test_interim_answer_stops_the_reaction_and_opens_the_final() -> None:
    case = a_case(a_town())
    services.start([case])
    sent = NOW + timedelta(hours=3)
    services.stop(case.case_id, event=Stop.FIRST_ANSWER, at=sent, now=sent)
    due = services.recount([replace(case, interim_sent_at=sent)], now=sent)[case.case_id]
    assert due.due_at == datetime(2026, 12, 2, 20, 59, 59, tzinfo=UTC)
    assert running(case) == ["final"]
    assert [(c.code, c.is_main) for c in selectors.rungs(case.case_id)] == [
        ("reaction", False),
        ("final", True),
    ]


def test_reopened_case_begins_a_round_and_keeps_the_old_one() -> None:
    case = an_appeal(a_town())
    services.start([case])
    services.stop(case.case_id, event=Stop.ANSWERED, at=NOW, now=NOW)
    again = NOW + timedelta(days=10)
    due = services.restart(case, at=again, now=again)
    assert services.restart(case, at=again, now=again) == due
    assert [(clock.round, clock.code) for clock in selectors.rungs(case.case_id)] == [
        (2, "draft"),
        (2, "answer"),
    ]
    assert due.due_at == datetime(2026, 12, 30, 20, 59, 59, tzinfo=UTC)
    assert len(selectors.all_rounds(case.case_id)) == 7
    assert actions(case).count("restart_terms") == 1
    services.recount([case], now=again)
    assert [clock.control_on for clock in selectors.rungs(case.case_id)] == [
        date(2026, 12, 25),
        date(2026, 12, 30),
    ]


def test_towns_settings_hold_for_its_cases_alone() -> None:
    ours, theirs = a_town("a"), a_town("b")
    services.set_counting(
        municipality_id=ours, count_from=CountFrom.SAME_DAY, shift=Shift.NEXT_WORKDAY, now=NOW
    )
    services.set_term(municipality_id=ours, code="plain_answer", length=Amount(5, Unit.WORKING_DAYS), now=NOW)
    cases = [a_case(town, n, stream="hotline") for n, town in enumerate((ours, theirs))]
    dues = services.start(cases)
    assert [dues[case.case_id].due_at for case in cases] == [
        datetime(2026, 11, 27, 20, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 23, 20, 59, 59, tzinfo=UTC),
    ]
    assert {view.term.code: view.own for view in selectors.terms_of(ours) if view.own} == {
        "plain_answer": Amount(5, Unit.WORKING_DAYS)
    }
    services.set_term(municipality_id=ours, code="plain_answer", length=None, now=NOW)
    assert selectors.settings_of(ours).own == {}
    assert [line.action for line in audit.of_subject("term", "plain_answer")] == ["set_term"] * 2


@pytest.mark.parametrize(
    ("code", "length", "words"),
    [
        ("answer", Amount(5, Unit.WORKING_DAYS), "установлен законом"),
        ("unknown", Amount(5, Unit.WORKING_DAYS), "установлен законом"),
        ("pos_answer", Amount(31, Unit.CALENDAR_DAYS), "больше, чем 30 дней"),
        ("pos_answer", Amount(0, Unit.CALENDAR_DAYS), "больше нуля"),
    ],
)
def test_terms_that_may_not_be_set(code: str, length: Amount, words: str) -> None:
    with pytest.raises(services.BadTerm, match=words):
        services.set_term(municipality_id=a_town(), code=code, length=length, now=NOW)


def test_database_keeps_one_clock_of_a_term_in_a_round() -> None:
    case = an_appeal(a_town())
    services.start([case])
    row = Clock.objects.get(case_id=case.case_id, code="answer")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)

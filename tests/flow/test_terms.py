"""Requests, notices, promises, extensions and pauses on a case: its clocks and its face follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.casework.answers.services import Writing
from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines import services
from otklik.casework.deadlines.decisions import (
    BadClock,
    Deciding,
    Extending,
    NeedsConfirming,
    Notice,
    Pausing,
)
from otklik.casework.deadlines.terms import Stop
from otklik.flow import answer, finish, terms, times
from otklik.ground.audit import selectors as audit
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_case, a_recipient, a_town

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DECIDING = Deciding(
    ground="exceptional", reason="Ждём заключения экспертизы", decided_by="Глава Иванов И. И.",
    decided_on=TODAY, notice=Notice(TODAY, "исх. № 5, почта"),
)  # fmt: skip


@pytest.fixture
def town():
    found = a_town()
    a_recipient(found, topic="Ямы во дворах")
    return found


@pytest.fixture
def appeal(town):
    return a_case("Прошу починить двор", town=town, topic="Ямы во дворах", channel="paper", kind="appeal")


@pytest.fixture
def message(town):
    return a_case("Яма во дворе", town=town, topic="Ямы во дворах", channel="paper")


def clocks(case_id):
    return {one.code: one for one in deadlines.rungs(case_id)}


def actions(case_id):
    return [one.action for one in audit.of_subject("case", case_id)]


def test_a_request_gives_its_clock_and_the_ground_to_extend(appeal):
    with pytest.raises(BadClock, match="Запроса в другой орган"):
        terms.extend(appeal.id, Extending(replace(DECIDING, ground="request"), 10), now=NOW, actor_id=None)
    rung = terms.begin(appeal.id, kind="request", at=NOW, key="7", title="Ответ Росреестра", now=NOW)
    assert rung == terms.begin(appeal.id, kind="request", at=NOW, key="7", title="Ответ Росреестра", now=NOW)
    assert (rung.legal_on, rung.norm) == (TODAY + timedelta(days=15), "59-ФЗ, ст. 10, ч. 2")
    terms.begin(appeal.id, kind="request", at=NOW, key="8", now=NOW)
    before = cases.by_id(appeal.id).due_at
    terms.extend(appeal.id, Extending(replace(DECIDING, ground="request"), 10), now=NOW, actor_id=None)
    assert [one.key for one in deadlines.clocks_of_kind(appeal.id, "request")] == ["7", "8"]
    assert clocks(appeal.id)["answer"].legal_on == TODAY + timedelta(days=40)  # 11 April, a Saturday
    assert cases.by_id(appeal.id).due_at == before + timedelta(days=9)
    assert terms.met(appeal.id, kind="request", key="7", event=Stop.REQUEST_ANSWERED, now=NOW) == 1
    assert [one.is_running for one in deadlines.clocks_of_kind(appeal.id, "request")] == [False, True]
    assert actions(appeal.id).count("begin_term") == 2


def test_a_notice_counts_from_registration_and_a_foreign_term_is_refused(appeal, message):
    rung = terms.begin(appeal.id, kind="notice_unreadable", now=NOW + timedelta(days=3))
    assert rung.legal_on == TODAY + timedelta(days=7)
    assert terms.met(appeal.id, kind="notice_unreadable", event=Stop.NOTIFIED, now=NOW) == 1
    with pytest.raises(BadClock, match="другого порядка"):
        terms.begin(message.id, kind="notice_unreadable", now=NOW)
    with pytest.raises(BadClock, match="раньше начала"):
        terms.begin(message.id, kind="promise", at=NOW, until=TODAY - timedelta(days=1), now=NOW)
    with pytest.raises(BadClock, match="день, до которого"):
        terms.begin(message.id, kind="promise", at=NOW, now=NOW)


def test_an_extension_without_a_notice_waits_for_it(appeal):
    """R1.11: until the citizen is told the term stands; told late it never holds."""
    before = cases.by_id(appeal.id)
    told = replace(DECIDING, notice=None)
    found = terms.extend(appeal.id, Extending(told, 30), now=NOW, actor_id=None)
    assert cases.by_id(appeal.id).due_at == before.due_at
    assert deadlines.decisions(appeal.id)[0].waits_for_notice
    owed = clocks(appeal.id)["notice_extension"]
    assert (owed.legal_on, owed.key) == (clocks(appeal.id)["answer"].legal_on, str(found))
    late = NOW + timedelta(days=31)
    with pytest.raises(BadClock, match="просрочка не снимается"):
        terms.give_notice(appeal.id, found, Notice(late.date(), "№ 9"), now=late, actor_id=None)
    assert cases.by_id(appeal.id).due_at == before.due_at
    terms.give_notice(appeal.id, found, Notice(TODAY, "№ 9"), now=late, actor_id=None)
    case, clock = cases.by_id(appeal.id), clocks(appeal.id)["answer"]
    assert (case.due_at, case.due_norm) == (clock.due_at, "59-ФЗ, ст. 12, ч. 2")
    assert clock.legal_on == TODAY + timedelta(days=60)
    assert "30 дней + 30 дней продления" in clock.arithmetic
    assert not clocks(appeal.id)["notice_extension"].is_running
    with pytest.raises(BadClock, match="Больше продлить нельзя"):
        terms.extend(appeal.id, Extending(DECIDING, 1), now=NOW, actor_id=None)
    terms.revoke_extension(appeal.id, found, why="Внесено по ошибке", now=NOW, actor_id=None)
    assert cases.by_id(appeal.id).due_at == before.due_at
    assert [one for one in reversed(actions(appeal.id)) if "exten" in one] == [
        "extend_term", "tell_extension", "revoke_extension"
    ]  # fmt: skip


def test_a_second_extension_asks_and_an_answered_case_refuses(appeal):
    terms.extend(appeal.id, Extending(DECIDING, 10), now=NOW, actor_id=None)
    with pytest.raises(NeedsConfirming):
        terms.extend(appeal.id, Extending(DECIDING, 10), now=NOW, actor_id=None)
    terms.extend(appeal.id, Extending(DECIDING, 10, is_again=True), now=NOW, actor_id=None)
    assert clocks(appeal.id)["answer"].legal_on == TODAY + timedelta(days=50)
    writing = Writing(text="Здравствуйте! Двор починили.", outcome="supported")
    answer.approve(
        appeal.id, writing, now=NOW, today=TODAY, actor_id=None, proof="исх. № 12 от 02.03.2026, почтой"
    )
    with pytest.raises(BadClock, match="ответ уже дан"):
        terms.extend(appeal.id, Extending(DECIDING, 5, is_again=True), now=NOW, actor_id=None)
    finish.reopen(appeal.id, reason="Яма снова", now=NOW, actor_id=None)
    assert clocks(appeal.id)["answer"].legal_on == TODAY + timedelta(
        days=30
    )  # a new round knows no extension
    terms.extend(appeal.id, Extending(DECIDING, 5), now=NOW, actor_id=None)
    assert clocks(appeal.id)["answer"].legal_on == TODAY + timedelta(days=35)


def test_a_pause_stops_the_count_and_an_earlier_end_gives_days_back(appeal, message):
    before = cases.by_id(message.id).due_at
    deciding = replace(DECIDING, ground="season")
    with pytest.raises(BadClock, match="знает только продление"):
        terms.pause(appeal.id, Pausing(deciding, TODAY + timedelta(days=5)), now=NOW, actor_id=None)
    terms.pause(message.id, Pausing(deciding, TODAY + timedelta(days=28)), now=NOW, actor_id=None)
    paused = clocks(message.id)["plain_answer"]
    assert paused.legal_on == TODAY + timedelta(days=58)
    assert "28 дней приостановки" in paused.arithmetic
    main = clocks(message.id)["fast"]
    assert cases.by_id(message.id).due_at == main.due_at > before
    assert "рабочих дней приостановки" in main.arithmetic
    with pytest.raises(BadClock, match="уже приостановлен"):
        terms.pause(message.id, Pausing(deciding, TODAY + timedelta(days=5)), now=NOW, actor_id=None)
    later = NOW + timedelta(days=7)
    terms.resume(message.id, now=later, actor_id=None)
    assert clocks(message.id)["plain_answer"].legal_on == TODAY + timedelta(days=37)
    with pytest.raises(BadClock, match="возобновлять нечего"):
        terms.resume(message.id, now=later, actor_id=None)
    assert [one for one in reversed(actions(message.id)) if one.endswith("_terms")][-4:] == [
        "pause_terms", "recount_terms", "resume_terms", "recount_terms"
    ]  # fmt: skip


def test_a_promise_is_the_term_and_a_broken_one_stays_broken(message):
    first, second = TODAY + timedelta(days=25), TODAY + timedelta(days=50)
    for until, now in ((first, NOW), (second, NOW + timedelta(days=26))):
        writing = Writing(text="Здравствуйте! Двор починим.", is_interim=True, promised_on=until)
        answer.approve(
            message.id, writing, now=now, today=now.date(), actor_id=None,
            proof="исх. № 7 от 02.03.2026, почтой", reasons={"postpone": "ждём подрядчика"},
        )  # fmt: skip
        assert cases.by_id(message.id).due_at == clocks_of(message.id, until).due_at
    told = deadlines.clocks_of_kind(message.id, "promise")
    assert [(one.legal_on, one.stopped_by_event) for one in told] == [(first, "promised"), (second, "")]
    assert [one.is_overdue(NOW + timedelta(days=27)) for one in told] == [True, False]
    assert clocks_all(message.id)["plain_answer"].stopped_by_event == "promised"
    writing = Writing(text="Здравствуйте! Двор починим.", is_interim=True, promised_on=TODAY + timedelta(75))
    with pytest.raises(BadClock, match="столько раз"):
        answer.approve(
            message.id,
            writing,
            now=NOW + timedelta(51),
            today=TODAY + timedelta(51),
            actor_id=None,
            proof="исх. № 3 от 22.04.2026, почтой",
        )
    services.stop(message.id, event=Stop.ANSWERED, at=NOW, now=NOW)
    assert times.of_case(message.id).topic_id == message.topic_id


def clocks_all(case_id):
    return {one.code: one for one in deadlines.all_rounds(case_id)}


def clocks_of(case_id, until):
    return next(one for one in deadlines.clocks_of_kind(case_id, "promise") if one.legal_on == until)

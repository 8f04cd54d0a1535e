"""What runs out is told of once, whoever runs the turn; what lies untaken comes back with the fact kept."""

from datetime import datetime, timedelta

import pytest

from otklik.border.ports.messages import Stream
from otklik.casework.control import selectors as control
from otklik.casework.control import services
from otklik.casework.control.rules.manner import DEFAULTS, Manner, Peace
from otklik.flow import deliveries, finish, nightly, watch
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox import selectors as outbox
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import Status
from otklik.register.catalog import selectors as catalog
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, at

pytestmark = pytest.mark.django_db
HOLES = "Ямы во дворах"


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def people(town):
    """An executor and the head of the recipient, the centre's operator and head, the head of town."""
    recipient = a_recipient(town, topic=HOLES, block="roads")
    organisation = catalog.snapshot(town.id).recipients[recipient].organisation_id
    return {
        role: a_person((role,), town=town, full_name=role, **where).id
        for role, where in {
            "executor": {"organisation_id": organisation},
            "recipient_head": {"organisation_id": organisation},
            "operator": {},
            "centre_head": {},
            "town_head": {},
        }.items()
    }


def titles(user_id, town):
    found = control.notices(user_id, municipality_id=town.id, most=50)
    return [one.title for one in reversed(found)]


def marks(user_id, town):
    """Marks of all notices of the person, by the number of the case."""
    found = control.notices(user_id, municipality_id=town.id, most=50)
    return sorted((line.case_number[-1], line.title) for one in found for line in one.lines)


def an_appeal(town, **more):
    return a_case("Прошу починить двор", town=town, topic=HOLES, channel="paper", kind="appeal", **more)


def taken(town, **more):
    case = an_appeal(town, **more)
    finish.take(case.id, now=NOW, actor_id=None)
    return case


def test_a_digest_a_day_and_each_mark_once(town, people):
    """Two appeals of one term give one digest; the second turn and the nightly one give nothing."""
    taken(town)
    taken(town)
    morning = at("2026-03-30 08:10", town)  # two days before the end: the mark of three days
    watch.turn(now=morning)
    watch.turn(now=morning + timedelta(minutes=5))
    nightly.run(now=morning + timedelta(hours=1))
    assert titles(people["executor"], town) == ["На сегодня: 2\xa0напоминания"]
    assert [words for _n, words in marks(people["executor"], town)] == [
        "Ответ на обращение: осталось 2\xa0дня"
    ] * 2
    assert titles(people["recipient_head"], town) == titles(people["executor"], town)
    assert titles(people["operator"], town) == []
    watch.turn(now=at("2026-03-31 08:10", town))
    assert titles(people["operator"], town) == ["На сегодня: 2\xa0напоминания"]
    assert len(titles(people["executor"], town)) == 2
    assert control.unread(people["executor"]) == 2


def test_overdue_goes_up_by_level(town, people):
    case = taken(town)
    seen = {}
    for day in range(1, 14):
        watch.turn(now=at(f"2026-04-{day:02d} 09:00", town))
        for role in ("block_head", "centre_head", "town_head"):
            told = [words for _n, words in marks(people[role], town)] if role in people else []
            if any("просрочено" in one for one in told):
                seen.setdefault(role, day)
    assert seen == {
        "centre_head": 2,
        "town_head": 13,
    }  # no head of the block: the centre's; 11 and 12 are off
    assert cases.by_id(case.id).status == Status.IN_WORK
    over = control.notices(people["executor"], municipality_id=town.id, most=9)[0].lines
    assert over[0].is_over


def test_quiet_hours_wait_and_danger_does_not(town, people):
    danger = a_case(
        "Оборвался провод под напряжением, искрит", town=town, topic=HOLES, received="2026-03-02 09:00"
    )
    a_case("Плохо горит фонарь", town=town, topic=HOLES, received="2026-03-02 13:00", channel="demo")
    assert danger.urgency == 2
    late = at("2026-03-02 21:00", town)
    watch.turn(now=late)
    told = titles(people["executor"], town)
    assert told and all(danger.number in one for one in told)
    before = len(told)
    watch.turn(now=at("2026-03-03 10:30", town))
    assert len(titles(people["executor"], town)) > before


def test_alarm_of_the_fifth_day_reaches_the_coordinator_at_once(town, people):
    case = an_appeal(town)
    services.set_watch(
        Manner(return_hours=None), municipality_id=town.id, stream=Stream.APPEALS, now=NOW, actor_id=None
    )
    watch.turn(now=at("2026-03-06 09:00", town))
    assert titles(people["operator"], town) == []
    watch.turn(now=at("2026-03-10 09:00", town))  # the fifth to the ninth fell on days off
    assert titles(people["operator"], town)[0].startswith(f"{case.number}: ")
    assert control.notices(people["operator"], municipality_id=town.id, most=1)[0].kind == "urgent"


def test_untaken_comes_back_with_the_fact(town, people):
    case = a_case("Яма во дворе", town=town, topic=HOLES)
    recipient = case.recipient_id
    limit = DEFAULTS[Stream.DIGITAL].return_hours
    assert limit == 8
    watch.turn(now=at("2026-03-02 18:30", town))
    assert cases.by_id(case.id).status == Status.ROUTED
    watch.turn(now=at("2026-03-03 10:01", town))
    watch.turn(now=at("2026-03-03 10:06", town))
    row = cases.by_id(case.id)
    assert (row.status, row.needs_decision, row.recipient_id) == (Status.NEW, True, None)
    assert (
        cases.changes(case.id)[-1].comment
        == "Не принято в работу за 8\xa0рабочих часов: возвращено координатору."
    )
    assert control.untaken_counts(town.id, since=NOW) == {recipient: 1}
    assert [one for one in titles(people["operator"], town) if "не принято" in one] == [
        f"{case.number}: не принято за 8\xa0рабочих часов"
    ]
    assert [one.action for one in audit.of_subject("case", case.id)].count("return_untaken") == 1


def test_who_took_it_keeps_it(town, people):
    case = a_case("Яма во дворе", town=town, topic=HOLES)
    finish.take(case.id, now=NOW, actor_id=people["executor"])
    watch.turn(now=NOW + timedelta(days=5))
    assert cases.by_id(case.id).status == Status.IN_WORK


def test_a_flood_of_the_urgent_is_one_notice(town, people):
    for _ in range(6):
        an_appeal(town)
    services.set_watch(Manner(return_hours=None), municipality_id=town.id, stream=Stream.APPEALS, now=NOW)
    watch.turn(now=at("2026-03-10 09:00", town))
    urgent = [one for one in titles(people["operator"], town) if one.startswith("Срочно")]
    assert urgent == ["Срочно: 6\xa0карточек"]


def test_the_turn_asks_for_the_next_one(town):
    nightly.begin(now=NOW)
    soon = NOW + timedelta(minutes=6)
    deliveries.turn(worker="a", now=lambda: soon)
    next_at = f"{soon.replace(minute=soon.minute // 5 * 5) + timedelta(minutes=5):%Y-%m-%dT%H:%M}"
    assert outbox.state_of(watch.WATCH, next_at) == "waiting"


def test_what_is_set_is_journalled_and_read_back(town):
    own = Manner(days=(7, 2), hours=(2,), town_over=None)
    services.set_watch(own, municipality_id=town.id, stream=Stream.POS, now=NOW, actor_id=None)
    assert control.manner_of(town.id, Stream.POS) == (own, True)
    assert control.manners(town.id)[Stream.HOTLINE] == DEFAULTS[Stream.HOTLINE]
    services.set_peace(Peace(is_mail_on=True), municipality_id=town.id, now=NOW)
    assert control.peace_of(town.id) == Peace(is_mail_on=True)
    services.set_watch(None, municipality_id=town.id, stream=Stream.POS, now=NOW)
    assert control.manner_of(town.id, Stream.POS) == (DEFAULTS[Stream.POS], False)
    assert {"set_watch", "set_peace"} <= {
        one.action for one in audit.latest(municipality_ids=frozenset({town.id}))
    }


def test_a_calendar_that_ends_is_no_fault(town):
    assert watch.watch(town.id, now=datetime(2090, 1, 1, tzinfo=NOW.tzinfo)) == []

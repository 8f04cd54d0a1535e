"""What a municipality sets of its calendar is counted with at once, and journalled."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction

from otklik.ground.audit import selectors as audit
from otklik.ground.places.models import Municipality
from otklik.ground.worktime import selectors, services
from otklik.ground.worktime.rules import BadHours, DayKind, Interval

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SARATOV = "Europe/Saratov"

pytestmark = pytest.mark.django_db


def a_town(code: str = "ozersk", timezone: str = SARATOV) -> int:
    return Municipality.objects.create(
        code=code, title=code, title_genitive=code, timezone=timezone, created_at=NOW
    ).pk


def set_day(town: int | None, day: date, kind: DayKind, title: str = "Радоница") -> None:
    services.set_day(
        municipality_id=town, day=day, kind=kind, title=title, source="Закон области", now=NOW, actor_id=7
    )


def test_calendar_of_a_town_is_of_its_zone_and_costs_one_query(django_assert_num_queries) -> None:
    town = a_town()
    with django_assert_num_queries(1):
        assert selectors.calendar_for(town).zone == SARATOV


def test_towns_that_changed_nothing_share_a_calendar() -> None:
    assert selectors.calendar_for(a_town("a")) is selectors.calendar_for(a_town("b"))


def test_regional_holiday_holds_in_its_town_alone() -> None:
    ours, theirs, day = a_town("a"), a_town("b"), date(2026, 4, 21)
    set_day(ours, day, DayKind.OFF)
    assert not selectors.calendar_for(ours).is_working(day)
    assert selectors.calendar_for(theirs).is_working(day)
    assert "изменений вручную: 1" in selectors.calendar_for(ours).source


def test_day_for_all_gives_way_to_the_towns_own() -> None:
    ours, theirs, day = a_town("a"), a_town("b"), date(2026, 12, 31)
    set_day(None, day, DayKind.WORKING, "Указ")
    set_day(ours, day, DayKind.OFF)
    assert not selectors.calendar_for(ours).is_working(day)
    assert selectors.calendar_for(theirs).is_working(day)
    assert [(one.kind, one.is_for_all) for one in selectors.days_of(ours, year=2026)] == [
        (DayKind.WORKING, True),
        (DayKind.OFF, False),
    ]


def test_setting_a_day_again_replaces_it_and_removing_returns_it() -> None:
    town, day = a_town(), date(2026, 4, 21)
    set_day(town, day, DayKind.OFF)
    set_day(town, day, DayKind.SHORT)
    assert [one.kind for one in selectors.days_of(town, year=2026)] == [DayKind.SHORT]
    assert selectors.calendar_for(town).intervals(day)[-1] == Interval(14 * 60, 17 * 60)
    assert services.remove_day(municipality_id=town, day=day, now=NOW)
    assert not services.remove_day(municipality_id=town, day=day, now=NOW)
    assert selectors.calendar_for(town).intervals(day)[-1] == Interval(14 * 60, 18 * 60)


def test_hours_with_a_lunch() -> None:
    town = a_town()
    days = {n: [(time(8), time(12)), (time(13), time(17))] for n in range(5)}
    services.set_hours(municipality_id=town, week=days, now=NOW)
    assert selectors.calendar_for(town).hours[0] == (Interval(480, 720), Interval(780, 1020))
    services.set_hours(municipality_id=town, week={}, now=NOW)
    assert selectors.calendar_for(town).hours[0][0] == Interval(540, 780)


def test_wrong_hours_change_nothing() -> None:
    town = a_town()
    with pytest.raises(BadHours, match="пересекаются"):
        services.set_hours(
            municipality_id=town, week={0: [(time(8), time(12)), (time(11), time(17))]}, now=NOW
        )
    assert selectors.calendar_for(town).hours[0][0] == Interval(540, 780)


def test_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(services.BadWorktime, match="2010"):
        set_day(a_town(), date(1999, 1, 1), DayKind.OFF)


def test_change_is_journalled_with_its_norm() -> None:
    set_day(a_town(), date(2026, 4, 21), DayKind.OFF)
    (line,) = audit.of_subject("worktime", "2026-04-21")
    assert (line.action, line.actor_id, line.norm) == ("set_day", 7, "ТК РФ, ст. 95, 112")
    assert line.details["source"] == "Закон области"


def test_calendar_kept_in_the_process_forgets_a_change_that_was_rolled_back() -> None:
    town, day, other = a_town(), date(2026, 4, 21), date(2026, 4, 22)
    with pytest.raises(RuntimeError), transaction.atomic():
        set_day(town, day, DayKind.OFF)
        assert not selectors.calendar_for(town).is_working(day)
        raise RuntimeError
    set_day(town, other, DayKind.OFF)
    assert selectors.calendar_for(town).is_working(day)
    assert not selectors.calendar_for(town).is_working(other)

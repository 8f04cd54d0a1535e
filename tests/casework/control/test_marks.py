"""Which marks of a term come when, to which level, and who holds it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from otklik.border.ports.messages import Stream
from otklik.casework.control.rules import manner as manners
from otklik.casework.control.rules.manner import DEFAULTS, BadManner, Manner, Peace
from otklik.casework.control.rules.marks import Level, Running, marks
from otklik.casework.control.rules.reach import Whose, reached
from otklik.ground.people.roles import ROLES, Grant
from otklik.ground.worktime import official

CALENDAR = official.calendar("Europe/Moscow")
APPEALS, DIGITAL = DEFAULTS[Stream.APPEALS], DEFAULTS[Stream.DIGITAL]


DESK = "executor recipient_head coordinator"


def at(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=CALENDAR.tz).astimezone(UTC)


def term(code: str = "answer", start: str = "2026-03-02 10:00", days: int = 30) -> Running:
    day = date.fromisoformat(start[:10]) + timedelta(days=days)
    return Running(
        case_id=1, round=1, code=code, title="Ответ", starts_at=at(start), control_on=day,
        due_at=CALENDAR.end_of_day(day), is_hours=False,
    )  # fmt: skip


def hours(start: str, end: str) -> Running:
    return Running(
        case_id=1, round=1, code="reaction", title="Первая реакция", starts_at=at(start),
        control_on=date.fromisoformat(end[:10]), due_at=at(end), is_hours=True,
    )  # fmt: skip


def told(running: Running, now: str, manner: Manner = APPEALS) -> list[tuple[str, str]]:
    """Codes of marks with the first letters of their levels."""
    found = marks(running, manner, now=at(now), calendar=CALENDAR)
    return [(one.code, " ".join(level.value for level in one.levels)) for one in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-03-21 09:00", [], id="за 11 дней молчим"),
        pytest.param("2026-03-22 09:00", [("days:10", "executor")], id="за 10 исполнителю"),
        pytest.param("2026-03-25 09:00", [("days:10", "executor")], id="за 7: на три дня позже ещё говорим"),
        pytest.param("2026-03-26 09:00", [], id="за 6: отметка 10 давно прошла"),
        pytest.param("2026-03-27 09:00", [("days:5", "executor")], id="за 5"),
        pytest.param("2026-03-29 09:00", [("days:3", "executor recipient_head")], id="за 3 и руководителю"),
        pytest.param("2026-03-31 09:00", [("days:1", DESK)], id="за 1 и центру"),
        pytest.param("2026-04-01 23:59", [("days:1", DESK)], id="последний день"),
        pytest.param(
            "2026-04-02 00:01",
            [("over:0", DESK), ("over:block_head", "block_head")],
            id="на следующий день просрочено, и блоку",
        ),
        pytest.param("2026-04-03 09:00", [("over:0", DESK),
                                          ("over:block_head", "block_head")], id="второй день то же"),
        pytest.param("2026-04-04 09:00", [("over:0", DESK),
                                          ("over:block_head", "block_head"),
                                          ("over:centre_head", "centre_head")], id="на третий центру"),
        pytest.param("2026-04-10 09:00", [("over:centre_head", "centre_head")], id="глава ещё не знает"),
        pytest.param("2026-04-11 09:00", [("over:centre_head", "centre_head"),
                                          ("over:town_head", "town_head")],
                     id="на десятый день главе"),
        pytest.param("2026-05-20 09:00", [], id="старое из выгрузки никого не будит"),
    ],
)  # fmt: skip
def test_marks_of_days(now: str, expected: list[tuple[str, str]]) -> None:
    assert told(term(), now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-03-03 10:00", [], id="на следующий день после регистрации не за что"),
        pytest.param("2026-03-06 10:00", [("days:1", DESK)], id="за 1 из 5"),
        pytest.param("2026-03-04 10:00", [("days:3", "executor recipient_head")], id="за 3 из 5"),
    ],
)
def test_a_short_term_has_only_marks_within_it(now: str, expected: list[tuple[str, str]]) -> None:
    assert told(term(days=5), now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-03-02 12:00", [], id="до срока шесть рабочих часов"),
        pytest.param(
            "2026-03-02 14:30", [("hours:4", "executor recipient_head")], id="четыре часа, обед не в счёт"
        ),
        pytest.param("2026-03-02 17:30", [("hours:1", DESK)], id="полчаса"),
        pytest.param("2026-03-02 18:01", [("over:0", DESK)], id="прошёл"),
    ],
)
def test_marks_of_hours_are_urgent(now: str, expected: list[tuple[str, str]]) -> None:
    running = hours("2026-03-02 09:00", "2026-03-02 18:00")
    assert told(running, now, DIGITAL) == expected
    assert all(one.is_urgent for one in marks(running, DIGITAL, now=at(now), calendar=CALENDAR))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        pytest.param("2026-03-06 10:00", None, id="четвёртый день"),
        pytest.param("2026-03-07 10:00", "идёт 5-й день, осталось 2\xa0дня", id="пятый: тревога"),
        pytest.param("2026-03-09 10:00", "идёт 7-й день, сегодня последний день", id="седьмой"),
        pytest.param("2026-03-11 10:00", "срок переадресации прошёл 2\xa0дня назад", id="прошёл"),
    ],
)
def test_alarm_of_the_fifth_day(now: str, words: str | None) -> None:
    found = list(marks(term("forwarding", days=7), APPEALS, now=at(now), calendar=CALENDAR))
    assert [one.words for one in found] == ([words] if words else [])
    assert all(one.is_urgent and one.levels == (Level.COORDINATOR,) for one in found)


def test_what_is_switched_off_is_not_told() -> None:
    silent = Manner(days=(), hours=(), block_over=None, lead_over=None, town_over=None, alarm_days=None)
    assert told(term(), "2026-03-31 09:00", silent) == []
    assert told(term("forwarding", days=7), "2026-03-08 09:00", silent) == []
    assert [code for code, _ in told(term(), "2026-04-04 09:00", silent)] == ["over:0"]


ACTIONS = {role.code: frozenset(action.value for action in role.actions) for role in ROLES}


def grant(role: str, *, block: str = "", organisations: frozenset[int] = frozenset()) -> Grant:
    return Grant(
        municipality_id=1,
        role_code=role,
        actions=ACTIONS[role],
        block_code=block,
        organisation_ids=organisations,
    )


HOLDERS = [
    (1, grant("operator")),
    (2, grant("executor", organisations=frozenset({7}))),
    (3, grant("recipient_head", organisations=frozenset({7, 8}))),
    (4, grant("block_head", block="roads")),
    (5, grant("centre_head")),
    (6, grant("town_head")),
    (9, grant("executor", organisations=frozenset({9}))),
]
ROADS = Whose(organisation_id=7, block_code="roads")


@pytest.mark.parametrize(
    ("level", "whose", "expected"),
    [
        pytest.param(Level.EXECUTOR, ROADS, {2}, id="исполнители получателя"),
        pytest.param(
            Level.EXECUTOR, Whose(assignee_id=9, organisation_id=7), {9}, id="назначенный исполнитель"
        ),
        pytest.param(Level.EXECUTOR, Whose(organisation_id=8), {3}, id="некому исполнять: руководителю"),
        pytest.param(Level.EXECUTOR, Whose(), {1, 5}, id="получателя нет: координаторам"),
        pytest.param(Level.RECIPIENT_HEAD, ROADS, {3}, id="руководитель, и подведомственного"),
        pytest.param(Level.COORDINATOR, ROADS, {1, 5}, id="кто распределяет во всём городе"),
        pytest.param(Level.BLOCK_HEAD, ROADS, {4}, id="руководитель блока"),
        pytest.param(Level.BLOCK_HEAD, Whose(block_code="heat"), {5}, id="у блока нет руководителя: центр"),
        pytest.param(Level.CENTRE_HEAD, ROADS, {5}, id="руководитель центра"),
        pytest.param(Level.TOWN_HEAD, ROADS, {6}, id="глава"),
    ],
)
def test_whom_a_level_means(level: Level, whose: Whose, expected: set[int]) -> None:
    assert set(reached([level], whose, HOLDERS)) == expected


def test_nobody_is_told_twice_of_one_mark() -> None:
    clerk = [(1, grant("centre_head"))]
    found = reached([Level.EXECUTOR, Level.COORDINATOR, Level.CENTRE_HEAD], ROADS, clerk)
    assert found == {1: Level.EXECUTOR}


@pytest.mark.parametrize(
    ("now", "peace", "expected"),
    [
        pytest.param("2026-03-02 07:59", Peace(), True, id="до восьми тихо"),
        pytest.param("2026-03-02 08:00", Peace(), False, id="с восьми говорим"),
        pytest.param("2026-03-02 20:00", Peace(), True, id="вечером тихо"),
        pytest.param("2026-03-07 12:00", Peace(), True, id="суббота"),
        pytest.param("2026-03-07 12:00", Peace(works_on_days_off=True), False, id="суббота, город работает"),
        pytest.param("2026-03-09 12:00", Peace(), True, id="праздник в понедельник"),
        pytest.param(
            "2026-03-02 13:30", Peace(quiet_from=time(13), quiet_to=time(14)), True, id="тихий час днём"
        ),
        pytest.param(
            "2026-03-02 03:00", Peace(quiet_from=time(13), quiet_to=time(14)), False, id="ночью работают"
        ),
    ],
)
def test_quiet_hours(now: str, peace: Peace, expected: bool) -> None:
    assert peace.is_quiet(at(now), CALENDAR) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10, 5, 3, 1", (10, 5, 3, 1)),
        ("1;3 и 5", (5, 3, 1)),
        ("", ()),
        ("3 3", (3,)),
        ("завтра", None),
        ("-1", None),
    ],
)
def test_numbers_told(text: str, expected: tuple[int, ...] | None) -> None:
    if expected is None:
        with pytest.raises(BadManner, match="через запятую"):
            manners.numbers(text)
    else:
        assert manners.numbers(text) == expected


def test_escalation_goes_up() -> None:
    manners.check(Manner(block_over=0, lead_over=0, town_over=None))
    with pytest.raises(BadManner, match="вверх"):
        manners.check(Manner(block_over=5, lead_over=3))
    with pytest.raises(BadManner, match="60 дней"):
        manners.check(Manner(days=(90,)))


@pytest.mark.parametrize("stream", list(Stream))
def test_what_is_stored_comes_back(stream: Stream) -> None:
    kept = manners.stored(DEFAULTS[stream])
    assert manners.restored(kept, stream) == DEFAULTS[stream]
    assert manners.restored({}, stream) == DEFAULTS[stream]

"""Who of an organisation does the work, and what people always do the same."""

from datetime import date

import pytest

from otklik.casework.automation.rules.coordination import Away, Chosen, Duty, Person, choose, stand_in
from otklik.casework.automation.rules.mining import Habit, Seen, habits, lower_bound

ON = date(2026, 11, 22)  # a Sunday
IVANOV, PETROV, SIDOROV = Person(1, "Иванов", 3), Person(2, "Петров", 12), Person(3, "Сидоров", 7)
PEOPLE = [IVANOV, PETROV, SIDOROV]
AWAY = Away(1, date(2026, 11, 16), date(2026, 11, 30), None, "в отпуске")
TODAY = Duty(2, ON, ON)

CASES = {
    "the-least-loaded": (
        PEOPLE, [], [], 1, "открытых карточек: Петров — 12, Сидоров — 7, Иванов — 3 → Иванов"
    ),
    "not-the-absent": (
        PEOPLE, [], [AWAY], 3,
        "Иванов в отпуске до 30.11; открытых карточек: Петров — 12, Сидоров — 7 → Сидоров",
    ),
    "who-is-on-duty": (PEOPLE, [TODAY], [AWAY], 2, "дежурный 22.11 → Петров"),
    "duty-of-another-weekday": (
        PEOPLE, [Duty(2, date(2026, 11, 1), date(2026, 11, 30), (1, 2))], [AWAY], 3,
        "Иванов в отпуске до 30.11; открытых карточек: Петров — 12, Сидоров — 7 → Сидоров",
    ),
    "two-on-duty": (
        PEOPLE, [TODAY, Duty(3, ON, ON)], [], 3,
        "дежурный 22.11; открытых карточек: Петров — 12, Сидоров — 7 → Сидоров",
    ),
    "the-absent-on-duty-has-a-deputy": (
        PEOPLE, [Duty(1, ON, ON)], [Away(1, ON, ON, 2, "болеет")], 2,
        "дежурный 22.11; Иванов болеет до 22.11, замещает Петров → Петров",
    ),
    "a-stranger-on-duty-counts-not": ([SIDOROV], [TODAY], [], 3, "единственный исполнитель → Сидоров"),
    "equal-loads-by-name": (
        [Person(5, "Яшин"), Person(4, "Аксёнов")], [], [], 4, "нагрузка одинаковая → Аксёнов"
    ),
    "all-are-away": ([IVANOV], [], [AWAY], None, "Иванов в отпуске до 30.11; заместить некому"),
    "nobody": ([], [], [], None, "у получателя нет сотрудников"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_chosen(case: tuple[list[Person], list[Duty], list[Away], int | None, str]) -> None:
    people, duties, absences, expected, why = case
    assert choose(people, duties=duties, absences=absences, on=ON) == Chosen(expected, why)


@pytest.mark.parametrize("on", [date(2026, 11, 15), date(2026, 12, 1)])
def test_absence_has_its_days(on: date) -> None:
    assert choose(PEOPLE, duties=[], absences=[AWAY], on=on).user_id == 1


def test_standing_in() -> None:
    names = {1: "Иванов", 2: "Петров", 3: "Сидоров"}
    chain = [Away(1, ON, ON, 2, "в отпуске"), Away(2, ON, ON, 3, "болеет")]
    assert stand_in(3, names=names, absences=chain, on=ON) == Chosen(3, "")
    assert stand_in(1, names=names, absences=chain, on=ON) == Chosen(3, "Иванов в отпуске до 22.11 → Сидоров")
    assert stand_in(1, names=names, absences=[AWAY], on=ON).user_id is None
    circle = [Away(1, ON, ON, 2), Away(2, ON, ON, 1)]
    assert stand_in(1, names=names, absences=circle, on=ON).user_id is None


def test_lower_bound_of_a_share() -> None:
    assert lower_bound(87, 90) == pytest.approx(0.9065, abs=1e-4)  # checked by hand with Wilson's formula
    assert lower_bound(0, 0) == 0.0
    assert lower_bound(3, 3) < 0.5


def test_habits() -> None:
    seen = [
        Seen(1, "district", "7", 50, 87), Seen(1, "district", "7", 51, 3),
        Seen(1, "district", "8", 51, 60), Seen(2, "", "", 52, 40), Seen(2, "district", "7", 52, 30),
        Seen(3, "", "", 50, 14), Seen(4, "", "", 50, 30), Seen(4, "", "", 51, 10),
    ]  # fmt: skip
    found = habits(seen)
    assert [(one.key, one.kept, one.total) for one in found] == [
        ("1:district:8:51", 60, 60), ("2:::52", 40, 40), ("1:district:7:50", 87, 90),
    ]  # fmt: skip
    assert isinstance(found[0], Habit)

"""Personal reception: written down, held, answered orally with consent or made an appeal with its clock."""

from datetime import date, time

import pytest

from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals import services
from otklik.casework.appeals.rules.receptions import Card, Ending
from otklik.casework.appeals.services import BadAppeal, Hours, Who
from otklik.flow.appeals import receiving
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_person, a_town
from tests.flow.appeals.people import actor

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 3)
VISITOR = receiving.Visitor(name="Петров Пётр Ильич", phone="+79000000002", address="Садовая, 3")


def a_line(town, **told):
    hours = Hours(
        official="Глава", position="Глава города", place="каб. 1", days="каждый вторник", opens=time(10),
        closes=time(12), weekday=1, **told,
    )  # fmt: skip
    return services.save_hours(hours, who=Who(municipality_id=town.id, now=NOW))


def booked(town, hours, at_time=None, *, on=TUESDAY, category="", by="operator"):
    told = receiving.Appointment(hours_id=hours, on=on, at_time=at_time, subject="Дорога", category=category)
    return receiving.book(VISITOR, told, town=town, today=TUESDAY, actor=actor(by, now=NOW))


def test_appointments_follow_the_schedule_and_some_go_first():
    town = a_town()
    hours = a_line(town)
    first, second = booked(town, hours, time(10)), booked(town, hours, time(10, 15), category="veteran")
    for wrong, words in (
        ({"at_time": time(10)}, "только что записали"),
        ({"at_time": time(12)}, "Приём с 10:00"),
        ({"on": date(2026, 3, 4)}, "не принимает"),
        ({"on": date(2026, 3, 2)}, "уже прошёл"),
        ({"by": "executor"}, "не разрешено"),
    ):
        with pytest.raises(BadAppeal, match=words):
            booked(town, hours, **wrong)
    rows = appeals.receptions(town.id, since=TUESDAY, until=TUESDAY)
    assert [(one.id, one.number) for one in rows] == [(second, 2), (first, 1)]
    receiving.call_off(first, has_missed=True, version=1, town=town, actor=actor("operator", now=NOW))
    with pytest.raises(BadAppeal, match="изменил другой"):
        receiving.call_off(first, has_missed=False, version=1, town=town, actor=actor("operator", now=NOW))


def held(town, reception, ending, **told):
    card = Card(
        ending=ending, essence="Просит засыпать яму", decision="Яму засыпят до 10 марта", name=VISITOR.name,
        address=VISITOR.address, **told,
    )  # fmt: skip
    user = actor("operator", now=NOW, user_id=a_person(town=town, username=f"u{reception}").id)
    return receiving.hold_reception(
        reception, card, VISITOR, has_paper=False, version=1, town=town, actor=user
    )


def test_an_oral_answer_with_consent_closes_and_a_written_one_has_the_general_clock():
    town = a_town()
    hours = a_line(town)
    one, two, three = (booked(town, hours) for _ in range(3))
    with pytest.raises(BadAppeal, match="согласия"):
        held(town, one, Ending.ORAL)
    number = held(town, one, Ending.ORAL, has_consent=True)
    row = appeals.reception(one, municipality_id=town.id)
    case = cases.by_id(row.case_id)
    assert (row.case_number, case.status, case.outcome) == (number, "closed", "explained")
    assert "приём" in next(post for post in cases.posts(case.id) if post.kind == "answer").external_id
    held(town, two, Ending.WRITTEN)
    case = cases.by_id(appeals.reception(two, municipality_id=town.id).case_id)
    assert (case.is_open, case.due_norm) == (True, "59-ФЗ, ст. 12, ч. 1")
    held(town, three, Ending.REFUSED)
    case = cases.by_id(appeals.reception(three, municipality_id=town.id).case_id)
    assert (case.status, case.outcome) == ("closed", "left_unanswered")
    with pytest.raises(BadAppeal, match="уже"):
        held(town, three, Ending.WRITTEN)

"""The settings of terms: lengths of topics, limits of promises and pauses, a year from a file."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines.terms import Unit
from otklik.casework.deadlines.times import Amount
from otklik.ground.worktime import selectors as worktime
from otklik.register.cases import selectors as cases
from tests.builders import a_case, a_person, a_recipient, a_town
from tests.flow.test_calendar import XML

pytestmark = pytest.mark.django_db
HOLES = "Ямы во дворах"


@pytest.fixture
def town():
    found = a_town()
    a_recipient(found, topic=HOLES)
    return found


@pytest.fixture
def keeper(client, town):
    client.force_login(a_person(("centre_head",), town=town))
    return client


def test_a_topic_has_a_term_of_its_own(keeper, town):
    usual = a_case("Яма во дворе", town=town, topic=HOLES, channel="phone")
    url = "/setup/terms/plain_answer/topics/"
    refused = keeper.post(url, {"topic": usual.topic_id, "amount": "31", "unit": "calendar_days"})
    assert (refused.status_code, "больше, чем 30 дней" in refused.content.decode()) == (422, True)
    assert 'value="31"' in refused.content.decode()
    assert (
        keeper.post(url, {"topic": usual.topic_id, "amount": "3", "unit": "working_days"}).status_code == 302
    )
    assert f"{HOLES}: <b>3 рабочих дня</b>" in keeper.get(url).content.decode()
    kept = deadlines.settings_of(town.id).of_topics
    assert kept == {("plain_answer", usual.topic_id): Amount(3, Unit.WORKING_DAYS)}
    fast = a_case("Яма во дворе", town=town, topic=HOLES, channel="phone")
    assert cases.by_id(fast.id).due_at == datetime(2026, 3, 5, 20, 59, 59, tzinfo=UTC)
    assert keeper.post(f"{url}{usual.topic_id}/forget/").status_code == 302
    assert deadlines.settings_of(town.id).of_topics == {}
    assert keeper.get("/setup/terms/answer/topics/").status_code == 404


def test_the_limits_are_settings(keeper, town):
    told = {"count_from": "next_day", "shift": "next_workday", "most_promises": "1", "most_pause_days": "30"}
    assert keeper.post("/setup/terms/", told).status_code == 302
    kept = deadlines.settings_of(town.id)
    assert (kept.most_promises, kept.most_pause_days, kept.shift.value) == (1, 30, "next_workday")
    assert keeper.post("/setup/terms/", {**told, "most_promises": "0"}).status_code == 422


def test_a_year_from_a_file_is_looked_at_and_taken(keeper, town):
    url, told = "/setup/calendar/load/", {"source": "ПП РФ № 1", "act": "look"}
    assert keeper.post(url, told).status_code == 422
    file = SimpleUploadedFile("2028.xml", XML.encode())
    page = keeper.post(url, {**told, "file": file}).content.decode()
    assert "Что изменится в 2028 году" in page
    assert "Принять календарь" in page
    assert worktime.days_of(town.id, year=2028) == []
    assert keeper.post(url, {**told, "act": "take"}).status_code == 302
    assert [one.day for one in worktime.days_of(town.id, year=2028)] == [date(2028, 5, 10), date(2028, 5, 13)]

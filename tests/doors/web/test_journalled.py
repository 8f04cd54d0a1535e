"""Every door that shows personal data leaves an entry of who, what, from where and on what norm."""

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from otklik.border.ports.messages import Attachment
from otklik.flow import finish, receive
from otklik.ground.audit import selectors as audit
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders

HOLES = "Ямы и выбоины на дороге"
# Doors with data of people that do not go by the card: what the entry is called, or why there is none.
APART = {
    "desk:queue": "search_cases",
    "desk:bulk": "an act over cases, each journalled by its service",
    "desk:export": "export_cases",
    "desk:file": "see_file",
    "desk:entry": "the person writes the data themselves; `register`",
    "desk:hotline": "the person writes the data themselves; `register`",
    "desk:hotline_hints": "masked texts of others",
    "desk:dictated": "the receipt of what the person has just written",
    "desk:outgoing": "see_people",
    "desk:outgoing_file": "export_cases",
    "office:queue": "masked or own summaries, the card is journalled",
    "office:file": "a file that the staff itself has laid by",
    "verdict:calls": "see_people",
    "verdict:missed": "nothing is shown",
    "mass:judge": "a verdict, journalled by its service",
}
ROOMS = ("desk", "office", "verdict", "stages", "terms", "mass", "watch")


def routes() -> Iterator[tuple[str, str, Any]]:
    """Name, pattern and view of every page of the rooms that work with cases."""

    def walk(resolver: URLResolver, room: str, before: str) -> Iterator[tuple[str, str, Any]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, str(one.app_name or room), before + str(one.pattern))
            elif isinstance(one, URLPattern) and room in ROOMS:
                yield f"{room}:{one.name}", before + str(one.pattern), one.callback

    return walk(get_resolver(), "", "")


def test_every_page_of_a_case_goes_by_the_card_or_is_told_of() -> None:
    """A new page with a number in its address opens the card, where looking is journalled."""
    for name, pattern, view in routes():
        if "<path:number>" in pattern and name not in APART:
            source = inspect.getsource(sys.modules[view.__wrapped__.__module__])
            assert "open_card(" in source or "opened_in_office(" in source, name


def test_no_exception_is_left_for_a_page_that_is_gone() -> None:
    known = {name for name, _pattern, _view in routes()}
    assert APART.keys() <= known


@pytest.fixture
def town() -> MunicipalityView:
    cache.clear()
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    return town


def entries(town: MunicipalityView, client: Client) -> list[audit.Line]:
    lines = audit.latest(municipality_ids=frozenset({town.id}))
    return [one for one in lines if one.ip == "10.1.2.3" and one.actor_id is not None]


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    made = builders.a_case(town=town, topic=HOLES)
    file = Attachment(name="яма.txt", content_type="text/plain", content=b"x")
    receive.add_comment(made.id, key="k", text="Вот фото", files=(file,), now=clock.now())
    return made


@pytest.mark.django_db
def test_looking_leaves_an_entry(client: Client, town: MunicipalityView, case: Case) -> None:
    client.force_login(builders.a_person(("operator",), town=town))
    (attachment,) = [file for post in cases.thread(case.id) for file in post.files]
    looks = {
        "see_case": f"/cases/{case.number}/",
        "see_file": f"/cases/files/{attachment.id}/",
        "search_cases": "/cases/?text=мартынова&scope=all",
        "export_cases": "/cases/export/csv/",
        "see_people": "/ratings/calls/",
    }
    for action, url in looks.items():
        before = len(entries(town, client))
        answer = client.get(url, REMOTE_ADDR="10.1.2.3")
        assert answer.status_code == 200, url
        told = entries(town, client)
        assert (len(told), told[0].action) == (before + 1, action), url
        assert "мартынова" not in str(told[0].details).casefold()
        assert told[0].norm or action == "export_cases"
    client.post(f"/cases/{case.number}/person/", REMOTE_ADDR="10.1.2.3")
    assert entries(town, client)[0].action == "see_personal"


@pytest.mark.django_db
def test_the_same_look_is_one_entry_for_half_an_hour(
    client: Client, town: MunicipalityView, case: Case
) -> None:
    client.force_login(builders.a_person(("operator",), town=town))
    for tail in ("", "", "near/", "history/"):
        client.get(f"/cases/{case.number}/{tail}", REMOTE_ADDR="10.1.2.3")
    assert [one.action for one in entries(town, client)] == ["see_case"]


@pytest.mark.django_db
def test_who_sees_nothing_personal_leaves_none(client: Client, town: MunicipalityView, case: Case) -> None:
    client.force_login(builders.a_person(("town_head",), town=town))
    assert client.get(f"/cases/{case.number}/", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert entries(town, client) == []


@pytest.mark.django_db
def test_the_journal_is_narrowed_by_its_case_and_taken_out(
    client: Client, town: MunicipalityView, case: Case
) -> None:
    other = builders.a_case("Другая яма", town=town, topic=HOLES)
    client.force_login(builders.a_person(("centre_head",), town=town))
    page = client.get("/setup/journal/", {"case": case.number.lower()})
    subjects = {line.subject_id for line, *_rest in page.context["lines"]}
    assert subjects == {str(case.id)}
    assert client.get("/setup/journal/", {"case": "нет такой"}).context["lines"] == []
    finish.take(case.id, now=clock.now(), actor_id=None)
    moves = client.get("/setup/journal/", {"action": "move"}).context["lines"]
    assert {line.action.partition(":")[0] for line, *_rest in moves} == {"move"}
    assert "изменено состояние «В работе»" in moves[0][2]
    taken = client.get("/setup/journal/file.csv", {"case": other.number})
    body = b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert body.count("\n") == 2 and ";register;" in body
    assert audit.latest(municipality_ids=frozenset({town.id}))[0].action == "export_journal"

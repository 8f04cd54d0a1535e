"""Followers who left a contact are told once that the problem is solved, and their contact is erased."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates import services
from otklik.casework.duplicates.models import Contact
from otklik.casework.duplicates.outbreaks import State
from otklik.doors.web.public import consents
from otklik.flow import deliveries, outbreaks, telling
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox.models import Delivery
from otklik.ground.places.selectors import MunicipalityView
from tests.builders import NOW, a_case, a_person, a_town

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


class Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter needs."""

    letters: list[str]

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


@pytest.fixture
def letters(settings: Settings) -> Iterator[list[str]]:
    Session.letters = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}?from=mcu@example.ru"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Session.letters
        server.shutdown()


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def problem(town: MunicipalityView) -> int:
    found = outbreaks.begin_from(a_case("Нет воды на Садовой", town=town).id, now=NOW, actor_id=None)
    told = services.Edit(title="Нет воды", is_public=True, public_text="Труба заменена")
    services.edit(found, told, now=NOW, actor_id=None)
    services.set_state(found, State.OPEN, now=NOW, actor_id=None)
    return found


def left(problem: int, *contacts: str) -> None:
    for n, one in enumerate(contacts):
        services.leave_contact(problem, one, key=f"k{n}", edition="e", now=NOW)


def closed(problem: int, state: State = State.CLOSED) -> None:
    telling.set_state(problem, state, now=LATER, actor_id=None)


def worked() -> None:
    deliveries.turn(worker="t", now=lambda: LATER + timedelta(minutes=1), most=50)


def test_a_letter_goes_once_and_the_contact_is_erased(problem: int, letters: list[str]) -> None:
    left(problem, "olga@example.ru", "+7 900 123-45-67")
    closed(problem)
    worked()
    payload = Delivery.objects.get(kind=telling.TELL).payload
    telling.deliver(payload, LATER)
    (letter,) = letters
    assert "To: olga@example.ru" in letter
    assert "olga" not in str(Delivery.objects.values_list("payload", "key"))
    assert [one.address for one in duplicates.contacts(problem)] == ["+79001234567"]
    assert Contact.objects.get(kind="email").address == ""
    assert "olga" not in str(audit.of_subject("outbreak", problem))


def test_a_problem_opened_again_tells_nobody_until_it_is_closed(problem: int, letters: list[str]) -> None:
    left(problem, "olga@example.ru")
    closed(problem)
    closed(problem, State.OPEN)
    worked()
    assert letters == []
    telling.set_state(problem, State.CLOSED, now=LATER + timedelta(seconds=5), actor_id=None)
    worked()
    assert len(letters) == 1


def test_without_a_mail_server_a_person_tells(town: MunicipalityView, problem: int) -> None:
    left(problem, "olga@example.ru")
    client, boss = Client(), a_person(("centre_head",), town=town)
    client.force_login(boss)
    closed(problem)
    assert not Delivery.objects.filter(kind=telling.TELL).exists()
    assert "просят сообщить: 1" in client.get(reverse("mass:problem", args=[problem])).content.decode()
    list_page = reverse("mass:contacts", args=[problem])
    assert "olga@example.ru" in client.get(list_page).content.decode()
    assert audit.of_subject("outbreak", problem)[0].action == "see_personal"
    (row,) = duplicates.contacts(problem)
    client.post(reverse("mass:told", args=[problem, row.follower_id]))
    assert "olga" not in client.get(list_page).content.decode()
    client.force_login(a_person(("town_head",), town=town))
    assert client.get(list_page).status_code == 404


@time_machine.travel(LATER, tick=False)
def test_a_citizen_leaves_a_contact_with_a_consent_and_takes_it_back(
    town: MunicipalityView, problem: int, client: Client
) -> None:
    found = duplicates.problem(problem, municipality_id=town.id, now=NOW)
    assert found is not None
    page, leave = (
        reverse(f"public:{name}", args=[found.public_code]) for name in ("problem", "leave_contact")
    )
    edition = consents.document(consents.TELLING, town).edition
    for told, agreed, why in (("olga@example.ru", "", "отметьте"), ("Ольга", edition, "телефон с кодом")):
        refused = client.post(leave, {"contact": told, "consent": agreed})
        assert refused.status_code == 422
        assert why in refused.content.decode()
        assert f'value="{told}"' in refused.content.decode()
        assert (f'value="{agreed}" checked' in refused.content.decode()) is bool(agreed)
    client.post(leave, {"contact": "olga@example.ru", "consent": edition})
    assert "Сообщим вам один раз" in client.get(page).content.decode()
    (line,) = [one for one in audit.of_subject("outbreak", problem) if one.action == "consent"]
    assert (line.norm, line.details["version"]) == ("152-ФЗ, ст. 9, ч. 1", edition)
    client.post(reverse("public:follow", args=[found.public_code]), {"stop": "1"})
    assert Contact.objects.count() == 0


def test_the_contact_goes_over_with_the_merged(town: MunicipalityView, problem: int) -> None:
    left(problem, "olga@example.ru", "petr@example.ru")
    other = outbreaks.begin_from(a_case("Прорвало трубу", town=town).id, now=NOW, actor_id=None)
    services.follow(other, key="k0", now=NOW)
    services.merge(problem, other, now=NOW, actor_id=None)
    kept = {one.address for one in duplicates.contacts(other)}
    assert kept == {"olga@example.ru", "petr@example.ru"}

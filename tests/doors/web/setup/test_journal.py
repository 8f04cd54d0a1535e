"""The journal of actions: it names what was done, to what and by whom, in words."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import otklik
from otklik.doors.web.setup.journal_words import ACTIONS, SUBJECTS
from otklik.flow import decide
from otklik.ground.places.selectors import MunicipalityView
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db

HOLES = "Ямы и выбоины на дороге"
HEATING = "Ненадлежащее качество или отсутствие отопления"
SERVICES = [
    path
    for path in Path(otklik.__file__).parent.rglob("*.py")
    if "services" in path.parts or path.name == "services.py" or path.parent.name == "flow"
]


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


def lines(town: MunicipalityView, **sought: str) -> list[Any]:
    client = Client()
    person = a_person(("centre_head",), town=town)
    client.force_login(person)
    return list(client.get("/setup/journal/", sought).context["lines"])


def test_решение_названо_тем_и_получателем_а_не_номерами_строк(town: MunicipalityView) -> None:
    a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    a_recipient(town, "ООО «Тепло»", topic=HEATING)
    case = a_case(town=town, topic=HOLES)
    heating = topic_id(town, HEATING)
    decide.decide(case.id, decide.Choice(topic_id=heating), now=NOW, actor_id=None)
    ((_line, _who, what, details, number),) = lines(town, action="decide")
    assert what.endswith(f"карточка {case.number}")
    assert number == case.number
    assert HEATING in details
    assert "ООО «Тепло»" in details
    assert not re.search(r"(тема|получатель): \d+", details)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: "/".join(path.parts[-3:]))
def test_всё_что_пишется_в_журнал_названо_словами(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    acts = set(re.findall(r'\baction="([a-z_]+)"', text))
    acts |= set(re.findall(r'\b_journal\([^"()]*,\s*"([a-z_]+)"', text))
    subjects = set(re.findall(r'\bsubject="([a-z_]+)"', text))
    assert acts <= ACTIONS.keys()
    assert subjects <= SUBJECTS.keys()

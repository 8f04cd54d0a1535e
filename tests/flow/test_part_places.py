"""A message of several questions stands where the question is whose topic it got."""

import pytest

from otklik.flow import decide
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog
from tests.builders import NOW, a_case, a_town, topic_id

pytestmark = pytest.mark.django_db
HOLES, LIGHTS = "Ямы и выбоины на дороге", "Неисправные фонари освещения"
TEXT = (
    "На улице Садовой у дома 3 огромные ямы и выбоины на дороге, машины объезжают по газону. "
    "Кроме того, третью неделю не горят фонари освещения на улице Речной у дома 14, вечером темно."
)


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.mark.parametrize(
    ("topic", "address"), [(HOLES, "ул. Садовая, д. 3"), (LIGHTS, "ул. Речная, д. 14")], ids=["ямы", "фонари"]
)
def test_the_place_follows_the_topic(town: MunicipalityView, topic: str, address: str) -> None:
    told = catalog.snapshot(town.id).topics[topic_id(town, topic)].full_title
    assert a_case(TEXT, town=town, topic=told).address == address
    case = a_case(TEXT, town=town)
    choice = decide.Choice(topic_id=topic_id(town, topic), version=case.version)
    decide.decide(case.id, choice, now=NOW, actor_id=None)
    assert cases.by_id(case.id).address == address


def test_the_place_that_was_told_stays(town: MunicipalityView) -> None:
    told = catalog.snapshot(town.id).topics[topic_id(town, LIGHTS)].full_title
    case = a_case(TEXT, town=town, topic=told, address="проспект Мира, 7")
    assert case.address == "пр-т Мира, д. 7"
    decide.relocate(case.id, text="улица Садовая, 1", lat=None, lon=None, now=NOW, actor_id=None)
    choice = decide.Choice(topic_id=topic_id(town, HOLES))
    decide.decide(case.id, choice, now=NOW, actor_id=None)
    assert cases.by_id(case.id).address == "ул. Садовая, д. 1"

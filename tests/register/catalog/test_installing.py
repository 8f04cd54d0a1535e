"""The default catalog in a town: whole, once, and never over the town's own edits."""

from datetime import UTC, date, datetime

import pytest

from otklik.ground.audit import selectors as audit
from otklik.ground.places.models import Municipality
from otklik.register.catalog import defaults, selectors, services
from otklik.register.catalog.models import ForeignCode, SectorBlock, Topic, TopicCode

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def a_town(code: str = "ozersk") -> int:
    return Municipality.objects.create(code=code, title=code, title_genitive=code, created_at=NOW).pk


def test_town_gets_the_whole_catalog() -> None:
    town = a_town()
    installed = services.install_defaults(town, now=NOW)
    assert (installed.blocks, installed.topics) == (10, len(defaults.topics()))
    catalog = selectors.snapshot(town)
    holes = catalog.topic_by_title("Дороги / Ямы на дорогах") or catalog.topic_by_title("roads-potholes")
    assert holes is not None
    assert holes.group_title == "Дороги"
    assert catalog.blocks[holes.block_id or 0].code == "roads"
    assert holes.recipient_kind == "roads_dept"
    assert len(catalog.assignable_topics()) == len(defaults.topics())
    assert {c.scheme for c in selectors.codes_of(holes.id)} == {"im", "otk", "pos"}
    assert len(selectors.foreign_codes("otk", on=date(2026, 3, 2))) == 191


def test_second_time_adds_nothing_and_says_nothing() -> None:
    town = a_town()
    services.install_defaults(town, now=NOW)
    edition = selectors.edition(town)
    again = services.install_defaults(town, now=NOW)
    assert not again.is_anything
    assert selectors.edition(town) == edition > 0
    assert len(audit.of_subject("catalog", "defaults")) == 1


def test_edits_of_the_town_stay_and_what_is_missing_comes() -> None:
    town = a_town()
    services.install_defaults(town, now=NOW)
    SectorBlock.objects.filter(code="roads").update(title="Дороги и мосты", is_active=False)
    Topic.objects.filter(code="roads-potholes").update(title="Ямы", block=None, is_active=False)
    TopicCode.objects.filter(topic__code="roads-potholes", scheme="pos").delete()
    Topic.objects.filter(code="roads-snow").delete()
    again = services.install_defaults(town, now=NOW)
    assert (again.blocks, again.groups, again.topics) == (0, 0, 1)
    assert TopicCode.objects.filter(topic__code="roads-snow").count() == again.topic_codes > 1
    assert not TopicCode.objects.filter(topic__code="roads-potholes", scheme="pos").exists()
    edited = Topic.objects.get(code="roads-potholes")
    assert (edited.title, edited.block_id, edited.is_active) == ("Ямы", None, False)
    assert SectorBlock.objects.get(code="roads").title == "Дороги и мосты"


def test_a_scheme_new_to_the_town_comes_whole() -> None:
    town = a_town()
    services.install_defaults(town, now=NOW)
    TopicCode.objects.filter(scheme="pos").delete()
    assert services.install_defaults(town, now=NOW).topic_codes == 52


def test_second_town_shares_the_foreign_codes() -> None:
    services.install_defaults(a_town("one"), now=NOW)
    count = ForeignCode.objects.count()
    second = services.install_defaults(a_town("two"), now=NOW)
    assert (second.foreign_codes, second.blocks) == (0, 10)
    assert ForeignCode.objects.count() == count


def test_it_costs_few_queries(django_assert_max_num_queries) -> None:
    town = a_town()
    with django_assert_max_num_queries(40):
        services.install_defaults(town, now=NOW)

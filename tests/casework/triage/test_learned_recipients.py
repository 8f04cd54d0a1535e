"""Place, topic and time speak for a recipient; a topic closed or merged since breaks no model."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from otklik.casework.triage.facets import of_case
from otklik.casework.triage.routing import RouteBy
from otklik.casework.triage.rules import Asked
from otklik.casework.triage.serving import Classifier
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.triager import Served, Triager
from otklik.register.catalog.views import Snapshot
from tests.casework.triage.builders import (
    HEAT,
    HOLES,
    NORTH,
    NORTH_SERVICE,
    ROAD_SERVICE,
    SOUTH,
    a_catalog,
)
from tests.casework.triage.texts import corpus

ON = date(2026, 11, 2)


@pytest.fixture(scope="module")
def topics() -> Classifier:
    codes = {"roads": "holes", "heat": "heat", "light": "light"}
    samples = [Sample(text, codes[label]) for text, label in corpus(per_label=60) if label in codes]
    return Classifier(train(Task(samples=samples)))


@pytest.fixture(scope="module")
def recipients() -> Classifier:
    chance = Random(5)
    said = ["яма на дороге", "выбоина", "асфальт разбит", "колея, не проехать"]
    samples = [
        Sample(
            f"{chance.choice(said)} {chance.randrange(999)}",
            str(NORTH_SERVICE if district == NORTH else ROAD_SERVICE),
            context=of_case("holes", district_id=district, settlement_id=None, on=date(2026, 1 + at % 10, 1)),
        )
        for at in range(100)
        for district in (NORTH, SOUTH)
    ]
    return Classifier(train(Task(samples=samples)))


def a_triager(catalog: Snapshot, topics: Classifier, recipients: Classifier) -> Triager:
    return Triager(
        catalog=catalog,
        threshold=0.5,
        recipient_threshold=0.5,
        topics=Served(1, topics),
        recipients=Served(2, recipients),
    )


def without_duty(catalog: Snapshot) -> Snapshot:
    changed = {id: replace(one, recipient_kind="", recipient_id=None) for id, one in catalog.topics.items()}
    return replace(catalog, topics=changed)


@pytest.mark.parametrize(("district", "who"), [(NORTH, NORTH_SERVICE), (SOUTH, ROAD_SERVICE)])
def test_the_district_decides(topics: Classifier, recipients: Classifier, district: int, who: int) -> None:
    triager = a_triager(without_duty(a_catalog()), topics, recipients)
    [found] = triager.propose([Asked(text="яма на дороге, асфальт разбит", district_id=district, on=ON)])
    assert (found.topic_id, found.recipient_id, found.recipient_by) == (HOLES, who, RouteBy.MODEL)
    assert "этот район" in found.recipient_ground


def test_a_closed_or_merged_topic_breaks_nothing(topics: Classifier, recipients: Classifier) -> None:
    catalog = without_duty(a_catalog())
    merged = replace(catalog.topics[HOLES], is_active=False, merged_into_id=HEAT)
    closed = replace(catalog.topics[HOLES], is_active=False)
    for changed, wanted in ((merged, HEAT), (closed, None)):
        today = replace(catalog, topics={**catalog.topics, HOLES: changed})
        [found] = a_triager(today, topics, recipients).propose([Asked(text="глубокая яма, асфальт", on=ON)])
        assert HOLES not in {one.topic_id for one in found.suggestions}
        if wanted is not None:
            assert wanted in {one.topic_id for one in found.suggestions}
        assert found.suggestions


def test_a_model_of_topics_all_closed_leaves_keywords(topics: Classifier, recipients: Classifier) -> None:
    catalog = without_duty(a_catalog())
    closed = {id: replace(one, is_active=False) for id, one in catalog.topics.items()}
    [found] = a_triager(replace(catalog, topics=closed), topics, recipients).propose([Asked(text="яма")])
    assert (found.suggestions, found.topic_id, found.needs_decision) == ((), None, True)

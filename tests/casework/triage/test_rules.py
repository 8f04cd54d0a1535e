"""The decision: what stands, what waits for a person, and why."""

import pytest

from otklik.casework.triage.outcome import is_not_worse
from otklik.casework.triage.rules import Asked, Heading, Suggestion, merge
from otklik.casework.triage.serving import Classifier
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.triager import Served, Triager
from tests.casework.triage.builders import (
    HEAT,
    HEAT_PLANT,
    HOLES,
    HOUSING,
    LIGHT,
    NORTH_SERVICE,
    ROAD_SERVICE,
    ROADS,
    TOPICS,
    a_catalog,
    a_row,
    a_topic,
)
from tests.casework.triage.texts import corpus

CATALOG = a_catalog(a_row(ROAD_SERVICE, topic=HOLES))
CODES = {"roads": "holes", "light": "light", "heat": "heat", "waste": "closed"}


@pytest.fixture(scope="module")
def served() -> Served:
    samples = [Sample(text, CODES[label]) for text, label in corpus()]
    groups = {"holes": "roads", "light": "roads", "heat": "zhkh"}
    return Served(7, Classifier(train(Task(samples=samples, groups=groups))))


def test_the_topic_of_the_source_is_taken_as_it_is() -> None:
    asked = Asked(text="Холодные батареи", topic_hint="Дороги / Ямы", system="Инцидент Менеджмент")
    [found] = Triager(catalog=CATALOG, threshold=0.7).propose([asked])
    assert (found.topic_id, found.confidence, found.topic_by) == (HOLES, 1.0, "source")
    assert found.suggestions[0].reason == "так указано в выгрузке «Инцидент Менеджмент»"
    assert (found.recipient_id, found.block_id, found.needs_decision) == (ROAD_SERVICE, ROADS, False)
    assert (found.is_fast_track, found.fast_track_days, found.internal_days) == (True, 8, 3)


def test_an_unknown_topic_of_the_source_is_a_question_for_the_words() -> None:
    asked = Asked(text="На дороге яма", topic_hint="Прочее")
    [found] = Triager(catalog=CATALOG, threshold=0.7).propose([asked])
    assert found.suggestions[0].topic_id == HOLES
    assert found.suggestions[0].by == "keywords"
    assert found.suggestions[0].reason == "слова: яма"


def test_a_model_decides_above_the_threshold(served: Served) -> None:
    triager = Triager(catalog=CATALOG, threshold=0.5, topics=served)
    [found] = triager.propose([Asked(text="Огромная яма, разбита дорога, выбоина, асфальт")])
    assert (found.topic_id, found.topic_by, found.needs_decision) == (HOLES, "model", False)
    assert found.model_version_id == 7
    assert found.suggestions[0].reason.startswith("слова: ")


def test_below_the_threshold_a_person_decides(served: Served) -> None:
    triager = Triager(catalog=CATALOG, threshold=1.0, topics=served)
    [found] = triager.propose([Asked(text="яма и фонарь")])
    assert (found.topic_id, found.recipient_id, found.needs_decision) == (None, None, True)
    assert {one.topic_id for one in found.suggestions} == {HOLES, LIGHT, HEAT}
    assert found.confidence is not None
    assert found.is_fast_track is False


def test_the_block_stands_where_the_topic_does_not(served: Served) -> None:
    triager = Triager(catalog=CATALOG, threshold=0.7, topics=served)
    [found] = triager.propose([Asked(text="яма дорога фонарь лампа")])
    assert found.topic_id is None
    assert found.block_id == ROADS
    assert found.group_id == TOPICS[0].id


def test_a_closed_topic_is_never_proposed(served: Served) -> None:
    triager = Triager(catalog=CATALOG, threshold=0.5, topics=served)
    [found] = triager.propose([Asked(text="мусор контейнер вывоз свалка бак помойка")])
    assert all(one.topic_id in CATALOG.topics for one in found.suggestions)
    assert found.needs_decision


def test_a_merged_topic_leads_on(served: Served) -> None:
    topics = (*TOPICS, a_topic(id=19, code="closed", title="Мусор", is_active=False, merged_into_id=LIGHT))
    triager = Triager(catalog=a_catalog(topics=topics), threshold=0.5, topics=served)
    [found] = triager.propose([Asked(text="мусор контейнер вывоз свалка бак помойка")])
    assert found.topic_id == LIGHT


def test_a_likely_topic_warns_before_it_is_decided(served: Served) -> None:
    triager = Triager(catalog=CATALOG, threshold=1.0, topics=served)
    [found] = triager.propose([Asked(text="батарея радиатор стояк котельная температура")])
    assert found.topic_id is None
    assert (found.urgency, found.urgency_reason) == (2, "по тематике «Нет отопления»")


def test_similar_cases_name_a_recipient_where_the_table_does_not(served: Served) -> None:
    samples = [
        Sample(text, str(NORTH_SERVICE if label == "roads" else HEAT_PLANT)) for text, label in corpus()
    ]
    recipients = Served(8, Classifier(train(Task(samples=samples))))
    triager = Triager(catalog=a_catalog(), threshold=0.5, topics=served, recipients=recipients)
    text = "Огромная яма, разбита дорога, выбоина, асфальт"
    [found] = triager.propose([Asked(text=text)])
    assert (found.recipient_id, found.recipient_by) == (NORTH_SERVICE, "model")
    assert found.recipient_ground.startswith("по похожим обращениям: ")
    assert not found.needs_decision


def test_without_words_nothing_is_proposed() -> None:
    [found] = Triager(catalog=CATALOG, threshold=0.7).propose([Asked(text="")])
    assert (found.topic_id, found.confidence, found.suggestions) == (None, None, ())
    assert found.needs_decision


def test_order_is_kept_in_a_mixed_batch(served: Served) -> None:
    triager = Triager(catalog=CATALOG, threshold=0.5, topics=served)
    items = [
        Asked(text="яма дорога асфальт"),
        Asked(text="", topic_hint="Освещение"),
        Asked(text="батарея отопление котельная"),
    ]
    assert [one.suggestions[0].topic_id for one in triager.propose(items)] == [HOLES, LIGHT, HEAT]
    assert triager.propose([]) == []


def test_suggestions_are_three_topics_each_once() -> None:
    rows = [Suggestion(topic, 0.5, "", "model") for topic in (1, 2, 1, 3, 4)]
    assert [one.topic_id for one in merge(rows[:3], rows[3:])] == [1, 2, 3]


def test_keywords_alone_agree_on_a_block() -> None:
    [found] = Triager(catalog=CATALOG, threshold=0.3).propose([Asked(text="холодные батареи, нет отопления")])
    assert found.block_id == HOUSING


@pytest.mark.parametrize(
    ("new", "was", "verdict"),
    [
        ({"top_1": 0.5}, None, True),
        ({"top_1": 0.5}, {"top_1": 0.5}, True),
        ({"top_1": 0.49}, {"top_1": 0.5}, False),
        ({}, {"top_1": 0.5}, False),
    ],
)
def test_a_worse_model_is_not_promoted(
    new: dict[str, float], was: dict[str, float] | None, verdict: bool
) -> None:
    assert is_not_worse(new, was) is verdict


def test_a_heading_may_be_empty() -> None:
    assert Heading(()).group_id is None

"""A town that has taught nothing yet is helped by what is known beforehand, and is not promised too much."""

from pathlib import Path

import pytest

from otklik.casework.triage import starting
from otklik.casework.triage.guessing import joined
from otklik.casework.triage.rules import Asked, By, Heading, Suggestion
from otklik.casework.triage.serving import Classifier, load
from otklik.casework.triage.triager import Triager
from otklik.register.catalog import defaults
from tests.casework.triage.builders import HEAT, HOLES, LIGHT, a_catalog


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    path: Path = tmp_path_factory.mktemp("starter") / starting.STARTER
    assert (
        starting.build(
            [("Огромная воронка посреди проезжей части", "Дороги / Ямы и выбоины на дороге")], path
        )
        <= 1
    )
    assert path.stat().st_size < 12_000_000
    return load(path)


def test_every_topic_of_the_catalog_is_known(starter: Classifier) -> None:
    assert set(starter.labels) == {topic.code for topic in defaults.topics()}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Во дворе стая бродячих собак, бросаются на детей", "Безопасность"),
        ("в квартире холодные батареи, дети мёрзнут", "ЖКХ"),
        ("мусор не вывозят неделю, контейнеры переполнены", "Мусор"),
    ],
)
def test_usual_matters_are_near(starter: Classifier, text: str, group: str) -> None:
    topics = {topic.code: topic for topic in defaults.topics()}
    [guess] = starter.classify([text])
    assert any(group.lower() in topics[one.label].group.lower() for one in guess.best)


def test_keywords_and_the_starter_are_believed_equally() -> None:
    keyed = Heading(
        (Suggestion(HOLES, 0.6, "слова: яма", By.KEYWORDS), Suggestion(LIGHT, 0.2, "", By.KEYWORDS))
    )
    started = Heading((Suggestion(HEAT, 0.5, "слова: тепло", By.MODEL), Suggestion(HOLES, 0.4, "", By.MODEL)))
    found = joined(keyed, started).suggestions
    assert [one.topic_id for one in found] == [HOLES, HEAT, LIGHT]
    assert [round(one.confidence, 2) for one in found] == [0.5, 0.25, 0.1]
    assert found[0].reason == "слова: яма"
    assert {one.by for one in found} == {By.KEYWORDS}


def test_a_starter_that_knows_none_of_the_topics_breaks_nothing(starter: Classifier) -> None:
    triager = Triager(catalog=a_catalog(), threshold=0.7, starter=starter)
    [found] = triager.propose([Asked(text="глубокая яма, выбоина")])
    assert found.suggestions[0].topic_id == HOLES
    assert found.model_version_id in (None, 0)

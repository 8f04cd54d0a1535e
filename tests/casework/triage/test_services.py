"""What triage keeps: opinions, labels, the threshold and models; and that its memory follows them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from otklik.casework.triage import files, selectors, services
from otklik.casework.triage.evaluation import TooLittle
from otklik.casework.triage.models import Kind, Label, ModelVersion, Opinion
from otklik.casework.triage.services import BadSetting, Known
from otklik.casework.triage.weights import read as read_weights
from otklik.ground.audit import selectors as audit
from otklik.ground.places.models import Municipality
from otklik.register.cases.models import Case
from otklik.register.catalog.models import Edition, SectorBlock, Topic
from tests.casework.triage.texts import corpus

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def models_in_a_folder_of_the_test(settings: Any, tmp_path: Path) -> None:
    settings.MODELS = tmp_path / "models"


def a_town() -> int:
    """A town with the four topics of the made-up corpus."""
    town = Municipality.objects.create(
        code="ozersk", title="Озёрск", title_genitive="Озёрска", created_at=NOW
    )
    block = SectorBlock.objects.create(municipality=town, code="roads", title="Дороги")
    group = Topic.objects.create(municipality=town, code="all", title="Всё")
    for code, title in (("roads", "Ямы"), ("heat", "Тепло"), ("waste", "Мусор"), ("light", "Свет")):
        Topic.objects.create(
            municipality=town, code=code, title=title, parent=group, block=block, keywords=[]
        )
    Edition.objects.create(municipality=town)
    return town.pk


def topic(town: int, code: str) -> int:
    return Topic.objects.get(municipality_id=town, code=code).pk


def a_case(town: int, number: str = "1") -> int:
    return Case.objects.create(
        municipality_id=town,
        number=number,
        public_code=number,
        kind="message",
        stream="digital",
        channel="webform",
        status_since=NOW,
        received_at=NOW,
        registered_at=NOW,
        updated_at=NOW,
        attention_at=NOW,
    ).pk


def samples(town: int, per_label: int = 30, *, wrong: bool = False) -> list[Known]:
    ids = {code: topic(town, code) for code in ("roads", "heat", "waste", "light")}
    shifted = dict(zip(ids, [*list(ids)[1:], next(iter(ids))], strict=True))
    return [
        Known(text, ids[shifted[label] if wrong else label], None)
        for text, label in corpus(per_label=per_label)
    ]


def best(town: int, text: str) -> str:
    [proposal] = selectors.triager(town).propose([selectors.Asked(text=text)])
    return Topic.objects.get(pk=proposal.suggestions[0].topic_id).code if proposal.suggestions else ""


def test_an_opinion_is_kept_and_read_back() -> None:
    town = a_town()
    asked = selectors.Asked(text="пахнет газом", topic_hint="Ямы", system="ПОС")
    proposals = selectors.triager(town).propose([asked, selectors.Asked(text="")])
    first, second = a_case(town, "1"), a_case(town, "2")
    services.keep_opinions([(first, proposals[0]), (second, proposals[1])], now=NOW)
    seen = selectors.opinion(first)
    assert seen is not None
    assert seen.suggestions == proposals[0].suggestions
    assert seen.urgency_ground == "запах газа: «пахнет газом»"
    assert seen.recipient_ground == proposals[0].recipient_ground != ""
    assert selectors.opinion(second) is not None
    assert selectors.opinion(0) is None


def test_opinions_are_written_many_at_a_time(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    town = a_town()
    proposals = selectors.triager(town).propose([selectors.Asked(text="яма")] * 20)
    ids = [a_case(town, str(number)) for number in range(20)]
    with django_assert_max_num_queries(5):
        services.keep_opinions(list(zip(ids, proposals, strict=True)), now=NOW)
    assert Opinion.objects.count() == 20


def test_a_decision_becomes_a_label_with_one_entry() -> None:
    town = a_town()
    case_id = a_case(town)
    services.decided(
        case_id, topic_id=topic(town, "heat"), recipient_id=None, was_topic_id=None, user_id=5, now=NOW
    )
    label = Label.objects.get()
    assert (label.case_id, label.user_id, label.at) == (case_id, 5, NOW)
    assert selectors.labels_of([case_id]) == {case_id: topic(town, "heat")}
    assert [entry.action for entry in audit.of_subject("case", str(case_id))] == ["label"]


def test_the_threshold_is_seen_at_once() -> None:
    town = a_town()
    assert selectors.triager(town).threshold == 0.7
    services.set_threshold(town, 0.9, now=NOW, actor_id=3)
    assert selectors.triager(town).threshold == 0.9
    assert selectors.threshold(town) == 0.9
    assert len(audit.of_subject("triage", str(town))) == 1


@pytest.mark.parametrize("value", [0.29, 1.01, float("nan")])
def test_a_senseless_threshold_is_refused(value: float) -> None:
    town = a_town()
    with pytest.raises(BadSetting):
        services.set_threshold(town, value, now=NOW)
    assert selectors.threshold(town) == 0.7


def test_memory_is_kept_until_something_changes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    town = a_town()
    first = selectors.triager(town)
    with django_assert_num_queries(2):
        assert selectors.triager(town) is first
    Edition.objects.filter(municipality_id=town).update(number=2)
    assert selectors.triager(town) is not first


def test_a_trained_model_is_used_at_once() -> None:
    town = a_town()
    assert best(town, "фонарь не горит") == ""
    stages: list[str] = []
    trained = services.train(
        town, samples(town), now=NOW, progress=lambda stage, share: stages.append(stage), actor_id=3
    )
    assert trained.is_active
    assert trained.metrics["top_1"] > 0.8
    assert trained.was is None
    assert stages[-1] == "готово"
    assert best(town, "фонарь не горит") == "light"
    assert [entry.action for entry in audit.of_subject("model", str(trained.version_id))] == ["train_model"]


def test_a_worse_model_is_kept_but_not_used_and_the_earlier_can_be_restored() -> None:
    town = a_town()
    good = services.train(town, samples(town), now=NOW)
    held_out_stay_right = [*samples(town, wrong=True), *samples(town)[:8]]
    worse = services.train(town, held_out_stay_right, now=NOW + timedelta(days=1))
    assert worse.was is not None
    if worse.is_active:  # judged by wrong labels, the wrong model wins: then the first is the one to restore
        services.restore(good.version_id, municipality_id=town, now=NOW + timedelta(days=2))
    assert best(town, "фонарь освещение темно") == "light"
    assert ModelVersion.objects.filter(is_active=True).count() == 1
    services.restore(worse.version_id, municipality_id=town, now=NOW + timedelta(days=3))
    assert best(town, "фонарь освещение темно") != "light"
    with pytest.raises(ModelVersion.DoesNotExist):
        services.restore(good.version_id, municipality_id=town + 1, now=NOW + timedelta(days=4))
    services.restore(good.version_id, municipality_id=town, now=NOW + timedelta(days=4))
    assert [v.is_active for v in selectors.versions(town)] == [False, True]


def test_a_weaker_model_is_not_promoted() -> None:
    town = a_town()
    services.train(town, samples(town, per_label=60), now=NOW)
    confused = [
        Known(known.text, known.topic_id if number % 4 == 0 else topic(town, "heat"), None)
        for number, known in enumerate(samples(town, per_label=60))
    ]
    right = [known for known in samples(town, per_label=60) if _is_held_out(known)]
    weak = services.train(
        town, [k for k in confused if not _is_held_out(k)] + right, now=NOW + timedelta(days=1)
    )
    assert not weak.is_active
    assert weak.was is not None
    assert weak.metrics["top_1"] < weak.was["top_1"]


def _is_held_out(known: Known) -> bool:
    from otklik.casework.triage.trials import is_held_out

    return is_held_out(known.text)


def test_a_lost_file_of_the_active_model_does_not_stop_training(tmp_path: Path) -> None:
    town = a_town()
    first = services.train(town, samples(town), now=NOW)
    (tmp_path / "models" / ModelVersion.objects.get(pk=first.version_id).path).unlink()
    again = services.train(town, samples(town), now=NOW + timedelta(days=1))
    assert (again.is_active, again.was) == (True, None)


def test_too_little_to_learn_from_is_told() -> None:
    town = a_town()
    with pytest.raises(TooLittle, match="не меньше 30"):
        services.train(town, samples(town)[:5], now=NOW)
    assert not ModelVersion.objects.exists()


def test_a_name_never_becomes_a_word_of_a_model(tmp_path: Path) -> None:
    town = a_town()
    known = [
        Known(
            f"{k.text}. Звоните: Красноперекопский Иннокентий Аристархович, 8 910 123-45-67", k.topic_id, None
        )
        for k in samples(town)
    ]
    services.train(town, known, now=NOW)
    [path] = (tmp_path / "models").rglob("*.npz")
    body = " ".join(read_weights(path).vocabulary.names)
    assert "яма" in body
    assert "аристархович" not in body
    assert "9101234567" not in body


def test_recipients_are_a_model_of_their_own() -> None:
    town = a_town()
    services.train(town, samples(town), now=NOW)
    with pytest.raises(TooLittle):
        services.train(town, samples(town), now=NOW, kind=Kind.RECIPIENT)


def test_a_recipient_is_found_for_a_decision() -> None:
    town = a_town()
    assert selectors.recipient_for(town, topic(town, "heat"), None) is None
    assert selectors.recipient_for(town, 0, None) is None


def test_a_file_is_learnt_and_another_is_classified(tmp_path: Path) -> None:
    source, model, out = tmp_path / "in.csv", tmp_path / "m.npz", tmp_path / "out.jsonl"
    rows = "\n".join(f'"{text}";{label}' for text, label in corpus())
    source.write_text(f"Текст;Тема\n{rows}\n", encoding="cp1251")
    columns = files.Columns(text="Текст", topic="Тема")
    report = files.train_csv(source, columns, out=model)[files.TOPIC]
    assert report.labels == 4
    assert report.evaluation is not None
    assert report.evaluation.top_1 > 0.8
    assert files.classify_csv(source, columns, model=model, out=out) == (len(corpus()), 0)
    first = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert (first["row"], first["topic"][0]["label"]) == (1, corpus()[0][1])
    with pytest.raises(files.NoColumn, match="Текст, Тема"):
        files.train_csv(source, files.Columns(text="text", topic="Тема"), out=model)

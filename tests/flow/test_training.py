"""Training as work: one leader, nothing half done, corrections minded, the night asks where it is due."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from otklik.casework.triage import selectors as triage
from otklik.casework.triage import services
from otklik.casework.triage.models import Label, ModelVersion, TrainingRun
from otklik.casework.triage.rules import Asked
from otklik.casework.triage.selectors import answering
from otklik.flow import decide, deliveries, nightly, training
from otklik.flow.decide import Choice
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox import selectors as outbox
from otklik.ground.outbox.models import Delivery
from otklik.ground.outbox.rules import LEASE, State
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case, Post
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services as catalog_services
from tests.builders import NOW, a_case, a_recipient, a_town, topic_id
from tests.casework.triage.texts import corpus

LABELS = ("roads", "heat", "waste", "light")


@pytest.fixture(autouse=True)
def models_in_a_folder_of_the_test(settings: Any, tmp_path: Path) -> None:
    settings.MODELS = tmp_path / "models"


def topics_of(town: MunicipalityView) -> dict[str, int]:
    """Four topics of the default catalog, for the four labels of the made-up corpus."""
    found = catalog.snapshot(town.id).assignable_topics()[:4]
    return dict(zip(LABELS, (one.id for one in found), strict=True))


def fill(town: MunicipalityView, *, per_label: int = 25, seed: int = 1, prefix: str = "c") -> None:
    """Cases with topics of their source, written plainly: training reads only these columns."""
    topics = topics_of(town)
    told = corpus(per_label=per_label, seed=seed)
    rows = Case.objects.bulk_create(
        [
            Case(
                municipality_id=town.id, number=f"{prefix}{n}", public_code=f"{prefix}{n}", kind="message",
                stream="digital", channel="webform", status_since=NOW, received_at=NOW, registered_at=NOW,
                updated_at=NOW, attention_at=NOW, topic_id=topics[label], topic_by="source",
            )
            for n, (_, label) in enumerate(told)
        ]
    )  # fmt: skip
    Post.objects.bulk_create(
        [
            Post(case=row, kind="message", is_inbound=True, text=text, at=NOW)
            for row, (text, _) in zip(rows, told, strict=True)
        ]
    )


@pytest.fixture
def town(db: None) -> MunicipalityView:
    found = a_town()
    fill(found)
    return found


def turn(now: Any = NOW) -> int:
    return deliveries.turn(worker="a", now=lambda: now)


def last_run(town: MunicipalityView, kind: str = "topic") -> triage.RunView:
    return triage.runs(town.id, kind)[0]


def guess(town: MunicipalityView, text: str) -> int:
    (proposal,) = triage.triager(town.id).propose([triage.Asked(text=text)])
    return proposal.suggestions[0].topic_id


def test_the_worker_leads_the_run_to_a_model_in_use(town: MunicipalityView) -> None:
    run_id = training.ask(town.id, now=NOW, actor_id=7)
    assert last_run(town).state == "waiting"
    assert turn() == 1
    run = last_run(town)
    assert (run.id, run.state, run.share, run.asked_by) == (run_id, "done", 1.0, 7)
    assert run.finished_at is not None and run.finished_at > NOW
    (version,) = triage.versions(town.id)
    assert version.is_active and version.id == run.version_id
    assert version.evaluation.texts > 0 and version.evaluation.per_label
    (entry,) = audit.of_subject("model", str(version.id))
    assert entry.actor_id == 7 and entry.details["top_1"] == version.metrics["top_1"]


def test_two_of_a_kind_at_once_are_refused_and_other_kinds_and_towns_are_not(town: MunicipalityView) -> None:
    other = a_town("nearby", title="Город Соседний")
    training.ask(town.id, now=NOW)
    with pytest.raises(services.AlreadyTraining, match="уже идёт"):
        training.ask(town.id, now=NOW)
    with pytest.raises(services.AlreadyTraining):
        training.train(town.id, now=NOW)
    training.ask(town.id, kind="recipient", now=NOW)
    training.ask(other.id, now=NOW)
    assert TrainingRun.objects.count() == Delivery.objects.filter(kind="train").count() == 3


def test_too_little_is_told_in_russian_and_is_no_fault_of_the_worker(db: None) -> None:
    empty = a_town()
    training.ask(empty.id, now=NOW)
    turn()
    run = last_run(empty)
    assert run.state == "failed" and "не меньше 30" in run.error
    assert outbox.queue().failed == 0
    training.ask(empty.id, now=NOW)


def test_a_fault_is_told_and_the_model_in_use_stays(town: MunicipalityView, settings: Any) -> None:
    first = training.train(town.id, now=NOW)
    settings.MODELS = settings.MODELS.parent / "file"
    settings.MODELS.write_text("не папка")
    training.ask(town.id, now=NOW + timedelta(hours=1))
    turn(NOW + timedelta(hours=1))
    run = last_run(town)
    assert run.state == "failed" and "Прежняя модель работает" in run.error
    assert outbox.queue().failed == 1
    (version,) = triage.versions(town.id)
    assert version.is_active and version.id == first.version_id


def stopping(run_id: int, town: MunicipalityView) -> Callable[[str, float], None]:
    def tell(stage: str, share: float) -> None:
        if share > 0.1:
            services.stop_training(run_id, municipality_id=town.id, now=NOW, actor_id=7)

    return tell


def test_a_stopped_run_keeps_nothing(town: MunicipalityView, settings: Any) -> None:
    run_id = training.ask(town.id, now=NOW)
    lead = services.begin_training(run_id, now=NOW)
    assert lead is not None
    with pytest.raises(services.Stopped):
        training._teach(lead, progress=stopping(run_id, town))
    assert last_run(town).state == "stopped"
    assert not ModelVersion.objects.exists()
    assert not list(settings.MODELS.rglob("*.npz"))
    assert turn() == 1
    assert last_run(town).state == "stopped"
    training.ask(town.id, now=NOW)


def test_a_run_of_another_town_is_not_stopped(town: MunicipalityView) -> None:
    run_id = training.ask(town.id, now=NOW)
    assert not services.stop_training(run_id, municipality_id=town.id + 1, now=NOW)
    assert triage.run(run_id, municipality_id=town.id + 1) is None
    assert services.stop_training(run_id, municipality_id=town.id, now=NOW)
    assert not services.stop_training(run_id, municipality_id=town.id, now=NOW)


def test_a_run_taken_over_leaves_one_model(town: MunicipalityView, settings: Any) -> None:
    """The lease of the first worker ran out while it lived: the second leads, the first may keep nothing."""
    run_id = training.ask(town.id, now=NOW)
    first = services.begin_training(run_id, now=NOW)
    assert first is not None
    training.run(run_id, now=NOW + LEASE)
    with pytest.raises(services.Stopped):
        training._teach(first)
    assert ModelVersion.objects.count() == len(list(settings.MODELS.rglob("*.npz"))) == 1


def test_the_last_moment_is_guarded_too(town: MunicipalityView, settings: Any) -> None:
    """Stopped after the file was written: neither the file nor the version stays."""
    run_id = training.ask(town.id, now=NOW)
    lead = services.begin_training(run_id, now=NOW)
    assert lead is not None
    services.stop_training(run_id, municipality_id=town.id, now=NOW)
    samples = [
        services.Known(one.text, one.topic_id, None, one.case_id) for one in training.cases.labelled(town.id)
    ]
    with pytest.raises(services.Stopped):
        services.train(town.id, samples, now=NOW, lead=lead)
    assert not ModelVersion.objects.exists()
    assert not list(settings.MODELS.rglob("*.npz"))


def test_a_run_that_kills_its_processes_is_given_up(town: MunicipalityView) -> None:
    run_id = training.ask(town.id, now=NOW)
    for _ in range(3):
        assert services.begin_training(run_id, now=NOW) is not None
    turn()
    assert "памяти" in last_run(town).error
    assert outbox.state_of("train", str(run_id)) is State.DONE


def test_a_silent_run_gives_way(town: MunicipalityView) -> None:
    """A command line training that was killed: nobody will ever end its run."""
    run_id = services.ask_training(town.id, kind="topic", now=NOW)
    services.begin_training(run_id, now=NOW)
    with pytest.raises(services.AlreadyTraining):
        training.ask(town.id, now=NOW + timedelta(minutes=29))
    training.ask(town.id, now=NOW + timedelta(minutes=31))
    assert [one.state for one in triage.runs(town.id)] == ["waiting", "failed"]


def decided(case: Case, topic: int) -> None:
    decide.decide(case.id, Choice(topic_id=topic), now=NOW + timedelta(minutes=5), actor_id=7)


def test_corrections_are_labels_and_change_the_next_model(town: MunicipalityView) -> None:
    topics = topics_of(town)
    training.train(town.id, now=NOW)
    text = "Прорвало люк, вода фонтаном бьёт у подъезда"
    before = guess(town, text)
    other = next(one for one in topics.values() if one != before)
    for n in range(6):
        case = a_case(f"Прорвало люк, вода фонтаном бьёт, подъезд {n} затоплен", town=town)
        decided(case, other)
    assert Label.objects.filter(corrects_topic=True).count() >= 1
    fresh = triage.fresh_labels(town.id, "topic", since=training.last_trained_at(town.id, "topic"))
    assert fresh.labels == 6 and fresh.corrections >= 1
    trained = training.train(town.id, now=NOW + timedelta(hours=1))
    newest = triage.versions(town.id)[0]
    assert newest.corrections >= 1
    if not trained.is_active:
        services.restore(trained.version_id, municipality_id=town.id, now=NOW)
    assert guess(town, text) == other


def test_a_decision_taken_back_is_no_correction(town: MunicipalityView) -> None:
    topics = topics_of(town)
    case = a_case("На дороге яма", town=town)
    decided(case, topics["heat"])
    decided(case, topics["roads"])
    weights = triage.corrected(town.id, "topic")
    assert weights[case.id] == topics["roads"]


def test_a_confirmation_is_no_correction(town: MunicipalityView) -> None:
    training.train(town.id, now=NOW)
    case = a_case("Яма, выбоина, разбита дорога, асфальт", town=town)
    opinion = triage.opinion(case.id)
    assert opinion is not None
    decided(case, opinion.suggestions[0].topic_id)
    assert not Label.objects.get().corrects_topic


def test_another_recipient_is_a_correction_of_the_recipient(town: MunicipalityView) -> None:
    holes = topic_id(town, "Ямы и выбоины на дороге")
    first, second = a_recipient(town, "МКУ «Дороги»"), a_recipient(town, "МУП «Свет»")
    case = a_case("На дороге яма", town=town)
    for recipient in (first, second):
        decide.decide(case.id, Choice(topic_id=holes, recipient_id=recipient), now=NOW, actor_id=7)
    told = Label.objects.order_by("id").values_list("corrects_recipient", flat=True)
    assert list(told) == [False, True]
    assert triage.corrected(town.id, "recipient") == {case.id: second}


def test_a_town_may_keep_new_models_waiting(town: MunicipalityView) -> None:
    wish = services.Learning(is_auto_promoted=False, retrain="never", after=50)
    services.set_learning(town.id, wish, now=NOW, actor_id=7)
    trained = training.train(town.id, now=NOW)
    assert not trained.is_active
    assert triage.answers_by(town.id) != "own"
    services.restore(trained.version_id, municipality_id=town.id, now=NOW, actor_id=7)
    assert triage.answers_by(town.id) == "own"
    actions = [entry.action for entry in audit.of_subject("model", str(trained.version_id))]
    assert sorted(actions) == ["promote_model", "train_model"]


def test_a_model_of_another_edition_gives_way_until_learnt_anew(
    town: MunicipalityView, settings: Any
) -> None:
    trained = training.train(town.id, now=NOW)
    assert triage.answers_by(town.id) == "own"
    path = Path(settings.MODELS) / ModelVersion.objects.get(id=trained.version_id).path
    path.write_bytes(b"format 1")
    answering._kept.clear()
    assert triage.answers_by(town.id) == "lost"
    [proposal] = triage.triager(town.id).propose([Asked(text="На дороге огромная яма, разбит асфальт")])
    assert proposal.suggestions
    training.train(town.id, now=NOW)
    assert triage.answers_by(town.id) == "own"


def test_closed_and_merged_topics_break_nothing(town: MunicipalityView) -> None:
    topics = topics_of(town)
    training.train(town.id, now=NOW)
    catalog_services.merge_topic(topics["waste"], into_id=topics["light"], municipality_id=town.id, now=NOW)
    assert guess(town, "мусор контейнер вывоз свалка бак") == topics["light"]
    trained = training.train(town.id, now=NOW + timedelta(hours=1))
    assert trained.was is not None and trained.was["top_1"] > 0.8
    assert trained.is_active
    told = triage.versions(town.id)[0].evaluation.per_label
    codes = {one.id: one.code for one in catalog.snapshot(town.id).topics.values()}
    assert codes[topics["waste"]] not in {one.label for one in told}


def test_old_files_are_forgotten_and_rows_stay(town: MunicipalityView, settings: Any) -> None:
    for hour in range(4):
        training.train(town.id, now=NOW + timedelta(hours=hour))
    from otklik.casework.triage.services import versions

    versions.forget_old_files(town.id, "topic")
    assert len(triage.versions(town.id)) == 4
    ModelVersion.objects.filter(is_active=False).update(path="")
    old = next(one for one in triage.versions(town.id) if not one.is_active)
    with pytest.raises(services.BadSetting, match="не хранится"):
        services.restore(old.id, municipality_id=town.id, now=NOW)


def labels(town: MunicipalityView, count: int, *, at: Any = NOW) -> None:
    topic = topics_of(town)["roads"]
    cases = Case.objects.filter(municipality_id=town.id)[:count]
    Label.objects.bulk_create([Label(case=case, topic_id=topic, at=at) for case in cases])


@pytest.mark.parametrize(("retrain", "asked"), [("nightly", 1), ("weekly", 1), ("never", 0)])
def test_the_night_asks_where_enough_is_new(town: MunicipalityView, retrain: str, asked: int) -> None:
    wish = services.Learning(is_auto_promoted=True, retrain=retrain, after=20)
    services.set_learning(town.id, wish, now=NOW)
    labels(town, 19)
    assert training.ask_where_due(now=NOW) == 0
    labels(town, 1)
    assert training.ask_where_due(now=NOW) == 2 * asked  # topics and recipients
    assert training.ask_where_due(now=NOW) == 0
    assert all(one.is_automatic for one in triage.runs(town.id))


def test_the_night_waits_a_week_where_it_is_told_so(town: MunicipalityView) -> None:
    services.set_learning(
        town.id, services.Learning(is_auto_promoted=True, retrain="weekly", after=20), now=NOW
    )
    training.train(town.id, now=NOW)
    labels(town, 30, at=NOW + timedelta(days=1))
    kinds = lambda: [one.kind for one in TrainingRun.objects.filter(state="waiting")]  # noqa: E731
    training.ask_where_due(now=NOW + timedelta(days=2))
    assert "topic" not in kinds()
    training.ask_where_due(now=NOW + timedelta(days=7))
    assert "topic" in kinds()


def test_the_night_does_ask(town: MunicipalityView, settings: Any, tmp_path: Path) -> None:
    settings.LAKE = tmp_path / "lake"
    labels(town, 60)
    nightly.run(now=NOW)
    assert last_run(town).is_automatic


def test_towns_learn_apart(town: MunicipalityView) -> None:
    other = a_town("nearby", title="Город Соседний")
    training.train(town.id, now=NOW)
    assert triage.answers_by(other.id) != "own"
    assert triage.versions(other.id) == [] and triage.runs(other.id) == []
    (version,) = triage.versions(town.id)
    with pytest.raises(ModelVersion.DoesNotExist):
        services.restore(version.id, municipality_id=other.id, now=NOW)
    assert triage.mistakes(version.id, municipality_id=other.id) == {}


def _of_process() -> MunicipalityView:
    found = places.municipality_by_code("zarechye")
    assert found is not None
    return found


def _learn(per_label: int) -> None:
    fill(_of_process(), per_label=per_label)
    training.ask(_of_process().id, now=NOW)


def _states() -> list[Any]:
    runs = [[one.state, one.attempts] for one in TrainingRun.objects.order_by("id")]
    return [runs, ModelVersion.objects.count(), ModelVersion.objects.filter(is_active=True).count()]


def test_a_killed_worker_leaves_its_run_to_the_next(installation: Any) -> None:
    installation.call(lambda: _learn(400))
    worker = installation.begin("work")
    while installation.call(lambda: TrainingRun.objects.get().stage) in ("", "сбор сообщений"):
        pass
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert installation.call(_states) == [[["running", 1]], 0, 0]
    installation.call(lambda: Delivery.objects.filter(kind="train").update(lease_until=NOW))
    assert installation.otklik("work", "--once", "--json").code == 0
    assert installation.call(_states) == [[["done", 2]], 1, 1]


def test_two_workers_train_once(installation: Any) -> None:
    installation.call(lambda: _learn(60))
    first, second = (installation.begin("work", "--once", "--json") for _ in range(2))
    assert [first.wait().code, second.wait().code] == [0, 0]
    assert installation.call(_states) == [[["done", 1]], 1, 1]


def test_two_who_ask_at_once_get_one_training(installation: Any) -> None:
    def ask() -> str:
        try:
            training.ask(_of_process().id, now=NOW)
        except services.AlreadyTraining:
            return "refused"
        return "asked"

    assert sorted(installation.together(ask, ask)) == ["asked", "refused"]

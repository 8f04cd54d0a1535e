"""The page of the quality of recognition through the client."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from otklik.casework.triage import selectors as triage
from otklik.casework.triage import services
from otklik.flow import training
from otklik.ground.audit import selectors as audit
from otklik.ground.places.selectors import MunicipalityView
from otklik.insight.reports import selectors as reports
from otklik.register.catalog import selectors as catalog
from tests.builders import NOW, a_case, a_person, a_town
from tests.casework.triage.texts import corpus

pytestmark = pytest.mark.django_db

PAGE = "/setup/recognition/"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA, settings.LAKE, settings.MODELS = tmp_path, tmp_path / "lake", tmp_path / "models"
    yield
    reports.engine().close()


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def head(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("centre_head",), town=town, full_name="Громов Павел Ильич"))
    return client


def trained(town: MunicipalityView, *, kind: str = "topic", hours: int = 0) -> services.Trained:
    """A model of the made-up corpus; every ninth label is wrong, so that there is something to show."""
    found = catalog.snapshot(town.id).assignable_topics()[:4]
    topics = dict(zip(("roads", "heat", "waste", "light"), (one.id for one in found), strict=True))
    case = a_case("Яма на дороге у дома", town=town)
    samples = [
        services.Known(text, topics["heat" if n % 9 == 0 else label], None, case.id)
        for n, (text, label) in enumerate(corpus(per_label=60))
    ]
    return services.train(town.id, samples, kind=kind, now=NOW + timedelta(hours=hours))


def words(page: Any) -> str:
    return " ".join(page.content.decode().replace("\u00a0", " ").split())


def last_word(page: Any) -> str:
    return str(list(page.context["messages"])[-1])


def test_без_модели_сказано_честно(head: Client) -> None:
    for kind in ("topic", "recipient"):
        page = head.get(PAGE, {"kind": kind})
        assert page.status_code == 200
        assert page.context["quality"] is None
        assert "Пока нечего показать" in words(page)
        assert "Верна первая" not in words(page)


def test_чужой_роли_закрыто(town: MunicipalityView, head: Client) -> None:
    version = trained(town)
    run_id = training.ask(town.id, now=NOW)
    operator = Client()
    operator.force_login(a_person(("operator",), town=town))
    for address in ("", f"runs/{run_id}/progress/", f"versions/{version.version_id}/mistakes/"):
        assert operator.get(PAGE + address).status_code == 404
    for address in (
        "topic/train/", "learning/", f"runs/{run_id}/stop/", f"versions/{version.version_id}/restore/",
    ):  # fmt: skip
        assert operator.post(PAGE + address).status_code == 404
        assert Client().post(PAGE + address).status_code == 302
        assert head.get(PAGE + address).status_code == 405
    assert triage.runs(town.id)[0].state == "waiting"


def test_показатели_и_порог_одной_кнопкой(town: MunicipalityView, head: Client) -> None:
    trained(town)
    page = head.get(PAGE, {"precision": "80"})
    quality = page.context["quality"]
    assert quality.evaluation.texts > 0 and quality.chart is not None
    assert "Можно ли верить уверенности" in words(page)
    advice = quality.advice
    assert advice is not None and 0 < quality.coverage <= 1
    done = head.post(f"{PAGE}?kind=topic&precision=80", {"threshold": str(advice)})
    assert done.status_code == 302 and done["Location"].endswith("?kind=topic")
    assert triage.threshold(town.id) == advice / 100
    assert triage.threshold(town.id, "recipient") == 0.7
    head.post(f"{PAGE}?kind=recipient", {"threshold": "95"})
    assert (triage.threshold(town.id), triage.threshold(town.id, "recipient")) == (advice / 100, 0.95)


def test_чем_выше_точность_тем_меньше_решает_сама(town: MunicipalityView, head: Client) -> None:
    trained(town)
    told = [head.get(PAGE, {"precision": str(p)}).context["quality"].coverage for p in (80, 85, 90, 95)]
    assert told == sorted(told, reverse=True)
    odd = head.get(PAGE, {"precision": "17", "sort": "x", "kind": "y"}).context["chosen"]
    assert (odd.precision, odd.sort, odd.kind) == (90, "count", "topic")


def test_темы_сортируются_и_ищутся(town: MunicipalityView, head: Client) -> None:
    trained(town)
    rows = head.get(PAGE, {"sort": "recall"}).context["quality"].labels
    told = [one.recall for one in rows if one.recall is not None]
    assert told == sorted(told) and len(rows) == 4
    title = rows[0].title
    page = head.get(PAGE, {"q": title.upper(), "sort": "title"})
    assert [one.title for one in page.context["quality"].labels] == [title]
    assert not head.get(PAGE, {"q": "такой темы нет"}).context["quality"].labels


def test_ошибки_открываются_карточками_и_только_видимыми(town: MunicipalityView, head: Client) -> None:
    version = trained(town)
    first = head.get(PAGE).context["quality"].confusions[0]
    page = head.get(first.url)
    assert [row.number for row in page.context["rows"]] == ["МЦУ-2026-000001"]
    assert first.true in words(page) and first.guessed in words(page)
    assert head.get(f"{PAGE}versions/{version.version_id}/mistakes/?true=a&guessed=b").status_code == 404
    stranger = Client()
    stranger.force_login(a_person(("centre_head",), town=a_town("nearby", title="Город Соседний")))
    assert stranger.get(first.url).status_code == 404


def test_обучение_с_ходом_отказом_и_остановкой(town: MunicipalityView, head: Client) -> None:
    page = head.post(f"{PAGE}topic/train/", follow=True)
    assert page.context["run"].state == "waiting" and "Остановить" in words(page)
    run_id = page.context["run"].id
    again = head.post(f"{PAGE}topic/train/", follow=True)
    assert "уже идёт" in last_word(again)
    assert head.post(f"{PAGE}letters/train/").status_code == 404
    lead = services.begin_training(run_id, now=NOW)
    assert lead is not None
    services.tell_training(lead, "веса", 0.42)
    told = head.get(f"{PAGE}runs/{run_id}/progress/").json()
    assert told == {"done": 42, "total": 100, "text": "Веса", "state": "running"}
    stopped = head.post(f"{PAGE}runs/{run_id}/stop/", follow=True)
    assert "остановлено" in last_word(stopped) and stopped.context["ended"].state == "stopped"
    over = head.get(f"{PAGE}runs/{run_id}/progress/").json()
    assert (over["state"], over["url"]) == ("done", f"{PAGE}?kind=topic")
    (entry,) = audit.of_subject("training", str(run_id))
    assert entry.action == "stop_training"


def test_неудача_показана_словами(town: MunicipalityView, head: Client) -> None:
    run_id = training.ask(town.id, now=NOW)
    training.run(run_id, now=NOW)
    assert "не меньше 30" in words(head.get(PAGE))


def test_чужое_обучение_и_чужая_версия(town: MunicipalityView, head: Client) -> None:
    version = trained(town)
    run_id = training.ask(town.id, now=NOW)
    stranger = Client()
    stranger.force_login(a_person(("centre_head",), town=a_town("nearby", title="Город Соседний")))
    assert stranger.get(f"{PAGE}runs/{run_id}/progress/").status_code == 404
    assert stranger.post(f"{PAGE}runs/{run_id}/stop/").status_code == 404
    assert stranger.post(f"{PAGE}versions/{version.version_id}/restore/").status_code == 404
    assert stranger.get(PAGE).context["active"] is None
    assert triage.runs(town.id)[0].state == "waiting"


def test_прежняя_версия_возвращается(town: MunicipalityView, head: Client) -> None:
    first, second = trained(town), trained(town, hours=1)
    page = head.get(PAGE)
    assert [one.version.id for one in page.context["history"].rows] == [second.version_id, first.version_id]
    assert page.context["history"].rows[0].gain == 0
    head.post(f"{PAGE}versions/{first.version_id}/restore/", {"kind": "topic"})
    assert head.get(PAGE).context["active"].id == first.version_id
    entry = audit.of_subject("model", str(first.version_id))[0]
    assert {one.action for one in audit.of_subject("model", str(first.version_id))} == {
        "train_model", "restore_model",
    }  # fmt: skip
    assert "top_1" in entry.details


def test_порядок_обучения(town: MunicipalityView, head: Client) -> None:
    head.post(f"{PAGE}learning/", {"retrain": "nightly", "after": "20"})
    assert triage.learning(town.id) == triage.LearningView(False, "nightly", 20)
    for wrong in ({"retrain": "hourly", "after": "20"}, {"retrain": "nightly", "after": "5"}):
        shown = head.post(f"{PAGE}learning/", wrong)
        assert shown.status_code == 422
    assert 'value="5"' in shown.content.decode()
    assert 'href="#learning_after"' in shown.content.decode()
    assert triage.learning(town.id).after == 20
    head.post(f"{PAGE}learning/", {"retrain": "weekly", "after": "50", "is_auto_promoted": "on"})
    assert triage.learning(town.id) == triage.LearningView()

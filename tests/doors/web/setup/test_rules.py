"""Building automatic rules by the form: rows, groups, sentence, trials, versions, proposals, the roster."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings

from otklik.casework.automation import selectors as automation
from otklik.casework.automation.models import Absence, Shift
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.fields import Lists
from otklik.casework.automation.rules.shape import Body
from otklik.doors.web.setup import rule_drawing, rule_sketch
from otklik.flow import decide
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from tests.builders import a_case, a_person, a_recipient, a_town
from tests.casework.automation.test_sentences import rules as buildable
from tests.flow.test_ruling import a_pit, a_rule, a_topic, pit

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def head(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("centre_head",), town=town))
    return client


def form(town: MunicipalityView, **more: Any) -> dict[str, Any]:
    return {
        "title": "Ямы", "node": ["c:group", "c-0:row", "c-1:row"], "join:c": "all", "f:c-0": "topic",
        "o:c-0": "in", "v:c-0": [str(a_topic(town))], "f:c-1": "text", "o:c-1": "contains_words",
        "v:c-1": ["яма"], **more,
    }  # fmt: skip


def posted(sketch: rule_sketch.Sketch) -> QueryDict:
    """What a browser sends of a drawn form."""
    told = QueryDict(mutable=True)
    for path, node in rule_sketch.walk(sketch.root):
        if isinstance(node, rule_sketch.Group):
            told.appendlist("node", f"{path}:group")
            told[f"join:{path}"] = node.join
        else:
            told.appendlist("node", f"{path}:row")
            told[f"f:{path}"], told[f"o:{path}"] = node.field, node.op
            told.setlist(f"v:{path}", node.values)
    for key, values in sketch.effects.items():
        told.setlist(f"e:{key}", values)
    return told


@settings(max_examples=150, deadline=None)
@given(buildable())
def test_a_rule_is_the_same_after_the_form(made: tuple[Body, Lists]) -> None:
    body, lists = made
    told = {key: getattr(body.effects, key) for key in body.effects.keys()}  # noqa: SIM118
    if any("," in tag for tag in told.get("tags", ())):
        return  # a comma parts tags in the form
    root, effects = rule_sketch.sketch_of(body)
    sketch = rule_sketch.Sketch(root=root, effects=effects)
    rule_drawing.context(sketch, lists)
    again = rule_sketch.body_of(rule_sketch.posted(posted(sketch)), lists)
    assert again.effects == body.effects
    assert _said(again, lists) == _said(body, lists)


def _said(body: Body, lists: Lists) -> str:
    from otklik.casework.automation.rules import speech

    return " ".join(speech.say(body, lists).lower().split()).replace("« ", "«").replace(" »", "»")


def test_a_rule_is_built_saved_and_works(head: Client, town: MunicipalityView) -> None:
    ours = a_recipient(town)
    page = head.get("/setup/rules/new/").content.decode()
    assert "Новое правило" in page
    answer = head.post("/setup/rules/new/", form(town, **{"e:recipient": str(ours), "do": "switch_on"}))
    assert answer.status_code == 302
    (rule,) = automation.rules(town.id, now=clock.now())
    assert (rule.title, rule.is_on, rule.version.number) == ("Ямы", True, 1)
    case = a_pit(town)
    assert case.recipient_id == ours
    page = head.get("/setup/rules/").content.decode()
    assert "и текст содержит слова «яма», то получатель — «МКУ „Дороги“»." in page
    assert "работает" in page
    card = head.get(f"/cases/{case.number}/rules/").content.decode()
    assert "Правило «Ямы», редакция 1" in card


def test_the_form_grows_and_reads_itself(head: Client, town: MunicipalityView) -> None:
    grown = head.post("/setup/rules/form/", form(town, do="add:c")).content.decode()
    assert grown.count(':row"') == 3
    assert "autofocus" in grown
    grown = head.post("/setup/rules/form/", form(town, do="group:c")).content.decode()
    assert 'value="c-2:group"' in grown
    shrunk = head.post("/setup/rules/form/", form(town, do="drop:c-0")).content.decode()
    assert shrunk.count(':row"') == 1
    said = head.post("/setup/rules/sentence/", form(town, **{"e:urgency": "2"})).content.decode()
    assert "то срочность — «угроза жизни или здоровью»." in said
    said = head.post("/setup/rules/sentence/", form(town)).content.decode()
    assert "хотя бы одно действие" in said
    changed = form(town, **{"f:c-0": "hour"})
    assert "не меньше" in head.post("/setup/rules/form/", changed).content.decode()


def test_titles_to_choose_stand_in_the_outer_quotes(head: Client, town: MunicipalityView) -> None:
    ours = a_recipient(town, "МКУ «Дороги»")
    shown = head.get("/setup/rules/new/").content.decode()
    assert f'<option value="{ours}">МКУ «Дороги»</option>' in shown


def test_the_form_works_without_scripts(head: Client, town: MunicipalityView) -> None:
    answer = head.post("/setup/rules/new/", form(town, do="add:c"))
    assert answer.status_code == 200
    assert answer.content.decode().count(':row"') == 3
    assert automation.rules(town.id, now=clock.now()) == []


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"title": " ", "e:urgency": "1"}, "Назовите правило"),
        ({"v:c-1": [" "], "e:urgency": "1"}, "Заполните условие «Текст»"),
        ({"f:c-1": "hour", "o:c-1": "ge", "v:c-1": ["25"], "e:urgency": "1"}, "от 0 до 23"),
        ({"e:amount": "0", "e:unit": "days"}, "Внутренний срок"),
        ({"e:amount": "5", "e:unit": "years"}, "Внутренний срок"),
        ({"e:urgency": "1", "since": "завтра"}, "Дни действия"),
        ({"v:c-0": ["999999"], "e:urgency": "1"}, "выберите из списка"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    head: Client, town: MunicipalityView, more: dict[str, Any], complaint: str
) -> None:
    answer = head.post("/setup/rules/new/", {**form(town, do="save"), **more})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert complaint in page
    assert "Правило не сохранено" in page


def test_a_rule_is_tried_before_it_is_kept(head: Client, town: MunicipalityView) -> None:
    ours = a_recipient(town)
    now = clock.now()
    case = a_pit(town, received=f"{now:%Y-%m-%d} 00:01")
    decide.decide(case.id, decide.Choice(topic_id=a_topic(town), recipient_id=ours), now=now, actor_id=None)
    told = form(town, **{"e:recipient": str(ours), "days": "30"})
    page = head.post("/setup/rules/try/", told, follow=True).content.decode()
    assert "согласие с людьми" in page
    assert case.number in page
    assert "100" in page
    assert "Заполните условие" in head.post("/setup/rules/try/", {**told, "v:c-1": ""}).content.decode()
    page = head.post("/setup/rules/check/", follow=True).content.decode()
    assert "правил нет" in page


def test_order_switch_versions_archive(head: Client, town: MunicipalityView) -> None:
    first = a_rule(town, pit(town), Effects(urgency=1), "Первое")
    second = a_rule(town, pit(town), Effects(urgency=2), "Второе")
    head.post(f"/setup/rules/{second}/move/", {"way": "up"})
    assert [one.id for one in automation.rules(town.id, now=clock.now())] == [second, first]
    head.post(f"/setup/rules/{first}/switch/", {"on": "0"})
    told = form(town, title="Первое", do="save", **{"e:urgency": "2"})
    head.post(f"/setup/rules/{first}/", told)
    assert [one.number for one in automation.versions(first)] == [2, 1]
    page = head.get(f"/setup/rules/{first}/versions/").content.decode()
    assert "Редакция 2" in page
    head.post(f"/setup/rules/{first}/versions/1/restore/")
    assert automation.versions(first)[0].note == "Восстановлена редакция 1"
    answer = head.post(f"/setup/rules/{first}/archive/", follow=True).content.decode()
    assert f"/setup/rules/{first}/unarchive/" in answer
    head.post(f"/setup/rules/{first}/unarchive/")
    assert len(automation.rules(town.id, now=clock.now())) == 2


def test_a_proposal_becomes_a_rule_or_is_dismissed(head: Client, town: MunicipalityView) -> None:
    ours, now = a_recipient(town), clock.now()
    for _ in range(20):
        case = a_pit(town, received=f"{now:%Y-%m-%d} 00:01")
        choice = decide.Choice(topic_id=a_topic(town), recipient_id=ours)
        decide.decide(case.id, choice, now=now, actor_id=None)
    page = head.get("/setup/rules/proposals/").content.decode()
    assert "20 из 20" in page
    key = f"{a_topic(town)}:::{ours}"
    page = head.get("/setup/rules/new/", {"habit": key}).content.decode()
    assert "то получатель — «МКУ „Дороги“»" in page
    head.post("/setup/rules/proposals/dismiss/", {"key": key})
    assert "Предложить нечего" in head.get("/setup/rules/proposals/").content.decode()
    head.post(f"/setup/rules/proposals/recall/?key={key}")
    assert "20 из 20" in head.get("/setup/rules/proposals/").content.decode()


def test_a_failing_rule_is_told_to_those_who_can_mend_it(head: Client, town: MunicipalityView) -> None:
    from otklik.casework.automation import services

    rule_id = a_rule(town, pit(town), Effects(urgency=1))
    for why in ("получатель закрыт", "шаблон удалён"):
        services.warn(rule_id, why, municipality_id=town.id, now=clock.now())
    for address in ("/", "/setup/", "/setup/rules/"):
        shown = head.get(address).content.decode()
        assert shown.count("не может сделать своё дело") == 1
        assert "Получатель закрыт" in shown and "Шаблон удалён" in shown
    head.post(f"/setup/rules/{rule_id}/alarms/close/")
    assert "не может сделать" not in head.get("/").content.decode()


def test_duties_and_absences_are_entered(head: Client, town: MunicipalityView) -> None:
    user = a_person(("operator",), town=town, username="ivanov", full_name="Иванов Иван")
    deputy = a_person(("operator",), town=town, username="petrov", full_name="Петров Пётр")
    days = {"user": user.id, "since": "2026-11-01", "until": "2026-11-30"}
    head.post("/setup/roster/duty/", {**days, "weekdays": ["1", "3"]})
    head.post("/setup/roster/absence/", {**days, "deputy": deputy.id, "reason": "в отпуске"})
    assert Shift.objects.get().weekdays == [1, 3]
    assert Absence.objects.get().deputy_id == deputy.id
    assert head.get("/setup/roster/").status_code == 200
    refused = head.post("/setup/roster/absence/", {**days, "deputy": user.id, "reason": "болеет"})
    assert "не замещает сам себя" in refused.content.decode()
    refused = head.post("/setup/roster/duty/", {**days, "until": date(2026, 10, 1)})
    assert "раньше первого" in refused.content.decode()
    head.post(f"/setup/roster/shift/{Shift.objects.get().id}/remove/")
    assert not Shift.objects.exists()


@pytest.mark.parametrize("address", ["rules/", "rules/new/", "rules/proposals/", "roster/"])
def test_an_operator_keeps_no_rules(client: Client, town: MunicipalityView, address: str) -> None:
    client.force_login(a_person(("operator",), town=town))
    assert client.get(f"/setup/{address}").status_code == 404


def test_another_town_is_not_seen(head: Client, town: MunicipalityView) -> None:
    other = a_town("drugoe", title="Город Другое")
    rule_id = a_rule(other, pit(other), Effects(urgency=1))
    assert head.get(f"/setup/rules/{rule_id}/").status_code == 404
    assert head.post(f"/setup/rules/{rule_id}/switch/", {"on": "1"}).status_code == 404
    a_case(town=town)

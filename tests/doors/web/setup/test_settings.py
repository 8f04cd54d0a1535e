"""The settings through the client: each area is changed, refused, and closed to whom it is not for."""

from collections.abc import Iterator
from datetime import time
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.casework.answers import selectors as answers
from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.triage import selectors as triage
from otklik.ground.audit import selectors as audit
from otklik.ground.audit.models import Entry
from otklik.ground.outbox import selectors as outbox
from otklik.ground.outbox import services as outbox_services
from otklik.ground.outbox.models import Delivery
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.ground.worktime import selectors as worktime
from otklik.insight.reports import selectors as reports
from otklik.register.catalog import selectors as catalog
from otklik.register.intake import selectors as intake
from tests.builders import NOW, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db

PAGES = (
    "town/", "blocks/", "blocks/new/", "topics/", "topics/new/", "topics/new/?kind=group", "classifiers/",
    "recipients/", "recipients/new/", "duties/", "duties/new/", "organisations/", "organisations/new/",
    "people/", "people/new/", "roles/", "roles/operator/", "composition/", "channels/", "calendar/",
    "calendar/?year=2028", "calendar/hours/", "terms/", "templates/", "templates/new/", "recognition/",
    "journal/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA, settings.LAKE = tmp_path, tmp_path / "lake"
    yield
    reports.engine().close()


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def head(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("centre_head",), town=town, full_name="Громов Павел Ильич"))
    return client


def signed_in(town: MunicipalityView, *roles: str, **told: Any) -> Client:
    client = Client()
    client.force_login(a_person(roles, town=town, **told))
    return client


def as_is(page: Any, **more: Any) -> dict[str, Any]:
    """What the form of the page would send as it stands, with something changed."""
    told: dict[str, Any] = {}
    for field in page.context["form"]:
        value = field.value()
        if value is True:
            told[field.html_name] = "on"
        elif value not in (None, False):
            told[field.html_name] = value
    return {name: value for name, value in (told | more).items() if value is not None}


def undo_of(page: Any) -> str:
    """The address in the last word of the page that takes the act back."""
    last = list(page.context["messages"])[-1]
    return str(last.extra_tags).removeprefix("undo=")


@pytest.mark.parametrize("path", PAGES)
def test_страница_открыта_руководителю_и_закрыта_оператору(
    head: Client, town: MunicipalityView, path: str
) -> None:
    assert head.get(f"/setup/{path}").status_code == 200
    if not path.startswith("templates"):
        assert signed_in(town, "operator").get(f"/setup/{path}").status_code == 404
    assert Client().get(f"/setup/{path}").status_code == 302


def test_оглавление_по_правам(head: Client, town: MunicipalityView) -> None:
    shown = {item.route for _title, items in head.get("/setup/").context["sections"] for item in items}
    assert "setup:people" in shown and "setup:work" not in shown
    block_head = signed_in(town, "block_head", block="roads").get("/setup/").context["sections"]
    assert [item.route for _title, items in block_head for item in items] == ["setup:templates"]
    assert signed_in(town, "town_head").get("/setup/").status_code == 404


def test_право_блока_не_открывает_настроек_города(town: MunicipalityView, head: Client) -> None:
    actions = ["see_cases", "edit_catalog", "edit_people"]
    head.post("/setup/roles/block_head/", {"title": "Руководитель блока", "actions": actions})
    block_head = signed_in(town, "block_head", block="roads")
    assert block_head.get("/setup/topics/").status_code == 404
    assert block_head.get("/setup/people/").status_code == 404


def test_муниципалитет_и_пример_номера(head: Client, town: MunicipalityView) -> None:
    page = head.get("/setup/town/")
    assert "МЦУ-" in page.context["example"]
    assert (
        "000123"
        in head.get("/setup/town/number/", {"number_template": "{year}/{number:06d}"}).content.decode()
    )
    refused = head.post("/setup/town/", as_is(page, number_template="{number}"))
    assert refused.status_code == 422 and "номера повторятся" in refused.content.decode()
    saved = as_is(page, population="46800", timezone="Asia/Omsk", number_template="{year}/{number:06d}")
    assert head.post("/setup/town/", saved).status_code == 302
    now_is = places.municipality(town.id)
    assert (now_is.population, now_is.timezone, now_is.number_template) == (
        46800,
        "Asia/Omsk",
        "{year}/{number:06d}",
    )


def test_блок(head: Client, town: MunicipalityView) -> None:
    told = {"title": "Культура и спорт", "order": "110", "is_active": "on"}
    assert head.post("/setup/blocks/new/", told).status_code == 302
    assert head.post("/setup/blocks/new/", told).status_code == 422
    assert "Культура и спорт" in {one.title for one in catalog.snapshot(town.id).blocks.values()}


def test_тема_меняется_объединяется_и_ищется(head: Client, town: MunicipalityView) -> None:
    holes, yard = topic_id(town, "Ямы и выбоины на дороге"), topic_id(town, "Ямы во дворах")
    page = head.get(f"/setup/topics/{holes}/")
    changed = as_is(
        page, keywords="яма, ухабина", fast_track_days="3", is_fast_track="on", season="04-01..06-30"
    )
    assert head.post(f"/setup/topics/{holes}/", changed).status_code == 302
    topic = catalog.snapshot(town.id).topics[holes]
    assert (topic.keywords, topic.fast_track_days, topic.season) == (("яма", "ухабина"), 3, "04-01..06-30")
    assert head.post(f"/setup/topics/{holes}/", as_is(page, season="зимой")).status_code == 422
    assert head.post(f"/setup/topics/{holes}/", as_is(page, codes="otk 9999.1")).status_code == 422
    assert head.get("/setup/topics/", {"q": "ухабина"}).context["found"] == 1
    assert head.post(f"/setup/topics/{yard}/merge/", {"into": str(holes)}).status_code == 302
    found = catalog.snapshot(town.id).topic_by_title("Ямы во дворах")
    assert found is not None and found.id == holes


def test_правка_темы_без_изменений_ничего_не_теряет(head: Client, town: MunicipalityView) -> None:
    holes = topic_id(town, "Ямы и выбоины на дороге")
    before, codes = catalog.snapshot(town.id).topics[holes], set(map(str, catalog.codes_of(holes)))
    assert head.post(f"/setup/topics/{holes}/", as_is(head.get(f"/setup/topics/{holes}/"))).status_code == 302
    assert catalog.snapshot(town.id).topics[holes] == before
    assert set(map(str, catalog.codes_of(holes))) == codes


def test_получатель_и_ответственность_с_возвратом(head: Client, town: MunicipalityView) -> None:
    recipient = a_recipient(town, "МКУ «Дороги»")
    holes = topic_id(town, "Ямы и выбоины на дороге")
    assert head.post("/setup/duties/new/", {"recipient": str(recipient)}).status_code == 422
    head.post("/setup/duties/new/", {"topic": str(holes), "recipient": str(recipient)})
    (line,) = catalog.responsibility_rows(town.id)
    page = head.post(f"/setup/duties/{line.id}/remove/", follow=True)
    assert not catalog.responsibility_rows(town.id)
    undo = undo_of(page)
    stranger = signed_in(a_town("nearby", title="Город Соседний"), "centre_head")
    assert stranger.post(undo).status_code == 404
    head.post(undo)
    assert [one.recipient_title for one in catalog.responsibility_rows(town.id)] == ["МКУ «Дороги»"]


def test_организации_деревом(head: Client, town: MunicipalityView) -> None:
    told = {"short_title": "Администрация", "kind": "administration", "is_active": "on"}
    head.post("/setup/organisations/new/", told)
    (top,) = people.organisations(town.id)
    head.post(
        "/setup/organisations/new/",
        {"short_title": "Отдел", "kind": "department", "parent": str(top.id), "is_active": "on"},
    )
    branches = head.get("/setup/organisations/").context["branches"]
    assert [(one.row.short_title, one.depth) for one in branches] == [("Администрация", 0), ("Отдел", 1)]
    circle = head.post(f"/setup/organisations/{top.id}/", told | {"parent": str(branches[1].row.id)})
    assert circle.status_code == 422


def new_person(**more: str) -> dict[str, str]:
    return {
        "username": "ivanova", "password": "Зелёный-Мост-42", "full_name": "Иванова Анна Петровна",
        "role": "operator", "is_active": "on", **more,
    }  # fmt: skip


def test_человек_роль_и_состав(head: Client, town: MunicipalityView) -> None:
    assert head.post("/setup/people/new/", new_person(password="123")).status_code == 422
    assert head.post("/setup/people/new/", new_person(role="block_head")).status_code == 422
    assert people.user_by_name("ivanova") is None
    assert head.post("/setup/people/new/", new_person(act="Распоряжение № 5")).status_code == 302
    user = people.user_by_name("ivanova")
    assert user is not None and user.must_change_password
    assert "уже есть" in head.post("/setup/people/new/", new_person()).content.decode()
    told = {"role": "block_head", "block": "roads", "act": "Постановление № 7"}
    assert head.post(f"/setup/people/{user.id}/roles/", told).status_code == 302
    body = head.get("/setup/composition/file.docx").content
    cells = [cell.text for row in docx.Document(BytesIO(body)).tables[0].rows for cell in row.cells]
    assert "Руководитель отраслевого блока: «Дороги»" in cells and "Постановление № 7" in cells
    assert "Иванова Анна Петровна" in head.get("/setup/composition/").content.decode()


def test_последнюю_свою_роль_не_снять(head: Client, town: MunicipalityView) -> None:
    (me,) = people.persons(town.id)
    head.post(f"/setup/people/{me.id}/roles/{me.memberships[0].id}/take/")
    assert people.persons(town.id)[0].memberships


def test_чужого_человека_не_тронуть(head: Client, town: MunicipalityView) -> None:
    other = a_town("nearby", title="Город Соседний")
    stranger = a_person(("operator",), town=other, username="chuzhoy")
    assert head.get(f"/setup/people/{stranger.id}/").status_code == 404
    assert (
        head.post(f"/setup/people/{stranger.id}/password/", {"password": "Новый-Пароль-77"}).status_code
        == 404
    )
    assert head.post(f"/setup/people/{stranger.id}/roles/", {"role": "operator"}).status_code == 404
    from otklik.ground.people import services

    services.give_role(user_id=stranger.id, role_code="operator", municipality_id=town.id, now=NOW)
    before, told = stranger.password, {"password": "Новый-Пароль-77"}
    head.post(f"/setup/people/{stranger.id}/password/", told)
    head.post(f"/setup/people/{stranger.id}/", {"full_name": "Иной"})
    stranger.refresh_from_db()
    assert stranger.password == before and stranger.full_name != "Иной"


def test_чужого_справочника_не_открыть(head: Client) -> None:
    other = a_town("nearby", title="Город Соседний")
    recipient = a_recipient(other, "МУП «Свет»", block="roads")
    snapshot = catalog.snapshot(other.id)
    duty = catalog.responsibility_rows(other.id)[0].id
    addresses = [
        f"blocks/{next(iter(snapshot.blocks))}/", f"topics/{next(iter(snapshot.topics))}/",
        f"recipients/{recipient}/", f"duties/{duty}/",
        f"organisations/{people.organisations(other.id)[0].id}/",
        f"channels/{intake.accounts(other.id)[0].id}/",
    ]  # fmt: skip
    for address in addresses:
        assert head.get(f"/setup/{address}").status_code == 404, address
        assert head.post(f"/setup/{address}", {"title": "Наше"}).status_code == 404, address


def test_роль_меняется_для_своего_города(head: Client, town: MunicipalityView) -> None:
    told = {"title": "Оператор смены", "actions": ["see_cases"]}
    assert head.post("/setup/roles/operator/", told).status_code == 302
    operator = signed_in(town, "operator")
    assert operator.get("/setup/imports/").status_code == 404
    other = a_town("nearby", title="Город Соседний")
    assert signed_in(other, "operator").get("/setup/imports/").status_code == 200
    assert head.post("/setup/roles/operator/", {"title": "О", "actions": ["fly"]}).status_code == 422
    assert Action.SEE_CASES in next(one for one in people.roles(town.id) if one.code == "operator").actions


def test_канал(head: Client, town: MunicipalityView) -> None:
    account = intake.account(town.id, "phone")
    assert account is not None
    told = {"title": "Телефон 112", "stream": "hotline"}
    assert head.post(f"/setup/channels/{account.id}/", told).status_code == 302
    now_is = intake.account(town.id, "phone")
    assert now_is is not None and (now_is.title, now_is.is_active) == ("Телефон 112", False)


def test_календарь_день_и_часы(head: Client, town: MunicipalityView) -> None:
    told = {"day": "2026-08-20", "kind": "off", "title": "День города", "source": "Закон"}
    head.post("/setup/calendar/?year=2026", told)
    (day,) = worktime.days_of(town.id, year=2026)
    assert day.title == "День города"
    page = head.post("/setup/calendar/2026-08-20/remove/", follow=True)
    assert not worktime.days_of(town.id, year=2026)
    head.post(undo_of(page))
    assert worktime.days_of(town.id, year=2026)
    assert head.post("/setup/calendar/hours/", {"o0_0": "08:00"}).status_code == 422
    assert head.post("/setup/calendar/hours/", {"o0_0": "08:00", "c0_0": "12:00"}).status_code == 302
    (interval,) = worktime.calendar_for(town.id).hours[0]
    assert (interval.opens, interval.closes) == (8 * 60, 12 * 60)
    assert time(8) < time(12)


def test_сроки(head: Client, town: MunicipalityView) -> None:
    told = {"count_from": "same_day", "shift": "next_workday", "most_promises": "3", "most_pause_days": "60"}
    assert head.post("/setup/terms/", told).status_code == 302
    found = deadlines.settings_of(town.id)
    assert (found.count_from, found.most_promises, found.most_pause_days) == ("same_day", 3, 60)
    assert head.get("/setup/terms/answer/").status_code == 404
    own = next(view for view in deadlines.terms_of(town.id) if view.term.editable and view.term.most)
    address = f"/setup/terms/{own.term.code}/"
    too_long = {"amount": str((own.term.most or 0) + 1), "unit": own.term.unit.value}
    assert head.post(address, too_long).status_code == 422
    assert head.post(address, {"amount": "1", "unit": own.term.unit.value}).status_code == 302
    assert deadlines.settings_of(town.id).own[own.term.code].amount == 1
    head.post(f"{address}forget/")
    assert not deadlines.settings_of(town.id).own


def test_шаблон(head: Client, town: MunicipalityView) -> None:
    assert (
        head.post("/setup/templates/new/", {"title": "Ямы", "text": "Здравствуйте, {имя}"}).status_code == 302
    )
    assert head.post("/setup/templates/new/", {"title": "Ямы", "text": "Ещё"}).status_code == 422
    (row,) = answers.templates(town.id)
    assert head.get(f"/setup/templates/{row.id}/").status_code == 200


def test_распознавание_порог_и_обучение_в_очереди(head: Client, town: MunicipalityView) -> None:
    assert head.post("/setup/recognition/", {"threshold": "20"}).status_code == 422
    assert head.post("/setup/recognition/", {"threshold": "85"}).status_code == 302
    assert triage.threshold(town.id) == 0.85
    head.post("/setup/recognition/topic/train/")
    assert Delivery.objects.filter(kind="train").count() == 1
    assert head.post("/setup/recognition/versions/999/restore/").status_code == 404


def test_очередь_работ_с_повтором(town: MunicipalityView) -> None:
    admin = signed_in(town, "administrator")
    outbox_services.put("nightly", "сломана", {}, now=NOW)
    Delivery.objects.update(state="failed", last_error="Диск полон")
    assert "Диск полон" in admin.get("/setup/work/").content.decode()
    (failed,) = outbox.failures()
    admin.post(f"/setup/work/{failed.id}/retry/")
    assert outbox.queue().failed == 0


def test_журнал_отбор_и_цепочка(head: Client, town: MunicipalityView) -> None:
    head.post("/setup/recognition/", {"threshold": "85"})
    page = head.get("/setup/journal/", {"action": "set_threshold"})
    ((line, who, _what, _details, _number),) = page.context["lines"]
    assert (line.action, who) == ("set_threshold", "Громов Павел Ильич")
    assert not head.get("/setup/journal/", {"until": "2020-01-01"}).context["lines"]
    whole = head.post("/setup/journal/verify/", follow=True)
    assert "Журнал цел" in str(list(whole.context["messages"])[-1])
    Entry.objects.filter(id=line.id).update(norm="подделка")
    broken = head.post("/setup/journal/verify/", follow=True)
    assert "нарушен" in str(list(broken.context["messages"])[-1])


def test_журнал_говорит_словами_а_не_кодами(town: MunicipalityView) -> None:
    admin = signed_in(town, "administrator")
    admin.post("/setup/roles/executor/", {"title": "Исполнитель", "actions": ["see_cases", "draft"]})
    ((_line, _who, _what, details, _number),) = admin.get("/setup/journal/", {"action": "edit_role"}).context[
        "lines"
    ]
    assert "действия: готовить ответ, видеть обращения и сообщения" in details


def test_журнал_чужого_города_не_виден(head: Client, town: MunicipalityView) -> None:
    other = a_town("nearby", title="Город Соседний")
    signed_in(other, "centre_head").post("/setup/recognition/", {"threshold": "90"})
    assert not head.get("/setup/journal/", {"action": "set_threshold"}).context["lines"]
    assert audit.latest(municipality_ids=frozenset({other.id}), most=1)


def test_классификатор_сначала_показывает(head: Client, town: MunicipalityView) -> None:
    body = "Код;Наименование\n0003.0011.0122.0833;Борщевик у дорог\n0003.0011.0122.9999;Новый вопрос\n"
    told = {"scheme": "otk", "edition": "на 01.12.2030", "valid_from": "2030-12-01"}
    file = SimpleUploadedFile("otk.csv", body.encode())
    page = head.post("/setup/classifiers/", {**told, "act": "look", "file": file})
    assert page.status_code == 200
    assert "0003.0011.0122.9999" in {one.code for one in page.context["preview"].plan.added}
    assert page.context["preview"].plan.warning
    assert not catalog.code_history("otk", "0003.0011.0122.9999")
    assert head.post("/setup/classifiers/", {**told, "act": "take"}).status_code == 302
    assert catalog.code_history("otk", "0003.0011.0122.9999")
    assert head.post("/setup/classifiers/", {**told, "act": "look"}).status_code == 422

"""The board shows what hurts by recipient, every number opens its cases; notices and verdicts are kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from otklik.casework.control import selectors as control
from otklik.casework.control import services
from otklik.casework.control.rules.findings import Finding, Found
from otklik.casework.control.rules.telling import NoticeKind
from otklik.doors.web import bell
from otklik.ground.people import selectors as people_read
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders

pytestmark = pytest.mark.django_db
HEATING = "Ненадлежащее качество или отсутствие отопления"
HOLES, HEAT = "Ямы и выбоины на дороге", HEATING


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", block="roads", topic=HOLES)
    builders.a_recipient(town, "ООО «Тепло»", block="housing", topic=HEAT)
    return town


@pytest.fixture
def enter(client: Client, town: MunicipalityView) -> Callable[..., Client]:
    def sign_in(role: str = "operator", **where: Any) -> Client:
        user = builders.a_person((role,), town=town, username=f"{role}-{len(where)}", **where)
        client.force_login(user)
        return client

    return sign_in


def text(page: Any) -> str:
    return str(page.content.decode())


def numbers(page: Any) -> dict[str, dict[str, int]]:
    """The board as recipient -> column -> number."""
    columns = [one.code for one in page.context["columns"]]
    lines = [*page.context["first"], *page.context["rest"]]
    return {
        line.title: dict(zip(columns, [cell.count for cell in line.cells], strict=True)) for line in lines
    }


def face(case: Case, **fields: Any) -> None:
    """What a case would be after weeks of work: set straight, for the board reads the face alone."""
    Case.objects.filter(id=case.id).update(**fields)


@pytest.fixture
def worked(town: MunicipalityView) -> list[Case]:
    """One case of the roads for every measure but «третьи», which is also a repeat; one calm of the heat."""
    now = clock.now()
    made = [builders.a_case(f"Яма номер {n}", town=town, topic=HOLES) for n in range(8)]
    calm = {"due_at": now + timedelta(days=20), "status": "in_work", "received_at": now}
    for case in made:
        face(case, **calm)
    face(made[0], due_at=now - timedelta(days=1))
    face(made[1], due_at=now + timedelta(days=1))
    face(made[2], status="postponed", promised_on=(now - timedelta(days=3)).date())
    face(made[3], is_repeat=True)
    face(made[4], is_repeat=True, repeat_of_id=made[3].id)
    face(made[5], hops=3)
    face(made[6], status="routed", status_since=now - timedelta(days=13))
    face(made[7], returned_count=1)
    face(builders.a_case("Холодно", town=town, topic=HEAT), **calm)
    return made


EXPECTED = {
    "overdue": [0], "risk": [1], "broken": [2], "again": [3, 4], "thrice": [4], "hops": [5],
    "untaken": [6], "returned": [7],
}  # fmt: skip


def test_every_number_opens_its_cases(
    enter: Callable[..., Client], worked: list[Case], django_assert_max_num_queries: Any
) -> None:
    client = enter("centre_head")
    client.get("/watch/")
    with django_assert_max_num_queries(12):
        page = client.get("/watch/")
    board = numbers(page)
    assert board["МКУ «Дороги»"] == {code: len(which) for code, which in EXPECTED.items()}
    assert set(board["ООО «Тепло»"].values()) == {0}
    for column, figure, cell in zip(
        page.context["columns"], page.context["figures"], page.context["first"][0].cells, strict=True
    ):
        for url in (figure["url"], cell.url):
            rows = client.get(url).context["rows"]
            assert sorted(row.id for row in rows) == [worked[n].id for n in EXPECTED[column.code]], (
                column.code
            )


def test_the_board_by_block_and_of_ones_own(enter: Callable[..., Client], worked: list[Case]) -> None:
    page = enter("block_head", block="roads").get("/watch/?by=block")
    assert page.context["total"] == 8
    assert len(page.context["first"]) == 1
    assert "ООО «Тепло»" not in text(page)


def test_a_finding_is_shown_and_judged(enter: Callable[..., Client], worked: list[Case]) -> None:
    client, case = enter("centre_head"), worked[0]
    (post,) = cases.thread(case.id)
    found = Found(Finding.ANGER, post.id, 0, 3, "Накал 5 → 80 из 100.", 0.8)
    town_id = case.municipality_id
    assert services.keep_found(case.id, [found, found], municipality_id=town_id, now=clock.now())
    services.keep_found(case.id, [found], municipality_id=town_id, now=clock.now())
    (row,) = control.conflicts(town_id)
    page = text(client.get("/watch/"))
    assert "<mark>Яма</mark>" in page and "Накал 5" in page
    done = client.post(f"/watch/conflicts/{row.id}/settled/", {"comment": "Позвонили жителю"}, follow=True)
    assert control.conflicts(town_id) == []
    judged = text(client.get("/watch/conflicts/?scope=judged"))
    assert "Позвонили жителю" in judged and "Разобрано" in judged
    (message,) = done.context["messages"]
    client.post(str(message.extra_tags).removeprefix("undo="))
    assert [one.id for one in control.conflicts(town_id)] == [row.id]
    client.post(f"/watch/conflicts/{row.id}/no-conflict/")
    (tally,) = [one for one in control.tallies(town_id) if one.kind is Finding.ANGER]
    assert (tally.found, tally.waiting, tally.settled, tally.denied) == (1, 0, 0, 1)
    assert client.post(f"/watch/conflicts/{row.id}/maybe/").status_code == 404


def test_a_stranger_to_the_case_judges_nothing(enter: Callable[..., Client], worked: list[Case]) -> None:
    case = worked[0]
    found = Found(Finding.SILENCE, 1, 0, 0, "Молчим.", 0.7)
    services.keep_found(case.id, [found], municipality_id=case.municipality_id, now=clock.now())
    (row,) = control.conflicts(case.municipality_id)
    client = enter("block_head", block="housing")
    assert client.post(f"/watch/conflicts/{row.id}/settled/").status_code == 404
    assert "Молчим" not in text(client.get("/watch/conflicts/"))


def test_notices_are_counted_read_and_opened(
    enter: Callable[..., Client], town: MunicipalityView, worked: list[Case]
) -> None:
    client = enter("operator")
    (me,) = [one for one in people_read.persons(town.id) if one.username.startswith("operator")]
    case = worked[6]
    for key in ("a", "b", "b"):
        services.notify(
            [me.id], municipality_id=town.id, kind=NoticeKind.RETURNED, key=key, title="Вернулось",
            about=f"case:{case.number}", now=clock.now(),
        )  # fmt: skip
    bell.forget(me.id)
    assert "новых: 2" in text(client.get("/"))
    first = control.notices(me.id, municipality_id=town.id, most=5)[0]
    gone = client.post(f"/watch/notices/{first.id}/open/")
    assert unquote(gone.headers["Location"]) == f"/cases/{case.number}/"
    assert "новых: 1" in text(client.get("/watch/notices/"))
    client.post("/watch/notices/read/")
    page = text(client.get("/watch/notices/?scope=unread"))
    assert "Уведомлений нет" in page and "новых" not in page
    assert control.unread(me.id) == 0


def test_settings_refuse_what_cannot_work_and_keep_what_was_typed(
    enter: Callable[..., Client], town: MunicipalityView
) -> None:
    client = enter("centre_head")
    assert "Тихие часы" in text(client.get("/setup/watch/"))
    form = client.get("/setup/watch/pos/").context["form"]
    good = {name: "" if value is None else value for name, value in form.initial.items()}
    bad = client.post("/setup/watch/pos/", {**good, "days": "скоро"})
    assert bad.status_code == 422 and "через запятую" in text(bad) and "скоро" in text(bad)
    over = client.post("/setup/watch/pos/", {**good, "block_over": 9, "lead_over": 2})
    assert over.status_code == 422 and "Эскалация идёт вверх" in text(over)
    assert client.post("/setup/watch/pos/", {**good, "days": "7, 2"}).status_code == 302
    assert "за 7, 2 дн." in text(client.get("/setup/watch/"))
    client.post("/setup/watch/pos/usual/")
    assert "за 5, 3, 1 дн." in text(client.get("/setup/watch/"))
    peace = {"quiet_from": "21:00", "quiet_to": "07:30", "is_mail_on": "on"}
    client.post("/setup/watch/", peace)
    assert control.peace_of(town.id).is_mail_on
    assert enter("operator", full_name="Ю").get("/setup/watch/").status_code == 404


def test_an_executor_has_no_board_in_the_rail(enter: Callable[..., Client], town: MunicipalityView) -> None:
    organisation = next(one.id for one in people_read.organisations(town.id))
    assert 'data-section="watch"' not in text(enter("executor", organisation_id=organisation).get("/"))

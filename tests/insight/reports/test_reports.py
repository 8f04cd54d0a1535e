"""Reports of a town from its lake: what is entered, planned, explained, frozen and signed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from otklik.ground.audit.models import Entry
from otklik.ground.people.models import Membership, Organisation, Role, User
from otklik.ground.places.models import Municipality
from otklik.insight.analytics.lake import Lake
from otklik.insight.analytics.values import CaseFact, Period
from otklik.insight.reports import selectors, services
from otklik.insight.reports.form import Filled
from otklik.insight.reports.models import Snapshot
from otklik.register.catalog.models import Recipient
from otklik.register.intake.models import ChannelAccount
from tests.insight.analytics.facts_by_hand import a_fact

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = NOW.date()
OCTOBER = Period.month(2026, 10)


@pytest.fixture
def lake(tmp_path: Path, settings: Any) -> Iterator[Lake]:
    settings.LAKE = tmp_path / "lake"
    yield Lake(settings.LAKE)
    selectors.engine().close()


@pytest.fixture
def town(lake: Lake) -> Municipality:
    town = Municipality.objects.create(
        code="town", title="Заречье", title_genitive="города Заречья", centre_title="МЦУ", created_at=NOW
    )
    organisation = Organisation.objects.create(municipality=town, title="Администрация", short_title="Адм")
    for title in ("ЖКХ", "Дороги"):
        Recipient.objects.create(municipality=town, organisation=organisation, title=title)
    Recipient.objects.create(municipality=town, organisation=organisation, title="МВД", is_in_centre=False)
    return town


def put(lake: Lake, *facts: CaseFact) -> None:
    lake.absorb(lambda _: [(facts, "w")])


def october(town: Municipality, today: date = TODAY) -> Filled:
    return selectors.monthly(town.pk, month=OCTOBER, as_of=today)


def shown(filled: Filled, number: int) -> list[str]:
    """The figures of a row, without its number and name."""
    return [cell.text for cell in filled.rows[number - 1].cells[2:]]


def test_отчёт_города_из_озера(town: Municipality, lake: Lake) -> None:
    put(
        lake,
        a_fact(1, "2026-09-30"),
        a_fact(2, "2026-10-31"),
        a_fact(3, "2026-10-01", done="2026-10-02", system="ИМ"),
    )
    filled = october(town)
    assert shown(filled, 27) == ["2", "+1", "+100,0", "3"]
    assert shown(filled, 19) == ["1", "+1", "—", "1"]
    assert shown(filled, 26) == ["—", "—", "—", "—"]
    assert shown(filled, 10) == ["2", "—", "—", "2"]
    assert filled.heading[1:4] == (
        "о достигнутых значениях индикаторов результативности работы МЦУ",
        "города Заречья",
        "на «31» октября 2026 г.",
    )


def test_поток_с_открытым_входом_это_ноль_а_не_прочерк(town: Municipality, lake: Lake) -> None:
    put(lake, a_fact(1, "2026-09-30"))
    assert shown(october(town), 28)[0] == "—"
    ChannelAccount.objects.create(
        municipality=town, kind="phone", code="112", title="Линия", stream="hotline"
    )
    assert shown(october(town), 28) == ["0", "0", "—", "0"]


def test_внесённое_вручную_попадает_в_отчёт_и_журнал(town: Municipality, lake: Lake) -> None:
    for month, value in ((9, 4), (10, 5)):
        services.enter(
            town.pk, month=date(2026, month, 17), number=11, value=value, note="итоги", actor_id=7, now=NOW
        )
    assert shown(october(town), 11) == ["5", "+1", "+25,0", "9"]
    services.enter(town.pk, month=date(2026, 10, 1), number=11, value=None, actor_id=7, now=NOW)
    assert shown(october(town), 11)[0] == "—"
    assert [entry.details for entry in Entry.objects.order_by("id")] == [
        {"was": None, "value": 4},
        {"was": None, "value": 5},
        {"was": 5, "value": None},
    ]


@pytest.mark.parametrize(("number", "value"), [(1, 5), (28, 5), (29, 1), (9, -1)])
def test_лишнего_вручную_не_внести(town: Municipality, number: int, value: int) -> None:
    with pytest.raises(services.RefusedEntry):
        services.enter(town.pk, month=date(2026, 10, 1), number=number, value=value, actor_id=7, now=NOW)


def test_год_план_факт_причина(town: Municipality, lake: Lake) -> None:
    put(lake, a_fact(1, "2024-03-01", road_map_done=True), a_fact(2, "2024-04-01"))
    services.set_plan(town.pk, year=2024, values={5: Decimal("55.5")}, actor_id=7, now=NOW)
    services.explain(town.pk, year=2024, number=5, text=" Нет  средств ", actor_id=7, now=NOW)
    filled = selectors.yearly(town.pk, year=2024, as_of=TODAY)
    assert shown(filled, 5) == ["Процент", "55,5", "50,0", "Нет средств"]
    assert shown(filled, 1) == ["Процент", "90,0", "0,0", ""]
    assert shown(filled, 4) == ["Процент", "100,0", "—", ""]
    services.explain(town.pk, year=2024, number=5, text="", actor_id=7, now=NOW)
    assert shown(selectors.yearly(town.pk, year=2024, as_of=TODAY), 5)[3] == ""


def test_год_без_плана_постановления(town: Municipality, lake: Lake) -> None:
    assert shown(selectors.yearly(town.pk, year=2026, as_of=TODAY), 1) == ["Процент", "—", "—", ""]
    assert "по состоянию на «02» ноября 2026 г." in selectors.yearly(town.pk, year=2026, as_of=TODAY).heading


@pytest.mark.parametrize("values", [{8: Decimal(5)}, {1: Decimal(101)}, {1: Decimal(-1)}])
def test_плохой_план_не_принимается(town: Municipality, values: dict[int, Decimal]) -> None:
    with pytest.raises(services.RefusedEntry):
        services.set_plan(town.pk, year=2026, values=values, actor_id=7, now=NOW)


def test_замороженный_отчёт_не_меняется(town: Municipality, lake: Lake) -> None:
    put(lake, a_fact(1))
    first = october(town)
    one = services.freeze_report(first, municipality_id=town.pk, actor_id=7, now=NOW)
    again = services.freeze_report(october(town), municipality_id=town.pk, actor_id=7, now=NOW)
    assert (again.snapshot_id, again.version, again.is_new) == (one.snapshot_id, 1, False)
    put(lake, a_fact(2))
    two = services.freeze_report(october(town), municipality_id=town.pk, actor_id=7, now=NOW)
    assert (two.version, two.is_new) == (2, True)
    assert selectors.frozen(town.pk, one.snapshot_id) == first
    assert [view.version for view in selectors.snapshots(town.pk, form="monthly", period="2026-10")] == [2, 1]
    assert selectors.frozen(town.pk + 1, one.snapshot_id) is None


def test_подписанный_отчёт_проверяется_и_помечается(town: Municipality, lake: Lake) -> None:
    one = services.freeze_report(october(town), municipality_id=town.pk, actor_id=7, now=NOW)
    services.sign(one.snapshot_id, municipality_id=town.pk, actor_id=8, now=NOW)
    services.sign(one.snapshot_id, municipality_id=town.pk, actor_id=9, now=NOW)
    (view,) = selectors.snapshots(town.pk)
    assert (view.signed_by, view.signed_at) == (8, NOW)
    assert [entry.action for entry in Entry.objects.order_by("id")] == ["freeze_report", "sign_report"]


def test_подделанный_отчёт_не_подписать(town: Municipality, lake: Lake) -> None:
    one = services.freeze_report(october(town), municipality_id=town.pk, actor_id=7, now=NOW)
    row = Snapshot.objects.get()
    row.body["rows"][0]["cells"][2]["text"] = "999"
    row.save()
    with pytest.raises(services.RefusedEntry, match="контрольной суммой"):
        services.sign(one.snapshot_id, municipality_id=town.pk, actor_id=8, now=NOW)


def test_прирост_получателей_считается_от_отправленного(town: Municipality, lake: Lake) -> None:
    services.freeze_report(october(town), municipality_id=town.pk, actor_id=7, now=NOW)
    Recipient.objects.filter(title="МВД").update(is_in_centre=True)
    selectors.catalog._kept.clear()
    november = selectors.monthly(town.pk, month=Period.month(2026, 11), as_of=date(2026, 12, 1))
    assert shown(november, 10) == ["3", "+1", "+50,0", "3"]
    assert shown(october(town, date(2027, 3, 1)), 10)[0] == "2"


def test_имя_руководителя_центра_под_подписью(town: Municipality, lake: Lake) -> None:
    role = Role.objects.create(code="centre_head", title="Руководитель центра особый", municipality=town)
    user = User.objects.create(username="head", full_name="Петрова Анна Сергеевна", created_at=NOW)
    Membership.objects.create(user=user, role=role, municipality=town)
    assert october(town).head_name == "А. С. Петрова"


def test_число_открывается(town: Municipality, lake: Lake) -> None:
    put(lake, a_fact(1, road_map_done=True), a_fact(2))
    lines = selectors.cases_behind(town.pk, numbers=(27,), period=OCTOBER)
    assert [line.case_id for line in lines] == [1, 2]
    behind = selectors.cases_behind_target(town.pk, number=5, year=2026, as_of=TODAY)
    assert [line.case_id for line in behind] == [1]

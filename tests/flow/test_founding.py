"""A municipality begins ready to work, and beginning again spoils nothing."""

from datetime import UTC, date, datetime

import pytest

from otklik.border.ports.messages import CaseKind
from otklik.casework.answers import checks
from otklik.casework.answers import rules as answers_rules
from otklik.casework.answers import selectors as answers_read
from otklik.casework.answers import services as answers
from otklik.casework.answers.checks.form import _SLOT, unfilled_slots
from otklik.casework.answers.models import Template
from otklik.flow import enrolling, founding
from otklik.flow.enrolling import OrganisationRow
from otklik.ground.people import selectors as people_read
from otklik.ground.places import selectors as places_read
from otklik.register.cases.rules import BadTemplate
from otklik.register.catalog import selectors as catalog_read
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SLOTS = dict.fromkeys(answers_rules.SLOTS, "02.03.2026")

pytestmark = pytest.mark.django_db


def found(**more: object) -> int:
    return founding.found(
        **{"code": "ozersk", "title": "Озёрск", "title_genitive": "Озёрска", "now": NOW, **more}  # type: ignore[arg-type]
    )


def test_town_is_ready_at_once() -> None:
    town = found(centre_title="МЦУР", population=48_000)
    assert places_read.municipality(town).centre_title == "МЦУР"
    assert len(people_read.roles(town)) > 10
    assert len(catalog_read.snapshot(town).blocks) == 10
    streams = {row.code: row.stream for row in intake_read.accounts(town)}
    assert (streams["paper"], streams["epgu"], streams["pos"], streams["phone"]) == (
        "59fz",
        "59fz",
        "pos",
        "hotline",
    )
    assert {code for code, stream in streams.items() if stream == "digital"} == {
        "webform",
        "vk",
        "ok",
        "telegram",
        "max",
        "email",
        "incident",
    }
    assert len(answers_read.templates(town)) >= 12


def test_again_adds_nothing_and_keeps_what_was_edited() -> None:
    town = found()
    account = intake_read.account(town, "vk")
    assert account is not None
    intake.edit_account(
        account.id, municipality_id=town, title="Наша группа", stream="digital", is_active=False, now=NOW
    )
    row = answers_read.templates(town)[0]
    answers.save_template(
        municipality_id=town, title="Своё", text="Здравствуйте!", template_id=row.id, now=NOW
    )
    count = Template.objects.count()
    assert found(title="Другое название") == town
    assert places_read.municipality(town).title == "Озёрск"
    account = intake_read.account(town, "vk")
    assert account is not None
    assert (account.title, account.is_active) == ("Наша группа", False)
    assert Template.objects.count() == count


def test_two_towns_live_side_by_side() -> None:
    first, second = found(), found(code="other")
    assert first != second
    assert len(catalog_read.snapshot(second).topics) == len(catalog_read.snapshot(first).topics)


def test_template_of_numbers_is_checked() -> None:
    with pytest.raises(BadTemplate):
        found(number_template="{town}-1")


def test_every_default_template_is_a_good_answer_once_filled() -> None:
    town = found()
    for row in answers_read.templates(town):
        text = answers_rules.fill(row.text, SLOTS)
        by_hand = unfilled_slots(_text(text, row.is_interim))
        assert not any("{" in remark.reason for remark in by_hand), row.title
        done = _SLOT.sub("10.03.2026", text)
        assert checks.remarks(_text(done, row.is_interim)) == [], row.title


def _text(body: str, is_interim: bool) -> checks.Text:
    return checks.Text(
        body=body,
        kind=CaseKind.MESSAGE,
        channel="vk",
        is_interim=is_interim,
        promised_on=date(2026, 3, 10) if is_interim else None,
        outcome="" if is_interim else "explained",
        today=date(2026, 3, 2),
    )


ADMINISTRATION = OrganisationRow(short_title="Администрация", kind="administration")
ROADS = OrganisationRow(
    short_title="Дорожная служба", parent="Администрация", phone="1-02", duties=("roads_dept",)
)


def test_organisations_become_recipients_whatever_their_order() -> None:
    town = found()
    made = enrolling.enrol(town, [ROADS, ADMINISTRATION], now=NOW)
    roads = next(one for one in people_read.organisations(town) if one.short_title == "Дорожная служба")
    assert (roads.parent_id, roads.phone) == (made["Администрация"].organisation_id, "1-02")
    view = catalog_read.snapshot(town).recipients[made["Дорожная служба"].recipient_id]
    assert (view.duties, view.organisation_id) == (("roads_dept",), roads.id)
    assert enrolling.enrol(town, [ADMINISTRATION, ROADS], now=NOW) == made
    assert len(people_read.organisations(town)) == 2


def test_list_with_no_such_parent_is_refused_whole() -> None:
    town = found()
    with pytest.raises(enrolling.BadList, match="Дорожная служба"):
        enrolling.enrol(town, [ROADS], now=NOW)
    ring = [
        OrganisationRow(short_title="Первая", parent="Вторая"),
        OrganisationRow(short_title="Вторая", parent="Первая"),
    ]
    with pytest.raises(enrolling.BadList):
        enrolling.enrol(town, [ADMINISTRATION, *ring], now=NOW)
    assert people_read.organisations(town) == []

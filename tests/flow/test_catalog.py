"""A classifier from a file: the dry run, the taking, and files that are not what they seem."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from otklik.flow import catalog as flow
from otklik.ground.places.models import Municipality
from otklik.register.catalog import selectors, services
from otklik.register.catalog.importing import BadEdition, Plan

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
NEW = date(2026, 7, 1)
HOLES, SIGNS = "0003.0009.0099.0742", "0003.0009.0099.0744"

pytestmark = pytest.mark.django_db


def a_csv(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "classifier.csv"
    path.write_bytes("\r\n".join(rows).encode(encoding))
    return path


def a_workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    path = folder / "classifier.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Классификатор")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def take(path: Path, *, scheme: str = "otk", edition: str = "2026", valid_from: date = NEW) -> Plan:
    return flow.take_classifier(path, scheme=scheme, edition=edition, valid_from=valid_from, now=NOW)


def codes(scheme: str = "otk", on: date = NEW) -> dict[str, str]:
    return {row.code: row.title for row in selectors.foreign_codes(scheme, on=on)}


def test_workbook_with_a_title_row_and_damaged_codes(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path,
        ("Типовой общероссийский тематический классификатор",),
        ("№ п/п", "Код вопроса", "Наименование вопроса"),
        (1, "0003.0009.0099.\u00a00742", "Ямы"),
        (2, 3000900990744, "Знаки"),
        (3, "0003", "Экономика"),
        (4, "итого", "3 вопроса"),
    )
    made = take(path)
    assert codes() == {HOLES: "Ямы", SIGNS: "Знаки", "0003": "Экономика"}
    assert [(row.number, row.code) for row in made.rejected] == [(6, "итого")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
@pytest.mark.parametrize("head", ["Код;Наименование", "Шифр;Название темы", "Код темы (ОТК);Тема"])
def test_headings_have_synonyms(tmp_path: Path, head: str, encoding: str) -> None:
    take(a_csv(tmp_path, head, f"{HOLES};Ямы и выбоины", f"{SIGNS};Дорожные знаки", encoding=encoding))
    assert codes() == {HOLES: "Ямы и выбоины", SIGNS: "Дорожные знаки"}


def test_file_without_headings_is_codes_and_titles(tmp_path: Path) -> None:
    take(a_csv(tmp_path, f"{HOLES};Ямы и выбоины", f"{SIGNS};Дорожные знаки"))
    assert codes() == {HOLES: "Ямы и выбоины", SIGNS: "Дорожные знаки"}


def test_classifier_of_groups(tmp_path: Path) -> None:
    take(a_csv(tmp_path, "Категория;Подкатегория", "Дороги;Ямы", "Дороги;Знаки"), scheme="pos")
    assert codes("pos") == {"Дороги / Ямы": "Ямы", "Дороги / Знаки": "Знаки"}


def test_file_with_no_such_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEdition, match="нужны столбцы"):
        take(a_csv(tmp_path, "Улица;Дом", "Садовая;5", "Мира;7"))


def test_preview_changes_nothing_and_names_the_topics_that_lose_a_code(tmp_path: Path) -> None:
    town = Municipality.objects.create(code="t", title="t", title_genitive="t", created_at=NOW).pk
    services.install_defaults(town, now=NOW)
    before = codes()
    path = a_csv(tmp_path, "Код;Наименование", f"{HOLES};Ямы на дорогах")
    preview = flow.preview_classifier(
        path, scheme="otk", edition="2026", valid_from=NEW, municipality_id=town
    )
    assert codes() == before
    assert preview.columns == {"Код": "Код", "Наименование": "Наименование"}
    assert [row.code for row in preview.plan.retitled] == [HOLES]
    assert len(preview.plan.closed) == 190
    assert preview.plan.warning
    assert any("знак" in title.lower() for title in preview.orphans[SIGNS])
    assert HOLES not in preview.orphans


def test_taking_twice_is_taking_once(tmp_path: Path) -> None:
    path = a_csv(tmp_path, "Код;Наименование", f"{HOLES};Ямы", f"{SIGNS};Знаки")
    take(path)
    kept = selectors.kept_codes("otk")
    assert take(path).is_empty
    assert selectors.kept_codes("otk") == kept

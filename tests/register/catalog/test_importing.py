"""What a new edition of a classifier changes."""

from datetime import UTC, date, datetime
from time import perf_counter

import pytest

from otklik.ground.audit import selectors as audit
from otklik.register.catalog import selectors, services
from otklik.register.catalog.importing import BadEdition, Kept, Line, Plan, plan

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
OLD = date(2025, 10, 31)
NEW = date(2026, 7, 1)
HOLES, SNOW, DOGS = "0003.0009.0099.0733", "0003.0009.0099.0734", "0003.0011.0127.0866"


def lines(*pairs: tuple[str, str]) -> list[Line]:
    return [Line(number, code, title) for number, (code, title) in enumerate(pairs, start=2)]


def kept(code: str, title: str, *, edition: str = "2025", since: date = OLD, to: date | None = None) -> Kept:
    return Kept(code, title, edition, since, to)


def planned(found: list[Line], *existing: Kept, edition: str = "2026", valid_from: date = NEW) -> Plan:
    return plan(found, existing, scheme="otk", edition=edition, valid_from=valid_from)


def test_new_edition_adds_retitles_and_closes() -> None:
    found = lines((HOLES, "Ямы"), (SNOW, "Уборка  снега "), ("0003", "Экономика"))
    made = planned(found, kept(HOLES, "Ямы"), kept(SNOW, "Снег"), kept(DOGS, "Отлов"))
    assert [(row.code, row.is_assignable) for row in made.added] == [("0003", False)]
    assert [(row.code, row.was, row.title) for row in made.retitled] == [(SNOW, "Снег", "Уборка снега")]
    assert [row.code for row in made.closed] == [DOGS]
    assert (made.unchanged, made.closes_on) == (1, date(2026, 6, 30))


def test_closed_before_is_added_again() -> None:
    made = planned(lines((DOGS, "Отлов")), kept(DOGS, "Отлов", to=date(2025, 12, 31)))
    assert [row.code for row in made.added] == [DOGS]
    assert made.closed == ()


def test_rest_of_the_same_edition_may_come_in_another_file() -> None:
    made = planned(lines((SNOW, "Снег")), kept(HOLES, "Ямы"), edition="2025", valid_from=OLD)
    assert made.closed == ()
    assert [row.code for row in made.added] == [SNOW]


@pytest.mark.parametrize(
    ("edition", "valid_from", "word"),
    [
        ("2026", OLD, "более позднюю дату"),
        ("2026", date(2025, 10, 30), "более позднюю дату"),
        ("2025", NEW, "уже загружена"),
        (" ", NEW, "Назовите редакцию"),
    ],
)
def test_edition_out_of_turn_is_refused(edition: str, valid_from: date, word: str) -> None:
    with pytest.raises(BadEdition, match=word):
        planned(lines((HOLES, "Ямы")), kept(HOLES, "Ямы"), edition=edition, valid_from=valid_from)


def test_day_after_is_in_turn() -> None:
    assert planned(lines((HOLES, "Ямы")), kept(HOLES, "Ямы"), valid_from=date(2025, 11, 1)).unchanged == 1


def test_bad_lines_are_told_and_the_rest_is_taken() -> None:
    found = lines((HOLES, "Ямы"), (HOLES, "Ямы"), (HOLES, "Другое"), ("?", "Что"), (SNOW, " "), ("", ""))
    reasons = {row.number: row.reason for row in planned(found).rejected}
    assert set(reasons) == {3, 4, 5, 6, 7}
    assert reasons[3] == "повтор строки 2"
    assert "строке 2" in reasons[4]
    assert reasons[6] == "нет наименования"


def test_file_without_codes_closes_nothing() -> None:
    with pytest.raises(BadEdition, match="ни одного кода"):
        planned(lines(("Код", "Наименование")), kept(HOLES, "Ямы"))


def test_part_of_a_classifier_is_warned_of() -> None:
    full = [kept(f"0001.0001.0001.{n:04d}", "Тема") for n in range(1, 11)]
    assert planned(lines((full[0].code, "Тема")), *full).warning.startswith("Закроется кодов: 9 из 10.")
    assert planned(lines(*((row.code, "Тема") for row in full[:8])), *full).warning == ""
    assert planned(lines(*((row.code, "Тема") for row in full[:7])), *full).warning


def test_classifier_without_numbers_is_read_by_its_groups() -> None:
    made = plan([Line(2, "", "Ямы", "Дороги")], [], scheme="pos", edition="2026", valid_from=NEW)
    assert [(row.code, row.title) for row in made.added] == [("Дороги / Ямы", "Ямы")]


@pytest.mark.django_db
def test_applied_edition_keeps_the_old_codes_with_their_days() -> None:
    first = lines((HOLES, "Ямы"), (SNOW, "Снег"), (DOGS, "Отлов"))
    services.apply(planned(first, edition="2025", valid_from=OLD), now=NOW)
    second = planned(lines((HOLES, "Ямы"), (SNOW, "Уборка снега")), *selectors.kept_codes("otk"))
    services.apply(second, now=NOW, actor_id=7)

    before = {row.code: row.title for row in selectors.foreign_codes("otk", on=date(2026, 6, 30))}
    after = {row.code: row.title for row in selectors.foreign_codes("otk", on=NEW)}
    assert before == {HOLES: "Ямы", SNOW: "Снег", DOGS: "Отлов"}
    assert after == {HOLES: "Ямы", SNOW: "Уборка снега"}
    history = [(row.edition, row.title, row.valid_to) for row in selectors.code_history("otk", SNOW)]
    assert history == [("2026", "Уборка снега", None), ("2025", "Снег", date(2026, 6, 30))]
    told = {line.details["edition"]: line.details for line in audit.of_subject("classifier", "otk")}
    assert [told["2026"][name] for name in ("added", "retitled", "closed")] == [0, 1, 1]
    again = planned(lines((HOLES, "Ямы"), (SNOW, "Уборка снега")), *selectors.kept_codes("otk"))
    assert again.is_empty


@pytest.mark.django_db
def test_correction_in_the_same_edition_changes_the_title_in_place() -> None:
    services.apply(planned(lines((HOLES, "Ямы на дарогах")), edition="2025", valid_from=OLD), now=NOW)
    mended = planned(
        lines((HOLES, "Ямы на дорогах")), *selectors.kept_codes("otk"), edition="2025", valid_from=OLD
    )
    assert mended.retitled[0].is_correction
    services.apply(mended, now=NOW)
    (row,) = selectors.code_history("otk", HOLES)
    assert (row.title, row.valid_to) == ("Ямы на дорогах", None)


@pytest.mark.django_db
def test_whole_classifier_is_taken_in_two_seconds() -> None:
    def edition(title: str) -> list[Line]:
        return lines(
            *((f"0001.0001.{n // 50 + 1:04d}.{n % 50 + 1:04d}", f"{title} {n}") for n in range(2108))
        )

    started = perf_counter()
    services.apply(planned(edition("Вопрос"), edition="2025", valid_from=OLD), now=NOW)
    services.apply(planned(edition("Тема"), *selectors.kept_codes("otk")), now=NOW)
    assert perf_counter() - started < 4
    assert len(selectors.foreign_codes("otk", on=NEW)) == 2108
    assert len(selectors.kept_codes("otk")) == 4216

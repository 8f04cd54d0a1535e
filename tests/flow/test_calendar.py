"""A year's calendar from a file: tried without a change, taken once, told what is wrong with it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otklik.flow import calendar
from otklik.ground.audit import selectors as audit
from otklik.ground.worktime import selectors as worktime
from otklik.ground.worktime.loading import BadYear
from tests.builders import a_town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
# 2028 has no decree yet: the file moves 3 January to 10 May and makes Saturday 13 May a working, short day
OFF = ("01.01", "01.02", "01.03", "01.04", "01.05", "01.06", "01.07", "01.08", "02.23", "03.08", "05.01",
       "05.09", "05.10", "06.12", "11.04", "11.06")  # fmt: skip
XML = (
    '<?xml version="1.0"?><calendar year="2028" lang="ru" date="2027.10.01"><holidays>'
    '<holiday id="1" title="Новогодние каникулы" /></holidays><days>'
    + "".join(f'<day d="{day}" t="1" h="1" />' for day in OFF)
    + '<day d="05.13" t="3" /><day d="02.22" t="2" /><day d="03.07" t="2" /><day d="05.08" t="2" />'
    '<day d="11.03" t="2" /></days></calendar>'
)


def kept(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_year_is_tried_then_taken_once(tmp_path: Path) -> None:
    town, path = a_town(), kept(tmp_path, "2028.xml", XML)
    before = worktime.calendar_for(town.id)
    tried = calendar.preview(path, municipality_id=town.id)
    assert (tried.year, tried.count) == (2028, len(OFF) + 5)
    assert [(one.day, one.was, one.becomes) for one in tried.changes] == [
        (date(2028, 5, 10), "рабочий", "нерабочий"),
        (date(2028, 5, 13), "нерабочий", "рабочий"),
    ]
    assert worktime.calendar_for(town.id) is before  # a try changes nothing
    done = calendar.take(path, municipality_id=town.id, source="ПП РФ № 1", now=NOW, actor_id=None)
    assert len(done.changes) == 2
    after = worktime.calendar_for(town.id)
    assert (after.is_working(date(2028, 5, 10)), after.is_working(date(2028, 5, 13))) == (False, True)
    assert [one.source for one in worktime.days_of(town.id, year=2028)] == ["ПП РФ № 1"] * 2
    assert calendar.preview(path, municipality_id=town.id).changes == []
    assert [one.action for one in audit.of_subject("worktime", "2028")] == ["load_year"]


def test_a_table_says_the_same(tmp_path: Path) -> None:
    town = a_town()
    lines = [f"{day[3:]}.{day[:2]}.2028;нерабочий;" for day in OFF]
    text = "\n".join(["Дата;Вид;Название", *lines, "13.05.2028;рабочий;Перенос", "07.03.2028;сокращённый;"])
    found = calendar.preview(kept(tmp_path, "2028.csv", text), municipality_id=town.id)
    changed = {one.day: one.becomes for one in found.changes}
    assert changed[date(2028, 5, 13)] == "рабочий"
    assert changed[date(2028, 5, 10)] == "нерабочий"
    assert changed[date(2028, 2, 22)] == "рабочий"  # the table forgot that it is short
    assert date(2028, 3, 7) not in changed


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "Имя;Возраст\nИван;3\n", "столбцы «Дата» и «Вид»"),
        ("b.csv", "Дата;Вид\n01.01.2028;иной\n", "не понимаю вид дня «иной»"),
        ("c.csv", "Дата;Вид\n45.01.2028;рабочий\n", "не понимаю дату"),
        ("d.csv", "Дата;Вид\n01.01.2028;нерабочий\n01.01.2029;нерабочий\n", "одного года"),
        ("e.csv", "Дата;Вид\n01.01.2028;нерабочий\n", "не календарь за год"),
        ("f.xml", XML.replace('year="2028"', 'year="2055"'), "с 2010 по 2035"),
        ("g.xml", XML.replace('d="05.13"', 'd="02.31"'), "Такого дня нет"),
        ("h.xml", XML.replace(' year="2028"', ""), "не указан год"),
        ("i.xml", '<calendar year="2028"></calendar>', "ни одного дня"),
    ],
)
def test_a_file_that_is_no_calendar_is_told(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(BadYear, match=words):
        calendar.preview(kept(tmp_path, name, text), municipality_id=a_town().id)

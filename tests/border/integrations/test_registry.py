"""Any register by a map of its columns."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from otklik.border.integrations import registry
from otklik.border.integrations.registry import ColumnMap
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import CaseKind, Outcome, Record, Rejected, StepKind, Stream
from otklik.border.ports.tables import Cell, Table, TableRow
from otklik.border.readers.moments import DayOrder

SAMARA = ZoneInfo("Europe/Samara")  # UTC+4

POS = {
    "Номер сообщения": "123",
    "Дата создания": "01.12.2025 10:00",
    "Категория": "Дороги",
    "Подкатегория": "Ямы",
    "Факт": "Яма во дворе",
    "Адрес": "ул. Мира, 5",
    "Текст сообщения": "Во дворе яма, колесо пробито.",
    "Организация": "Администрация",
    "Статус": "Решено",
    "Дата ответа": "05.12.2025 11:00",
    "Ответ": "Заделали.",
    "Дата закрытия": "06.12.2025",
    "Оценка": "4",
    "ФИО заявителя": "И. И.",
    "Телефон": "+7 900 000-00-00",
}


def read(column_map: ColumnMap, row: dict[str, Cell], note: str = "") -> Record | Rejected:
    rows = iter([TableRow(2, tuple(row.values()), note)])
    (record,) = registry.records(
        Table(name="", header=tuple(row), rows=rows, expected_rows=1), column_map, zone=SAMARA
    )
    return record


def guessed(row: dict[str, Cell]) -> ColumnMap:
    return registry.guess(tuple(row), [tuple(row.values())] * 3)


def test_an_export_of_pos_is_guessed_and_read():
    column_map = guessed(POS)
    assert (column_map.system, column_map.stream, column_map.name) == ("pos", Stream.POS, "ПОС")
    record = read(column_map, POS)
    inbound = record.inbound
    assert (inbound.external_id, inbound.channel, inbound.stream) == ("123", "pos", Stream.POS)
    assert inbound.topic == "Дороги / Ямы" and inbound.place.text == "ул. Мира, 5"
    assert inbound.received_at == datetime(2025, 12, 1, 6, tzinfo=UTC)
    assert (inbound.author.name, inbound.author.phone) == ("И. И.", "+7 900 000-00-00")
    assert [step.kind for step in record.steps] == [StepKind.ANSWERED, StepKind.RATED, StepKind.CLOSED]
    assert record.steps[0].text == "Заделали." and record.rating == 4
    assert record.outcome is Outcome.MEASURES_TAKEN and record.system == "pos"
    assert record.facts == {"Факт": "Яма во дворе", "Статус": "Решено"}


def test_a_register_of_appeals_is_told_by_its_headings():
    row = {
        "Рег. №": "А-1",
        "Дата регистрации": "01.12.2025",
        "Корреспондент": "П.",
        "Вид обращения": "Жалоба",
        "Аннотация": "О лампах",
    }
    record = read(guessed(row), row)
    assert (record.inbound.kind, record.inbound.stream) == (CaseKind.APPEAL, Stream.APPEALS)
    assert record.inbound.external_id == "А-1"


def test_a_journal_of_calls_is_guessed_by_the_look_of_its_cells():
    row = {
        "когда": "01.12.2025",
        "время": "10:15",
        "связь": "89000000000",
        "что случилось": "Нет воды уже третий день подряд, звонили в управляющую компанию",
    }
    column_map = guessed(row)
    assert column_map.columns["text"] == ("что случилось",) and column_map.columns["author_phone"] == (
        "связь",
    )
    assert read(column_map, row).inbound.received_at == datetime(2025, 12, 1, 6, 15, tzinfo=UTC)


def test_english_headings_are_guessed():
    row = {"id": "1", "text": "Яма", "topic": "Дороги", "created_at": "2025-12-01"}
    assert set(guessed(row).columns) == {"external_id", "text", "topic", "received_at"}


def test_a_heading_with_date_in_it_is_no_text():
    row = {"Дата обращения": "01.12.2025", "Обращение": "Яма во дворе"}
    column_map = guessed(row)
    assert column_map.columns == {"text": ("Обращение",), "received_at": ("Дата обращения",)}


def test_the_order_of_day_and_month_is_guessed_by_the_neighbours():
    header = ("Текст", "Дата")
    assert registry.guess(header, [("а", "03/04/2025"), ("б", "25/04/2025")]).day_order is DayOrder.DAY_FIRST
    assert (
        registry.guess(header, [("а", "03/04/2025"), ("б", "04/25/2025")]).day_order is DayOrder.MONTH_FIRST
    )


def test_several_columns_make_one_field_and_defaults_fill_the_empty():
    column_map = ColumnMap(
        name="свой",
        columns={"text": ("Суть", "Подробно"), "house": ("Дом",)},
        defaults={"received_at": "01.12.2025", "settlement": "Город", "house": "1"},
    )
    inbound = read(column_map, {"Суть": "Яма", "Подробно": "глубокая", "Дом": ""}).inbound
    assert inbound.text == "Яма\n\nглубокая"
    assert (inbound.place.settlement, inbound.place.house, inbound.place.text) == ("Город", "1", "Город, 1")
    assert len(inbound.external_id) == 24


def test_the_made_name_depends_on_text_date_and_author():
    column_map = ColumnMap(name="", columns={"text": ("Т",), "received_at": ("Д",), "author_name": ("А",)})
    names = [
        read(column_map, {"Т": text, "Д": day, "А": author}).inbound.external_id
        for text, day, author in [
            ("а", "01.12.2025", "я"),
            ("а", "01.12.2025", "я"),
            ("а", "02.12.2025", "я"),
            ("а", "01.12.2025", "ты"),
        ]
    ]
    assert names[0] == names[1] and len(set(names)) == 3


def test_the_stream_may_stand_in_a_column():
    column_map = ColumnMap(name="", columns={"text": ("Т",), "received_at": ("Д",), "channel": ("Канал",)})
    record = read(column_map, {"Т": "а", "Д": "01.12.2025", "Канал": "Горячая линия"})
    assert record.inbound.stream is Stream.HOTLINE and record.facts["Канал"] == "Горячая линия"


def test_a_promised_day_makes_the_answer_interim():
    column_map = ColumnMap(
        name="", columns={"text": ("Т",), "received_at": ("Д",), "answer": ("О",), "promised_on": ("Срок",)}
    )
    (step,) = read(column_map, {"Т": "а", "Д": "01.12.2025", "О": "Сделаем", "Срок": "20.12.2025"}).steps
    assert step.kind is StepKind.INTERIM and str(step.promised_on) == "2025-12-20"


def test_bad_optional_cells_are_kept_with_a_remark():
    record = read(guessed(POS), {**POS, "Дата ответа": "скоро", "Оценка": "отлично"}, note="лишняя кавычка")
    assert record.facts["Дата ответа"] == "скоро (не разобрано)"
    assert record.facts["Оценка"] == "отлично (не разобрано)"
    assert record.facts["Замечания при чтении"] == "лишняя кавычка"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Текст сообщения": ""}, "нет текста"),
        ({"Дата создания": ""}, "нет даты"),
        ({"Дата создания": "вчера"}, "не похоже на дату"),
    ],
)
def test_a_row_without_text_or_date_is_rejected(changes, reason):
    rejected = read(guessed(POS), {**POS, **changes})
    assert isinstance(rejected, Rejected) and reason in rejected.reason and rejected.cells[0] == "123"


def test_a_map_that_does_not_fit_says_what_is_missing():
    column_map = ColumnMap(name="", columns={"text": ("Суть",)})
    assert registry.problems(column_map, ("Суть ",)) == ("Не указан столбец для поля «Когда поступило».",)
    with pytest.raises(Unreadable, match="нет столбца «Суть»"):
        read(column_map, {"Текст": "а"})


def test_a_map_goes_to_json_and_back():
    column_map = ColumnMap(
        name="Реестр администрации",
        columns={"text": ("Суть", "Ещё"), "received_at": ("Дата",)},
        defaults={"settlement": "Город"},
        day_order=DayOrder.MONTH_FIRST,
        kind=CaseKind.APPEAL,
        stream=Stream.APPEALS,
        system="сэд",
    )
    assert registry.from_json(registry.to_json(column_map)) == column_map


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "не JSON"),
        ("[]", "объектом"),
        ("{}", "соответствия полей"),
        ('{"columns": {"текст": ["а"]}}', "неизвестное поле"),
        ('{"columns": {"text": [1]}}', "список заголовков"),
        ('{"columns": {}, "stream": "почта"}', "нет значения"),
        ('{"columns": {}, "lishnee": 1}', "лишнее"),
        ('{"columns": {}, "name": 1}', "должно быть текстом"),
        ('{"columns": {}, "defaults": {"text": 1}}', "из текстов"),
    ],
)
def test_a_broken_map_says_what_is_wrong(text, words):
    with pytest.raises(ValueError, match=words):
        registry.from_json(text)


def test_fields_have_russian_titles_and_two_are_required():
    assert [field.name for field in registry.FIELDS if field.is_required] == ["text", "received_at"]
    assert (
        len({field.name for field in registry.FIELDS})
        == len({field.title for field in registry.FIELDS})
        == len(registry.FIELDS)
    )

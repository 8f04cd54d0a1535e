"""The export of «Инцидент Менеджмент», made up and real."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.border.integrations import incident
from otklik.border.ports.messages import Outcome, Record, Rejected, StepKind, Stream
from otklik.border.ports.tables import Cell, Table, TableRow
from otklik.border.readers.tables import open_table

OMSK = ZoneInfo("Asia/Omsk")  # UTC+6

ROW: dict[str, Cell] = {
    "Кабинет": "Область",
    "ID": "1001",
    "Номер инцидента": "77",
    "Отдел": "Администрация города",
    "Исполнитель": "Департамент хозяйства",
    "Общее время первого ответа": "2025-12-25 10:00:00",
    "Общий текст первого ответа": "'[id5|Имя], уточним, вернёмся с ответом не позднее 30 декабря.",
    "Время с даты создания инцидента до времени первого ответа": timedelta(hours=2),
    "Время назначения последнего исполнителя": "2025-12-25 11:00:00",
    "Время 1го ответа ПИ": "2025-12-26 12:00:00",
    "Время отправки первого ответа ПИ на согласование": "2025-12-26 11:30:00",
    "Текущий шаг инцидента": "Готово",
    "Дата создания": "2025-12-25 08:00:00",
    "Дата окончания": "2025-12-28 09:00:00",
    "Группа тем": "Дороги",
    "Тема": "★ Ямы во дворах",
    "Муниципалитет": "Город г.о.",
    "Населенный пункт": "Город",
    "Улица": "улица Мира",
    "Дом": "4Б",
    "Объект старый": "",
    "Объект": "Школа № 5",
    "Тип инцидента": "Решаемый",
    "Итог": "Решено",
    "Есть медиафайл в сообщении": "Да",
    "Урл поста": "https://vk.com/wall-1_20?reply=21",
    "Текст инцидента": "'[club1|Администрация], яма<br>во дворе",
    "1ый ответ ПИ": "'Имя, яму заделали.",
    "2ой ответ ПИ": "'",
    "3ий ответ ПИ": "'",
    "Причина закрытия": "5",
    "Аудитория": "2899",
    "URL автора": "http://vk.com/id5",
    "Примечание": "опубликовано вручную: https://vk.com/wall-1_20?reply=22",
    "Время попадания на шаг оценка удовлетворенности": "2025-12-26 12:00:01",
    "Опрос отправлен": "Да",
}


def read(note: str = "", **changes: Cell) -> Record | Rejected:
    """The row with changes: names with underscores for blanks, None takes a column away."""
    row = {**ROW, **{name.replace("_", " "): value for name, value in changes.items()}}
    row = {name: value for name, value in row.items() if value is not None}
    table = Table(
        name="Лист1", header=tuple(row), rows=iter([TableRow(2, tuple(row.values()), note)]), expected_rows=1
    )
    (record,) = incident.records(table, zone=OMSK)
    return record


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OMSK).astimezone(UTC)


def test_the_message():
    inbound = read().inbound
    assert (inbound.external_id, inbound.channel, inbound.thread_id) == (
        "1001",
        "vk",
        "vk:wall-1_20?reply=21",
    )
    assert inbound.text == "Администрация, яма\nво дворе"
    assert inbound.received_at == local("2025-12-25 08:00")
    assert inbound.topic == "Дороги / Ямы во дворах"
    assert inbound.recipient == "Департамент хозяйства"
    assert inbound.stream is Stream.DIGITAL
    assert (inbound.place.settlement, inbound.place.street, inbound.place.house) == (
        "Город",
        "улица Мира",
        "4Б",
    )
    assert inbound.place.landmark == "Школа № 5"
    assert (inbound.author.external_id, inbound.author.profile_url) == ("vk:id5", "http://vk.com/id5")


def test_the_steps_are_told_in_order():
    steps = read().steps
    assert [(step.kind, step.at) for step in steps] == [
        (StepKind.INTERIM, local("2025-12-25 10:00")),
        (StepKind.ROUTED, local("2025-12-25 11:00")),
        (StepKind.SUBMITTED, local("2025-12-26 11:30")),
        (StepKind.ANSWERED, local("2025-12-26 12:00")),
        (StepKind.SURVEYED, local("2025-12-26 12:00:01")),
        (StepKind.RATED, local("2025-12-28 09:00")),
        (StepKind.CLOSED, local("2025-12-28 09:00")),
    ]
    interim, answer = steps[0], steps[3]
    assert interim.text.startswith("Имя, уточним") and interim.by == "Администрация города"
    assert str(interim.promised_on) == "2025-12-30"
    assert (answer.text, answer.by) == ("Имя, яму заделали.", "Департамент хозяйства")
    assert answer.url == "https://vk.com/wall-1_20?reply=22"


def test_one_answer_told_twice_is_one_step():
    same = {
        "Общее_время_первого_ответа": "2025-12-26 12:00:00",
        "Общий_текст_первого_ответа": "'Имя, яму заделали.",
    }
    kinds = [step.kind for step in read(**same).steps]
    assert StepKind.INTERIM not in kinds and kinds.count(StepKind.ANSWERED) == 1


def test_the_second_and_third_answers_come_last():
    steps = read(**{"2ой_ответ_ПИ": "'Второй", "3ий_ответ_ПИ": "'Третий"}).steps
    said = [(step.kind, step.text) for step in steps if step.kind in (StepKind.INTERIM, StepKind.ANSWERED)]
    assert [text for _, text in said][1:] == ["Имя, яму заделали.", "Второй", "Третий"]
    assert said[-1][0] is StepKind.ANSWERED and {kind for kind, _ in said[:-1]} == {StepKind.INTERIM}


def test_an_assignment_after_the_answer_is_a_note():
    steps = read(Время_назначения_последнего_исполнителя="2025-12-28 08:59:59").steps
    assert StepKind.ROUTED not in [step.kind for step in steps]
    assert any(step.kind is StepKind.NOTE and "исполнитель" in step.text for step in steps)


@pytest.mark.parametrize(
    ("itog", "outcome"),
    [
        ("Решено", Outcome.MEASURES_TAKEN),
        ("Разъяснено", Outcome.EXPLAINED),
        ("Не решено", Outcome.NOT_SUPPORTED),
        ("Отложено", None),
        ("", Outcome.ANSWERED),
    ],
)
def test_the_outcome(itog, outcome):
    assert read(Итог=itog).outcome is outcome


def test_a_postponed_answer_is_interim():
    kinds = [step.kind for step in read(Итог="Отложено").steps]
    assert StepKind.ANSWERED not in kinds and kinds.count(StepKind.INTERIM) == 2


def test_a_number_is_a_rating_and_words_are_a_reason():
    assert (read().rating, read().closing_reason) == (5, "5")
    pleased = read(Причина_закрытия="Автор доволен")
    assert (pleased.rating, pleased.closing_reason) == (None, "Автор доволен")
    assert StepKind.RATED not in [step.kind for step in pleased.steps]


def test_everything_else_is_kept_by_its_heading():
    record = read(note="строка прочитана как UTF-8", Новый_столбец="что-то")
    assert record.system == "incident"
    assert record.facts["Аудитория"] == "2899"
    assert record.facts["Тип инцидента"] == "Решаемый"
    assert record.facts["Есть медиафайл в сообщении"] == "Да"
    assert record.facts["Номер инцидента"] == "77"
    assert record.facts["Новый столбец"] == "что-то"
    assert record.facts["Время с даты создания инцидента до времени первого ответа"] == "2:00:00"
    assert record.facts[incident.READING_NOTE]
    assert "URL автора" not in record.facts, "the author lives in the applicant alone"


def test_a_bad_optional_cell_is_kept_with_a_remark():
    record = read(Дата_окончания="после праздников", Итог="Загадочно")
    assert record.facts["Дата окончания"] == "после праздников (не разобрано)"
    assert record.facts["Итог"] == "Загадочно (не разобрано)"
    assert StepKind.CLOSED not in [step.kind for step in record.steps]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Текст_инцидента": ""}, "нет текста"),
        ({"Текст_инцидента": "'"}, "нет текста"),
        ({"Текст_инцидента": None}, "нет текста"),
        ({"Дата_создания": ""}, "нет даты"),
        ({"Дата_создания": timedelta(1)}, "нет даты"),
        ({"Дата_создания": "31.02.2025"}, "не бывает"),
    ],
)
def test_a_row_without_text_or_date_is_rejected(changes, reason):
    rejected = read(**changes)
    assert isinstance(rejected, Rejected) and reason in rejected.reason
    assert rejected.row == 2 and "1001" in rejected.cells


def test_the_name_is_the_same_each_time():
    assert read(ID=None).inbound.external_id == "n77"
    nameless = [read(ID="", Номер_инцидента="").inbound.external_id for _ in range(2)]
    assert (
        nameless[0]
        == nameless[1]
        != read(ID="", Номер_инцидента="", Текст_инцидента="другое").inbound.external_id
    )


@pytest.mark.parametrize(
    ("url", "channel"),
    [
        ("http://ok.ru/group/1/topic/2", "ok"),
        ("https://telegram.me/a/1", "telegram"),
        ("https://max.ru/a/1", "max"),
        ("https://www.instagram.com/p/1", "instagram"),
        ("", "incident"),
    ],
)
def test_the_network_is_told_by_the_link(url, channel):
    assert read(Урл_поста=url).inbound.channel == channel


def test_headings_are_recognised_in_any_order_and_writing():
    header = list(ROW)
    assert incident.recognises(header)
    assert incident.recognises([*reversed(header), "Ещё столбец"])
    assert incident.recognises([" id ", "ТЕКСТ  ИНЦИДЕНТА", "Дата создания:", "Итог", "Тема", "Группа тем"])
    assert not incident.recognises(["ID", "Текст", "Дата создания", "Итог", "Тема"])
    assert not incident.recognises([])


def test_the_real_export_is_read_whole(shared_dir):
    table = open_table(shared_dir / "data/incident_export/incident_export.xlsx")
    assert incident.recognises(table.header) and len(table.header) == 47
    found = list(incident.records(table, zone=OMSK))
    assert len(found) == 39 and all(isinstance(record, Record) for record in found)
    assert len({record.inbound.external_id for record in found}) == 39
    for record in found:
        assert record.inbound.text and not record.inbound.text.startswith("'")
        assert "<br>" not in record.inbound.text and "|" not in record.inbound.text
        assert " / " in record.inbound.topic and record.inbound.recipient and record.outcome
        assert record.inbound.channel in ("vk", "ok", "telegram")
        assert any(step.kind is StepKind.ANSWERED and step.text for step in record.steps)
        assert all(step.at >= record.inbound.received_at for step in record.steps)
        assert list(record.steps) == sorted(record.steps, key=lambda step: step.at)
        assert not any("не разобрано" in fact for fact in record.facts.values())
    assert sum(step.kind is StepKind.CLOSED for record in found for step in record.steps) == 38
    assert [record.rating for record in found if record.rating] == [5]

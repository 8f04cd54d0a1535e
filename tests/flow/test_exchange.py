"""Bad input to survive: nothing is lost, what cannot be taken is in the file of rejects with a reason."""

from pathlib import Path

import pytest
import xlsxwriter

from otklik.border.ports.errors import Unreadable
from otklik.border.readers.tables import open_table
from otklik.flow import exchange, running
from otklik.register.cases.models import Case, Post
from otklik.register.intake.models import InboundRecord
from tests.builders import NOW, a_town
from tests.flow.registers import HEADER, as_csv, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    return a_town()


def load(path, town):
    return running.run(exchange.prepare(path, town=town, now=NOW).id, now=NOW)


def rejects(run):
    """Row number and reason of each rejected row."""
    return [(str(row.cells[0]), str(row.cells[1])) for row in open_table(Path(run.rejects_path)).rows]


def texts():
    return set(Post.objects.filter(is_inbound=True).values_list("text", flat=True))


def test_the_sum_is_right_and_the_second_time_adds_nothing(town, tmp_path):
    rows = [
        *rows_of(600),
        ("901", "", "02.02.2026", ""),
        ("902", "Нет даты", "", ""),
        ("903", "Яма", "вчера", ""),
    ]
    path = as_csv(tmp_path / "r.csv", rows)
    run = load(path, town)
    assert (run.rows_read, run.added, run.rejected, run.state) == (603, 600, 3, "done")
    assert [row for row, _ in rejects(run)] == ["602", "603", "604"]
    assert [reason.split(":")[0] for _, reason in rejects(run)] == [
        "нет текста сообщения", "нет даты поступления", "не разобрана дата поступления"
    ]  # fmt: skip
    again = load(path, town)
    assert (again.added, again.unchanged, again.rejected) == (0, 600, 3)


def test_a_changed_row_updates_and_the_others_stay(town, tmp_path):
    rows = rows_of(5)
    header = (*HEADER, "Результат")
    load(as_csv(tmp_path / "a.csv", [(*row, "") for row in rows], header=header), town)
    rows = [(*row, "Меры приняты" if n == 2 else "") for n, row in enumerate(rows)]
    run = load(as_csv(tmp_path / "b.csv", rows, header=header), town)
    assert (run.added, run.updated, run.unchanged) == (0, 1, 4)
    assert Case.objects.exclude(outcome="").count() == 1


@pytest.mark.parametrize("size", [2, 700], ids=["рядом", "через пачку"])
def test_a_number_that_repeats_within_the_file(town, tmp_path, size):
    rows = rows_of(size)
    number, text = rows[0][:2]
    same, other = rows[0], (number, "Совсем другое сообщение о лифте", "27.02.2026 10:00", "")
    run = load(as_csv(tmp_path / "r.csv", [*rows, same, other]), town)
    assert (run.added, run.unchanged, run.rejected) == (size, 1, 1)
    ((row, reason),) = rejects(run)
    assert row == str(size + 3)
    assert "уже занят другим сообщением" in reason
    (told,) = [one.cells for one in open_table(Path(run.rejects_path)).rows]
    assert other[1] in told
    assert text in texts()


def test_ids_of_one_long_beginning_stay_two(town, tmp_path):
    rows = [("9" * 300 + tail, f"Яма {tail}", "02.02.2026", "") for tail in ("1", "2")]
    assert load(as_csv(tmp_path / "r.csv", rows), town).added == 2
    assert all(len(one) <= 200 for one in InboundRecord.objects.values_list("external_id", flat=True))


def test_five_forms_of_a_date(town, tmp_path):
    days = ["02.02.2026", "2026-02-02 10:15", "2 февраля 2026 г.", "02/02/2026", "2026-02-02T10:15:00+03:00"]
    rows = [(str(n), f"Яма {n}", day, "") for n, day in enumerate(days)]
    assert load(as_csv(tmp_path / "r.csv", rows), town).added == 5
    assert {str(at.date()) for at in Case.objects.values_list("received_at", flat=True)} <= {
        "2026-02-01", "2026-02-02"
    }  # fmt: skip


STRANGE = {
    "эмодзи": "Яма 😤 на дороге 👨‍👩‍👧",
    "разметка": "<script>alert(1)</script> <b>яма</b> & прочее",
    "формула": "=1+1",
    "формула ссылки": '=HYPERLINK("http://x","яма")',
    "100 килобайт": "Яма на дороге. " * 7000,
    "одно слово": "я" * 100_000,
    "кавычки": "Яма \"у дома\" 'один'; DROP TABLE cases_case; --",
    "проценты": "Яма %s %(x)s {0} {x}",
    "справа налево": "яма \u202eтекст\u202c",
    "обратная косая": "яма \\ \\n \\u0000",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_strange_text_is_taken(town, tmp_path, text):
    run = load(as_csv(tmp_path / "r.csv", [("1", text, "02.02.2026", ""), *rows_of(2, start=2)]), town)
    assert (run.added, run.rejected) == (3, 0)
    assert len(texts()) == 3


def test_control_characters_are_left_out_everywhere(town, tmp_path):
    path = tmp_path / "r.csv"
    head = ";".join((*HEADER, "Заявитель", "Примечание"))
    path.write_bytes(f"{head}\n1;Я\x00ма\x07 на дороге;02.02.2026;;Пё\x00тр;a\x00b\n".encode())
    assert load(path, town).added == 1
    assert texts() == {"Яма на дороге"}
    case = Case.objects.select_related("applicant").get()
    assert case.applicant.name == "Пётр"
    assert "\x00" not in str(case.facts)


def test_two_encodings_in_one_file(town, tmp_path):
    path = tmp_path / "r.csv"
    lines = [";".join(row).encode() for row in (HEADER, *rows_of(40))]
    lines.append("77;Не горит фонарь у школы;03.02.2026;".encode("cp1251"))
    path.write_bytes(b"\n".join(lines))
    assert load(path, town).added == 41
    assert "Не горит фонарь у школы" in texts()


def test_headings_that_repeat_and_cells_beyond_them(town, tmp_path):
    header = (*HEADER, "Тема", "Тема", "")
    rows = [(*row, "Б", "В", "хвост", "ещё") for row in rows_of(3)]
    run = load(as_csv(tmp_path / "r.csv", rows, header=header), town)
    assert run.added == 3
    facts = str(Case.objects.first().facts)
    assert all(word in facts for word in ("В", "хвост", "ещё"))


def test_enormous_numbers_and_ten_thousand_columns(town, tmp_path):
    header = (*HEADER, "Оценка", "Широта", "Долгота", *(f"к{n}" for n in range(10_000)))
    rows = [
        (*row, "9" * 400, "1e308", "-" + "9" * 50, *("x" * 1 for _ in range(10_000))) for row in rows_of(2)
    ]
    run = load(as_csv(tmp_path / "r.csv", rows, header=header), town)
    assert run.added + run.rejected == 2


def test_formulas_of_a_book(town, tmp_path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["1", "Яма на дороге", "02.02.2026"])
        sheet.write_formula(2, 1, '="Яма "&"большая"', value="Яма большая")
        sheet.write_row(2, 2, ["02.02.2026"])
        sheet.write_formula(3, 1, "=1/0", value="#DIV/0!")
        sheet.write_row(3, 2, ["02.02.2026"])
    run = load(path, town)
    assert (run.added, run.rejected) == (2, 1)
    assert "Яма большая" in texts()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("пусто.csv", b""), ("пробелы.csv", b"  \n\n \n"), ("одни заголовки.xlsx", b"PK\x03\x04"),
        ("рисунок.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("документ.pdf", b"%PDF-1.7\n" + b"\x00" * 999),
        ("пароль.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096),
        ("архив.xlsx", b"PK\x05\x06" + b"\x00" * 18),
        ("нет строк.csv", b"\xd1\x8f"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_wrong_file_is_refused_in_russian(town, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as told:
        load(path, town)
    assert any("а" <= letter <= "я" for letter in str(told.value))
    assert not Case.objects.exists()


def test_one_file_in_two_towns_is_two_registers(town, tmp_path):
    other = a_town("dalnee", title="Город Дальнее")
    path = as_csv(tmp_path / "r.csv", rows_of(4))
    assert load(path, town).added == load(path, other).added == 4
    assert {Case.objects.filter(municipality_id=one.id).count() for one in (town, other)} == {4}


def test_a_stopped_run_goes_on_and_a_finished_one_is_left(town, tmp_path):
    path = as_csv(tmp_path / "r.csv", [*rows_of(1200), ("x", "", "", "")])
    run = exchange.prepare(path, town=town, now=NOW)

    def stop(task):
        raise KeyboardInterrupt

    stopped = running.run(run.id, now=NOW, progress=stop)
    assert (stopped.state, stopped.rows_read, stopped.added) == ("stopped", 500, 500)
    same = exchange.prepare(path, town=town, now=NOW)
    assert same.id == run.id
    done = running.run(same.id, now=NOW)
    assert (done.state, done.added, done.rejected) == ("done", 1200, 1)
    assert running.run(same.id, now=NOW) == done
    assert exchange.prepare(path, town=town, now=NOW).id != run.id

"""Tables of every kind, whole and broken."""

import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from otklik.border.ports.errors import Unreadable
from otklik.border.readers.tables import open_table, sheet_names
from tests.border.readers.files import a_csv, a_locked_xlsx, a_zip, an_ods, an_xlsx, with_formulas

MORNING = datetime.fromisoformat("2025-12-03 10:15")
HEADER = "Номер;Дата;Текст сообщения\n"
ROWS = "1;03.12.2025;Яма на улице Мира, у дома пять\n2;04.12.2025;Её не убирают, объявление сорвано\n"


def cells(path: Path, **options: str) -> list[tuple[object, ...]]:
    return [row.cells for row in open_table(path, **options).rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r"]
)
def test_an_encoding_is_told_by_the_letters(tmp_path, encoding):
    table = open_table(a_csv(tmp_path / "реестр.csv", HEADER + ROWS, encoding))
    assert table.header == ("Номер", "Дата", "Текст сообщения")
    rows = list(table.rows)
    assert rows[1].cells == ("2", "04.12.2025", "Её не убирают, объявление сорвано")
    assert [row.note for row in rows] == ["", ""]
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_delimiter_is_told_by_even_widths(tmp_path, delimiter):
    text = (HEADER + ROWS).replace(",", ".").replace(";", delimiter)
    assert cells(a_csv(tmp_path / "a.txt", text))[0] == ("1", "03.12.2025", "Яма на улице Мира. у дома пять")


def test_a_line_in_another_encoding_is_read_and_marked(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_bytes((HEADER + ROWS).encode() + "3;05.12.2025;Фонари не горят\n".encode("cp1251"))
    rows = list(open_table(path).rows)
    assert rows[2].cells[2] == "Фонари не горят"
    assert "Windows-1251" in rows[2].note and not rows[1].note


def test_a_utf8_line_in_a_cp1251_file_is_read_and_marked(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_bytes((HEADER + ROWS * 3).encode("cp1251") + "9;05.12.2025;Фонари не горят\n".encode())
    rows = list(open_table(path).rows)
    assert rows[-1].cells[2] == "Фонари не горят" and "UTF-8" in rows[-1].note
    assert rows[1].cells[2].startswith("Её") and not rows[1].note


def test_one_broken_byte_does_not_spoil_the_line(tmp_path):
    path = tmp_path / "broken.csv"
    path.write_bytes((HEADER + ROWS).encode() + "3;05.12.2025;Фонари не горят ".encode() + b"\xd0\n")
    row = list(open_table(path).rows)[2]
    assert row.cells[2].startswith("Фонари не горят") and row.note


def test_quoted_cells_hold_breaks_delimiters_and_quotes(tmp_path):
    text = HEADER + '1;03.12.2025;"Первая строка\nвторая; с ""кавычками"""\n2;04.12.2025;Дальше\n'
    assert cells(a_csv(tmp_path / "a.csv", text)) == [
        ("1", "03.12.2025", 'Первая строка\nвторая; с "кавычками"'),
        ("2", "04.12.2025", "Дальше"),
    ]


def test_an_unclosed_quote_swallows_nothing(tmp_path):
    text = (
        HEADER
        + '1;03.12.2025;"ООО Ромашка не убирает\n'
        + "".join(f"{n};04.12.2025;Текст {n}\n" for n in range(2, 50))
    )
    rows = list(open_table(a_csv(tmp_path / "a.csv", text)).rows)
    assert len(rows) == 49
    assert rows[0].cells[2] == '"ООО Ромашка не убирает' and "кавычка" in rows[0].note
    assert rows[48 - 1].cells == ("48", "04.12.2025", "Текст 48")


def test_two_stray_quotes_do_not_glue_the_rows_between(tmp_path):
    text = HEADER + '1;03.12.2025;"Текст\n2;04.12.2025;Два\n3;05.12.2025;Три"\n4;06.12.2025;Четыре\n'
    assert [row[0] for row in cells(a_csv(tmp_path / "a.csv", text))] == ["1", "2", "3", "4"]


def test_mac_line_ends(tmp_path):
    assert len(cells(a_csv(tmp_path / "a.csv", (HEADER + ROWS).replace("\n", "\r")))) == 2


def test_excel_names_the_delimiter_itself(tmp_path):
    table = open_table(a_csv(tmp_path / "a.csv", "sep=|\nТекст|Дата\nодин, два; три|03.12.2025\n"))
    assert table.header == ("Текст", "Дата") and next(table.rows).cells[0] == "один, два; три"


def test_title_rows_and_numbering_are_not_data(tmp_path):
    path = an_xlsx(
        tmp_path / "a.xlsx",
        ["Реестр обращений за декабрь"],
        [],
        ["№", "Дата", "Текст", "Ответ"],
        [1, 2, 3, 4],
        [17, MORNING, "Яма", None],
    )
    table = open_table(path)
    assert table.header == ("№", "Дата", "Текст", "Ответ")
    (row,) = table.rows
    assert row.number == 5 and row.cells == ("17", MORNING, "Яма", "")


def test_headings_are_made_unique_and_named(tmp_path):
    table = open_table(
        an_xlsx(tmp_path / "a.xlsx", ["Дата", "Текст", "дата", "Дата", None], ["а", "б", "в", "г", "д"])
    )
    assert table.header == ("Дата", "Текст", "дата", "Дата (2)", "Столбец 5")


def test_values_of_formulas_and_errors(tmp_path):
    path = with_formulas(tmp_path / "a.xlsx")
    assert cells(path) == [("1001", "Яма во дворе", MORNING.replace(hour=0, minute=0), "")]
    assert sheet_names(path) == ("Реестр",)


def test_cells_are_cleaned(tmp_path):
    header = "Текст;Номер;Код;Итог;Имя\n"
    text = header + '"Яма\x00\x07 \u200bво\u202e дворе";39520480.0;="007";#ССЫЛКА!;и\u0306 👩\u200d🔧\n'
    assert cells(a_csv(tmp_path / "a.csv", text)) == [("Яма во дворе", "39520480", "007", "", "й 👩\u200d🔧")]


def test_numbers_dates_and_durations_of_a_book(tmp_path):
    path = an_xlsx(
        tmp_path / "a.xlsx",
        ["Номер", "Доля", "Срок", "Медиа", "Разрыв"],
        [39520480.0, 1.5, timedelta(days=11, seconds=3), True, "а_x000D_\nб"],
    )
    assert cells(path) == [("39520480", "1.5", timedelta(days=11, seconds=3), "Да", "а\nб")]


def test_extra_cells_are_kept_and_told(tmp_path):
    (row, *_) = open_table(a_csv(tmp_path / "a.csv", "а;б\nв;г;д\nв;г\nв;г\n")).rows
    assert row.cells == ("в", "г", "д") and row.note


def test_sheets_are_chosen_by_name_and_the_first_filled_is_taken(tmp_path):
    book = openpyxl.Workbook()
    for name in ("Данные", "Другие"):
        sheet = book.create_sheet(name)
        sheet.append(["Лист", "Текст"])
        sheet.append([name, "а"])
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [("Данные", "а")]
    assert cells(tmp_path / "a.xlsx", sheet="Другие") == [("Другие", "а")]
    with pytest.raises(Unreadable, match="нет листа «Третьи»"):
        open_table(tmp_path / "a.xlsx", sheet="Третьи")


def test_the_content_decides_not_the_extension(tmp_path):
    path = an_xlsx(tmp_path / "a.xlsx", ["Дата", "Текст"], ["вчера", "Яма"])
    assert cells(path.rename(tmp_path / "a.csv")) == [("вчера", "Яма")]


def test_html_under_the_name_of_xls(tmp_path):
    page = (
        "<html><body><table><tr><td>меню</td></tr></table><table><tr><th>Дата</th><th>Текст</th></tr>"
        "<tr><td>03.12.2025</td><td>Яма<br>во дворе &lt;script&gt;</td></tr>"
        "<tr><td colspan=2>итого</td></tr></table>"
    )
    expected = [("03.12.2025", "Яма\nво дворе <script>"), ("итого", "")]
    assert cells(a_csv(tmp_path / "a.xls", page, "cp1251")) == expected
    assert (
        cells(a_csv(tmp_path / "b.xls", page.replace("<html>", '<html><meta charset="utf-8">'))) == expected
    )


def test_spreadsheet_xml(tmp_path):
    sheet = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = (
        '<Row><Cell><Data ss:Type="String">Дата</Data></Cell>'
        '<Cell><Data ss:Type="String">Текст</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="String">Яма</Data></Cell></Row>'
    )
    names = f'xmlns="{sheet}" xmlns:ss="{sheet}"'
    book = f"<Workbook {names}><Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
    text = f'<?xml version="1.0"?>{book}'
    table = open_table(a_csv(tmp_path / "a.xls", text))
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("", "Яма"))]


def test_texts_of_100_kilobytes_pass(tmp_path):
    long = "Ы" * 100_000
    assert cells(a_csv(tmp_path / "a.csv", f'{HEADER}1;03.12.2025;"{long}"\n'))[0][2] == long


def test_a_long_csv_is_read_in_constant_memory(tmp_path):
    line = f'7;03.12.2025;"Во дворе яма, {"вода стоит, " * 10}"\n'
    path = a_csv(tmp_path / "a.csv", HEADER + line * 24_000)
    assert path.stat().st_size > 5_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in open_table(path).rows) == 24_000
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("column", ["XFD", "AU"])
def test_a_stray_cell_far_away_does_not_take_the_memory(tmp_path, column):
    book = openpyxl.Workbook()
    book.active.append(["Дата", "Текст"])
    book.active[f"{column}1048576"] = "."
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="строки 1048576"):
        open_table(tmp_path / "a.xlsx")


def test_an_empty_formatted_cell_far_away_is_no_matter(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Дата", "Текст"])
    book.active.append(["вчера", "Яма"])
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [("вчера", "Яма")]


@pytest.mark.parametrize(("empty_rows", "fits"), [(1, True), (1_048_570, False)])
def test_ods_is_read_and_its_extent_is_watched(tmp_path, empty_rows, fits):
    path = an_ods(tmp_path / "a.ods", [["Дата", "Текст"], ["вчера", "Яма"]], empty_rows=empty_rows)
    if fits:
        assert cells(path) == [("вчера", "Яма"), ("", ".")]
    else:
        with pytest.raises(Unreadable, match="слишком велик"):
            open_table(path)


UNREADABLE = {
    "пустой файл": (lambda path: path.write_bytes(b""), "Файл пуст"),
    "одни пробелы": (lambda path: path.write_bytes(b"\xef\xbb\xbf \r\n \n"), "Файл пуст"),
    "пароль": (a_locked_xlsx, "защищён паролем"),
    "битый архив": (lambda path: path.write_bytes(b"PK\x03\x04" + b"\x01\x02" * 500), "повреждён"),
    "архив без книги": (lambda path: a_zip(path, **{"a.txt": "1"}), "Распакуйте"),
    "Word": (lambda path: a_zip(path, word__document="<w/>"), "документ Word"),
    "книга без листов": (lambda path: a_zip(path, xl__workbook="<x/>"), "повреждена"),
    "PDF": (lambda path: path.write_bytes(b"%PDF-1.7\n..."), "PDF"),
    "картинка": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9), "PNG"),
    "JSON": (lambda path: path.write_text('{"a": 1}'), "JSON"),
    "страница без таблицы": (
        lambda path: path.write_text("<html><body>Войдите</body></html>"),
        "нет таблицы",
    ),
    "двоичный": (lambda path: path.write_bytes(bytes(range(256)) * 4 + bytes(2000)), "двоичный"),
    "нет заголовков": (lambda path: path.write_text("1;03.12.2025;5\n2;04.12.2025;6\n"), "заголовками"),
    "пустая книга": (lambda path: an_xlsx(path), "ни одной заполненной"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_why(tmp_path, name):
    path = tmp_path / "a.xlsx"
    build, words = UNREADABLE[name]
    build(path)
    with pytest.raises(Unreadable, match=words):
        list(open_table(path).rows)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(Unreadable, match="не открывается"):
        open_table(tmp_path / "нет.csv")


def test_a_file_over_two_gigabytes_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as handle:
        handle.write(HEADER.encode())
        handle.truncate(2 * 1024**3 + 1)
    with pytest.raises(Unreadable, match="2 ГБ"):
        open_table(path)


def test_texts_with_the_same_commas_do_not_hide_the_semicolon(tmp_path):
    path = tmp_path / "r.csv"
    rows = [f"{n};Яма у дома {n}, на Садовой, просим заделать, спасибо, ждём;02.02.2026;" for n in range(50)]
    path.write_text("\n".join(["Номер;Текст;Дата;Тема", *rows]), encoding="utf-8")
    assert open_table(path).header == ("Номер", "Текст", "Дата", "Тема")

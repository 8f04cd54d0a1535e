"""The file of rows that could not be taken."""

from otklik.border.integrations.rejects import write_rejects
from otklik.border.ports.messages import Rejected
from otklik.border.readers.tables import open_table


def test_rejects_are_written_with_reasons_and_can_be_read_again(tmp_path):
    path, long = tmp_path / "отклонено.xlsx", "Ы" * 100_000
    rejects = [
        Rejected(row=3, reason="нет текста", cells=("=1+1", "", "https://example.org")),
        Rejected(row=9, reason="нет даты", cells=("", long, "в")),
    ]
    assert write_rejects(path, ("Номер", "Текст", "Ссылка"), rejects) == 2
    table = open_table(path)
    assert table.header[:5] == ("Строка", "Причина", "Номер", "Текст", "Ссылка")
    first, second = table.rows
    assert first.cells[:5] == ("3", "нет текста", "=1+1", "", "https://example.org")
    assert second.cells[3] + "".join(second.cells[5:]) == long


def test_no_rejects_make_a_sheet_of_headings_alone(tmp_path):
    assert write_rejects(tmp_path / "a.xlsx", ("Номер",), []) == 0
    assert list(open_table(tmp_path / "a.xlsx").rows) == []

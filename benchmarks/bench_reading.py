"""How fast registers are read, and in how much memory: a CSV of 200 MB and an XLSX of 50,000 rows.

Run: python benchmarks/bench_reading.py [megabytes]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from multiprocessing import Process
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from otklik.border.integrations import incident, registry
from otklik.border.ports.tables import Table, TableRow
from otklik.border.readers.tables import open_table

ZONE = ZoneInfo("Europe/Samara")
_HEADINGS = """
ID|Номер инцидента|Отдел|Исполнитель|Текущий шаг инцидента|Дата создания|Дата окончания
Общее время первого ответа|Общий текст первого ответа|Время 1го ответа ПИ|1ый ответ ПИ
Время назначения последнего исполнителя|Время отправки первого ответа ПИ на согласование
Время попадания на шаг оценка удовлетворенности|Группа тем|Тема|Муниципалитет|Улица|Дом
Тип инцидента|Итог|Урл поста|Урл блога|URL автора|Текст инцидента|Причина закрытия|Аудитория
"""
HEADER = tuple(_HEADINGS.strip().replace("\n", "|").split("|"))


def a_row(number: int) -> tuple[str, ...]:
    day = f"2025-12-{number % 28 + 1:02} "
    said = "'Имя, здравствуйте! Бригада выехала на место, снег вывезут в ближайшие дни, следим за работой."
    text = "'Во дворе яма, вода стоит, пройти нельзя.<br>" + "Снег не вывозят вторую неделю. " * 8
    return tuple(
        (
            f"{number}|{number}|Администрация города|Департамент хозяйства|Готово|{day}08:00:00|{day}20:00:00"
            f"|{day}10:00:00|{said}|{day}10:00:00|{said}|{day}08:30:00|{day}09:30:00|{day}10:00:01|Дороги"
            f"|★ Ямы во дворах|Город г.о.|улица Мира|{number % 90 + 1}|Решаемый|Решено|https://vk.com/wall-1_{number}"
            f"|https://vk.com/club1|https://vk.com/id{number % 5000}|{text}|Нет ответа от автора|2899"
        ).split("|")
    )


def a_csv(path: Path, megabytes: int) -> None:
    with path.open("w", encoding="utf-8") as handle:
        handle.write(";".join(HEADER) + "\n")
        number = 0
        while handle.tell() < megabytes * 1_000_000:
            handle.writelines(
                ";".join(f'"{cell}"' for cell in a_row(number + step)) + "\n" for step in range(500)
            )
            number += 500


def an_xlsx(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, a_row(number))


def measure(title: str, rows: Iterable[object]) -> None:
    before, started = _megabytes(), time.perf_counter()
    count = sum(1 for _ in rows)
    seconds = time.perf_counter() - started
    print(f"{title:40} {count:7} rows {count / seconds:10,.0f} rows/s +{_megabytes() - before:4.0f} MB")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        csv_path, xlsx_path = Path(folder) / "a.csv", Path(folder) / "a.xlsx"
        for write, path, size in ((a_csv, csv_path, megabytes), (an_xlsx, xlsx_path, 50_000)):
            build = Process(target=write, args=(path, size))
            build.start()  # apart, so that its memory is not taken for the reader's
            build.join()
        measure(f"CSV of {megabytes} MB: the table", open_table(csv_path).rows)
        measure(f"CSV of {megabytes} MB: incidents", incident.records(open_table(csv_path), zone=ZONE))
        head = [row.cells for row, _ in zip(open_table(csv_path).rows, range(50), strict=False)]
        rows = [row for row, _ in zip(open_table(csv_path).rows, range(20_000), strict=False)]
        measure("incident.records alone", incident.records(_table(rows), zone=ZONE))
        column_map = registry.guess(HEADER, head)
        measure("registry.records alone", registry.records(_table(rows), column_map, zone=ZONE))
        measure("XLSX of 50,000 rows: the table", open_table(xlsx_path).rows)


def _table(rows: list[TableRow]) -> Table:
    return Table(name="", header=HEADER, rows=iter(rows), expected_rows=len(rows))


if __name__ == "__main__":
    main()

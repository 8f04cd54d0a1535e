"""Registers to import, made by hand for tests."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

HEADER = ("Номер обращения", "Текст обращения", "Дата поступления", "Тема")
_TEXTS = (
    "Яма на дороге у дома {n} по улице Садовой, машины объезжают по тротуару",
    "Не горит фонарь у дома {n}, вечером темно и страшно ходить",
    "Третий день не вывозят мусор с площадки у дома {n}",
    "Холодные батареи в квартире {n}, дети мёрзнут",
)


def rows_of(count: int, *, start: int = 1) -> list[tuple[str, ...]]:
    """Rows with numbers from `start`, no two alike."""
    return [
        (str(n), _TEXTS[n % len(_TEXTS)].format(n=n), f"{n % 28 + 1:02d}.02.2026 {n % 24:02d}:15", "")
        for n in range(start, start + count)
    ]


def as_csv(
    path: Path, rows: Iterable[Sequence[str]], *, header: Sequence[str] = HEADER, encoding: str = "utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)
    return path
